"""Dit zie ik, dit zou ik willen beginnen: always a name, always a day, always an answer."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.checking_in import observed
from tests.app.on_the_phone import Phone, plain

from loopplank.access.account.actors import NotFound
from loopplank.actions.privacy import erasure
from loopplank.actions.wellbeing import observation
from loopplank.core.kit.reason import Refused
from loopplank.jobs.nightly import daily_work
from loopplank.store.models import (
    Account,
    Affiliation,
    Event,
    Gap,
    Membership,
    Message,
    Observation,
    Organisation,
)
from loopplank.web.kit import clock

DAY = date(2026, 12, 8)  # ten working days from Tuesday 24 November, a day on which Anna works
WORDS = "De bus stopt hier niet meer. Mensen komen nergens."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


def today_reads(cast: Cast, who: str = "anna") -> str:
    page = browsing.member(getattr(cast, who)).get(reverse("today"))
    return plain(page.content.decode())


def answers(cast: Cast, **typed: str) -> str:
    """Anna answers on her page; what she reads after that."""
    pk = Observation.objects.get().pk
    client = browsing.member(cast.anna)
    page = client.post(reverse("observation", args=[pk]), typed, follow=True)
    return plain(page.content.decode())


def test_who_answers_and_before_when_is_said_before_and_after(cast: Cast, phone: Phone) -> None:
    promise = "Anna leest het. Je krijgt antwoord, uiterlijk dinsdag 8 december."
    text = phone.reads("observations")
    assert promise in text
    assert "Schrijf geen namen of ziektes op." in text
    text = phone.then_reads("observations", kind="seen", words=WORDS)
    assert "Dag Bram, dit is je week" in text
    assert f"{WORDS} {promise}" in text, "it stands on Mijn week until it is answered"
    row = Observation.objects.get()
    assert (row.to_id, row.answer_before, row.kind) == (cast.anna.id, DAY, "seen")


def test_it_stands_on_vandaag_and_later_with_whoever_stands_in(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    observed(cast, WORDS)
    assert f"Ik zie iets Bram Vrijwilliger “{WORDS}” Geef antwoord" in today_reads(cast)
    assert WORDS not in today_reads(cast, "henk")
    assert WORDS not in today_reads(cast, "dirk")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=16))
    assert WORDS in today_reads(cast, "henk"), "the promise was broken: somebody else sees it"


def test_nothing_written_is_asked_again_and_keeps_the_choice(cast: Cast, phone: Phone) -> None:
    answer = phone.presses("observations", kind="begin", words="  ")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Schrijf op wat je ziet of wilt beginnen." in text
    assert 'value="begin" required' in text or 'value="begin"' in text
    assert not Observation.objects.exists()
    answer = phone.presses("observations", words=WORDS)
    assert (answer.status_code, WORDS in answer.content.decode()) == (422, True)


def test_twice_the_same_is_one(cast: Cast) -> None:
    assert observed(cast, WORDS) == observed(cast, WORDS)


def test_with_two_organisations_the_volunteer_chooses_to_whom(cast: Cast, phone: Phone) -> None:
    Affiliation.objects.create(volunteer_id=cast.bram_id, organisation_id=cast.zuid_id, since=TODAY)
    text = phone.reads("observations")
    assert "Noord: Anna leest het." in text
    assert "Zuid: Carla leest het." in text
    assert phone.presses("observations", kind="seen", words=WORDS).status_code == 422
    phone.presses("observations", kind="seen", words=WORDS, house=str(cast.zuid_id))
    assert Observation.objects.get().to_id == cast.carla.id
    assert WORDS not in today_reads(cast, "anna")


@pytest.mark.both_engines
def test_an_organisation_where_one_does_not_belong_cannot_be_named(cast: Cast) -> None:
    with pytest.raises(NotFound):
        observation.send(
            actor=cast.bram, now=NOW, kind="seen", words=WORDS, organisation_id=cast.zuid_id
        )


def test_who_belongs_nowhere_has_no_page(cast: Cast, phone: Phone) -> None:
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="ended")
    assert phone.presses("observations", kind="seen", words=WORDS).status_code == 404
    assert "Dit zie ik" not in phone.reads("week")


def test_who_left_hands_it_to_the_first_contact(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.noord_id).update(first_contact_id=cast.henk.id)
    pk = observed(cast, WORDS)
    Observation.objects.filter(pk=pk).update(to_id=cast.anna.id)
    Organisation.objects.filter(pk=cast.noord_id).update(stand_in_id=cast.gerda.id)
    Membership.objects.filter(pk=cast.anna.id).update(active=False, ended_on=TODAY)
    assert WORDS in today_reads(cast, "henk")


def test_so_does_whoever_cannot_sign_in_any_more(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.noord_id).update(first_contact_id=cast.henk.id)
    pk = observed(cast, WORDS)
    Observation.objects.filter(pk=pk).update(to_id=cast.anna.id)
    Organisation.objects.filter(pk=cast.noord_id).update(stand_in_id=cast.gerda.id)
    assert WORDS not in today_reads(cast, "henk")
    Account.objects.filter(memberships=cast.anna.id).update(is_active=False)
    assert WORDS in today_reads(cast, "henk")


# --- the answer -----------------------------------------------------------------------------------


def test_it_becomes_a_gap_and_the_volunteer_reads_that_with_a_name(
    cast: Cast, phone: Phone
) -> None:
    observed(cast, WORDS)
    text = answers(cast, outcome="gap", gap_name="Vervoer in het weekend", words="Goed gezien.")
    assert "De vrijwilliger krijgt bericht" in text
    row = Observation.objects.get()
    assert row.gap is not None
    assert (row.gap.name, row.gap.organisation_id) == ("Vervoer in het weekend", cast.noord_id)
    told = Message.objects.get(template="observation_answered")
    assert (told.volunteer_id, told.params) == (cast.bram_id, {"by": "Anna Prins"})
    said = "Dit staat nu op onze lijst van gaten. Goed gezien."
    assert f"Antwoord van Anna Prins, dinsdag 24 november: {said}" in phone.reads("week")
    assert said in phone.reads("observations")
    assert WORDS not in today_reads(cast)


def test_a_known_gap_can_be_chosen(cast: Cast) -> None:
    observed(cast, WORDS)
    answers(cast, outcome="gap", gap_name="Vervoer in het weekend")
    observed(cast, "Op zondag rijdt er ook niets.")
    second = Observation.objects.get(answered_at=None)
    gap = Gap.objects.get()
    browsing.member(cast.anna).post(
        reverse("observation", args=[second.pk]), {"outcome": "gap", "gap": str(gap.pk)}
    )
    second.refresh_from_db()
    assert second.gap_id == gap.pk


def test_an_offer_leads_to_the_page_where_it_is_described(cast: Cast, phone: Phone) -> None:
    observed(cast, "Ik wil samen koken.", "begin")
    text = answers(cast, outcome="offer")
    assert "Beschrijf hier het nieuwe aanbod." in text
    assert "Wij maken hier een aanbod van." in phone.reads("observations")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"outcome": "no"}, "Schrijf in een zin waarom niet."),
        ({"outcome": "gap"}, "Kies een gat, of geef het een naam."),
        ({"outcome": "gap", "gap_name": "Bram wil een bus"}, "Deze regel noemt een naam of adres."),
        ({"outcome": "gap", "gap_name": "Bus van De Wit"}, "Deze regel noemt een naam of adres."),
        ({"words": "Dank je."}, "Kies wat ermee is gedaan."),
    ],
)
def test_what_an_answer_needs(cast: Cast, typed: dict[str, str], said: str) -> None:
    cast.running(cast.bram)
    observed(cast, WORDS)
    text = answers(cast, **typed)
    assert said in text
    assert WORDS in text
    assert Observation.objects.get().answered_at is None
    assert not Gap.objects.exists()


def test_a_no_with_a_sentence_is_an_answer_too(cast: Cast, phone: Phone) -> None:
    observed(cast, WORDS)
    answers(cast, outcome="no", words="De gemeente gaat hierover.")
    assert "Wij doen dit niet. De gemeente gaat hierover." in phone.reads("week")


def test_the_answer_leaves_the_week_after_a_month_and_the_words_after_a_year(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    observed(cast, WORDS)
    answers(cast, outcome="talked")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=29))
    assert WORDS not in phone.reads("week")
    assert WORDS in phone.reads("observations")
    assert daily_work.check_ins(NOW + timedelta(days=360), lambda: False)["observations"] == 0
    assert daily_work.check_ins(NOW + timedelta(days=367), lambda: False)["observations"] == 1
    assert not Observation.objects.exists()


def test_what_nobody_answered_is_never_forgotten(cast: Cast) -> None:
    observed(cast, WORDS)
    assert daily_work.check_ins(NOW + timedelta(days=800), lambda: False)["observations"] == 0


def test_no_event_holds_a_word_of_it(cast: Cast) -> None:
    observed(cast, WORDS)
    answers(cast, outcome="no", words="De gemeente gaat hierover.")
    for event in Event.objects.filter(aggregate="observation"):
        assert "bus" not in str(event.data)
        assert "gemeente" not in str(event.data)


@pytest.mark.both_engines
def test_who_is_erased_leaves_nothing_of_it(cast: Cast) -> None:
    observed(cast, WORDS)
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert not Observation.objects.exists()


def test_the_second_of_two_who_answer_changes_nothing(cast: Cast) -> None:
    pk = observed(cast, WORDS)
    for actor, words in ((cast.anna, "Ja."), (cast.henk, "Nee.")):
        said = observation.Answer("talked", words)
        observation.answer(actor=actor, now=NOW, observation_id=pk, answer=said)
    assert Observation.objects.get().answer == "Ja."
    assert Message.objects.filter(template="observation_answered").count() == 1


def test_a_bsn_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        observed(cast, "Haar nummer is 111222333.")
