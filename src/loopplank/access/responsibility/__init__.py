"""The way in to who has the ball and until when: owners, clocks, rota, absence, today,
coordinators’ own limits, intake stop.
"""

__all__ = ["due", "frame", "nightly_checks", "promises"]
