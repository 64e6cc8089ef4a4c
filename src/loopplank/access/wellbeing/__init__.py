"""The way in to too heavy, concerns, safety files, creep, check-ins, observations and quotes."""

__all__ = ["check_in_call", "concern", "creep", "family_carer", "observation", "safety", "signal"]
