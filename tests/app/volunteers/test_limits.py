"""Mijn grenzen: lowering works at once and asks nothing; raising is the volunteer's own act."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.app.cast import NOW, Cast
from tests.app.on_the_phone import Phone, since_weeks

from loopplank.actions.volunteers import volunteers
from loopplank.core.volunteers.no_gos import PAID_WORK
from loopplank.store.models import Limits as LimitsRow
from loopplank.store.models import LimitsRaise, Network, VolunteerSignal
from loopplank.web.kit import clock

#: What the page holds when nothing of it is changed: Bram's own limits.
SAME = {"liked": "4½", "most": "6", "people": "2", "heavy": "1", "kinds": ["shopping", "company"]}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)
    LimitsRow.objects.update(set_by_self=True)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


def saved(cast: Cast) -> LimitsRow:
    return LimitsRow.objects.get(pk=cast.bram_id)


def numbers(cast: Cast) -> tuple[int, int, int, int]:
    row = saved(cast)
    return row.liked_minutes, row.max_minutes, row.max_people, row.max_heavy


def bare(**changes: object) -> dict[str, object]:
    return {**SAME, **changes}


# --- what it shows -----


def test_two_numbers_of_hours_and_the_rest(phone: Phone) -> None:
    html = phone.html("limits")
    for name, value in {"liked": "4½", "most": "6", "people": "2", "heavy": "1"}.items():
        assert re.search(rf'<input[^>]* name="{name}"', html)
        assert re.search(
            rf'value="{value}"[^>]* name="{name}"|name="{name}"[^>]* value="{value}"', html
        )
    text = phone.reads("limits")
    assert "Zoveel doe ik graag" in text
    assert "Mijn grens Hier gaan wij nooit overheen." in text
    assert "Omlaag mag altijd, en niemand vraagt waarom." in text
    assert f'name="no_gos" value="{PAID_WORK}"' in html
    assert "Werk dat eigenlijk betaald hoort te zijn" in text


def test_what_was_chosen_is_read_without_unfolding(phone: Phone) -> None:
    phone.presses("limits", **bare(no_gos=[PAID_WORK, "dogs"], day_parts=["10"]))
    text = phone.reads("limits")
    assert "Honden, werk dat eigenlijk betaald hoort te zijn Wat doe ik" in text
    assert "Boodschappen en gezelschap" in text
    assert "Donderdag: middag" in text
    assert "Door jou bepaald op dinsdag 24 november." in text


# --- down -----


def test_lower_works_at_once_and_asks_nothing(cast: Cast, phone: Phone) -> None:
    text = phone.then_reads("limits", **bare(liked="1", most="2", people="1", heavy="0"))
    assert numbers(cast) == (60, 120, 1, 0)
    assert saved(cast).set_by_self
    assert "Bewaard." in text
    assert not LimitsRaise.objects.exists()


def test_lowering_the_limit_alone_takes_the_liked_hours_along(cast: Cast, phone: Phone) -> None:
    """Who lowers one number need not think of the other; who types both wrong is asked."""
    phone.presses("limits", **bare(most="3", people="0"))
    assert numbers(cast) == (180, 180, 0, 0)
    answer = phone.presses("limits", **bare(liked="5", most="3"))
    assert answer.status_code == 422
    assert "Dit kan niet meer zijn dan je grens." in answer.content.decode()
    assert numbers(cast) == (180, 180, 0, 0)


def test_below_what_is_planned_is_accepted_and_somebody_calls(cast: Cast, phone: Phone) -> None:
    since_weeks(cast, cast.bram)
    text = phone.then_reads("limits", **bare(liked="1", most="1", people="1"))
    assert numbers(cast)[1] == 60
    assert (
        "Je grens is nu 1 uur. Je helpt nu 1½ uur. Anna belt je uiterlijk donderdag 26 november"
        " om samen iets los te laten." in text
    )
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.to_id) == ("above_new_limit", cast.anna.id)


def test_nothing_is_promised_without_somebody_who_calls(cast: Cast, phone: Phone) -> None:
    since_weeks(cast, cast.bram)
    phone.presses("limits", **bare(liked="1", most="1"))
    VolunteerSignal.objects.update(answered_at=NOW)
    text = phone.reads("limits")
    assert "Je grens is nu 1 uur. Je helpt nu 1½ uur." in text
    assert "belt je" not in text


def test_what_fits_again_is_no_longer_said_to_be_too_much(cast: Cast, phone: Phone) -> None:
    since_weeks(cast, cast.bram)
    phone.presses("limits", **bare(liked="1", most="1"))
    LimitsRow.objects.filter(pk=cast.bram_id).update(max_minutes=360)
    assert VolunteerSignal.objects.filter(answered_at=None).exists()
    assert "belt je uiterlijk" not in phone.reads("limits")


@pytest.mark.parametrize(
    ("lower", "said"),
    [
        ({"people": "1"}, "Je grens is nu 1 mens. Je helpt er nu 2."),
        ({"people": "0", "heavy": "0"}, "Je grens is nu 0 mensen. Je helpt er nu 2."),
        ({"heavy": "0"}, "Je helpt nu 1 keer ‘zwaar’. Je grens is 0."),
    ],
)
def test_too_much_is_said_in_what_was_lowered(
    cast: Cast, phone: Phone, lower: dict[str, str], said: str
) -> None:
    since_weeks(cast, cast.bram, heavy=True)
    since_weeks(cast, cast.bram)
    assert said in phone.then_reads("limits", **bare(**lower))


# --- up (promise P10) -----


def test_up_works_at_once_when_nobody_asked_anything(cast: Cast, phone: Phone) -> None:
    phone.presses("limits", **bare(most="8", people="3"))
    assert numbers(cast) == (270, 480, 3, 1)
    assert saved(cast).raises_counted == 0


def test_after_a_call_up_waits_a_night_and_says_why(cast: Cast, phone: Phone) -> None:
    volunteers.spoken(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    text = phone.then_reads("limits", **bare(most="8", people="3", heavy="0"))
    assert numbers(cast) == (270, 360, 2, 0), "down at once, up not yet"
    assert "Vanaf morgen geldt: je grens is 8 uur, ten hoogste 3 mensen." in text
    assert "Daarom wachten wij een nacht. Zo is het jouw eigen keus." in text
    assert re.search(r'value="8"[^>]* name="most"|name="most"[^>]* value="8"', phone.html("limits"))
    waiting = LimitsRaise.objects.get()
    # the same page again moves nothing; what it was before takes the wish back
    phone.presses("limits", **bare(most="8", people="3", heavy="0"))
    assert LimitsRaise.objects.get(state="pending").pk == waiting.pk
    phone.presses("limits", **bare(heavy="0"))
    assert not LimitsRaise.objects.filter(state="pending").exists()
    assert "Vanaf morgen" not in phone.reads("limits")


def test_a_raise_that_waits_for_the_loop_is_no_reason_to_wait_on(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    volunteers.spoken(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    phone.presses("limits", **bare(most="8"))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=8))
    phone.presses("limits", **bare(most="8"))
    assert numbers(cast)[1] == 480
    assert not LimitsRaise.objects.filter(state="pending").exists()


# --- the rest of the page -----


def test_everything_on_the_page_is_kept(cast: Cast, phone: Phone) -> None:
    typed = bare(
        travel_counts="on",
        until="2027-06-30",
        day_parts=["10", "16"],
        kinds=["other"],
        no_gos=["dogs", PAID_WORK],
        max_km="5",
        short_notice="on",
        show_hours_elsewhere="on",
        share_in_network="on",
    )
    assert phone.presses("limits", **typed).status_code == 302
    row = saved(cast)
    assert (row.travel_counts, row.short_notice, row.show_hours_elsewhere) == (True, True, True)
    assert row.share_in_network
    assert (row.until, row.max_km) == (date(2027, 6, 30), 5)
    assert (row.kinds, set(row.no_gos)) == (["other"], {"dogs", PAID_WORK})
    assert row.day_parts == 1 << 10 | 1 << 16
    html = phone.html("limits")
    assert set(re.findall(r'name="day_parts" value="(\d+)"[^>]* checked', html)) == {"10", "16"}
    assert re.search(r'name="kinds" value="other"[^>]* checked', html), "saving again keeps it"


@pytest.mark.parametrize("typed", ["4½", "4,5", "4.5", "4½ uur"])
def test_hours_are_read_as_people_write_them(cast: Cast, phone: Phone, typed: str) -> None:
    phone.presses("limits", **bare(liked="", most=typed))
    assert numbers(cast)[:2] == (195, 270), "and three quarters when it is not said how much"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"most": ""}, "Vul in hoeveel uur per week je grens is."),
        ({"most": "veel"}, "uur"),
        ({"people": "21"}, "Vul een getal in van 0 tot 20."),
        ({"heavy": "3"}, "Dit kan niet meer zijn dan het aantal mensen."),
        ({"max_km": "0"}, "Vul een aantal kilometers in, of laat het leeg."),
        ({"until": "morgen"}, "Kies een dag, of laat het leeg."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, phone: Phone, wrong: dict[str, str], said: str
) -> None:
    before = numbers(cast)
    answer = phone.presses("limits", **bare(liked="1", no_gos=["cats"], **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "<title>Fout:" in page
    assert re.search(r'name="no_gos" value="cats"[^>]* checked', page)
    assert re.search(r'value="1"[^>]* name="liked"|name="liked"[^>]* value="1"', page)
    assert numbers(cast) == before
    assert saved(cast).no_gos == []


# --- the first time -----


def test_the_first_time_there_are_three_questions_and_nothing_else_changes(
    cast: Cast, phone: Phone
) -> None:
    LimitsRow.objects.update(set_by_self=False, day_parts=1 << 10, max_km=7, short_notice=True)
    html = phone.html("limits")
    assert "Wat past bij jou?" in html
    visible = re.findall(r'<input(?![^>]*type="hidden")[^>]*name="(\w+)"', html)
    assert set(visible) == {"most", "people", "no_gos"}
    typed: dict[str, object] = {"eerst": "ja"}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html):
        if name == "kinds":
            typed.setdefault("kinds", [])
            typed["kinds"] += [value]  # type: ignore[operator]
        elif name != "csrfmiddlewaretoken":
            typed[name] = value
    phone.presses(
        "limits", **{**typed, "most": "3", "people": "1", "heavy": "1", "no_gos": ["cats"]}
    )
    row = saved(cast)
    assert numbers(cast) == (135, 180, 1, 1)
    assert (row.no_gos, row.set_by_self) == (["cats"], True)
    assert (row.day_parts, row.max_km, row.short_notice) == (1 << 10, 7, True)
    assert row.kinds == ["shopping", "company"]
    # from now on everything stands on one page
    assert "Hoe ver mag het zijn?" in phone.reads("limits")


def test_a_mistake_the_first_time_keeps_the_three_questions(phone: Phone) -> None:
    LimitsRow.objects.update(set_by_self=False)
    answer = phone.presses("limits", eerst="ja", most="", people="1", heavy="1")
    assert answer.status_code == 422
    assert "Wat past bij jou?" in answer.content.decode()
    assert "Hoe ver mag het zijn?" not in answer.content.decode()


def test_everything_is_one_link_away(phone: Phone) -> None:
    LimitsRow.objects.update(set_by_self=False)
    address = reverse("limits")
    assert f'href="{address}?alles=ja"' in phone.html("limits")
    answer = phone.client.get(address, {"alles": "ja"})
    assert "Hoe ver mag het zijn?" in answer.content.decode()


@pytest.mark.parametrize("by_self", [False, True])
def test_a_pause_and_a_goodbye_are_on_this_page_from_the_first_day(
    phone: Phone, *, by_self: bool
) -> None:
    LimitsRow.objects.update(set_by_self=by_self)
    html = phone.html("limits")
    for name in ("pause", "stop_helping", "own_feed", "own_details"):
        assert f'href="{reverse(name)}"' in html
