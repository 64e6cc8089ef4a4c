"""The visit of a day, and who wants to be reminded of theirs."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from loopplank.access.links import FEED
from loopplank.access.volunteers import facts_of
from loopplank.access.week_rows import agreement_of
from loopplank.core.calendar import monday
from loopplank.core.visits import Expected, visits_in_week
from loopplank.store.models import Link, Match, MessageWishes


def wants_visit_reminders(rows: "QuerySet[Match]") -> "QuerySet[Match]":
    """The matches of volunteers who get a message the day before: who chose so, and who chose
    nothing and has no calendar here that tells them. Whoever is called by telephone is not.
    """
    about = OuterRef("volunteer_id")
    chosen = MessageWishes.objects.filter(volunteer_id=about)
    feed = Link.objects.filter(purpose=FEED, subject_id=about)
    sent = rows.filter(volunteer__channel__in=["sms", "email"])
    return sent.filter(Exists(chosen.filter(visit_reminder=True)) | ~Exists(chosen) & ~Exists(feed))


def visit_on(row: Match, day: date) -> Expected | None:
    """The visit that is expected on a day, by what was agreed and outside a pause; needs the limits
    of the volunteer loaded, and knows nothing of what was said about that one day.
    """
    limits = facts_of(row.volunteer.limits)
    expected = visits_in_week(agreement_of(row), monday(day), limits)
    return next((visit for visit in expected if visit.day == day), None)
