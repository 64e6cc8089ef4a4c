"""A list of volunteers in two steps: read and report, then everything or nothing."""

import csv
import io
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.actions.volunteers.import_list import Imported, import_volunteers
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.import_list import EXAMPLE, Newcomer, ReadList, WrongRow, read_list
from loopplank.web.kit import clock
from loopplank.web.kit.fields import ListForm
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.lists import csv_response, rows_of
from loopplank.web.kit.steps import UNPROCESSABLE
from loopplank.web.kit.words import hours, kinds, say


def import_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for a file; with a file show what was read; with a table keep it."""
    if request.method == "POST" and "table" in request.POST:
        return _keep(request, actor)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    found = None
    if form.is_bound and form.is_valid():
        try:
            today = local_day(clock.now())
            found = read_list(rows_of(form.cleaned_data["file"]), today)
        except Refused as refused:
            form.add_error("file", say(refused.reason))
    return _show(request, actor, form, found)


def example(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  the same for all
    return csv_response(
        "voorbeeld-vrijwilligers.csv",
        [name for name, _value in EXAMPLE],
        [[value for _name, value in EXAMPLE]],
    )


def _keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    form = ListForm({})
    try:
        table = list(csv.reader(io.StringIO(request.POST["table"], newline="")))
        found = read_list(table, local_day(now))
    except (Refused, csv.Error):
        form.add_error("file", _("Kies het bestand opnieuw."))
        return _show(request, actor, form, None)
    if found.wrong:
        return _show(request, actor, form, found)
    made = import_volunteers(actor=actor, now=now, people=found.good)
    messages.success(request, _done(made))
    return HttpResponseRedirect(reverse("volunteers"))


def _done(made: Imported) -> str:
    parts = [
        ngettext(
            "%(n)s vrijwilliger bewaard, met een bericht met een eigen link.",
            "%(n)s vrijwilligers bewaard, ieder met een bericht met een eigen link.",
            made.entered,
        )
        % {"n": made.entered}
    ]
    if made.asked:
        parts.append(
            ngettext(
                "%(n)s vrijwilliger krijgt de vraag om bij jullie te horen.",
                "%(n)s vrijwilligers krijgen de vraag om bij jullie te horen.",
                made.asked,
            )
            % {"n": made.asked}
        )
    if made.present:
        parts.append(
            ngettext(
                "%(n)s stond er al en is niet veranderd.",
                "%(n)s stonden er al en zijn niet veranderd.",
                made.present,
            )
            % {"n": made.present}
        )
    return " ".join(parts)


def _show(
    request: HttpRequest, actor: Actor, form: ListForm, found: ReadList | None
) -> HttpResponse:
    good, wrong = (found.good, found.wrong) if found else ((), ())
    both: list[Newcomer | WrongRow] = [*good, *wrong]
    rows = [_line(row) for row in sorted(both, key=lambda row: row.number)]
    return show_work(
        request,
        actor,
        "volunteers/import_list.html",
        {
            "form": form,
            "ready": bool(good) and not wrong,
            "wrong": wrong,
            "good": good,
            # what needs a hand comes first, then everything else that was read
            "rows": sorted(rows, key=lambda line: not line["errors"]),
            "unknown": found.unknown_columns if found else (),
            "table": _as_text(found.table) if found else "",
            "columns": [name for name, _value in EXAMPLE],
        },
        current="volunteers",
        status=UNPROCESSABLE if form.errors or wrong else 200,
    )


def _line(row: Newcomer | WrongRow) -> dict[str, object]:
    if isinstance(row, WrongRow):
        errors = [say(reason) for reason in row.errors]
        return {"number": row.number, "name": row.name, "read": "", "errors": errors}
    reach = [phone_readable(row.phone) if row.phone else "", row.email]
    read = [
        *(one for one in reach if one),
        *([row.postcode] if row.postcode else []),
        *([kinds(row.kinds)] if row.kinds else []),
        _("grens %(limit)s") % {"limit": hours(row.limits.max_minutes)},
    ]
    return {
        "number": row.number,
        "name": row.name,
        "read": ", ".join(read),
        "errors": [],
        "remarks": [say(reason) for reason in row.remarks],
    }


def _as_text(table: Sequence[Sequence[str]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(table)
    return file.getvalue()
