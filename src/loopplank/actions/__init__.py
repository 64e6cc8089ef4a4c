"""The only writers: one keyword-only function a verb, one transaction, one event."""
