"""Contact: questions and forms, drafts, and the page that gives the reference."""
