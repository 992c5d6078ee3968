"""The public help site: for everybody, in every language, without JavaScript."""
