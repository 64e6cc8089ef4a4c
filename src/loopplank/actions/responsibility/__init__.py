"""The writers of who has the ball and until when: owners, clocks, rota, absence, today,
coordinators’ own limits, intake stop.
"""

__all__ = ["absence", "clocks", "member_news", "rota"]
