"""The way in to the volunteer: limits and load, contact limits, own week, visits, days away, pause,
rest, stopping.
"""

__all__ = [
    "applications",
    "away",
    "cover",
    "farewell",
    "fullness",
    "long_unspoken",
    "rest",
    "same_hour",
    "same_volunteer",
    "sheets",
    "team_week",
    "visit_notes",
    "volunteer",
]
