"""What holds for every page, whoever opens it: accessible, no sideways scrolling, a strict policy.

That no page asks another host, and that no script throws, is watched over every window
(conftest.py).
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Response
from tests.proofs import some_of
from tests.server import Server

Axe = Callable[[Page], list[str]]
#: What a browser saves or shows as it is: no page.
FILES = frozenset(
    {
        "candidates_csv",
        "colleagues_csv",
        # what a calendar programme reads
        "feed",
        "form_mark",
        "health",
        "import_example",
        "manifest",
        "messages_csv",
        "offers_csv",
        "mfa_download_recovery_codes",
        "requests_csv",
        "volunteers_csv",
        "worker",
    }
)
#: What only leads to another page.
LEADS_TO = {
    "home": "/hulp/waterstad/",
    # nothing was kept
    "kept_form": "/vandaag/",
    "language": "/hulp/waterstad/",
    "link": "/mijn-week/",
    "mfa_list_webauthn": "/tweede-stap/",
}
#: Only there while nothing is: visited on a server of its own.
ELSEWHERE = frozenset({"set_up"})
#: The one filled button of a page.
SEND = "main form[method=post] button.button:not(.second, .calm, .quiet)"
#: Forms that cannot be sent with everything left out.
MISTAKES = (
    "ask_organisation",
    "account_login",
    "account_change_password",
    "accept_invitation",
    "add_organisation",
    "agree",
    "applicant_sees",
    "apply",
    "apply_organisation",
    "areas",
    "ask_week_link",
    "check_in_call",
    "close",
    "concern",
    "decide",
    "end_match",
    "hand_over",
    "handover_note",
    "import_volunteers",
    "intake_stop",
    "invite_colleague",
    "linked_answer",
    "linked_give_back",
    "linked_hold",
    "linked_referral",
    "linked_report",
    "log_contact",
    "meeting",
    "message_hours",
    "message_wishes",
    "move_day",
    "new_offer",
    "note_signature",
    "observation",
    "observations",
    "new_volunteer",
    "not_started",
    "own_details",
    "own_quote",
    "own_relatives",
    "passed_over",
    "plan_handover",
    "raise_concern",
    "refer",
    "refer_in",
    "refer_start",
    "referral_answer",
    "referral_give_back",
    "referral_hold",
    "referral_report",
    "relatives",
    "report_refusal",
    "rest_setting",
    "say_no",
    "safety_file",
    "settings_organisation",
    "signal",
    "stop_application",
    "visit",
    "visit_on_behalf",
    "wait",
)
POLICY = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as one browser opens it; `again`: another look at a door, in another state."""

    door: str
    who: str
    address: str
    again: bool

    def __str__(self) -> str:
        return f"{self.door} as {self.who} ({self.address})"


@dataclass(frozen=True, slots=True)
class EveryPage:
    """The table of doors as it is to be visited; see every_address.py."""

    doors: frozenset[str]
    cookies: dict[str, dict[str, str]]
    visits: tuple[Visit, ...]
    #: Of each door for volunteers how its address looks, and what it answers to.
    for_volunteers: dict[str, tuple[str, tuple[str, ...]]]

    @classmethod
    def of(cls, server: Server) -> "EveryPage":
        """On a server on which nothing but the demo is, or what a test changed in it."""
        return cls.read(server.python("-m", "tests.browser.every_address"))

    @classmethod
    def read(cls, text: str) -> "EveryPage":
        told: dict[str, Any] = json.loads(text)
        visits = tuple(Visit(**one) for one in told["visits"])
        for_volunteers = {
            name: (one["address"], tuple(one["methods"]))
            for name, one in told["for_volunteers"].items()
        }
        return cls(frozenset(told["doors"]), told["cookies"], visits, for_volunteers)

    def not_visited(self) -> set[str]:
        return set(self.doors) - {visit.door for visit in self.visits}

    def once(self) -> "EveryPage":
        """Each door as each role, and nothing twice."""
        return replace(self, visits=tuple(visit for visit in self.visits if not visit.again))

    def some(self, every_nth: int) -> "EveryPage":
        """A fixed share of them, spread over everybody: quick, and the same each time."""
        return replace(self, visits=self.visits[::every_nth])

    def share(self) -> "EveryPage":
        """As much of it as this run of the proofs takes."""
        taken = some_of(self.visits, lambda visit: f"{visit.door} {visit.who} {visit.again}")
        return replace(self, visits=tuple(taken))

    def under(self, folder: str) -> "EveryPage":
        """Those with an address in this folder, each once."""
        found = (visit for visit in self.once().visits if visit.address.startswith(folder))
        return replace(self, visits=tuple(found))

    def of_volunteers(self) -> "EveryPage":
        """Every page a volunteer may see, in every state; no files, and nothing that leads on."""
        left_out = FILES | set(LEADS_TO)
        found = (
            visit
            for visit in self.visits
            if visit.door in self.for_volunteers and visit.door not in left_out
        )
        return replace(self, visits=tuple(found))

    def by_browser(self) -> Iterator[tuple[str, list[Visit]]]:
        """The pages in the order of who opens them; at two addresses of one page only one."""
        found: dict[str, list[Visit]] = defaultdict(list)
        for visit in dict.fromkeys(self.visits):
            if visit.door not in ELSEWHERE:
                found[visit.who].append(visit)
        yield from found.items()

    def be(self, who: str, page: Page, server: Server) -> None:
        """From now on this window is the one of somebody else, signed in or with their link."""
        page.context.clear_cookies()
        page.context.add_cookies(
            [
                {"name": name, "value": value, "url": server.address}
                for name, value in self.cookies[who].items()
            ]
        )


def look_at_all(every: EveryPage, page: Page, server: Server, axe: Axe) -> list[str]:
    """Everything that is wrong with all pages at the width of this window, a line each."""
    wrong: list[str] = []
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", note)
    for who, visits in every.by_browser():
        every.be(who, page, server)
        for visit in visits:
            said.clear()
            found = [*_open(page, visit, axe), *(f"console: {text}" for text in said)]
            wrong += [f"{visit}: {line}" for line in found]
    return wrong


def _open(page: Page, visit: Visit, axe: Axe) -> Iterator[str]:
    if visit.door in FILES:
        answer = page.request.get(visit.address)
        if answer.status != 200:
            yield f"status {answer.status}"
        return
    response = page.goto(visit.address)
    assert response is not None
    if response.status != 200:
        yield f"status {response.status}"
        return
    wanted = LEADS_TO.get(visit.door, visit.address.split("?")[0])
    if urlsplit(page.url).path != wanted:
        yield f"leads to {page.url}"
        return
    yield from policy_of(response)
    if visit.door not in LEADS_TO:
        yield from look(page, axe)


def look_at_mistakes(
    every: EveryPage, page: Page, server: Server, axe: Axe, doors: Iterable[str] = MISTAKES
) -> list[str]:
    """What is wrong with pages that come back with everything left out."""
    wrong: list[str] = []
    first = {visit.door: visit for visit in reversed(every.visits)}
    for door in doors:
        every.be(first[door].who, page, server)
        page.goto(first[door].address)
        page.evaluate(EMPTY)
        with page.expect_navigation():
            page.locator(SEND).first.click()
        if page.locator(".error-summary").count() != 1:
            wrong.append(f"{door}: emptied and sent it comes back without a summary of mistakes")
        wrong += [f"{door} with mistakes: {line}" for line in look(page, axe)]
    return wrong


EMPTY = """() => {
  const fields = "main form[method=post] :is(input, select, textarea)";
  for (const field of document.querySelectorAll(fields)) {
    if (field.type === "hidden") continue;
    if (/^(radio|checkbox)$/.test(field.type)) field.checked = false;
    else field.value = "";
  }
}"""


def look(page: Page, axe: Axe) -> Iterator[str]:
    """The page that is open now."""
    too_wide = page.evaluate(
        "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    )
    if too_wide > 0:
        yield f"scrolls sideways by {too_wide} px"
    yield from axe(page)


def look_with_wide_text(every: EveryPage, page: Page, server: Server) -> list[str]:
    """What goes out of sight when somebody spaces the text as WCAG 1.4.12 says."""
    wrong: list[str] = []
    for who, visits in every.by_browser():
        every.be(who, page, server)
        for visit in visits:
            if visit.door in FILES or visit.door in LEADS_TO:
                continue
            page.goto(visit.address)
            page.evaluate(_WIDE_TEXT)
            wrong += [f"{visit}: {line}" for line in page.evaluate(_OUT_OF_SIGHT)]
    return wrong


# by hand and not as a style element: the policy of the page forbids that
_WIDE_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
  for (const one of document.querySelectorAll("details")) one.open = true;
}"""
_OUT_OF_SIGHT = """() => {
  const root = document.scrollingElement, wrong = [];
  if (root.scrollWidth > document.documentElement.clientWidth) {
    wrong.push(`scrolls sideways by ${root.scrollWidth - document.documentElement.clientWidth} px`);
  }
  for (const one of document.querySelectorAll("main *, nav *")) {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const unseen = one.closest(".unseen, svg, legend, [hidden]") || style.clipPath !== "none";
    if (unseen || !box.width || !one.innerText?.trim()) continue;
    const cut = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1
      || style.overflowY === "hidden" && one.scrollHeight > one.clientHeight + 1
      || box.right > innerWidth + 1;
    if (cut) wrong.push(`cuts off “${one.innerText.trim().slice(0, 40)}” in ${one.className}`);
  }
  return wrong;
}"""


def policy_of(response: Response) -> Iterator[str]:
    policy = response.headers.get("content-security-policy", "")
    rules = [rule.strip() for rule in policy.split(";")]
    yield from (f"the policy lacks {rule}" for rule in POLICY if rule not in rules)
    if "unsafe" in policy or "*" in policy:
        yield f"the policy is loose: {policy}"
