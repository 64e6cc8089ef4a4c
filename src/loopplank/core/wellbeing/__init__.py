"""Rules about too heavy, concerns, safety files, creep, check-ins, observations and quotes."""
