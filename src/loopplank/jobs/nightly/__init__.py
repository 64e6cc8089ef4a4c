"""What is done once a day, by whichever loop claims the day first."""
