"""Signing in and passwords: the library's forms with our words."""

from typing import Any

from allauth.account import forms as library
from django import forms
from django.utils.translation import gettext_lazy as _

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
