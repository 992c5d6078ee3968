"""Notices: what concerns the member of staff who is signed in."""
