"""Say yes or no to an invitation: as somebody new, or with the account that one has."""

from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.colleagues import address_of
from loopplank.access.organisations.invitations import Invited, invited
from loopplank.actions.organisations import invitations
from loopplank.core.account.roles import LABELS, Role
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.web.account import adapter, authentication, token_cookie
from loopplank.web.account.forms import FirstPasswordForm
from loopplank.web.account.frame import show_account
from loopplank.web.kit import clock
from loopplank.web.kit.words import say, word


def accept_invitation(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the page that opens after the link of an invitation, which left its token in a signed
    cookie. An account that exists says yes itself, signed in; nothing of it changes before.
    """
    now = clock.now()
    token = token_cookie.INVITATION.read(request)
    try:
        who = invited(actor, token, now)
    except NotFound:
        return _over(request)
    if request.method == "POST" and request.POST.get("answer") == "no":
        invitations.decline(actor=actor, now=now, token=token)
        return _declined(request, who)
    if request.user.is_authenticated:
        return _with_account(request, who, token)
    if who.known:
        return _show(request, who)
    return _somebody_new(request, actor, who, token)


def _with_account(request: HttpRequest, who: Invited, token: str) -> HttpResponse:
    """Let the account that is signed in here say yes."""
    missing = authentication.second_step_to_show(request)
    if missing is not None:
        return missing
    me = Actor(Role.VISITOR, account_id=request.user.pk)
    if request.method == "POST":
        try:
            invitations.accept(actor=me, now=clock.now(), token=token)
        except NotFound:
            return _over(request)
        messages.success(
            request,
            _("Je doet nu ook mee bij %(organisation)s. Wissel bovenaan het menu.")
            % {"organisation": who.organisation},
        )
        response = HttpResponseRedirect(reverse("account"))
        token_cookie.INVITATION.forget(response)
        return response
    email = address_of(me)
    me_here = {"email": email, "other": email.lower() != who.email.lower()}
    return _show(request, who, me_here=me_here)


def _somebody_new(request: HttpRequest, actor: Actor, who: Invited, token: str) -> HttpResponse:
    """Let somebody without an account make one, and come in."""
    form = FirstPasswordForm(request.POST or None, name=who.name, email=who.email)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        try:
            invitations.accept(
                actor=actor, now=clock.now(), token=token, password_hash=make_password(password)
            )
        except NotFound:
            return _over(request)
        except Refused as refused:
            form.add_error(None, say(refused.reason))
        else:
            response = adapter.after_password(request, who.email, password)
            token_cookie.INVITATION.forget(response)
            return response
    return _show(request, who, form=form)


def _show(request: HttpRequest, who: Invited, **around: object) -> HttpResponse:
    form = around.get("form")
    return show_account(
        request,
        "account/invitation.html",
        {
            "who": who,
            "role": word(LABELS[who.role]),
            "phone": phone_readable(who.phone) if who.phone else "",
            **around,
        },
        status=422 if getattr(form, "errors", None) else 200,
    )


def _declined(request: HttpRequest, who: Invited) -> HttpResponse:
    response = show_account(request, "account/invitation_declined.html", {"who": who})
    token_cookie.INVITATION.forget(response)
    return response


def _over(request: HttpRequest) -> HttpResponse:
    """Say that the link was used, is too old or was never made, without saying which."""
    response = show_account(request, "account/invitation_over.html", status=404)
    token_cookie.INVITATION.forget(response)
    return response
