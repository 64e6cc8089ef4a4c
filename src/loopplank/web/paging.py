"""Pages of a list, in the shape that part/pager.html shows."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of how many is shown; both from one."""

    number: int
    count: int

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.count

    @property
    def has_other_pages(self) -> bool:
        return self.count > 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def paginator(self) -> SimpleNamespace:
        return SimpleNamespace(num_pages=self.count)


def wanted_page(request: HttpRequest) -> int:
    """The number in the address, or 1 for anything that is none."""
    typed = request.GET.get("page", "1")
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 1
