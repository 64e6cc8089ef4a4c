"""The rota page: who stands in week by week, and a yes that somebody said themselves."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.checking_in import observed
from tests.app.conftest import Questions
from tests.app.questionnaire import plain
from tests.app.referring import offered

from loopplank.access.account.actors import Actor
from loopplank.access.requests.status import StatusPage, status_page
from loopplank.access.responsibility.frame import frame_of
from loopplank.access.responsibility.today import today_page
from loopplank.access.wellbeing.too_heavy import too_heavy_page
from loopplank.actions.organisations import organisations
from loopplank.actions.requests import refusal
from loopplank.actions.responsibility import absence, rota
from loopplank.core.account.roles import Role
from loopplank.core.requests.status import Course
from loopplank.core.triage import Answer
from loopplank.store.models import (
    AccessRecord,
    Event,
    Membership,
    Message,
    Observation,
    Referral,
    Request,
    Turn,
)
from loopplank.web.kit import clock

Counting = Callable[[], AbstractContextManager[Questions]]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def typed(who: Actor, first: int = 0, last: int = 4, **more: str) -> dict[str, str]:
    return {
        "who": str(who.id),
        "first": (TODAY + first * DAY).isoformat(),
        "last": (TODAY + last * DAY).isoformat(),
        **more,
    }


@pytest.mark.parametrize("name", ["anna", "gerda"])
def test_it_shows_who_stands_in_and_what_happens_without(cast: Cast, name: str) -> None:
    organisations.set_people(
        actor=cast.anna,
        now=NOW,
        first_contact_id=cast.anna.id,
        stand_in_id=cast.henk.id,
        board_contact_id=cast.gerda.id,
    )
    page = plain(browsing.member(getattr(cast, name)).get(reverse("rota")))
    assert "Henk Achterwacht is de vaste achterwacht." in page
    assert "Is er niemand? Dan is het Gerda Bestuur van het bestuur." in page
    assert page.count("hele week") == 8
    assert "Carla" not in page
    record = AccessRecord.objects.filter(page="rota").latest("pk")
    shown = set(record.subjects.values_list("subject_id", flat=True))
    assert shown == {cast.anna.account_id, cast.henk.account_id, cast.gerda.account_id}


def test_somebody_says_yes_for_themselves(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    response = client.post(reverse("rota"), typed(cast.anna, 0, 2))
    assert response["Location"] == reverse("rota")
    page = plain(client.get(reverse("rota")))
    assert "Zei zelf ja." in page
    assert "di 24 nov tot en met do 26 nov" in page
    assert frame_of(cast.henk, NOW).stand_in == "Anna Prins"
    assert frame_of(cast.henk, NOW + 3 * DAY).stand_in == "Henk Achterwacht"


def test_for_a_colleague_the_yes_was_heard_and_by_whom_stays_with_it(cast: Cast) -> None:
    client = browsing.member(cast.gerda)
    response = client.post(reverse("rota"), typed(cast.anna))
    assert response.status_code == 409
    assert "Zei Anna Prins zelf ja?" in response.content.decode()
    assert not Turn.objects.exists()
    client.post(reverse("rota"), typed(cast.anna, heard_yes="on"))
    assert "Zei ja, genoteerd door Gerda Bestuur." in plain(client.get(reverse("rota")))
    assert Turn.objects.get().noted_by_id == cast.gerda.id
    data = Event.objects.get(type="rota.turn_added").data
    assert data["noted_by"] == str(cast.gerda.id)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (3, 2, "De laatste dag ligt vóór de eerste."),
        (-9, -3, "Deze dagen zijn al voorbij."),
        (0, 500, "Een dienst duurt hooguit een jaar."),
    ],
)
def test_days_that_make_no_sense_get_a_sentence_and_stay(
    cast: Cast, first: int, last: int, sentence: str
) -> None:
    response = browsing.member(cast.anna).post(reverse("rota"), typed(cast.anna, first, last))
    page = response.content.decode()
    assert response.status_code == 409
    assert sentence in page
    assert f'value="{(TODAY + last * DAY).isoformat()}"' in page


def test_pressed_twice_it_is_one_turn_and_it_can_be_taken_back(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    for _ in range(2):
        client.post(reverse("rota"), typed(cast.anna))
    turn = Turn.objects.get()
    stranger = browsing.member(cast.dirk)
    assert stranger.post(reverse("remove_turn", args=[turn.pk])).status_code == 404
    client.post(reverse("remove_turn", args=[turn.pk]))
    assert not Turn.objects.exists()
    assert Event.objects.filter(type="rota.turn_removed").count() == 1


def test_nobody_of_another_organisation_can_be_put_in(cast: Cast) -> None:
    response = browsing.member(cast.anna).post(reverse("rota"), typed(cast.carla, heard_yes="on"))
    assert response.status_code == 422
    assert not Turn.objects.exists()


def test_days_without_anybody_say_so(cast: Cast) -> None:
    assert cast.henk.id
    absence.note(
        actor=cast.anna, now=NOW, membership_id=cast.henk.id, first=TODAY, last=TODAY + DAY
    )
    page = plain(browsing.member(cast.anna).get(reverse("rota")))
    assert "niemand di 24 nov tot en met wo 25 nov" in page


def test_wherever_somebody_must_act_today_it_is_who_has_the_turn(cast: Cast) -> None:
    """The list of the stand-in, the alert, the page of a volunteer, and what the asker reads."""
    late, mine = cast.request(of=cast.henk), cast.request()
    Request.objects.filter(pk=late).update(due_on=TODAY - DAY)

    def seen() -> tuple[bool, bool, str, str]:
        cast.assess(cast.request(of=cast.henk), of=cast.henk, N1=Answer.YES)
        return (
            late in {row.request_id for row in today_page(cast.anna, NOW).rows},
            Message.objects.filter(template="alert").latest("queued_at").account_id
            == cast.anna.account_id,
            too_heavy_page(cast.bram, NOW).on_duty[0].name,
            _status(late).stand_in,
        )

    # Henk weighs his own request: somebody else hears of the danger, whoever comes first
    late_is_ours, _hears, on_duty, stand_in = seen()
    assert (late_is_ours, on_duty, stand_in) == (False, "Henk Achterwacht", "")
    Message.objects.filter(template="alert").delete()
    rota.add_turn(
        actor=cast.anna,
        now=NOW,
        membership_id=cast.anna.id,  # type: ignore[arg-type]
        first=TODAY,
        last=TODAY,
    )
    assert seen() == (True, True, "Anna Prins", "Anna Prins")
    assert _status(mine).stand_in == "", "the owner stands in: no other name is promised"


def _status(request_id: UUID) -> Course:
    asker = Actor(Role.HELP_SEEKER, id=request_id)
    page = status_page(asker, NOW)
    assert isinstance(page, StatusPage)
    return page.course


def test_it_costs_the_same_for_one_turn_as_for_twenty(cast: Cast, queries: Counting) -> None:
    client = browsing.member(cast.anna)
    counts = []
    for turns in (1, 19):
        for n in range(turns):
            rota.add_turn(
                actor=cast.anna,
                now=NOW,
                membership_id=cast.anna.id,  # type: ignore[arg-type]
                first=TODAY + n * DAY,
                last=TODAY + (n + turns) * DAY,
            )
        with queries() as asked:
            client.get(reverse("rota"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 21, counts


def test_whatever_is_new_goes_to_the_same_person(cast: Cast) -> None:
    """A request, a question of another organisation, an observation, and a no that comes back after
    its owner left: with the first contact away all go to who said yes for today.
    """
    came_back = cast.said_no(of=cast.henk, next_party="Wijkteam", next_party_agreed=True)
    absence.note(actor=cast.anna, now=NOW, membership_id=cast.anna.id, first=NOW.date(), last=None)
    day = NOW.date()
    rota.add_turn(actor=cast.gerda, now=NOW, membership_id=cast.gerda.id, first=day, last=day)
    asked = offered(cast, of=cast.carla, to=cast.noord_id)
    wrote = observed(cast)
    arrived = cast.web_request()
    Membership.objects.filter(pk=cast.henk.id).update(active=False, ended_on=day)
    refusal.next_party_withdrew(actor=cast.anna, now=NOW, request_id=came_back)
    found = [
        Request.objects.get(pk=arrived).owner_id,
        Request.objects.get(pk=came_back).owner_id,
        Referral.objects.get(pk=asked).handler_id,
        Observation.objects.get(pk=wrote).to_id,
    ]
    assert found == [cast.gerda.id] * 4
