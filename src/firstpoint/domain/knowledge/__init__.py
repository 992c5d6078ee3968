"""Articles and frequent questions, in every language, for the public and for staff."""
