"""Whom to call when there is danger, as data: who, which number, when."""

from dataclasses import dataclass

from loopplank.core.kit.reason import dutch
from loopplank.core.triage.codes import N5T, V1, V2, V3
from loopplank.core.triage.rule import Route, Standing


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """One line to call. `number` is None where everybody has their own.

    `codes`: concerns that bring up this number also when there is no danger now.
    """

    key: str
    name: str
    number: str | None
    when: str
    codes: int


#: In the order of the screen.
EMERGENCY_NUMBERS: tuple[EmergencyNumber, ...] = (
    EmergencyNumber(
        "112",
        dutch("Ambulance, politie en brandweer"),
        "112",
        dutch("Bij gevaar voor iemands leven, geweld, brand of gas. Blijf aan de lijn."),
        N5T,
    ),
    EmergencyNumber(
        "huisarts",
        dutch("Eigen huisarts of huisartsenpost"),
        None,
        dutch("Als er snel een dokter nodig is. In de avond en het weekend: de huisartsenpost."),
        N5T | V2 | V3,
    ),
    EmergencyNumber(
        "113",
        dutch("113 Zelfmoordpreventie"),
        dutch("113 of 0800-0113"),
        dutch("Als iemand niet meer wil leven. Dag en nacht, gratis."),
        V2,
    ),
    EmergencyNumber(
        "veilig_thuis",
        dutch("Veilig Thuis"),
        "0800-2000",
        dutch("Bij geweld of mishandeling thuis, ook als je twijfelt. Dag en nacht, gratis."),
        V1,
    ),
)


def numbers_for(route: Route, standing: Standing, yes: int) -> tuple[EmergencyNumber, ...]:
    """Return the numbers to show: all of them while there is or may be danger now."""
    if route is Route.EMERGENCY or standing is Standing.ASK_NOW:
        return EMERGENCY_NUMBERS
    return tuple(number for number in EMERGENCY_NUMBERS if number.codes & yes)
