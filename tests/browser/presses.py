"""How many presses a road takes, and through how many pages it leads, whoever operates it how.

Every link, button, choice and tick is a press; typing and reading are none. Each way of operating
is counted by what it is asked to do, so that a hand on a telephone and a keyboard count alike.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.browser.operating import Name, Way


@dataclass
class Count:
    """What everybody on one road pressed, in order, and the pages that one of them went through."""

    presses: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def lands(self, address: str) -> None:
        """Count a page; what comes back on the same page, or leads past it, is none."""
        path = urlsplit(address).path
        if not self.pages or self.pages[-1] != path:
            self.pages.append(path)


@dataclass
class Counted:
    """A way of operating one window that counts; `follows` says whether its pages count too."""

    way: Way
    count: Count
    follows: bool = True

    def press(self, name: Name) -> None:
        self.way.press(name)
        self._counts(name)

    def follow(self, name: Name) -> None:
        self.way.follow(name)
        self._counts(name)

    def choose(self, question: Name, answer: Name) -> None:
        self.way.choose(question, answer)
        self._counts(answer)

    def tick(self, answer: Name) -> None:
        self.way.tick(answer)
        self._counts(answer)

    def _counts(self, name: Name) -> None:
        self.count.presses.append(name if isinstance(name, str) else name.pattern)
        if self.follows:
            self.count.lands(self.way.page.url)
