"""Read files of a suspected abuse: for who holds one and their stand-in, and for nobody else.

A file stays with them when the settings name somebody else: whoever may change the settings cannot
make themselves its reader by that. Only when both left does it go to the contact person of now.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db.models import Exists, F, Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.messages.channels import told_by_hand
from loopplank.access.responsibility.on_duty import left, may_own
from loopplank.access.wellbeing.signal import SignalRow, locked, signal_row
from loopplank.access.wellbeing.trusted import administrators, adviser_of, contacts_of
from loopplank.core.account.roles import MAY_OWN
from loopplank.core.kit.calendar import local_day
from loopplank.core.wellbeing.volunteer_concern import Decision, is_final
from loopplank.store.models import (
    Membership,
    Message,
    Organisation,
    SafetyFile,
    Trusted,
    TrustedOfNetwork,
    Volunteer,
)

MOST = 50


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file on a list. `call_before` while the volunteer was not called yet; `of_house` when it
    is another organisation's.

    Of a concern about the volunteer: before when comes the first step, before when they are heard,
    and on which day somebody decides again after a pause.
    """

    file_id: UUID
    volunteer: str
    person: Named | None
    opened_at: datetime
    closed_at: datetime | None
    call_before: date | None
    decide_before: date | None
    held_by: str
    of_house: str = ""
    about_volunteer: bool = False
    act_before: date | None = None
    hear_before: date | None = None
    look_on: date | None = None

    @property
    def next_day(self) -> date | None:
        """Return the day that comes first of a concern about a volunteer."""
        return self.act_before or self.hear_before or self.look_on


@dataclass(frozen=True, slots=True)
class StepRow:
    step: str
    on: date
    words: str
    by: str
    tell_on: date | None = None


@dataclass(frozen=True, slots=True)
class AboutVolunteer:
    """Of a concern about the volunteer: what comes first before when, and what was decided.

    `other`: who could have it when the reader knows the volunteer too well. `by_hand`: the decision
    did not leave by itself, so whoever decided tells it. `gone`: they stopped or were erased, and
    nothing of their help is left to decide about.
    """

    act_before: date | None
    hear_before: date | None
    suspended: bool
    heard_on: date | None
    heard_by: str
    decision: str
    decision_words: str
    until: date | None
    other: str = ""
    by_hand: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class FilePage:
    row: FileRow
    phone: str
    signal: SignalRow | None
    steps: tuple[StepRow, ...]
    outcome: str
    stand_in: str
    about: AboutVolunteer | None = None
    near: bool = False
    safe_channel: str = ""


@dataclass(frozen=True, slots=True)
class NowTrusted:
    """To whom a volunteer of this organisation can turn now; empty is nobody."""

    adviser: str
    adviser_of_network: bool
    contacts: tuple[str, ...]
    contacts_of_network: bool


@dataclass(frozen=True, slots=True)
class TrustedPage:
    """Who is named, and the colleagues who could be: (membership, name). `now` is who counts, with
    what the network named where this organisation named nobody.
    """

    adviser_id: UUID | None
    adviser_name: str
    adviser_phone: str
    safety_contact_id: UUID | None
    safety_stand_in_id: UUID | None
    could: tuple[tuple[UUID, str], ...]
    now: NowTrusted


def files(actor: Actor) -> "QuerySet[SafetyFile]":
    """Return the files that exist for this actor."""
    if actor.role not in MAY_OWN:
        return SafetyFile.objects.none()
    me = actor.own_membership
    nobodys = left("held_by") & (Q(stand_in=None) | left("stand_in"))
    now_named = Q(of_network=False, organisation__trusted__safety_contact_id=me) | Q(
        ~_runs_the_network(actor),
        of_network=True,
        organisation__network__trusted__safety_contact_id=me,
    )
    return SafetyFile.objects.filter(
        Q(held_by_id=me) | Q(stand_in_id=me) | nobodys & now_named,
        # only what the network named somebody for crosses from one organisation to another
        Q(organisation_id=actor.own_organisation) | Q(of_network=True),
        # nobody reads what is about themselves, whoever names them later
        Q(about_volunteer=False)
        | Q(volunteer__account=None)
        | ~Q(volunteer__account_id=actor.account_id),
    )


def file_for_change(actor: Actor, file_id: UUID) -> SafetyFile:
    """Lock one file, and before it the volunteer, as everywhere."""
    found = files(actor).filter(pk=file_id).values_list("signal_id", "volunteer_id").first()
    if found is None:
        raise NotFound(file_id)
    signal_id, volunteer_id = found
    Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer_id)
    signal = locked(signal_id, volunteer_id) if signal_id else None
    row = SafetyFile.objects.select_for_update(of=("self",)).get(pk=file_id)
    row.signal = signal
    return row


def files_waiting(actor: Actor) -> "QuerySet[SafetyFile]":
    """Return what is open for this actor, or of which the volunteer still waits for a talk."""
    rows = files(actor).filter(Q(closed_at=None) | Q(signal__answered_at=None))
    return rows.exclude(closed_at__isnull=False, signal=None)


def open_files(actor: Actor) -> tuple[FileRow, ...]:
    """Return the same, for their list of today; one query."""
    rows = _with_people(files_waiting(actor))
    return tuple(_file_row(row, actor) for row in rows.order_by("opened_at")[:MOST])


def files_page(actor: Actor, now: datetime) -> tuple[FileRow, ...]:
    """Return the files of this actor, open ones first.

    Raises NotFound for who holds none and is not named to hold any: for them there is no such page.
    """
    if actor.role not in MAY_OWN or not may_hold(actor):
        raise NotFound("safety files")
    rows = _with_people(files(actor)).order_by(F("closed_at").desc(nulls_first=True), "opened_at")[
        :MOST
    ]
    found = list(rows)
    record_reading(actor, "safety_files", Purpose.SAFETY, _subjects(found), now)
    return tuple(_file_row(row, actor) for row in found)


def may_hold(actor: Actor) -> bool:
    """Return whether this member holds files, or is the one to hold the next."""
    me = actor.own_membership
    named = Q(safety_contact_id=me) | Q(safety_stand_in_id=me)
    return (
        Trusted.objects.filter(named, organisation_id=actor.own_organisation).exists()
        or TrustedOfNetwork.objects.filter(
            named, ~_runs_the_network(actor), network__organisations=actor.own_organisation
        ).exists()
        or files(actor).exists()
    )


def _runs_the_network(actor: Actor) -> Exists:
    """Return whether somebody runs the network, and so reads none of it, in whichever other role
    they work; what they hold already stays with them.
    """
    return Exists(
        administrators(cast("UUID", actor.network_id)).filter(
            account_id=cast("UUID", actor.account_id)
        )
    )


def file_page(actor: Actor, file_id: UUID, now: datetime) -> FilePage:
    """Return one file. Every opening leaves a record of its own purpose."""
    row = _with_people(files(actor).filter(pk=file_id)).first()
    if row is None:
        raise NotFound(file_id)
    record_reading(actor, "safety_file", Purpose.SAFETY, _subjects([row]), now)
    steps = row.steps.select_related("by__account").order_by("on", "at")
    return FilePage(
        row=_file_row(row, actor),
        phone=row.volunteer.phone,
        signal=signal_row(row.signal, actor) if row.signal else None,
        steps=tuple(
            StepRow(one.step, one.on, one.words, one.by.account.name if one.by else "", one.tell_on)
            for one in steps
        ),
        outcome=row.outcome,
        stand_in=row.stand_in.account.name if row.stand_in else "",
        about=_about(row, actor) if row.about_volunteer else None,
        near=row.near,
        safe_channel=row.safe_channel,
    )


def _about(row: SafetyFile, actor: Actor) -> AboutVolunteer:
    other = row.stand_in if row.held_by_id == actor.own_membership else row.held_by
    waits = Message.objects.filter(
        told_by_hand(), template="on_hold_over", volunteer_id=row.volunteer_id
    )
    return AboutVolunteer(
        act_before=row.act_before,
        hear_before=row.hear_before,
        suspended=row.suspended_at is not None,
        heard_on=row.heard_on,
        heard_by=row.heard_by.account.name if row.heard_by else "",
        decision=row.decision,
        decision_words=row.decision_words,
        until=row.decided_until,
        other=other.account.name if other and other.active and row.stand_in_id else "",
        by_hand=bool(row.decision) and waits.exists(),
        # the clock of the hearing only ever stops because they left
        gone=row.hear_before is None,
    )


def trusted_page(actor: Actor, now: datetime) -> TrustedPage:
    """Return whom volunteers can turn to, and the colleagues who may be named."""
    if actor.role not in MAY_OWN:
        raise NotFound("organisation")
    organisation = Organisation.objects.select_related("trusted").get(pk=actor.own_organisation)
    row: Trusted | None = getattr(organisation, "trusted", None)
    members = list(may_own(organisation=organisation).order_by("account__name", "role"))
    counts = now_trusted(organisation)
    shown = [m.account_id for m in (*members, *_of_network(organisation))]
    record_reading(actor, "settings_trusted", Purpose.PLANNING, shown, now)
    return TrustedPage(
        adviser_id=row.adviser_id if row else None,
        adviser_name=row.adviser_name if row else "",
        adviser_phone=row.adviser_phone if row else "",
        safety_contact_id=row.safety_contact_id if row else None,
        safety_stand_in_id=row.safety_stand_in_id if row else None,
        could=tuple((m.pk, m.account.name) for m in members),
        now=counts,
    )


def now_trusted(organisation: Organisation) -> NowTrusted:
    """Return who counts for the volunteers of an organisation."""
    adviser, contacts = adviser_of(organisation), contacts_of(organisation)
    return NowTrusted(
        adviser.name if adviser else "",
        adviser is not None and adviser.of_network,
        tuple(one.account.name for one in contacts.people),
        contacts.of_network,
    )


# --- underneath -----------------------------------------------------------------------------------


def _of_network(organisation: Organisation) -> list[Membership]:
    """Return the members of other organisations whose names stand on the page."""
    adviser, contacts = adviser_of(organisation), contacts_of(organisation)
    found = list(contacts.people) if contacts.of_network else []
    if adviser is not None and adviser.of_network and adviser.member is not None:
        found.append(adviser.member)
    return found


def _with_people(rows: "QuerySet[SafetyFile]") -> "QuerySet[SafetyFile]":
    return rows.select_related(
        "volunteer",
        "match__request__help_seeker",
        "held_by__account",
        "stand_in__account",
        "heard_by__account",
        "organisation",
        "signal__volunteer",
        "signal__organisation",
        "signal__match__request__help_seeker",
        "signal__to__account",
        "signal__answered_by__account",
        "signal__noted_by__account",
    )


def _file_row(row: SafetyFile, actor: Actor) -> FileRow:
    signal = row.signal
    waits = signal is not None and signal.answered_at is None
    waits_on = row.about_volunteer and row.closed_at is None and not is_final(row.decision)
    return FileRow(
        file_id=row.pk,
        volunteer=f"{row.volunteer.first_name} {row.volunteer.last_name}".strip(),
        person=named(row.match.request.help_seeker, local_day(row.opened_at))
        if row.match
        else None,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        call_before=signal.call_before
        if signal is not None and waits and signal.acknowledged_at is None
        else None,
        decide_before=signal.decide_before if signal is not None and waits else None,
        held_by=row.held_by.account.name,
        of_house="" if row.organisation_id == actor.organisation_id else row.organisation.name,
        about_volunteer=row.about_volunteer,
        act_before=row.act_before if waits_on and row.acted_at is None else None,
        hear_before=row.hear_before if waits_on and not row.heard_on else None,
        look_on=row.decided_until if waits_on and row.decision == Decision.PAUSE else None,
    )


def _subjects(rows: list[SafetyFile]) -> list[UUID | None]:
    return [
        pk
        for row in rows
        for pk in (row.volunteer_id, row.match.request.help_seeker_id if row.match else None)
    ]
