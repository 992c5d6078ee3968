"""The desk's pages about knowledge: what waits, articles, drafts, change requests."""
