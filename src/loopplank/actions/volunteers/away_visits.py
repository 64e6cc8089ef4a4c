"""Follow days away that change: owners are told, and near visits are covered.

The volunteer arranges nothing. Each owner hears of the days. Two weeks before it a visit on a fixed
day becomes one that its volunteer cannot make, in the way of every other one (`cover`): the
person hears it, and somebody else is sought. The volunteer's row is locked by whoever calls.
"""

from datetime import date, datetime

from django.db.models import Q

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.access.volunteers.volunteers import carried_by
from loopplank.actions.volunteers.visits import visit_off
from loopplank.actions.wellbeing.signal import let_know
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.volunteers.away import (
    ONE_DAY,
    SOUGHT_AHEAD,
    Away,
    TimeAway,
    gained,
    interval,
    interval_of,
)
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import fixed_days, start_on
from loopplank.core.wellbeing.signal import AWAY, NOT_AWAY, SCHOOL_HOLIDAYS
from loopplank.store.models import (
    Match,
    Proposal,
    Visit,
    Volunteer,
    VolunteerSignal,
)


def follow(
    actor: Actor, now: datetime, volunteer: Volunteer, before: Limits, after: Limits
) -> None:
    """Tell everybody who must know it which days somebody is not there any more, or after all."""
    if before.away == after.away:
        return
    today = local_day(now)
    if after.away.on(today):
        # whoever was just asked something need not answer it while they are away
        Proposal.objects.filter(volunteer=volunteer, state=ProposalState.OPEN).update(
            expires_at=now
        )
    gone = gained(before.away, after.away, today)
    back = gained(after.away, before.away, today)
    cover_near(actor, now, volunteer, after)
    new_region = bool(set(after.away.regions) - set(before.away.regions))
    old_region = bool(set(before.away.regions) - set(after.away.regions))
    for match in carried_by(volunteer).order_by("pk"):
        if gone and new_region:
            # a visit on a fixed day is told of each when it comes near; of others the owner calls
            _tell(actor, now, volunteer, match, SCHOOL_HOLIDAYS, gone[0])
            continue
        for one in gone:
            if _is_to_call_about(match, one, today):
                _tell(actor, now, volunteer, match, AWAY, one)
        if back:
            _is_back(actor, now, volunteer, match, back, after.away, every_holiday=old_region)


def cover_near(actor: Actor, now: datetime, volunteer: Volunteer, limits: Limits) -> int:
    """Cover the visits of the coming two weeks that fall away: nobody is left uncertain about them.

    Returns how many there were.
    """
    today = local_day(now)
    made = 0
    for match in carried_by(volunteer).filter(state=MatchState.RUNNING).order_by("pk"):
        known = set(Visit.objects.filter(match=match, day__gte=today).values_list("day", flat=True))
        agreed = agreement_of(match)
        for day in fixed_days(agreed, today, today + SOUGHT_AHEAD):
            start = start_on(agreed, day)
            begun = start is not None and at_local(day, start) <= now
            if day not in known and not begun and limits.away.on(day) is not None:
                visit_off(actor, now, match, volunteer, day)
                made += 1
    return made


# --- underneath -----------------------------------------------------------------------------------


def _is_to_call_about(match: Match, one: Away, today: date) -> bool:
    """Return whether the owner must call: not about days on which they would not come anyway, and
    not about what each visit tells.
    """
    meets = match.meeting_at is not None and one.holds(local_day(match.meeting_at))
    if match.state == MatchState.MEETING and meets:
        return True
    if last_day_of(match) < one.first or one.last < match.first_day:
        return False
    if match.state != MatchState.RUNNING or not agreement_of(match).has_fixed_day:
        return True
    first = max(one.first, today + SOUGHT_AHEAD + ONE_DAY)
    return first <= one.last and bool(fixed_days(agreement_of(match), first, one.last))


def _tell(
    actor: Actor, now: datetime, volunteer: Volunteer, match: Match, reason: str, one: Away
) -> None:
    words = interval(one)
    let_know(actor, now, volunteer, match.organisation, reason, words, match=match, holds=False)


def _is_back(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    match: Match,
    back: tuple[Away, ...],
    left: TimeAway,
    *,
    every_holiday: bool,
) -> None:
    """Close what asked for a call about these days; whoever was called hears it too.

    With `every_holiday` what was told of the holidays holds for none of them, also of one that is
    over.
    """
    told = list(
        VolunteerSignal.objects.filter(
            Q(reason=AWAY) | Q(reason=SCHOOL_HOLIDAYS), volunteer=volunteer, match=match
        )
    )
    called = {row.pk for row in told if row.answered_at is not None}
    holidays = {row.pk for row in told if every_holiday and row.reason == SCHOOL_HOLIDAYS}
    for one in back:
        about = [
            row
            for row in told
            if _touches(interval_of(row.words), one) or (row.pk in holidays and one == back[0])
        ]
        if any(row.pk in called for row in about):
            _tell(actor, now, volunteer, match, NOT_AWAY, one)
        for row in about:
            spell = interval_of(row.words)
            stays = any(_touches(spell, kept) for kept in left.spells())
            if row.answered_at is None and (row.pk in holidays or not stays):
                row.answered_at, row.outcome = now, "arranged"
                row.save(update_fields=["answered_at", "outcome"])


def _touches(one: Away, other: Away) -> bool:
    return one.first <= other.last and other.first <= one.last
