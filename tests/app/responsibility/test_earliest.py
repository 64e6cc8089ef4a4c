"""The advised term, the deadline and the words of a story move the real clock, on every path."""

import ast
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import FOR_MYSELF, address, fill_in, send, text

import loopplank.actions
from loopplank.actions.requests import closing, handling
from loopplank.actions.responsibility import clocks
from loopplank.actions.triage import triage
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import Lack
from loopplank.core.requests.intake import Answers
from loopplank.core.triage import Answer, Gate, Route, answers_for_gate
from loopplank.store.models import Assessment, Event, Request
from loopplank.web.kit import clock

YES = Answer.YES
TODAY = local_day(NOW)
pytestmark = pytest.mark.both_engines


def row(request_id: UUID) -> Request:
    return Request.objects.get(pk=request_id)


def test_words_of_not_wanting_to_live_are_for_today_and_the_gp_comes_first(cast: Cast) -> None:
    """On the old code it waited two working days, and a volunteer could be asked at once."""
    request_id = cast.request()
    heard = {k: a for gate in Gate for k, a in answers_for_gate(gate, "ordinary").items()}
    nobody = triage.Heard(answers={**heard, "V2": YES}, asked_part_ok=True)
    made = Assessment.objects.get(
        pk=triage.assess(actor=cast.anna, now=NOW, request_id=request_id, heard=nobody)
    )
    assert (made.urgency, made.stance) == ("hours_24", "ask_first")
    found = row(request_id)
    assert (found.advised, found.due_on, found.due_because) == ("hours_24", TODAY, "advice")
    follow = triage.Decision(made.pk, Route.COMBINATION, "other", "x")
    with pytest.raises(Refused, match=r"decide\.unknown"):
        triage.decide(actor=cast.anna, now=NOW, request_id=request_id, decision=follow)
    # no part of it for a volunteer: choosing one all the same asks for the GP too
    alone = cast.assess(request_id, V2=YES)
    other = triage.Decision(alone, Route.VOLUNTEER, "know_them", "x")
    with pytest.raises(Refused, match=r"proposal\.gp_first"):
        triage.decide(actor=cast.anna, now=NOW, request_id=request_id, decision=other)
    gp = triage.Heard(
        answers={**heard, "V2": YES}, asked_part_ok=True, gp_name="Dr. Bos", gp_phone="020 5550142"
    )
    again = triage.assess(actor=cast.anna, now=NOW, request_id=request_id, heard=gp)
    made = Assessment.objects.get(pk=again)
    assert (made.stance, made.route) == ("ready", "combination")
    assert row(request_id).gp_name == "Dr. Bos"


@pytest.mark.parametrize(
    ("answers", "term"),
    [
        ({"V1": YES, "V3": YES}, "today"),
        ({"V1": YES, "V3": YES, "N3": Answer.UNKNOWN}, "now"),
        ({"V1": YES, "V3": YES, "N5T": YES}, "now"),
        ({"V1": YES}, "workdays_3"),
    ],
)
def test_violence_is_today_and_now_when_danger_is_no_plain_no(
    cast: Cast, answers: dict[str, Answer], term: str
) -> None:
    request_id = cast.request()
    cast.assess(request_id, **answers)
    found = row(request_id)
    assert found.advised == term
    assert found.due_on is not None
    assert (found.due_on == TODAY) is (term != "workdays_3")


def test_a_new_weighing_moves_the_clock_in_any_state_and_no_wait_is_longer(cast: Cast) -> None:
    request_id = cast.ready()
    assert (row(request_id).state, row(request_id).due_on) == ("searching", date(2026, 12, 8))
    cast.assess(request_id, C5=YES)
    moved = row(request_id).due_on
    assert moved is not None
    assert moved <= date(2026, 11, 27), "at most three working days"
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE, weeks=6)
    due = row(request_id).due_on
    assert due is not None
    assert due <= TODAY + timedelta(weeks=1), "the waiting list is no way around an advice"


def test_short_notice_is_the_day_itself(cast: Cast) -> None:
    request_id = cast.request(too_late_on=TODAY + timedelta(days=2))
    cast.assess(request_id)
    assert (row(request_id).advised, row(request_id).due_on) == ("today", TODAY)


def test_the_web_form_asks_the_deadline_and_it_binds(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    last = {**FOR_MYSELF, 3: {**FOR_MYSELF[3], "too_late_on": "2026-11-26"}}
    client = browsing.visitor()
    fill_in(client, last)
    assert "Te laat vanaf donderdag 26 november" in text(client.get(address("controleren")))
    send(client)
    assert row(Request.objects.latest("received_at").pk).too_late_on == date(2026, 11, 26)
    assert cast


def test_a_deadline_is_a_fact_that_binds_and_moves_nothing_to_later(cast: Cast) -> None:
    request_id = cast.web_request(too_late_on=date(2026, 11, 27))
    found = row(request_id)
    # Friday is too late: Thursday is the last useful day, and two steps follow the first call
    assert (found.due_on, found.due_because) == (TODAY, "deadline")
    event = Event.objects.get(type="request.received", aggregate_id=request_id)
    assert event.data["too_late_on"] == "2026-11-27"
    with pytest.raises(Refused, match=r"day\.deadline_first"):
        clocks.move_day(
            actor=cast.anna,
            now=NOW,
            request_id=request_id,
            day=date(2026, 11, 27),
            reason="busy",
            told="phone",
        )


def test_a_deadline_heard_later_brings_the_day_forward(cast: Cast) -> None:
    request_id = cast.ready()
    before = row(request_id)
    handling.amend(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        answers=Answers(last_name="Wit", phone="0612345678", too_late_on=date(2026, 12, 2)),
        seen_version=before.version,
    )
    found = row(request_id)
    assert (found.due_on, found.due_because) == (date(2026, 11, 30), "deadline")


@pytest.mark.parametrize(
    ("story", "advised"),
    [
        ("Ik wil niet meer leven.", "hours_24"),
        ("Hij slaat haar.", "today"),
        ("Samen koken.", ""),
    ],
)
def test_words_of_danger_shorten_the_first_call_until_somebody_weighed(
    cast: Cast, story: str, advised: str
) -> None:
    """On the old code such a text waited three working days like any other."""
    found = row(cast.web_request(story=story))
    assert found.advised == advised
    assert (found.due_on == TODAY) is bool(advised)


def test_somebody_under_18_waits_three_working_days_at_most(cast: Cast) -> None:
    found = row(cast.web_request(birth_year=2012))
    assert found.advised == "workdays_3"
    request_id = cast.request(birth_year=2012)
    cast.assess(request_id, C5=YES)
    assert row(request_id).advised == "workdays_3"


def test_only_the_transitions_write_the_day_of_a_request() -> None:
    """Every path goes through the one writer: an assignment elsewhere would walk around the rule.

    Other tables have days of their own; what is made new gets its day at once.
    """
    root = Path(loopplank.actions.__file__).parent
    found = []
    for path in root.rglob("*.py"):
        # whoever applies as a volunteer has a day too, and no request
        if path.name in {"transitions.py", "applications.py", "applied_to.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign | ast.AugAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                flat = [t for one in targets for t in getattr(one, "elts", [one])]
                found += [
                    f"{path.name}:{node.lineno}"
                    for t in flat
                    if isinstance(t, ast.Attribute) and t.attr == "due_on"
                ]
    assert found == []
