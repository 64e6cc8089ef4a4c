"""No action keeps a number that looks like a BSN, in whatever words it stands (art. 46 UAVG).

Every text that an action takes stands in `TRIED` with a call that brings the number in, or in one
of the lists of what holds no words. A verb that takes a new text fails here until somebody chose.
"""

import dataclasses
import importlib
import pkgutil
import typing
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import applying, browsing, checking_in, looking_along, quoting, relaying
from tests.app.cast import KNOWN_SAFE, MRS_DE_WIT, NOW, TODAY, Cast
from tests.app.privacy.test_erasure import places_of
from tests.app.words_between import BETWEEN, NUMBER, TEXT, Try, of

import loopplank.actions
from loopplank.access.account.actors import VISITOR, Actor
from loopplank.actions.kit.action import VERBS
from loopplank.actions.matching import asking, matches, proposals, propose, teams
from loopplank.actions.organisations import colleagues, invitations
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing, drafts, handling, intake
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import applications, cover, import_list, visits, volunteers
from loopplank.actions.wellbeing import safety, signal, signal_steps, volunteer_concern
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason, Refused
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.intake import ForWhom
from loopplank.core.triage import Route
from loopplank.core.volunteers.application import StopReason
from loopplank.core.volunteers.cover import named
from loopplank.core.volunteers.import_list import Newcomer, read_list
from loopplank.core.volunteers.load import Limits
from loopplank.core.wellbeing.volunteer_concern import Decision
from loopplank.store.models import Match, Request, SafetyFile, Visit
from loopplank.web.kit import clock

#: One of a list that the code knows, a key, or what core reads as nothing but itself.
CODES = {
    *("answers[]", "acts[]", "said_by[]", "reasons[]", "kinds", "kind", "channel", "language"),
    *("reason", "outcome", "felt", "what", "how", "answer", "impression", "trained_for"),
    *("no_gos", "salutation", "way_in", "given_by", "duration", "hard_checks", "safety[]"),
    *("paid_before", "told", "reasons", "step", "to"),
    *("region", "regions"),
}
KEYS = {"token", "key", "draft_key", "submission", "password_hash", "digits", "first_number"}
KEYS |= {"secret", "source", "before", "after", "keep"}
REACH = {
    *("phone", "email", "postcode", "applicant_phone", "applicant_email"),
    *("contact_phone", "fallback_phone", "taken_by_phone"),
    # kept as a keyed hash
    "address",
}
#: About an organisation: its own number in the register of companies passes the same test.
OF_ORGANISATIONS = ("organisation.", "network.", "setup.begin")
#: The name in it is not kept: only somebody's days are.
NOT_KEPT = {"member.set_days person.name"}
#: Of what comes as a mapping: its texts.
IN_A_MAPPING = {
    "request.agree agreed[]": ("summary", "not_included", "lead_name"),
    "draft.keep answers[]": ("story", "last_name"),
}


def withdrawn(cast: Cast) -> UUID:
    request_id = cast.request()
    Request.objects.filter(pk=request_id).update(change_reported="not_needed")
    return request_id


def answers(field: str) -> Any:
    asked = replace(MRS_DE_WIT, for_whom=ForWhom.FAMILY, applicant_name="Els")
    return replace(asked, **{field: TEXT})


def plan(cast: Cast, field: str) -> propose.Plan:
    return cast.plan(**{field: (TEXT,) if field == "not_included" else TEXT})


def two_nights(cast: Cast, field: str) -> object:
    request_id, parts = relaying.two_nights(cast)
    said = {field: (TEXT,) if field == "not_included" else TEXT}
    return teams.ask_parts(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        parts=[(who, replace(plan, **said)) for who, plan in parts],  # type: ignore[arg-type]
    )


def name_stand_in(cast: Cast, field: str) -> object:
    match_id = cast.running(cast.bram)
    given = {"match_id": match_id, "day": TODAY + timedelta(days=9)}
    of(cast.bram, visits.cannot_visit, **given)
    visit_id = Visit.objects.get(**given).pk
    said = replace(named("Joop"), **{field: TEXT})
    return of(cast.bram, cover.name_stand_in, visit_id=visit_id, said=said)


def about_the_volunteer(cast: Cast, field: str, words: str = TEXT) -> UUID:
    match = Match.objects.get(pk=cast.running(cast.bram))
    made: UUID = volunteer_concern.note_about_volunteer(
        actor=cast.anna,
        now=NOW,
        request_id=match.request_id,
        match_id=match.pk,
        suspend=False,
        **{field: words},
    )
    return made


def file_about(cast: Cast, *, heard: bool = False) -> UUID:
    safety.set_trusted(actor=cast.anna, now=NOW, safety_contact_id=cast.anna.id)
    file_id = about_the_volunteer(cast, "words", "Hij leende geld.")
    if heard:
        volunteer_concern.hear(
            actor=cast.anna, now=NOW, file_id=file_id, on=TODAY, words="Hij zegt nee."
        )
    return file_id


def details(field: str) -> volunteers.Details:
    return replace(volunteers.Details("Ria", "Smit", phone="0611111111"), **{field: TEXT})


def send(cast: Cast, field: str) -> object:
    key = "5" * 64
    given = {"actor": VISITOR, "now": NOW}
    drafts.keep(
        **given,
        key=key,
        network_id=cast.network_id,
        organisation_id=cast.noord_id,
        step=1,
        answers={},
    )
    return intake.send(**given, draft_key=key, answers=answers(field))


def decide(cast: Cast, field: str) -> object:
    request_id = cast.request()
    decision = triage.Decision(cast.assess(request_id), Route.REFER, "other", **{field: TEXT})
    return of(cast.anna, triage.decide, request_id=request_id, decision=decision)


def report_change(cast: Cast, field: str) -> object:
    request_id = cast.request()
    asker = Actor(Role.HELP_SEEKER, id=request_id, organisation_id=cast.noord_id)
    given = {"request_id": request_id, "what": "more_urgent", field: TEXT}
    return of(asker, handling.report_change, **given)


def import_one(cast: Cast, field: str) -> object:
    person = Newcomer(1, "Ria", "Smit", "0611111111", "", "", "phone", Limits(60, 60, 1, 0))
    return of(cast.anna, import_list.import_volunteers, people=[replace(person, **{field: TEXT})])


def worried(cast: Cast) -> UUID:
    safety.set_trusted(actor=cast.anna, now=NOW, safety_contact_id=cast.anna.id)
    signal.send_signal(actor=cast.bram, now=NOW, reason="not_right", words="Zij is bang.")
    return SafetyFile.objects.get().pk


TRIED: dict[str, Try] = {
    "account.describe details": lambda c, f: of(
        c.anna,
        colleagues.describe,
        details=replace(colleagues.OwnDetails("Anna", "", "nl"), **{f: TEXT}),
    ),
    "affiliation.keep": lambda c, f: of(
        c.anna,
        volunteers.keep_about,
        volunteer_id=c.bram_id,
        trained_for=(),
        certificate_seen_on=None,
        **{f: TEXT},
    ),
    "draft.keep answers[]": lambda c, f: of(
        VISITOR,
        drafts.keep,
        key="5" * 64,
        network_id=c.network_id,
        organisation_id=None,
        step=6,
        answers={f: TEXT},
    ),
    "match.evaluate": lambda c, f: of(
        c.anna, matches.evaluate, match_id=c.running(c.bram), **{f: TEXT}
    ),
    "member.invite person": lambda c, f: of(
        c.anna,
        invitations.invite,
        organisation_id=c.noord_id,
        person=replace(colleagues.Person("Nieuw", "nieuw@example.nl"), **{f: TEXT}),
        role=Role.COORDINATOR,
    ),
    "proposal.ask plan": lambda c, f: of(
        c.anna, propose.ask, request_id=c.ready(), volunteer_id=c.bram_id, plan=plan(c, f)
    ),
    "proposal.ask_by plan": lambda c, f: of(
        c.anna,
        asking.ask_by,
        request_id=c.ready(),
        volunteer_id=c.bram_id,
        plan=plan(c, f),
        way=asking.Way.MESSAGE,
    ),
    "proposal.note_yes plan": lambda c, f: of(
        c.anna, propose.note_yes, request_id=c.ready(), volunteer_id=c.bram_id, plan=plan(c, f)
    ),
    "proposal.question": lambda c, f: of(
        c.bram, proposals.question, proposal_id=c.asked(c.bram), **{f: TEXT}
    ),
    "team.ask_leg plan": lambda c, f: of(
        c.anna, teams.ask_leg, team_id=relaying.chosen(c).team_id, number=1, plan=plan(c, f)
    ),
    "team.replace_leg plan": lambda c, f: of(
        c.anna,
        teams.replace_leg,
        team_id=relaying.chosen(c).team_id,
        number=1,
        volunteer_id=c.bram_id,
        plan=plan(c, f),
    ),
    "team.ask_parts parts": two_nights,
    "team.write_handover_note": lambda c, f: of(
        c.anna,
        teams.write_handover_note,
        team_id=relaying.agreed(c).team_id,
        number=2,
        **{f: TEXT},
    ),
    "request.agree agreed[]": lambda c, f: of(
        c.anna,
        handling.agree,
        request_id=c.request(),
        agreed={f: [TEXT] if f == "not_included" else TEXT},
    ),
    "request.amend answers": lambda c, f: of(
        c.anna, handling.amend, request_id=c.request(), answers=answers(f)
    ),
    "request.called_back": lambda c, f: of(
        c.anna, closing.called_back, request_id=c.request(), **{f: TEXT}
    ),
    "request.assess heard": lambda c, f: of(
        c.anna,
        triage.assess,
        request_id=c.request(),
        heard=replace(
            triage.Heard(
                answers={},
                gp_name="Bos",
                fallback_named=True,
                fallback_name="Joke",
                fallback_phone="0611111111",
            ),
            **{f: TEXT},
        ),
    ),
    "request.close closing.safe": lambda c, f: of(
        c.anna,
        closing.close,
        request_id=c.request(),
        closing=closing.Closing(
            ClosingReason.NOT_WANTED, nobody_discussed=True, safe=replace(KNOWN_SAFE, **{f: TEXT})
        ),
    ),
    "request.confirm_withdrawn safe": lambda c, f: of(
        c.anna,
        closing.confirm_withdrawn,
        request_id=withdrawn(c),
        safe=replace(KNOWN_SAFE, **{f: TEXT}),
    ),
    "person.erase_help_seeker safe": lambda c, f: of(
        c.anna,
        erasure.erase_help_seeker,
        request_id=c.request(),
        safe=replace(KNOWN_SAFE, **{f: TEXT}),
    ),
    "request.close closing": lambda c, f: of(
        c.anna,
        closing.close,
        request_id=c.request(),
        closing=closing.Closing(ClosingReason.HELPED, nobody_discussed=True, **{f: TEXT}),
    ),
    "request.decide decision": decide,
    "request.log_contact": lambda c, f: of(
        c.anna, handling.log_contact, request_id=c.request(), kind="note", **{f: TEXT}
    ),
    "request.note_referral said": lambda c, f: of(
        c.anna,
        handling.note_referral,
        request_id=c.request(),
        said=replace(handling.PhoneAnswer("Wijkteam", "Ella", "no", TODAY), **{f: TEXT}),
    ),
    "request.report_change": report_change,
    "request.send answers": send,
    "request.take_down answers": lambda c, f: of(c.anna, intake.take_down, answers=answers(f)),
    "signal.send": lambda c, f: of(c.bram, signal.send_signal, reason="time", **{f: TEXT}),
    "signal.note said": lambda c, f: of(
        c.anna, signal.note_signal, volunteer_id=c.bram_id, said=signal.Said("time", **{f: TEXT})
    ),
    "signal.answer": lambda c, f: of(
        c.anna,
        signal_steps.answer_signal,
        signal_id=signal.send_signal(actor=c.bram, now=NOW, reason="time"),
        outcome="talked",
        **{f: TEXT},
    ),
    "safety.note_about_volunteer": about_the_volunteer,
    "safety.hear": lambda c, f: of(
        c.anna, volunteer_concern.hear, file_id=file_about(c), on=TODAY, **{f: TEXT}
    ),
    "safety.decide": lambda c, f: of(
        c.anna,
        volunteer_concern.decide,
        file_id=file_about(c, heard=True),
        decision=Decision.GOES_ON,
        **{f: TEXT},
    ),
    "safety.note_step": lambda c, f: of(
        c.anna, safety.note_step, file_id=worried(c), step="advice", on=TODAY, **{f: TEXT}
    ),
    "safety.close": lambda c, f: of(
        c.anna, safety.close_file, file_id=worried(c), outcome="no_worry", **{f: TEXT}
    ),
    "visit.name_stand_in said": name_stand_in,
    "visit.log": lambda c, f: of(
        c.bram,
        visits.log_visit,
        match_id=c.running(c.bram),
        day=TODAY,
        minutes=60,
        felt="fine",
        **{f: TEXT},
    ),
    "volunteer.register details": lambda c, f: of(
        c.anna,
        volunteers.register,
        details=details(f),
        limits=Limits(60, 60, 1, 0),
        wishes=volunteers.Wishes(),
    ),
    "volunteer.set_details details": lambda c, f: of(
        c.bram, volunteers.set_details, volunteer_id=c.bram_id, details=details(f)
    ),
    "volunteers.import people": import_one,
    "volunteer.apply person": lambda c, f: of(
        VISITOR,
        applications.apply,
        organisation_id=c.noord_id,
        person=replace(applying.SANNE, **{f: TEXT}),
        wanted=applying.AN_HOUR,
    ),
    **dict.fromkeys(
        ("request.name_relative person", "request.name_relative word"),
        lambda c, f: looking_along.typed(c, f, TEXT),
    ),
    "application.stop": lambda c, f: of(
        c.anna,
        applications.stop,
        application_id=applying.applied(c),
        reason=StopReason.OTHER,
        **{f: TEXT},
    ),
    **BETWEEN,
    **checking_in.TRIED,
    **quoting.TRIED,
}


# --- which texts there are -----------------------------------------------------------------------


def texts_in(kind: Any, name: str) -> Iterator[str]:
    """The names of the texts in one parameter: itself, or the fields of its dataclass."""
    if kind is str:
        yield name
    elif kind is Reason:
        return  # codes and parameters of a rule, never somebody's words
    elif dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            yield from texts_in(hints[field.name], f"{name}.{field.name}")
    elif typing.get_origin(kind) is dict or "Mapping" in str(kind):
        yield f"{name}[]"
    else:
        yield from {found for part in typing.get_args(kind) for found in texts_in(part, name)}


def words_taken() -> set[str]:
    """Every text that any verb takes and that may hold words, as "verb parameter.field"."""
    for module in pkgutil.iter_modules(loopplank.actions.__path__):
        importlib.import_module(f"loopplank.actions.{module.name}")
    found = set()
    for verb in VERBS.values():
        for parameter, kind in typing.get_type_hints(verb.function).items():
            for name in texts_in(kind, parameter) if parameter not in {"actor", "return"} else ():
                found.add(f"{verb.name} {name}")
    return {
        name
        for name in found
        if name in IN_A_MAPPING
        or (
            name.split(" ")[1].rpartition(".")[2] not in CODES | KEYS | REACH
            and not name.startswith(OF_ORGANISATIONS)
            and name not in NOT_KEPT
        )
    }


def each_text() -> list[tuple[str, str]]:
    """(key in TRIED, field) of every text."""
    pairs = []
    for name in sorted(words_taken()):
        verb, _, path = name.partition(" ")
        parent, _, field = path.rpartition(".")
        if name in IN_A_MAPPING:
            pairs += [(name, column) for column in IN_A_MAPPING[name]]
        else:
            pairs.append((f"{verb} {parent}".strip(), field))
    return pairs


def test_every_text_that_an_action_takes_is_tried() -> None:
    assert {key for key, _field in each_text()} == set(TRIED)


@pytest.mark.parametrize(("key", "field"), each_text())
def test_a_bsn_is_kept_nowhere(cast: Cast, key: str, field: str) -> None:
    from django.db import transaction

    with pytest.raises(Refused) as refused, transaction.atomic():
        TRIED[key](cast, field)
    assert refused.value.reason.code == "bsn.refused"
    assert places_of(NUMBER) == []


def test_a_row_of_a_list_with_a_bsn_is_a_wrong_row() -> None:
    table = [["Voornaam", "Achternaam", "Mobiel"], ["Ria", f"Smit {NUMBER}", "06 12345678"]]
    read = read_list(table, TODAY)
    assert read.good == ()
    assert [e.code for row in read.wrong for e in row.errors] == ["bsn.refused"]


# --- on the pages --------------------------------------------------------------------------------


def typed_in(cast: Cast, name: str) -> tuple[str, dict[str, str], str]:
    """(address, what is sent, the field with the number) of one page."""
    request_id = cast.request()
    if name == "evaluation":
        return reverse(name, args=[cast.running(cast.bram)]), {"new_last_day": ""}, "text"
    if name == "decide":
        made = str(cast.assess(request_id))
        sent = {"weging": made, "route": "refer", "reason": "other"}
        return reverse(name, args=[request_id]), sent, "words"
    sent = {
        "agree": {"visit_minutes": "60", "visits_per_week": "1", "every_weeks": "1"}
        | {"last_day": "2026-12-24"},
        "close": {"reason": "helped", "next_step": "party"},
        "refer": {"party": "Wijkteam", "spoken_on": "2026-11-24", "answer": "no"},
    }[name]
    field = {"agree": "summary", "close": "next_party", "refer": "spoke_with"}[name]
    return reverse(name, args=[request_id]), sent, field


@pytest.mark.parametrize("name", ["agree", "evaluation", "decide", "close", "refer"])
def test_the_page_says_so_and_keeps_what_was_typed(
    cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    where, sent, field = typed_in(cast, name)
    response = browsing.member(cast.anna).post(where, {**sent, field: TEXT})
    assert response.status_code == 409, response.content.decode()
    text = response.content.decode()
    assert "Hier staat een nummer dat op een BSN lijkt." in text
    assert TEXT in text
    assert places_of(NUMBER) == []
