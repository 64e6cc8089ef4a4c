"""The background loop and the commands."""
