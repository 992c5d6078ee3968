"""Standard responses at the desk."""
