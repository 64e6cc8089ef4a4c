"""Rest after a heavy time: nobody asks anything, and the volunteer ends it with one tap."""

from collections import Counter
from datetime import timedelta
from random import Random  # noqa: TID251  seeded

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, plain
from tests.app.responsibility.test_clocks import admin_of_noord

from loopplank.access.account.actors import Actor
from loopplank.access.matching.planning_volunteers import frame_of, volunteers_of
from loopplank.access.volunteers.rest import left_alone
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.actions.matching import matches, propose
from loopplank.actions.requests import closing
from loopplank.actions.volunteers import limits, visits
from loopplank.actions.volunteers import rest as volunteer_rest
from loopplank.actions.volunteers.contact_limits import refuse_left_alone
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.rules import CLOSED
from loopplank.core.requests.closing import ClosingReason
from loopplank.store.models import (
    Affiliation,
    Event,
    Limits,
    Match,
    Message,
    Network,
    Request,
    Volunteer,
)
from loopplank.web.kit import clock

DAY = timedelta(days=1)
FOUR_WEEKS = timedelta(weeks=4)
USUAL = {"weeks": "4", "days_after_no": "14", "open_at_once": "1"}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9)


def limits_of(cast: Cast) -> Limits:
    return Limits.objects.get(pk=cast.bram_id)


def ended(cast: Cast, reason: str = "done", **plan: object) -> None:
    matches.end(actor=cast.anna, now=NOW, match_id=cast.running(cast.bram, **plan), reason=reason)


def ask(cast: Cast, days: int) -> None:
    """Ask Bram something new, so many days from now."""
    propose.ask(
        actor=cast.anna,
        now=NOW + timedelta(days=days),
        request_id=cast.ready(),
        volunteer_id=cast.bram_id,
        plan=cast.plan(first_day=TODAY + timedelta(days=60), last_day=TODAY + timedelta(days=90)),
    )


@pytest.mark.both_engines
def test_heavy_help_that_ends_gives_four_weeks_of_rest(cast: Cast) -> None:
    ended(cast, heavy=True)
    row = limits_of(cast)
    assert (row.rest_until, row.rest_after_id) == (TODAY + FOUR_WEEKS, cast.noord_id)
    for days in (0, 1, 28):
        with pytest.raises(Refused, match=r"asking\.rests"):
            ask(cast, days)
    ask(cast, 29)


@pytest.mark.both_engines
def test_light_help_that_ends_gives_none(cast: Cast) -> None:
    ended(cast)
    assert limits_of(cast).rest_until is None
    ask(cast, 0)


@pytest.mark.both_engines
def test_that_it_was_too_heavy_gives_rest(cast: Cast) -> None:
    ended(cast, reason="too_heavy")
    assert limits_of(cast).rest_until == TODAY + FOUR_WEEKS


def test_a_death_gives_rest_and_no_reason_is_told_to_anybody(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=Match.objects.get(pk=match_id).request_id,
        closing=closing.Closing(ClosingReason.DECEASED, nobody_discussed=True),
    )
    assert limits_of(cast).rest_until == TODAY + FOUR_WEEKS
    event = Event.objects.get(type="volunteer.rests")
    assert set(event.data) == {"match", "until"}


@pytest.mark.both_engines
def test_a_heavy_series_gives_rest(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    for weeks in (1, 2, 3):
        visits.log_visit(
            actor=cast.bram,
            now=NOW,
            match_id=match_id,
            day=TODAY - timedelta(weeks=weeks),
            minutes=90,
            felt="heavy",
        )
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    assert limits_of(cast).rest_until == TODAY + FOUR_WEEKS


@pytest.mark.both_engines
def test_the_network_says_how_many_weeks(cast: Cast) -> None:
    Network.objects.update(weeks_of_rest_after_heavy=2)
    ended(cast, heavy=True)
    assert limits_of(cast).rest_until == TODAY + timedelta(weeks=2)


@pytest.mark.both_engines
def test_the_thanks_tell_of_the_rest(cast: Cast) -> None:
    ended(cast, heavy=True)
    message = Message.objects.get(volunteer_id=cast.bram_id, template="thanks_rest")
    assert message.params["until"] == (TODAY + FOUR_WEEKS).isoformat()
    assert not Message.objects.filter(volunteer_id=cast.bram_id, template="thanks").exists()


@pytest.mark.both_engines
def test_the_volunteer_ends_it_with_one_tap(cast: Cast) -> None:
    ended(cast, heavy=True)
    phone = Phone(cast.bram)
    assert "Je krijgt rust tot en met dinsdag 22 december." in phone.reads("week")
    text = phone.then_reads("end_rest")
    assert "Fijn dat het weer gaat." in text
    assert "Ik heb weer ruimte" not in text
    ask(cast, 0)


@pytest.mark.both_engines
def test_the_coordinator_sees_until_when(cast: Cast) -> None:
    ended(cast, heavy=True)
    answer = browsing.member(cast.anna).get(reverse("volunteer", args=[cast.bram_id]))
    assert "Rust tot en met dinsdag 22 december" in plain(answer.content.decode())


@pytest.mark.both_engines
def test_nobody_proposes_them_and_no_plan_does(cast: Cast) -> None:
    request_id = cast.ready()
    ended(cast, heavy=True)
    page = browsing.member(cast.anna).get(reverse("candidates", args=[request_id]))
    assert "Rust tot en met dinsdag 22 december" in plain(page.content.decode())
    assert closed_in_plan(cast) == "rests"


@pytest.mark.both_engines
def test_another_organisation_reads_only_that_it_is_not_now(cast: Cast) -> None:
    ended(cast, heavy=True)
    assert left_alone(limits_of(cast), cast.zuid_id, TODAY) is None
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(organisation_id=cast.zuid_id)
    assert closed_in_plan(cast) == "not_now"
    request_id = cast.ready(of=cast.carla)
    page = browsing.member(cast.carla).get(reverse("candidates", args=[request_id]))
    assert "rust" not in plain(page.content.decode()).lower()
    with pytest.raises(Refused, match=r"proposal\.not_now"):
        propose.ask(
            actor=cast.carla,
            now=NOW,
            request_id=request_id,
            volunteer_id=cast.bram_id,
            plan=cast.plan(),
        )


# --- how long a network gives ---------------------------------------------------------------------


@pytest.mark.both_engines
def test_the_administrator_of_the_network_sets_how_long(cast: Cast) -> None:
    client = browsing.member(admin_of_noord(cast))
    where = reverse("rest_setting")
    assert where in client.get(reverse("settings")).content.decode()
    assert 'value="4"' in client.get(where).content.decode()
    typed = {**USUAL, "weeks": "6"}
    said = plain(client.post(where, typed, follow=True).content.decode())
    assert "Bewaard. Het geldt vanaf nu." in said
    client.post(where, typed)
    event = Event.objects.get(type="network.rest_set")
    assert (event.data["weeks"], event.data["before"]) == (6, 4)
    ended(cast, heavy=True)
    assert limits_of(cast).rest_until == TODAY + timedelta(weeks=6)


@pytest.mark.parametrize("weeks", ["0", "26"])
def test_none_and_half_a_year_may_be_set(cast: Cast, weeks: str) -> None:
    browsing.member(admin_of_noord(cast)).post(reverse("rest_setting"), {**USUAL, "weeks": weeks})
    assert Network.objects.get().weeks_of_rest_after_heavy == int(weeks)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("27", "Vul een heel getal in, van 0 tot en met 26."),
        ("-1", "Vul een heel getal in, van 0 tot en met 26."),
        ("veel", "Vul een heel getal in, van 0 tot en met 26."),
        ("", "Vul een aantal weken in."),
    ],
)
def test_what_is_no_rest_is_said_and_stays_typed(cast: Cast, typed: str, said: str) -> None:
    client = browsing.member(admin_of_noord(cast))
    answer = client.post(reverse("rest_setting"), {**USUAL, "weeks": typed})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in html
    assert f'value="{typed}"' in html or not typed
    assert Network.objects.get().weeks_of_rest_after_heavy == 4


def test_the_administrator_sets_the_rest_after_a_no_and_the_questions_at_once(cast: Cast) -> None:
    Network.objects.update(open_asks_at_once=1)
    client = browsing.member(admin_of_noord(cast))
    client.post(reverse("rest_setting"), {**USUAL, "days_after_no": "10", "open_at_once": "2"})
    row = Network.objects.get()
    assert (row.days_of_rest_after_no, row.open_asks_at_once) == (10, 2)
    event = Event.objects.get(type="network.rest_set")
    assert event.data == {
        "weeks": 4,
        "days_after_no": 10,
        "open_at_once": 2,
        "before": 4,
        "days_before": 14,
        "open_before": 1,
    }
    cast.asked(cast.bram)
    assert cast.asked(cast.bram), "a second question at the same time"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("days_after_no", "61", "Vul een heel getal in, van 0 tot en met 60."),
        ("days_after_no", "", "Vul een aantal dagen in."),
        ("open_at_once", "0", "Vul een heel getal in, van 1 tot en met 5."),
        ("open_at_once", "6", "Vul een heel getal in, van 1 tot en met 5."),
        ("open_at_once", "", "Vul een aantal vragen in."),
    ],
)
def test_what_is_out_of_bounds_is_said_at_its_field(
    cast: Cast, field: str, typed: str, said: str
) -> None:
    Network.objects.update(open_asks_at_once=1)
    client = browsing.member(admin_of_noord(cast))
    answer = client.post(reverse("rest_setting"), {**USUAL, field: typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    row = Network.objects.get()
    assert (row.days_of_rest_after_no, row.open_asks_at_once) == (14, 1)
    assert not Event.objects.filter(type="network.rest_set").exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"days_after_no": -1}, r"rest\.days_after_no"),
        ({"days_after_no": 61}, r"rest\.days_after_no"),
        ({"open_at_once": 0}, r"rest\.open_at_once"),
        ({"open_at_once": 6}, r"rest\.open_at_once"),
    ],
)
def test_the_action_takes_no_more_than_the_page(
    cast: Cast, wrong: dict[str, int], code: str
) -> None:
    admin = Actor(Role.NETWORK_ADMIN, network_id=cast.network_id)
    given = {"weeks": 4, "days_after_no": 14, "open_at_once": 1, **wrong}
    with pytest.raises(Refused, match=code):
        volunteer_rest.set_rest(actor=admin, now=NOW, **given)


def test_nobody_but_the_administrator_of_the_network_sets_it(cast: Cast) -> None:
    for who in (cast.anna, cast.gerda, cast.fred, cast.ella):
        where = reverse("rest_setting")
        assert browsing.member(who).post(where, {**USUAL, "days_after_no": "0"}).status_code == 404
    assert Network.objects.get().days_of_rest_after_no == 14


@pytest.mark.both_engines
def test_a_rest_that_began_stays_when_the_network_gives_less(cast: Cast) -> None:
    ended(cast, heavy=True)
    admin = Actor(Role.NETWORK_ADMIN, network_id=cast.network_id)
    volunteer_rest.set_rest(actor=admin, now=NOW, weeks=0, days_after_no=14, open_at_once=1)
    assert limits_of(cast).rest_until == TODAY + FOUR_WEEKS


@pytest.mark.both_engines
def test_neither_the_action_nor_the_table_takes_half_a_year_and_more(cast: Cast) -> None:
    admin = Actor(Role.NETWORK_ADMIN, network_id=cast.network_id)
    with pytest.raises(Refused, match=r"rest\.weeks"):
        volunteer_rest.set_rest(actor=admin, now=NOW, weeks=27, days_after_no=14, open_at_once=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.objects.update(weeks_of_rest_after_heavy=27)


@pytest.mark.both_engines
def test_a_volunteer_reads_what_is_in_force(cast: Cast) -> None:
    Limits.objects.filter(pk=cast.bram_id).update(set_by_self=True)
    phone = Phone(cast.bram)
    said = "Stopt hulp die zwaar was? Dan vragen wij je 4 weken niets nieuws."
    assert said in phone.reads("limits")
    Network.objects.update(weeks_of_rest_after_heavy=1)
    assert "Dan vragen wij je 1 week niets nieuws." in phone.reads("limits")
    Network.objects.update(weeks_of_rest_after_heavy=0)
    assert "Rust na een zware tijd" not in phone.reads("limits")
    Network.objects.update(weeks_of_rest_after_heavy=4)
    ended(cast, heavy=True)
    assert "Je krijgt nu rust tot en met dinsdag 22 december." in phone.reads("limits")


# --- back from a pause -----------------------------------------------------------------------


def test_nothing_is_asked_on_the_first_day_after_a_pause(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits.pause(
        actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=TODAY, last=TODAY + 6 * DAY
    )
    back = NOW + 7 * DAY
    with pytest.raises(Refused, match=r"asking\.is_back"):
        ask(cast, 7)
    monkeypatch.setattr(clock, "now", lambda: back)
    assert "Welkom terug. Vandaag vragen wij je niets nieuws." in Phone(cast.bram).reads("week")
    ask(cast, 8)


def test_who_comes_back_sooner_is_left_alone_that_day_too(cast: Cast) -> None:
    limits.pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=TODAY, last=None)
    later = NOW + 9 * DAY
    limits.end_pause(actor=cast.bram, now=later, volunteer_id=cast.bram_id)
    with pytest.raises(Refused, match=r"asking\.rests"):
        ask(cast, 9)
    ask(cast, 10)


@pytest.mark.both_engines
def test_a_pause_does_not_end_the_rest_after_a_heavy_time(cast: Cast) -> None:
    ended(cast, heavy=True)
    limits.pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=TODAY, last=None)
    limits.end_pause(actor=cast.bram, now=NOW + 9 * DAY, volunteer_id=cast.bram_id)
    assert limits_of(cast).rest_until == TODAY + FOUR_WEEKS


def closed_in_plan(cast: Cast) -> str:
    """Why a plan leaves Bram out, as the organisation that he joined."""
    read, _ids = volunteers_of(frame_of(cast.network_id, NOW), only=[cast.bram_id])
    return CLOSED[int(read.closed[0])][0]


def test_list_plan_and_question_agree_who_is_left_alone(cast: Cast) -> None:
    """Over random histories: the code of a plan, the reason on a list and a refusal are three ways
    to say one thing.
    """
    request = Request.objects.get(pk=cast.ready())
    chance = Random(11)
    seen: Counter[str] = Counter()
    for _ in range(120):
        first, rest, stop = (chance.choice([None, *range(-3, 4)]) for _ in range(3))
        last = chance.choice([None, first, -1, 2]) if first is not None else None
        limits_now = {
            "pause_from": first,
            "pause_to": last if last is None or last >= (first or 0) else first,
            "rest_until": rest,
            "stops_on": stop if chance.random() < 0.3 else None,
        }
        where = cast.noord_id if chance.random() < 0.5 else cast.zuid_id
        Limits.objects.filter(pk=cast.bram_id).update(
            **{name: None if n is None else TODAY + n * DAY for name, n in limits_now.items()},
            rest_after_id=None if rest is None else where,
        )
        row = limits_of(cast)
        if facts_of(row).paused_on(TODAY):
            continue
        refused = ""
        try:
            refuse_left_alone(request, Volunteer.objects.get(pk=cast.bram_id), NOW)
        except Refused as no:
            refused = no.reason.code.partition(".")[2]
        read, _ids = volunteers_of(frame_of(cast.network_id, NOW), only=[cast.bram_id])
        assert (CLOSED[int(read.closed[0])][0] if read.closed[0] else "") == refused
        listed = left_alone(row, cast.noord_id, TODAY)
        # a rest at Zuid does not hide on the list that they came back today, which everybody knows
        if refused != "not_now":
            assert (listed.code.removeprefix("why_not.") if listed else "") == refused
        seen[refused] += 1
    assert set(seen) == {"", "stops", "rests", "is_back", "not_now"}
