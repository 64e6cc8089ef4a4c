"""The writers of too heavy, concerns, safety files, creep, check-ins, observations and quotes."""
