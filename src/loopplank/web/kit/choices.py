"""The choices above a list: by what it is sorted, and which rows of it are shown.

They stand in the address as codes, never as what somebody typed. A heading of the table is a link
that sorts, and once more the other way around.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from loopplank.access.kit.neighbourhoods import Neighbourhood
from loopplank.core.kit.kinds import KIND_LABELS, Kind
from loopplank.core.requests import intake
from loopplank.web.kit.words import first_up, word

SORT, BACK, PAGE = "volgorde", "om", "page"
KIND, AREA, DAY = "soort", "wijk", "dag"
OF_A_LIST = (KIND, AREA, DAY, SORT, BACK)
_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


@dataclass(frozen=True, slots=True)
class Heading:
    """The top of a column. `sort` is what aria-sort says, empty for a column that does not lead."""

    label: str
    url: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field to choose from; `options` are (value, label), the first one everything."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str

    @property
    def narrows(self) -> bool:
        """Whether it leaves rows out."""
        return bool(self.chosen) and self.name != SORT


def headings(
    request: HttpRequest, columns: Sequence[tuple[str, str]], usual: str = ""
) -> list[Heading]:
    """Return the headings of (code or "", label). `usual` is the column that leads by itself."""
    leads, back = sorted_by(request, dict(columns)) or (usual, False)
    made = []
    for code, label in columns:
        if not code:
            made.append(Heading(label))
            continue
        query = request.GET.copy()
        for name in (SORT, BACK, PAGE):
            query.pop(name, None)
        query[SORT] = code
        if code == leads and not back:
            query[BACK] = "ja"
        sort = ("descending" if back else "ascending") if code == leads else ""
        made.append(Heading(label, f"?{query.urlencode()}", sort))
    return made


def sorted_by(request: HttpRequest, columns: Mapping[str, str]) -> tuple[str, bool] | None:
    """Return the code of the column that was asked for, and whether the other way around."""
    code = request.GET.get(SORT, "")
    return (code, request.GET.get(BACK) == "ja") if code and code in columns else None


def kind_of(request: HttpRequest) -> str:
    """Return the kind of help that was chosen, or ""."""
    code = request.GET.get(KIND, "")
    return code if code in set(Kind) else ""


def day_of(request: HttpRequest) -> int | None:
    """Return the day of the week that was chosen, 0 for Monday."""
    code = request.GET.get(DAY, "")
    return _DAYS.index(code) if code in _DAYS else None


def by_order(request: HttpRequest, columns: Sequence[tuple[str, str]], usual: str) -> Choice:
    """Return what a phone, which shows no headings, sorts by."""
    leads = sorted_by(request, dict(columns))
    every = [(code, label) for code, label in columns if code]
    return Choice(SORT, _("Volgorde"), [("", usual), *every], leads[0] if leads else "")


def by_kind(request: HttpRequest) -> Choice:
    every = [(kind.value, word(label)) for kind, label in KIND_LABELS.items()]
    return Choice(KIND, _("Soort hulp"), [("", _("Alle soorten")), *every], kind_of(request))


def by_day(request: HttpRequest) -> Choice:
    every = [(code, first_up(word(intake.DAYS[day]))) for day, code in enumerate(_DAYS)]
    day = day_of(request)
    chosen = "" if day is None else _DAYS[day]
    return Choice(DAY, _("Dag"), [("", _("Alle dagen")), *every], chosen)


def by_area(request: HttpRequest, near: Sequence[Neighbourhood]) -> Choice:
    every = [(one.code, one.name) for one in near]
    code = request.GET.get(AREA, "")
    chosen = code if code in dict(every) else ""
    return Choice(AREA, _("Wijk"), [("", _("Alle wijken")), *every], chosen)
