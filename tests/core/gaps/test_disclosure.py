"""No figure of check-ins lets anybody work out a group under ten (P7), whatever rules they know.

The curious reader has every page of every organisation and of the network, and knows how it is
decided what is told. In a small world all answers that would have given the same pages are tried.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from loopplank.core.gaps.disclosure import LEAST, Counts, Group, Grouping, Published, publish
from loopplank.core.wellbeing.check_in import ANSWERS, LEVELS, QUESTIONS, Question

FOUR = LEVELS[Question.SAFETY_NET]
SMALL: tuple[Grouping, ...] = ((("a",), ("b",), ("c",)), (("a",), ("b", "c")))


def of(*counts: int, answers: Iterable[str] = ANSWERS[Question.SAFETY_NET]) -> Counts:
    return dict(zip(answers, counts, strict=True))


def people(groups: Iterable[Group]) -> dict[tuple[str, ...], int]:
    return {group.answers: group.people for group in groups}


# --- what is told ---------------------------------------------------------------------------------


def test_each_answer_is_told_of_when_ten_people_gave_it() -> None:
    told = publish({"north": of(14, 10, 10, 11)}, FOUR)
    assert people(told.of["north"]) == {
        ("no",): 14,
        ("sometimes",): 10,
        ("often",): 10,
        ("unknown",): 11,
    }


def test_answers_of_fewer_are_joined_to_their_neighbour() -> None:
    told = publish({"north": of(14, 8, 2, 11)}, FOUR)
    assert people(told.of["north"]) == {("no",): 14, ("sometimes", "often"): 10, ("unknown",): 11}
    told = publish({"north": of(14, 8, 2, 0)}, FOUR)
    assert people(told.of["north"]) == {("no", "unknown"): 14, ("sometimes", "often"): 10}


@pytest.mark.parametrize(
    "counts", [of(9, 0, 0, 0), of(30, 4, 5, 12), of(0, 0, 0, 0), of(0, 9, 90, 0)]
)
def test_a_group_under_ten_is_not_told_of_and_nor_is_the_rest(counts: Counts) -> None:
    assert publish({"north": counts}, FOUR).of["north"] == (), (
        "the rest would tell how few they were"
    )


def test_small_organisations_are_told_of_together() -> None:
    told = publish({"north": of(6, 4, 1, 0), "south": of(7, 3, 2, 0)}, FOUR)
    assert told.of == {"north": (), "south": ()}
    assert people(told.together) == {("no", "unknown"): 13, ("sometimes", "often"): 10}


def test_who_cannot_be_told_of_is_not_in_the_whole_either() -> None:
    told = publish(
        {"north": of(20, 11, 1, 0), "south": of(20, 11, 1, 0), "east": of(3, 1, 0, 0)}, FOUR
    )
    assert people(told.together) == {("no", "unknown"): 40, ("sometimes", "often"): 24}, (
        "with the three of the east somebody could subtract"
    )


def test_the_whole_is_never_finer_than_what_it_is_made_of() -> None:
    told = publish({"north": of(10, 10, 10, 10), "south": of(20, 8, 2, 0)}, FOUR)
    assert people(told.together) == {("no", "unknown"): 40, ("sometimes", "often"): 30}, (
        "finer, and what the south said by itself would be the difference"
    )


def test_the_whole_of_one_organisation_is_its_own_and_not_for_others() -> None:
    assert publish({"north": of(20, 12, 0, 0), "south": of(1, 0, 0, 0)}, FOUR).together == ()


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_level_joins_groups_of_the_one_before_it(question: Question) -> None:
    levels = LEVELS[question]
    for grouping in levels:
        assert sorted(a for group in grouping for a in group) == sorted(ANSWERS[question])
    for fine, coarse in pairwise(levels):
        assert len(coarse) < len(fine)
        for group in fine:
            assert any(set(group) <= set(other) for other in coarse)


# --- what can be worked out -----------------------------------------------------------------------

World = tuple[tuple[int, ...], ...]


def pages(told: Published[int]) -> tuple[object, ...]:
    """All that anybody can read."""
    return (tuple(sorted(told.of.items())), told.together)


def ways_to_answer(most: int) -> list[tuple[int, int, int]]:
    """How up to so many people can give one of three answers."""
    every = product(range(most + 1), repeat=3)
    return [(a, b, c) for a, b, c in every if a + b + c <= most]


@pytest.mark.parametrize(
    ("houses", "most", "least"),
    [(2, 8, 3), (3, 4, 2), pytest.param(3, 5, 2, marks=pytest.mark.proof)],
)
def test_whoever_knows_the_rules_finds_no_small_group_in_all_pages_together(
    houses: int, most: int, least: int
) -> None:
    """Every world of so many organisations, with ten made small. The reader has all pages, knows
    these rules, and knows how many people answered at each organisation as well.
    """
    alike: dict[tuple[object, ...], list[World]] = defaultdict(list)
    for world in product(ways_to_answer(most), repeat=houses):
        blocks = {n: of(*counts, answers="abc") for n, counts in enumerate(world)}
        read = pages(publish(blocks, SMALL, least=least))
        alike[(*read, *(sum(counts) for counts in world))].append(world)
    assert any(together for _of, together, *_sizes in alike), "something must be told"
    for worlds in alike.values():
        values = np.array(worlds)
        for sums in (values.reshape(len(worlds), -1), values.sum(axis=1)):
            low, high = sums.min(axis=0), sums.max(axis=0)
            assert not ((low >= 1) & (high < least)).any(), worlds[:3]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=1, max_size=5))
def test_no_sum_of_figures_pins_a_hidden_count_down(counts: list[list[int]]) -> None:
    """Linear programming over everything that is told: a count that is not told, of an answer or of
    an organisation, keeps room for ten people or may be nobody.
    """
    answers = tuple(ANSWERS[Question.SAFETY_NET])
    blocks = {n: of(*one) for n, one in enumerate(counts)}
    told = publish(blocks, FOUR)
    told_rows, values = [], []
    for n, groups in told.of.items():
        for group in groups:
            told_rows.append(_row(len(counts), answers, [n], group.answers))
            values.append(group.people)
    for group in told.together:
        # which organisations are in it is more than anybody is told
        hidden = [n for n, groups in told.of.items() if not groups]
        shown = sum(
            sum(blocks[n][a] for a in group.answers) for n, groups in told.of.items() if groups
        )
        rest = group.people - shown
        inside = [*range(len(counts))] if rest else [n for n in blocks if n not in hidden]
        told_rows.append(_row(len(counts), answers, inside, group.answers))
        values.append(group.people)
    assert all(value >= LEAST for value in values), "a small group is told of"
    if not told_rows:
        return
    for n in blocks:
        for target in (*[(answer,) for answer in answers], answers):
            row = _row(len(counts), answers, [n], target)
            if any((row == other).all() for other in told_rows):
                continue
            low, high = _between(row, np.array(told_rows), values)
            assert high is None or high - low >= LEAST or not 1 <= low <= high < LEAST, (n, target)


def _row(
    houses: int, answers: tuple[str, ...], of_houses: list[int], of_answers: Iterable[str]
) -> np.ndarray:
    row = np.zeros((houses, len(answers)))
    for answer in of_answers:
        row[of_houses, answers.index(answer)] = 1
    return row.ravel()


def _between(row: np.ndarray, told: np.ndarray, values: list[int]) -> tuple[int, int | None]:
    known = {"A_eq": told, "b_eq": values, "bounds": (0, None), "method": "highs"}
    lowest, highest = linprog(row, **known), linprog(-row, **known)
    low = int(np.ceil(lowest.fun - 1e-6))
    return low, int(np.floor(-highest.fun + 1e-6)) if highest.status == 0 else None
