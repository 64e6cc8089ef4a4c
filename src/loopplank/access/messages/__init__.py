"""The way in to what is told to people: texts, wishes, send policy, outbox, channels, calendar feed
and devices.
"""

__all__ = ["channels", "delivery", "devices", "messages", "own_messages", "reminders"]
