"""Say what the triage advises, and what came over the fence."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from loopplank.access.requests.request import RequestPage, Weighed
from loopplank.actions.triage.triage import OTHERWISE_REASONS
from loopplank.core.kit.calendar import local_time
from loopplank.core.kit.reason import dutch
from loopplank.core.triage import (
    FLAG_WORDS,
    GATE_TEXTS,
    ROUTE_WORDS,
    STANDING_WORDS,
    URGENCY_WORDS,
    Advice,
    Decided,
    GateState,
    Ground,
    Impression,
    Route,
    Standing,
    Tone,
    impression_is_asked,
    red_flags,
)
from loopplank.core.triage.paid_work import CAME_FROM_WORDS, PAID_WORDS, CameFrom, PaidBefore
from loopplank.web.kit.words import day, say, word

# --- the advice panel -----------------------------------------------------------------------------

MOST_CHANGES = 4
_LIKELY = "KCRHTVM"
IMPRESSIONS: dict[str, str] = {
    Impression.FITS: dutch("Past bij ons"),
    Impression.DOUBT: dutch("Ik twijfel"),
    Impression.NOT: dutch("Past niet bij ons"),
}
_KIND_OF_TONE = {
    Tone.SUPPORTS: "for",
    Tone.CONDITION: "against",
    Tone.AGAINST: "stop",
    Tone.UNKNOWN: "unknown",
}
_GATE_SHAPE = {
    GateState.PLAIN_NO: dutch("nee"),
    GateState.FAVOURABLE: dutch("goed"),
    GateState.CONCERN: dutch("let op"),
    GateState.UNKNOWN: dutch("niet bekend"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of kit/part/reason_list.html."""

    kind: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Number:
    name: str
    number: str
    when: str


@dataclass(frozen=True, slots=True)
class Panel:
    """`stage`: none, impression (folded), advice (to decide) or decided."""

    stage: str = "none"
    assessment_id: UUID | None = None
    route: str = ""
    title: str = ""
    meaning: str = ""
    alarming: bool = False
    ready: bool = False
    impression: str = ""
    reasons: tuple[Reason, ...] = ()
    holds: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    gates: tuple[tuple[str, str, str], ...] = ()
    numbers: tuple[Number, ...] = ()
    flags: tuple[str, ...] = ()
    urgency: str = ""
    decided: str = ""
    version: str = ""


def advice_panel(page: RequestPage, *, folded_asked: bool) -> Panel:
    """Return the panel of the last triage. It folds only where a first impression may come first:
    never when there may be danger.
    """
    weighed = page.weighed
    if weighed is None:
        return Panel()
    advice = weighed.advice
    stage = "decided" if weighed.decision else "advice"
    if (
        stage == "advice"
        and folded_asked
        and not weighed.impression
        and impression_is_asked(advice)
    ):
        stage = "impression"
    ready = advice.standing is Standing.READY
    return Panel(
        stage=stage,
        assessment_id=weighed.id,
        title=word(ROUTE_WORDS[advice.route].name)
        if ready or advice.route is Route.EMERGENCY
        else word(STANDING_WORDS[advice.standing].name),
        meaning=word(ROUTE_WORDS[advice.route].meaning)
        if ready or advice.route is Route.EMERGENCY
        else word(STANDING_WORDS[advice.standing].meaning),
        alarming=advice.route is Route.EMERGENCY or advice.standing is Standing.ASK_NOW,
        ready=ready,
        impression=_impression(weighed),
        reasons=tuple(_reason(ground) for ground in advice.reasons),
        holds=tuple(say(hold) for hold in advice.holds),
        conditions=tuple(say(condition) for condition in advice.conditions),
        changes=_changes(advice),
        gates=tuple(
            (view.gate, word(GATE_TEXTS[view.gate].title), word(_GATE_SHAPE[view.state]))
            for view in advice.gates
        ),
        numbers=tuple(
            Number(word(n.name), word(n.number or ""), word(n.when)) for n in advice.numbers
        ),
        flags=tuple(word(FLAG_WORDS[flag].meaning) for flag in advice.flags),
        urgency=word(URGENCY_WORDS[advice.urgency]),
        decided=_decided(weighed),
        version=_version(weighed),
        route=advice.route,
    )


def _reason(ground: Ground) -> Reason:
    return Reason(_KIND_OF_TONE[ground.tone], say(ground.reason), ground.code)


def _changes(advice: Advice) -> tuple[str, ...]:
    """Return what one answer would change, the likeliest first: what nobody answered yet, then what
    may still turn out otherwise. That there is no danger now was asked, and is not asked again
    here.
    """
    open_first = [change for change in advice.changes if change.is_open]
    later = [
        change
        for change in advice.changes
        if not change.is_open and not change.about.startswith("N") and change.about != "M1"
    ]
    later.sort(key=lambda change: _LIKELY.find(change.about[:1]))
    return tuple(say(change.reason) for change in (*open_first, *later)[:MOST_CHANGES])


def _impression(weighed: Weighed) -> str:
    if not weighed.impression or weighed.impression_at is None:
        return ""
    return _("Jouw eerste indruk om %(at)s: %(what)s.") % {
        "at": f"{local_time(weighed.impression_at):%-H:%M}",
        "what": word(IMPRESSIONS[weighed.impression]).lower(),
    }


def _decided(weighed: Weighed) -> str:
    if not weighed.decision:
        return ""
    route = word(ROUTE_WORDS[Route(weighed.decided_route)].name)
    said = _("%(who)s besloot: %(route)s.") % {"who": weighed.decided_by, "route": route}
    if weighed.decision == Decided.OTHERWISE:
        why = word(OTHERWISE_REASONS.get(weighed.decision_reason, ""))
        said += " " + _("Anders dan het advies: %(why)s.") % {"why": why[:1].lower() + why[1:]}
        if weighed.decision_words:
            said += f" “{weighed.decision_words}”"
    return said


def _version(weighed: Weighed) -> str:
    advice = weighed.advice
    said = _("Regels versie %(n)s") % {"n": advice.rules_version}
    if advice.limits_version:
        said += ", " + _("jullie grenzen versie %(n)s") % {"n": advice.limits_version}
    if not weighed.same_rules:
        said += ". " + _("Gewogen met oudere regels; vraag het opnieuw na.")
    return said


@dataclass(frozen=True, slots=True)
class PointedOut:
    """A sentence of the story with the questions that it raises."""

    sentence: str
    questions: str


def pointed_out(story: str) -> list[PointedOut]:
    """Return the sentences that raise a red flag, each once, with all their questions."""
    found: dict[str, list[str]] = {}
    for flag in red_flags.find(story):
        questions = found.setdefault(flag.sentence, [])
        question = say(flag.question)
        if question not in questions:
            questions.append(question)
    return [PointedOut(sentence, " ".join(asked)) for sentence, asked in found.items()]


# --- over the fence -------------------------------------------------------------------------------
# Such as "van het wijkteam; betaalde hulp wacht, overbrugging tot 1 maart".

#: What is no news: nobody sent it, and nothing is known of paid work.
_ORDINARY = frozenset({"", CameFrom.OWN, CameFrom.FAMILY})
_NOTHING = frozenset({"", PaidBefore.UNKNOWN, PaidBefore.NOT_PAID_WORK})


def over_the_fence(came_from: str, paid_before: str, until: date | None) -> str:
    """Return all that is known of it, for a colleague."""
    paid = [word(PAID_WORDS[PaidBefore(paid_before)])] if paid_before else []
    if until:
        paid.append(_("overbrugging tot en met %(day)s") % {"day": day(until)})
    parts = [word(CAME_FROM_WORDS[CameFrom(came_from)])] if came_from else []
    return "; ".join([*parts, *([", ".join(paid)] if paid else [])])


def told_to_volunteer(came_from: str, paid_before: str, until: date | None) -> str:
    """Say what a volunteer reads before they answer; empty when nothing came over the fence."""
    if came_from in _ORDINARY and paid_before in _NOTHING and until is None:
        return ""
    asked = (
        ""
        if came_from in _ORDINARY
        else _("Gevraagd door %(who)s") % {"who": word(CAME_FROM_WORDS[CameFrom(came_from)])}
    )
    rest = over_the_fence("", "" if paid_before in _NOTHING else paid_before, until)
    said = "; ".join(part for part in (asked, rest) if part)
    return f"{said[0].upper()}{said[1:]}."
