"""What every part of Firstpoint stands on, and nothing that knows the business: journal, access, clock, files, forms."""
