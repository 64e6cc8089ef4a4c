"""How each page works: a topic for every page of the menu, in words that stand on the pages."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import Cast
from tests.app.kit.test_doors import admin_of_noord

from loopplank.core.account.roles import Role
from loopplank.web.kit.topics import TOPICS, topics_for
from loopplank.web.urls import DOORS

CATALOGUE = Path(__file__).resolve().parents[3] / (
    "src/loopplank/web/locale/en/LC_MESSAGES/django.po"
)
LINK = re.compile(r'<a href="(/hoe-werkt-dit/[\w-]+/)">Hoe werkt dit\?</a>')
MENU = re.compile(r'<li><a href="(/[^"]+)"(?: data-key="\w")?(?: aria-current="page")?>')


@pytest.mark.parametrize(
    ("who", "pages_in_menu"),
    [("anna", 8), ("gerda", 5), ("network", 4), ("ella", 2)],
)
def test_every_page_of_the_menu_names_a_topic_that_opens(
    who: str, pages_in_menu: int, cast: Cast
) -> None:
    """Found in the menu itself: a new page of it needs a topic."""
    actor = admin_of_noord(cast) if who == "network" else getattr(cast, who)
    client = browsing.member(actor)
    pages = MENU.findall(client.get(reverse("settings")).content.decode())
    if actor.role is Role.PROFESSIONAL:
        # there is nothing to set up for a professional, and the page says so
        pages.remove(reverse("settings"))
    assert len(pages) == pages_in_menu
    named = [LINK.findall(client.get(page).content.decode()) for page in pages]
    assert [len(found) for found in named] == [1] * len(pages), list(zip(pages, named, strict=True))
    assert len({found[0] for found in named}) == len(pages)
    for page, (address,) in zip(pages, named, strict=True):
        text = client.get(address).content.decode()
        assert "Zo doe je het" in text
        assert "Hoe werkt dit?" not in text
        assert f'<p class="crumb"><a href="{page}">' in text
    assert client.get("/hoe-werkt-dit/niets/").status_code == 404


@pytest.mark.parametrize("topic", TOPICS, ids=lambda one: one.slug)
def test_a_topic_speaks_only_of_what_is_there(topic: object) -> None:
    """Its page opens for each of its roles, and each word between quotes stands on some page."""
    one = next(found for found in TOPICS if found is topic)
    door = next(door for door in DOORS if door.name == one.door)
    assert one.roles <= door.roles
    sources = CATALOGUE.read_text(encoding="utf-8")
    said = " ".join((one.what, *one.steps, *one.notes))
    for words in re.findall("‘([^’]+(?:’[a-z][^’]*)?)’", said):
        assert f'"{words}"\n' in sources, words
    assert 2 <= len(one.steps) <= 5, "one screen"
    assert len(said) < 900


@pytest.mark.parametrize("role", list(Role))
def test_a_page_has_one_topic_for_a_role(role: Role) -> None:
    """A page that is other for another role has another topic: each reads only its own."""
    doors = [one.door for one in topics_for(role)]
    assert len(doors) == len(set(doors))


def test_a_board_and_a_network_read_what_is_theirs() -> None:
    assert {one.slug for one in topics_for(Role.BOARD)} == {
        "vandaag-bestuur",
        "gaten",
        "gaten-in-het-netwerk",
        "hoe-gaat-het",
        "inrichting",
        "signalen",
    }
    assert {one.slug for one in topics_for(Role.NETWORK_ADMIN)} == {
        "gaten-in-het-netwerk",
        "hoe-gaat-het",
        "inrichting-van-het-netwerk",
        "netwerk",
    }
