"""Why something is so: a code with typed parameters and a Dutch source sentence.

Core speaks Dutch source sentences and never translates: a door does (Dutch or English). The
marker `dutch` does nothing; the extraction of the catalogue looks for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeAlias


def dutch(sentence: str) -> str:
    """Mark a Dutch source sentence for the catalogue; return it unchanged."""
    return sentence


class Minutes(int):
    """A length of time in minutes; a door prints it as hours ("anderhalf uur", "1½ uur")."""

    __slots__ = ()


class Word(str):
    """A parameter that is itself a source word marked with `dutch`, so a door translates it too."""

    __slots__ = ()


Param: TypeAlias = str | int | date | Minutes | Word
_NONE: Mapping[str, Param] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: `code` is stable and stored, `sentence` holds `%(name)s` for each parameter."""

    code: str
    sentence: str
    params: Mapping[str, Param] = field(default_factory=lambda: _NONE)

    def as_stored(self) -> dict[str, object]:
        """Return code and parameters only, as JSON-ready values (promise P8); never the
        sentence."""
        return {"code": self.code, "params": {k: _plain(v) for k, v in self.params.items()}}


class Refused(Exception):
    """An action that a rule does not allow, with the reason as a sentence a person can act on.
    `because` are the separate reasons, where several things are missing at once.

    `because` are the parts of it, where several things are missing at once.
    """

    def __init__(self, reason: Reason, because: tuple[Reason, ...] = ()) -> None:
        super().__init__(f"{reason.code}: {reason.sentence}")
        self.reason = reason
        self.because = because


def _plain(value: Param) -> str | int:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, int) else str(value)
