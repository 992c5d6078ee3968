"""The board: what waits in each queue and what each adviser has in hand, and what supervisors do about it."""
