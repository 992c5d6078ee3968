"""Knowledge at the desk: articles are written, translated, reviewed and published here."""
