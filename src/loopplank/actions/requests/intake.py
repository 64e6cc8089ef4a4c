"""Take in a request: from the web form, on the phone and on paper."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Max

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.routing import organisation_of_page
from loopplank.access.responsibility.intake_stop import stop_met
from loopplank.access.responsibility.rota import answers_for
from loopplank.actions.account.links import link_of_applicant, make_link
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.kit.uses import take
from loopplank.actions.messages.messages import queue_to_asker, queue_to_danger_phone
from loopplank.actions.transitions.transitions import (
    asked_day,
    move,
    save_and_record,
    set_day,
)
from loopplank.core.account.how_often import Use
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.intake import AgeBand, Answers, Knows, age_band
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.states import State, Step
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.triage import Urgency as Term
from loopplank.core.triage import paid_work
from loopplank.core.triage.danger import kinds_in, soonest, term_of
from loopplank.store.models import (
    Applicant,
    Draft,
    HelpSeeker,
    Journey,
    Membership,
    Note,
    Organisation,
    Request,
)

CLOSED_FORM = Reason(
    "request.form_closed",
    dutch("Dit formulier is nu dicht. Bel ons, dan nemen wij uw vraag op."),
)
SEEKER_COLUMNS = (
    "salutation",
    "first_name",
    "last_name",
    "birth_year",
    "phone",
    "email",
    "street",
    "postcode",
    "place",
    "channel",
)
ANSWER_COLUMNS = (
    "person_knows",
    "kind",
    "kinds",
    "postcode_area",
    "age_band",
    "day_parts",
    "duration",
    "helped_by",
    "holding_out",
    "story",
    "too_late_on",
)


# --- from the web ---------------------------------------------------------------------------------


@verb("request.send", Role.VISITOR)
def send(
    *,
    actor: Actor,
    now: datetime,
    draft_key: str,
    answers: Answers,
    language: str = "nl",
    source: str | None = None,
) -> UUID:
    """Send the draft under `draft_key`; pressing twice gives the same request. Returns its id.

    What this person gets to read later is in `language`, the one of the page that they sent.
    `source` is from where on the network it comes, None when it comes through no door.

    Raises NotFound when there is no such draft, Refused when the form is closed or the text holds
    a citizen service number.
    """
    draft = Draft.objects.select_for_update().filter(pk=draft_key).first()
    if draft is None:
        sent = Request.objects.filter(submission=draft_key).first()
        if sent is None:
            raise NotFound("draft")
        nothing_changed()
        return sent.pk
    organisation_id = draft.organisation_id or _routed(draft, answers)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    owner = _first_contact(organisation, local_day(now))
    if not organisation.form_open or owner is None:
        raise Refused(CLOSED_FORM)
    if source is not None:
        take(
            now,
            (Use.QUESTION_PLACE, source),
            (Use.QUESTION_ORGANISATION, str(organisation.pk)),
            phone=organisation.phone,
        )
    row = _take_in(
        actor,
        now,
        organisation,
        owner,
        answers,
        Arrival(_way_in(answers), draft_key, language),
    )
    _tell_received(row, now, spoken=False)
    if kinds_in(row.story):
        queue_to_danger_phone(row, now=now)
    if row.applicant is not None and row.person_knows == Knows.YES:
        link_of_applicant(row, now)
    draft.delete()
    return row.pk


def _routed(draft: Draft, answers: Answers) -> UUID:
    found = organisation_of_page(draft.network, answers.kinds, answers.postcode[:4])
    if found is None:
        raise Refused(CLOSED_FORM)
    return found


def _first_contact(organisation: Organisation, today: date) -> Membership | None:
    """Return who gets a new request; None where nobody was named for that."""
    return answers_for(organisation, today) if organisation.first_contact_id else None


def _way_in(answers: Answers) -> str:
    return "professional" if answers.for_whom == "professional" else "web"


# --- on the phone ---------------------------------------------------------------------------------


@verb("request.take_down", Role.COORDINATOR)
def take_down(
    *, actor: Actor, now: datetime, answers: Answers, way_in: str = "phone", submission: str = ""
) -> UUID:
    """Take down a request that somebody tells by phone or on paper; half-filled is allowed.

    Whoever takes it down becomes the owner: they spoke with the person. Saved twice is one.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(
        pk=actor.own_organisation
    )
    if submission:
        found = Request.objects.filter(organisation=organisation, submission=submission).first()
        if found is not None:
            nothing_changed()
            return found.pk
    owner = Membership.objects.select_related("account").get(pk=actor.own_membership)
    row = _take_in(actor, now, organisation, owner, answers, Arrival(way_in, submission or None))
    if way_in == "phone":
        move(row, Step.SPOKEN, now)
        row.first_contact_at = now
        Note.objects.create(
            organisation=organisation,
            request=row,
            kind=NoteKind.TALK,
            channel="phone",
            by=owner,
            at=now,
        )
        save_and_record(row, "request.spoken", actor=actor, now=now, columns=["first_contact_at"])
    _tell_received(row, now, spoken=way_in == "phone")
    return row.pk


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a request came in, the random key of that sending, and the language of the page."""

    way_in: str
    submission: str | None
    language: str = "nl"


def _take_in(
    actor: Actor,
    now: datetime,
    organisation: Organisation,
    owner: Membership,
    answers: Answers,
    arrival: Arrival,
) -> Request:
    """Write the rows, link, message and event of one new request; the organisation's row is
    locked.
    """
    refuse_bsn(*words_of(answers))
    today = local_day(now)
    seeker = HelpSeeker(organisation=organisation, created_at=now, language=arrival.language)
    fill_seeker(seeker, answers)
    seeker.save(force_insert=True)
    applicant = None
    if answers.on_behalf:
        applicant = Applicant.objects.create(
            organisation=organisation, **applicant_columns(answers)
        )
    row = Request(
        organisation=organisation,
        journey=Journey.objects.create(begun_at=now),
        number=next_number(organisation, today),
        help_seeker=seeker,
        applicant=applicant,
        way_in=arrival.way_in,
        came_from=paid_work.came_from(answers.for_whom, answers.applicant_works_at),
        state=State.NEW,
        urgency=Urgency.THIS_WEEK if answers.urgent_for_carer else Urgency.NORMAL,
        owner=owner,
        received_at=now,
        changed_at=now,
        submission=arrival.submission,
    )
    fill_answers(row, answers, today)
    hear_words(row)
    set_day(row, asked_day(row, now))
    row.intake_stop = stop_met(organisation.pk, row.kinds or [row.kind], today)
    row.save(force_insert=True)
    record_event(
        "request",
        row.pk,
        "request.received",
        actor=actor,
        now=now,
        organisation_id=organisation.pk,
        journey_id=row.journey_id,
        data={
            "state": State.NEW,
            "owner": str(owner.pk),
            "due_on": row.due_on.isoformat() if row.due_on else None,
            "due_because": str(row.due_because),
            "advised": row.advised,
            "too_late_on": row.too_late_on.isoformat() if row.too_late_on else None,
            "standing": row.standing,
            "closing_reason": "",
            "next_step": False,
            "way_in": arrival.way_in,
            "kind": row.kind,
            "postcode_area": row.postcode_area,
            "age_band": row.age_band,
            "stop": str(row.intake_stop_id) if row.intake_stop_id else None,
        },
    )
    return row


def _tell_received(row: Request, now: datetime, *, spoken: bool) -> None:
    """Tell them that we have it, with their own link; who was `spoken` to is not promised a
    call.
    """
    queue_to_asker(
        row,
        "received",
        {
            "number": row.number,
            "due_on": row.due_on.isoformat() if row.due_on else "",
            "spoken": spoken,
            "full_until": row.intake_stop.until.isoformat() if row.intake_stop else "",
        },
        now=now,
        link=make_link(link_access.STATUS, row.pk, row.organisation_id, now),
    )


def next_number(organisation: Organisation, today: date) -> str:
    """Return year, month and a sequence in that month ("2611-038"): short enough to read aloud.

    A number never comes back: somebody may still have it on paper after its request was erased. An
    erased request has lost its number, but its row stays and still counts. The organisation's row
    is locked, so nobody else counts at this moment.
    """
    month = month_of_number(today)
    first = today.replace(day=1)
    until = (first + timedelta(days=31)).replace(day=1)
    mine = Request.objects.filter(organisation=organisation)
    given = mine.filter(
        received_at__gte=at_local(first, time()), received_at__lt=at_local(until, time())
    ).count()
    last = mine.filter(number__startswith=month).aggregate(last=Max("number"))["last"]
    return f"{month}{max(given, int(last.removeprefix(month)) if last else 0) + 1:03d}"


def month_of_number(day: date) -> str:
    """Return how the numbers of a month begin."""
    return f"{day:%y%m}-"


def fill_seeker(seeker: HelpSeeker, answers: Answers) -> None:
    for column in SEEKER_COLUMNS:
        value = getattr(answers, column)
        setattr(seeker, column, "" if value is None and column != "birth_year" else value)
    seeker.channel = answers.channel or ""


def fill_answers(row: Request, answers: Answers, today: date) -> None:
    row.person_knows = answers.knows if answers.on_behalf else Knows.YES
    row.kinds = list(answers.kinds)
    row.kind = answers.kinds[0] if answers.kinds else "other"
    row.postcode_area = answers.postcode[:4]
    row.age_band = age_band(answers.birth_year, today) if answers.birth_year else row.age_band
    row.day_parts = answers.day_parts
    row.duration = answers.duration or ""
    row.helped_by = list(answers.helped_by)
    row.holding_out = answers.holding_out or ""
    row.story = answers.story
    row.too_late_on = answers.too_late_on


def hear_words(row: Request) -> None:
    """Let the words of the story ask a term, until somebody weighed; never a later one than they
    asked before.
    """
    minor = row.age_band == AgeBand.UNDER_18
    before = [Term(row.advised)] if row.advised else []
    heard = term_of(row.story, minor=minor)
    row.advised = soonest([*before, heard] if heard else before) or ""


def applicant_columns(answers: Answers) -> dict[str, str]:
    return {
        "relation": answers.for_whom,
        "name": answers.applicant_name,
        "works_at": answers.applicant_works_at,
        "phone": answers.applicant_phone,
        "email": answers.applicant_email,
    }


def words_of(answers: Answers) -> tuple[str, ...]:
    """Return what was written in these answers; a number to call and the like are read by their
    own.
    """
    return (
        answers.story,
        answers.first_name,
        answers.last_name,
        answers.street,
        answers.place,
        answers.applicant_name,
        answers.applicant_works_at,
    )
