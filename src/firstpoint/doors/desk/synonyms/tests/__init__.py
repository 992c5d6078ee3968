"""Synonyms at the desk."""
