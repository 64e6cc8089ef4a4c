"""The writers of too heavy, concerns, safety files, creep, check-ins, observations and quotes."""

__all__ = [
    "check_in",
    "check_in_totals",
    "creep",
    "escalation",
    "observation",
    "quote",
    "safety",
    "signal",
    "signal_steps",
]
