"""Little time: a question ends with its moment, today is today, and who is called chose so."""

from datetime import date, time, timedelta

import pytest
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM
from loopplank.access.matching.request_needs import plan_of
from loopplank.actions.matching import proposals, propose
from loopplank.actions.triage import triage
from loopplank.core.kit.calendar import at_local
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.intake import Channel
from loopplank.core.responsibility.clocks import Urgency
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import Limits, Message, Network, Proposal, Request

TOMORROW = TODAY + timedelta(days=1)
TEN = time(10)


@pytest.fixture(autouse=True)
def _questions_enough(cast: Cast) -> None:
    Network.objects.update(open_asks_at_once=9, days_of_rest_after_no=0)


def once(day: date, hour: time | None) -> dict[str, object]:
    return {"first_day": day, "last_day": day, "weekday": day.weekday(), "start_time": hour}


def test_a_question_never_outlives_the_moment_that_it_asks_for(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram, **once(TOMORROW, TEN))
    moment = at_local(TOMORROW, TEN)
    assert Proposal.objects.get(pk=proposal_id).expires_at == moment
    # a question in return gives no more time than there is
    proposals.question(actor=cast.bram, now=NOW, proposal_id=proposal_id, text="Waar is het?")
    assert Proposal.objects.get(pk=proposal_id).expires_at == moment
    with pytest.raises(Refused, match=r"proposal\.expired"):
        proposals.accept(actor=cast.bram, now=moment, proposal_id=proposal_id)
    with pytest.raises(Refused, match=r"proposal\.past"):
        cast.asked(cast.bram, **once(TODAY, TEN))
    # without an hour it is of use all day
    all_day = cast.asked(cast.bram, **once(TODAY, None))
    assert Proposal.objects.get(pk=all_day).expires_at == at_local(TOMORROW, time())


def test_a_yes_that_waits_ends_with_its_moment_too(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram, **once(TOMORROW, TEN))
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    Request.objects.filter(pk=request_id).update(change_reported="contact_changed")
    assert proposals.accept(actor=cast.bram, now=NOW, proposal_id=proposal_id) is None
    Sweeper().sweep(at_local(TOMORROW, TEN))
    assert Proposal.objects.get(pk=proposal_id).state == "gone"
    proposals.expire(actor=SYSTEM, now=at_local(TOMORROW, TEN), proposal_id=proposal_id)


def test_what_must_happen_today_proposes_today(cast: Cast) -> None:
    row = Request.objects.get(pk=cast.ready())
    row.weekday, row.start_time = None, time(16)
    assert plan_of(row, NOW).first_day > TODAY + timedelta(days=2)
    row.urgency = Urgency.TODAY.value
    assert plan_of(row, NOW).first_day == TODAY
    # its hour is past: the first that can still be
    assert plan_of(row, at_local(TODAY, time(16))).first_day == TOMORROW


@pytest.mark.parametrize("path", [propose.ask, propose.note_yes])
def test_short_notice_binds_in_the_action(cast: Cast, path: object) -> None:
    request_id = cast.ready()
    Request.objects.filter(pk=request_id).update(urgency=Urgency.TODAY.value)

    def ask() -> None:
        path(  # type: ignore[operator]
            actor=cast.anna,
            now=NOW,
            request_id=request_id,
            volunteer_id=cast.bram_id,
            plan=cast.plan(),
        )

    Limits.objects.update(short_notice=False)
    with pytest.raises(Refused, match=r"proposal\.short_notice"):
        ask()
    Limits.objects.update(short_notice=True)
    ask()


def test_owner_and_person_hear_the_day_before_that_nobody_was_found(cast: Cast) -> None:
    request_id = cast.ready(channel=Channel.LETTER, phone="")
    Request.objects.filter(pk=request_id).update(
        duration="once",
        last_day=TOMORROW,
        start_time=TEN,
        fallback_name="Joke Buur",
        fallback_phone="0611223344",
    )
    found = cast.ready()
    Request.objects.filter(pk=found).update(duration="once", last_day=TOMORROW)
    propose.note_yes(
        actor=cast.anna,
        now=NOW,
        request_id=found,
        volunteer_id=cast.bram_id,
        plan=cast.plan(**once(TOMORROW, TEN)),
    )
    told = Message.objects.filter(template__in=["nobody_found", "nobody_found_owner"])
    Sweeper().sweep(at_local(TODAY, time(13, 59)))
    assert not told.exists()
    for minute in (0, 1):
        Sweeper().sweep(at_local(TODAY, time(14, minute)))
    assert {(one.request_id, one.template) for one in told} == {
        (request_id, "nobody_found"),
        (request_id, "nobody_found_owner"),
    }
    assert told.count() == 2, "once"
    to_person = told.get(template="nobody_found")
    assert (to_person.params["fallback"], to_person.params["fallback_phone"]) == (
        "Joke Buur",
        "06 11 22 33 44",
    )
    # no letter about a visit of tomorrow: somebody goes there
    assert (to_person.channel, to_person.by_hand) == ("letter", "no_letter")
    assert Request.objects.get(pk=request_id).due_on == TODAY


def test_a_fallback_is_a_name_and_a_number(cast: Cast) -> None:
    request_id = cast.request()

    def weigh(**named: str) -> None:
        triage.assess(
            actor=cast.anna,
            now=NOW,
            request_id=request_id,
            heard=triage.Heard(answers={}, fallback_named=True, **named),
        )

    for named in ({}, {"fallback_name": "Joke"}, {"fallback_phone": "0611223344"}):
        with pytest.raises(Refused, match=r"triage\.fallback_who"):
            weigh(**named)
    weigh(fallback_name="Joke Buur", fallback_phone="0611223344")
    assert Request.objects.get(pk=request_id).fallback_name == "Joke Buur"
