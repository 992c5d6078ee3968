"""E-mail: for now only out; whoever answers is told to use the link."""
