"""Another day for the next step, in the words that the person hears; and how soon it must be."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.kit import workdays
from loopplank.access.requests.request import Brief, request_brief
from loopplank.access.responsibility.promises import new_day_words, who_calls
from loopplank.actions.responsibility import clocks
from loopplank.core.kit.calendar import local_day
from loopplank.core.responsibility.clocks import DAY_PASSED, DAY_TOO_FAR, NO_WORKING_DAY, Urgency
from loopplank.letters.filling import Sender, fill
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import UNPROCESSABLE, page_of, step
from loopplank.web.kit.words import day, in_sentence, person
from loopplank.web.responsibility.forms import MoveDayForm, UrgencyForm

PLACES = dict.fromkeys(
    (DAY_PASSED.code, DAY_TOO_FAR.code, NO_WORKING_DAY.code, clocks.SAME_DAY.code), "day"
)


def move_day(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "move_day", now)
    proposed = _next_day(brief, now)
    initial = {"day": proposed, "told": "message"}
    form = MoveDayForm(posted(request), initial=initial, who=in_sentence(brief.who))
    words = {
        **_words(brief, _("Een andere dag"), _("Verzet de dag")),
        "lead": _("Nu staat er: %(day)s.") % {"day": day(brief.row.due_on)}
        if brief.row.due_on
        else "",
        "preview": {
            "title": _("Dit krijgt %(who)s te lezen") % {"who": in_sentence(brief.who)},
            "text": _preview(brief, form, proposed),
        },
    }
    if request.POST.get("do") == "preview":
        status = UNPROCESSABLE if form.errors else 200
        context = {"form": form, "back": page_of(request_id), **words}
        return show_work(
            request,
            actor,
            "responsibility/move_day.html",
            context,
            current="requests",
            status=status,
        )
    return step(
        request,
        actor,
        form,
        lambda typed: clocks.move_day(actor=actor, now=now, request_id=request_id, **typed),
        back=page_of(request_id, "#told"),
        done=_("De dag is verzet. Staat er een bericht klaar? Lees het na en vertel het."),
        words=words,
        template="responsibility/move_day.html",
        places=PLACES,
    )


def set_urgency(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "urgency", now)
    return step(
        request,
        actor,
        UrgencyForm(posted(request), initial={"urgency": brief.row.urgency}),
        lambda typed: clocks.set_urgency(
            actor=actor, now=now, request_id=request_id, urgency=Urgency(typed["urgency"])
        ),
        back=page_of(request_id),
        done=_("Bewaard. De termijnen zijn nu zo lang als daarbij hoort."),
        words=_words(
            brief,
            _("Hoe snel moet dit?"),
            _("Bewaar"),
            _("De dag komt hierdoor nooit later. Bij ‘vandaag’ zie je wie kort vooraf kan."),
        ),
    )


def _next_day(brief: Brief, now: datetime) -> date:
    today = local_day(now)
    calendar = workdays.of_organisation(brief.row.organisation, today)
    return calendar.after(max(brief.row.due_on or today, today), 1)


def _preview(brief: Brief, form: MoveDayForm, otherwise: date) -> str:
    """Return the text for what is typed now, as long as it can be read."""
    row = brief.row
    form.full_clean()
    typed = form.cleaned_data if form.is_bound else {}
    chosen: date = typed.get("day") or otherwise
    words = new_day_words(row, chosen, who_calls(row.owner, chosen))
    sender = Sender(row.organisation.name, row.organisation.short_name, row.organisation.phone)
    language = row.help_seeker.language if row.help_seeker else "nl"
    return fill(
        "moved",
        "letter",
        {**words, "reason": typed.get("reason") or "busy"},
        sender=sender,
        language=language,
    ).text


def _words(brief: Brief, title: str, action: str, lead: str = "") -> dict[str, object]:
    who = person(brief.who, with_age=False)
    return {"heading": title, "who": who, "lead": lead, "action": action}
