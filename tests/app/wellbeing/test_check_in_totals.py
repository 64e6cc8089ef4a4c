"""Hoe gaat het met onze vrijwilligers: only of ten people or more, frozen when a quarter closed."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.checking_in import CLOSED
from tests.app.conftest import Questions
from tests.app.kit.test_doors import admin_of_noord
from tests.app.on_the_phone import plain

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.actions.wellbeing import check_in_totals
from loopplank.core.gaps.disclosure import LEAST
from loopplank.jobs.nightly import daily_work
from loopplank.store.models import CheckIn, CheckInCount, Volunteer
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

Counting = Callable[[], AbstractContextManager[Questions]]
NOTHING = "Hier zijn groepen van minder dan 10 mensen. Dan tonen wij niets."


@pytest.fixture(autouse=True)
def _after_the_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: CLOSED)


def answered_by(people: int, organisation_id: UUID, safety_net: str, **more: object) -> list[UUID]:
    """So many volunteers gave this answer in the quarter of the cast."""
    ids = []
    for n in range(people):
        one = Volunteer.objects.create(first_name=f"V{n}", last_name="Telt", created_at=NOW)
        answer(one.pk, organisation_id, safety_net, **more)
        ids.append(one.pk)
    return ids


def answer(volunteer_id: UUID, organisation_id: UUID, safety_net: str, **more: object) -> None:
    CheckIn.objects.create(
        **{
            "volunteer_id": volunteer_id,
            "organisation_id": organisation_id,
            "asked_at": NOW,
            "closes_on": NOW.date() + timedelta(weeks=3),
            "state": "answered",
            "answered_at": NOW,
            "safety_net": safety_net,
            **more,
        }
    )


def close() -> int:
    return check_in_totals.close_quarter(actor=SYSTEM, now=CLOSED)


def reads(who: Actor) -> str:
    answer = browsing.member(who).get(reverse("check_in_totals"))
    assert answer.status_code == 200
    return plain(answer.content.decode())


def first_answer(text: str, part: str) -> str:
    """What stands under the question of the safety net in one part of the page."""
    return text.split(part)[1].split("Past je vrijwilligerswerk", maxsplit=1)[0]


def many_said(
    noord: Iterable[tuple[str, int]], zuid: Iterable[tuple[str, int]], cast: Cast
) -> None:
    for house, said in ((cast.noord_id, noord), (cast.zuid_id, zuid)):
        for code, people in said:
            answered_by(people, house, code)


def test_shares_of_ten_or_more_and_the_rest_is_joined_or_left_out(cast: Cast) -> None:
    many_said([("no", 30), ("sometimes", 7), ("often", 3)], [("no", 15), ("often", 15)], cast)
    assert close() == 1
    text = reads(cast.gerda)
    own = first_answer(text, "Jullie vrijwilligers")
    assert "Nee of weet ik niet 30 75 %" in own
    assert "Soms of vaak 10 25 %" in own
    whole = first_answer(text, "Alle organisaties samen")
    assert "Nee of weet ik niet 45 64 %" in whole
    assert "Soms of vaak 25 36 %" in whole
    assert text.count(NOTHING) == 6, "nobody answered the three others"


def test_fewer_than_ten_tell_nothing_at_all(cast: Cast) -> None:
    many_said([("no", 30), ("often", 9)], [("no", 9)], cast)
    close()
    text = reads(cast.anna)
    assert text.count(NOTHING) == 2, "once for us, once for all together"
    assert "30" not in first_answer(text, "Jullie vrijwilligers")
    assert all(row.groups == [] for row in CheckInCount.objects.all())


def test_people_are_counted_and_not_answers(cast: Cast) -> None:
    """Six weeks apart somebody answers twice in a quarter: the last answer is the one."""
    ids = answered_by(9, cast.noord_id, "often", answered_at=NOW - timedelta(weeks=6))
    for pk in ids:
        answer(pk, cast.noord_id, "often")
    answered_by(11, cast.noord_id, "no")
    close()
    assert CheckInCount.objects.get(organisation=cast.noord_id, question="safety_net").groups == []


def test_another_look_later_shows_the_same(cast: Cast) -> None:
    """Somebody who erases their answers, or answers late, would be the difference of two looks."""
    ids = answered_by(10, cast.noord_id, "often")
    answered_by(12, cast.noord_id, "no")
    many_said([], [("no", 12), ("sometimes", 12)], cast)
    close()
    before = reads(cast.anna)
    CheckIn.objects.filter(volunteer_id=ids[0]).update(state="erased", safety_net="")
    answered_by(3, cast.noord_id, "no")
    assert close() == 0
    assert reads(cast.anna) == before


def test_a_quarter_that_still_runs_is_not_counted(cast: Cast) -> None:
    many_said([("no", 30), ("often", 30)], [], cast)
    check_in_totals.close_quarter(actor=SYSTEM, now=NOW)
    assert all(row.groups == [] for row in CheckInCount.objects.all())


def test_nothing_of_one_organisation_stands_on_the_page_of_another(cast: Cast) -> None:
    many_said([("no", 31), ("often", 13)], [("no", 17), ("often", 22)], cast)
    close()
    admin = admin_of_noord(cast)
    for who in (cast.carla, admin):
        text = reads(who)
        assert "31" not in text
        assert "13" not in text
        assert "48" in text, "together it is told"
    assert "Jullie vrijwilligers" not in reads(admin)


def test_every_number_on_every_page_is_of_ten_people_or_more(cast: Cast) -> None:
    many_said(
        [("no", 21), ("sometimes", 5), ("often", 4), ("unknown", 2)],
        [("no", 6), ("sometimes", 8), ("often", 2)],
        cast,
    )
    answered_by(19, cast.wijkteam_id, "no", fits="more", feels="heavy", lasts="stop")
    close()
    told = [people for row in CheckInCount.objects.all() for _answers, people in row.groups]
    assert all(people >= LEAST for people in told)


def test_before_the_first_quarter_the_page_says_so(cast: Cast) -> None:
    assert "Nog geen kwartaal met antwoorden. Het eerste is kwartaal 1 van 2027." in reads(
        cast.anna
    )


def test_the_night_closes_a_quarter_once(cast: Cast) -> None:
    many_said([("no", 30), ("often", 30)], [], cast)
    assert daily_work.check_ins(CLOSED, lambda: False)["networks"] == 1
    assert daily_work.check_ins(CLOSED + timedelta(days=1), lambda: False)["networks"] == 0


def test_the_page_costs_the_same_for_one_quarter_as_for_four(
    cast: Cast, queries: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_said([("no", 30), ("often", 30)], [], cast)
    client = browsing.member(cast.gerda)
    close()
    client.get(reverse("check_in_totals"))
    with queries() as few:
        client.get(reverse("check_in_totals"))
    for n in (1, 2, 3):
        later = CLOSED + timedelta(days=92 * n)
        check_in_totals.close_quarter(actor=SYSTEM, now=later)
        monkeypatch.setattr(clock, "now", lambda moment=later: moment)
    client = browsing.member(cast.gerda)
    client.get(reverse("check_in_totals"))
    with queries() as many:
        page = client.get(reverse("check_in_totals"))
    assert len(page.context["quarters"]) == 4
    assert len(few) == len(many), (few, many)
