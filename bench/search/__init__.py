"""Measures how well and how fast the knowledge base answers real questions, beside a search engine and ts_rank."""
