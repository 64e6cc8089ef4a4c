"""Erasing one person: no word of theirs is left in any table, file or log; the counts are.

tests/app/marked_person.py writes of them whatever can be written, with a mark that is nowhere else.
Afterwards every column of every table is read, and on SQLite every byte of the file.
"""

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, Field, JSONField, TextField
from tests.app import marked_referral
from tests.app.applying import applied
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast
from tests.app.marked_person import (
    MARK,
    MARKS,
    PHONE,
    POSTCODE,
    TEXT,
    ask_for_help,
    everywhere,
    never_weighed,
    say_yes_plainly,
    somebody_with_a_mark,
    tell_no,
)

from loopplank.access.account.actors import VISITOR
from loopplank.actions.account import links
from loopplank.actions.privacy import erasure
from loopplank.actions.referrals import referrals
from loopplank.actions.requests import drafts
from loopplank.actions.volunteers import visits
from loopplank.actions.wellbeing import signal
from loopplank.core.privacy import WITHOUT_PEOPLE
from loopplank.jobs.nightly import daily_work
from loopplank.store.models import (
    Event,
    HelpSeeker,
    Match,
    Message,
    Party,
    Proposal,
    Referral,
    Request,
    Visit,
    Volunteer,
    VolunteerApplication,
)

pytestmark = pytest.mark.commits


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


@cache
def columns() -> dict[str, list[str]]:
    """The columns of every table."""
    with connection.cursor() as cursor:
        look = connection.introspection
        return {
            table: [column.name for column in look.get_table_description(cursor, table)]
            for table in look.table_names(cursor)
        }


def places_of(*marks: str) -> list[str]:
    """Every column of every table that holds one of these, whatever its type."""
    found = []
    patterns = [f"%{mark}%" for mark in marks]
    # past the watch of engine_watch.py: it is the test that asks, and in plain SQL
    connection.ensure_connection()
    with closing(connection.create_cursor()) as cursor:
        for table, names in columns().items():
            holds = " OR ".join(["CAST({0} AS TEXT) LIKE %s"] * len(marks))
            each = ", ".join(
                f"max(CASE WHEN {holds} THEN 1 ELSE 0 END)".replace("{0}", f'"{name}"')
                for name in names
            )
            cursor.execute(f'SELECT {each} FROM "{table}"', patterns * len(names))
            found += [
                f"{table}.{name}"
                for name, held in zip(names, cursor.fetchone(), strict=True)
                if held
            ]
    return sorted(found)


def bytes_with(*marks: str) -> list[str]:
    """The files of a SQLite database in which one of these can still be read."""
    if connection.vendor != "sqlite":
        return []
    file = Path(str(connection.settings_dict["NAME"]))
    beside = file.parent.glob(f"{file.name}*")
    return [f"{p.name}: {m}" for p in beside for m in marks if m.encode() in p.read_bytes()]


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Request, Match, Visit, Proposal)}


# --- the help seeker -----------------------------------------------------------------------------


def test_nothing_of_a_help_seeker_is_left(cast: Cast, log: io.StringIO) -> None:
    request_id = everywhere(cast, cast.bram)
    number = Request.objects.get(pk=request_id).number
    written = places_of(*MARKS)
    assert len(written) >= 25, written
    before, events = counts(), Event.objects.count()
    erasure.erase_help_seeker(actor=cast.anna, now=NOW + timedelta(days=40), request_id=request_id)
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
    daily_work.clean(NOW, lambda: False)
    assert bytes_with(*MARKS) == []


def test_nothing_is_left_of_somebody_who_was_told_no(cast: Cast, log: io.StringIO) -> None:
    request_id = ask_for_help(cast)
    tell_no(cast, request_id)
    assert Message.objects.filter(template="no").exists()
    # on its day the loop does it by itself
    daily_work.run(NOW + timedelta(days=400))
    assert places_of(*MARKS) == []
    row = Request.objects.get(pk=request_id)
    assert (row.closing_reason, row.lack) == ("no_place", "place")
    assert row.erased_at is not None
    log_is_clean(log)
    daily_work.clean(NOW, lambda: False)
    assert bytes_with(*MARKS) == []


@pytest.mark.parametrize("written", [marked_referral.taken_over_outside, marked_referral.taken_in])
def test_nothing_is_left_of_a_referral_nor_of_who_stood_outside(
    written: Callable[[Cast], UUID], cast: Cast, log: io.StringIO
) -> None:
    request_id = written(cast)
    assert {"store_party.name", "store_consent.representative"} <= set(places_of(*MARKS))
    erasure.erase_help_seeker(
        actor=cast.anna, now=NOW + timedelta(days=40), request_id=request_id, safe=KNOWN_SAFE
    )
    assert places_of(*MARKS) == []
    assert Party.objects.get().erased_at is not None
    assert Referral.objects.count() == 1
    log_is_clean(log)
    daily_work.clean(NOW, lambda: False)
    assert bytes_with(*MARKS) == []


def test_who_still_stands_at_another_question_is_not_erased(cast: Cast) -> None:
    request_id = marked_referral.taken_over_outside(cast)
    other = marked_referral.taken_over_outside(cast, key="9" * 64)
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=request_id, safe=KNOWN_SAFE)
    assert Party.objects.get().name == marked_referral.PRACTICE.name
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=other, safe=KNOWN_SAFE)
    assert Party.objects.get().erased_at is not None
    assert places_of(*MARKS) == []


def test_who_was_referred_from_outside_and_refused_is_forgotten_on_their_day(cast: Cast) -> None:
    referral_id = marked_referral.sent_by(cast)
    answer = marked_referral.SAID_NO
    referrals.answer(actor=cast.anna, now=NOW, referral_id=referral_id, said=answer)
    daily_work.run(NOW + timedelta(days=300))
    assert places_of(*MARKS) != []
    daily_work.run(NOW + timedelta(days=400))
    assert places_of(*MARKS) == []
    row = Referral.objects.get()
    assert (row.status, row.why) == ("rejected", "no_place")


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
    signal.send_signal(actor=volunteer, now=later, reason="time", words=TEXT, match_id=match_id)
    links.renew_week(actor=cast.anna, now=later, volunteer_id=volunteer.id)
    assert len(places_of(*MARKS)) >= 12, places_of(*MARKS)
    before = counts()
    erasure.erase_volunteer(actor=volunteer, now=later, volunteer_id=volunteer.id)
    assert places_of(*MARKS) == []
    assert counts() == before
    assert Request.objects.get(pk=request_id).state == "talking"
    assert HelpSeeker.objects.filter(last_name="De Wit").exists()
    log_is_clean(log)
    daily_work.clean(NOW, lambda: False)
    assert bytes_with(*MARKS) == []


def log_is_clean(log: io.StringIO) -> None:
    """Not one of the marks was ever logged, by any logger at any level."""
    said = log.getvalue()
    assert [mark for mark in MARKS if mark in said] == []


#: Columns of text that never hold somebody's words: codes, ids and marks of the system.
CODES = """
store_accessrecord.page store_event.type store_message.template store_draft.key store_link.lookup
store_device.secret_hash store_linkask.wanted_hash store_linkask.source_hash
store_helpseeker.language store_volunteer.language store_message.language store_account.language
store_limits.kinds store_limits.no_gos store_limits.away store_limits.school_regions
store_limitsraise.wanted store_affiliation.trained_for
store_request.brings store_request.helped_by store_request.kinds store_request.submission
store_assessment.advice store_assessment.facts store_assessment.said_by store_event.data
store_membership.weekdays store_askerconcern.reasons
store_membership.weekdays
store_party.language store_referral.facts_key store_referral.hard_checks store_referral.safety
store_referral.submission store_consent.shares
store_planfile.keys store_planproposal.reasons
store_match.moves store_matchchange.before
store_volunteerapplication.kinds store_volunteerapplication.language
store_relative.language
store_volunteerapplication.submission
store_handoverkey.lookup store_keyact.type store_securityevent.data store_securityevent.origin
 store_used.whose
store_invitation.language store_invitation.weekdays store_signin.session_key store_signin.told
"""
# colleagues: they leave, and what they did keeps their name
COLLEAGUES = """
store_account.email store_account.name store_account.password store_account.phone
store_invitation.email store_invitation.name store_invitation.phone
store_trusted.adviser_name store_trusted.adviser_phone
store_trustedofnetwork.adviser_name store_trustedofnetwork.adviser_phone
"""
# a suspicion of abuse has a term of its own, which tests/app/wellbeing/test_safety.py proves
KEPT_APART = "store_safetyfile.decision_words store_safetystep.words"
# the number goes and the area stays; the test above says so
COUNTED = "store_request.number store_request.postcode_area store_referral.number"
_CODE_LENGTH = 32


def can_hold_words(field: "Field[Any, Any]") -> bool:
    """A column of text, unless it is a code, which a constraint of its table lists."""
    if isinstance(field, TextField | JSONField):
        return True
    return isinstance(field, CharField) and field.max_length != _CODE_LENGTH


def test_every_column_that_can_hold_words_held_the_mark(cast: Cast) -> None:
    """So that a column that is added next year is erased too, or stands in the list of codes."""
    volunteer = somebody_with_a_mark(cast)
    everywhere(cast, volunteer)
    turned_away = ask_for_help(cast, key="6" * 64)
    tell_no(cast, turned_away)
    never_weighed(cast, ask_for_help(cast, key="5" * 63 + "6"))
    marked_referral.taken_over_outside(cast)
    marked_referral.taken_in(cast)
    applied(
        cast, first_name=MARK, last_name=MARK, phone=PHONE, email=f"{MARK}@b.nl", postcode=POSTCODE
    )
    VolunteerApplication.objects.update(stop_words=TEXT)
    drafts.keep(
        actor=VISITOR,
        now=NOW,
        key="7" * 64,
        network_id=cast.network_id,
        organisation_id=None,
        step=2,
        answers={"story": TEXT},
    )
    about_people = {
        (model._meta.db_table, field.column)
        for model in apps.get_app_config("store").get_models()
        if model.__name__ not in WITHOUT_PEOPLE
        for field in model._meta.concrete_fields
        if can_hold_words(field)
    }
    filled = {tuple(place.split(".")) for place in places_of(*MARKS)}
    bare = sorted(f"{table}.{column}" for table, column in about_people - filled)
    wanted = set(f"{CODES} {COLLEAGUES} {COUNTED} {KEPT_APART}".split())
    assert set(bare) - wanted == set(), "erase it, and fill it in `marked_person`"
    assert wanted - set(bare) == set(), "not a code any more, or not there"


def test_the_scan_finds_what_it_should(cast: Cast) -> None:
    """A scan that finds nothing proves nothing: here it finds a name that is there."""
    assert "store_volunteer.first_name" in places_of("Bram")
    assert places_of("Nergens") == []
    if connection.vendor == "sqlite":
        connection.close()
        assert bytes_with("Bram") != []
