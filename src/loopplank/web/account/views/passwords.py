"""A new password: asked for by mail, made with the link, or changed while signed in."""

from typing import Any

from allauth.account.views import PasswordChangeView
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.passwords import whose_password
from loopplank.access.messages.channels import mail_leaves
from loopplank.actions.account import passwords
from loopplank.core.kit.reason import Refused
from loopplank.web.account import adapter, pinned, token_cookie
from loopplank.web.account.forms import AskPasswordForm, FirstPasswordForm
from loopplank.web.account.frame import show_account
from loopplank.web.account.origin import address_of_visitor
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import UNPROCESSABLE
from loopplank.web.kit.words import say

TOO_MANY = 429


def ask_password(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take an address. The answer is the same for one that we know and one that we do not."""
    form, status = AskPasswordForm(posted(request)), 200
    if request.method == "POST" and mail_leaves():
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                passwords.ask_password(
                    actor=actor,
                    now=clock.now(),
                    email=form.cleaned_data["email"],
                    source=address_of_visitor(request),
                )
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = TOO_MANY
            else:
                return HttpResponseRedirect(reverse("asked_password"))
    return show_account(
        request, "account/ask_password.html", {"form": form, "sends": mail_leaves()}, status=status
    )


def asked_password(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  one shape
    """Give the same answer to everybody, on an address of its own."""
    return show_account(request, "account/asked_password.html")


def new_password(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the page that opens after the link to a new password. The second step comes after."""
    now = clock.now()
    token = token_cookie.PASSWORD.read(request)
    try:
        who = whose_password(actor, token, now)
    except NotFound:
        return _over(request)
    form = FirstPasswordForm(request.POST or None, name=who.name, email=who.email)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        try:
            passwords.set_password(
                actor=actor, now=now, token=token, password_hash=make_password(password)
            )
        except NotFound:
            return _over(request)
        response = adapter.after_password(request, who.email, password)
        token_cookie.PASSWORD.forget(response)
        return response
    return show_account(
        request,
        "account/new_password.html",
        {"who": who, "form": form},
        status=422 if form.errors else 200,
    )


def _over(request: HttpRequest) -> HttpResponse:
    response = show_account(
        request, "account/new_password_over.html", {"sends": mail_leaves()}, status=404
    )
    token_cookie.PASSWORD.forget(response)
    return response


class ChangePassword(PasswordChangeView):  # type: ignore[misc]  # allauth ships no types
    """The library's page; afterwards every other session is over, and the owner hears of it."""

    def form_valid(self, form: Any) -> HttpResponse:
        before = self.request.session.session_key or ""
        response: HttpResponse = super().form_valid(form)
        actor = pinned.member(self.request)
        if actor is not None:
            after = self.request.session.session_key or ""
            passwords.password_changed(actor=actor, now=clock.now(), before=before, after=after)
        return response
