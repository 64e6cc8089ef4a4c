"""What may be told of how people answered, so that no group under ten can be worked out (P7).

No two published figures share a person, except one that is the sum of others: so nothing can be
subtracted. An organisation is told of at the finest level at which each group of answers has ten
people, or not at all. Those that are not told of are one block together, which is told of under the
same rule or left out. The whole is the sum of what is told, and of nothing else.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from loopplank.core.gaps import LEAST

#: Fewer organisations than this would make the whole a figure of one of them.
LEAST_TOGETHER = 2

Counts = Mapping[str, int]
Grouping = tuple[tuple[str, ...], ...]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that are told together, and how many people gave one of them."""

    answers: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Told(Generic[K]):
    """What may be told: of each block by itself, and of all together; nothing is an empty tuple."""

    of: Mapping[K, tuple[Group, ...]]
    together: tuple[Group, ...]


def tell(blocks: Mapping[K, Counts], levels: Sequence[Grouping], *, least: int = LEAST) -> Told[K]:
    """Of blocks that share nobody: what may be told of each, and of all of them together. `levels`
    go from fine to coarse, and each joins groups of the one before it.
    """
    level = {key: _finest(counts, levels, least) for key, counts in blocks.items()}
    of = {
        key: _grouped(blocks[key], levels[at]) if at is not None else ()
        for key, at in level.items()
    }
    hidden = [key for key, at in level.items() if at is None]
    rest = _sum(blocks[key] for key in hidden)
    rest_level = _finest(rest, levels, least)
    used = [at for at in (*level.values(), rest_level) if at is not None]
    # the hidden ones count as themselves only when their sum may be told
    organisations = len(blocks) - (len(hidden) if rest_level is None else 0)
    if not used or organisations < LEAST_TOGETHER:
        return Told(of, ())
    shown = [blocks[key] for key, at in level.items() if at is not None]
    whole = _sum([*shown, *([rest] if rest_level is not None else [])])
    return Told(of, _grouped(whole, levels[max(used)]))


def _finest(counts: Counts, levels: Sequence[Grouping], least: int) -> int | None:
    """The first level at which each group is large enough, none included: a zero tells as well."""
    for at, grouping in enumerate(levels):
        if all(group.people >= least for group in _grouped(counts, grouping)):
            return at
    return None


def _grouped(counts: Counts, grouping: Grouping) -> tuple[Group, ...]:
    return tuple(
        Group(answers, sum(counts.get(answer, 0) for answer in answers)) for answers in grouping
    )


def _sum(many: Iterable[Counts]) -> Counts:
    total: Counter[str] = Counter()
    for counts in many:
        total.update(counts)
    return total
