"""A yes or a no by one's own link or status page: this sheet alone, and nothing around it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.arranging import FAMILY, Arranged, combination
from tests.app.cast import KNOWN_SAFE, NOW, Cast
from tests.app.questionnaire import text

from loopplank.access.account import links
from loopplank.access.account.actors import NotFound
from loopplank.actions.arrangements import signatures
from loopplank.actions.matching import matches
from loopplank.core.arrangements import Answer, Side, State
from loopplank.store.models import AccessRecord, Arrangement, Link, Request, Signature
from loopplank.web.kit import clock

SIGN = "/afspraak/"
#: Of the person, and nothing of it is anybody's business who says yes to a sheet.
NOT_SHOWN = ("De Wit", "1013", "Ik zie de hele week", "06 12 34 56 78", "0612345678", "1943")


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def offered(cast: Cast) -> Arranged:
    return combination(cast).begin().change(family=FAMILY).offer()


def by_link(one: Arranged, side: Side = Side.PROFESSIONAL) -> Client:
    return browsing.by_link(links.ARRANGEMENT, one.signature(side).pk)


def put(client: Client, where: str, **typed: str) -> str:
    return text(client.post(where, typed, follow=True))


# --- the professional and the family --------------------------------------------------------------


def test_it_shows_this_sheet_with_first_names_and_nothing_more(offered: Arranged) -> None:
    page = text(by_link(offered).get(SIGN))
    for words in ("Klopt deze afspraak?", "Truus", "Bram", "Boodschappen en koffie", "Douchen"):
        assert words in page, words
    assert not [words for words in NOT_SHOWN if words in page]
    assert "zei ja" not in page, "what others said is theirs"
    assert "Vrijwilliger, " not in page
    record = AccessRecord.objects.latest("pk")
    assert (record.actor_role, record.page) == ("signatory", "sign")
    assert record.actor_id == offered.signature(Side.PROFESSIONAL).pk
    subjects = set(record.subjects.values_list("subject_id", flat=True))
    assert offered.request.help_seeker_id in subjects


def test_opening_the_link_changes_nothing_however_often(offered: Arranged) -> None:
    before = list(Signature.objects.order_by("pk").values())
    client = by_link(offered)
    for _ in range(3):
        assert client.get(SIGN).status_code == 200
    assert list(Signature.objects.order_by("pk").values()) == before


def test_yes_is_one_tap_and_stays_to_be_read(offered: Arranged) -> None:
    client = by_link(offered)
    page = put(client, SIGN, answer="yes")
    assert "U zei ja op dinsdag 24 november." in page
    assert offered.signature(Side.PROFESSIONAL).channel == "link"
    assert "U zei ja" in put(client, SIGN, answer="yes"), "and twice is once"


def test_no_asks_one_thing_and_may_be_said_on_the_phone(offered: Arranged) -> None:
    client = by_link(offered)
    asked = put(client, SIGN, answer="no")
    assert "Wat klopt er niet?" in asked
    assert offered.signature(Side.PROFESSIONAL).answer == Answer.WAITING
    empty = client.post(SIGN, {"answer": "no", "words": "Ander uur"})
    assert empty.status_code == 422
    assert "Ander uur" in text(empty)
    put(client, SIGN, answer="no", reason="dates", words="Ander uur")
    row = offered.signature(Side.PROFESSIONAL)
    assert (row.answer, row.reason, row.words) == ("no", "dates", "Ander uur")
    assert offered.state is State.DRAFT
    assert "Anna Prins past deze afspraak nu aan." in text(client.get(SIGN))


def test_no_longer_involved_is_said_on_the_same_page(offered: Arranged) -> None:
    offered.all_say_yes()
    matches.start(actor=offered.cast.anna, now=NOW, match_id=offered.match_id)
    client = by_link(offered)
    page = put(client, SIGN, answer="leave")
    assert "U bent hier niet meer bij betrokken." in page
    assert "Boodschappen" not in page
    assert offered.state is State.SUSPENDED
    family = text(by_link(offered, Side.FAMILY).get(SIGN))
    assert "De bezoeken van de vrijwilliger staan stil." in family


def test_a_yes_is_taken_back_by_the_same_link(offered: Arranged) -> None:
    client = by_link(offered)
    put(client, SIGN, answer="yes")
    put(client, SIGN, answer="withdraw")
    assert offered.signature(Side.PROFESSIONAL).answer == Answer.WITHDRAWN
    assert offered.state is State.SUSPENDED


def test_what_is_being_changed_is_not_read_half_way(offered: Arranged) -> None:
    offered.change(stop_rule="bij koorts", family=FAMILY)
    page = text(by_link(offered).get(SIGN))
    assert "bij koorts" not in page
    assert "past deze afspraak nu aan" in page
    refused = by_link(offered).post(SIGN, {"answer": "yes"})
    assert refused.status_code == 409
    assert "Er komt een nieuwe vraag om een ja." in text(refused)


@pytest.mark.parametrize("typed", [{}, {"answer": "perhaps"}])
def test_anything_else_is_not_there(offered: Arranged, typed: dict[str, str]) -> None:
    assert by_link(offered).post(SIGN, typed).status_code == 404


def test_a_signatory_of_one_sheet_sees_nothing_of_another(cast: Cast, offered: Arranged) -> None:
    ria = cast.volunteer("Ria Smit")
    other = combination(cast, ria).begin().change(call_outside_hours="de andere post").offer()
    Request.objects.filter(pk=other.request_id).update(story="Ander verhaal")
    client = by_link(offered)
    page = text(client.get(SIGN))
    assert "de andere post" not in page
    assert "Ria" not in page
    # and nothing else opens with this link: no week, no status, no page of the work
    for where in ("/mijn-week/", "/uw-vraag/"):
        assert client.get(where).status_code == 403
    for name in ("arrangement", "change_arrangement", "print_arrangement", "request"):
        where = reverse(name, args=[offered.request_id])
        assert client.get(where).status_code == 302, name
    with pytest.raises(NotFound):
        signatures.sign(
            actor=offered.actor(Side.PROFESSIONAL),
            now=NOW,
            signature_id=other.signature(Side.PROFESSIONAL).pk,
            said=signatures.Said(Answer.YES),
        )


@pytest.mark.both_engines
def test_the_link_ends_thirty_days_after_the_arrangement(
    offered: Arranged, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered.all_say_yes()
    matches.start(actor=offered.cast.anna, now=NOW, match_id=offered.match_id)
    matches.end(actor=offered.cast.anna, now=NOW, match_id=offered.match_id)
    client = by_link(offered)
    assert "Deze afspraak is voorbij" in text(client.get(SIGN))
    assert client.post(SIGN, {"answer": "withdraw"}).status_code == 404
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=30))
    assert client.get(SIGN).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=31))
    assert client.get(SIGN).status_code == 403
    row = Link.objects.get(subject_id=offered.signature(Side.PROFESSIONAL).pk)
    old = browsing.visitor().get(f"/l/{links.token_of(row.pk, row.generation)}")
    assert old.status_code == 410
    assert "Deze link werkt niet meer" in text(old)


def test_of_an_erased_person_a_link_shows_nothing(offered: Arranged) -> None:
    from loopplank.actions.privacy import erasure

    client = by_link(offered)
    erasure.erase_help_seeker(
        actor=offered.cast.anna, now=NOW, request_id=offered.request_id, safe=KNOWN_SAFE
    )
    assert client.get(SIGN).status_code == 403
    assert not Arrangement.objects.exists()


# --- the person -----------------------------------------------------------------------------------


def test_the_person_reads_it_on_their_own_page_and_says_yes(offered: Arranged) -> None:
    client = browsing.asker(offered.request_id)
    page = text(client.get("/uw-vraag/"))
    assert "Wat is afgesproken" in page
    assert "Met uw ja vindt u ook goed dat Bram, Nadia Kaya en Joke dit van elkaar weten." in page
    assert "Vrijwilliger, " not in page
    after = put(client, "/uw-vraag/afspraken/", answer="yes")
    assert "U zei ja op dinsdag 24 november." in after
    assert offered.signature(Side.PERSON).channel == "link"
    put(client, "/uw-vraag/afspraken/", answer="withdraw")
    assert offered.state is State.SUSPENDED


def test_klopt_niet_bel_mij_is_one_tap(offered: Arranged) -> None:
    client = browsing.asker(offered.request_id)
    page = put(client, "/uw-vraag/afspraken/", answer="no")
    assert "Wij bellen u hierover." in page
    row = offered.signature(Side.PERSON)
    assert (row.answer, row.reason) == ("no", "unsaid")
    assert offered.request.change_reported == "arrangement_no"
    assert "Wij weten dat er iets is veranderd" not in page


def test_whoever_asked_without_their_knowing_reads_nothing_of_it(offered: Arranged) -> None:
    Request.objects.filter(pk=offered.request_id).update(person_knows="no")
    client = browsing.asker(offered.request_id)
    assert "Wat is afgesproken" not in text(client.get("/uw-vraag/"))
    assert client.post("/uw-vraag/afspraken/", {"answer": "yes"}).status_code == 404


def test_after_a_long_silence_the_digits_go_first(
    offered: Arranged, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browsing.asker(offered.request_id)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=91))
    client.post("/uw-vraag/afspraken/", {"answer": "yes"})
    assert offered.signature(Side.PERSON).answer == Answer.WAITING


def test_an_ordinary_request_shows_no_section(cast: Cast) -> None:
    client = browsing.asker(cast.request())
    assert "Wat is afgesproken" not in text(client.get("/uw-vraag/"))
    assert client.post("/uw-vraag/afspraken/", {"answer": "yes"}).status_code == 404
