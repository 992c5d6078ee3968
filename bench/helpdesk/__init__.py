"""A project around the PyPI package django-helpdesk, as its documentation tells to set it up, in a venv of its own."""
