"""Which figures about answers may be published, so that no group under ten can be worked out (P7).

No two published figures share a person, except one that is the sum of others: so nothing can be
subtracted. An organisation is published at the finest level at which each group of answers has ten
people, or not at all. The organisations that are not published form one rest together. Of the rest
the coarsest level is published when nobody can work back from it, not even somebody who knows these
rules and how many people answered at each organisation. The total is the sum of what is published,
and of nothing else.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from loopplank.core.gaps.gaps import LEAST

#: Fewer organisations than this would make the whole a figure of one of them.
LEAST_TOGETHER = 2

Counts = Mapping[str, int]
Grouping = tuple[tuple[str, ...], ...]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that are published together, and how many people gave one of them."""

    answers: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Published(Generic[K]):
    """What may be published: of each block by itself, and of all together; an empty tuple is
    nothing."""

    of: Mapping[K, tuple[Group, ...]]
    together: tuple[Group, ...]


def publish(
    blocks: Mapping[K, Counts], levels: Sequence[Grouping], *, least: int = LEAST
) -> Published[K]:
    """Choose what may be published of each block and of all blocks together. The blocks share
    nobody. `levels` go from fine to coarse; each joins groups of the one before it, and the last
    has two groups."""
    level = {key: _finest(counts, levels, least) for key, counts in blocks.items()}
    shown = {key: at for key, at in level.items() if at is not None}
    of = {
        key: _grouped(counts, levels[shown[key]]) if key in shown else ()
        for key, counts in blocks.items()
    }
    rest = [counts for key, counts in blocks.items() if key not in shown and any(counts.values())]
    with_rest = _may_publish_rest(rest, levels[-1], least)
    if len(shown) + with_rest * len(rest) < LEAST_TOGETHER:
        return Published(of, ())
    whole = _sum([*(blocks[key] for key in shown), *(rest if with_rest else ())])
    coarsest = len(levels) - 1 if with_rest else max(shown.values())
    return Published(of, _grouped(whole, levels[coarsest]))


def _finest(counts: Counts, levels: Sequence[Grouping], least: int) -> int | None:
    """Return the first level at which each group is large enough, or None. A group of zero is too
    small, since it says something as well."""
    for at, grouping in enumerate(levels):
        if all(group.people >= least for group in _grouped(counts, grouping)):
            return at
    return None


def _may_publish_rest(rest: Sequence[Counts], coarsest: Grouping, least: int) -> bool:
    """Say whether the sum of the blocks that are not published may be.

    It may when, for each of these blocks, a group may still be of nobody or of ten people, to
    somebody who knows how many answered in each.
    """
    one, other = _grouped(_sum(rest), coarsest)
    if one.people < least or other.people < least:
        return False
    sizes = [sum(counts.values()) for counts in rest]
    could_be = [_could_be(size, least) for size in sizes]
    for at, size in enumerate(sizes):
        others = _sums([*could_be[:at], *could_be[at + 1 :]])
        left = [
            n for n in _numbers(could_be[at]) if n <= one.people and others >> (one.people - n) & 1
        ]
        fewest, most = min(left), max(left)
        if _is_small(fewest, most, least) or _is_small(size - most, size - fewest, least):
            return False
    return True


def _is_small(fewest: int, most: int, least: int) -> bool:
    """Say whether a group surely has somebody, and surely fewer than ten."""
    return fewest >= 1 and most < least


def _could_be(size: int, least: int) -> int:
    """Return how many of so many people can be in one of two groups that are not published, as
    bits: bit n stands for n.

    Any number can; but where there are people enough for two large groups, one of both must be
    small.
    """
    every = (1 << (size + 1)) - 1
    if size < 2 * least:
        return every
    few = (1 << least) - 1
    return few | (few << (size - least + 1))


def _sums(sets: Iterable[int]) -> int:
    """Return every sum of one number from each set, as bits too."""
    total = 1
    for numbers in sets:
        sums = 0
        for n in _numbers(numbers):
            sums |= total << n
        total = sums
    return total


def _numbers(bits: int) -> Iterator[int]:
    return (n for n in range(bits.bit_length()) if bits >> n & 1)


def _grouped(counts: Counts, grouping: Grouping) -> tuple[Group, ...]:
    return tuple(
        Group(answers, sum(counts.get(answer, 0) for answer in answers)) for answers in grouping
    )


def _sum(many: Iterable[Counts]) -> Counts:
    total: Counter[str] = Counter()
    for counts in many:
        total.update(counts)
    return total
