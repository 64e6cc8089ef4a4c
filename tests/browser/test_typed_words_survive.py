"""What was typed survives a mistake, the back button and a lost connection; and is sent once."""

import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser.conftest import NewPage
from tests.server import Server

FORM = "/hulp-vragen/waterstad/buurtkracht-oost/vraag-{}/"
STORY = "Ik ga graag naar de markt. Alleen lukt dat niet meer."
COUNT = """
import django
django.setup()
from loopplank.store.models import Request
print(Request.objects.filter(help_seeker__last_name="{}").count())
"""


def last_question(page: Page) -> Page:
    """Answer five questions; the sixth is open."""
    page.goto(FORM.format(1))
    answers = (
        ("Voor mijzelf",),
        ("Boodschappen",),
        ("Het maakt niet uit",),
        ("Langer",),
        ("Nee",),
    )
    for step, labels in enumerate(answers, start=1):
        for label in labels:
            page.get_by_label(label, exact=True).check()
        go_on(page)
        page.wait_for_url(f"**{FORM.format(step + 1)}")
    return page


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Verder").click()


def fill_in(page: Page, surname: str = "Dekker", phone: str = "06 12 34 56 78") -> None:
    page.get_by_label("Bellen", exact=True).check()
    page.get_by_label("Uw telefoonnummer").fill(phone)
    page.get_by_label("Uw achternaam").fill(surname)
    page.get_by_label("Uw postcode").fill("1015 AB")
    page.get_by_label("Wilt u nog iets vertellen?").fill(STORY)


def stands_there(page: Page, surname: str = "Dekker") -> None:
    """All that was filled in, still to be seen in its own field."""
    expect(page.get_by_label("Bellen", exact=True)).to_be_checked()
    expect(page.get_by_label("Uw achternaam")).to_have_value(surname)
    expect(page.get_by_label("Uw postcode")).to_have_value("1015 AB")
    expect(page.get_by_label("Wilt u nog iets vertellen?")).to_have_value(STORY)


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def question(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    return last_question(new_page(width=360, javascript=request.param))


def test_a_mistake_leaves_everything(question: Page) -> None:
    fill_in(question, phone="06 12")
    go_on(question)
    expect(question.locator(".error-summary")).to_be_visible()
    stands_there(question)
    expect(question.get_by_label("Uw telefoonnummer")).to_have_value("06 12")


def test_back_from_the_check_everything_is_there(question: Page) -> None:
    fill_in(question)
    go_on(question)
    expect(question.get_by_role("heading", name="Kloppen uw antwoorden?")).to_be_visible()
    question.go_back()
    stands_there(question)
    question.go_back()
    expect(question.get_by_label("Nee", exact=True)).to_be_checked()


def test_away_in_the_middle_and_back(new_page: NewPage) -> None:
    page = last_question(new_page())
    fill_in(page)
    page.get_by_role("link", name="Terug").click()
    page.wait_for_url(f"**{FORM.format(5)}")
    go_on(page)
    page.wait_for_url(f"**{FORM.format(6)}")
    stands_there(page)
    expect(page.get_by_role("status")).to_contain_text("Dit werd eerder getypt.")


def test_without_a_connection_nothing_is_lost(new_page: NewPage) -> None:
    page = last_question(new_page())
    fill_in(page)
    page.context.set_offline(True)
    go_on(page)
    expect(page.get_by_role("status")).to_contain_text("Er is nu geen internet.")
    stands_there(page)
    page.context.set_offline(False)
    go_on(page)
    expect(page.get_by_role("heading", name="Kloppen uw antwoorden?")).to_be_visible()
    expect(page.get_by_text(STORY)).to_be_visible()


def test_a_connection_that_breaks_while_sending(new_page: NewPage) -> None:
    """The browser thinks it is on line and shows its own page of failure; back is back, also for
    whoever presses it at once.
    """
    page = last_question(new_page())
    fill_in(page)

    def broken(route: Route) -> None:
        if route.request.method == "POST":
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/*", broken)
    with page.expect_event("requestfailed"):
        go_on(page)
    page.wait_for_url("chrome-error://**")
    page.unroute("**/*")
    # the page of failure took the place of the sixth question: back is the fifth
    page.go_back()
    go_on(page)
    page.wait_for_url(f"**{FORM.format(6)}")
    stands_there(page)
    go_on(page)
    expect(page.get_by_text(STORY)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_pressed_twice_it_is_sent_once(
    new_page: NewPage, server: Server, *, javascript: bool
) -> None:
    page = last_question(new_page(javascript=javascript))
    surname = "Tweemaal" if javascript else "Dubbel"
    fill_in(page, surname)
    go_on(page)
    page.get_by_role("button", name="Verstuur mijn hulpvraag").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", name="Wij hebben uw vraag")).to_be_visible()
    assert server.python("-c", COUNT.format(surname)).strip() == "1"
