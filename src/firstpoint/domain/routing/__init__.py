"""Where work waits, in order of promise, and who takes it."""
