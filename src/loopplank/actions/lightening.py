"""Whoever asked hears what a changed limit or pause asks of them; a volunteer arranges nothing."""

from datetime import datetime

from django.db.models import Q

from loopplank.access.actors import Actor
from loopplank.access.volunteers import carried_by
from loopplank.actions.ledger import commitments_of
from loopplank.actions.signals import let_know
from loopplank.core.calendar import local_day, monday
from loopplank.core.load import Limits, weeks_above
from loopplank.core.matches import MatchState
from loopplank.core.signals import ABOVE_NEW_LIMIT, PAUSE
from loopplank.store.models import Volunteer


def tell_when_too_much(
    actor: Actor, now: datetime, volunteer: Volunteer, old: Limits, new: Limits
) -> None:
    """More is planned than the limits as they now are: whoever asked last calls, to let something
    go. A change of the pause alone tells it of weeks that were not above before, such as those in
    which somebody is back sooner.
    """
    carried, week = commitments_of(volunteer.pk), monday(local_day(now))
    above = weeks_above(carried, new, week)
    if old.always_there() == new.always_there():
        above -= weeks_above(carried, old, week)
    match = carried_by(volunteer).order_by("-agreed_at").first()
    if above and match is not None:
        let_know(actor, now, volunteer, match.organisation, ABOVE_NEW_LIMIT, match=match)


def tell_who_visits_less(actor: Actor, now: datetime, volunteer: Volunteer, limits: Limits) -> None:
    """The volunteer arranges nothing: each owner hears that their person gets no visit for now."""
    if limits.pause_from is None:
        return
    # in a duo or relay somebody may be counted on for a leg that is still to begin
    counted = Q(state=MatchState.RUNNING) | Q(leg__team__ended_at=None, leg__isnull=False)
    during = carried_by(volunteer).filter(counted, last_day__gte=limits.pause_from)
    if limits.pause_to is not None:
        during = during.filter(first_day__lte=limits.pause_to)
    for match in during.order_by("pk"):
        let_know(actor, now, volunteer, match.organisation, PAUSE, match=match, holds=False)
