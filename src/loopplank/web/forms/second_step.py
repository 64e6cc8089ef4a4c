"""The second step: the library's forms with our words."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from loopplank.web.forms.sign_in import reword

_EMPTY = _("Vul de code in.")


def _code(form: forms.BaseForm, label: Any, hint: Any) -> None:
    reword(form, "code", label, _EMPTY, hint, autocomplete="one-time-code", spellcheck="false")


class AuthenticateForm(base.AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Code"), _("De zes cijfers uit je app. Of één van je noodcodes."))


class ReauthenticateForm(base.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
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
