"""The writers of the volunteer: limits and load, contact limits, own week, visits, days away,
pause, rest, stopping.
"""

__all__ = [
    "applications",
    "away",
    "cover",
    "limits",
    "reminders",
    "rest",
    "same_hour",
    "same_volunteer",
    "sheets",
    "stopping",
    "thanks",
    "visits",
    "volunteer_sharing",
    "volunteers",
]
