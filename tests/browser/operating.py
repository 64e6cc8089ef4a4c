"""Two ways to operate a page: with nothing but the keyboard, or with a mouse.

Both go by what is read aloud: the accessible name of a control, and of the question around it.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, time
from re import Pattern

from playwright.sync_api import Locator, Page, expect

Name = str | Pattern[str]
GROUPS = ("group", "radiogroup")


class Way(ABC):
    """How somebody operates the page in this window."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        """Only for where somebody begins, and for a link from a message."""
        self.page.goto(address)

    @abstractmethod
    def press(self, name: Name, role: str = "button") -> None:
        """Press a button or a link that leads to another page."""

    @abstractmethod
    def choose(self, question: Name, answer: Name) -> None:
        """Choose one answer of a question."""

    @abstractmethod
    def tick(self, answer: Name) -> None:
        """Tick a box."""

    @abstractmethod
    def fill(self, label: Name, text: str) -> None:
        """Replace what stands in a field."""

    @abstractmethod
    def fill_day(self, label: Name, day: date) -> None:
        """Fill in a day."""

    @abstractmethod
    def fill_time(self, label: Name, at: time) -> None:
        """Fill in an hour of the day."""

    def follow(self, name: Name) -> None:
        """Press a link."""
        self.press(name, "link")

    def sees(self, heading: Name) -> None:
        """The page has this title; nothing is wrong on it."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        expect(self.page.locator(".error-summary")).to_have_count(0)

    def reads(self, words: Name) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()


class Mouse(Way):
    """Pointing and clicking; works without JavaScript."""

    def press(self, name: Name, role: str = "button") -> None:
        with self.page.expect_navigation():
            self._control(role, name).click()

    def choose(self, question: Name, answer: Name) -> None:
        group = self.page.get_by_role("group", name=question, exact=True)
        group = group.or_(self.page.get_by_role("radiogroup", name=question, exact=True))
        group.get_by_role("radio", name=answer, exact=True).check()

    def tick(self, answer: Name) -> None:
        self._control("checkbox", answer).check()

    def fill(self, label: Name, text: str) -> None:
        self.page.get_by_label(label).fill(text)

    def fill_day(self, label: Name, day: date) -> None:
        self.fill(label, day.isoformat())

    def fill_time(self, label: Name, at: time) -> None:
        self.fill(label, f"{at:%H:%M}")

    def _control(self, role: str, name: Name) -> Locator:
        return self.page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]  # any role


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where Tab stops. `shown`: the focus can be seen; `free`: nothing lies over it."""

    role: str
    name: str
    group: str
    value: str
    shown: bool
    free: bool

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"


# What of the focus a screen reader does not tell: whether it can be seen, and what is around it.
_LOOK = """() => {
  const el = document.activeElement;
  if ([null, document.body, document.documentElement].includes(el)) return null;
  const style = getComputedStyle(el), box = el.getBoundingClientRect();
  let opacity = 1;
  for (let up = el; up; up = up.parentElement) opacity *= getComputedStyle(up).opacity;
  /* a button inside a field for a day is the browser's own, with its own ring */
  const own = !el.matches(":focus");
  const ring = own || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const free = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (el.contains(top) || top.contains(el) && top.tagName !== "HTML"
      || el.labels && [...el.labels].some(label => label.contains(top)));
  });
  const around = el.closest("[role=radiogroup], fieldset");
  const title = around && (around.querySelector("legend")
    || document.getElementById(around.getAttribute("aria-labelledby")));
  return {
    group: title ? title.innerText.replace(/\\s+/g, " ").trim() : "",
    value: el.value === undefined ? "" : String(el.value),
    shown: ring && opacity > .9 && box.width > 0 && box.height > 0,
    free,
  };
}"""


class Keyboard(Way):
    """Tab, Shift+Tab, Enter, Space, arrows and typing. Wherever Tab stops, that must be seen."""

    MOST_STOPS = 250

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._devtools = page.context.new_cdp_session(page)

    def press(self, name: Name, role: str = "button") -> None:
        self.reach(name, role)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, question: Name, answer: Name) -> None:
        stop = self.reach(None, "radio", group=question)
        if _matches(answer, stop.name):
            self.page.keyboard.press("Space")
            return
        first, now = stop, None
        while now is None or not _matches(answer, now.name):
            self.page.keyboard.press("ArrowDown")
            now = self._here()
            assert now != first, f"“{_words(question)}” has no answer “{_words(answer)}”"

    def tick(self, answer: Name) -> None:
        self.reach(answer, "checkbox")
        self.page.keyboard.press("Space")

    def fill(self, label: Name, text: str) -> None:
        self.reach(label, "textbox", "searchbox", "spinbutton")
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def fill_day(self, label: Name, day: date) -> None:
        self._type_parts(label, "Date", day.isoformat(), f"{day:%m%d%Y}", f"{day:%d%m%Y}")

    def fill_time(self, label: Name, at: time) -> None:
        self._type_parts(label, "InputTime", f"{at:%H:%M}", f"{at:%H%M}", f"{at:%I%M%p}")

    def _type_parts(self, label: Name, role: str, wanted: str, *orders: str) -> None:
        """The parts of a day or an hour stand in the order of the browser's own language."""
        stop: Stop | None = self.reach(label, role)
        for order in orders:
            self.page.keyboard.type(order)
            stop = self._here()
            if stop and stop.value == wanted:
                return
            for _part in ("day", "month", "year"):
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"could not type {wanted} in “{_words(label)}”: it became {stop}")

    def reach(self, name: Name | None, *roles: str, group: Name | None = None) -> Stop:
        """Press Tab until the focus is on the control with this name, and look at every stop."""
        seen: list[Stop] = []
        rounds = 0
        while len(seen) < self.MOST_STOPS and rounds < 2:
            stop = self.next_stop()
            if stop is None:
                rounds += 1
                continue
            if stop.role in roles and _matches(name, stop.name) and _matches(group, stop.group):
                return stop
            seen.append(stop)
        wanted = f"{'/'.join(roles)} “{_words(name if group is None else group)}”"
        stops = "\n  ".join(map(str, seen))
        raise AssertionError(
            f"Tab does not reach {wanted} on {self.page.url}; {len(seen)} stops:\n  {stops}"
        )

    def stops(self) -> list[Stop]:
        """Every stop from here until Tab leaves the page."""
        seen: list[Stop] = []
        while (stop := self.next_stop()) is not None:
            seen.append(stop)
            assert len(seen) < self.MOST_STOPS, f"Tab does not leave {self.page.url}"
        return seen

    def next_stop(self, *, back: bool = False) -> Stop | None:
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        return self._here()

    def _here(self) -> Stop | None:
        """Where the focus is, as a screen reader reads it, and that it can be seen there.

        None between the last stop and the first: there Tab leaves the page.
        """
        looks = self.page.evaluate(_LOOK)
        if looks is None:
            return None
        here = self._devtools.send("Runtime.evaluate", {"expression": "document.activeElement"})
        read = self._devtools.send(
            "Accessibility.getPartialAXTree",
            {"objectId": here["result"]["objectId"], "fetchRelatives": False},
        )["nodes"][0]
        stop = Stop(read["role"]["value"], read["name"]["value"].strip(), **looks)
        assert stop.shown, f"the focus cannot be seen on {stop} of {self.page.url}"
        assert stop.free, f"something lies over {stop} of {self.page.url}, or it is out of sight"
        return stop


def _matches(wanted: Name | None, found: str) -> bool:
    if wanted is None:
        return True
    return bool(wanted.search(found)) if isinstance(wanted, re.Pattern) else wanted == found


def _words(name: Name | None) -> str:
    return name.pattern if isinstance(name, re.Pattern) else str(name)
