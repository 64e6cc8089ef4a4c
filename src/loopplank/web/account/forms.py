"""Ask for passwords, the second step, own details, a lost link and four digits."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as library
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as base
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from loopplank.access.account.links import Wanted
from loopplank.core.account.security_log import Kind
from loopplank.core.kit import contact_details
from loopplank.core.kit.reason import Refused
from loopplank.web.account import guesses
from loopplank.web.account.adapter import refuse_weak_password
from loopplank.web.kit.fields import EmailField, PhoneField
from loopplank.web.kit.words import say

# --- signing in: the library's forms with our words -----------------------------------------------

PASSWORD_HINT = _("Minstens 12 tekens. Drie of vier losse woorden onthoud je het makkelijkst.")
FILL_IN_PASSWORD = _("Vul je wachtwoord in.")
NOT_THE_SAME = _("De twee wachtwoorden zijn niet gelijk. Typ ze nog een keer.")


def reword(
    form: forms.BaseForm, name: str, label: Any, missing: Any, hint: Any = "", **attributes: str
) -> None:
    """Give a field of the library our label, hint and sentence for when it is empty."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class LoginForm(library.LoginForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "login", _("E-mailadres"), _("Vul je e-mailadres in."))
        self.fields["login"].error_messages["invalid"] = _(
            "Dit e-mailadres klopt niet. Een adres ziet er zo uit: naam@voorbeeld.nl."
        )
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        reword(self, "password", _("Wachtwoord"), FILL_IN_PASSWORD)


class ReauthenticateForm(library.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "password", _("Wachtwoord"), FILL_IN_PASSWORD)


class ChangePasswordForm(library.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "oldpassword", _("Je oude wachtwoord"), _("Vul je oude wachtwoord in."))
        missing = _("Vul je nieuwe wachtwoord in.")
        reword(self, "password1", _("Je nieuwe wachtwoord"), missing, PASSWORD_HINT)
        reword(self, "password2", _("Nog een keer je nieuwe wachtwoord"), missing)

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", NOT_THE_SAME)
        return cleaned


# --- the second step: the library's forms with our words ------------------------------------------

_EMPTY = _("Vul de code in.")


def _code(form: forms.BaseForm, label: Any, hint: Any) -> None:
    reword(form, "code", label, _EMPTY, hint, autocomplete="one-time-code", spellcheck="false")


class _HeldWhenGuessing:
    """Codes of a second step, tried as seldom as passwords."""

    user: Any

    def clean_code(self) -> str:
        request = context.request
        if guesses.held(request, self.user.email):
            raise get_adapter().validation_error("rate_limited")
        try:
            return str(super().clean_code())  # type: ignore[misc]  # of the library's form
        except ValidationError:
            guesses.wrong(request, self.user.email, Kind.SECOND_STEP_FAILED)
            raise


class AuthenticateForm(_HeldWhenGuessing, base.AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Code"), _("De zes cijfers uit je app. Of één van je noodcodes."))


class ReauthenticateByCodeForm(_HeldWhenGuessing, base.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Code"), _("De zes cijfers uit je app. Of één van je noodcodes."))


class ActivateAppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("De code die de app nu laat zien"), _("Zes cijfers."))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddKeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Zo herken je de sleutel later. Bijvoorbeeld: telefoon, of werkcomputer.")
        reword(self, "name", _("Naam van de sleutel"), _("Geef de sleutel een naam."), hint)
        self.fields["credential"].error_messages["required"] = _(
            "Het lukte niet met deze sleutel. Probeer het nog een keer."
        )


class RenameKeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "name", _("Naam van de sleutel"), _("Geef de sleutel een naam."))


# --- what somebody sets about themselves ----------------------------------------------------------


class OwnDetailsForm(forms.Form):
    name = forms.CharField(
        label=_("Je naam"),
        help_text=_("Zo staat je naam in brieven, en bij de vragen die jij hebt."),
        max_length=120,
        error_messages={"required": _("Vul je naam in.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = PhoneField(label=_("Je telefoonnummer op het werk"), required=False, autocomplete="tel")
    language = forms.ChoiceField(
        label=_("Taal van het scherm"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    digest = forms.BooleanField(
        label=_("Mail mij op elke werkdag hoeveel er wacht"), required=False
    )
    shortcuts = forms.BooleanField(label=_("Sneltoetsen, zoals / voor zoeken"), required=False)


class AskPasswordForm(forms.Form):
    email = EmailField(
        label=_("E-mailadres"), error_messages={"required": _("Vul je e-mailadres in.")}
    )


def password_field(label: Any) -> forms.CharField:
    """Make a field for a first password, with the hint of what is a good one."""
    return forms.CharField(
        label=label,
        help_text=PASSWORD_HINT,
        strip=False,
        max_length=200,
        error_messages={"required": _("Bedenk een wachtwoord.")},
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


def checked_password(password: str, *, name: str, email: str) -> str:
    """Return the password when it is good enough for this person; raises ValidationError."""
    refuse_weak_password(password, get_user_model()(email=email, name=name))
    return password


class FirstPasswordForm(forms.Form):
    """`name` and `email` of the account: a password that looks like them is refused."""

    password = password_field(_("Je wachtwoord"))
    again = forms.CharField(
        label=_("Nog een keer je wachtwoord"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Typ je wachtwoord nog een keer.")},
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, name: str, email: str) -> None:
        super().__init__(data)
        self.name, self.email = name, email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        return checked_password(password, name=self.name, email=self.email)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password"), cleaned.get("again")
        if first and second and first != second:
            self.add_error("again", NOT_THE_SAME)
        return cleaned


# --- to get one's own link again ------------------------------------------------------------------


class AskLinkForm(forms.Form):
    """One field for either: what has an at-sign is an address of mail."""

    where = forms.CharField(
        label=gettext_lazy("Je e-mailadres of je telefoonnummer"),
        help_text=gettext_lazy("Zoals je coördinator het van je heeft."),
        max_length=254,
        widget=forms.TextInput(
            {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Vul je e-mailadres of je telefoonnummer in.")},
    )

    def clean_where(self) -> Wanted:
        typed: str = self.cleaned_data["where"]
        try:
            if "@" in typed:
                return Wanted("email", contact_details.email(typed))
            number = contact_details.phone(typed)
        except Refused as refused:
            raise ValidationError(say(refused.reason)) from None
        return Wanted("sms" if contact_details.takes_texts(number) else "phone", number)

    @property
    def wanted(self) -> Wanted:
        """Read them from a form that is right."""
        found: Wanted = self.cleaned_data["where"]
        return found


# --- digits that only that person knows -----------------------------------------------------------

_FOUR = gettext_lazy("Vul vier cijfers in, bijvoorbeeld 5678.")
_SIX = gettext_lazy("Vul de zes cijfers in, bijvoorbeeld 123456.")


class CodeForm(forms.Form):
    """The code that went to somebody's own address; spaces between the digits are fine."""

    use_required_attribute = False

    code = forms.RegexField(
        r"^\d{6}$",
        label=gettext_lazy("De zes cijfers van de code"),
        error_messages={"required": _SIX, "invalid": _SIX},
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "9"}
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        if data is not None:
            data = {"code": str(data.get("code", "")).replace(" ", "")}
        super().__init__(data)


class DigitsForm(forms.Form):
    use_required_attribute = False

    digits = forms.RegexField(
        r"^\d{4}$",
        label=gettext_lazy("De laatste 4 cijfers van uw telefoonnummer"),
        error_messages={"required": _FOUR, "invalid": _FOUR},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}),
    )
