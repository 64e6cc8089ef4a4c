"""Who gets every new question, who stands in, and which number is called when it cannot wait."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.settings import ContactPage, contact_page
from loopplank.actions import organisations
from loopplank.core.reason import Refused
from loopplank.web import clock
from loopplank.web.forms.settings import ContactForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted
from loopplank.web.words import say


def change_contact(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = contact_page(actor, now)
    form = ContactForm(posted(request), could=page.could, board=page.board, initial=_initial(page))
    if form.is_valid():
        try:
            organisations.set_people(
                actor=actor,
                now=now,
                first_contact_id=_id(form.cleaned_data["first_contact"]),
                stand_in_id=_id(form.cleaned_data["stand_in"]),
                duty_phone=form.cleaned_data["duty_phone"],
                board_contact_id=_id(form.cleaned_data["board_contact"]),
            )
        except Refused as refused:
            form.add_error("stand_in", say(refused.reason))
        else:
            needed = ("first_contact", "stand_in", "duty_phone")
            if page.organisation.form_open and not all(form.cleaned_data[n] for n in needed):
                messages.warning(
                    request, _("Bewaard. Het formulier is nu dicht, want er ontbreekt iets.")
                )
            else:
                messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(reverse("settings"))
    return show_work(
        request,
        actor,
        "settings/contact.html",
        {"form": form, "page": page},
        current="settings",
        status=422 if form.errors else 200,
    )


def _initial(page: ContactPage) -> dict[str, str]:
    return {
        "first_contact": str(page.first_contact_id or ""),
        "stand_in": str(page.stand_in_id or ""),
        "duty_phone": page.organisation.duty_phone,
        "board_contact": str(page.board_contact_id or ""),
    }


def _id(chosen: str) -> UUID | None:
    return UUID(chosen) if chosen else None
