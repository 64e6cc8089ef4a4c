"""What is known about a request when the gates are weighed: the frozen input of every rule.

Facts hold what people said and what the organisation fixed as its limits, nothing that is derived
from them. They are stored beside the advice, so that each advice can be replayed (promise P8).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import NamedTuple, cast

from loopplank.core.kit.kinds import Kind
from loopplank.core.triage.codes import (
    ANSWERABLE,
    CODES,
    COVERABLE,
    GATE_MASKS,
    Answer,
    Gate,
    Tap,
    keys_in,
    mask_of,
)

_BITS = {code.key: code.bit for code in CODES}


class ExcludedAct(NamedTuple):
    """An act the organisation does not do: `key` is stored, `sentence` is its own Dutch words."""

    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class OrganisationLimits:
    """One version of the limits that an organisation set for itself.

    `kinds`: kinds of help that it gives; empty means it has not said, and nothing follows.
    `max_minutes`: minutes a week for one request; `max_months`: months for one arrangement; None
    means no limit was set. Raises ValueError on a limit that is no limit or a key used twice.
    """

    version: str = ""
    kinds: frozenset[Kind] = frozenset()
    max_minutes: int | None = None
    max_months: int | None = None
    excluded_acts: tuple[ExcludedAct, ...] = ()

    def __post_init__(self) -> None:
        for name, value in (("max_minutes", self.max_minutes), ("max_months", self.max_months)):
            if value is not None and value <= 0:
                raise ValueError(f"{name} must be more than 0, or None.")
        if len({act.key for act in self.excluded_acts}) != len(self.excluded_acts):
            raise ValueError("An excluded act has a key of its own.")

    def as_stored(self) -> dict[str, object]:
        """Return the limits as JSON-ready values."""
        return {
            "version": self.version,
            "kinds": sorted(kind.value for kind in self.kinds),
            "max_minutes": self.max_minutes,
            "max_months": self.max_months,
            "excluded_acts": [list(act) for act in self.excluded_acts],
        }


NO_LIMITS = OrganisationLimits()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the gates weigh. Without arguments: nothing is known yet.

    `yes`, `no`: masks of codes; in neither is unknown, in both is refused. `acts_yes`, `acts_no`:
    masks over `limits.excluded_acts`, bit i for the i-th act.
    `asked_part_ok`: a separable part of what was asked passes all gates for a volunteer.
    `provision_running`: the paid service for exactly this was granted or runs already;
    `provision_waits`: that paid service has a waiting list.
    `bridging_until`, `bridging_decided`: the end date and the organisation's decision without
    which bridging (R3) does not count.
    `single_event`: one dated event; `fallback_named`: who comes if the volunteer cannot.
    `representation_arranged`: it is settled who decides along with the person (T2).
    `gp_named`: the person's own GP stands there by name, and knows (V2).
    `young_carer`: somebody under 18 gives care (C5).
    `covers`: codes that lie inside our own trained offer; `offer_conditions`: the offer's own
    words on what must be met then.
    `minutes_per_week`, `months`: what is asked, None when not said; `open_ended`: no last day.
    `short_notice`: it starts within two days.

    Raises ValueError when an answer is both yes and no, or a number is not above 0.
    """

    yes: int = 0
    no: int = 0
    acts_yes: int = 0
    acts_no: int = 0
    asked_part_ok: bool = False
    provision_running: bool = False
    provision_waits: bool = False
    bridging_until: date | None = None
    bridging_decided: bool = False
    single_event: bool = False
    fallback_named: bool = False
    representation_arranged: bool = False
    gp_named: bool = False
    young_carer: bool = False
    covers: int = 0
    offer_conditions: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    minutes_per_week: int | None = None
    months: int | None = None
    open_ended: bool = False
    short_notice: bool = False
    limits: OrganisationLimits = NO_LIMITS

    def __post_init__(self) -> None:
        if self.yes & self.no or self.acts_yes & self.acts_no:
            raise ValueError("An answer is yes or no, never both.")
        if (self.yes | self.no) & ~ANSWERABLE:
            raise ValueError("Only codes can be answered, and X follows from the excluded acts.")
        if (self.acts_yes | self.acts_no) >> len(self.limits.excluded_acts):
            raise ValueError("Only acts that the organisation excludes can be answered.")
        if self.covers & ~COVERABLE:
            raise ValueError(f"An offer can cover {', '.join(keys_in(COVERABLE))} only.")
        for value in (self.minutes_per_week, self.months):
            if value is not None and value <= 0:
                raise ValueError("Minutes and months are more than 0, or None when not said.")

    def answer(self, key: str) -> Answer:
        """Return what was said about one code. Raises ValueError when it is no code to answer."""
        bit = mask_of([key])
        return _answer(self.yes & bit, self.no & bit)

    def answers(self) -> dict[str, Answer]:
        """Return what was said about every code that can be answered."""
        return {c.key: self.answer(c.key) for c in CODES if c.bit & ANSWERABLE}

    def act_answers(self) -> dict[str, Answer]:
        """Return what was said about each excluded act of the organisation."""
        return {
            act.key: _answer(self.acts_yes >> place & 1, self.acts_no >> place & 1)
            for place, act in enumerate(self.limits.excluded_acts)
        }

    def answered(
        self, answers: Mapping[str, Answer], acts: Mapping[str, Answer] | None = None
    ) -> "Facts":
        """Return these facts with new answers; all others stay as they were.

        `answers` go by the key of a code, `acts` by the key of an excluded act; unknown takes an
        answer back. Raises ValueError for a key that does not exist.
        """
        yes, no = _put(_BITS, answers, self.yes, self.no)
        places = {act.key: 1 << i for i, act in enumerate(self.limits.excluded_acts)}
        acts_yes, acts_no = _put(places, acts or {}, self.acts_yes, self.acts_no)
        return replace(self, yes=yes, no=no, acts_yes=acts_yes, acts_no=acts_no)

    def as_stored(self) -> dict[str, object]:
        """Return the facts as JSON-ready values; `facts_from_stored` reads them back."""
        stored: dict[str, object] = {f.name: getattr(self, f.name) for f in fields(self)}
        stored["yes"] = list(keys_in(self.yes))
        stored["no"] = list(keys_in(self.no))
        del stored["acts_yes"], stored["acts_no"]
        stored["acts"] = {
            key: answer.value
            for key, answer in self.act_answers().items()
            if answer is not Answer.UNKNOWN
        }
        stored["bridging_until"] = self.bridging_until and self.bridging_until.isoformat()
        stored["covers"] = list(keys_in(self.covers))
        stored["offer_conditions"] = list(self.offer_conditions)
        stored["kinds"] = sorted(kind.value for kind in self.kinds)
        stored["limits"] = self.limits.as_stored()
        return stored


def answers_for_acts(
    limits: OrganisationLimits, said: Tap | Mapping[str, Answer]
) -> dict[str, Answer]:
    """Turn the tap at gate H into an answer for each excluded act of the organisation.

    `said` as in `answers_for_gate`: "ordinary" answers them all no, "unknown" leaves them unknown.
    Raises ValueError for a key that is no excluded act.
    """
    if isinstance(said, str):
        answer = Answer.NO if said == "ordinary" else Answer.UNKNOWN
        return {act.key: answer for act in limits.excluded_acts}
    strangers = set(said) - {act.key for act in limits.excluded_acts}
    if strangers:
        raise ValueError(f"{', '.join(sorted(strangers))}: no excluded act of this organisation.")
    return {act.key: said.get(act.key, Answer.UNKNOWN) for act in limits.excluded_acts}


def limits_from_stored(stored: Mapping[str, object]) -> OrganisationLimits:
    """Read limits back. Raises ValueError or TypeError when this is not what was stored."""
    acts = cast("list[list[str]]", stored.get("excluded_acts", []))
    return OrganisationLimits(
        version=str(stored.get("version", "")),
        kinds=frozenset(Kind(kind) for kind in cast("list[str]", stored.get("kinds", []))),
        max_minutes=cast("int | None", stored.get("max_minutes")),
        max_months=cast("int | None", stored.get("max_months")),
        excluded_acts=tuple(ExcludedAct(key, sentence) for key, sentence in acts),
    )


def facts_from_stored(stored: Mapping[str, object]) -> Facts:
    """Read facts back exactly; a field that was not stored takes its ordinary value.

    Raises ValueError on a name or a code that these rules do not know: to replay with a part of
    the facts left out would give another advice in silence.
    """
    names = {f.name for f in fields(Facts)} - {"acts_yes", "acts_no"}
    strangers = set(stored) - names - {"acts"}
    if strangers:
        raise ValueError(f"These facts are not known: {', '.join(sorted(strangers))}.")
    given = dict(stored)
    acts = cast("Mapping[str, str]", given.pop("acts", {}))
    for name in ("yes", "no", "covers"):
        given[name] = mask_of(cast("list[str]", given.get(name, [])))
    given["limits"] = limits_from_stored(cast("Mapping[str, object]", given.get("limits", {})))
    given["kinds"] = frozenset(Kind(kind) for kind in cast("list[str]", given.get("kinds", [])))
    given["offer_conditions"] = tuple(cast("list[str]", given.get("offer_conditions", [])))
    until = cast("str | None", given.get("bridging_until"))
    given["bridging_until"] = date.fromisoformat(until) if until else None
    facts = Facts(**given)  # type: ignore[arg-type]  # the names were checked, the values above
    return facts.answered({}, {key: Answer(answer) for key, answer in acts.items()})


def open_on_safety(facts: Facts) -> bool:
    """Say whether danger or safety (gates N and V) is not wholly answered with no."""
    asked = (GATE_MASKS[Gate.N] | GATE_MASKS[Gate.V]) & ANSWERABLE
    return facts.no & asked != asked


def _answer(yes: int, no: int) -> Answer:
    if yes:
        return Answer.YES
    return Answer.NO if no else Answer.UNKNOWN


def _put(
    bits: Mapping[str, int], answers: Mapping[str, Answer], yes: int, no: int
) -> tuple[int, int]:
    for key, answer in answers.items():
        bit = bits.get(key)
        if bit is None:
            raise ValueError(f"There is nothing to answer with the key {key!r}.")
        yes = yes | bit if answer is Answer.YES else yes & ~bit
        no = no | bit if answer is Answer.NO else no & ~bit
    return yes, no
