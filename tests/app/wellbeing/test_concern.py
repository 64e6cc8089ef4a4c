"""A concern on the desk: on the list of whoever must answer, read by the right eyes, closed."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import text

from loopplank.access.account.actors import Actor
from loopplank.actions.requests import handling
from loopplank.actions.wellbeing import concern
from loopplank.core.account.roles import Role
from loopplank.store.models import (
    AccessRecord,
    AskerConcern,
    Event,
    Match,
    Membership,
    Organisation,
    Request,
)
from loopplank.web.kit import clock

TODAY_PAGE = "/vandaag/"
WORDS = "Zij komt steeds niet opdagen."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`at(moment)`: the pages believe that it is then."""

    def then(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return then


def raised(cast: Cast, *reasons: str, words: str = WORDS) -> UUID:
    request_id = Match.objects.get(pk=cast.running(cast.volunteer("Ria Smit"))).request_id
    return concern.raise_concern(
        actor=Actor(Role.HELP_SEEKER, id=request_id),
        now=NOW,
        request_id=request_id,
        reasons=reasons,
        words=words,
    )


def page_of(concern_id: UUID) -> str:
    return reverse("concern", args=[concern_id])


def request_of(concern_id: UUID) -> UUID:
    return AskerConcern.objects.get(pk=concern_id).request_id


def test_it_stands_on_the_list_until_it_is_answered(cast: Cast) -> None:
    concern_id = raised(cast)
    client = browsing.member(cast.anna)
    page = text(client.get(TODAY_PAGE))
    assert "Signaal van mevrouw De Wit" in page
    assert WORDS in page
    response = client.post(
        page_of(concern_id), {"spoken": "yes", "outcome": "changed", "done": "Andere dag."}
    )
    assert response.status_code == 302
    assert "Signaal van mevrouw De Wit" not in text(client.get(TODAY_PAGE))
    row = AskerConcern.objects.get()
    assert (row.outcome, row.spoken, row.done) == ("changed", True, "Andere dag.")
    assert row.answered_by_id == cast.anna.id
    page = text(client.get(reverse("request", args=[row.request_id])))
    assert "De afspraak is veranderd. Gesproken." in page


def test_an_answer_says_what_was_done_and_whether_they_spoke(cast: Cast) -> None:
    concern_id = raised(cast)
    response = browsing.member(cast.anna).post(page_of(concern_id), {"done": "Gebeld."})
    page = text(response)
    assert response.status_code == 422
    assert "Kies of je de persoon sprak." in page
    assert "Kies wat er is gedaan." in page
    assert "Gebeld." in page


def test_somebody_who_does_not_feel_safe_is_said_so_on_the_list(cast: Cast) -> None:
    raised(cast, "not_safe", words="")
    page = text(browsing.member(cast.anna).get(TODAY_PAGE))
    assert "Voelt zich niet veilig" in page
    assert "Ik voel me niet veilig" in page


def test_a_colleague_reads_it_but_it_is_not_on_their_list(cast: Cast) -> None:
    concern_id = raised(cast)
    henk = browsing.member(cast.henk)
    assert WORDS not in text(henk.get(TODAY_PAGE))
    assert WORDS in text(henk.get(page_of(concern_id)))


def test_about_the_coordinator_only_its_reader_sees_it(cast: Cast) -> None:
    concern_id = raised(cast, "coordinator")
    anna, henk = browsing.member(cast.anna), browsing.member(cast.henk)
    request_id = request_of(concern_id)
    assert WORDS in text(henk.get(TODAY_PAGE))
    assert WORDS in text(henk.get(reverse("request", args=[request_id])))
    for name in ("request", "print_request", "request_text"):
        assert WORDS not in text(anna.get(reverse(name, args=[request_id]))), name
    assert WORDS not in text(anna.get(TODAY_PAGE))
    assert anna.get(page_of(concern_id)).status_code == 404
    assert anna.post(page_of(concern_id), {"spoken": "yes", "outcome": "changed"}).status_code == (
        404
    )


def test_a_late_one_comes_to_the_stand_in_too(cast: Cast, at: Any) -> None:
    raised(cast)
    henk = browsing.member(cast.henk)
    assert WORDS not in text(henk.get(TODAY_PAGE))
    at(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    page = text(henk.get(TODAY_PAGE))
    assert WORDS in page
    assert "van Anna Prins" in page


def test_a_late_one_about_the_stand_in_does_not_come_to_them(cast: Cast, at: Any) -> None:
    concern_id = raised(cast, "coordinator")
    row = Request.objects.get(pk=request_of(concern_id))
    # Henk takes the question over after it was sent to him about Anna: hers now, about him never
    handling.take_over(actor=cast.henk, now=NOW, request_id=row.pk)
    AskerConcern.objects.filter(pk=concern_id).update(to_id=cast.anna.id)
    at(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    assert WORDS not in text(browsing.member(cast.henk).get(TODAY_PAGE))


def test_what_was_sent_to_somebody_who_left_is_the_owners(cast: Cast) -> None:
    concern_id = raised(cast)
    handling.take_over(actor=cast.henk, now=NOW, request_id=request_of(concern_id))
    Organisation.objects.filter(pk=cast.noord_id).update(
        first_contact=None, stand_in=None, form_open=False
    )
    Membership.objects.filter(pk=cast.anna.id).update(active=False, ended_on=NOW.date())
    assert WORDS in text(browsing.member(cast.henk).get(TODAY_PAGE))


def test_another_organisation_knows_nothing_of_it(cast: Cast) -> None:
    concern_id = raised(cast)
    dirk = browsing.member(cast.dirk)
    assert dirk.get(page_of(concern_id)).status_code == 404
    assert WORDS not in text(dirk.get(TODAY_PAGE))
    assert dirk.post(page_of(concern_id), {"spoken": "no", "outcome": "goes_on"}).status_code == 404
    assert AskerConcern.objects.get().answered_at is None


def test_answered_twice_the_first_answer_stays(cast: Cast) -> None:
    concern_id = raised(cast)
    for outcome in ("changed", "stopped"):
        concern.answer(
            actor=cast.anna,
            now=NOW,
            concern_id=concern_id,
            answer=concern.Answer(outcome, spoken=True),
        )
    assert AskerConcern.objects.get().outcome == "changed"
    assert Event.objects.filter(type="concern.answered").count() == 1


def test_the_reading_is_recorded(cast: Cast) -> None:
    concern_id = raised(cast)
    browsing.member(cast.anna).get(page_of(concern_id))
    record = AccessRecord.objects.get(page="concern")
    seeker = Request.objects.get(pk=request_of(concern_id)).help_seeker_id
    assert list(record.subjects.values_list("subject_id", flat=True)) == [seeker]


def test_it_counts_in_the_menu(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    before = client.get("/berichten/").context["menu"][0].count
    raised(cast)
    assert client.get("/berichten/").context["menu"][0].count == before + 1


def test_today_costs_the_same_for_one_as_for_many(cast: Cast, queries: Any) -> None:
    client = browsing.member(cast.anna)
    raised(cast)
    client.get(TODAY_PAGE)
    with queries() as few:
        client.get(TODAY_PAGE)
    for n in range(4):
        raised(cast, words=f"Nog een keer {n}.")
    with queries() as many:
        client.get(TODAY_PAGE)
    assert len(few) == len(many) <= 25, many
