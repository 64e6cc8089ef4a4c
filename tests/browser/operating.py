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

    @abstractmethod
    def pick(self, label: Name, option: Name) -> None:
        """Pick one of a list."""

    @abstractmethod
    def unfold(self, name: Name) -> None:
        """Open what is folded."""

    @abstractmethod
    def mends(self, send: Name) -> None:
        """Send what is not complete, and go from the summary of mistakes to the first of them."""

    def choose_if_asked(self, question: Name) -> None:
        """Choose any answer, where this is asked."""
        if self.page.get_by_role("group", name=question, exact=True).count():
            self.choose(question, re.compile("."))

    def offers(self, button: Name) -> bool:
        return self.page.get_by_role("button", name=button, exact=True).count() > 0

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
        group.get_by_role("radio", name=answer, exact=True).first.check()

    def tick(self, answer: Name) -> None:
        self._control("checkbox", answer).check()

    def fill(self, label: Name, text: str) -> None:
        # after the words of a label may stand that it is not required
        typed = self.page.locator("input:not([type=radio], [type=checkbox]), textarea")
        whole = self.page.get_by_label(label, exact=True).and_(typed)
        (whole if whole.count() else self.page.get_by_label(label).and_(typed)).fill(text)

    def fill_day(self, label: Name, day: date) -> None:
        self.fill(label, day.isoformat())

    def fill_time(self, label: Name, at: time) -> None:
        self.fill(label, f"{at:%H:%M}")

    def pick(self, label: Name, option: Name) -> None:
        options = self.page.get_by_label(label).locator("option")
        wanted = next(t for t in options.all_inner_texts() if t.lower() == _words(option).lower())
        self.page.get_by_label(label).select_option(label=wanted)

    def unfold(self, name: Name) -> None:
        self.page.locator("summary").filter(has_text=name).first.click()

    def mends(self, send: Name) -> None:
        self.press(send)
        expect(self.page.locator(".error-summary")).to_have_count(1)

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
  const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(part => part / 255)
    .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
  const differs = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + .05) / (low + .05);
  };
  let under = el.parentElement;
  const bare = at => (parts(getComputedStyle(at).backgroundColor)[3] ?? 1) === 0;
  while (under.parentElement && bare(under)) under = under.parentElement;
  const ground = bare(under) ? [255, 255, 255] : parts(getComputedStyle(under).backgroundColor);
  const [around_it] = style.boxShadow.match(/rgba?\\([^)]*\\)/) || [];
  const rings = [style.outlineColor, around_it].filter(Boolean);
  const contrast = own ? 21 : Math.max(...rings.map(colour => differs(parts(colour), ground)));
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
    shown: ring && contrast >= 3 && opacity > .9 && box.width > 0 && box.height > 0,
    free,
  };
}"""


# Where Tab goes back in the text, or jumps up on the screen within what scrolls along.
_ORDER = """() => {
  const fixed = el => {
    for (let up = el; up; up = up.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(up).position)) return true;
    }
    return el.matches("a.skip");
  };
  const said = el => (el.innerText || el.value || el.name || el.tagName).trim().slice(0, 40);
  return stops.slice(1).flatMap((here, i) => {
    const before = stops[i], wrong = [];
    if (here === before) return wrong;
    if (!(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING)) {
      wrong.push(`Tab goes back in the text from ${said(before)} to ${said(here)}`);
    }
    if (!fixed(here) && !fixed(before)
        && here.getBoundingClientRect().bottom <= before.getBoundingClientRect().top) {
      wrong.push(`Tab jumps up from ${said(before)} to ${said(here)}`);
    }
    return wrong;
  });
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
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def fill_day(self, label: Name, day: date) -> None:
        self._type_parts(label, "Date", day.isoformat(), f"{day:%m%d%Y}", f"{day:%d%m%Y}")

    def fill_time(self, label: Name, at: time) -> None:
        self._type_parts(label, "InputTime", f"{at:%H:%M}", f"{at:%H%M}", f"{at:%I%M%p}")

    def pick(self, label: Name, option: Name) -> None:
        self.reach(label, "combobox")
        self.page.keyboard.type(_words(option))
        chosen = self.page.evaluate("document.activeElement.selectedOptions[0].label")
        assert chosen.lower() == _words(option).lower(), f"“{_words(label)}” became {chosen}"

    def unfold(self, name: Name) -> None:
        self.reach(name, "DisclosureTriangle")
        self.page.keyboard.press("Enter")

    def mends(self, send: Name) -> None:
        """The focus is on the summary, so that it is read aloud; from there it leads to a field."""
        self.press(send)
        expect(self.page.locator(".error-summary")).to_be_focused()
        line = self.next_stop()
        assert line is not None
        assert line.role == "link", f"no line leads on from the summary, but {line}"
        self.page.keyboard.press("Enter")
        field = self._here()
        wrong = self.page.evaluate("document.activeElement.closest('.wrong') !== null")
        assert wrong, f"“{line.name}” does not lead to its field but to {field}"

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

    def disorder(self) -> list[str]:
        """What of the focus goes another way than reading does, or does not come back that way.

        Begins where a page begins. What stays in its place on the screen is read where it stands
        in the text. Of answers of which none is chosen the nearest one is the stop.
        """
        self.page.evaluate("window.stops = []")
        there: list[Stop] = []
        # from the last stop Tab leaves the page, or begins anew where a browser has no more to it
        while (stop := self.next_stop()) is not None and not self.page.evaluate(
            "stops[0] === document.activeElement"
        ):
            there.append(stop)
            self.page.evaluate("stops.push(document.activeElement)")
            assert len(there) < self.MOST_STOPS, f"Tab does not leave {self.page.url}"
        wrong = [str(line) for line in self.page.evaluate(_ORDER)]
        if not there or not self.page.evaluate("stops[0].matches('a.skip')"):
            wrong.append("the first stop does not lead past the menu")
        back = [self.next_stop(back=True) for _stop in there]
        if back and back[0] is None:
            back = [*back[1:], self.next_stop(back=True)]
        if list(map(_place, back)) != list(map(_place, there[::-1])):
            ways = " / ".join(", ".join(map(str, way)) for way in (there, back))
            wrong.append(f"Shift and Tab do not walk the same way back: {ways}")
        return wrong

    def skips(self) -> bool:
        """Whether the first stop of a page that was just opened leads to the content."""
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")
        return bool(self.page.evaluate("document.activeElement.matches('main')"))

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


def _place(stop: Stop | None) -> object:
    return stop.group if stop and stop.role == "radio" else stop


def _matches(wanted: Name | None, found: str) -> bool:
    if wanted is None:
        return True
    return bool(wanted.search(found)) if isinstance(wanted, re.Pattern) else wanted == found


def _words(name: Name | None) -> str:
    return name.pattern if isinstance(name, re.Pattern) else str(name)
