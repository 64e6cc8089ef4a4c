"""The writers of why data is kept, who looked, and erasing."""

__all__ = ["erasure"]
