"""What stands on a page in the language of who reads it, so that a walk is written down once.

A walk says the Dutch of the sources; in English the catalogue says it, as the pages do.
"""

import re
from dataclasses import dataclass
from re import Pattern

from tests.dutch import english

_PART = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Say:
    """`language` is nl or en."""

    language: str

    def __call__(self, dutch: str) -> str | Pattern[str]:
        """The words; where names or days stand in them, a pattern that takes any."""
        words = self._words(dutch)
        if "%(" not in words:
            return words
        return re.compile(f"^{self._pattern(words)}$")

    def first(self, dutch: str) -> Pattern[str]:
        """What only begins with these words."""
        return re.compile(f"^{self._pattern(self._words(dutch))}")

    def within(self, dutch: str) -> Pattern[str]:
        """These words somewhere."""
        return re.compile(self._pattern(self._words(dutch)))

    def _words(self, dutch: str) -> str:
        if self.language == "nl":
            assert dutch in english(), f"no page says “{dutch}”"
            return dutch
        return english()[dutch]

    @staticmethod
    def _pattern(words: str) -> str:
        return ".+".join(re.escape(part) for part in _PART.split(words)[::2])
