"""The one way in: whatever a channel receives is stored, read and placed here."""
