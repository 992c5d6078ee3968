"""The tracking pages: proving a right to a case, and the case itself."""
