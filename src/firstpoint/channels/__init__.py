"""Every way that people reach the agency: one folder per channel, met by the domain through two small functions."""
