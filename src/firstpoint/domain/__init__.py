"""The business: one folder per noun, each importing only those that it stands on."""
