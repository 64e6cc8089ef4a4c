"""Own details, and being erased: both are the volunteer's own to do."""

import re

import pytest
from django.urls import reverse
from tests.app.cast import NOW, Cast
from tests.app.on_the_phone import Phone, since_weeks

from loopplank.access.account import links
from loopplank.store.models import Link, Match, Message, Network, Volunteer
from loopplank.web.kit import clock

TYPED = {
    "first_name": "Bram",
    "last_name": "De Boer",
    "phone": "06 87 65 43 21",
    "email": "bram@example.nl",
    "postcode": "1013cc",
    "channel": "email",
    "language": "nl",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


def test_own_details_are_changed_without_anybody_else(cast: Cast, phone: Phone) -> None:
    assert "Bewaard." in phone.then_reads("own_details", **TYPED)
    row = Volunteer.objects.get(pk=cast.bram_id)
    assert (row.last_name, row.phone, row.postcode, row.channel) == (
        "De Boer",
        "0687654321",
        "1013 CC",
        "email",
    )
    assert not Message.objects.filter(template="changed_for_you").exists()
    assert 'value="06 87 65 43 21"' in phone.html("own_details")


def test_another_language_holds_for_the_pages_too(phone: Phone) -> None:
    said = phone.then_reads("own_details", **{**TYPED, "language": "en"})
    assert "Saved." in said
    assert "My details" in said
    # and who changes only a name keeps the language of this browser
    phone.client.get("/taal/", {"to": "nl", "next": "/"})
    assert "Bewaard." in phone.then_reads("own_details", **{**TYPED, "language": "en"})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first_name": ""}, "Vul een voornaam in."),
        ({"last_name": ""}, "Vul een achternaam in."),
        ({"phone": "06 123"}, "telefoonnummer"),
        ({"postcode": "10 AB"}, "postcode"),
        ({"email": "bram"}, "mailadres"),
        ({"phone": "", "email": ""}, "Vul een telefoonnummer of een e-mailadres in."),
        ({"email": ""}, "Vul een e-mailadres in, of kies iets anders."),
        ({"phone": "", "channel": "sms"}, "Vul een telefoonnummer in, of kies iets anders."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, phone: Phone, wrong: dict[str, str], said: str
) -> None:
    typed = {**TYPED, **wrong}
    answer = phone.presses("own_details", **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "<title>Fout:" in page
    for name in ("first_name", "last_name", "phone", "email", "postcode"):
        assert not typed[name] or f'value="{typed[name]}"' in page, name
    assert re.search(rf'value="{typed["channel"]}"[^>]* checked', page)
    assert Volunteer.objects.get(pk=cast.bram_id).last_name == "Vrijwilliger"


def test_stopping_is_asked_once_more_and_says_who_will_be_called(cast: Cast, phone: Phone) -> None:
    assert "Je helpt nu nog" not in phone.reads("erase_me")
    since_weeks(cast, cast.bram)
    assert "Je helpt nu nog 1 persoon. Dat stopt vandaag." in phone.reads("erase_me")
    since_weeks(cast, cast.bram)
    text = phone.reads("erase_me")
    assert "Je helpt nu nog 2 mensen. Dat stopt vandaag." in text
    assert "Nee, terug naar mijn week" in text
    assert Volunteer.objects.get(pk=cast.bram_id).erased_at is None, "reading it erases nothing"


@pytest.mark.both_engines
def test_after_stopping_nothing_is_left_and_the_link_is_dead(cast: Cast, phone: Phone) -> None:
    match_id = since_weeks(cast, cast.bram)
    row = Link.objects.get(purpose=links.WEEK, subject_id=cast.bram_id)
    link = f"/l/{links.token_of(row.pk, row.generation)}"
    before = {name: kept.value for name, kept in phone.client.cookies.items()}
    text = phone.then_reads("erase_me")
    assert "Alles is gewist" in text
    erased = Volunteer.objects.get(pk=cast.bram_id)
    assert erased.erased_at == NOW
    assert (erased.first_name, erased.phone, erased.email) == ("", "", "")
    assert Match.objects.get(pk=match_id).state == "ended"
    assert not [name for name, kept in phone.client.cookies.items() if kept.value == before[name]]
    # not by what this device kept, and not by the link itself
    assert phone.client.get(reverse("week")).status_code == 403
    assert phone.client.get(link).status_code == 404
