"""Intake: what could not be read, and jobs that failed."""
