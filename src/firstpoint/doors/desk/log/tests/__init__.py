"""Logging contacts at the desk."""
