"""Which bit stands for which code, where a plan weighs codes as masks.

A saved problem holds masks only, so a table is appended to and never put in another order: what
was saved with an older version still means the same.
"""

from collections.abc import Iterable

from loopplank.core.kit.kinds import Kind
from loopplank.core.volunteers.no_gos import PAID_WORK

KINDS: tuple[str, ...] = (
    Kind.SHOPPING.value,
    Kind.COMPANY.value,
    Kind.TRANSPORT.value,
    Kind.ODD_JOBS.value,
    Kind.PAPERWORK.value,
    Kind.OTHER.value,
    Kind.RESPITE.value,
    Kind.BUDDY.value,
    Kind.FAMILY.value,
    Kind.LANGUAGE.value,
    Kind.VIGIL.value,
)
NO_GOS: tuple[str, ...] = (
    PAID_WORK,
    "dogs",
    "cats",
    "smoking",
    "stairs",
    "lifting",
    "evening",
    "dementia",
    "dying",
    "children",
)
#: Concerns that only trained people cover.
TRAINING: tuple[str, ...] = ("C4", "C5", "K4")


class NoBit(ValueError):
    """A code that stands in no table, so that nobody can say whether it fits."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def mask_of(table: tuple[str, ...], codes: Iterable[str]) -> int:
    """Return the mask of these codes. Raises NoBit for a code that the table does not have."""
    mask = 0
    for code in codes:
        if code not in table:
            raise NoBit(code)
        mask |= 1 << table.index(code)
    return mask


def codes_in(table: tuple[str, ...], mask: int) -> tuple[str, ...]:
    """Return the codes of a mask, in the order of the table."""
    return tuple(code for place, code in enumerate(table) if mask >> place & 1)
