"""What is urgent stays urgent at another organisation: it travels, is called, and is followed."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.app import browsing, referring
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.account.actors import SYSTEM
from loopplank.access.responsibility import due
from loopplank.actions.referrals import clocks, hand_over, refer, referrals
from loopplank.actions.referrals.send import Agreed
from loopplank.actions.responsibility import clocks as request_clocks
from loopplank.core.kit.reason import Refused
from loopplank.core.referrals.consent import TRAVELS, mark_of_person
from loopplank.core.referrals.states import Answer, Why
from loopplank.core.requests.intake import ForWhom, HelpedBy, HoldingOut, Knows
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.triage import Answer as Said
from loopplank.store.models import Message, Referral, Request
from loopplank.web.kit import clock

DEADLINE = TODAY + timedelta(days=14)
pytestmark = pytest.mark.both_engines


def offer(cast: Cast, request_id: object, **more: object) -> Referral:
    offered = hand_over.Offered(agreed=referring.AGREED, to_organisation_id=cast.zuid_id)
    referral_id = hand_over.offer(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,  # type: ignore[arg-type]
        offered=replace(offered, **more),  # type: ignore[arg-type]
    )
    return Referral.objects.get(pk=referral_id)


def say_yes(cast: Cast, row: Referral, day: date = TODAY) -> Request:
    referrals.answer(
        actor=cast.carla,
        now=NOW,
        referral_id=row.pk,
        said=referrals.Said(Answer.YES, owner_id=cast.carla.id, first_contact_by=day),
    )
    row.refresh_from_db()
    assert row.to_request is not None
    return row.to_request


def test_what_makes_it_urgent_travels_with_the_question_and_its_yes(cast: Cast) -> None:
    """On the old code the receiver got an ordinary question, with four weeks to call."""
    request_id = cast.ready(
        for_whom=ForWhom.FAMILY,
        knows=Knows.YES,
        applicant_name="Els",
        helped_by=(HelpedBy.FAMILY,),
        holding_out=HoldingOut.NO_MORE,
        too_late_on=DEADLINE,
    )
    Request.objects.filter(pk=request_id).update(paid_before="unknown", came_from="district_team")
    row = offer(cast, request_id)
    assert set(row.shared) >= {str(one) for one in TRAVELS}
    theirs = say_yes(cast, row)
    ours = Request.objects.get(pk=request_id)
    for column in ("urgency", "advised", "too_late_on", "holding_out", "came_from", "paid_before"):
        assert getattr(theirs, column) == getattr(ours, column) != "", column


def test_the_receiver_cannot_promise_a_later_call_than_the_urgency_asks(cast: Cast) -> None:
    request_id = cast.ready()
    request_clocks.set_urgency(
        actor=cast.anna, now=NOW, request_id=request_id, urgency=Urgency.THIS_WEEK
    )
    row = offer(cast, request_id)
    with pytest.raises(Refused, match=r"referral\.sooner"):
        say_yes(cast, row, TODAY + timedelta(days=10))
    assert say_yes(cast, row).due_on == TODAY


def test_what_is_for_today_is_called_first_and_keeps_the_day_on_both_sides(cast: Cast) -> None:
    request_id = cast.ready()
    request_clocks.set_urgency(
        actor=cast.anna, now=NOW, request_id=request_id, urgency=Urgency.TODAY
    )
    with pytest.raises(Refused, match=r"referral\.call_today"):
        offer(cast, request_id)
    row = offer(cast, request_id, called="Carla")
    assert (row.answer_by, row.called_with) == (TODAY, "Carla")
    ours = Request.objects.get(pk=request_id)
    assert (ours.due_on, ours.due_because) == (TODAY, "urgency")
    with pytest.raises(Refused, match=r"referral\.sooner"):
        say_yes(cast, row, TODAY + timedelta(days=1))
    assert say_yes(cast, row).due_on == TODAY


def test_silence_gives_it_back_for_the_next_day_not_for_two_more(cast: Cast) -> None:
    row = offer(cast, cast.ready())
    assert row.answer_by is not None
    later = datetime.combine(row.answer_by, NOW.timetz()) + timedelta(hours=10)
    clocks.lapse(actor=SYSTEM, now=later, referral_id=row.pk)
    ours = Request.objects.get(pk=row.from_request_id)
    assert ours.state == "talking"
    assert ours.due_on is not None
    assert ours.due_on <= row.answer_by + timedelta(days=1)


@pytest.mark.parametrize("seen", ["sender", "person"])
def test_a_missed_first_contact_is_told_once_on_the_next_day(
    cast: Cast, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = offer(cast, cast.ready())
    theirs = say_yes(cast, row)
    evening = NOW + timedelta(hours=9)
    assert due.missed_contacts(NOW) == []
    assert due.missed_contacts(evening) == [row.pk]
    clocks.miss_contact(actor=SYSTEM, now=evening, referral_id=row.pk)
    clocks.miss_contact(actor=SYSTEM, now=evening, referral_id=row.pk)
    assert due.missed_contacts(evening) == []
    ours = Request.objects.get(pk=row.from_request_id)
    assert ours.due_on == TODAY + timedelta(days=1)
    told = Message.objects.get(template="contact_missed", request=ours)
    assert told.params["taken_by"] == "Carla Zuid"
    morning = NOW + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: morning)
    if seen == "sender":
        page = text(browsing.member(cast.anna).get(f"/overdrachten/{row.pk}/"))
        assert "Dat is gemist: bel de ander." in page
    else:
        page = text(browsing.asker(ours.pk).get("/uw-vraag/"))
        assert "zou u bellen, uiterlijk dinsdag 24 november" in page
    assert theirs.first_contact_at is None


def test_nobody_is_told_of_a_miss_when_there_was_a_talk(cast: Cast) -> None:
    row = offer(cast, cast.ready())
    theirs = say_yes(cast, row)
    Request.objects.filter(pk=theirs.pk).update(first_contact_at=NOW)
    assert due.missed_contacts(NOW + timedelta(days=2)) == []


# --- consent and the second name, in the action ---------------------------------------------------


@pytest.mark.parametrize(
    ("knows", "agreed", "code"),
    [
        (Knows.NO, referring.AGREED, "referral.does_not_know"),
        (Knows.CANNOT, referring.AGREED, "referral.representative"),
        (Knows.CANNOT, Agreed(TODAY, given_by="representative", representative="Els"), ""),
    ],
)
def test_the_yes_is_of_a_person_who_knows(
    cast: Cast, knows: Knows, agreed: Agreed, code: str
) -> None:
    """On the old code a yes was noted for somebody who knew of nothing."""
    request_id = cast.ready()
    Request.objects.filter(pk=request_id).update(person_knows=knows)
    if not code:
        assert offer(cast, request_id, agreed=agreed).pk
        return
    with pytest.raises(Refused) as refused:
        offer(cast, request_id, agreed=agreed)
    assert refused.value.reason.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fallback_name": ""}, "referral.second_name"),
        ({"fallback_phone": ""}, "referral.second_name"),
        (
            {"fallback_name": "Ella Wijkteam", "fallback_phone": "0205550166"},
            "referral.another_name",
        ),
        ({"urgency": Urgency.TODAY}, "referral.call_today"),
    ],
)
def test_a_referral_from_outside_needs_a_second_person_and_a_call(
    cast: Cast, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        refer.refer_in(
            actor=cast.ella,
            now=NOW,
            to_organisation_id=cast.noord_id,
            case=replace(referring.CASE, **changes),  # type: ignore[arg-type]
        )
    assert refused.value.reason.code == code


def test_a_second_name_of_our_own_side_travels_along(cast: Cast) -> None:
    row = offer(cast, cast.ready())
    assert row.fallback_name
    assert row.fallback_name != row.contact_name


# --- the same facts in other words ----------------------------------------------------------------


def test_a_refused_question_in_other_words_is_the_same_question(cast: Cast) -> None:
    row = Referral.objects.get(
        pk=refer.refer_in(
            actor=cast.ella, now=NOW, to_organisation_id=cast.noord_id, case=referring.CASE
        )
    )
    referrals.answer(
        actor=cast.anna,
        now=NOW,
        referral_id=row.pk,
        said=referrals.Said(Answer.NO, why=Why.NO_PLACE),
    )
    person = replace(referring.CASE.person, last_name=" postma ", postcode="1013ac")
    other = replace(referring.CASE, summary="Hij ziet op tegen zijn post.", stays="", person=person)
    with pytest.raises(Refused, match=r"referral\.refused_before"):
        refer.refer_in(actor=cast.ella, now=NOW, to_organisation_id=cast.noord_id, case=other)
    changed = replace(other, duration="weeks")
    assert refer.refer_in(actor=cast.ella, now=NOW, to_organisation_id=cast.noord_id, case=changed)


def test_weighing_again_with_the_same_answers_is_no_other_question(cast: Cast) -> None:
    request_id = cast.ready()
    row = offer(cast, request_id)
    referrals.answer(
        actor=cast.carla,
        now=NOW,
        referral_id=row.pk,
        said=referrals.Said(Answer.NO, why=Why.NO_PLACE),
    )
    cast.assess(request_id)
    with pytest.raises(Refused, match=r"referral\.refused_before"):
        offer(cast, request_id)
    cast.assess(request_id, C4=Said.YES)
    assert offer(cast, request_id).pk


@pytest.mark.parametrize("name", ["De Wit", "de wit", "Wit", "  Dé  Wit "])
def test_one_person_has_one_mark(name: str) -> None:
    assert mark_of_person(name, "1013 ab") == mark_of_person("de Wit", "1013AB")
    assert mark_of_person(name, "1013AB") != mark_of_person("de Witte", "1013AB")
