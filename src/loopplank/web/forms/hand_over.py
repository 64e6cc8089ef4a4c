"""Offering a question to another party: to whom, what is shared, and the person's yes."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.hand_over_page import HandOverPage
from loopplank.actions.offering import Offered
from loopplank.actions.sending import Outsider
from loopplank.core.sharing import ALWAYS_SHARED, SHARE_WORDS, Share
from loopplank.web.forms.consent import ConsentForm
from loopplank.web.forms.contact import EmailField, PhoneField
from loopplank.web.forms.lines import line, lines
from loopplank.web.referral_words import PARTY_KINDS, choice_label
from loopplank.web.words import first_up, word

OUTSIDE = "outside"
#: What the sender writes for the receiver is shared when it is there.
_WRITTEN = frozenset({Share.SUMMARY, Share.STAYS})
_CHOSEN = tuple(s for s in Share if s not in ALWAYS_SHARED | _WRITTEN)


class HandOverForm(ConsentForm):
    """Whoever said no to the same facts cannot be chosen; the action refuses it too."""

    to = forms.ChoiceField(
        label=gettext_lazy("Aan wie vraag je dit?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies aan wie je dit vraagt."),
            "invalid_choice": gettext_lazy("Kies aan wie je dit vraagt."),
        },
    )
    name = line(gettext_lazy("Naam"), 120)
    works_at = line(gettext_lazy("Waar werkt deze persoon?"), 120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat voor plek is dat?"),
        required=False,
        choices=lambda: [(code, word(words)) for code, words in PARTY_KINDS.items()],
    )
    email = EmailField(
        label=gettext_lazy("E-mailadres"),
        required=False,
        help_text=gettext_lazy("Hier komt een link, en een code om hem te openen."),
    )
    phone = PhoneField(label=gettext_lazy("Telefoonnummer"), required=False)
    shares = forms.MultipleChoiceField(
        label=gettext_lazy("Wat mag de ander al lezen?"),
        help_text=gettext_lazy("Waar hulp bij nodig is en hoe lang, staat er altijd bij."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=lambda: [(s.value, first_up(word(SHARE_WORDS[s]))) for s in _CHOSEN],
    )
    summary = lines(
        gettext_lazy("De vraag in één of twee zinnen"),
        300,
        hint=gettext_lazy("Zonder naam, straat of ziekte. Mag leeg blijven."),
        rows=2,
    )
    stays = lines(
        gettext_lazy("Wat blijft bij ons?"),
        300,
        hint=gettext_lazy("Bijvoorbeeld: Ria doet op donderdag de boodschappen."),
        rows=2,
    )
    wmo_report = forms.BooleanField(
        label=gettext_lazy("Dit is een melding voor de Wmo. De gemeente heeft dan zes weken."),
        required=False,
    )

    field_order = ("to", "name", "works_at", "kind", "email", "phone", "shares", "summary")

    def __init__(self, *args: Any, page: HandOverPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = page.brief.row.kinds or [page.brief.row.kind]
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            *(
                (str(one.choice.id), choice_label(one.choice, wanted))
                for one in page.whom
                if one.refused is None
            ),
            (OUTSIDE, _("Iemand anders, buiten dit netwerk")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("to") != OUTSIDE:
            for name in ("name", "works_at", "email", "phone"):
                self.errors.pop(name, None)
                cleaned[name] = ""
            return cleaned
        if not cleaned.get("name", "").strip():
            self.add_error("name", _("Vul de naam in van wie je dit vraagt."))
        reached = cleaned.get("email") or cleaned.get("phone")
        if not reached and not {"email", "phone"} & set(self.errors):
            self.add_error("email", _("Vul een e-mailadres of een telefoonnummer in."))
        return cleaned

    def offered(self) -> Offered:
        """What is offered, as the action takes it."""
        typed = self.cleaned_data
        outside = typed["to"] == OUTSIDE
        written = {s for s in _WRITTEN if typed[s.value].strip()}
        return Offered(
            agreed=self.agreed(),
            shares=frozenset({*ALWAYS_SHARED, *map(Share, typed["shares"]), *written}),
            summary=typed["summary"],
            stays=typed["stays"],
            to_organisation_id=None if outside else UUID(typed["to"]),
            outsider=Outsider(
                typed["name"], typed["works_at"], typed["kind"], typed["phone"], typed["email"]
            )
            if outside
            else None,
            wmo_report=typed["wmo_report"],
        )
