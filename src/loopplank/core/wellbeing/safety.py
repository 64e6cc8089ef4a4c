"""Suspected abuse: the steps that a volunteer organisation takes, and how a file ends.

Source: domain.md 2.5 and the row Meldcode of its law table. A volunteer tells the contact person
what they noticed. The contact person asks Veilig Thuis for advice, and considers a talk of their
own or a professional. Steps four and five of the code, weighing and reporting, are for
professionals.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, Refused, dutch

VEILIG_THUIS = "08002000"
#: How long a file is kept after it was closed.
KEPT_AFTER_CLOSING = timedelta(days=2 * 365)
LONGEST = 1000


class Step(StrEnum):
    TOLD = "told"
    MAPPED = "mapped"
    ADVICE = "advice"
    TALK = "talk"
    PROFESSIONAL = "professional"
    DANGER = "danger"
    GOES_ON = "goes_on"
    PAUSE = "pause"
    WITHOUT_CONSENT = "without_consent"
    HEARD = "heard"
    PASSED_ON = "passed_on"
    NOTE = "note"


#: In the order in which they are usually taken; none is obliged, and a step may come twice.
STEPS: Mapping[Step, str] = MappingProxyType(
    {
        Step.TOLD: dutch("De vrijwilliger vertelde het de contactpersoon"),
        Step.MAPPED: dutch("Signalen op een rij gezet: wat is er gezien en gehoord?"),
        Step.ADVICE: dutch("Advies gevraagd aan Veilig Thuis, 0800-2000"),
        Step.TALK: dutch("Gepraat met wie het aangaat"),
        Step.PROFESSIONAL: dutch("Een beroepskracht erbij gevraagd"),
        Step.DANGER: dutch("112 gebeld"),
        Step.GOES_ON: dutch("Besluit: de hulp gaat door, en wij letten op"),
        Step.PAUSE: dutch("Besluit: de hulp staat stil"),
        Step.WITHOUT_CONSENT: dutch("Groot gevaar: gehandeld zonder toestemming"),
        Step.HEARD: dutch("De vrijwilliger is gehoord"),
        Step.PASSED_ON: dutch("Aan de ander gegeven, die de vrijwilliger niet kent"),
        Step.NOTE: dutch("Iets anders"),
    }
)
#: What the contact person may write down; the first is written by itself.
CHOSEN = tuple(step for step in STEPS if step not in {Step.TOLD, Step.HEARD, Step.PASSED_ON})
#: A decision stands there with its reason; without consent also when the person is told.
NEEDS_REASON = frozenset({Step.GOES_ON, Step.PAUSE, Step.WITHOUT_CONSENT})
NO_REASON = Reason(
    "safety.no_reason", dutch("Schrijf op waarom. Zonder reden is het geen besluit.")
)
NOT_TOLD = Reason(
    "safety.when_told",
    dutch("Kies wanneer de persoon het hoort. Dat hoort bij handelen zonder toestemming."),
)


def may_note(step: Step, words: str, tell_on: date | None) -> None:
    """Refuse a decision without its reason, and acting without consent without a day on which the
    person is told. Raises Refused."""
    if step in NEEDS_REASON and not words.strip():
        raise Refused(NO_REASON)
    if step is Step.WITHOUT_CONSENT and tell_on is None:
        raise Refused(NOT_TOLD)


#: By this way our messages leave again; by another one somebody tells it in person.
OWN_PHONE = "own_phone"
#: How the person is reached where nobody near hears or reads along.
SAFE_CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        OWN_PHONE: dutch("Het nummer dat wij hebben: alleen de persoon zelf neemt op"),
        "visit": dutch("Alleen in een gesprek, zonder anderen erbij"),
        "professional": dutch("Via een beroepskracht die alleen met de persoon praat"),
    }
)


def is_held(*, near: bool, safe_channel: str, is_open: bool) -> bool:
    """Say whether messages wait: the concern is about somebody near, and nobody confirmed that they
    reach the person alone."""
    return near and is_open and safe_channel != OWN_PHONE


OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "no_worry": dutch("Geen zorg meer, na navraag"),
        "talked": dutch("Besproken; de hulp gaat door en wij letten op"),
        "professional": dutch("Een beroepskracht heeft het overgenomen"),
        "veilig_thuis": dutch("Veilig Thuis kijkt ernaar"),
        "stopped": dutch("De hulp is gestopt"),
    }
)
