"""Pages that only a sent form leads to: a refusal, a report, a change that came second.

At 320 and at 1280 pixels, with what was typed still there.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response
from tests.browser.conftest import NewPage
from tests.browser.every_page import SEND, Axe, EveryPage, look
from tests.server import Server

CONFLICT, UNPROCESSABLE = 409, 422
BSN = "Het nummer is 123456782."
LIST = b"Voornaam;Achternaam;Mobiel;Uren\nRia;Smit;06 12345678;4\n;Zonder;06 1;veel\n"
Send = Callable[[Page, EveryPage], Response]


@pytest.fixture(scope="module")
def server(everything: tuple[Server, EveryPage]) -> Server:
    return everything[0]


@pytest.fixture(scope="module")
def every(everything: tuple[Server, EveryPage]) -> EveryPage:
    return everything[1]


def address_of(every: EveryPage, door: str) -> str:
    return next(visit.address for visit in every.visits if visit.door == door)


def press(page: Page, selector: str = SEND) -> Response:
    with page.expect_navigation() as sent:
        page.locator(selector).first.click()
    response = sent.value
    assert response is not None
    return response


def with_bsn(door: str, field: str) -> Send:
    def send(page: Page, every: EveryPage) -> Response:
        page.goto(address_of(every, door))
        page.locator(f"[name={field}]").fill(BSN)
        response = press(page)
        assert page.locator(f"[name={field}]").input_value() == BSN
        return response

    return send


def read_a_list(page: Page, every: EveryPage) -> Response:
    page.goto(address_of(every, "import_volunteers"))
    file = {"name": "lijst.csv", "mimeType": "text/csv", "buffer": LIST}
    page.locator("input[type=file]").set_input_files(files=[file])
    response = press(page)
    assert page.locator("table .error").count() >= 1
    return response


def be_second(page: Page, every: EveryPage) -> Response:
    """A colleague kept another answer while this page was open."""
    address = address_of(every, "amend_request")
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    other.locator("[name=place]").fill("Elders")
    press(other)
    other.close()
    page.locator("[name=place]").fill("Waterstad")
    return press(page)


def leave_with_work_left(page: Page, every: EveryPage) -> Response:
    page.goto(address_of(every, "colleagues"))
    page.get_by_role("link", name="Yusuf").first.click()
    return press(page, 'form[action$="vertrek/"] button')


REFUSALS: dict[str, tuple[int, Send]] = {
    "import_report": (UNPROCESSABLE, read_a_list),
    "amend_conflict": (CONFLICT, be_second),
    "agree": (CONFLICT, with_bsn("agree", "summary")),
    "evaluation": (CONFLICT, with_bsn("evaluation", "text")),
    "leave": (CONFLICT, leave_with_work_left),
}
WIDTHS = pytest.mark.parametrize("width", [320, 1280])


def refused(
    name: str, width: int, every: EveryPage, server: Server, new_page: NewPage, axe: Axe
) -> None:
    status, send = REFUSALS[name]
    page = new_page(width=width)
    every.be("coordinator", page, server)
    assert send(page, every).status == status
    assert list(look(page, axe)) == []


def test_one_refusal(every: EveryPage, server: Server, new_page: NewPage, axe: Axe) -> None:
    refused("agree", 320, every, server, new_page, axe)


@pytest.mark.proof
@WIDTHS
@pytest.mark.parametrize("name", REFUSALS)
def test_every_refusal(
    name: str, width: int, every: EveryPage, server: Server, new_page: NewPage, axe: Axe
) -> None:
    refused(name, width, every, server, new_page, axe)


CLOSE = """
import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
django.setup()
from loopplank.store.models import Organisation
Organisation.objects.filter(slug="buurtkracht-oost").update(form_open={open})
"""


@pytest.mark.proof
@WIDTHS
def test_a_form_that_closed_meanwhile(
    width: int, every: EveryPage, server: Server, new_page: NewPage, axe: Axe
) -> None:
    """The first question, and the check of somebody who answered all six."""
    page = new_page(width=width)
    every.be("for_myself", page, server)
    address = address_of(every, "ask_organisation")
    page.goto(address)
    server.python("-c", CLOSE.format(open=False))
    try:
        assert press(page).status == CONFLICT
        assert list(look(page, axe)) == []
        page.goto(address_of(every, "check_answers_organisation"))
        assert "nu dicht" in page.inner_text("main")
        assert list(look(page, axe)) == []
    finally:
        server.python("-c", CLOSE.format(open=True))


CLOSE_APPLYING = """
import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
django.setup()
from datetime import timedelta
from django.utils import timezone
from loopplank.store.models import Organisation
closed = None if {open} else timezone.now() - timedelta(hours=1)
Organisation.objects.filter(slug="buurtkracht-oost").update(applications_closed_at=closed)
"""


@pytest.mark.proof
@WIDTHS
def test_applying_that_closed_meanwhile(
    width: int, every: EveryPage, server: Server, new_page: NewPage, axe: Axe
) -> None:
    """What was typed is shown back; whoever comes later reads whom to call."""
    page = new_page(width=width)
    address = address_of(every, "apply_organisation")
    page.goto(address)
    page.locator("[name=first_name]").fill("Sanne")
    server.python("-c", CLOSE_APPLYING.format(open=False))
    try:
        assert press(page, "form.apply button.button:last-of-type").status == CONFLICT
        assert "Sanne" in page.inner_text("main")
        assert page.evaluate("document.activeElement.className") == "error-summary"
        assert list(look(page, axe)) == []
        page.goto(address)
        assert "nu niet aanmelden" in page.inner_text("main")
        assert list(look(page, axe)) == []
    finally:
        server.python("-c", CLOSE_APPLYING.format(open=True))


@pytest.mark.proof
@WIDTHS
def test_the_link_of_a_volunteer_in_the_browser_of_a_member(
    width: int, new_server: Callable[..., Server], new_page: NewPage, axe: Axe
) -> None:
    real = new_server(mode="real")
    every = EveryPage.of(real)
    page = new_page(on=real, width=width)
    every.be("coordinator", page, real)
    page.context.add_cookies(
        [
            {"name": name, "value": value, "url": real.address}
            for name, value in every.cookies["volunteer"].items()
            if name == "loopplank_week"
        ]
    )
    answer = page.goto("/mijn-week/")
    assert answer is not None
    assert answer.status == 403
    assert page.get_by_role("heading", name="Dit is de link van").count() == 1
    assert list(look(page, axe)) == []
