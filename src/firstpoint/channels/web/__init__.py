"""The agency's own web forms."""
