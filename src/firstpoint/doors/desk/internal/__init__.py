"""The desk's area for what staff themselves ask of internal services."""
