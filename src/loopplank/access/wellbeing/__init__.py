"""The way in to too heavy, concerns, safety files, creep, check-ins, observations and quotes."""
