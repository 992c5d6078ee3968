"""Words that mean the same: kept at the desk by those who publish."""
