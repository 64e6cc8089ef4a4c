"""Background work: what is told to people: texts, wishes, send policy, outbox, channels, calendar
feed and devices.
"""
