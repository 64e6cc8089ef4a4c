"""Duos and relays from the arranged arrays, against trying every combination of people."""

from itertools import permutations
from typing import Any

import numpy as np
from tests.core.test_ranking import drawn_prices, drawn_requests, drawn_volunteers, price_of

from loopplank.core.matching import rules
from loopplank.core.matching.menu import How, menu_of
from loopplank.core.matching.problem import Problem, Requests, Volunteers
from loopplank.core.matching.ranking import Index
from loopplank.core.matching.ranking_teams import Team, best_duo, best_relays
from loopplank.core.matching.worth import pair_worth, way_worth, worth_of

FEW = 24


def pair_scores(vs: Volunteers, rs: Requests, prices: Any, menu: Any, seat: int) -> dict[int, Any]:
    """The score of everybody who fits one seat, by rules and prices one person at a time."""
    rows = slice(int(menu.row[seat]), int(menu.row_end[seat]))
    visits, each = int(menu.visits[seat]), int(menu.visit_minutes[seat])
    made = {}
    for v in range(len(vs)):
        both = bool(vs.located[v] and rs.located[0])
        square = rules.square_km(vs.x[v], vs.y[v], rs.x[0], rs.y[0], both)
        minutes = int(
            rules.week_minutes(visits, each, rules.travel_minutes(square**0.5), vs.travel_counts[v])
        )
        busy = int(np.bitwise_or.reduce(vs.busy[v, rows]))
        no = (
            rules.other_organisation(
                vs.organisation[v], vs.shared[v], rs.organisation[0], rs.shareable[0]
            )
            or vs.closed[v]
            or rules.too_far(square, vs.reach[v])
            or rules.other_kind(vs.kinds[v], rs.kinds[0])
            or rules.rather_not(vs.no_gos[v], rs.brings[0])
            or rules.no_certificate(vs.certificate[v], rs.needs_certificate[0])
            or rules.no_training(vs.skills[v], rs.skills[0])
            or rules.too_hard(vs.level[v], rs.level[0])
            or rules.not_at_short_notice(vs.short_notice[v], rs.short_notice[0])
            or (int(vs.day_parts[v]) & int(rs.day_parts[0]) & ~busy).bit_count() < visits
            or vs.term[v] < menu.weeks[seat]
            or vs.people[v, rows].min() < 1
            or (rs.heavy[0] and vs.heavy[v, rows].min() < 1)
            or vs.minutes[v, rows].min() < minutes
        )
        if no:
            continue
        worth = pair_worth(Problem(vs, rs), menu, worth_of(rs), np.array([seat]), np.array([v]))
        later = Problem(vs, rs).replace(
            volunteers={
                n: np.roll(getattr(vs, n), -rows.start, axis=1) for n in ("minutes", "busy")
            }
        )
        cost = price_of(
            later.volunteers,
            np.roll(prices, -rows.start, axis=1),
            v,
            rows.stop - rows.start,
            (minutes, bool(rs.heavy[0]), visits),
        )
        made[v] = float(np.round(worth[0] - cost, 9))
    return made


def best_by_hand(vs: Volunteers, rs: Requests, prices: Any) -> dict[How, tuple[float, list[str]]]:
    """Of each way the best people, out of every order of everybody who fits a seat."""
    menu = menu_of(rs)
    worth = way_worth(worth_of(rs), menu)
    made = {}
    for way, how in enumerate(menu.how):
        seats = range(menu.first_seat[way], menu.first_seat[way + 1])
        places = [s for s in seats for _ in range(menu.units[s])]
        if how == How.SOLO or len(places) > 3:
            continue
        scores = [pair_scores(vs, rs, prices, menu, s) for s in places]
        found = [
            (-round(sum(s[v] for s, v in zip(scores, people, strict=True)), 9),
             [str(vs.key[v]) for v in people])
            for people in permutations(sorted(set().union(*scores)), len(places))
            if all(v in s for s, v in zip(scores, people, strict=True))
        ]  # fmt: skip
        if found:
            score, keys = min(found)
            made[How(int(how))] = (worth[way] - score, keys)
    return made


def plain(team: Team) -> tuple[float, list[str]]:
    return team.worth, [seat.found.key for seat in team.seats]


def test_the_best_teams_are_those_of_trying_everybody() -> None:
    vs, asked = drawn_volunteers(21, FEW, side=3), drawn_requests(22, 60, side=3)
    # so few people fit that what is asked must be little
    easy = {"kinds": asked.kinds * 0, "level": asked.level * 0 + 1, "brings": asked.brings * 0}
    ample = {"day_parts": vs.day_parts | 0x1FF, "minutes": vs.minutes + 120}
    problem = Problem(vs, asked).replace(requests=easy, volunteers=ample)
    vs, asked = problem.volunteers, problem.requests
    prices = drawn_prices(23, FEW)
    index = Index(vs, prices)
    made = []
    for row in range(len(asked)):
        one = problem.part(np.arange(FEW), [row]).requests
        hand = best_by_hand(vs, one, prices)
        duo = best_duo(index, asked, row)
        teams = [*([duo] if duo else []), *best_relays(index, asked, row)]
        for team in teams:
            assert len({seat.found.row for seat in team.seats}) == len(team.seats)
            if team.how in hand:
                worth, keys = hand[team.how]
                assert plain(team)[1] == keys
                assert abs(team.worth - worth) < 1e-6
        assert {team.how for team in teams if len(team.seats) <= 3} == set(hand)
        made += [team.how for team in teams]
    for how in How:
        assert how is How.SOLO or made.count(how) >= 3, made


def test_a_relay_only_after_a_yes_to_changing_faces() -> None:
    vs, asked = drawn_volunteers(24, 2000, side=3), drawn_requests(25, 200, side=3)
    index = Index(vs)
    relays = {row: best_relays(index, asked, row) for row in range(len(asked))}
    assert any(relays.values())
    assert all(asked.changing_faces[row] for row, found in relays.items() if found)
    assert all(asked.weeks[row] >= 9 for row, found in relays.items() if found)


def test_who_said_no_is_in_no_team() -> None:
    vs, asked = drawn_volunteers(26, 2000, side=3), drawn_requests(27, 60, side=3)
    index = Index(vs)
    seen = 0
    for row in range(len(asked)):
        for team in best_relays(index, asked, row):
            refused = [team.seats[0].found.row]
            for again in best_relays(index, asked, row, refused=refused):
                seen += 1
                assert refused[0] not in {seat.found.row for seat in again.seats}
    assert seen
