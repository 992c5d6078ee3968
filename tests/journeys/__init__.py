"""Journeys: what a customer or an adviser was promised, tried in a real browser against really started servers."""
