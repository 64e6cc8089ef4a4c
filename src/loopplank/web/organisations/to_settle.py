"""Say what there is to settle, and lead to where each is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.core.kit.reason import dutch
from loopplank.core.organisations.set_up import Part, State, Step


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list, as kit/part/task.html shows it."""

    title: str
    url: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class SetUpList:
    """The list of an organisation that begins; `missing` says that the form cannot open yet."""

    tasks: tuple[Task, ...]
    done: int
    missing: bool

    @property
    def left(self) -> int:
        return len(self.tasks) - self.done


#: For each part its title, where it is done, and what it is for.
_PARTS = {
    Part.DETAILS: (
        dutch("Naam, telefoonnummer en openingstijden"),
        "settings_organisation",
        dutch("Dit nummer staat in elk bericht."),
    ),
    Part.COLLEAGUES: (
        dutch("Collega’s"),
        "colleagues",
        dutch("Alleen kun je niet weg. Nodig iemand uit die voor je kan waarnemen."),
    ),
    Part.FIRST_CONTACT: (
        dutch("Eerste contactpersoon"),
        "settings_contact",
        dutch("Wie wordt eigenaar van nieuwe vragen?"),
    ),
    Part.STAND_IN: (
        dutch("Achterwacht"),
        "settings_contact",
        dutch("Wie neemt over als het moet? Dat is een collega die kan inloggen."),
    ),
    Part.DUTY_PHONE: (
        dutch("Dienstnummer"),
        "settings_contact",
        dutch("Welk nummer belt een vrijwilliger als het niet kan wachten?"),
    ),
    Part.AREAS: (
        dutch("Postcodes"),
        "choose_membership",
        dutch(
            "Zonder postcodes zijn afstanden onbekend. Je laadt ze als netwerkbeheerder: wissel van"
            " rol."
        ),
    ),
    Part.VOLUNTEERS: (
        dutch("Eerste vrijwilligers"),
        "volunteers",
        dutch("Voeg iemand toe, of importeer een lijst."),
    ),
    Part.CHANNEL: (
        dutch("E-mail of sms"),
        "messages",
        dutch(
            "Nu gaat er niets vanzelf weg: je belt, kopieert of print. Wie Loopplank installeerde,"
            " kan e-mail aanzetten."
        ),
    ),
    Part.OFFERS: (
        dutch("Ons aanbod"),
        "offers",
        dutch("Wat doen jullie wel, en wat niet? Dit staat op de openbare pagina."),
    ),
    Part.LIMITS: (
        dutch("Onze grenzen"),
        "own_limits",
        dutch("Wat is te zwaar voor jullie vrijwilligers? Het advies kijkt ernaar."),
    ),
    Part.PRIVACY: (
        dutch("Privacy en klachten"),
        "settings_privacy",
        dutch("Waarom mag je deze gegevens bewaren, en waar kan iemand klagen?"),
    ),
    Part.FIRST_REQUEST: (
        dutch("Eerste hulpvraag"),
        "new_request",
        dutch("Neem er een op aan de telefoon. Dan zie je hoe het gaat."),
    ),
    Part.FORM: (
        dutch("Het formulier openen"),
        "settings_form",
        dutch("Dan kunnen mensen zelf om hulp vragen."),
    ),
}
_BLOCKED = dutch("Dit kan zodra hierboven niets meer ontbreekt.")


def task_of(step: Step, note: str = "") -> Task:
    """Return the line of one step; without a note of its own it says what it is for."""
    title, door, what_for = _PARTS[step.part]
    said = note or _(_BLOCKED if step.blocked else what_for)
    return Task(_(title), reverse(door), step.state.value, said)


def task(title: str, door: str, *, done: bool, note: str) -> Task:
    """Return a line of what nothing waits for."""
    return Task(title, reverse(door), (State.DONE if done else State.ADVISED).value, note)


def set_up_list(steps: Iterable[Step]) -> SetUpList | None:
    """Return the list of who begins; None once all of it is done."""
    found = tuple(steps)
    if not found:
        return None
    return SetUpList(
        tuple(task_of(step) for step in found),
        sum(step.done for step in found),
        any(step.state is State.MISSING for step in found),
    )
