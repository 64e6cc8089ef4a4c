"""One offer: what it does and does not, and whether there is room now."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loopplank.core.kinds import KIND_LABELS, Kind
from loopplank.core.sharing import Space
from loopplank.core.triage.codes import COVERABLE, keys_in
from loopplank.core.triage.questions import CODE_TEXTS
from loopplank.web.forms.lines import line, lines
from loopplank.web.words import word

SPACES = (
    (Space.ROOM, _("Er is ruimte")),
    (Space.WAITING, _("Er is een wachtlijst")),
    (Space.FULL, _("Nu vol")),
    (Space.ASSESS, _("Eerst is een gesprek nodig")),
)
MOST_CONDITIONS = 6


class OfferForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Soort hulp"),
        choices=lambda: [
            ("", _("Kies een soort")),
            *((k.value, word(KIND_LABELS[k])) for k in Kind),
        ],
        error_messages={"required": _("Kies een soort hulp.")},
    )
    name = line(
        _("Naam van dit aanbod"),
        80,
        missing=_("Vul een naam in."),
        hint=_("Bijvoorbeeld: Boodschappen, of Maatje."),
    )
    does = lines(
        _("Wat doen jullie wel?"),
        300,
        missing=_("Vul in wat jullie wel doen."),
        hint=_("Bijvoorbeeld: samen naar de winkel, of voor u."),
    )
    does_not = lines(_("Wat doen jullie niet?"), 300, hint=_("Bijvoorbeeld: een pinpas meenemen."))
    space = forms.ChoiceField(
        label=_("Is er nu plek?"),
        choices=SPACES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of er nu plek is.")},
    )
    space_words = line(
        _("Wat staat er op de openbare pagina over de plek?"),
        120,
        hint=_("Bijvoorbeeld: wachten duurt 6 tot 10 weken, of: nu vol tot 15 januari."),
    )
    meanwhile = lines(
        _("Wat kan iemand doen die hierop wacht?"),
        300,
        hint=_("Bijvoorbeeld: eet op dinsdag mee in het buurthuis. Staat in de wachtbrief."),
    )
    covers = forms.MultipleChoiceField(
        label=_("Waarvoor hebben jullie geschoolde vrijwilligers?"),
        help_text=_("Alleen aanvinken als die scholing er echt is. Het advies rekent hierop."),
        choices=lambda: [(key, word(CODE_TEXTS[key].line)) for key in keys_in(COVERABLE)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    conditions = lines(
        _("Onder welke voorwaarden?"),
        1200,
        hint=_("Eén voorwaarde per regel. Staat bij het advies als dit aanbod past."),
    )
    active = forms.BooleanField(label=_("Dit aanbod staat aan"), required=False)

    def clean_conditions(self) -> tuple[str, ...]:
        typed = str(self.cleaned_data["conditions"])
        found = tuple(" ".join(one.split()) for one in typed.splitlines() if one.strip())
        if len(found) > MOST_CONDITIONS or any(len(one) > 200 for one in found):
            raise forms.ValidationError(
                _("Hooguit zes voorwaarden van ieder tweehonderd tekens. Maak het korter.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("space") in {Space.WAITING, Space.FULL} and not cleaned.get("space_words"):
            self.add_error(
                "space_words", _("Schrijf op hoe lang het duurt, of tot wanneer het vol is.")
            )
        return cleaned
