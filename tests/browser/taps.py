"""How many taps something takes on a telephone: a finger that counts.

A tap is a press on a link, a button or a choice; reading and scrolling are none. What is chosen
beforehand costs nothing, and typing counts as one tap for the field.
"""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

WIDTH, HEIGHT = 360, 740
#: What a finger hits without missing.
LEAST = 44


@dataclass
class Finger:
    """One finger on one page; `taps` are the names of what it pressed, in order."""

    page: Page
    taps: list[str] = field(default_factory=list)

    def link(self, name: str | re.Pattern[str]) -> "Finger":
        """Press the first link of this name."""
        return self._tap("link", name)

    def button(self, name: str | re.Pattern[str]) -> "Finger":
        """Press the first button of this name."""
        return self._tap("button", name)

    def choice(self, name: str) -> "Finger":
        """Choose one of some: the whole label answers to a finger."""
        return self._press(self.page.locator("label").filter(has_text=name).first, name)

    def unfolds(self, name: str) -> "Finger":
        """Open what is folded."""
        return self._press(self.page.locator("summary").filter(has_text=name).first, name)

    def types(self, label: str, text: str) -> "Finger":
        self.page.get_by_label(label, exact=True).fill(text)
        self.taps.append(label)
        return self

    def sees(self, text: str | re.Pattern[str]) -> "Finger":
        """What stands there now; looking is no tap."""
        expect(self.page.get_by_text(text).first).to_be_visible()
        return self

    def _tap(self, role: str, name: str | re.Pattern[str]) -> "Finger":
        found = self.page.get_by_role(role, name=name).first  # type: ignore[arg-type]
        return self._press(found, str(name))

    def _press(self, target: object, name: str) -> "Finger":
        # before its styles are there a page has other sizes
        self.page.wait_for_load_state()
        box = target.bounding_box()  # type: ignore[attr-defined]
        assert box, name
        assert box["height"] >= LEAST, f"{name} is {box['height']} high"
        target.click()  # type: ignore[attr-defined]
        self.taps.append(name)
        return self


def too_wide(page: Page) -> bool:
    """Whether somebody would have to scroll sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
