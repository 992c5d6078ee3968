"""Help: home, search, services, life events, articles, and the pages about the site itself."""
