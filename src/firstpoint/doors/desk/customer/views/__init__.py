"""The pages of customers: finding and looking, changing facts, merging, and proving who somebody is."""
