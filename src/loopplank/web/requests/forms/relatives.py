"""Ask whom the person lets look along, and what they may see."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.actions.requests.relatives import Person, Word
from loopplank.core.requests.relatives import (
    CHANNEL_WORDS,
    MAY_WORDS,
    RELATION_WORDS,
    Channel,
    May,
    Relation,
    SaidBy,
)
from loopplank.web.kit.fields import EmailField, PhoneField, line
from loopplank.web.kit.words import first_up, word

_CHOOSE = gettext_lazy("Kies wat deze persoon mag zien.")
_WHO = gettext_lazy("Kies wie het is.")


class OwnRelativeForm(forms.Form):
    """To the person themselves: four short questions, nothing chosen beforehand."""

    use_required_attribute = False

    name = line(
        gettext_lazy("Hoe heet deze persoon?"),
        80,
        missing=gettext_lazy("Vul een naam in."),
        autocomplete="off",
    )
    relation = forms.TypedChoiceField(
        label=gettext_lazy("Wie is dat van u?"),
        choices=lambda: [(code.value, first_up(word(RELATION_WORDS[code]))) for code in Relation],
        coerce=Relation,
        widget=forms.RadioSelect,
        error_messages={"required": _WHO, "invalid_choice": _WHO},
    )
    may = forms.TypedChoiceField(
        label=gettext_lazy("Wat mag deze persoon zien?"),
        help_text=gettext_lazy("Nooit uw adres, en nooit wat u ons vertelt."),
        choices=lambda: [(code.value, word(MAY_WORDS[code])) for code in May],
        coerce=May,
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    phone = PhoneField(
        label=gettext_lazy("Telefoonnummer van deze persoon"),
        help_text=gettext_lazy("Of een e-mailadres, hieronder. Daar sturen wij een link heen."),
        required=False,
    )
    email = EmailField(label=gettext_lazy("E-mailadres van deze persoon"), required=False)

    def person(self) -> Person:
        """Return who was typed."""
        typed = self.cleaned_data
        return Person(
            typed["name"], typed["relation"], typed["may"], typed["phone"], typed["email"]
        )


class RelativeForm(OwnRelativeForm):
    """To a coordinator: the same, with whose word it is and how it was said."""

    def __init__(self, *args: Any, decides: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = self.fields
        fields["relation"].label = _("Wie is dat van de persoon?")
        fields["may"].help_text = _("Nooit het adres, en nooit wat iemand vertelt.")
        fields["phone"].help_text = _("Zonder nummer en e-mailadres print of kopieer je de link.")
        if decides:
            fields["said_by"].initial = SaidBy.REPRESENTATIVE.value

    said_by = forms.TypedChoiceField(
        label=gettext_lazy("Wie zei dat het mag?"),
        choices=[
            (SaidBy.PERSON.value, gettext_lazy("De persoon zelf")),
            (SaidBy.REPRESENTATIVE.value, gettext_lazy("Wie voor de persoon beslist")),
        ],
        coerce=SaidBy,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wie zei dat het mag.")},
    )
    representative = line(gettext_lazy("Naam van wie voor de persoon beslist"), 120)
    channel = forms.TypedChoiceField(
        label=gettext_lazy("Hoe zei de persoon dat?"),
        choices=lambda: [
            (code.value, first_up(word(CHANNEL_WORDS[code])))
            for code in Channel
            if code is not Channel.LINK
        ],
        coerce=Channel,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe de persoon dat zei.")},
    )

    def word(self) -> Word:
        """Return at whose word."""
        typed = self.cleaned_data
        return Word(typed["channel"], typed["said_by"], typed["representative"])
