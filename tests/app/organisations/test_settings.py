"""What an organisation settles about itself, and that its form does not open without people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import Actor
from loopplank.actions.organisations import organisations
from loopplank.core.kit.reason import Refused
from loopplank.store.models import AccessRecord, Event, Organisation
from loopplank.web.kit import clock

PAGES = (
    "settings_organisation",
    "settings_contact",
    "settings_privacy",
    "settings_form",
    "offers",
    "new_offer",
    "own_limits",
    "colleagues",
    "invite_colleague",
)
DETAILS = {
    "name": "Noord aan het Water",
    "short_name": "Noord",
    "phone": "020 555 01 42",
    "phone_hours": "maandag tot en met vrijdag, 9:00 tot 16:00 uur",
    "email": "noord@example.nl",
    "weekdays": ["0", "1", "3"],
    "help_seeker_word": "buur",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def noord(cast: Cast) -> Organisation:
    return Organisation.objects.get(pk=cast.noord_id)


def without_people(cast: Cast) -> None:
    organisations.set_people(actor=cast.anna, now=NOW, first_contact_id=None, stand_in_id=None)


@pytest.mark.parametrize("name", ["anna", "gerda"])
def test_whoever_runs_an_organisation_opens_every_page(cast: Cast, name: str) -> None:
    client = browsing.member(getattr(cast, name))
    for page in PAGES:
        assert client.get(reverse(page)).status_code == 200, page


@pytest.mark.parametrize("name", ["ella", "fred"])
def test_other_members_have_nothing_to_settle(cast: Cast, name: str) -> None:
    client = browsing.member(getattr(cast, name))
    text = client.get(reverse("settings")).content.decode()
    assert "Voor jouw rol is hier niets in te richten." in text
    for page in PAGES:
        assert client.get(reverse(page)).status_code == 404, page


def test_the_list_says_what_still_lacks(cast: Cast) -> None:
    without_people(cast)
    text = browsing.member(cast.anna).get(reverse("settings")).content.decode()
    assert "Het formulier is dicht. Er ontbreken nog 2 dingen." in text
    assert text.count("ontbreekt</span>") == 2
    assert "Nog niemand. Wie neemt over als het moet?" in text
    assert "Vul aan wat ontbreekt" in text


def test_when_all_is_there_it_says_so(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    assert "Het formulier is open." in client.get(reverse("settings")).content.decode()
    organisations.open_form(actor=cast.anna, now=NOW, is_open=False)
    assert "Het formulier kan open." in client.get(reverse("settings")).content.decode()
    shown = AccessRecord.objects.filter(page="settings").latest("pk").subjects
    assert set(shown.values_list("subject_id", flat=True)) == {
        cast.anna.account_id,
        cast.henk.account_id,
    }


def test_it_asks_little_of_the_database(cast: Cast, queries: Callable[[], Any]) -> None:
    client = browsing.member(cast.anna)
    with queries() as asked:
        client.get(reverse("settings"))
    assert len(asked) <= 16, asked


def test_details_are_saved(cast: Cast) -> None:
    response = browsing.member(cast.anna).post(reverse("settings_organisation"), DETAILS)
    assert response["Location"] == reverse("settings")
    row = noord(cast)
    assert (row.name, row.phone, row.weekdays) == ("Noord aan het Water", "0205550142", [0, 1, 3])
    event = Event.objects.filter(type="organisation.described").latest("pk")
    assert event.data == {
        "columns": ["name", "phone_hours", "email", "weekdays", "help_seeker_word"]
    }


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "12", "Dit telefoonnummer klopt niet."),
        ("phone", "", "Vul een telefoonnummer in. Het staat in elk bericht."),
        ("short_name", "Buurtkracht Oost", "Gebruik 2 tot 11 letters of cijfers"),
        ("short_name", "Nóórd!", "Gebruik 2 tot 11 letters of cijfers"),
        ("email", "noord", "Dit e-mailadres klopt niet."),
    ],
)
def test_a_mistake_keeps_what_was_typed(cast: Cast, field: str, typed: str, sentence: str) -> None:
    response = browsing.member(cast.anna).post(
        reverse("settings_organisation"), {**DETAILS, field: typed}
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "<title>Fout:" in text
    assert 'value="Noord aan het Water"' in text
    assert noord(cast).name == "Noord"


def test_privacy_is_saved(cast: Cast) -> None:
    typed = {
        "legal_basis": "Toestemming",
        "complaints_to": "klachten@example.nl",
        "months_kept_after_closing": "6",
    }
    browsing.member(cast.anna).post(reverse("settings_privacy"), typed)
    row = noord(cast)
    assert (row.legal_basis, row.months_kept_after_closing) == ("Toestemming", 6)
    assert not row.needs_conduct_certificate
    refused = browsing.member(cast.anna).post(
        reverse("settings_privacy"), {**typed, "months_kept_after_closing": "0"}
    )
    assert "Vul een heel getal in, van 1 tot en met 60." in refused.content.decode()


@pytest.mark.parametrize(
    ("basis", "complaints", "said"),
    [
        ("", "", "Nog geen grond en geen klachtadres."),
        ("Toestemming", "", "Nog geen klachtadres."),
        ("", "klachten@example.nl", "Nog geen grond."),
        ("Toestemming", "klachten@example.nl", "Grond en klachtadres staan er."),
    ],
)
def test_the_list_names_only_what_is_missing(
    cast: Cast, basis: str, complaints: str, said: str
) -> None:
    organisations.describe(
        actor=cast.anna,
        now=NOW,
        values={"legal_basis": basis, "complaints_to": complaints},
    )
    assert said in browsing.member(cast.anna).get(reverse("settings")).content.decode()


def contact(
    first: Actor | None, second: Actor | None, number: str = "0205550199"
) -> dict[str, str]:
    return {
        "first_contact": str(first.id) if first else "",
        "stand_in": str(second.id) if second else "",
        "duty_phone": number,
    }


def test_first_contact_stand_in_and_duty_number(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    client.post(reverse("settings_contact"), contact(cast.gerda, cast.anna, "06-12345678"))
    row = noord(cast)
    assert (row.first_contact_id, row.stand_in_id) == (cast.gerda.id, cast.anna.id)
    assert row.duty_phone == "0612345678"
    assert row.form_open


def test_the_stand_in_is_somebody_else(cast: Cast) -> None:
    response = browsing.member(cast.anna).post(
        reverse("settings_contact"), contact(cast.anna, cast.anna)
    )
    assert "De achterwacht is een ander dan de eerste contactpersoon." in response.content.decode()
    assert noord(cast).stand_in_id == cast.henk.id


@pytest.mark.parametrize("missing", ["first_contact", "stand_in", "duty_phone"])
def test_without_one_of_the_three_the_form_shuts_and_says_so(cast: Cast, missing: str) -> None:
    client = browsing.member(cast.anna)
    typed = {**contact(cast.anna, cast.henk), missing: ""}
    response = client.post(reverse("settings_contact"), typed, follow=True)
    assert "Het formulier is nu dicht" in response.content.decode()
    assert not noord(cast).form_open


def test_nobody_of_another_organisation_can_be_chosen(cast: Cast) -> None:
    response = browsing.member(cast.anna).post(
        reverse("settings_contact"), contact(cast.anna, cast.carla)
    )
    assert response.status_code == 422
    assert "Carla" not in response.content.decode()


def test_the_form_does_not_open_without_people(cast: Cast) -> None:
    without_people(cast)
    response = browsing.member(cast.anna).post(reverse("settings_form"), {"form": "open"})
    text = response.content.decode()
    assert response.status_code == 409
    assert "Het formulier gaat pas open met een contactpersoon" in text
    assert not noord(cast).form_open


def test_the_form_does_not_open_without_a_number(cast: Cast) -> None:
    organisations.open_form(actor=cast.anna, now=NOW, is_open=False)
    organisations.describe(actor=cast.anna, now=NOW, values={"duty_phone": ""})
    with pytest.raises(Refused):
        organisations.open_form(actor=cast.anna, now=NOW, is_open=True)


def test_opening_and_closing(cast: Cast) -> None:
    client = browsing.member(cast.gerda)
    client.post(reverse("settings_form"), {"form": "closed"})
    assert not noord(cast).form_open
    response = client.post(reverse("settings_form"), {"form": "open"}, follow=True)
    assert "Het formulier is open." in response.content.decode()
    assert noord(cast).form_open


def test_it_says_when_nobody_reads(cast: Cast) -> None:
    sentence = "Van 24 december tot en met 3 januari leest niemand dit formulier."
    client = browsing.member(cast.anna)
    client.post(reverse("settings_form"), {"unread_notice": sentence})
    assert noord(cast).unread_notice == sentence
    assert sentence in client.get(reverse("settings")).content.decode()
    too_long = client.post(reverse("settings_form"), {"unread_notice": "x" * 201})
    assert too_long.status_code == 422
    client.post(reverse("settings_form"), {"unread_notice": ""})
    assert noord(cast).unread_notice == ""


def test_looking_changes_nothing(cast: Cast) -> None:
    before = Event.objects.count()
    client = browsing.member(cast.anna)
    for page in ("settings", *PAGES):
        client.get(reverse(page))
    assert Event.objects.count() == before


def test_the_form_does_not_open_with_somebody_who_was_only_invited(cast: Cast) -> None:
    organisations.open_form(actor=cast.anna, now=NOW, is_open=False)
    stand_in = noord(cast).stand_in
    assert stand_in is not None
    stand_in.account.set_unusable_password()
    stand_in.account.save(update_fields=["password"])
    with pytest.raises(Refused, match=r"form\.needs_people"):
        organisations.open_form(actor=cast.anna, now=NOW, is_open=True)
