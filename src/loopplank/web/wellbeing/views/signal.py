"""A signal of a volunteer, for whoever is to call: what was said, what to ask, what was done."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.wellbeing.safety import may_hold
from loopplank.access.wellbeing.signal import SignalPage, SignalRow, signal_page, signals_page
from loopplank.access.wellbeing.too_heavy import places_of
from loopplank.actions.wellbeing import signal, signal_steps
from loopplank.core.kit.calendar import is_late
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.wellbeing.signal import OUTCOME_WORDS
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day, day_and_time, in_sentence, person, word
from loopplank.web.wellbeing.forms import COORDINATOR, AnswerSignalForm, SignalOnBehalfForm
from loopplank.web.wellbeing.views.too_heavy import hears, whom
from loopplank.web.wellbeing.words import (
    elsewhere_words,
    opening_question,
    route_words,
    signal_kind,
    signal_words,
    spoken_words,
    step_words,
)


def show_signals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what waits for a call of this member."""
    now = clock.now()
    rows = signals_page(actor, now)
    context = {"signals": [_card(row) for row in rows], "may_hold": may_hold(actor)}
    return show_work(request, actor, "wellbeing/signals.html", context, current="signals")


def answer_signal(request: HttpRequest, actor: Actor, signal_id: UUID) -> HttpResponse:
    now = clock.now()
    page = signal_page(actor, signal_id, now)
    row = page.row
    after: list[UUID | None] = []
    answer = step(
        request,
        actor,
        AnswerSignalForm(posted(request), died=row.volunteer_died),
        lambda typed: after.append(
            signal_steps.answer_signal(
                actor=actor,
                now=now,
                signal_id=signal_id,
                outcome=typed["outcome"],
                done=typed["done"],
            )
        ),
        back=reverse("today"),
        done=_("Opgeschreven.")
        if row.volunteer_died
        else _("Opgeschreven. Wij vragen %(name)s of jullie spraken.")
        % {"name": row.name.split()[0]},
        words={
            "heading": _("Signaal van %(name)s") % {"name": row.name},
            "who": _("Vandaag"),
            "action": _("Bewaar"),
            "signal": {**_card(row), **_details(page, late=is_late(row.call_before, now))},
        },
        template="wellbeing/signal.html",
        current="today",
        places={"bsn.refused": "done"},
    )
    if after and after[0] is not None and page.may_open_volunteer:
        return _to_what_follows(request, row, after[0]) or answer
    return answer


def acknowledge(request: HttpRequest, actor: Actor, signal_id: UUID) -> HttpResponse:
    """Note that they were called; what is done with it is still to be decided."""
    return do_and_go_back(
        request,
        lambda: signal_steps.acknowledge(actor=actor, now=clock.now(), signal_id=signal_id),
        reverse("signal", args=[signal_id]),
        _("Opgeschreven dat jullie spraken."),
    )


def note_signal(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Note the same, for a volunteer who says it on the telephone."""
    now = clock.now()
    brief = places_of(actor, volunteer_id, now)
    people = [(str(p.match_id), person(p.who, with_age=False)) for p in brief.places if p.who]
    form = SignalOnBehalfForm(
        posted(request),
        people=people,
        about_nobody=any(p.match_id is None for p in brief.places),
        to=whom(brief.places),
        hears=hears(brief.places),
        initial={"match": people[0][0] if len(people) == 1 else "", "to": COORDINATOR},
    )
    return step(
        request,
        actor,
        form,
        lambda _typed: signal.note_signal(
            actor=actor,
            now=now,
            volunteer_id=volunteer_id,
            said=form.said(),
            match_id=form.match_id(),
        ),
        back=reverse("volunteer", args=[volunteer_id]) + "#signals",
        done=_("Opgeschreven. Nieuwe voorstellen staan stil."),
        words={
            "heading": _("%(name)s zegt dat het te zwaar is") % {"name": brief.first_name},
            "who": brief.first_name,
            "lead": _("Schrijf op wat er aan de telefoon is gezegd. Jij vraagt niet door."),
            "action": _("Verstuur"),
        },
        current="volunteers",
    )


# --- underneath -----------------------------------------------------------------------------------


def _to_what_follows(request: HttpRequest, row: SignalRow, match_id: UUID) -> HttpResponse | None:
    """Go on to the page of a stop or a pause, where a talk ended in that."""
    outcome = request.POST.get("outcome")
    if outcome == "stopped":
        return HttpResponseRedirect(reverse("end_match", args=[match_id]))
    if outcome == "pause":
        return HttpResponseRedirect(reverse("volunteer_pause", args=[row.volunteer_id]))
    return None


def _card(row: SignalRow) -> dict[str, object]:
    return {
        "id": row.signal_id,
        "name": row.name,
        "first_name": row.name.split()[0],
        "kind": signal_kind(row.reason),
        "why": signal_words(row.reason, row.words),
        "person": in_sentence(row.person) if row.person else "",
        "before": day(row.call_before),
        "at": day_and_time(row.at),
        "only_you": route_words(row.route),
        "elsewhere": elsewhere_words(row.of_house),
    }


def _details(page: SignalPage, *, late: bool) -> dict[str, object]:
    row = page.row
    opened = row.answered_at is None
    return {
        "phone": phone_readable(row.phone) if row.phone else "",
        "volunteer_id": row.volunteer_id if page.may_open_volunteer else None,
        "request_id": row.request_id if page.may_open_volunteer else None,
        "opening": opening_question(row),
        "prefers_call": row.prefers_call,
        "noted_by": row.noted_by,
        "owner": row.owner,
        "mine": row.mine,
        "decide": day(row.decide_before) if row.decide_before else "",
        "open": opened,
        "late": opened and not row.acknowledged and late,
        "acknowledged": row.acknowledged,
        "may_acknowledge": opened and not row.acknowledged and row.wants_call,
        "stays_away": row.stays_away,
        "spoken": spoken_words(row),
        "outcome": word(OUTCOME_WORDS[row.outcome]) if row.outcome else "",
        "done": row.done,
        "answered": _("%(who)s, %(when)s")
        % {"who": row.answered_by, "when": day_and_time(row.answered_at)}
        if row.answered_at
        else "",
        "steps": [step_words(one) for one in page.steps],
    }
