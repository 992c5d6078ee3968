"""The people and organisations that the agency serves, and how each can be reached."""
