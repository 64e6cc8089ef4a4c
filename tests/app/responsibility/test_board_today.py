"""Vandaag of a board member: what went to them, where the house is thin, and no names."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.gaps.test_gaps import no_in
from tests.app.joining import join
from tests.app.questionnaire import text
from tests.app.wellbeing.test_escalation import sent

from loopplank.access.account.actors import SYSTEM, Actor, actor_of
from loopplank.actions.account import second_step
from loopplank.actions.organisations import colleagues
from loopplank.actions.responsibility import absence, intake_stop
from loopplank.actions.wellbeing import safety, signal
from loopplank.core.account.roles import Role
from loopplank.core.account.second_step import BEEN_HERE
from loopplank.core.gaps.gaps import GapState
from loopplank.core.responsibility.clocks import FEW
from loopplank.core.responsibility.day import Place
from loopplank.core.triage import Answer
from loopplank.store.models import (
    Absence,
    AccessRecord,
    Gap,
    Membership,
    Network,
    Request,
    VolunteerSignal,
)
from loopplank.web.account.adapter import page_of
from loopplank.web.kit import clock

Counting = Callable[[], AbstractContextManager[Questions]]
DAY = timedelta(days=1)
NOBODY = "Er wacht vandaag niets op je. Mooi."
pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.SENDS_MAIL = True
    Network.objects.update(open_asks_at_once=9)
    # everybody works every day, so that the rota has no hole but the one that a test makes
    Membership.objects.update(since=TODAY - BEEN_HERE, weekdays=[])


def shown(actor: Actor) -> Any:
    return browsing.member(actor).get(reverse("today"))


def rows(actor: Actor) -> dict[Place, list[str]]:
    """Return the titles of each group, the folded ones too."""
    groups = shown(actor).context["groups"]
    return {group.place: [line.title for line in group.lines] for group in groups}


def to_the_board(cast: Cast, **said: object) -> UUID:
    """A signal that climbed to Gerda."""
    signal_id = sent(cast, **said)
    VolunteerSignal.objects.filter(pk=signal_id).update(to_id=cast.gerda.id)
    return signal_id


def lost(cast: Cast, by: Actor, who: Actor) -> None:
    second_step.ask_reset(actor=by, now=NOW, membership_id=who.own_membership)


def nobody_covers(cast: Cast) -> None:
    """Anna is ill, owns something, and nobody took it over."""
    cast.request()
    assert cast.anna.id
    absence.note(actor=cast.anna, now=NOW, membership_id=cast.anna.id, first=TODAY, last=None)
    Absence.objects.update(cover=None)
    Request.objects.filter(organisation_id=cast.noord_id).update(owner_id=cast.anna.id)


def stops(cast: Cast, until: int) -> None:
    intake_stop.stop_intake(
        actor=cast.anna,
        now=NOW,
        kind="",
        first_day=TODAY,
        until=TODAY + until * DAY,
        words="Wij nemen even niets aan.",
    )


def everything(cast: Cast) -> None:
    """Something of each kind waits for Gerda."""
    safety.set_trusted(
        actor=cast.anna, now=NOW, safety_contact_id=cast.gerda.id, safety_stand_in_id=cast.henk.id
    )
    to_the_board(cast, reason="time")
    other = cast.volunteer("Wim Anders")
    signal.send_signal(actor=other, now=NOW, reason="not_right", words="Een blauw oog.")
    lost(cast, cast.anna, cast.henk)
    for n in range(6):
        no_in(cast, f"Gat nummer {n}")
    late = [cast.request(last_name="Telaat") for _ in range(FEW + 2)]
    Request.objects.filter(pk__in=late).update(due_on=TODAY - 3 * DAY)
    nobody_covers(cast)
    cast.assess(cast.request(), N1=Answer.UNKNOWN)
    stops(cast, 5)
    Membership.objects.filter(organisation_id=cast.noord_id).update(weekdays=[0, 1, 3, 4])


def test_something_of_each_kind_stands_in_its_group(cast: Cast) -> None:
    everything(cast)
    found = rows(cast.gerda)
    assert found[Place.SAFETY] == ["Bij 1 hulpvraag is er misschien gevaar"]
    assert found[Place.LATE] == [f"{FEW + 2} hulpvragen zijn tegelijk te laat"]
    assert sorted(found[Place.TODAY]) == [
        "Anna Prins is er niet",
        "Bram Vrijwilliger",
        "Een vrijwilliger maakt zich zorgen",
        "Henk Achterwacht is de tweede stap kwijt",
    ]
    assert found[Place.LATER][0].startswith("Op "), "tomorrow comes before Sunday"
    assert found[Place.LATER][1] == "De aanmeldstop loopt af"
    assert found[Place.LATER][2:] == [f"Gat nummer {n}" for n in range(6)]


def test_only_what_may_wait_is_folded(cast: Cast) -> None:
    for n in range(6):
        no_in(cast, f"Gat nummer {n}")
    for n in range(5):
        one = cast.volunteer(f"Vera Nummer{n}")
        VolunteerSignal.objects.filter(pk=sent_by(one)).update(to_id=cast.gerda.id)
    response = shown(cast.gerda)
    today, later = response.context["groups"]
    assert (len(today.shown), len(today.folded)) == (5, 0)
    assert (len(later.shown), len(later.folded)) == (3, 3)
    assert "Nog 3 andere" in text(response)
    assert "5 dingen vragen vandaag iets van jou." in text(response)


def sent_by(volunteer: Actor) -> UUID:
    return signal.send_signal(actor=volunteer, now=NOW, reason="time")


@pytest.mark.parametrize("owns", [False, True])
def test_every_link_of_the_page_opens_for_who_reads_it(cast: Cast, *, owns: bool) -> None:
    everything(cast)
    if owns:
        Request.objects.filter(pk=cast.request()).update(owner_id=cast.gerda.id)
    client = browsing.member(cast.gerda)
    page = client.get(reverse("today")).content.decode()
    links = {unescape(one) for one in re.findall(r'href="(/[^"]*)"', page)}
    led = {line.action_url for line in every_line(cast.gerda)}
    assert led <= links
    for link in sorted(one for one in links if not one.startswith(("/static/", "/taal/"))):
        if link != reverse("account_logout"):
            assert client.get(link).status_code == 200, link


def every_line(actor: Actor) -> list[Any]:
    return [line for group in shown(actor).context["groups"] for line in group.lines]


def test_of_requests_there_are_numbers_and_nobodys_name(cast: Cast) -> None:
    ids = [cast.request(last_name="Telaat") for _ in range(2)]
    Request.objects.filter(pk__in=ids).update(due_on=TODAY - 3 * DAY)
    page = text(shown(cast.gerda))
    assert "2 hulpvragen zijn te laat." in page
    assert "Telaat" not in page
    assert NOBODY in page, "two are for their owner: a board has nothing to do about them"
    seen = AccessRecord.objects.filter(actor_id=cast.gerda.id, page="today")
    helped = {str(pk) for pk in Request.objects.values_list("help_seeker_id", flat=True)}
    assert seen.exists()
    assert not helped & {str(one.subject_id) for row in seen for one in row.subjects.all()}


def test_danger_is_theirs_while_its_owner_is_not_there(cast: Cast) -> None:
    cast.assess(cast.request(), N1=Answer.UNKNOWN)
    assert Place.SAFETY not in rows(cast.gerda), "Anna is there"
    Membership.objects.filter(pk=cast.anna.id).update(weekdays=[TODAY.weekday() + 1])
    assert rows(cast.gerda)[Place.SAFETY] == ["Bij 1 hulpvraag is er misschien gevaar"]


def test_a_hole_of_today_is_for_today(cast: Cast) -> None:
    tuesday = TODAY.weekday()
    Membership.objects.update(weekdays=[day for day in range(5) if day != tuesday])
    assert rows(cast.gerda)[Place.TODAY][0].startswith("Op ")


# --- a lost second step ---------------------------------------------------------------------------


def test_who_can_be_the_second_sees_it_and_who_asked_waits(cast: Cast) -> None:
    lost(cast, cast.gerda, cast.henk)
    asked = rows(cast.gerda)
    assert asked == {Place.LATER: ["Henk Achterwacht is de tweede stap kwijt"]}
    page = text(shown(cast.gerda))
    assert "Dat kun jij niet zelf." in page
    assert NOBODY in page


def test_after_the_second_there_is_nothing_left_to_do(cast: Cast) -> None:
    lost(cast, cast.anna, cast.henk)
    assert Place.TODAY in rows(cast.gerda)
    lost(cast, cast.gerda, cast.henk)
    assert rows(cast.gerda) == {}


def test_of_ones_own_the_page_leads_to_where_it_is_stopped(cast: Cast) -> None:
    other = second_board_member(cast)
    lost(cast, other, cast.gerda)
    (line,) = every_line(cast.gerda)
    assert (line.title, line.action_url) == ("Ben jij je tweede stap kwijt?", reverse("account"))
    second_step.stop_own(actor=cast.gerda, now=NOW)
    assert every_line(cast.gerda) == []


def second_board_member(cast: Cast) -> Actor:
    membership_id = join(
        actor=SYSTEM,
        now=NOW,
        organisation_id=cast.noord_id,
        person=colleagues.Person("Bea Bestuur", "bea@example.nl"),
        role=Role.BOARD,
    )
    Membership.objects.update(since=TODAY - BEEN_HERE)
    return actor_of(
        Membership.objects.select_related("account", "organisation").get(pk=membership_id)
    )


def too_new(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.gerda.id).update(since=TODAY - DAY)


def test_what_would_be_refused_is_not_offered(cast: Cast, settings: LazySettings) -> None:
    lost(cast, cast.anna, cast.henk)
    assert Place.TODAY in rows(cast.gerda)
    settings.SENDS_MAIL = False
    assert rows(cast.gerda) == {}
    settings.SENDS_MAIL = True
    too_new(cast)
    assert rows(cast.gerda) == {}
    Membership.objects.filter(pk=cast.gerda.id).update(since=TODAY - BEEN_HERE)
    # a sign-in that opens another organisation too is out of reach
    Membership.objects.filter(pk=cast.carla.id).update(account_id=cast.henk.account_id)
    assert rows(cast.gerda) == {}


# --- bad days -------------------------------------------------------------------------------------


def test_the_menu_counts_what_the_page_counts(cast: Cast) -> None:
    to_the_board(cast, reason="time")
    lost(cast, cast.anna, cast.henk)
    response = shown(cast.gerda)
    item = next(one for one in response.context["menu"] if one.current)
    assert (item.url, item.count) == (reverse("today"), response.context["summary"]["count"])
    assert item.count == 2


def test_nothing_of_another_organisation_stands_there(cast: Cast) -> None:
    everything(cast)
    row = Membership.objects.get(pk=cast.dirk.id)
    row.role = Role.BOARD
    row.save(update_fields=["role"])
    Request.objects.filter(owner_id=cast.dirk.id).update(owner_id=cast.carla.id)
    elsewhere = actor_of(
        Membership.objects.select_related("account", "organisation").get(pk=cast.dirk.id)
    )
    response = shown(elsewhere)
    assert response.status_code == 200
    assert every_line(elsewhere) == []
    page = text(response)
    assert "Er is geen hulpvraag te laat." in page
    for word in ("Anna", "Henk", "Gat nummer", "Bram"):
        assert word not in page


def test_a_board_member_who_owns_requests_has_both(cast: Cast) -> None:
    lost(cast, second_board_member(cast), cast.gerda)
    Request.objects.filter(pk=cast.request()).update(owner_id=cast.gerda.id, due_on=TODAY)
    no_in(cast, "Gat van de avond")
    to_the_board(cast, reason="time")
    found = rows(cast.gerda)
    assert found[Place.TODAY][0] == "1 ding vraagt het bestuur"
    assert any("De Wit" in title for title in found[Place.TODAY])
    board = browsing.member(cast.gerda).get(reverse("board_today"))
    titles = [line.title for group in board.context["groups"] for line in group.lines]
    assert titles == ["Ben jij je tweede stap kwijt?", "Gat van de avond"], "signals stand there"
    assert browsing.member(cast.anna).get(reverse("board_today")).status_code == 404


def test_danger_stands_first_on_the_list_of_who_owns_requests_too(cast: Cast) -> None:
    Request.objects.filter(pk=cast.request()).update(owner_id=cast.gerda.id)
    cast.assess(cast.request(), N1=Answer.UNKNOWN)
    assert Place.SAFETY not in rows(cast.gerda), "Anna is there"
    Membership.objects.filter(pk=cast.anna.id).update(weekdays=[TODAY.weekday() + 1])
    assert rows(cast.gerda)[Place.SAFETY] == ["1 ding vraagt het bestuur"]


def test_each_membership_has_its_own_list(cast: Cast) -> None:
    """Gerda is on the board of Noord and coordinates at Zuid."""
    no_in(cast, "Gat van de avond")
    Membership.objects.filter(pk=cast.carla.id).update(account_id=cast.gerda.account_id)
    client = browsing.member(cast.gerda)
    assert "Gat van de avond" in text(client.get(reverse("today")))
    client.post(reverse("choose_membership"), {"membership": str(cast.carla.id)})
    client.opened_as = None
    page = client.get(reverse("today"))
    assert page.status_code == 200
    assert "Gat van de avond" not in text(page)
    assert "Nieuwe hulpvraag" in text(page)


def test_whose_membership_ended_reads_nothing(cast: Cast) -> None:
    everything(cast)
    client = browsing.member(cast.gerda)
    assert client.get(reverse("today")).status_code == 200
    Membership.objects.filter(pk=cast.gerda.id).update(active=False, ended_on=TODAY)
    assert client.get(reverse("today")).status_code != 200


def test_with_nothing_to_do_it_says_so_and_what_comes_next(cast: Cast) -> None:
    assert f"{NOBODY} Heeft iemand het bestuur nodig, dan staat het hier." in text(
        shown(cast.gerda)
    )
    stops(cast, 30)
    assert "Het eerste is op donderdag 24 december: dan loopt de aanmeldstop af." in text(
        shown(cast.gerda)
    )


def test_what_was_discussed_goes_from_the_list(cast: Cast) -> None:
    gap = no_in(cast, "Gat van de avond")
    assert rows(cast.gerda) == {Place.LATER: ["Gat van de avond"]}
    client = browsing.member(cast.gerda)
    client.post(reverse("gap", args=[gap]), {"state": "discussed", "possible_owner": ""})
    assert Gap.objects.get().state == GapState.DISCUSSED
    assert rows(cast.gerda) == {}


def test_signing_in_leads_there(cast: Cast) -> None:
    assert page_of(Role.BOARD) == reverse("today")


def test_an_answered_signal_leads_back_to_the_list(cast: Cast) -> None:
    signal_id = to_the_board(cast, reason="time")
    client = browsing.member(cast.gerda)
    where = reverse("signal", args=[signal_id])
    answered = client.post(where, {"outcome": "talked", "done": "Wij belden."})
    assert answered.status_code == 302, answered.content.decode()[-3000:]
    assert answered.url == reverse("today")


def test_the_fullest_page_stays_small_and_costs_the_same(cast: Cast, queries: Counting) -> None:
    everything(cast)
    client = browsing.member(cast.gerda)
    client.get(reverse("today"))
    with queries() as few:
        client.get(reverse("today"))
    for n in range(30):
        no_in(cast, f"Gat {n} van heel veel andere gaten die een lange naam hebben")
    for n in range(25):
        one = cast.volunteer(f"Vera Nummer{n}")
        VolunteerSignal.objects.filter(pk=sent_by(one)).update(to_id=cast.gerda.id)
    with queries() as many:
        response = client.get(reverse("today"))
    assert len(many) <= 25, many
    assert len(many) <= len(few) + 1, "the total of a list that is cut short"
    assert len(response.content) <= 60_000
    assert "Nog 11 andere" in text(response), "gaps beyond those that are listed"


def test_a_board_member_who_owns_stays_within_the_number(cast: Cast, queries: Counting) -> None:
    everything(cast)
    Request.objects.filter(pk=cast.request()).update(owner_id=cast.gerda.id, due_on=TODAY)
    client = browsing.member(cast.gerda)
    client.get(reverse("today"))
    with queries() as asked:
        response = client.get(reverse("today"))
    assert "Nieuwe hulpvraag" in text(response)
    assert len(asked) <= 25, asked
    with queries() as asked:
        assert client.get(reverse("board_today")).status_code == 200
    assert len(asked) <= 25, asked
