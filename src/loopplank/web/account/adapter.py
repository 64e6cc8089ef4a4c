"""How signing in behaves: nobody makes their own account; a colleague invites them."""

import base64
import hashlib
import secrets
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, perform_password_login
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import Login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.account import actors
from loopplank.access.organisations import colleagues
from loopplank.access.organisations.invitations import is_open
from loopplank.actions.account import second_step, sign_ins
from loopplank.actions.kit import security_log
from loopplank.actions.responsibility import member_news
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.account.security_log import Kind
from loopplank.core.messages.devices import read_user_agent
from loopplank.web.account import device_cookie, guesses, pinned, token_cookie
from loopplank.web.account.origin import address_of_visitor
from loopplank.web.kit import clock

#: Kinds of second step that count; a recovery code only stands in for one of these.
SECOND_STEPS = ("totp", "webauthn")
_FIRST_PAGES = {
    Role.COORDINATOR: "today",
    Role.BOARD: "today",
    Role.PROFESSIONAL: "own_referrals",
    Role.NETWORK_ADMIN: "network_overview",
}
_TOO_OFTEN = gettext_lazy("Te vaak geprobeerd. Wacht vijf minuten. Probeer het dan nog een keer.")
_PASSWORD_PROBLEMS = {
    "password_too_short": gettext_lazy("Dit wachtwoord is te kort. Neem minstens 12 tekens."),
    "password_too_common": gettext_lazy(
        "Dit wachtwoord is te makkelijk te raden. Neem drie of vier losse woorden."
    ),
    "password_too_similar": gettext_lazy(
        "Dit wachtwoord lijkt te veel op je naam of e-mailadres. Neem een ander."
    ),
}


class SignIn(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """What our sign-in does otherwise than the library's."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "Dit e-mailadres of wachtwoord klopt niet. Kijk of je alles goed typte."
        ),
        "incorrect_password": gettext_lazy("Dit wachtwoord klopt niet."),
        "enter_current_password": gettext_lazy("Je oude wachtwoord klopt niet."),
        "incorrect_code": gettext_lazy("Deze code klopt niet. Neem de nieuwste code uit je app."),
        "too_many_login_attempts": _TOO_OFTEN,
        "rate_limited": _TOO_OFTEN,
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Hold who guesses, and nobody else: see `web.account.guesses`."""
        if guesses.held(request, str(credentials.get("email", ""))):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        guesses.wrong(request, str(credentials.get("email", "")), Kind.SIGN_IN_FAILED)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Write down what the library would mail of: that a password or second step changed."""
        kind = Kind.PASSWORD_CHANGED if "password" in template_prefix else Kind.SECOND_STEP_CHANGED
        what = template_prefix.rpartition("/")[2]
        security_log.record(kind, now=clock.now(), account_id=user.pk, data={"what": what})
        super().send_notification_mail(template_prefix, user, context, email)

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **around: Any) -> HttpResponse | None:
        """Turn away who left everywhere: their account stays, with nothing behind it. Who was asked
        to join again comes in to say yes.
        """
        if not actors.memberships(user.pk) and not has_invitation(request):
            return HttpResponseRedirect(reverse("account_inactive"))
        stopped: HttpResponse | None = super().pre_login(request, user, **around)
        return stopped

    def logout(self, request: HttpRequest) -> None:
        """Write down who leaves, and let them go."""
        if request.user.is_authenticated:
            security_log.record(Kind.SIGNED_OUT, now=clock.now(), account_id=request.user.pk)
        super().logout(request)

    def post_login(self, request: HttpRequest, user: Any, **around: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **around)
        origin = address_of_visitor(request)
        security_log.record(Kind.SIGNED_IN, now=clock.now(), account_id=user.pk, origin=origin)
        remember_language(response, colleagues.language_of(user.pk))
        now = clock.now()
        told = read_user_agent(request.headers.get("User-Agent", ""))
        key = request.session.session_key or ""
        sign_ins.begin(user.pk, key, f"{told.kind}:{told.system}:{told.browser}", now)
        actor = pinned.member(request)
        if actor is not None and passed_second_step(request):
            # whoever shows it has not lost it
            second_step.stop_own(actor=actor, now=now)
        self._tell_of_new_device(request, response, user.pk)
        return response

    def _tell_of_new_device(
        self, request: HttpRequest, response: HttpResponse, account_id: UUID
    ) -> None:
        """Tell whose account it is of a sign-in where it was not seen before."""
        actor = pinned.member(request)
        if actor is None or device_cookie.knows(request, account_id):
            return
        member_news.new_device(actor=actor, now=clock.now())
        device_cookie.remember(request, response, account_id)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accept_invitation") if has_invitation(request) else first_page(request)

    def get_logout_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("demo" if settings.MODE == "demo" else "account_login")

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("account")

    def clean_password(self, password: str, user: Any = None) -> str:
        refuse_weak_password(password, user)
        return password

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Accept only a second step where there is one: a password may not take it away."""
        words = {
            "reauthenticate": _("Gebruik je wachtwoord"),
            "mfa_reauthenticate": _("Gebruik een code uit je app, of een noodcode"),
            "mfa_reauthenticate:webauthn": _("Gebruik een sleutel"),
        }
        methods = super().get_reauthentication_methods(user)
        steps = [method for method in methods if method["id"] != "reauthenticate"]
        return [{**method, "description": words[method["id"]]} for method in (steps or methods)]


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """What our second step does otherwise than the library's."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Deze code klopt niet. Neem de nieuwste code uit je app."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Stel eerst een app of een sleutel in. Daarna krijg je noodcodes."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt, so that a copy of the database alone is not enough to make codes with."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode("ascii")).decode()
        except InvalidToken:
            # Made under another secret key: no code may be right, also not one that follows from
            # an empty secret. A colleague invites this person again.
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")

    def generate_authenticator_name(self, _user: Any, _type: Any) -> str:
        return _("Mijn sleutel")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Loopplank"}


def has_invitation(request: HttpRequest) -> bool:
    """Say whether this browser opened an invitation that still waits for an answer."""
    return is_open(token_cookie.INVITATION.read(request), clock.now())


def refuse_weak_password(password: str, user: Any = None) -> None:
    """Raise ValidationError with sentences of our own for a password that is easy to guess."""
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        raise ValidationError(
            [
                ValidationError(str(_PASSWORD_PROBLEMS.get(e.code or "", e.message)), code=e.code)
                for e in wrong.error_list
            ]
        ) from None


def after_password(request: HttpRequest, email: str, password: str) -> HttpResponse:
    """Go on for somebody who just set this password: to their second step, or to setting it up.

    Who has a second step still has to show it: an invitation replaces a password and no more.
    """
    user = _whose(request, email, password)
    redirect_url = reverse("mfa_index")
    response: HttpResponse = perform_password_login(
        request, {"email": email}, Login(user=user, redirect_url=redirect_url)
    )
    if request.user.is_authenticated:
        reauthenticate_by_password(request)
    return response


def sign_in_to_demo(request: HttpRequest, email: str, password: str) -> None:
    """Come in with one click, past any second step that a visitor before may have set up."""
    login(request, _whose(request, email, password))


def first_page(request: HttpRequest) -> str:
    """Say where somebody begins who just came in: with what still lacks, while that is all there
    is.
    """
    actor = pinned.member(request)
    if actor is None or actor.account_id is None:
        return reverse("settings")
    row = next(row for row in actors.memberships(actor.account_id) if row.pk == actor.id)
    if actor.role in MAY_OWN and row.organisation.stand_in_id is None:
        return reverse("settings")
    return page_of(actor.role)


def page_of(role: Role) -> str:
    """Return the first page of a role: what waits for them, or what they may set."""
    return reverse(_FIRST_PAGES.get(role, "settings"))


def passed_second_step(request: HttpRequest) -> bool:
    """Say whether this very session showed a second step: signed in with it, or just set it up."""
    return any(r.get("method") == "mfa" for r in get_authentication_records(request, request.user))


def has_second_step(request: HttpRequest) -> bool:
    return bool(is_mfa_enabled(request.user, SECOND_STEPS))


def remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )


def _whose(request: HttpRequest, email: str, password: str) -> Any:
    user = authenticate(request, email=email, password=password)
    if user is None:
        raise RuntimeError("a password that was just set does not work")
    return user


def _box() -> Fernet:
    key = hashlib.sha256(settings.SECRET_KEY.encode() + b"loopplank.second-step").digest()
    return Fernet(base64.urlsafe_b64encode(key))
