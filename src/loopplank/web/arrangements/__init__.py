"""Pages about who does what around one person, the conditions, and everybody’s yes to it."""
