"""Press every button of the coordinator's road once, and see where its answer stands."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from playwright.sync_api import Locator, Page
from tests.browser.road import now

from loopplank.core.kit.calendar import local_day

#: What tells the answer of a press, and how far it lies in the window.
_ANSWER = """() => {
  const found = document.querySelector("#uitkomst, .error-summary");
  if (!found) return null;
  const box = found.getBoundingClientRect();
  return [box.top, box.bottom, window.innerHeight, document.activeElement === found,
          document.title, found.id];
}"""
#: Opens what a form is folded in.
_UNFOLD = """form => {
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details"))
    fold.open = true;
}"""
#: The last words of an address that say which door it is.
_DOOR = re.compile(r"^(?:https?://[^/]+)?/[a-z-]+/[0-9a-f-]{36}/(?:(?P<verb>[a-z-]+)/)?")
#: What takes the page away, or reads a letter or a question first, so that nothing was done yet.
NOT_HERE = frozenset({"wissen", "vraag", "voorstellen", "zeg-nee", "overdragen"})


@dataclass
class Results:
    """What was pressed, by door, and what was wrong with where its answer stood."""

    page: Page
    pressed: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def walk(self, address: str) -> None:
        """Press each form of a page, and of the pages of one step that it leads to."""
        self.page.goto(address)
        for verb in self._verbs("form[method=post]", "action"):
            self._on_page(address, verb)
        self.page.goto(address)
        for verb in self._verbs("main a", "href"):
            self._on_step(address, verb)

    def _verbs(self, what: str, attribute: str) -> list[str]:
        found = self.page.locator(what).evaluate_all(
            f"all => all.map(one => one.getAttribute('{attribute}') || '')"
        )
        verbs = []
        for one in found:
            match = _DOOR.match(one)
            if match and one not in self.pressed.values():
                verb = match["verb"] or one.strip("/").split("/")[0]
                if verb not in self.pressed and verb not in NOT_HERE and "#" not in one:
                    verbs.append(one)
        return list(dict.fromkeys(verbs))

    def _name(self, address: str) -> str:
        match = _DOOR.match(address)
        return (match["verb"] if match else None) or address.strip("/").split("/")[0]

    def _on_page(self, address: str, action: str) -> None:
        name = self._name(action)
        if name in self.pressed:
            return
        self.page.goto(address)
        form = self.page.locator(f"form[method=post][action='{action}']").first
        if form.count():
            form.evaluate(_UNFOLD)
            self._press(name, action, form)

    def _on_step(self, address: str, link: str) -> None:
        name = self._name(link)
        if name in self.pressed:
            return
        self.page.goto(link)
        form = self.page.locator("main form[method=post]:not([action])").first
        if form.count():
            self._press(name, link, form)

    def _press(self, name: str, action: str, form: Locator) -> None:
        self.pressed[name] = action
        fill(form)
        button = form.locator("button:not([type=button])").last
        button.scroll_into_view_if_needed()
        with self.page.expect_navigation():
            button.click()
        self.look(name)

    def look(self, name: str) -> None:
        """Write down what is wrong with where the answer stands."""
        self.page.wait_for_load_state()
        answer = self.page.evaluate(_ANSWER)
        if answer is None:
            self.wrong.append(f"{name}: no answer on {self.page.url}")
            return
        top, bottom, height, focused, title, own = answer
        if top < -1 or top > height - 20 or (bottom > height and bottom - top < height):
            self.wrong.append(f"{name}: its answer lies at {top}..{bottom} of {height}")
        if not focused:
            self.wrong.append(f"{name}: the focus is elsewhere")
        failed = own != "uitkomst" or "failed" in (
            self.page.locator("#uitkomst").get_attribute("class") or ""
        )
        if failed != title.startswith(("Fout:", "Error:")):
            self.wrong.append(f"{name}: the title is {title}")


def fill(form: Locator) -> None:
    """Fill in whatever can be filled in, with a first choice or a word."""
    tomorrow = local_day(now()) + timedelta(days=1)
    for name in set(form.locator("input[type=radio]").evaluate_all("all => all.map(o => o.name)")):
        chosen = form.locator(f"input[type=radio][name='{name}']")
        shown = form.locator(f"label:visible:has(input[name='{name}'])")
        if shown.count() and not chosen.locator(":scope:checked").count():
            shown.first.click()
    for kind, text in (("date", tomorrow.isoformat()), ("time", "14:00"), ("number", "30")):
        for one in form.locator(f"input[type={kind}]").all():
            if one.is_visible() and not one.input_value():
                one.fill(text)
    for one in form.locator("textarea, input[type=text]").all():
        if one.is_visible() and not one.input_value():
            one.fill("Wij spraken elkaar")
