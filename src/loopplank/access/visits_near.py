"""The visit of a day, and who wants to be reminded of theirs."""

from datetime import date

from django.db.models import QuerySet

from loopplank.access.volunteers import facts_of
from loopplank.access.week_rows import agreement_of
from loopplank.core.calendar import monday
from loopplank.core.visits import Expected, visits_in_week
from loopplank.store.models import Match


def wants_visit_reminders(rows: "QuerySet[Match]") -> "QuerySet[Match]":
    """The matches of volunteers who asked for a message the day before. Nobody can ask for it yet:
    a calendar tells them, and a message that nobody asked for is one too many.
    """
    return rows.none()


def visit_on(row: Match, day: date) -> Expected | None:
    """The visit that is expected on a day, by what was agreed and outside a pause; needs the limits
    of the volunteer loaded, and knows nothing of what was said about that one day.
    """
    limits = facts_of(row.volunteer.limits)
    expected = visits_in_week(agreement_of(row), monday(day), limits)
    return next((visit for visit in expected if visit.day == day), None)
