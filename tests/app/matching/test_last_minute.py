"""Little time: a question ends with its moment, today is today, and who is called chose so."""

from datetime import date, time, timedelta

import pytest
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM
from loopplank.access.matching.request_needs import plan_of
from loopplank.actions.matching import proposals, propose
from loopplank.core.kit.calendar import at_local
from loopplank.core.kit.reason import Refused
from loopplank.core.responsibility.clocks import Urgency
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import Limits, Network, Proposal, Request

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
