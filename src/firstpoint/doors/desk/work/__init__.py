"""Work: what waits, what one owns, and taking the next."""
