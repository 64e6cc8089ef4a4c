"""The writers of what every room needs and that decides nothing."""

__all__ = ["idempotency", "periodic", "sent_markers"]
