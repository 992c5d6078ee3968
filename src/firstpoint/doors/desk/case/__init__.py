"""Case: one case, with everything that is done to it."""
