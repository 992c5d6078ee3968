"""What every part stands on, and nothing that knows the business: journal, access, clock, files, forms."""
