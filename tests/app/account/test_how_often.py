"""Guessing and flooding: the one who does it waits, everybody else goes on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.account.test_sign_in import PASSWORD, has_password
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import address

from loopplank.access.account.actors import VISITOR, Actor
from loopplank.actions.kit import uses
from loopplank.actions.referrals import party_codes
from loopplank.core.account.how_often import RULES, Use
from loopplank.core.account.roles import Role
from loopplank.core.account.security_log import Kind
from loopplank.store.models import Account, Event, Message, Referral, SecurityEvent, Used
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

HERE, THERE = "192.0.2.7", "198.51.100.9"
TOO_OFTEN = "Te vaak geprobeerd"


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    cache.clear()

    def set_to(moment: Any) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(NOW)
    return set_to


def sign_in(password: str, place: str, client: Client | None = None) -> str:
    response = (client or browsing.visitor()).post(
        reverse("account_login"),
        {"login": "anna@example.nl", "password": password},
        REMOTE_ADDR=place,
    )
    return "in" if response.status_code == 302 else response.content.decode()


def test_guessing_holds_the_one_who_guesses_and_not_the_owner(cast: Cast, at: Any) -> None:
    has_password(cast.anna)
    own = browsing.visitor()
    assert sign_in(PASSWORD, HERE, own) == "in"
    own.post(reverse("account_logout"))
    for n in range(60):
        at(NOW + timedelta(seconds=n))
        sign_in("mis", THERE)
    assert TOO_OFTEN in sign_in(PASSWORD, THERE), "also a restart or another worker remembers"
    assert sign_in(PASSWORD, HERE) == "in", "from another place"
    assert sign_in(PASSWORD, THERE, own) == "in", "on a device seen before"
    at(NOW + timedelta(minutes=7))
    assert sign_in(PASSWORD, THERE) == "in"
    kinds = list(SecurityEvent.objects.values_list("kind", flat=True))
    assert {Kind.SIGNED_IN, Kind.SIGN_IN_FAILED, Kind.SIGN_IN_HELD} <= set(kinds)
    assert not Used.objects.filter(whose__contains=".").exists(), "no address is kept"


def test_one_place_cannot_try_every_account(cast: Cast) -> None:
    most = RULES[Use.SIGN_IN_PLACE].limits[0].most
    has_password(cast.anna)
    for n in range(most):
        browsing.visitor().post(
            reverse("account_login"),
            {"login": f"iemand{n}@example.nl", "password": "mis"},
            REMOTE_ADDR=THERE,
        )
    assert TOO_OFTEN in sign_in(PASSWORD, THERE)
    assert sign_in(PASSWORD, HERE) == "in"


def test_a_hundred_posts_to_the_form_end_in_a_page_with_the_number(cast: Cast) -> None:
    client, before = browsing.visitor(), Event.objects.count()
    found: dict[int, HttpResponse] = {}
    for _ in range(100):
        found_now = client.post(address(1), {"for_whom": "self"}, REMOTE_ADDR=THERE)
        found[found_now.status_code] = found_now
    most = RULES[Use.FORM_PLACE].limits[0].most
    assert Event.objects.count() - before == most
    page = found[429].content.decode()
    assert "020 555 01 40" in page
    assert "Vanaf di 24 nov 10:40 kan het weer" in page
    assert found[429]["Retry-After"] == "600"
    other = client.post(address(1), {"for_whom": "self"}, REMOTE_ADDR=HERE)
    assert other.status_code == 302
    assert SecurityEvent.objects.filter(kind=Kind.LIMITED, data={"use": "form_place"}).exists()


def test_unconfirmed_drafts_keep_nobody_out(cast: Cast) -> None:
    """Twenty-five of them closed the door of an organisation for a day."""
    for n in range(40):
        party_codes.start_as_party(
            actor=VISITOR,
            now=NOW,
            organisation_id=cast.noord_id,
            outsider=replace(referring.PRACTICE, email=f"praktijk{n}@example.nl"),
            source=f"203.0.113.{n}",
        )
    assert Referral.objects.filter(status="draft").count() == 40
    assert referring.started_outside(cast).role is Role.PARTY


def test_codes_are_sent_ever_more_slowly_and_then_no_more(cast: Cast, at: Any) -> None:
    party: Actor = referring.started_outside(cast)
    sent = 1
    for minute in range(24 * 60):
        try:
            party_codes.new_code(actor=party, now=NOW + timedelta(minutes=minute))
            sent += 1
        except uses.TooOften:
            continue
    assert sent == RULES[Use.CODE_LINK].limits[0].most
    assert Message.objects.filter(template="code").count() == sent


def test_a_code_too_soon_is_a_page_with_the_number(cast: Cast) -> None:
    party = referring.started_outside(cast)
    client = browsing.by_link("referral", party.id)
    assert client.post(reverse("linked_new_code")).status_code == 302
    page = client.post(reverse("linked_new_code"))
    assert page.status_code == 429
    assert "Bellen kan wel" in page.content.decode()


@pytest.mark.postgresql
@pytest.mark.commits
def test_workers_at_one_moment_share_the_count(cast: Cast, race: Any) -> None:
    most = RULES[Use.REFERRAL_PLACE].limits[0].most

    def one() -> str:
        try:
            uses.take(NOW, (Use.REFERRAL_PLACE, THERE))
        except uses.TooOften:
            return "held"
        return "done"

    assert [*race([one] * (most + 6))].count("done") == most


def test_what_was_counted_goes_in_two_days(cast: Cast) -> None:
    uses.take(NOW, (Use.FORM_PLACE, THERE))
    uses.forget_uses(NOW + timedelta(days=1))
    assert Used.objects.count() == 1
    uses.forget_uses(NOW + timedelta(days=3))
    assert not Used.objects.exists()
    assert Account.objects.exists()
