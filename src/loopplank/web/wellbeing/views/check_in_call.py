"""Asking a volunteer on the telephone how it goes, and writing down what may be kept."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.wellbeing.check_in_call import call_page
from loopplank.actions.wellbeing import check_in
from loopplank.core.kit.contact_details import phone_readable
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day
from loopplank.web.wellbeing.forms import CheckInCallForm


def show_call(request: HttpRequest, actor: Actor, check_in_id: UUID) -> HttpResponse:
    """Show the four questions beside the telephone. One that is over goes to the page of who it
    was.
    """
    now = clock.now()
    page = call_page(actor, check_in_id, now)
    if request.method != "POST" and not page.is_open:
        messages.info(request, _("Deze vragen zijn voorbij. Wij vragen er niet meer naar."))
        return HttpResponseRedirect(reverse("volunteer", args=[page.volunteer_id]))
    form = CheckInCallForm(posted(request), name=page.first_name)
    return step(
        request,
        actor,
        form,
        lambda _typed: check_in.note_call(
            actor=actor,
            now=now,
            check_in_id=check_in_id,
            answers=form.answers(),
            keep=form.keep(),
            talk=form.talk(),
        ),
        back=reverse("today"),
        done=_("Opgeschreven. De antwoorden blijven van %(name)s.") % {"name": page.first_name},
        words={
            "heading": _("Bel %(name)s: hoe gaat het?") % {"name": page.name},
            "who": _("Vandaag"),
            "lead": _("Vier korte vragen. Het is geen test en er komt geen score uit."),
            "action": _("Bewaar"),
            "first_name": page.first_name,
            "phone": phone_readable(page.phone) if page.phone else "",
            "closes": day(page.closes_on),
            "check_in_id": check_in_id,
        },
        template="wellbeing/check_in_call.html",
        current="today",
    )


def skip(request: HttpRequest, actor: Actor, check_in_id: UUID) -> HttpResponse:
    """Say "Nu niet." """
    return do_and_go_back(
        request,
        lambda: check_in.skip_call(actor=actor, now=clock.now(), check_in_id=check_in_id),
        reverse("today"),
        _("Goed. Wij vragen er nu niet meer naar."),
    )


def wish(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Note how this volunteer would like to be asked, as they said it."""
    yes = request.POST.get("answer") == "yes"
    return do_and_go_back(
        request,
        lambda: check_in.want_call(
            actor=actor, now=clock.now(), volunteer_id=volunteer_id, yes=yes
        ),
        reverse("volunteer", args=[volunteer_id]) + "#check-ins",
        _("Bewaard."),
    )
