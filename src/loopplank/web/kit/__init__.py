"""Pages about what every room needs and that decides nothing."""
