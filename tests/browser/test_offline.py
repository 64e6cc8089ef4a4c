"""A volunteer whose telephone is without internet: what was typed waits, and arrives once."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NewPage
from tests.browser.every_page import Axe, look
from tests.browser.operating import Keyboard
from tests.racing import eventually
from tests.server import Server

WEEK, HEAVY = "/mijn-week/", "/mijn-week/te-zwaar/"
WORDS = "Het is mij te veel, ook op zondag."
SOMEBODY = """
import django, json
django.setup()
from datetime import timedelta
from loopplank.access.account import links
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Link, Match, Visit
from loopplank.web.kit import clock
day = local_day(clock.now()) - timedelta(days=5)
written = Visit.objects.filter(day=day).values("match_id")
found = {}
for match in Match.objects.filter(state="running", first_day__lt=day).exclude(pk__in=written):
    link = Link.objects.filter(purpose="week", subject_id=match.volunteer_id).first()
    if link:
        token = links.token_of(link.pk, link.generation)
        found[str(match.volunteer_id)] = [str(match.pk), token, day.isoformat()]
print(json.dumps([[who, *more] for who, more in found.items()]))
"""
COUNTS = """
import django, json
django.setup()
from loopplank.store.models import Visit, VolunteerSignal
print(json.dumps([
    Visit.objects.filter(match_id="{match}", day="{day}", state="done").count(),
    VolunteerSignal.objects.filter(volunteer_id="{who}", words="{words}").count(),
]))
"""
#: Whether this browser keeps pages at all, and whether this one. Both promise an answer, which
#: `wait_for_function` takes for a yes: they are asked again and again instead.
KEEPS = "caches.has('loopplank-pages')"
KEPT = "path => caches.open('loopplank-pages').then(c => c.match(path)).then(Boolean)"


@dataclass
class Helper:
    """A volunteer with a running match, in a window on a telephone."""

    server: Server
    page: Page
    who: str
    match: str
    token: str
    day: str

    @property
    def visit(self) -> str:
        return f"/mijn-week/bezoek/{self.match}/{self.day}/"

    def open_week(self) -> None:
        """With the link; then until the worker stands between and keeps the pages."""
        self.page.goto(f"/l/{self.token}")
        self.page.evaluate("navigator.serviceWorker.ready")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")
        self.page.goto(WEEK)
        self.until_kept(WEEK)

    def until_kept(self, path: str) -> None:
        eventually(lambda: self.page.evaluate(KEPT, path), f"{path} is kept")

    def until_empty(self) -> None:
        eventually(lambda: not self.page.evaluate(KEEPS), "nothing is kept")

    def offline(self, yes: bool) -> None:
        self.page.context.set_offline(yes)

    def counts(self) -> tuple[int, int]:
        """How many visits on that day and how many signals arrived."""
        code = COUNTS.format(match=self.match, day=self.day, who=self.who, words=WORDS)
        visits, signals = json.loads(self.server.python("-c", code))
        return int(visits), int(signals)

    def waits(self) -> Any:
        return self.page.locator("[data-waiting]")


@pytest.fixture(scope="module")
def people(server: Server) -> list[list[str]]:
    found: list[list[str]] = json.loads(server.python("-c", SOMEBODY))
    assert len(found) >= 8
    return found


@pytest.fixture
def new_helper(server: Server, people: list[list[str]], new_page: NewPage) -> Callable[[], Helper]:
    """Every time another volunteer, in a window of their own."""

    def new(**more: Any) -> Helper:
        who, match, token, day = people.pop()
        page = new_page(width=360, height=740, **more)
        return Helper(server, page, who, match, token, day)

    return new


@pytest.fixture
def helper(new_helper: Callable[[], Helper]) -> Helper:
    made = new_helper()
    made.open_week()
    return made


def fill_in_visit(page: Page) -> None:
    page.get_by_label("Fijn", exact=True).check()


def fill_in_heavy(page: Page) -> None:
    page.locator("[name=words]").fill(WORDS)
    page.locator("[name=reason]").first.check()


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_the_week_can_be_installed(helper: Helper) -> None:
    """The worker is active for these pages alone, and the browser reads the manifest."""
    scope = helper.page.evaluate(
        "navigator.serviceWorker.ready.then(r => new URL(r.scope).pathname)"
    )
    assert scope == WEEK
    devtools = helper.page.context.new_cdp_session(helper.page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["start_url"] == WEEK
    problems = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # a window of a test is as a private one, where nothing is ever installed
    assert {one["errorId"] for one in problems} <= {"in-incognito"}
    for icon in json.loads(manifest["data"])["icons"]:
        assert helper.page.request.get(icon["src"]).status == 200


def test_without_internet_the_last_week_is_there_and_says_of_when(helper: Helper, axe: Axe) -> None:
    helper.offline(True)
    helper.page.goto(WEEK)
    expect(helper.page.get_by_role("heading", level=1)).to_contain_text("dit is je week")
    expect(helper.page.get_by_text("Er was geen internet. Dit haalden wij op om")).to_be_visible()
    assert list(look(helper.page, axe)) == []


def test_any_other_page_says_whom_to_call(helper: Helper, axe: Axe) -> None:
    helper.until_kept("/mijn-week/zonder-internet/")
    helper.offline(True)
    helper.page.goto("/mijn-week/grenzen/")
    expect(helper.page.get_by_role("heading", name="Er is geen internet")).to_be_visible()
    call = helper.page.get_by_role("link", name="Bel").first
    assert (call.get_attribute("href") or "").startswith("tel:")
    assert list(look(helper.page, axe)) == []


def test_a_visit_without_internet_arrives_once(helper: Helper, axe: Axe) -> None:
    helper.page.goto(helper.visit)
    helper.until_kept(helper.visit)
    helper.offline(True)
    helper.page.goto(helper.visit)
    fill_in_visit(helper.page)
    press(helper.page, "Klaar")
    assert helper.page.url.endswith(WEEK)
    expect(helper.waits()).to_contain_text("1 bericht wacht op internet.")
    expect(helper.waits()).to_contain_text("Wordt verstuurd zodra er internet is.")
    expect(helper.waits().get_by_role("listitem")).to_contain_text("Bezoek aan")
    assert list(look(helper.page, axe)) == []
    assert helper.counts() == (0, 0)
    helper.page.close()
    helper.page = helper.page.context.new_page()
    helper.page.goto(WEEK)
    expect(helper.waits()).to_contain_text("1 bericht wacht op internet.")
    helper.offline(False)
    expect(helper.waits()).to_contain_text("Verstuurd. Het is aangekomen.")
    assert helper.counts() == (1, 0)
    helper.page.goto(WEEK)
    expect(helper.waits()).to_be_hidden()
    assert helper.counts() == (1, 0)


def test_too_heavy_without_internet_arrives_once(helper: Helper) -> None:
    helper.until_kept(HEAVY)
    helper.offline(True)
    helper.page.goto(HEAVY)
    fill_in_heavy(helper.page)
    press(helper.page, "Verstuur")
    expect(helper.waits()).to_contain_text("1 bericht wacht op internet.")
    helper.offline(False)
    expect(helper.waits()).to_contain_text("Verstuurd.")
    assert helper.counts() == (0, 1)


def test_what_broke_off_after_it_arrived_is_not_there_twice(helper: Helper) -> None:
    """The answer got lost: the telephone sends it again, under the same key."""
    helper.until_kept(HEAVY)
    helper.page.goto(HEAVY)
    fill_in_heavy(helper.page)
    key = helper.page.locator("[name=later_key]").input_value()
    sent = helper.page.evaluate(_SEND_AND_KEEP, [HEAVY, "main form"])
    assert sent == "opaqueredirect"
    assert helper.counts() == (0, 1)
    helper.page.goto(WEEK)
    expect(helper.waits()).to_contain_text("Verstuurd.")
    assert key
    assert helper.counts() == (0, 1)


# As the worker would have kept it when the line broke between arriving and the answer.
_SEND_AND_KEEP = """async ([path, where]) => {
  const form = new FormData(document.querySelector(where));
  const body = new URLSearchParams(form);
  const answer = await fetch(path, {method: "POST", body, redirect: "manual"});
  await loopplankWaiting.put({
    key: form.get("later_key"), holder: form.get("later_holder"), path, title: "Het is te zwaar",
    values: [...form].filter(([name]) => name !== "csrfmiddlewaretoken"), at: Date.now(),
    state: "waits",
  });
  return answer.type;
}"""


def test_a_server_that_is_away_loses_nothing(helper: Helper) -> None:
    """The telephone believes that it has internet."""
    helper.page.goto(HEAVY)
    helper.until_kept(HEAVY)
    helper.server.stop()
    try:
        fill_in_heavy(helper.page)
        press(helper.page, "Verstuur")
        expect(helper.waits()).to_contain_text("1 bericht wacht op internet.")
    finally:
        helper.server.start()
    helper.page.goto(WEEK)
    expect(helper.waits()).to_contain_text("Verstuurd.")
    assert helper.counts() == (0, 1)


def test_what_waits_can_be_thrown_away(helper: Helper) -> None:
    helper.until_kept(HEAVY)
    helper.offline(True)
    helper.page.goto(HEAVY)
    fill_in_heavy(helper.page)
    press(helper.page, "Verstuur")
    expect(helper.waits()).to_contain_text("1 bericht wacht op internet.")
    Keyboard(helper.page).reach("Gooi weg", "button")
    helper.page.keyboard.press("Enter")
    expect(helper.waits()).to_be_hidden()
    expect(helper.page.locator("#content")).to_be_focused()
    helper.offline(False)
    helper.page.goto(WEEK)
    assert helper.counts() == (0, 0)


def test_what_is_refused_says_why_and_stands_there_to_mend(helper: Helper, axe: Axe) -> None:
    helper.page.goto(helper.visit)
    helper.until_kept(helper.visit)
    helper.offline(True)
    helper.page.goto(helper.visit)
    fill_in_visit(helper.page)
    helper.page.get_by_text("Iets erbij schrijven").click()
    helper.page.locator("[name=note]").fill("BSN 123456782")
    press(helper.page, "Klaar")
    helper.offline(False)
    expect(helper.waits()).to_contain_text("Dit kon niet worden verstuurd:")
    assert list(look(helper.page, axe)) == []
    with helper.page.expect_navigation():
        helper.waits().get_by_role("link", name="Pas het aan").click()
    note = helper.page.locator("[name=note]")
    expect(note).to_have_value("BSN 123456782")
    note.fill("Gezellig.")
    press(helper.page, "Klaar")
    expect(helper.page.get_by_text("Opgeschreven. Dank je.")).to_be_visible()
    expect(helper.waits()).to_be_hidden()
    assert helper.counts() == (1, 0)


def test_a_mark_that_is_too_old_costs_nothing(helper: Helper) -> None:
    helper.page.goto(HEAVY)
    helper.until_kept(HEAVY)
    fill_in_heavy(helper.page)
    helper.page.context.clear_cookies(name="loopplank_csrf")
    press(helper.page, "Verstuur")
    eventually(lambda: helper.counts() == (0, 1), "it arrives with a fresh mark")


def test_a_device_that_is_ended_opens_nothing_and_keeps_nothing(
    helper: Helper, new_page: NewPage
) -> None:
    helper.page.get_by_role("button", name="Onthoud dit toestel").click()
    other = new_page(width=360)
    other.goto(f"/l/{helper.token}")
    other.goto("/mijn-week/toestellen/")
    other.get_by_role("button", name="Sluit alle andere af").click()
    expect(other.get_by_text("Alleen dit toestel kan je week nog openen.")).to_be_visible()
    helper.page.goto(WEEK)
    expect(helper.page.get_by_role("link", name="Stuur mij mijn link")).to_be_visible()
    helper.until_empty()
    helper.offline(True)
    helper.page.goto(WEEK)
    expect(helper.page.get_by_text("dit is je week")).to_have_count(0)


def test_the_first_tap_remembers_the_device_and_no_tap_does_not(helper: Helper) -> None:
    devices = "/mijn-week/toestellen/"
    helper.page.goto(devices)
    expect(helper.page.get_by_text("Dit toestel is nog niet onthouden.")).to_be_visible()
    with helper.page.expect_response("**/onthouden/"):
        helper.page.get_by_role("heading", level=1).click()
    helper.page.goto(devices)
    expect(helper.page.get_by_text("Onthouden sinds")).to_be_visible()


def test_signing_out_empties_the_telephone(helper: Helper) -> None:
    helper.page.goto("/mijn-week/toestellen/")
    press(helper.page, "Log uit op dit toestel")
    expect(helper.page.get_by_role("heading", name="Je bent uitgelogd")).to_be_visible()
    helper.until_empty()


def test_somebody_else_on_the_same_telephone_sees_nothing_of_the_one_before(
    new_helper: Callable[[], Helper],
) -> None:
    first, second = new_helper(), new_helper()
    first.open_week()
    first.until_kept(HEAVY)
    first.offline(True)
    first.page.goto(HEAVY)
    fill_in_heavy(first.page)
    press(first.page, "Verstuur")
    expect(first.waits()).to_contain_text("1 bericht wacht op internet.")
    page = first.page
    page.context.clear_cookies()
    first.offline(False)
    page.goto(f"/l/{second.token}")
    page.goto(WEEK)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    first.offline(True)
    page.goto(HEAVY)
    assert WORDS not in page.content()
    assert first.counts() == (0, 0)


def test_without_scripts_everything_is_as_it_was(new_helper: Callable[..., Helper]) -> None:
    helper = new_helper(javascript=False)
    helper.page.goto(f"/l/{helper.token}")
    helper.page.goto(helper.visit)
    fill_in_visit(helper.page)
    press(helper.page, "Klaar")
    expect(helper.page.get_by_text("Opgeschreven. Dank je.")).to_be_visible()
    expect(helper.waits()).to_be_hidden()
    assert helper.counts() == (1, 0)
