"""Track: a case is proved, read, added to and withdrawn."""
