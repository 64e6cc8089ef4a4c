"""A second request of the same person is pointed out; another organisation's never is."""

from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, Cast

from loopplank.store.models import AccessRecord, Request
from loopplank.web.kit import clock

WORDS = "Er is al een open hulpvraag van"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def shown(cast: Cast, request_id: UUID) -> str:
    address = reverse("request", args=[request_id])
    return browsing.member(cast.anna).get(address).content.decode()


@pytest.mark.parametrize(
    "same",
    [{"last_name": "Anders"}, {"phone": "0698765432", "last_name": "de wit"}],
    ids=["number", "name and postcode"],
)
def test_the_same_number_or_name_and_postcode_is_pointed_out(
    cast: Cast, same: dict[str, str]
) -> None:
    first, second = cast.request(**same), cast.request()
    before = Request.objects.get(pk=first)
    text = shown(cast, second)
    assert WORDS in text
    assert f"({before.number})" in text
    assert f'href="{reverse("request", args=[first])}"' in text
    seen = AccessRecord.objects.filter(subjects__subject_id=before.help_seeker_id)
    assert seen.exists(), "the banner shows a name"


@pytest.mark.parametrize(
    "other",
    [
        {"phone": "0698765432", "postcode": "1013 AC"},
        {"phone": "0698765432", "last_name": "Anders"},
        {"phone": "", "last_name": "", "postcode": "", "email": "a@example.nl"},
    ],
)
def test_half_the_same_is_somebody_else(cast: Cast, other: dict[str, str]) -> None:
    cast.request(**other)
    assert WORDS not in shown(cast, cast.request())


def test_without_a_number_nobody_is_the_same(cast: Cast) -> None:
    nothing = {"phone": "", "postcode": "", "email": "a@example.nl"}
    cast.request(**nothing)
    assert WORDS not in shown(cast, cast.request(**nothing))


def test_what_is_closed_or_of_another_organisation_is_not_said(cast: Cast) -> None:
    cast.request(of=cast.carla)
    closed = cast.request()
    client = browsing.member(cast.anna)
    typed = {
        "reason": "not_wanted",
        "next_step": "nobody",
        "safe_why": KNOWN_SAFE.why,
        "safe_tried": KNOWN_SAFE.tried,
    }
    client.post(reverse("close", args=[closed]), typed)
    assert WORDS not in shown(cast, cast.request())
