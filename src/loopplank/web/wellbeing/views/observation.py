"""Dit zie ik, dit zou ik willen beginnen: a volunteer writes it, a coordinator answers it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.wellbeing.observation import Reader, observation_page, observations_page
from loopplank.actions.wellbeing import observation
from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.observation import OFFER, answer_promise
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE, step
from loopplank.web.kit.words import say
from loopplank.web.volunteers.frame import show_week
from loopplank.web.wellbeing.forms import ObservationAnswerForm, ObservationForm
from loopplank.web.wellbeing.words import observed_card, own_card


def tell(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one field of words, who answers before when, and what was written before."""
    now = clock.now()
    page = observations_page(actor, now)
    houses = [(str(one.organisation_id), _told_at(one)) for one in page.readers]
    form = ObservationForm(posted(request), houses=houses)
    status = 200
    if request.method == "POST" and page.readers:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                observation.send(
                    actor=actor,
                    now=now,
                    kind=form.cleaned_data["kind"],
                    words=form.cleaned_data["words"],
                    organisation_id=form.house_id(),
                )
            except Refused as refused:
                form.add_error("words", say(refused.reason))
                status = CONFLICT
            else:
                messages.success(request, _("Verstuurd. Op Mijn week staat wie antwoordt."))
                return HttpResponseRedirect(reverse("week"))
    only = page.readers[0] if len(page.readers) == 1 else None
    return show_week(
        request,
        actor,
        "wellbeing/own_observation.html",
        {
            "form": form if page.readers else None,
            "promise": say(answer_promise(only.contact.first_name, only.answer_before))
            if only
            else "",
            "own": [own_card(one) for one in page.own],
            "menu": None,
        },
        status=status,
    )


def answer(request: HttpRequest, actor: Actor, observation_id: UUID) -> HttpResponse:
    """Note what came of it, with a sentence for the volunteer."""
    now = clock.now()
    page = observation_page(actor, observation_id, now)
    form = ObservationAnswerForm(posted(request), gaps=page.gaps)
    becomes_offer = request.POST.get("outcome") == OFFER
    return step(
        request,
        actor,
        form,
        lambda _typed: observation.answer(
            actor=actor, now=now, observation_id=observation_id, answer=form.answer()
        ),
        back=reverse("new_offer") if becomes_offer and form.is_valid() else reverse("today"),
        done=_("Bewaard. De vrijwilliger krijgt bericht. Beschrijf hier het nieuwe aanbod.")
        if becomes_offer
        else _("Bewaard. De vrijwilliger krijgt bericht en leest je antwoord."),
        words={
            "heading": page.row.name,
            "who": _("Vandaag"),
            "action": _("Geef antwoord"),
            "one": observed_card(page.row),
            "volunteer_url": reverse("volunteer", args=[page.row.volunteer_id]),
        },
        template="wellbeing/observation.html",
        places={
            "observation.why": "words",
            "observation.gap": "gap_name",
            "gap.names_somebody": "gap_name",
        },
        current="today",
    )


def _told_at(one: Reader) -> str:
    return f"{one.organisation}: {say(answer_promise(one.contact.first_name, one.answer_before))}"
