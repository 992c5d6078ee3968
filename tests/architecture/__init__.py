"""The rules of the house that the import checker cannot see."""
