"""The first set-up for real use: the network, the organisation and the first coordinator."""

import hmac
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loopplank.web.forms.account import checked_password, password_field
from loopplank.web.forms.contact import EmailField
from loopplank.web.forms.lines import line
from loopplank.web.forms.settings import OrganisationForm


class SetUpForm(forms.Form):
    """`expected` is the code that the terminal printed; "" when there is none."""

    code = line(
        _("De code uit de terminal"),
        60,
        missing=_("Vul de code in die de terminal liet zien."),
        hint=_("Zo weten we dat jij deze computer beheert."),
        autocomplete="off",
        spellcheck="false",
    )
    place = line(
        _("Plaats"),
        80,
        missing=_("Vul de plaats in."),
        hint=_("Staat op de openbare pagina: Hulp in …"),
    )
    network_name = line(
        _("Naam van het netwerk"),
        120,
        missing=_("Vul een naam voor het netwerk in."),
        hint=_("Bijvoorbeeld: Netwerk Welzijn Waterstad. Later kunnen er organisaties bij."),
    )
    organisation_name = line(
        _("Naam van jouw organisatie"), 120, missing=_("Vul de naam van je organisatie in.")
    )
    short_name = OrganisationForm.base_fields["short_name"]
    phone = OrganisationForm.base_fields["phone"]
    phone_hours = OrganisationForm.base_fields["phone_hours"]
    name = line(_("Jouw naam"), 120, missing=_("Vul je naam in."), autocomplete="name")
    email = EmailField(
        label=_("Jouw e-mailadres"),
        help_text=_("Hiermee log je in."),
        error_messages={"required": _("Vul je e-mailadres in. Daarmee log je in.")},
        autocomplete="username",
    )
    password = password_field(_("Bedenk een wachtwoord"))

    def __init__(self, data: Any = None, *, expected: str = "") -> None:
        super().__init__(data)
        self.expected = expected

    def clean_code(self) -> str:
        typed = "".join(str(self.cleaned_data["code"]).split())
        if not self.expected or not hmac.compare_digest(typed.encode(), self.expected.encode()):
            raise forms.ValidationError(
                _("Deze code klopt niet. Kijk in de terminal waarin Loopplank startte.")
            )
        return typed

    def clean_password(self) -> str:
        return checked_password(
            str(self.cleaned_data["password"]),
            name=str(self.cleaned_data.get("name", "")),
            email=str(self.cleaned_data.get("email", "")),
        )
