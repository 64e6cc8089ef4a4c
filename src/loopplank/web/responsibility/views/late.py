"""More late at once than can be told one by one: one decision, that does all of it."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.late import LatePage, late_page
from loopplank.actions.responsibility import clocks
from loopplank.core.requests.states import RULES
from loopplank.core.responsibility.clocks import DAY_PASSED, DAY_TOO_FAR, NO_WORKING_DAY
from loopplank.letters.filling import Sender, fill
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import UNPROCESSABLE, step
from loopplank.web.kit.words import day, kinds, person, short_day, word
from loopplank.web.responsibility.forms import LateForm

PLACES = dict.fromkeys((DAY_PASSED.code, DAY_TOO_FAR.code, NO_WORKING_DAY.code), "day")


def decide_late(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = late_page(actor, now)
    form = LateForm(
        posted(request),
        initial={"day": page.first_day},
        colleagues=[
            (str(one.membership_id), f"{one.name}, {day(one.next_day)}") for one in page.colleagues
        ],
    )
    words = _words(page, form)
    if request.POST.get("do") == "preview":
        status = UNPROCESSABLE if form.errors else 200
        context = {"form": form, "back": reverse("today"), **words}
        return show_work(
            request, actor, "responsibility/late.html", context, current="today", status=status
        )
    return step(
        request,
        actor,
        form,
        lambda typed: clocks.settle_late(
            actor=actor,
            now=now,
            day=form.chosen_day,
            take=tuple(UUID(one) for one in typed["take"]) if typed["how"] == "divide" else (),
        ),
        back=reverse("messages"),
        done=_("Gedaan. Voor iedereen staat één bericht klaar. Lees ze na en vertel ze."),
        words=words,
        template="responsibility/late.html",
        current="today",
        places=PLACES,
    )


def _words(page: LatePage, form: LateForm) -> dict[str, object]:
    title = ngettext(
        "%(n)s vraag is te laat. Wat zeggen we?",
        "%(n)s vragen zijn te laat. Wat zeggen we?",
        page.total,
    )
    return {
        "heading": title % {"n": page.total},
        "who": _("Terug naar Vandaag"),
        "lead": _("Niemand hoort losse excuses. Kies één keer; iedereen hoort één bericht."),
        "action": _("Doe dit voor iedereen"),
        "rows": [
            {
                "title": f"{person(row.who)}: {kinds(row.kinds)}",
                "url": reverse("request", args=[row.request_id]),
                "task": word(RULES[row.state].task),
                "due": short_day(row.due_on),
                "owner": row.owner,
            }
            for row in page.rows
        ],
        "more": page.total - len(page.rows),
        "preview": {
            "title": _("Zo leest de eerste het"),
            "text": _preview(page, form),
        }
        if page.example
        else None,
    }


def _preview(page: LatePage, form: LateForm) -> str:
    """Return the text to the first of them, for what is typed now."""
    form.full_clean()
    typed = form.cleaned_data if form.is_bound else {}
    first: date = typed.get("day") or page.first_day
    caller = None
    if typed.get("how") == "divide" and typed.get("take"):
        taker = next(c for c in page.colleagues if str(c.membership_id) in typed["take"])
        first, caller = taker.next_day, taker.name
    row = page.organisation
    return fill(
        "late",
        "letter",
        page.words(first, caller),
        sender=Sender(row.name, row.short_name, row.phone),
    ).text
