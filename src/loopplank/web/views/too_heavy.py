"""It is too heavy: a signal that always gets an answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from loopplank.access.actors import Actor
from loopplank.access.week_pages import too_heavy_page
from loopplank.actions import visits
from loopplank.core.calendar import local_day
from loopplank.core.reason import Refused
from loopplank.web import clock
from loopplank.web.forms.volunteer import TooHeavyForm
from loopplank.web.once import do_once
from loopplank.web.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.week_frame import show_week
from loopplank.web.week_words import signal_card
from loopplank.web.words import day, person, say


def say_too_heavy(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = too_heavy_page(actor, now)
    people = [(str(one.match_id), person(one.who, with_age=False)) for one in page.people]
    only = people[0][0] if len(people) == 1 else ""
    about = page.about_nobody
    form = TooHeavyForm(people=people, about_nobody=about, initial={"match": only})
    status = 200
    if request.method == "POST":
        form = TooHeavyForm(request.POST, people=people, about_nobody=about)
        status = UNPROCESSABLE
        if form.is_valid():
            # who belongs nowhere any more is called by whoever they helped for
            chosen = form.cleaned_data["match"] or ("" if about else people[0][0])
            try:
                do_once(
                    request,
                    actor,
                    lambda: visits.send_signal(
                        actor=actor,
                        now=now,
                        reason=form.cleaned_data["reason"],
                        words=form.cleaned_data["words"],
                        match_id=UUID(chosen) if chosen else None,
                    ),
                )
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                # the answer stands on Mijn week until somebody has called
                return HttpResponseRedirect(reverse("week"))
    return show_week(
        request,
        actor,
        "volunteer/too_heavy.html",
        {
            "form": form,
            "page": page,
            "signals": [signal_card(signal, local_day(now)) for signal in page.signals],
            "calls_before": day(page.calls_before) if page.calls_before else "",
            "people": people,
            "menu": None,
        },
        status=status,
    )
