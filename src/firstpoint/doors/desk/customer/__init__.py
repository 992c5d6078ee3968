"""Customer: one customer, with the timeline over every channel."""
