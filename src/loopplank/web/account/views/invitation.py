"""Accept an invitation: a first password, or a new one after the old was forgotten."""

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.colleagues import invited
from loopplank.actions.organisations import colleagues
from loopplank.web.account import adapter, authentication
from loopplank.web.account.forms import FirstPasswordForm
from loopplank.web.kit import clock
from loopplank.web.kit.pages import show


def accept_invitation(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the page that opens after the link of an invitation, which left its token in a signed
    cookie.
    """
    now = clock.now()
    token = authentication.INVITATION.read(request)
    try:
        who = invited(actor, token, now)
    except NotFound:
        return _over(request)
    form = FirstPasswordForm(request.POST or None, name=who.name, email=who.email)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        try:
            colleagues.accept_invitation(
                actor=actor, now=now, token=token, password_hash=make_password(password)
            )
        except NotFound:
            return _over(request)
        response = adapter.after_password(request, who.email, password)
        authentication.INVITATION.forget(response)
        return response
    return show(
        request,
        "account/invitation.html",
        {"who": who, "form": form},
        status=422 if form.errors else 200,
    )


def _over(request: HttpRequest) -> HttpResponse:
    """Say that the link was used, is too old or was never made, without saying which."""
    response = show(request, "account/invitation_over.html", status=404)
    authentication.INVITATION.forget(response)
    return response
