"""Text messages: for now only out, and only in the demo."""
