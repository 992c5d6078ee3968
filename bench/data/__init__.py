"""Made-up cases: an agency of any size by COPY, for benches that need to know what size costs."""
