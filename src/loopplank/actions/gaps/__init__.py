"""The writers of noes that were said, and the gaps that they make."""

__all__ = ["gaps"]
