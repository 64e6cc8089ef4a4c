"""The pages of absence and of taking over for good."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import plain

from loopplank.actions.organisations import organisations
from loopplank.actions.responsibility import rota, takeovers
from loopplank.store.models import Absence, AccessRecord, Request
from loopplank.web.kit import clock

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def say(client: Client, cast: Cast, first: int, last: int | None, who: str = "anna") -> str:
    """Note days away through the page; what it says afterwards."""
    where = reverse("absence", args=[getattr(cast, who).id])
    day = "" if last is None else (TODAY + last * DAY).isoformat()
    client.post(where, {"first": (TODAY + first * DAY).isoformat(), "last": day})
    return plain(client.get(where))


def test_the_page_says_from_when_to_when_who_and_that_they_said_yes(cast: Cast) -> None:
    for _ in range(2):
        cast.request()
    rota.add_turn(
        actor=cast.henk,
        now=NOW,
        membership_id=cast.henk.id,  # type: ignore[arg-type]
        first=TODAY + 27 * DAY,
        last=TODAY + 41 * DAY,
    )
    page = say(browsing.member(cast.anna), cast, 27, 40)
    assert (
        "Je bent vrij van maandag 21 december tot maandag 4 januari."
        " Henk Achterwacht neemt 2 hulpvragen over. Henk Achterwacht zei ja."
    ) in page
    assert "Gaat niet door" in page
    assert not Request.objects.filter(owner_id=cast.henk.id).exists()


def test_a_colleague_reads_it_with_the_name(cast: Cast) -> None:
    cast.request()
    page = say(browsing.member(cast.gerda), cast, 0, 2)
    assert "Anna Prins is vrij van dinsdag 24 november tot vrijdag 27 november." in page
    assert "Henk Achterwacht heeft nu 1 hulpvraag overgenomen." in page
    assert "zei ja" not in page, "a fixed stand-in said yes to nothing in particular"


def test_without_a_stand_in_it_says_why_it_is_the_board_or_that_there_is_nobody(
    cast: Cast,
) -> None:
    organisations.set_people(
        actor=cast.anna,
        now=NOW,
        first_contact_id=cast.anna.id,
        stand_in_id=None,
        board_contact_id=cast.gerda.id,
    )
    client = browsing.member(cast.anna)
    cast.request()
    page = say(client, cast, 0, 2)
    assert "Er is geen achterwacht. Daarom is het iemand van het bestuur." in page
    say(client, cast, 0, 5, "henk")
    alone = say(client, cast, 0, 5, "gerda")
    assert "Er is nu niemand die het kan overnemen." in alone


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"first": ""}, 422, "Kies de eerste vrije dag."),
        ({"first": "2026-12-24", "last": "2026-12-20"}, 409, "ligt vóór de eerste"),
    ],
)
def test_a_mistake_gets_a_sentence(
    cast: Cast, typed: dict[str, str], status: int, sentence: str
) -> None:
    response = browsing.member(cast.anna).post(reverse("absence", args=[cast.anna.id]), typed)
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert not Absence.objects.exists()


def test_on_today_one_button_says_that_somebody_is_ill_and_one_that_they_are_back(
    cast: Cast,
) -> None:
    mine = cast.request()
    client = browsing.member(cast.henk)
    assert "Anna Prins is ziek vandaag" in client.get(reverse("today")).content.decode()
    response = client.post(reverse("say_ill", args=[cast.anna.id]), {"terug": "today"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("today")
    page = plain(response)
    assert "Anna Prins is er niet sinds dinsdag 24 november." in page
    assert "Henk Achterwacht heeft nu 1 hulpvraag overgenomen." in page
    assert "Anna Prins is er niet." in page
    assert Request.objects.get(pk=mine).owner_id == cast.henk.id
    row = Absence.objects.get()
    client.post(reverse("end_absence", args=[row.pk]))
    assert Request.objects.get(pk=mine).owner_id == cast.anna.id


def test_strangers_note_and_end_nothing(cast: Cast) -> None:
    say(browsing.member(cast.anna), cast, 0, 2)
    row = Absence.objects.get()
    stranger = browsing.member(cast.dirk)
    for name, pk in (
        ("say_ill", cast.henk.id),
        ("absence", cast.henk.id),
        ("end_absence", row.pk),
        ("pass_on", cast.anna.id),
        ("take_all", cast.anna.id),
    ):
        assert stranger.post(reverse(name, args=[pk])).status_code == 404, name
    assert Absence.objects.count() == 1
    assert Absence.objects.get().returned_at is None


# --- taking over ----------------------------------------------------------------------------------


def test_what_is_still_theirs_is_listed_without_names_and_taken_over_with_one_button(
    cast: Cast,
) -> None:
    mine = cast.request()
    number = Request.objects.get(pk=mine).number
    takeovers.offer(
        actor=cast.gerda,
        now=NOW,
        membership_id=cast.anna.id,  # type: ignore[arg-type]
        colleague_id=cast.henk.id,  # type: ignore[arg-type]
    )
    client = browsing.member(cast.henk)
    assert "Neem jij alles over van Anna Prins?" in plain(client.get(reverse("today")))
    page = plain(client.get(reverse("pass_on", args=[cast.anna.id])))
    assert number in page
    assert "De Wit" not in page
    assert "Jij bent gevraagd om alles over te nemen." in page
    record = AccessRecord.objects.filter(page="pass_on").latest("pk")
    assert record.subjects.filter(subject_id=Request.objects.get(pk=mine).help_seeker_id).exists()
    response = client.post(reverse("take_all", args=[cast.anna.id]), follow=True)
    assert "Het is nu van jou." in plain(response)
    assert Request.objects.get(pk=mine).owner_id == cast.henk.id
    assert "Neem jij alles over" not in plain(client.get(reverse("today")))


def test_the_board_asks_but_takes_nothing_over(cast: Cast) -> None:
    cast.request()
    client = browsing.member(cast.gerda)
    where = reverse("pass_on", args=[cast.anna.id])
    assert "Ik neem alles over" not in client.get(where).content.decode()
    assert client.post(reverse("take_all", args=[cast.anna.id])).status_code == 404
    assert client.post(where, {"who": ""}).status_code == 422
    client.post(where, {"who": str(cast.henk.id)})
    assert "Henk Achterwacht is gevraagd, en zei nog geen ja." in plain(client.get(where))


def test_with_nothing_left_there_is_a_way_back(cast: Cast) -> None:
    page = plain(browsing.member(cast.henk).get(reverse("pass_on", args=[cast.anna.id])))
    assert "Er is niets meer om over te nemen." in page


def test_the_request_says_whose_it_is(cast: Cast) -> None:
    where = reverse("request", args=[cast.request()])
    mine = "Jij bent aan zet. De vraag is van jou sinds"
    assert mine in plain(browsing.member(cast.anna).get(where))
    page = plain(browsing.member(cast.henk).get(where))
    assert "Anna Prins is aan zet. De vraag is van Anna Prins sinds" in page
    assert mine not in page
