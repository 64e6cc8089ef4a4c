"""The way in to what is told to people: texts, wishes, send policy, outbox, channels, calendar feed
and devices.
"""

__all__ = [
    "channels",
    "delivery",
    "devices",
    "hand_over_keys",
    "messages",
    "own_messages",
    "question",
    "reminders",
]
