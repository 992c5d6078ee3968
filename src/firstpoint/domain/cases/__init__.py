"""One matter of a customer, from opening to an outcome, with its owner and its promises."""
