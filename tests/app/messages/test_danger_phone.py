"""The danger phone: within half an hour in its own hours, before everything else, and the form says
which hours. Outside them nothing is promised.
"""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import FOR_MYSELF, address, fill_in, send, text

from loopplank.access.account.actors import Actor
from loopplank.actions.messages import claims
from loopplank.actions.organisations import organisations
from loopplank.actions.requests import handling
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import AMSTERDAM, at_local
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.duty import WITHIN, DangerPhone
from loopplank.store.models import Membership, Message, Organisation, Request
from loopplank.web.kit import clock

PHONE = DangerPhone("0612345699", (0, 1, 2, 3, 4), time(9), time(21))
DANGER = "Ik wil niet meer leven."
pytestmark = pytest.mark.both_engines


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026; the 24th is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=AMSTERDAM)


def give_phone(cast: Cast, phone: DangerPhone = PHONE) -> None:
    row = Organisation.objects.get(pk=cast.noord_id)
    organisations.set_people(
        actor=cast.anna,
        now=NOW,
        first_contact_id=row.first_contact_id,
        stand_in_id=row.stand_in_id,
        danger=phone,
    )


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(24, 10), at(24, 10)),
        (at(24, 7), at(24, 9)),
        (at(24, 21), at(25, 9)),
        (at(27, 22), at(30, 9)),
        (at(28, 12), at(30, 9)),
    ],
)
def test_it_opens_in_its_own_hours(now: datetime, opens: datetime) -> None:
    assert PHONE.opens(now) == opens
    assert DangerPhone().opens(now) is None


def test_words_of_danger_leave_at_once_before_five_hundred_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SENDS_SMS", True)
    give_phone(cast)
    others = [
        Message(
            organisation_id=cast.noord_id,
            account_id=Membership.objects.get(pk=cast.anna.id).account_id,
            to="account",
            channel="sms",
            template="alert",
            params={},
            queued_at=NOW - timedelta(hours=1),
        )
        for _ in range(500)
    ]
    Message.objects.bulk_create(others)
    request_id = cast.web_request(story=DANGER)
    danger = Message.objects.get(template="danger")
    assert (danger.to, danger.channel, danger.request_id) == ("duty", "sms", request_id)
    assert "Wit" not in str(danger.params)
    batch = claims.claim(NOW, ["sms"], limit=1)
    assert [one.message_id for one in batch.claimed] == [danger.pk]
    assert danger.look_again_at is not None
    assert danger.look_again_at - NOW <= WITHIN


def test_outside_its_hours_it_waits_for_them_and_ordinary_words_send_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_phone(cast)
    cast.web_request(story=DANGER)
    assert not Message.objects.filter(template="danger").exists(), "no text message would leave"
    monkeypatch.setattr(settings, "SENDS_SMS", True)
    give_phone(cast, DangerPhone("0612345699", (5,), time(9), time(12)))
    cast.web_request(story="Samen koken.")
    assert not Message.objects.filter(template="danger").exists()
    request_id = cast.web_request()
    handling.report_change(
        actor=Actor(Role.HELP_SEEKER, id=request_id),
        now=NOW,
        request_id=request_id,
        what="other",
        text="Hij slaat haar.",
    )
    found = Message.objects.get(template="danger")
    assert found.look_again_at == at_local(at(28, 0).date(), time(9))


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        (DangerPhone("0205550101", (1,), time(9), time(12)), "danger_phone.mobile"),
        (DangerPhone("0612345699", (), time(9), time(12)), "danger_phone.hours"),
        (DangerPhone("0612345699", (1,), time(12), time(9)), "danger_phone.hours"),
        (DangerPhone("0612345699", (1,)), "danger_phone.hours"),
    ],
)
def test_a_phone_that_cannot_hear_is_refused(cast: Cast, phone: DangerPhone, code: str) -> None:
    with pytest.raises(Refused) as refused:
        give_phone(cast, phone)
    assert refused.value.reason.code == code


@pytest.mark.parametrize("sends", [True, False])
def test_the_form_says_the_hours_only_where_text_messages_leave(
    cast: Cast, sends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SENDS_SMS", sends)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    give_phone(cast)
    client = browsing.visitor()
    fill_in(client)
    page = text(client.get(address("controleren")))
    assert ("van 9:00 tot 21:00" in page) is sends


@pytest.mark.parametrize(
    ("story", "now", "at_once", "police", "reads"),
    [
        ("", at(24, 10), False, False, "Dit lezen wij vandaag."),
        ("", at(24, 17, 1), False, True, "Dit lezen wij woensdag 25 november."),
        ("", at(28, 12), False, True, "Dit lezen wij maandag 30 november."),
        ("Zij doet de deur niet open.", at(24, 10), True, True, "Dit lezen wij vandaag."),
        (DANGER, at(28, 12), True, True, "Dit lezen wij maandag 30 november."),
    ],
)
def test_before_and_after_sending_the_page_says_what_to_do_now(
    cast: Cast,
    story: str,
    now: datetime,
    at_once: bool,
    police: bool,
    reads: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    assert cast
    client = browsing.visitor()
    fill_in(client, {**FOR_MYSELF, 6: {**FOR_MYSELF[6], "story": story}})
    before = text(client.get(address("controleren")))
    send(client)
    after = text(client.get("/uw-vraag/"))
    for page in (before, after):
        assert reads in page
        for number in ("112", "0800-0113", "0800-2000", "huisartsenpost"):
            assert number in page
        assert ("0900-8844" in page) is police
        assert ("Wacht niet op ons." in page) is at_once
    later = now + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Wacht niet op ons." not in text(client.get("/uw-vraag/")), (
        "somebody else in the same house may look at it later"
    )


def test_the_request_of_danger_is_for_today(cast: Cast) -> None:
    request_id: UUID = cast.web_request(story=DANGER)
    assert Request.objects.get(pk=request_id).advised == "hours_24"
