"""Find what the background loop must do now: ids of rows whose time has come, a few at a time.

Whoever acts on an id looks again under the lock of its row, so an id that is due no longer, or that
another loop just did, costs nothing. `skip` holds ids that failed a moment ago.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from loopplank.access.kit.rows import BATCH
from loopplank.access.kit.workdays import away_from_stored
from loopplank.access.responsibility.on_duty import absences_of, absent_on
from loopplank.access.responsibility.rota import standing_in
from loopplank.access.volunteers.volunteers import in_pause
from loopplank.access.wellbeing.check_in import helping_at, signals_that_count
from loopplank.core.kit.calendar import at_local, last_passed, local_day, months_after
from loopplank.core.matching.matches import MatchState
from loopplank.core.matching.proposals import UNDECIDED
from loopplank.core.referrals.states import WITH_RECEIVER, Status, Why
from loopplank.core.requests.states import State
from loopplank.core.volunteers.application import OPEN_APPLICATION
from loopplank.core.volunteers.cover import Cover
from loopplank.core.volunteers.limits import RaiseState
from loopplank.core.wellbeing.check_in import AFTER_JOINING, AFTER_SIGNAL, EVERY, CheckInState
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import (
    Absence,
    CheckIn,
    Draft,
    LimitsRaise,
    Organisation,
    Proposal,
    Referral,
    Request,
    VisitCover,
    Volunteer,
    VolunteerApplication,
    VolunteerSignal,
)


def proposals(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Open questions to a volunteer of which the time to answer has passed."""
    rows = Proposal.objects.filter(state__in=UNDECIDED, expires_at__lte=now).exclude(pk__in=skip)
    return list(rows.order_by("expires_at", "pk").values_list("pk", flat=True)[:limit])


def visits_to_decide(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return visits for which nobody was found before the moment that was named."""
    rows = VisitCover.objects.filter(state=Cover.SOUGHT, decide_by__lte=now)
    rows = rows.exclude(visit_id__in=skip).order_by("decide_by", "visit_id")
    return list(rows.values_list("visit_id", flat=True)[:limit])


def visits_covered(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return visits by somebody who stood in for one day, when that day is over."""
    rows = VisitCover.objects.filter(
        state=Cover.FOUND, match__state=MatchState.RUNNING, day__lt=local_day(now)
    )
    rows = rows.exclude(visit_id__in=skip).order_by("day", "visit_id")
    return list(rows.values_list("visit_id", flat=True)[:limit])


def raises(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return raises of a limit whose day has come; not those that still wait for a second
    person.
    """
    rows = LimitsRaise.objects.filter(state=RaiseState.PENDING, effective_on__lte=local_day(now))
    rows = rows.filter(Q(needs_second=False) | Q(confirmed_by__isnull=False)).exclude(pk__in=skip)
    return list(rows.order_by("effective_on", "pk").values_list("pk", flat=True)[:limit])


def silent_referrals(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return referrals of which the last day to answer has passed, and nobody acted on that."""
    rows = Referral.objects.filter(
        status=Status.REQUESTED, lapsed_at=None, answer_by__lte=last_passed(now)
    )
    return _first_ids(rows.order_by("answer_by", "pk"), skip, limit)


def referrals_to_remind(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[UUID]:
    """Return referrals of which the receiver is to be reminded, or of which nothing was heard at
    all.
    """
    rows = Referral.objects.filter(status=Status.REQUESTED, reminded_at=None)
    rows = rows.filter(
        Q(remind_on__lte=local_day(now))
        | Q(remind_on=None, received_at=None, receive_by__lte=last_passed(now))
    )
    return _first_ids(rows.order_by("sent_at", "pk"), skip, limit)


def missed_contacts(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return referrals of which the promised first contact passed without one that we know of."""
    rows = Referral.objects.filter(
        status__in=sorted(s.value for s in WITH_RECEIVER),
        first_contact_by__lte=last_passed(now),
        first_contact_on=None,
        missed_told_at=None,
    ).exclude(to_request__first_contact_at__isnull=False)
    return _first_ids(rows.order_by("first_contact_by", "pk"), skip, limit)


def untouched_referrals(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[UUID]:
    """Return referrals that fell silent and were touched by nobody until the administrator's
    day.
    """
    waits = Q(status=Status.REQUESTED.value) | Q(why=Why.NO_ANSWER)
    rows = Referral.objects.filter(
        waits, with_admin_at=None, lapsed_at__isnull=False, admin_on__lte=last_passed(now)
    )
    touched = Q(from_request__changed_at__gt=F("lapsed_at")) | Q(
        from_request__state=State.CLOSED.value
    )
    return _first_ids(rows.exclude(touched).order_by("admin_on", "pk"), skip, limit)


def referrals_of_the_absent(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[UUID]:
    """Return incoming referrals that wait at somebody who is away today."""
    away = absences_of(
        OuterRef("to_organisation_id"), OuterRef("handler__account_id"), local_day(now)
    )
    rows = Referral.objects.filter(Exists(away), status=Status.REQUESTED)
    return _first_ids(rows.order_by("sent_at", "pk"), skip, limit)


def outcomes_to_ask(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return referrals to a party outside that said yes six weeks ago."""
    rows = Referral.objects.filter(
        status__in=sorted(s.value for s in WITH_RECEIVER),
        to_party__isnull=False,
        outcome_due_on__lte=local_day(now),
    )
    return _first_ids(rows.order_by("outcome_due_on", "pk"), skip, limit)


def referral_drafts(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return referrals that were begun a day ago by somebody outside and never sent."""
    rows = Referral.objects.filter(status=Status.DRAFT, made_at__lte=now - timedelta(days=1))
    return _first_ids(rows.order_by("made_at", "pk"), skip, limit)


def forgettable_referrals(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[UUID]:
    """Return referrals from outside that never became a request, past the day of whoever was
    asked.
    """
    found: list[UUID] = []
    for organisation_id, months in Organisation.objects.values_list(
        "pk", "months_kept_after_closing"
    ):
        before = at_local(months_after(local_day(now), -months), time())
        rows = Referral.objects.filter(
            to_organisation_id=organisation_id,
            from_request=None,
            to_request=None,
            ended_at__lt=before,
        ).exclude(facts_key="")
        found += _first_ids(rows.order_by("ended_at", "pk"), skip, limit - len(found))
        if len(found) >= limit:
            break
    return found


def _first_ids(rows: "QuerySet[Referral]", skip: Collection[UUID], limit: int) -> list[UUID]:
    return list(rows.exclude(pk__in=skip).values_list("pk", flat=True)[:limit])


def clocks(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Open requests of which the day has passed and nothing was done about that day yet.

    While a volunteer is asked the clock is that of the proposal.
    """
    rows = (
        Request.objects.filter(due_on__lte=last_passed(now), erased_at=None)
        .exclude(state__in=[State.CLOSED, State.PROPOSED])
        .filter(Q(ran_out_on=None) | ~Q(ran_out_on=F("due_on")))
        .exclude(pk__in=skip)
    )
    return list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:limit])


def drafts(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[tuple[UUID, str]]:
    """Return (reference, key) of drafts that nobody came back to for a day."""
    rows = Draft.objects.filter(expires_at__lte=now).exclude(reference__in=skip)
    return list(rows.order_by("expires_at", "pk").values_list("reference", "pk")[:limit])


def absences_to_begin(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return absences whose first day has come, or whose requests are not with who stands in today.

    That is so after another turn began, or when a signal still reached whoever is away.
    """
    today = local_day(now)
    cover = standing_in(OuterRef("organisation_id"), today, anybody=True).values("pk")[:1]
    signals = VolunteerSignal.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        to__account_id=OuterRef("membership__account_id"),
        answered_at=None,
        route=Route.COORDINATOR.value,
    )
    applied = VolunteerApplication.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        owner__account_id=OuterRef("membership__account_id"),
        state__in=OPEN_APPLICATION,
    )
    rows = Absence.objects.filter(absent_on(today)).annotate(to_be=Subquery(cover))
    others = Q(cover=None) | ~Q(cover_id=F("to_be")) | Exists(signals) | Exists(applied)
    return list(
        rows.filter(Q(began_at=None) | Q(to_be__isnull=False) & others)
        .exclude(pk__in=skip)
        .order_by("first_day", "pk")
        .values_list("pk", flat=True)[:limit]
    )


def absences_to_end(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return absences whose last day is over."""
    rows = Absence.objects.filter(returned_at=None, last_day__lt=local_day(now))
    return list(
        rows.exclude(pk__in=skip).order_by("last_day", "pk").values_list("pk", flat=True)[:limit]
    )


def check_ins_to_begin(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[UUID]:
    """Return volunteers whose turn it is to be asked how it goes: `may_ask` of
    `core/wellbeing/check_in.py`, in the database.
    """
    today = local_day(now)
    joined = helping_at(OuterRef("pk")).values("since")[:1]
    asked = CheckIn.objects.filter(volunteer=OuterRef("pk"))
    recently = at_local(today - EVERY + timedelta(days=1), time())
    signals = signals_that_count(OuterRef("pk"))
    lately = at_local(today - AFTER_SIGNAL + timedelta(days=1), time())
    rows = (
        Volunteer.objects.filter(erased_at=None)
        .exclude(in_pause(today))
        .annotate(joined=Subquery(joined))
        .filter(
            ~Exists(asked.filter(Q(state=CheckInState.OPEN) | Q(asked_at__gte=recently))),
            ~Exists(signals.filter(Q(answered_at=None) | Q(at__gte=lately))),
            joined__lte=today - AFTER_JOINING,
        )
        .exclude(pk__in=skip)
        .order_by("pk")
    )
    said = rows.values_list("pk", "limits__away", "limits__school_regions")
    # who is away is asked once they are back
    there = (pk for pk, *away in said.iterator() if not away_from_stored(*away).on(today))
    return list(islice(there, limit))


def check_ins_to_lapse(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[UUID]:
    """Return check-ins that are open too long, or of somebody who took a pause or gave a signal
    since.
    """
    today = local_day(now)
    since = signals_that_count(OuterRef("volunteer")).filter(at__gte=OuterRef("asked_at"))
    rows = CheckIn.objects.filter(
        Q(closes_on__lt=today) | in_pause(today, "volunteer__") | Exists(since),
        state=CheckInState.OPEN,
    )
    return list(
        rows.exclude(pk__in=skip).order_by("closes_on", "pk").values_list("pk", flat=True)[:limit]
    )


def forgettable(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return one closed request of each person of whom nothing needs to be kept any longer.

    That is when all their requests were closed longer ago than the months that the organisation
    keeps them: a person with something open or recent is still known here.
    """
    found: list[UUID] = []
    for organisation_id, months in Organisation.objects.values_list(
        "pk", "months_kept_after_closing"
    ):
        if len(found) >= limit:
            break
        before = at_local(months_after(local_day(now), -months), time())
        here = Request.objects.filter(
            organisation_id=organisation_id, erased_at=None, help_seeker__isnull=False
        )
        still_known = here.filter(~Q(state=State.CLOSED) | Q(closed_at__gte=before))
        rows = (
            here.filter(state=State.CLOSED, closed_at__lt=before)
            .exclude(help_seeker_id__in=still_known.values("help_seeker_id"))
            .exclude(pk__in=skip)
            .order_by(F("help_seeker_id"), "pk")
            .values_list("help_seeker_id", "pk")
        )
        first_of: dict[UUID | None, UUID] = {}
        for seeker_id, pk in rows[: limit * 4]:
            first_of.setdefault(seeker_id, pk)
        found.extend(first_of.values())
    return found[:limit]
