"""Every state with what may stand in the way there, as one table for the documentation."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from loopplank.core.kit.reason import Reason
from loopplank.core.referrals.states import Waiting
from loopplank.core.requests.states import RULES, State
from loopplank.core.responsibility.next_step import STAGE_WORDS, Standing, Step, next_step
from loopplank.core.responsibility.situation import Plan, Situation, Uncovered
from loopplank.core.triage.paid_work import NEEDS_A_DAY, why_not_bridge
from loopplank.core.triage.readiness import (
    ASK_FIRST,
    GP_FIRST,
    NOT_DECIDED,
    NOT_FOR_VOLUNTEER,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
DUE, LATE = TODAY + timedelta(days=2), TODAY - timedelta(days=1)
PLAN = Plan(90, TODAY + timedelta(weeks=13))
WAITS, UNTIL = "entitlement_waits", TODAY + timedelta(weeks=2)
BEYOND = why_not_bridge(WAITS, UNTIL, PLAN.last_day)

#: Of each state the ordinary facts, and under a name what differs.
ORDINARY: dict[State, dict[str, object]] = {
    State.NEW: {"spoken": False, "unready": NOT_DECIDED},
    State.TALKING: {"unready": NOT_DECIDED},
    State.SEARCHING: {"assessed": True, "decided": True, "plan": PLAN},
    State.PROPOSED: {"assessed": True, "decided": True, "plan": PLAN, "asked": "Ria"},
    State.MEETING: {"assessed": True, "decided": True, "agreed": "Ria"},
    State.RUNNING: {"assessed": True, "decided": True, "agreed": "Ria", "helped": True},
    State.WAITING: {"assessed": True, "decided": True},
    State.HANDOVER: {"assessed": True, "decided": True, "referred_to": "De Linde"},
    State.CLOSED: {},
}
OFF = Uncovered("", "Ria", TODAY + timedelta(days=2), NOW)
WEIGHED: dict[str, object] = {"assessed": True, "decided": False}
MET: dict[str, object] = {"meeting_on": TODAY}
OTHERWISE: dict[State, dict[str, dict[str, object]]] = {
    State.NEW: {
        "misschien gevaar": {"alarming": True},
        "geen nummer bekend": {"reachable": False},
        "één keer geen gehoor": {"tries": ("phone",)},
        "huisarts onbekend": {**WEIGHED, "unready": GP_FIRST},
    },
    State.TALKING: {
        "gewogen": {**WEIGHED, "unready": NOT_DECIDED},
        "veiligheid onbekend": {**WEIGHED, "unready": ASK_FIRST},
        "huisarts onbekend": {**WEIGHED, "unready": GP_FIRST},
        "besloten, niet voor een vrijwilliger": {
            "assessed": True,
            "decided": True,
            "unready": NOT_FOR_VOLUNTEER,
        },
        "schreef: geen hulp meer nodig": {"change_reported": "not_needed"},
        "nog niet alles gevraagd": {"missing": (Reason("intake.name", "de naam"),)},
    },
    State.SEARCHING: {
        "te laat": {"due_on": LATE},
        "opnieuw gewogen": {**WEIGHED, "unready": NOT_DECIDED},
        "veiligheid onbekend": {"unready": ASK_FIRST},
        "niet voor een vrijwilliger": {"unready": NOT_FOR_VOLUNTEER},
        "huisarts onbekend": {"unready": GP_FIRST},
        "betaalde hulp wacht, geen dag": {"fence": NEEDS_A_DAY},
        "langer dan de overbrugging": {"fence": BEYOND},
        "drie keer niet gekozen": {"passed_over": 3},
        "Ria zei nee": {"declined": "Ria"},
        "de laatste dag is ons voorstel": {"plan": Plan(60, PLAN.last_day, ours=True)},
        "samen met een beroepskracht": {"together": True},
    },
    State.PROPOSED: {
        "Ria wil eerst iets vragen": {"has_question": True},
        "Ria zei ja, er was iets veranderd": {
            "asked": "",
            "yes_waits": "Ria",
            "change_reported": "more_urgent",
        },
        "de ja kan tellen": {"asked": "", "yes_waits": "Ria"},
    },
    State.MEETING: {
        "Ria heeft pauze": {"paused": TODAY + timedelta(days=20)},
        "Ria heeft pauze zonder einde": {"paused": date.max},
        "Ria is afwezig": {"away": TODAY + timedelta(days=5)},
        "Ria wacht op een telefoontje": {"signal": "Ria"},
        "Ria is niet beschikbaar": {"held_back": True},
        "gepland": {"meeting_on": TODAY + timedelta(days=3)},
        "geweest": MET,
        "geweest, ‘wie doet wat’ niet klaar": {**MET, "together": True, "arrangement": "offered"},
        "geweest, de laatste dag is voorbij": {**MET, "last_day": LATE},
        "opnieuw gewogen": {**WEIGHED, "unready": NOT_DECIDED},
        "niet met een vrijwilliger": {"against": True, "unready": NOT_FOR_VOLUNTEER},
    },
    State.RUNNING: {
        "Ria wacht op een telefoontje": {"signal": "Ria"},
        "Ria is niet beschikbaar": {"held_back": True},
        "de laatste dag is dichtbij": {"last_day": TODAY + timedelta(weeks=2)},
        "de bezoeken staan stil": {"change_reported": "stands_still"},
        "is overleden": {"change_reported": "person_died"},
        "Ria kan een keer niet": {"cover": OFF},
        "Ria kan een keer niet, en noemt Joop": {"cover": replace(OFF, named="Joop")},
        "Ria kan een keer niet, en wacht op een telefoontje": {"cover": OFF, "signal": "Ria"},
    },
    State.WAITING: {"te laat": {"due_on": LATE}},
    State.HANDOVER: {
        "geen antwoord": {"referral": Waiting.SILENT},
        "zij vertelden hoe het afliep": {"referral": Waiting.NOTHING},
    },
    State.CLOSED: {"terugbellen beloofd": {"call_back_on": TODAY, "helped": False}},
}


def cases() -> list[tuple[State, str, Situation]]:
    """Return each case: the state, what is known, and the facts."""
    found = []
    for state, ordinary in ORDINARY.items():
        for name, differs in {"": {}, **OTHERWISE.get(state, {})}.items():
            facts = {"due_on": DUE, "received_on": TODAY, **ordinary, **differs}
            found.append((state, name, Situation(state=state, **facts)))  # type: ignore[arg-type]
    return found


def said(reason: Reason) -> str:
    """Return the Dutch sentence with what is known filled in."""
    who = {"who": "mevrouw De Wit", "what": "de naam"}
    words = {
        key: f"{value:%-d-%-m}" if isinstance(value, date) else value
        for key, value in {**who, **reason.params}.items()
    }
    return reason.sentence % words


def row(state: State, name: str, step: Step) -> str:
    marks = {Standing.BLOCKING: "**{}**", Standing.DONE: "✓ {}", Standing.OPEN: "○ {}"}
    checks = "; ".join(marks[one.standing].format(f"`{one.code}`") for one in step.checks)
    roads = ", ".join(
        f"{one.road} (`{one.why_not.code}`)" if one.why_not else one.road for one in step.roads
    )
    stage = STAGE_WORDS[step.stage]
    cells = (RULES[state].label, name or "–", stage, said(step.question), step.verb, checks, roads)
    return "| " + " | ".join(cells) + " |"


def table() -> str:
    head = (
        "| state | what is known | stage | question | button | checks | other roads |",
        "|---|---|---|---|---|---|---|",
    )
    return "\n".join([*head, *(row(s, name, next_step(one, NOW)) for s, name, one in cases())])
