"""Signing in: the library's page, with a way to the demo accounts where there are any."""

from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from loopplank.access.messages.channels import mail_leaves
from loopplank.core.kit.calendar import local_day
from loopplank.web.account import adapter
from loopplank.web.kit.words import day


class Login(LoginView):  # type: ignore[misc]  # allauth ships no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return {**shown, "demo": settings.MODE == "demo", "sends": mail_leaves()}


# --- the second step ------------------------------------------------------------------------------
# An app or a key, and codes on paper for when it is lost.


@dataclass(frozen=True, slots=True)
class Key:
    id: int
    name: str
    added: str
    used: str


class Overview(IndexView):  # type: ignore[misc]  # allauth ships no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)["authenticators"]
        app, codes = found.get("totp"), found.get("recovery_codes")
        return {
            "app_since": _day(app.instance.created_at) if app else "",
            "keys": [
                Key(
                    key.instance.pk,
                    key.name,
                    _day(key.instance.created_at),
                    _day(key.instance.last_used_at),
                )
                for key in found.get("webauthn", [])
            ],
            "codes_left": len(codes.get_unused_codes()) if codes else None,
            "set_up": bool(app or found.get("webauthn")),
            "required": settings.MODE == "real",
            "next_url": adapter.first_page(self.request),
        }


class ActivateApp(ActivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        secret = shown["form"].secret
        groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
        return {**shown, "secret": secret, "secret_in_groups": groups}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_second_step(self.request, "totp")
        return response


class AddKey(AddWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_second_step(self.request, "webauthn")
        return response


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]  # allauth ships no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return {**shown, "next_url": adapter.first_page(self.request)}


def to_overview(_request: HttpRequest) -> HttpResponse:
    """Go to the overview, where keys are shown among the other steps; the library returns to a list
    of its own.
    """
    return HttpResponseRedirect(reverse("mfa_index"))


def note_second_step(request: HttpRequest, kind: str) -> None:
    """Note that whoever just set up a step has shown it."""
    record_authentication(request, request.user, "mfa", type=kind, reauthenticated=True)


def _day(at: Any) -> str:
    return day(local_day(at)) if at else ""
