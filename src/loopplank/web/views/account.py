"""The own account: name and number, the second step, the language, where somebody works."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.members import account_page
from loopplank.actions import members
from loopplank.core.contact import phone_readable
from loopplank.web import clock, sign_in
from loopplank.web.forms.account import OwnDetailsForm
from loopplank.web.frame import show_work
from loopplank.web.views.membership import rows_of


def show_account(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    form = OwnDetailsForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        details = members.OwnDetails(**form.cleaned_data)
        members.describe(actor=actor, now=now, details=details)
        with translation.override(details.language):
            messages.success(request, _("Bewaard."))
        response = HttpResponseRedirect(reverse("account"))
        sign_in.remember_language(response, details.language)
        return response
    page = account_page(actor, now, "account")
    return show_work(
        request,
        actor,
        "account/account.html",
        {
            "page": page,
            "form": form
            or OwnDetailsForm(
                initial={
                    "name": page.name,
                    "phone": phone_readable(page.phone),
                    "language": page.language,
                    "digest": page.digest,
                }
            ),
            "second_step": sign_in.has_second_step(request),
            "memberships": rows_of(page),
        },
        status=422 if form is not None else 200,
    )
