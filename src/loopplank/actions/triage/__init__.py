"""The writers of the eight questions, red flags, the advice and the decision, and work that used to
be paid.
"""

__all__ = ["triage"]
