"""The desk door: setup, where administrators change how the centre works and supervisors look it up."""
