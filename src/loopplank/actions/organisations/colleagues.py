"""Set the days of colleagues, let them leave, and change one's own details."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import RESET
from loopplank.access.account.reach import refuse_role
from loopplank.access.requests.requests import answered_for_by
from loopplank.access.responsibility.applied_to import applied_to
from loopplank.actions.account import second_step, sign_ins
from loopplank.actions.account.links import end_link
from loopplank.actions.kit import security_log
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.kit.locks import lock_organisation
from loopplank.actions.referrals.incoming import leave_no_answer_behind
from loopplank.core.account.reach import LAST_ADMINISTRATOR, Deed, may_remove_administrator
from loopplank.core.account.roles import MEMBER_ROLES, Role
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.states import OPEN, State
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import Account, Membership, VolunteerSignal

MOST_NAMED = 10

STILL_OWNS = Reason(
    "member.still_owns",
    dutch(
        "%(name)s is nog eigenaar van open hulpvragen: %(count)s. Laat een collega die eerst"
        " overnemen."
    ),
)
STILL_ANSWERS = Reason(
    "member.still_answers",
    dutch(
        "Er wacht nog een overdracht op antwoord van %(name)s. Antwoord eerst, of nodig een collega"
        " uit."
    ),
)
STILL_CALLS = Reason(
    "member.still_calls",
    dutch(
        "%(name)s zou nog vrijwilligers bellen: %(count)s. Zij staan bovenaan bij Vrijwilligers."
        " Bel hen eerst."
    ),
)
STILL_APPLIED_TO = Reason(
    "member.still_applied_to",
    dutch(
        "%(name)s zou nog mensen bellen die vrijwilliger willen worden: %(count)s. Laat een collega"
        " hen eerst overnemen."
    ),
)
STILL_CALLS_BACK = Reason(
    "member.still_calls_back",
    dutch(
        "%(name)s zou nog terugbellen na een nee: %(numbers)s. Laat een collega die hulpvragen"
        " eerst overnemen."
    ),
)
NOT_YOURSELF = Reason("member.not_yourself", dutch("Jezelf kun je niet uitschrijven."))


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    phone: str = ""
    weekdays: tuple[int, ...] = ()
    hours_a_week: int | None = None
    max_matches: int | None = None
    max_requests: int | None = None


@verb("member.set_days", Role.COORDINATOR, Role.BOARD)
def set_days(*, actor: Actor, now: datetime, membership_id: UUID, person: Person) -> None:
    """Set on which days somebody works, how many hours, and how much they can have at once.

    Not their number: news of who is after a sign-in goes there, so only its owner changes it.
    """
    row = _member(actor, membership_id)
    for column, value in days_of(person).items():
        setattr(row, column, value)
    row.save(update_fields=list(days_of(person)))
    record(row, "member.days_set", actor=actor, now=now)


@verb("member.leave", Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN)
def leave(*, actor: Actor, now: datetime, membership_id: UUID) -> None:
    """Let somebody leave for good: only when nothing is theirs any more (promise P1)."""
    # before the membership: whoever moves requests to it holds the organisation first
    organisation = lock_organisation(actor.own_organisation)
    _lock_administrators(organisation.network_id, membership_id)
    row = _member(actor, membership_id)
    if row.account_id == actor.account_id:
        raise Refused(NOT_YOURSELF)
    out_of_reach = refuse_role(actor, Deed.REMOVE, Role(row.role), row.account.name)
    if out_of_reach is not None:
        raise Refused(out_of_reach)
    _refuse_last_administrator(row)
    _refuse_while_something_is_theirs(row)
    if not row.active:
        nothing_changed()
        return
    if organisation.board_contact_id == row.pk:
        organisation.board_contact = None
        organisation.save(update_fields=["board_contact"])
    if row.pk in {organisation.first_contact_id, organisation.stand_in_id}:
        organisation.form_open = False
        if organisation.first_contact_id == row.pk:
            organisation.first_contact = None
        else:
            organisation.stand_in = None
        organisation.save(update_fields=["form_open", "first_contact", "stand_in"])
    if not leave_no_answer_behind(row, organisation, actor=actor, now=now):
        raise Refused(
            Reason(STILL_ANSWERS.code, STILL_ANSWERS.sentence, {"name": row.account.name})
        )
    row.active, row.ended_on = False, local_day(now)
    row.save(update_fields=["active", "ended_on"])
    if not Membership.objects.filter(account_id=row.account_id, active=True).exists():
        # nothing is left behind their sign-in: no session, and no way to a new password
        sign_ins.end_all(row.account_id)
        end_link(RESET, row.account_id)
    second_step.end_for(row.account_id, now)
    record(row, "member.left", actor=actor, now=now)
    security_log.record(
        Kind.MEMBER_LEFT,
        now=now,
        actor=actor,
        account_id=row.account_id,
        organisation_id=row.organisation_id,
        data={"role": row.role},
    )


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """What a member changes about themselves; the phone already in stored form."""

    name: str
    phone: str
    language: str
    digest: bool = True


@verb("account.describe", *MEMBER_ROLES)
def describe(*, actor: Actor, now: datetime, details: OwnDetails) -> None:
    """Change one's own name, number, language, or whether one wants a digest."""
    if actor.account_id is None:
        raise NotFound("account")
    refuse_bsn(details.name)
    account = Account.objects.select_for_update().get(pk=actor.account_id)
    wanted = ("name", "phone", "language", "digest")
    columns = [c for c in wanted if getattr(account, c) != getattr(details, c)]
    if not columns:
        nothing_changed()
        return
    for column in columns:
        setattr(account, column, getattr(details, column))
    account.save(update_fields=columns)
    record(account, "account.described", actor=actor, now=now, data={"columns": columns})


# --- underneath -----------------------------------------------------------------------------------


def _refuse_while_something_is_theirs(row: Membership) -> None:
    """Refuse while they have open requests, volunteers who wait for their call, or calls after a no
    (promise P1).
    """
    name = row.account.name
    theirs = answered_for_by(row)
    count = theirs.filter(state__in=OPEN).count()
    if count:
        raise Refused(Reason(STILL_OWNS.code, STILL_OWNS.sentence, {"name": name, "count": count}))
    # a confidential one is in no count, and climbs once they are gone
    count = VolunteerSignal.objects.filter(
        to=row, answered_at=None, route=Route.COORDINATOR.value
    ).count()
    if count:
        raise Refused(
            Reason(STILL_CALLS.code, STILL_CALLS.sentence, {"name": name, "count": count})
        )
    count = applied_to(row).count()
    if count:
        raise Refused(
            Reason(STILL_APPLIED_TO.code, STILL_APPLIED_TO.sentence, {"name": name, "count": count})
        )
    back = theirs.filter(state=State.CLOSED).order_by("number")
    numbers = ", ".join(back.values_list("number", flat=True)[:MOST_NAMED])
    if numbers:
        raise Refused(
            Reason(
                STILL_CALLS_BACK.code,
                STILL_CALLS_BACK.sentence,
                {"name": name, "numbers": numbers},
            )
        )


def _lock_administrators(network_id: UUID, membership_id: UUID) -> None:
    """Lock everybody who runs the network when one of them is to leave, always in the same order:
    two administrators who let each other go leave one, and neither waits for the other for ever.
    """
    rows = Membership.objects.filter(role=Role.NETWORK_ADMIN)
    if rows.filter(pk=membership_id).exists():
        network = rows.filter(organisation__network_id=network_id).order_by("pk")
        list(network.select_for_update(of=("self",)).values_list("pk"))


def _refuse_last_administrator(row: Membership) -> None:
    """Refuse while nobody else could run the network."""
    if row.role != Role.NETWORK_ADMIN:
        return
    others = Membership.objects.filter(
        role=Role.NETWORK_ADMIN,
        active=True,
        account__is_active=True,
        organisation__network_id=row.organisation.network_id,
    ).exclude(account_id=row.account_id)
    if not may_remove_administrator(others.count()):
        raise Refused(
            Reason(LAST_ADMINISTRATOR.code, LAST_ADMINISTRATOR.sentence, {"name": row.account.name})
        )


def days_of(person: Person) -> dict[str, object]:
    """Return the columns of what somebody works, as a membership and an invitation hold them."""
    return {
        "weekdays": list(person.weekdays),
        "hours_a_week": person.hours_a_week,
        "max_matches": person.max_matches,
        "max_requests": person.max_requests,
    }


def _member(actor: Actor, membership_id: UUID) -> Membership:
    row = (
        Membership.objects.select_related("account", "organisation")
        .select_for_update(of=("self",))
        .filter(pk=membership_id, organisation_id=actor.own_organisation)
        .first()
    )
    if row is None:
        raise NotFound(membership_id)
    return row
