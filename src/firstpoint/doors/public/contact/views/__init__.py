"""The contact pages: asking, what was sent, and forms saved for later."""
