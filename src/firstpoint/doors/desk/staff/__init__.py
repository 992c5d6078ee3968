"""Staff: who works here, and one's own profile."""
