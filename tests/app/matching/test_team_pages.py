"""Duos and relays on the pages: proposed, chosen, one next step a leg, and handed over."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing, relaying
from tests.app.cast import NO_LIMIT_IN_SIGHT, NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.relaying import FIRST

from loopplank.access.account.actors import Actor
from loopplank.access.matching import candidates
from loopplank.access.responsibility.today import today_page
from loopplank.actions.matching import matches, proposals, teams
from loopplank.actions.requests import handling
from loopplank.actions.volunteers import volunteers
from loopplank.core.kit.calendar import monday
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.intake import day_parts
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import LoadWeek, Message, Network, Proposal, Request, Team
from loopplank.web import drawing
from loopplank.web.kit import clock

MOST = 25
ROOM_FOR_ONE = Limits(liked_minutes=90, max_minutes=90, max_people=1, max_heavy=0)
Counting = Callable[[], AbstractContextManager[Questions]]


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page(client: Client, name: str, *parts: object, query: str = "") -> str:
    response = client.get(reverse(name, args=parts) + query)
    assert response.status_code == 200, name
    return response.content.decode()


def half_a_year(cast: Cast, **agreed: object) -> UUID:
    """A request for half a year, that a person wants from more than one volunteer."""
    request_id = relaying.ready(cast)
    handling.agree(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        agreed={"visit_minutes": 90, "last_day": TODAY + timedelta(weeks=26), **agreed},
    )
    return request_id


def early_and_late(cast: Cast) -> tuple[Actor, Actor]:
    """Ria stops after three months, and Samira is full in the first weeks; Bram has no room."""
    ria = cast.volunteer(
        "Ria Smit", limits=Limits(270, 360, 2, 1, until=TODAY + timedelta(weeks=13))
    )
    samira = cast.volunteer("Samira El Amrani", limits=ROOM_FOR_ONE)
    Network.objects.update(days_of_rest_after_no=0)
    cast.running(samira, last_day=FIRST + timedelta(weeks=3))
    fill_up(cast, cast.bram)
    return ria, samira


def fill_up(cast: Cast, who: Actor) -> None:
    """No room for anything."""
    from loopplank.store.models import Limits as Row

    Row.objects.filter(pk=who.id).update(liked_minutes=0, max_minutes=30)


# --- what is proposed -----


def test_a_relay_is_proposed_with_its_strip_in_words(cast: Cast) -> None:
    early_and_late(cast)
    request_id = half_a_year(cast)
    text = page(browsing.member(cast.anna), "candidates", request_id)
    assert "Samen of na elkaar" in text
    assert "Na elkaar: Ria en dan Samira" in text
    assert "Niemand kan alles alleen. Zo kan het wel." in text
    assert "Ria: week 1 tot en met 13, Samira: week 13 tot en met 27, wissel in week 13" in text
    assert 'class="week-strip"' in text
    assert "%" not in text.split("<main", 1)[1].split("</main>", 1)[0]


def test_choosing_leads_to_the_page_with_one_question_for_each(cast: Cast) -> None:
    ria, samira = early_and_late(cast)
    request_id = half_a_year(cast)
    client = browsing.member(cast.anna)
    who = f"relay {ria.id} {samira.id}"
    response = client.post(reverse("choose_team", args=[request_id]), {"who": who})
    assert response["Location"] == reverse("request", args=[request_id]) + "#uitkomst"
    team = Team.objects.get()
    text = page(client, "request", request_id)
    assert text.index('id="team"') < text.index('id="uitkomst"'), "said in the panel of the team"
    assert "Een estafette" in text
    assert "Vraag Ria" in text
    assert "Vraag Samira" in text
    assert "nog niet gevraagd" in text
    ask = reverse("ask_volunteer", args=[request_id, samira.id]) + "?deel=2"
    assert ask in text
    assert [one.task.why.code for one in today_page(cast.anna, NOW).rows] == ["work.ask_leg"]
    assert "Er is al een duo of estafette gekozen." in page(client, "candidates", request_id)
    assert "Voor deel 2" in client.get(ask).content.decode()
    client.post(ask, {"how": "link"})
    asked = Proposal.objects.get(volunteer_id=samira.id, state="open")
    leg = team.legs.get(number=2)
    assert (asked.first_day, asked.last_day) == (leg.first_day, leg.last_day)
    # and another choice is too late
    client.post(reverse("choose_team", args=[request_id]), {"who": who})
    assert Team.objects.count() == 1


def test_who_is_not_proposed_any_more_is_not_chosen(cast: Cast) -> None:
    ria, samira = early_and_late(cast)
    request_id = half_a_year(cast)
    client = browsing.member(cast.anna)
    fill_up(cast, ria)
    response = client.post(
        reverse("choose_team", args=[request_id]),
        {"who": f"relay {ria.id} {samira.id}"},
        follow=True,
    )
    assert "Kijk opnieuw wie het samen kunnen." in response.content.decode()
    assert not Team.objects.exists()


def test_without_a_last_day_choosing_leads_to_where_it_is_written(cast: Cast) -> None:
    request_id = half_a_year(cast)
    Request.objects.filter(pk=request_id).update(last_day=None)
    response = browsing.member(cast.anna).post(
        reverse("choose_team", args=[request_id]), {"who": "duo"}
    )
    assert response["Location"] == reverse("agree", args=[request_id]) + "?naar=voorstellen"
    assert not Team.objects.exists()


def test_without_the_yes_of_the_person_a_relay_cannot_be_chosen(cast: Cast) -> None:
    ria, samira = early_and_late(cast)
    request_id = half_a_year(cast)
    Request.objects.filter(pk=request_id).update(
        changing_faces="", changing_faces_at=None, changing_faces_by=None
    )
    client = browsing.member(cast.anna)
    text = page(client, "candidates", request_id)
    assert "Vraag eerst of de persoon het goed vindt" in text
    assert "Kies deze estafette" not in text
    who = f"relay {ria.id} {samira.id}"
    client.post(reverse("choose_team", args=[request_id]), {"who": who})
    assert not Team.objects.exists()


def test_a_duo_shares_two_visits_a_week(cast: Cast) -> None:
    cast.volunteer("Ria Smit")
    request_id = half_a_year(cast, visits_per_week=2)
    client = browsing.member(cast.anna)
    text = page(client, "candidates", request_id)
    assert "Kies dit duo" in text
    assert "komen allebei, week 1 tot en met 27" in text
    who = text.split('name="who" value="', 1)[1].split('"', 1)[0]
    client.post(reverse("choose_team", args=[request_id]), {"who": who})
    legs = list(Team.objects.get().legs.all())
    assert [leg.visits_per_week for leg in legs] == [1, 1]
    assert "Een duo" in page(client, "request", request_id)


def test_a_no_leaves_no_empty_card_beside_a_duo(cast: Cast) -> None:
    ria = cast.volunteer("Ria Smit")
    request_id = half_a_year(cast, visits_per_week=2)
    client = browsing.member(cast.anna)
    who = page(client, "candidates", request_id).split('name="who" value="', 1)[1].split('"', 1)[0]
    client.post(reverse("choose_team", args=[request_id]), {"who": who})
    number = Team.objects.get().legs.get(volunteer_id=ria.id).number
    ask = reverse("ask_volunteer", args=[request_id, ria.id]) + f"?deel={number}"
    client.post(ask, {"how": "link"})
    asked = Proposal.objects.get(volunteer_id=ria.id)
    client.post(reverse("answer_proposal", args=[asked.pk]), {"answer": "no"})
    shown = page(client, "request", request_id)
    assert f"Zoek iemand voor deel {number}" in shown
    assert 'id="matches"' not in shown
    assert reverse("say_no", args=[request_id]) not in page(client, "candidates", request_id)


# --- the other groups, and another day -----


def test_another_day_tells_how_many_people_more(cast: Cast) -> None:
    for name in ("Dinsdag Een", "Dinsdag Twee"):
        who = cast.volunteer(name)
        assert who.id
        volunteers.set_wishes(
            actor=who,
            now=NOW,
            volunteer_id=who.id,
            wishes=volunteers.Wishes(kinds=("shopping",), day_parts=day_parts([1], [1])),
        )
    request_id = half_a_year(cast)
    client = browsing.member(cast.anna)
    text = page(client, "candidates", request_id)
    assert "Mag het ook op een andere dag?" in text
    assert "dinsdag: 2 mensen erbij" in text
    assert "Vraag Dinsdag" not in text
    assert "Vraag Dinsdag" in page(client, "candidates", request_id, query="?dag=1")
    fill_up(cast, cast.bram)
    text = page(client, "candidates", request_id)
    assert "Dat is ook een antwoord." in text
    assert "Wat als het op dinsdag mag? Dan past het bij 2 mensen." in text
    for name in ("wait", "hand_over", "say_no"):
        assert reverse(name, args=[request_id]) in text
    # what cannot be in an address is left out
    assert page(client, "candidates", request_id, query="?dag=9&dag=x&deel=77")


def test_each_group_says_how_far_and_when_asked_last(cast: Cast) -> None:
    full = cast.volunteer("Volle Vera", limits=Limits(0, 30, 1, 0))
    proposals.decline(actor=cast.bram, now=NOW, proposal_id=cast.asked(cast.bram))
    text = page(browsing.member(cast.anna), "candidates", half_a_year(cast))
    assert "Zou 1½ uur van 30 minuten worden" in text
    assert "Zei pas nee" in text
    assert "Laatst gevraagd op di 24 nov." in text
    assert "Nog nooit gevraagd." in text
    assert reverse("volunteer", args=[full.id]) in text


def test_what_another_organisation_asked_does_not_show(cast: Cast) -> None:
    zora = cast.volunteer("Zora Zuid", of=cast.carla, email="zora@example.nl")
    made = cast.volunteer("Zora Zuid", email="zora@example.nl")
    from loopplank.store.models import Affiliation

    here = Affiliation.objects.get(volunteer_id=zora.id, organisation_id=cast.noord_id)
    volunteers.join(actor=zora, now=NOW, affiliation_id=here.pk, yes=True)
    assert made.id == zora.id
    cast.asked(zora, of=cast.carla)
    shown = candidates.candidate_page(cast.anna, half_a_year(cast), NOW)
    rows = [c.candidate.someone for c in shown.shown]
    rows += [n.someone for n in (*shown.no_room, *shown.fits_not)]
    assert {one.last_asked_here for one in rows if one.name == "Zora Zuid"} == {None}


# --- the load of each part -----


def test_the_load_of_a_leg_is_that_of_its_own_weeks(cast: Cast) -> None:
    _ria, samira = early_and_late(cast)
    shown = candidates.candidate_page(cast.anna, half_a_year(cast), NOW)
    (relay,) = shown.together
    later = relay.seats[1].candidate.someone
    assert later.key == str(samira.id)
    assert later.most_planned.people == 0
    known = dict(later.by_part)
    begin = monday(FIRST)
    weeks = LoadWeek.objects.filter(volunteer_id=samira.id, planned_people=1)
    assert set(weeks.values_list("monday", flat=True)) == {
        begin + timedelta(weeks=n) for n in range(4)
    }
    # the first week of each four, and the other three together
    assert [week for week in known if known[week].people] == [begin, begin + timedelta(weeks=1)]


def test_proposing_together_costs_the_same_for_many(cast: Cast, queries: Counting) -> None:
    early_and_late(cast)
    request_id = half_a_year(cast)
    client = browsing.member(cast.anna)
    page(client, "candidates", request_id)
    with queries() as few:
        page(client, "candidates", request_id)
    for n in range(8):
        cast.running(cast.volunteer(f"Helper Nummer{n}"))
        cast.volunteer(f"Vrij Nummer{n}", limits=NO_LIMIT_IN_SIGHT)
    with queries() as many:
        page(client, "candidates", request_id)
    assert len(few) == len(many) <= MOST, (few, many)


def test_the_page_of_a_relay_costs_the_same_for_two_legs_as_for_four(
    cast: Cast, queries: Counting
) -> None:
    client = browsing.member(cast.anna)
    two = relaying.running(cast)
    four = relaying.running(cast, *(cast.volunteer(f"Deel Nummer{n}") for n in range(4)))
    page(client, "request", two.request_id)
    with queries() as few:
        page(client, "request", two.request_id)
    with queries() as many:
        page(client, "request", four.request_id)
    assert len(few) == len(many) <= MOST, (few, many)


# --- a leg that fell away, and the handover -----


def test_only_the_leg_that_fell_away_is_sought_from_its_button(cast: Cast) -> None:
    relay = relaying.chosen(cast).ask(1, 2).say_yes(1)
    proposals.decline(actor=relay.who[1], now=NOW, proposal_id=relay.question(2))
    client = browsing.member(cast.anna)
    seek = reverse("candidates", args=[relay.request_id]) + "?deel=2"
    assert seek in page(client, "request", relay.request_id)
    assert seek in page(client, "today")
    text = client.get(seek).content.decode()
    assert "Alleen voor deel 2" in text
    assert "Vraag Bram" in text
    assert "Vraag Ria" not in text
    assert "Samen of na elkaar" not in text
    client.post(
        reverse("ask_volunteer", args=[relay.request_id, cast.bram_id]) + "?deel=2",
        {"how": "said_yes"},
    )
    assert relay.states() == ["agreed", "agreed"]
    assert relay.leg(2).volunteer_id == cast.bram_id


def later(monkeypatch: pytest.MonkeyPatch, when: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: when)


def test_the_handover_is_planned_noted_and_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = relaying.running(cast)
    client = browsing.member(cast.anna)
    plan = reverse("plan_handover", args=[relay.team_id, 2])
    note = reverse("handover_note", args=[relay.team_id, 2])
    assert plan in page(client, "request", relay.request_id)
    wrong = client.post(plan, {"day": "2026-11-01", "at": "14:00"})
    assert wrong.status_code == 422
    client.post(plan, {"day": "2026-12-24", "at": "14:00"})
    assert Message.objects.filter(template__startswith="handover", state="queued").count() == 3
    assert note in page(client, "request", relay.request_id)
    assert client.post(note, {"text": ""}).status_code == 422
    client.post(note, {"text": "De sleutel ligt bij de buurvrouw.\nKlop aan."})
    assert "De sleutel ligt" in page(client, "request", relay.request_id)
    samira = browsing.volunteer(relay.who[1])
    assert "De sleutel ligt" not in page(samira, "week")
    later(monkeypatch, NOW + timedelta(weeks=4))
    text = page(browsing.volunteer(relay.who[1]), "week")
    assert "De sleutel ligt bij de buurvrouw.<br>Klop aan." in text
    assert "Hier staat geen verhaal en geen ziekte." in text
    assert "De sleutel ligt" not in page(browsing.volunteer(relay.who[0]), "week")


def test_a_leg_that_is_not_there_has_no_page(cast: Cast) -> None:
    relay = relaying.running(cast)
    client = browsing.member(cast.anna)
    for number in (0, 1, 3):
        for name in ("plan_handover", "handover_note"):
            address = reverse(name, args=[relay.team_id, number])
            assert client.get(address).status_code == 404
    strangers = browsing.member(cast.dirk)
    assert strangers.get(reverse("plan_handover", args=[relay.team_id, 2])).status_code == 404


def test_letting_go_is_one_button(cast: Cast) -> None:
    relay = relaying.running(cast)
    client = browsing.member(cast.anna)
    client.post(reverse("let_go_team", args=[relay.request_id, relay.team_id]))
    assert relay.team.state == "ended"
    assert "Een estafette" not in page(client, "request", relay.request_id)


@pytest.mark.both_engines
def test_a_leg_of_somebody_who_is_full_by_now_says_so(cast: Cast) -> None:
    """The page proposed it, and the action looks again."""
    samira = cast.volunteer("Samira El Amrani", limits=ROOM_FOR_ONE)
    relay = relaying.chosen(cast, cast.bram, samira)
    Network.objects.update(days_of_rest_after_no=0)
    match_id = cast.agreed(samira, last_day=FIRST + timedelta(weeks=30))
    client = browsing.member(cast.anna)
    address = reverse("ask_volunteer", args=[relay.request_id, samira.id]) + "?deel=2"
    assert client.post(address, {"how": "link"}).status_code == 409
    assert relay.states() == ["open", "open"]
    matches.not_started(actor=cast.anna, now=NOW, match_id=match_id)
    with pytest.raises(Refused):
        teams.replace_leg(
            actor=cast.anna,
            now=NOW,
            team_id=relay.team_id,
            number=2,
            volunteer_id=cast.bram_id,
            plan=cast.plan(),
        )


def test_the_strip_draws_one_bar_a_leg_and_hatches_the_week_of_both() -> None:
    drawn = drawing.week_strip(26, [(1, 13), (13, 26)], [13])
    assert drawn.count('class="leg"') == 2
    assert drawn.count('class="both"') == 2
    assert drawn.count('class="change"') == 1
    assert 'aria-hidden="true"' in drawn
    assert "style=" not in drawn
    # a duo hands nothing over
    assert 'class="both"' not in drawing.week_strip(4, [(1, 4), (1, 4)], [])
