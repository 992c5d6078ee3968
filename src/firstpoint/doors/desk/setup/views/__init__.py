"""The views of setup, one module per noun."""
