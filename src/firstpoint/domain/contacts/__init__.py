"""Each touch on a channel, and the messages inside it."""
