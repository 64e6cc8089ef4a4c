"""Suspected abuse: the steps that a volunteer organisation takes, and how a file ends.

Source: domain.md 2.5 and the row Meldcode of its law table. A volunteer tells the contact person
what they noticed. The contact person asks Veilig Thuis for advice, and considers a talk of their
own or a professional. Steps four and five of the code, weighing and reporting, are for
professionals.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import dutch

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
        Step.NOTE: dutch("Iets anders"),
    }
)
#: What the contact person may write down; the first is written by itself.
CHOSEN = tuple(step for step in STEPS if step is not Step.TOLD)

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "no_worry": dutch("Geen zorg meer, na navraag"),
        "talked": dutch("Besproken; de hulp gaat door en wij letten op"),
        "professional": dutch("Een beroepskracht heeft het overgenomen"),
        "veilig_thuis": dutch("Veilig Thuis kijkt ernaar"),
        "stopped": dutch("De hulp is gestopt"),
    }
)
