"""The demonstration: a fictional agency with staff, customers and weeks of work, made by the real actions."""
