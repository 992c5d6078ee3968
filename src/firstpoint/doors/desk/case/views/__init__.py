"""The pages of cases: looking at them, and acting on one."""
