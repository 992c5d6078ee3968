"""Where the outside meets the system: the public site, the desk, and machines."""
