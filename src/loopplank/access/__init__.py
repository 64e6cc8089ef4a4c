"""The only way in: find, filter by actor, lock, refuse; and record that data was read."""
