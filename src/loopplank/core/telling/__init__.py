"""When a message leaves: what kind of message may go when, how often, and by which way."""
