"""Read what the person helped said, call, and write down what was done; or say it oneself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.requests.status import DigitsNeeded, RaisePage, raise_page
from loopplank.access.wellbeing.concern import concern_page
from loopplank.actions.wellbeing import concern
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.web.account import status_cookie
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.public_frame import show_public
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE, step
from loopplank.web.kit.words import in_sentence, person, say
from loopplank.web.wellbeing.concern_forms import AnswerForm, ConcernForm
from loopplank.web.wellbeing.words import concern_card

# --- for whoever answers --------------------------------------------------------------------------


def answer_concern(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    now = clock.now()
    found = concern_page(actor, concern_id, now)
    return step(
        request,
        actor,
        AnswerForm(posted(request)),
        lambda typed: concern.answer(
            actor=actor, now=now, concern_id=concern_id, answer=concern.Answer(**typed)
        ),
        back=reverse("request", args=[found.request_id]),
        done=_("Opgeschreven. De persoon leest op de eigen pagina wat er is gedaan."),
        words={
            "heading": _("Signaal van %(who)s") % {"who": in_sentence(found.who)},
            "who": person(found.who, with_age=False),
            "action": _("Bewaar"),
            "concern": concern_card(found, now),
        },
        template="wellbeing/concern.html",
        places={"bsn.refused": "done"},
    )


# --- Het gaat niet goed met de hulp ---------------------------------------------------------------
# The person helped says so, to somebody with a name.


def show_raise(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one field, and reasons for whoever finds no words. Who answers stands on the status
    page.
    """
    now = clock.now()
    page = raise_page(actor, now, status_cookie.read(request))
    if isinstance(page, DigitsNeeded):
        return HttpResponseRedirect(reverse("status"))
    form = ConcernForm(
        posted(request),
        helpers=[(str(pk), name) for pk, name in page.helpers],
        first=page.trusted,
        other=page.trusted_other,
    )
    if request.method == "GET":
        return _show(request, page, form, status=200)
    if not form.is_valid():
        return _show(request, page, form, status=UNPROCESSABLE)
    if actor.id is None:
        raise NotFound("request")
    try:
        concern.raise_concern(
            actor=actor,
            now=now,
            request_id=actor.id,
            reasons=form.cleaned_data["reasons"],
            words=form.cleaned_data["words"],
            match_id=UUID(form.cleaned_data["helper"]) if form.cleaned_data.get("helper") else None,
            past_reader=form.cleaned_data.get("past", False),
        )
    except Refused as refused:
        form.add_error("words", say(refused.reason))
        return _show(request, page, form, status=CONFLICT)
    messages.success(request, _("Wij hebben uw bericht. Goed dat u het zegt."))
    return HttpResponseRedirect(reverse("status") + "#concern")


def _show(request: HttpRequest, page: RaisePage, form: ConcernForm, *, status: int) -> HttpResponse:
    return show_public(
        request,
        page.place,
        "wellbeing/raise_concern.html",
        {
            "form": form,
            "number": page.number,
            "owner": page.owner,
            "other": page.other,
            "trusted": page.trusted,
            "phone": phone_readable(page.place.phone),
        },
        status=status,
    )
