"""An address or a number, to get one's own link again."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from loopplank.access.link_asks import Wanted
from loopplank.core import contact
from loopplank.core.reason import Refused
from loopplank.web.words import say


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
                return Wanted("email", contact.email(typed))
            number = contact.phone(typed)
        except Refused as refused:
            raise ValidationError(say(refused.reason)) from None
        return Wanted("sms" if number.startswith(("06", "+")) else "phone", number)

    @property
    def wanted(self) -> Wanted:
        """Of a form that is right."""
        found: Wanted = self.cleaned_data["where"]
        return found
