"""What somebody sets about themselves, and a first password."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from loopplank.web.forms.contact import PhoneField
from loopplank.web.forms.sign_in import NOT_THE_SAME, PASSWORD_HINT
from loopplank.web.sign_in import refuse_weak_password


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


def password_field(label: Any) -> forms.CharField:
    """A first password, with the hint of what is a good one."""
    return forms.CharField(
        label=label,
        help_text=PASSWORD_HINT,
        strip=False,
        max_length=200,
        error_messages={"required": _("Bedenk een wachtwoord.")},
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


def checked_password(password: str, *, name: str, email: str) -> str:
    """The password when it is good enough for this person; raises ValidationError."""
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
