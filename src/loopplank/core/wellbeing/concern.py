"""Concerns of the person helped: what they may say, and what was done with it.

A concern goes to a named person and has a day before which it is answered. The volunteer never sees
it.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from types import MappingProxyType

from loopplank.core.kit.calendar import is_late
from loopplank.core.kit.reason import Param, Reason, Refused, dutch
from loopplank.core.requests.states import Clock, State, Unit
from loopplank.core.wellbeing.volunteer_concern import ABOUT_VOLUNTEER, NOT_SAFE

#: How soon somebody answers; who does not feel safe hears sooner.
ANSWER_WITHIN = Clock(2, Unit.WORKING_DAYS)
UNSAFE_WITHIN = Clock(1, Unit.WORKING_DAYS)
COORDINATOR = "coordinator"

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "does_not_come": dutch("De hulp komt niet, of te laat"),
        "not_as_agreed": dutch("Het gaat anders dan afgesproken"),
        "no_rapport": dutch("Het klikt niet tussen ons"),
        "money": dutch("Er is iets met geld of spullen"),
        NOT_SAFE: dutch("Ik voel me niet veilig"),
        ABOUT_VOLUNTEER: dutch("Iets anders over de vrijwilliger"),
        COORDINATOR: dutch("Het gaat over de coördinator"),
    }
)

#: What was done, as the person reads it.
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "goes_on": dutch("De hulp gaat door zoals het was."),
        "changed": dutch("De afspraak is veranderd."),
        "somebody_else": dutch("Er komt iemand anders."),
        "stopped": dutch("Deze hulp stopt."),
        "professional": dutch("Een beroepskracht kijkt mee."),
    }
)

LONGEST = 1000


def answered_within(reasons: Collection[str]) -> Clock:
    return UNSAFE_WITHIN if NOT_SAFE in reasons else ANSWER_WITHIN


def about_the_coordinator(reasons: Collection[str]) -> bool:
    """Say whether the owner must not see it because it is about the coordinator."""
    return COORDINATOR in reasons


def may_raise(state: State, reasons: Collection[str], words: str) -> None:
    """Refuse a concern when there is no help to speak of, or nothing was said. Raises Refused."""
    if state is not State.RUNNING:
        raise Refused(
            Reason("concern.no_help", dutch("Er loopt nu geen hulp. Bel ons als er iets is."))
        )
    if not words.strip() and not reasons:
        raise Refused(
            Reason("concern.empty", dutch("Schrijf op wat er niet goed gaat, of kies een reden."))
        )


def concern_status(
    name: str, answer_before: date, now: datetime, *, taken_up: bool = False
) -> tuple[Reason, ...]:
    """Return what the person reads until somebody answered; a day that passed is not promised
    again. `taken_up`: whoever reads it took the first step, and decides later."""
    if taken_up:
        return (
            Reason("concern.taken_up", dutch("%(name)s is ermee bezig."), {"name": name}),
            Reason("concern.next_visit", dutch("U hoort wat er met het volgende bezoek gebeurt.")),
            Reason("concern.private", dutch("De vrijwilliger ziet dit niet.")),
        )
    if is_late(answer_before, now):
        return (
            Reason(
                "concern.late",
                dutch("U zou uiterlijk %(day)s van %(name)s horen. Dat is niet gelukt."),
                {"day": answer_before, "name": name},
            ),
            Reason("concern.call_us", dutch("Het spijt ons. Bel ons. Dan helpen wij u meteen.")),
        )
    return (
        Reason(
            "concern.answers",
            dutch("%(name)s leest het en neemt contact met u op, uiterlijk %(day)s."),
            {"name": name, "day": answer_before},
        ),
        Reason("concern.private", dutch("De vrijwilliger ziet dit niet.")),
    )


def concern_answer(name: str, day: date, *, spoken: bool | None) -> tuple[Reason, ...]:
    """Return what the person reads after an answer, beside what was done."""
    known: Mapping[str, Param] = {"name": name, "day": day}
    if spoken:
        return (Reason("concern.spoken", dutch("Op %(day)s sprak %(name)s met u."), known),)
    return (
        Reason(
            "concern.not_spoken",
            dutch(
                "Op %(day)s sloot %(name)s dit af, zonder u te spreken. Klopt dat niet? Bel ons."
            ),
            known,
        ),
    )
