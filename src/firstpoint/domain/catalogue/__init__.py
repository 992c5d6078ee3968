"""What the agency offers and how it works: services, enquiry types, queues and calendars, all as rows."""
