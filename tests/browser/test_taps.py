"""What a volunteer does on a telephone takes the taps that were promised, also without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import NewPage
from tests.browser.taps import HEIGHT, Finger, too_wide
from tests.server import Server

Axe = Callable[[Page], list[str]]
#: Somebody whose visit is today; that day is new in each test, since a visit is written down once.
VISITS_TODAY = """
import django
django.setup()
from datetime import timedelta
from tests.browser.everybody import token_of
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Match, Visit
from loopplank.web.kit import clock
today = local_day(clock.now())
match = Match.objects.filter(state="running", organisation__slug="buurtkracht-oost")[0]
Visit.objects.filter(match__volunteer=match.volunteer_id, day__gte=today).delete()
Match.objects.filter(pk=match.pk).update(
    weekday=today.weekday(), start_time=None, every_weeks=1, visits_per_week=1,
    first_day=today - timedelta(weeks=4), last_day=today + timedelta(weeks=8),
)
print(token_of("week", match.volunteer_id))
"""
#: Somebody with an open question, for a person to whom nobody said yes in an earlier test.
ASKED = """
import django
django.setup()
from datetime import timedelta
from tests.browser.everybody import token_of
from loopplank.store.models import Proposal
from loopplank.web.kit import clock
free = Proposal.objects.filter(request__state__in=["searching", "proposed"])
row = free.latest("asked_at")
Proposal.objects.filter(volunteer=row.volunteer_id).exclude(pk=row.pk).update(state="gone")
Proposal.objects.filter(pk=row.pk).update(
    state="open", question="", answered_at=None, decline_reason="",
    expires_at=clock.now() + timedelta(days=2),
)
print(token_of("week", row.volunteer_id))
"""

SCREENS = pytest.mark.parametrize(
    ("width", "javascript"), [(360, True), (320, False)], ids=["360", "320-without-scripts"]
)


def begin(server: Server, new_page: NewPage, scene: str, width: int, javascript: bool) -> Finger:
    token = server.python("-c", scene).strip()
    page = new_page(width=width, height=HEIGHT, javascript=javascript)
    page.goto(f"/l/{token}")
    return Finger(page)


def looks_right(finger: Finger, axe: Axe, javascript: bool = True) -> None:
    """The judge is a script itself: in a window without scripts only the width is looked at."""
    finger.page.wait_for_load_state()
    assert not too_wide(finger.page), finger.page.url
    if javascript:
        assert axe(finger.page) == [], finger.page.url


@SCREENS
def test_a_visit_is_written_down_in_three_taps(
    server: Server, new_page: NewPage, axe: Axe, width: int, javascript: bool
) -> None:
    finger = begin(server, new_page, VISITS_TODAY, width, javascript)
    looks_right(finger, axe, javascript)
    finger.link("Ik ben geweest").sees("Hoe was het voor jou?")
    looks_right(finger, axe, javascript)
    finger.choice("Fijn").button("Klaar").sees("Opgeschreven. Dank je.")
    assert len(finger.taps) == 3, finger.taps


@SCREENS
@pytest.mark.parametrize("answer", ["Nee, nu niet", "Ja, kennismaken"])
def test_a_proposal_is_answered_in_two_taps(
    server: Server, new_page: NewPage, axe: Axe, width: int, javascript: bool, answer: str
) -> None:
    finger = begin(server, new_page, ASKED, width, javascript)
    finger.link("Bekijk de vraag").sees("Zou jij dit willen doen?")
    looks_right(finger, axe, javascript)
    no, yes = (
        finger.page.get_by_role("button", name=name).bounding_box()
        for name in ("Nee, nu niet", "Ja, kennismaken")
    )
    assert no
    assert yes
    assert (no["height"], no["y"]) == (yes["height"], yes["y"])
    assert abs(no["width"] - yes["width"]) < 2, "no and yes weigh the same"
    finger.button(answer)
    finger.sees("Dank je voor je antwoord" if "Nee" in answer else "Fijn")
    looks_right(finger, axe, javascript)
    assert len(finger.taps) == 2, finger.taps


def test_a_visit_that_cannot_be_is_said_in_two_and_taken_back_in_one(
    server: Server, new_page: NewPage, axe: Axe
) -> None:
    finger = begin(server, new_page, VISITS_TODAY, 360, javascript=True)
    finger.unfolds("Kan niet").button("Ja, ik kan deze keer niet")
    finger.sees("Goed dat je het zegt. Wij bellen. Jij regelt niets.")
    looks_right(finger, axe)
    assert len(finger.taps) == 2, finger.taps
    finger.button("Ik kan toch").sees("Fijn. Het bezoek gaat gewoon door.")
