"""The writers of what is told to people: texts, wishes, send policy, outbox, channels, calendar
feed and devices.
"""

__all__ = ["claims", "delivery", "devices", "everywhere", "hand_over_keys", "messages", "press"]
