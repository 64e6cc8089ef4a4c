"""The way in to what every room needs and that decides nothing."""
