"""One search over everything: it finds who is there however they are spelled, and nobody else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.app import browsing, referring
from tests.app.cast import KNOWN_SAFE, NOW, Cast
from tests.app.conftest import Questions

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.search.search import Group, search_page
from loopplank.actions.kit.search_words import write_due_words
from loopplank.actions.privacy import erasure
from loopplank.actions.wellbeing import signal
from loopplank.core.account.roles import Role
from loopplank.core.requests.intake import ForWhom, Knows
from loopplank.store.models import (
    AccessRecord,
    AccessSubject,
    HelpSeeker,
    Message,
    Request,
    SearchDue,
    SearchWord,
    Volunteer,
)
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines
WHERE = "/zoeken/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def found(actor: Actor, typed: str) -> dict[str, int]:
    return {str(one.group): one.total for one in search_page(actor, typed, NOW).groups}


def page(actor: Actor, typed: str, **choices: str) -> str:
    answer = browsing.search(browsing.member(actor), WHERE, typed, **choices)
    assert answer.status_code == 200
    return str(answer.content.decode())


def bare(text: str) -> str:
    """The page without the marks around what was found."""
    return text.replace('<mark class="found">', "").replace("</mark>", "")


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Noord with one of everything that can be found by "wit", and Zuid with the same."""
    for of in (cast.anna, cast.carla):
        cast.request(
            of=of,
            for_whom=ForWhom.FAMILY,
            knows=Knows.YES,
            applicant_name="Karin de Wit",
            applicant_phone="0687654321",
        )
        cast.volunteer("Koen Witteveen", of=of, phone="0611112222" if of is cast.anna else "")
    cast.request(last_name="Yılmaz", first_name="Ayşe", phone="+491701234567")
    cast.request(last_name="Van Dijk-d'Hondt", postcode="1099 ZZ")
    return cast


def test_it_finds_all_kinds_and_says_where_the_rest_is(town: Cast) -> None:
    for _ in range(4):
        town.request()
    text = page(town.anna, "wit")
    shown = bare(text)
    for words in (
        "Mevrouw De Wit (83): boodschappen en gezelschap",
        "2611-0",
        "eigenaar Anna Prins",
        "Koen Witteveen",
        "Karin de Wit",
        "vroeg hulp voor Mevrouw De Wit (83)",
        "06 87 65 43 21",
        "Aan Mevrouw De Wit: ",
        "Je ziet alleen wat jij mag zien.",
    ):
        assert words in shown, words
    assert shown.count("Mevrouw De Wit (83): boodschappen") == 3
    assert "Hulpvragen: nog 2" in shown
    assert '<mark class="found">Wit</mark>teveen' in text
    assert "<h2" in text
    assert "Zoek een naam, nummer of postcode" in text
    # all of a group: the list of requests, with the same words and no name in the address
    start = text.index("Hulpvragen: nog 2")
    link = text[text.rindex('href="', 0, start) + 6 : start].split('"')[0].replace("&amp;", "&")
    assert "wit" not in link.lower()
    client = browsing.member(town.anna)
    where = client.post(WHERE, {"zoek": "wit"}).headers["Location"]
    token = where.partition("gezocht=")[2]
    assert link.startswith("/hulpvragen/?stand=all&gezocht=")
    whole = client.get(f"/hulpvragen/?stand=all&gezocht={token}").content.decode()
    assert "5 gevonden" in whole


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("yilmaz", "Yılmaz"),
        ("YILMAZ ayse", "Yılmaz"),
        ("mevrouw Yılmaz", "Yılmaz"),
        ("0049 170 123 45 67", "Yılmaz"),
        ("dyk", "Van Dijk"),
        ("Dijk, van", "Van Dijk"),
        ("dhondt", "Van Dijk"),
        ("d’hondt", "Van Dijk"),
        ("1099zz", "Van Dijk"),
        ("Wit, de", "De Wit"),
        ("dewit", "De Wit"),
        ("karin", "De Wit"),
        ("06-8765 4321", "De Wit"),
        ("+31687654321", "De Wit"),
        ("0031 6 8765 4321", "De Wit"),
        ("654321", "De Wit"),
    ],
)
def test_it_finds_somebody_however_they_are_spelled(town: Cast, typed: str, who: str) -> None:
    groups = search_page(town.anna, typed, NOW).groups
    requests = next(one for one in groups if one.group is Group.REQUESTS)
    assert {row.who.last_name.split("-")[0] for row in requests.rows} == {who}, typed  # type: ignore[union-attr]


def test_our_number_leads_to_one_request(town: Cast) -> None:
    row = Request.objects.filter(organisation_id=town.noord_id).latest("number")
    for typed in (row.number, row.number.replace("-", ""), row.number.replace("-", " ")):
        assert found(town.anna, typed)["requests"] == 1, typed
    assert "requests" not in found(town.carla, row.number) or Request.objects.filter(
        organisation_id=town.zuid_id, number=row.number
    )


def test_a_whole_word_comes_before_a_beginning_and_open_before_closed(cast: Cast) -> None:
    closed = cast.said_no()
    longer = cast.request(last_name="Witteman")
    whole = cast.request()
    groups = search_page(cast.anna, "wit", NOW).groups
    rows = next(one for one in groups if one.group is Group.REQUESTS).rows
    assert [row.id for row in rows] == [whole, longer, closed]  # type: ignore[union-attr]


# --- who finds what -------------------------------------------------------------------------------


def test_each_role_finds_what_its_pages_show_and_nothing_else(town: Cast) -> None:
    """What is of Noord is found by nobody of Zuid, and people by nobody but a coordinator."""
    town.request(last_name="Zonderling")
    town.volunteer("Zonderling Vrijwilliger")
    offered = referring.offered(town)
    assert offered
    assert found(town.anna, "zonderling") == {
        "requests": 1,
        "volunteers": 1,
        **{group: n for group, n in found(town.anna, "zonderling").items() if group == "messages"},
    }
    for actor in (town.carla, town.dirk, town.ella, town.fred, town.gerda):
        assert found(actor, "zonderling") == {}, actor.name
        assert "Zonderling Vrijwilliger" not in page(actor, "zonderling")
    for actor in (town.ella, town.fred, town.gerda):
        people = {"requests", "volunteers", "messages"}
        assert not people & set(found(actor, "wit")), actor.name
        assert found(actor, "wijkteam") == ({"parties": 1} if actor is town.ella else {})
        assert found(actor, "zuid") == {"parties": 1}
    for who in (town.bram, Actor(Role.VISITOR), Actor(Role.HELP_SEEKER, id=town.request())):
        assert found(who, "zonderling") == {}


def test_who_left_and_what_was_told_in_confidence_is_not_found(town: Cast) -> None:
    """A volunteer who did not join yet is known by what was typed; a signal has no words here."""
    bram = town.bram
    town.running(bram)
    signal.send_signal(actor=bram, now=NOW, reason="time", words="Kwikstaart slaat mij")
    assert found(town.anna, "kwikstaart") == {}
    seen = {row.word for row in SearchWord.objects.all()}
    assert "kwikstaart" not in seen
    assert "ik" not in seen, "nor is what they wrote about themselves"
    assert "volunteers" in found(town.anna, "bram")
    assert "volunteers" not in found(town.carla, "bram")


def test_a_board_member_who_owns_one_finds_that_one(town: Cast) -> None:
    mine = town.request(last_name="Boterbloem")
    town.request(last_name="Boterbloem")
    Request.objects.filter(pk=mine).update(owner=town.gerda.id)
    gerda = Actor(
        Role.COORDINATOR,
        only_own=True,
        id=town.gerda.id,
        organisation_id=town.noord_id,
        network_id=town.network_id,
        account_id=town.gerda.account_id,
    )
    assert found(gerda, "boterbloem")["requests"] == 1


def test_who_is_shown_is_recorded(town: Cast) -> None:
    page(town.anna, "yilmaz")
    record = AccessRecord.objects.filter(page="search", actor_id=town.anna.id).latest("id")
    seeker = HelpSeeker.objects.get(last_name="Yılmaz")
    subjects = AccessSubject.objects.filter(record=record).values_list("subject_id", flat=True)
    assert set(subjects) == {seeker.pk}
    before = AccessRecord.objects.count()
    page(town.anna, "")
    assert AccessRecord.objects.filter(page="search").count() == 1
    assert AccessRecord.objects.count() == before


# --- the address ----------------------------------------------------------------------------------


def test_no_name_stands_in_an_address_and_a_reload_shows_the_same(town: Cast) -> None:
    client = browsing.member(town.anna)
    answer = client.post(WHERE, {"zoek": "Yılmaz", "soort": "berichten"})
    assert answer.status_code == 302
    where = answer.headers["Location"]
    assert where.startswith(f"{WHERE}?soort=berichten&gezocht=")
    assert "lmaz" not in where
    first, second = (client.get(where).content.decode() for _ in range(2))
    assert 'value="Yılmaz"' in first
    assert first.count('class="hit"') == second.count('class="hit"') > 0
    assert 'class="hit"' not in client.get(f"{WHERE}?zoek=Yılmaz&q=Yılmaz").content.decode()


def test_a_page_of_one_group_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loopplank.access.search.search.ON_A_PAGE", 2)
    for n in range(5):
        cast.volunteer(f"Zwaan Nummer{n}")
    client = browsing.member(cast.anna)
    where = client.post(WHERE, {"zoek": "zwaan", "soort": "vrijwilligers"}).headers["Location"]
    assert "Bladzijde 1 van 3" in client.get(where).content.decode()
    last = client.get(f"{where}&page=3").content.decode()
    assert "Bladzijde 3 van 3" in last
    assert last.count('class="hit"') == 1
    monkeypatch.setattr("loopplank.access.search.search.MOST", 3)
    monkeypatch.setattr("loopplank.access.kit.search_words.MOST", 3)
    assert " keer gevonden.</b> Typ er iets bij" in client.get(where).content.decode()


@pytest.mark.parametrize("typed", ["", " ", "?", "w", "%", "_", "' OR 1=1 --", "\u202e", "a" * 500])
def test_what_nobody_is_called_finds_nobody(town: Cast, typed: str) -> None:
    assert found(town.anna, typed) == {}
    assert page(town.anna, typed)


def test_it_asks_the_database_as_often_for_one_as_for_many(
    town: Cast, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    client = browsing.member(town.anna)

    def asked(typed: str) -> int:
        where = client.post(WHERE, {"zoek": typed}).headers["Location"]
        with queries() as few:
            client.get(where)
        assert few
        return len(few)

    once = asked("wit")
    there = list(Message.objects.values_list("pk", flat=True))
    for n in range(6):
        town.request(for_whom=ForWhom.FAMILY, knows=Knows.YES, applicant_name=f"Wit {n}")
        town.volunteer(f"Wit Nummer{n}")
    # of so many only the newest are shown: those of before, so that the same kinds are
    Message.objects.exclude(pk__in=there).update(queued_at=NOW - timedelta(hours=1))
    assert asked("wit") == once
    assert once <= 25


# --- the words go with the row --------------------------------------------------------------------


def words_of(row_id: Any) -> set[str]:
    return set(SearchWord.objects.filter(row_id=row_id).values_list("word", flat=True))


def test_the_words_follow_every_change_also_one_that_no_action_made(cast: Cast) -> None:
    """The database notes what changed, so that no path can forget it."""
    request_id = cast.request()
    row = Request.objects.get(pk=request_id)
    assert {"wit", "truus", "1013ab", "0612345678", "26110"} & words_of(request_id)
    assert not SearchDue.objects.exists()
    assert row.help_seeker_id
    HelpSeeker.objects.filter(pk=row.help_seeker_id).update(last_name="Ganzebloem")
    Volunteer.objects.filter(pk=cast.bram_id).update(first_name="Wilgje", phone="")
    assert SearchDue.objects.count() == 2
    assert write_due_words() == 2
    assert not SearchDue.objects.exists()
    assert "ganzebloem" in words_of(request_id)
    assert "wit" not in words_of(request_id)
    assert "wilgje" in words_of(cast.bram_id)
    HelpSeeker.objects.filter(pk=row.help_seeker_id).update(street="Elders 1")
    assert not SearchDue.objects.exists(), "a street is not looked up by"


@pytest.mark.commits
def test_the_words_are_written_also_by_who_has_no_transaction(cast: Cast) -> None:
    Volunteer.objects.filter(pk=cast.bram_id).update(first_name="Wilgje")
    assert write_due_words() == 1
    assert not SearchDue.objects.exists()
    assert "wilgje" in words_of(cast.bram_id)


def test_nothing_is_left_of_the_words_of_whoever_is_erased(town: Cast) -> None:
    seeker = HelpSeeker.objects.get(last_name="Yılmaz")
    request_id = Request.objects.get(help_seeker=seeker).pk
    assert words_of(request_id)
    erasure.erase_help_seeker(
        actor=town.anna, now=NOW + timedelta(days=1), request_id=request_id, safe=KNOWN_SAFE
    )
    assert words_of(request_id) == set()
    bram = town.bram_id
    assert words_of(bram)
    erasure.erase_volunteer(actor=town.anna, now=NOW, volunteer_id=bram)
    assert words_of(bram) == set()
    assert not SearchDue.objects.exists()
    assert found(town.anna, "yilmaz") == {}
    with pytest.raises(NotFound):
        erasure.erase_volunteer(actor=town.anna, now=NOW, volunteer_id=bram)


def test_the_engine_looks_up_a_beginning_in_an_index(town: Cast) -> None:
    """A range of the index, whatever the language of the database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT collation_name FROM information_schema.columns"
                " WHERE table_name = 'store_searchword' AND column_name = 'word'"
            )
            assert cursor.fetchone() == ("C",)
    explained = SearchWord.objects.filter(
        kind="request", organisation_id=town.noord_id, word__gte="wit", word__lt="wiu"
    ).explain()
    if connection.vendor == "sqlite":
        assert "search_word_begins" in explained
