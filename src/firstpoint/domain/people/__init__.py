"""Staff and machines: who may act, in which role, tier and department."""
