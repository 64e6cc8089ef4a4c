"""Show a page in its frame, and read what a form sent and which page of a list is wanted."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page with everything it needs already in `context`."""
    return HttpResponse(render_to_string(template, context or {}, request), status=status)


# --- what a form was sent with --------------------------------------------------------------------


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the fields that were sent; None when the page was only asked for, so that a form with
    nothing filled in is looked at and a form that was never sent is not.
    """
    return request.POST if request.method == "POST" else None


# --- pages of a list, as kit/part/pager.html shows them -------------------------------------------


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
    """Return the number in the address, or 1 for anything that is none."""
    typed = request.GET.get("page", "1")
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 1
