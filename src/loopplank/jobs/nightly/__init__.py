"""Background work: what is done once a day, by whichever loop claims the day first."""
