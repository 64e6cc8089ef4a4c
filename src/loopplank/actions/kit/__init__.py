"""The writers of what every room needs and that decides nothing."""

__all__ = ["idempotency", "periodic", "security_log", "sent_markers", "uses"]
