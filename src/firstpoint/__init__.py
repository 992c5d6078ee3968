"""Firstpoint: one public help site, one contact centre and one record of every contact for an agency."""
