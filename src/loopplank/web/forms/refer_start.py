"""Who refers without an account, and to whom."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.offering import Choice
from loopplank.actions.sending import Outsider
from loopplank.web.forms.contact import EmailField, PhoneField
from loopplank.web.forms.lines import line
from loopplank.web.referral_words import PARTY_KINDS, choice_label
from loopplank.web.words import word


class ReferStartForm(forms.Form):
    use_required_attribute = False

    to = forms.ChoiceField(
        label=gettext_lazy("Aan wie vraagt u dit?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies een organisatie."),
            "invalid_choice": gettext_lazy("Kies een organisatie."),
        },
    )
    name = line(
        gettext_lazy("Uw naam"),
        120,
        missing=gettext_lazy("Vul uw naam in."),
        autocomplete="name",
    )
    works_at = line(
        gettext_lazy("Waar werkt u?"),
        120,
        missing=gettext_lazy("Vul in waar u werkt."),
        autocomplete="organization",
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat voor plek is dat?"),
        choices=lambda: [
            ("", _("Kies")),
            *((code, word(words)) for code, words in PARTY_KINDS.items()),
        ],
        error_messages={"required": gettext_lazy("Kies wat voor plek dat is.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Uw telefoonnummer"),
        autocomplete="tel",
        error_messages={"required": gettext_lazy("Vul uw telefoonnummer in.")},
    )
    email = EmailField(
        label=gettext_lazy("Uw e-mailadres op uw werk"),
        help_text=gettext_lazy("We sturen u een code per e-mail."),
        autocomplete="email",
        error_messages={"required": gettext_lazy("Vul uw e-mailadres in.")},
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], mails: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mails:
            self.fields["email"].help_text = _("U krijgt daarna een code door de telefoon.")
        self.fields["to"].choices = [(str(c.id), choice_label(c)) for c in choices]  # type: ignore[attr-defined]  # a ChoiceField

    def receiver(self) -> UUID:
        return UUID(self.cleaned_data["to"])

    def outsider(self) -> Outsider:
        typed = self.cleaned_data
        return Outsider(
            typed["name"], typed["works_at"], typed["kind"], typed["phone"], typed["email"]
        )
