"""Erasing one person: no word of theirs is left in any table, file or log; the counts are.

Every column that can hold their words is filled by the real actions with a mark that is nowhere
else. Afterwards every column of every table is read, and on SQLite every byte of the file.
"""

import io
import logging
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.app.cast import MRS_DE_WIT, NOW, TODAY, Cast

from loopplank.access.actors import VISITOR, Actor
from loopplank.access.reading import Purpose, record_reading
from loopplank.actions import (
    deciding,
    drafts,
    intake,
    limits,
    links,
    matches,
    people,
    proposals,
    requests,
    triage,
    visits,
    volunteers,
)
from loopplank.core.calendar import at_local
from loopplank.core.intake import Answers, Channel, ForWhom, Knows
from loopplank.core.load import Limits
from loopplank.core.responsibility import ClosingReason, Lack
from loopplank.core.roles import Role
from loopplank.core.triage import Answer, Gate, Route, answers_for_gate
from loopplank.jobs import nightly
from loopplank.store.models import (
    Event,
    HelpSeeker,
    Match,
    Message,
    Proposal,
    Request,
    Visit,
    Volunteer,
)

pytestmark = pytest.mark.commits
MARK = "Zwanebloem"
PHONE = "0698765432"
PHONES = (PHONE, "0698765433", "0698765434", "0698765435")
POSTCODE = "9876 XZ"
MARKS = (MARK, MARK.lower(), *PHONES, POSTCODE)
TEXT = f"Iets over {MARK}."


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that anything logs, however unimportant."""
    stream = io.StringIO()
    names = [None, "loopplank", "django", "django.request", "django.db.backends"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.getLogger("loopplank").handlers[0].formatter)
    before = [(logging.getLogger(name), logging.getLogger(name).level) for name in names]
    for logger, _ in before[:-1]:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    yield stream
    for logger, level in before:
        logger.removeHandler(handler)
        logger.setLevel(level)


# --- where is it? --------------------------------------------------------------------------------


def places_of(*marks: str) -> list[str]:
    """Every column of every table that holds one of these, whatever its type."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [
                c.name for c in connection.introspection.get_table_description(cursor, table)
            ]
            for column in columns:
                test = " OR ".join([f'CAST("{column}" AS TEXT) LIKE %s'] * len(marks))
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" WHERE {test}', [f"%{m}%" for m in marks]
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column}")
    return sorted(found)


def bytes_with(*marks: str) -> list[str]:
    """The files of a SQLite database in which one of these can still be read."""
    if connection.vendor != "sqlite":
        return []
    file = Path(str(connection.settings_dict["NAME"]))
    beside = file.parent.glob(f"{file.name}*")
    return [f"{p.name}: {m}" for p in beside for m in marks if m.encode() in p.read_bytes()]


# --- a person everywhere -------------------------------------------------------------------------


def marked() -> Answers:
    """The six answers with the mark in everything that can be typed."""
    typed = {
        field.name: f"{MARK} {field.name}"
        for field in fields(Answers)
        if field.type in {"str", str} and field.name not in {"salutation", "postcode"}
    }
    return replace(
        MRS_DE_WIT,
        **{
            **typed,
            "for_whom": ForWhom.PROFESSIONAL,
            "knows": Knows.YES,
            "channel": Channel.EMAIL,
            "phone": PHONES[0],
            "applicant_phone": PHONES[1],
            "email": f"{MARK.lower()}@example.nl",
            "applicant_email": f"{MARK.lower()}2@example.nl",
            "postcode": POSTCODE,
        },  # type: ignore[arg-type]  # the names of its own fields
    )


def ask_for_help(cast: Cast) -> UUID:
    key = "5" * 64
    drafts.keep(
        actor=VISITOR,
        now=NOW,
        key=key,
        network_id=cast.network_id,
        organisation_id=cast.noord_id,
        step=6,
        answers={"story": TEXT},
    )
    return intake.send(actor=VISITOR, now=NOW, draft_key=key, answers=marked())


def weigh(cast: Cast, request_id: UUID) -> None:
    heard: dict[str, Answer] = {}
    for gate in Gate:
        heard |= answers_for_gate(gate, "ordinary")
    assessment_id = triage.assess(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        heard=triage.Heard(answers={**heard, "M1": Answer.NO}),
    )
    triage.give_impression(actor=cast.anna, now=NOW, request_id=request_id, impression="doubt")
    triage.decide(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        decision=triage.Decision(assessment_id, Route.VOLUNTEER, "know_them", TEXT),
    )


def everywhere(cast: Cast, volunteer: Actor) -> UUID:
    """One person of whom everything is written that can be written, with help that runs."""
    request_id = ask_for_help(cast)
    for kind, channel in (("talk", "phone"), ("note", ""), ("not_reached", "phone")):
        requests.log_contact(
            actor=cast.anna, now=NOW, request_id=request_id, kind=kind, channel=channel, text=TEXT
        )
    requests.agree(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        agreed={
            "summary": TEXT,
            "not_included": [TEXT],
            "lead_name": TEXT,
            "lead_phone": PHONES[2],
            "visit_minutes": 60,
        },
    )
    requests.note_referral(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        said=requests.PhoneAnswer(TEXT, TEXT, "no", TODAY, PHONES[3]),
    )
    weigh(cast, request_id)
    match_id = say_yes(cast, request_id, volunteer)
    links.renew_status(actor=cast.anna, now=NOW, request_id=request_id)
    requests.report_change(
        actor=Actor(Role.HELP_SEEKER, id=request_id),
        now=NOW,
        request_id=request_id,
        what="more_urgent",
        text=TEXT,
    )
    later = NOW + timedelta(days=30)
    visits.log_visit(
        actor=volunteer,
        now=later,
        match_id=match_id,
        day=TODAY + timedelta(days=9),
        minutes=60,
        felt="fine",
        note=TEXT,
    )
    visits.send_signal(actor=volunteer, now=later, reason="time", words=TEXT, match_id=match_id)
    matches.evaluate(actor=cast.anna, now=later, match_id=match_id, text=TEXT)
    record_reading(
        cast.anna,
        "request",
        Purpose.HELP,
        [Request.objects.get(pk=request_id).help_seeker_id, volunteer.id],
        NOW,
    )
    return request_id


def say_yes(cast: Cast, request_id: UUID, volunteer: Actor) -> UUID:
    from loopplank.actions import asking

    assert volunteer.id
    proposal_id = asking.ask(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        volunteer_id=volunteer.id,
        plan=cast.plan(
            what=TEXT,
            not_included=(TEXT,),
            reasons=({"code": "why", "params": {"name": TEXT}},),
        ),
    )
    proposals.question(actor=volunteer, now=NOW, proposal_id=proposal_id, text=TEXT)
    match_id = proposals.accept(actor=volunteer, now=NOW, proposal_id=proposal_id)
    matches.plan_meeting(
        actor=cast.anna,
        now=NOW,
        match_id=match_id,
        meeting_at=at_local(TODAY + timedelta(days=2), NOW.time()),
    )
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    return match_id


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Request, Match, Visit, Proposal)}


# --- the help seeker -----------------------------------------------------------------------------


def test_nothing_of_a_help_seeker_is_left(cast: Cast, log: io.StringIO) -> None:
    request_id = everywhere(cast, cast.bram)
    number = Request.objects.get(pk=request_id).number
    written = places_of(*MARKS)
    assert len(written) >= 25, written
    before, events = counts(), Event.objects.count()
    people.erase_help_seeker(actor=cast.anna, now=NOW + timedelta(days=40), request_id=request_id)
    assert places_of(*MARKS) == []
    assert places_of(number) == []
    assert counts() == before
    assert Event.objects.count() > events
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.help_seeker_id, row.applicant_id) == ("closed", None, None)
    assert (row.kind, row.postcode_area, row.way_in) == ("shopping", "9876", "professional")
    assert not HelpSeeker.objects.exists()
    assert Volunteer.objects.get(pk=cast.bram_id).first_name == "Bram"
    log_is_clean(log)
    nightly.clean(NOW, lambda: False)
    assert bytes_with(MARK, *PHONES, POSTCODE) == []


def test_nothing_is_left_of_somebody_who_was_told_no(cast: Cast, log: io.StringIO) -> None:
    request_id = ask_for_help(cast)
    requests.log_contact(actor=cast.anna, now=NOW, request_id=request_id, kind="talk", text=TEXT)
    deciding.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=deciding.Closing(
            ClosingReason.NO_PLACE,
            next_party=TEXT,
            next_party_agreed=True,
            lack=Lack.PLACE,
            partial_offer=TEXT,
        ),
    )
    assert Message.objects.filter(template="no").exists()
    # on its day the loop does it by itself
    nightly.run(NOW + timedelta(days=400))
    assert places_of(*MARKS) == []
    row = Request.objects.get(pk=request_id)
    assert (row.closing_reason, row.lack) == ("no_place", "place")
    assert row.erased_at is not None
    log_is_clean(log)
    nightly.clean(NOW, lambda: False)
    assert bytes_with(MARK, *PHONES, POSTCODE) == []


def test_a_draft_that_was_never_sent_is_gone_after_its_day(cast: Cast) -> None:
    from loopplank.jobs.sweeping import Sweeper

    drafts.keep(
        actor=VISITOR,
        now=NOW,
        key="7" * 64,
        network_id=cast.network_id,
        organisation_id=None,
        step=2,
        answers={"story": TEXT, "phone": PHONE},
    )
    assert places_of(*MARKS) == ["store_draft.answers"]
    Sweeper().sweep(NOW + timedelta(days=1))
    assert places_of(*MARKS) == []


# --- the volunteer -------------------------------------------------------------------------------


def somebody_with_a_mark(cast: Cast) -> Actor:
    """A volunteer of whom everything is written that can be written."""
    volunteer = cast.volunteer(
        f"{MARK} {MARK}straat",
        phone=PHONE,
        email=f"{MARK.lower()}@example.nl",
        postcode=POSTCODE,
    )
    assert volunteer.id
    volunteers.keep_about(
        actor=cast.anna,
        now=NOW,
        volunteer_id=volunteer.id,
        note=TEXT,
        trained_for=("C4",),
        certificate_seen_on=TODAY,
    )
    # another organisation typed the name of the same person, who did not answer yet
    volunteers.register(
        actor=cast.carla,
        now=NOW,
        details=volunteers.Details(MARK, f"{MARK}straat", phone=PHONE),
        limits=Limits(0, 0, 0, 0),
        wishes=volunteers.Wishes(),
    )
    limits.set_limits(
        actor=volunteer,
        now=NOW,
        volunteer_id=volunteer.id,
        wanted=Limits(liked_minutes=300, max_minutes=480, max_people=3, max_heavy=1),
    )
    return volunteer


def test_nothing_of_a_volunteer_is_left(cast: Cast, log: io.StringIO) -> None:
    volunteer = somebody_with_a_mark(cast)
    assert volunteer.id
    request_id = cast.ready()
    match_id = say_yes_plainly(cast, request_id, volunteer)
    later = NOW + timedelta(days=30)
    visits.log_visit(
        actor=volunteer,
        now=later,
        match_id=match_id,
        day=TODAY + timedelta(days=9),
        minutes=60,
        felt="heavy",
        wants_call=True,
        note=TEXT,
    )
    visits.send_signal(actor=volunteer, now=later, reason="time", words=TEXT, match_id=match_id)
    links.renew_week(actor=cast.anna, now=later, volunteer_id=volunteer.id)
    assert len(places_of(*MARKS)) >= 12, places_of(*MARKS)
    before = counts()
    people.erase_volunteer(actor=volunteer, now=later, volunteer_id=volunteer.id)
    assert places_of(*MARKS) == []
    assert counts() == before
    assert Request.objects.get(pk=request_id).state == "talking"
    assert HelpSeeker.objects.filter(last_name="De Wit").exists()
    log_is_clean(log)
    nightly.clean(NOW, lambda: False)
    assert bytes_with(MARK, *PHONES, POSTCODE) == []


def say_yes_plainly(cast: Cast, request_id: UUID, volunteer: Actor) -> UUID:
    from loopplank.actions import asking

    assert volunteer.id
    proposal_id = asking.ask(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        volunteer_id=volunteer.id,
        plan=cast.plan(reasons=({"code": "why", "params": {"name": MARK}},)),
    )
    proposals.question(actor=volunteer, now=NOW, proposal_id=proposal_id, text=TEXT)
    match_id = proposals.accept(actor=volunteer, now=NOW, proposal_id=proposal_id)
    matches.plan_meeting(
        actor=cast.anna,
        now=NOW,
        match_id=match_id,
        meeting_at=at_local(TODAY + timedelta(days=2), NOW.time()),
    )
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    return match_id


def log_is_clean(log: io.StringIO) -> None:
    """Not one of the marks was ever logged, by any logger at any level."""
    said = log.getvalue()
    assert [mark for mark in MARKS if mark in said] == []


def test_the_scan_finds_what_it_should(cast: Cast) -> None:
    """A scan that finds nothing proves nothing: here it finds a name that is there."""
    assert "store_volunteer.first_name" in places_of("Bram")
    assert places_of("Nergens") == []
    if connection.vendor == "sqlite":
        connection.close()
        assert bytes_with("Bram") != []
