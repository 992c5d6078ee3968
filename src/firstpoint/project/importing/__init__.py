"""Import of the catalogue and of knowledge from files: all of a file or nothing of it, each fault told with its row."""
