"""Voorstel voor de week: the groups of Vandaag, and what cannot be ticked says why."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.planned import many_at_once, plan_now, proposals, sought

from loopplank.store.models import Limits, Network, PlanPart, Request
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def anna(cast: Cast) -> Client:
    return browsing.member(cast.anna)


def places(client: Client, name: str) -> dict[str, str]:
    """In which group each person of the demo stands on a page, by the words of their row."""
    found = {}
    for group in client.get(reverse(name)).context["groups"]:
        rows = group["cards"] if isinstance(group, dict) else group.lines
        for row in rows:
            title = row["title"] if isinstance(row, dict) else row.title
            title = title.lower()
            for last_name in ("laat", "heden", "straks"):
                if f"mevrouw {last_name}" in title:
                    found[last_name] = group["key"] if isinstance(group, dict) else group.place
    return found


def test_the_groups_are_those_of_vandaag(cast: Cast, anna: Client) -> None:
    """Due today is "today" on both, whatever somebody called its urgency."""
    for n, name in enumerate(("Laat", "Heden", "Straks")):
        cast.volunteer(f"Helper Nummer{n}")
        sought(cast, last_name=name)
    Limits.objects.update(max_people=1, max_heavy=0)
    plan_now(cast)
    for name, due, urgency in (
        ("Laat", -3, "normal"),
        ("Heden", 0, "normal"),
        ("Straks", 4, "this_week"),
    ):
        Request.objects.filter(help_seeker__last_name=name).update(
            due_on=TODAY + timedelta(days=due), urgency=urgency
        )
    expected = {"laat": "late", "heden": "today", "straks": "later"}
    assert places(anna, "week_plan") == expected
    assert places(anna, "today") == expected


def test_two_proposals_of_one_volunteer_count_each_other(cast: Cast, anna: Client) -> None:
    many_at_once()
    Limits.objects.filter(pk=cast.bram_id).update(max_minutes=180, liked_minutes=100, max_people=3)
    sought(cast, last_name="Eerst")
    (proposal,) = proposals(plan_now(cast))
    part = PlanPart.objects.get(proposal=proposal)
    # the planner gives nobody two new ones at once; a plan that was made otherwise may
    proposal.pk, proposal.request_id = uuid4(), sought(cast, last_name="Tweede")
    proposal.save(force_insert=True)
    part.pk, part.proposal_id = uuid4(), proposal.pk
    part.save(force_insert=True)

    def shown() -> list[dict[str, object]]:
        groups = anna.get(reverse("week_plan")).context["groups"]
        return [card for group in groups for card in group["cards"]]

    first, second = shown()
    for card in (first, second):
        (helper,) = card["helpers"]  # type: ignore[misc]
        assert helper["load"]["text"] == "Nu 0, straks 2 van 3 uur, met 1 ander voorstel erbij"
        assert (helper["load"]["now"], helper["load"]["extra"]) == (0, 120)
    assert (first["may_ask"], second["may_ask"]) == (True, True)
    Network.objects.update(open_asks_at_once=1)
    assert [card["may_ask"] for card in shown()] == [True, False]
    html = anna.get(reverse("week_plan")).content.decode()
    assert "Bram krijgt één vraag tegelijk. Eerst die bij" in html
    assert f'href="#card-{first["id"]}"' in html
    assert f'id="card-{first["id"]}"' in html
    both = {"voorstel": [first["id"], second["id"]]}
    assert len(anna.get(reverse("read_plan"), both).context["cards"]) == 1, "whatever is sent"
    many_at_once()
    Limits.objects.filter(pk=cast.bram_id).update(max_minutes=90, liked_minutes=60)
    assert (
        "is het te veel voor Bram. Kies er één." in anna.get(reverse("week_plan")).content.decode()
    )
    assert [card["may_ask"] for card in shown()] == [True, False]
