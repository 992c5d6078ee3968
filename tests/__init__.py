"""Tests that belong to no single folder: journeys in a browser, and the rules of the house."""
