"""Which single answer would change the advice: found by trying each of them.

It is complete and true by construction: every code, every excluded act and every other yes-or-no
fact is turned around on its own, and kept when the route or the standing becomes another.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from loopplank.core.kit.reason import Param, Reason, Word, dutch
from loopplank.core.triage.codes import ANSWERABLE, CODES, Answer
from loopplank.core.triage.facts import Facts
from loopplank.core.triage.questions import CODE_TEXTS
from loopplank.core.triage.rule import (
    Route,
    Side,
    Standing,
    Terms,
    forced_by_limits,
    judge,
    settled,
)
from loopplank.core.triage.words import ROUTE_WORDS

#: What each field of `Side` means, in the same order.
FACT_LINES: Mapping[str, str] = MappingProxyType(
    {
        "asked_part_ok": dutch("Een deel van de vraag kan een vrijwilliger los daarvan doen"),
        "provision_running": dutch("Betaalde hulp hiervoor is er al, of is toegezegd"),
        "bridging_decided": dutch("Onze organisatie besloot om tijdelijk te helpen"),
        "single_event": dutch("Het is één keer, op een vaste dag"),
        "fallback_named": dutch("Er is een naam voor als de vrijwilliger niet kan"),
        "representation_arranged": dutch("Het is geregeld wie er meebeslist"),
        "gp_named": dutch("De huisarts staat er met naam, en weet ervan"),
    }
)
ACT_PREFIX = "act:"
_LINES = tuple((c.key, c.bit, CODE_TEXTS[c.key].line) for c in CODES if c.bit & ANSWERABLE)

_IF = MappingProxyType(
    {
        (Answer.YES, Standing.READY): dutch("‘%(about)s’: is dat zo? Dan wordt het: %(route)s."),
        (Answer.NO, Standing.READY): dutch(
            "‘%(about)s’: is dat niet zo? Dan wordt het: %(route)s."
        ),
        (Answer.YES, Standing.ASK_FIRST): dutch(
            "‘%(about)s’: is dat zo? Dan eerst vragen, daarna misschien: %(route)s."
        ),
        (Answer.NO, Standing.ASK_FIRST): dutch(
            "‘%(about)s’: is dat niet zo? Dan eerst vragen, daarna misschien: %(route)s."
        ),
        (Answer.YES, Standing.ASK_NOW): dutch(
            "‘%(about)s’: is dat zo? Dan nu navragen, daarna misschien: %(route)s."
        ),
        (Answer.NO, Standing.ASK_NOW): dutch(
            "‘%(about)s’: is dat niet zo? Dan nu navragen, daarna misschien: %(route)s."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One answer that would change the advice, and the route and standing that it would give.

    `about`: the key of a code, "act:" and the key of an excluded act, or the name of a fact.
    `answer`: yes or no, another one than now. `is_open`: it has not been answered yet. `line`: what
    it is about, in the organisation's own words for an excluded act.
    """

    about: str
    answer: Answer
    route: Route
    standing: Standing
    is_open: bool
    line: str

    @property
    def reason(self) -> Reason:
        """Say it in one Dutch sentence."""
        own_words = self.about.startswith(ACT_PREFIX)
        line: Param = self.line if own_words else Word(self.line)
        return Reason(
            f"triage.if.{self.answer.value}.{self.standing.value}",
            _IF[self.answer, self.standing],
            {"about": line, "route": Word(ROUTE_WORDS[self.route].name)},
        )

    def as_stored(self) -> dict[str, object]:
        """Return codes as JSON-ready values."""
        return {
            "about": self.about,
            "answer": self.answer.value,
            "route": self.route.value,
            "standing": self.standing.value,
        }


def what_ifs(facts: Facts, terms: Terms, route: Route, standing: Standing) -> tuple[WhatIf, ...]:
    """Return every single answer that would change this route or this standing.

    What is still open comes first, in the order of the gates, then what was answered already.
    """
    now = (route, standing)
    found = [
        WhatIf(about, answer, *outcome, is_open, line)
        for tries in (_codes(facts, terms), _acts(facts, terms), _facts(facts, terms))
        for about, answer, outcome, is_open, line in tries
        if outcome != now
    ]
    found.sort(key=lambda change: not change.is_open)
    return tuple(found)


def with_answer(facts: Facts, about: str, answer: Answer) -> Facts:
    """Return the facts with one answer put in, `about` as in `WhatIf`.

    Raises ValueError when there is nothing of that name, or a plain fact gets an unknown.
    """
    if about.startswith(ACT_PREFIX):
        return facts.answered({}, {about.removeprefix(ACT_PREFIX): answer})
    if about not in FACT_LINES:
        return facts.answered({about: answer})
    if answer is Answer.UNKNOWN:
        raise ValueError(f"{about} is yes or no.")
    turned = {about: answer is Answer.YES}
    return replace(facts, **turned)  # type: ignore[arg-type]  # the name is one of the table


_Try = tuple[str, Answer, tuple[Route, Standing], bool, str]


def _codes(facts: Facts, terms: Terms) -> Iterator[_Try]:
    yes = facts.yes
    no = facts.no
    for key, bit, line in _LINES:
        if yes & bit:
            yield key, Answer.NO, judge(yes & ~bit, no | bit, terms), False, line
        elif no & bit:
            yield key, Answer.YES, judge(yes | bit, no & ~bit, terms), False, line
        else:
            yield key, Answer.YES, judge(yes | bit, no, terms), True, line
            yield key, Answer.NO, judge(yes, no | bit, terms), True, line


def _acts(facts: Facts, terms: Terms) -> Iterator[_Try]:
    for place, act in enumerate(facts.limits.excluded_acts):
        bit = 1 << place
        rest_yes = facts.acts_yes & ~bit
        rest_no = facts.acts_no & ~bit
        is_open = not (facts.acts_yes | facts.acts_no) & bit
        for answer, acts_yes, acts_no in (
            (Answer.YES, rest_yes | bit, rest_no),
            (Answer.NO, rest_yes, rest_no | bit),
        ):
            if (acts_yes, acts_no) == (facts.acts_yes, facts.acts_no):
                continue
            yes, no = forced_by_limits(facts, acts_yes, acts_no)
            new = terms._replace(forced_yes=yes, forced_no=no)
            outcome = judge(facts.yes, facts.no, new)
            yield ACT_PREFIX + act.key, answer, outcome, is_open, act.sentence


def _facts(facts: Facts, terms: Terms) -> Iterator[_Try]:
    side = Side.of(facts)
    for place, (about, line) in enumerate(FACT_LINES.items()):
        turned = Side._make((*side[:place], not side[place], *side[place + 1 :]))
        new = settled(turned, facts, terms.forced_yes, terms.forced_no)
        answer = Answer.NO if side[place] else Answer.YES
        yield about, answer, judge(facts.yes, facts.no, new), False, line
