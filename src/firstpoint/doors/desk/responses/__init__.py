"""Standard responses: what staff answer with again and again, kept at the desk by editors and supervisors."""
