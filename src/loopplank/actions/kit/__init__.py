"""The writers of what every room needs and that decides nothing."""
