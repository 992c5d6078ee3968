"""Log: a contact that was over as soon as it was answered, in ten seconds."""
