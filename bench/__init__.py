"""Measures what Firstpoint promises about speed, each promise beside what it is compared with, in the same minutes."""
