"""The limits that an organisation sets for itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loopplank.core.kinds import KIND_LABELS, Kind
from loopplank.web.forms.lines import HoursField, lines, whole
from loopplank.web.words import word

MOST_ACTS = 20


class OwnLimitsForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("Welke hulp geven jullie?"),
        help_text=_("Niets aangevinkt: dan volgt hier geen advies uit."),
        choices=lambda: [(k.value, word(KIND_LABELS[k])) for k in Kind],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    max_minutes_a_week = HoursField(
        label=_("Hooguit hoeveel uur per week, voor één hulpvraag?"),
        help_text=_("Leeg betekent: geen grens."),
        required=False,
        most_hours=40,
    )
    max_months = whole(
        _("Hooguit hoeveel maanden duurt een afspraak?"),
        1,
        60,
        hint=_("Leeg betekent: geen grens. Verlengen kan altijd."),
    )
    excluded_acts = lines(
        _("Wat doen vrijwilligers hier nooit?"),
        4000,
        hint=_("Eén zin per regel. Bijvoorbeeld: Vrijwilligers steunen niet bij lopen na een val."),
        rows=6,
    )

    def clean_excluded_acts(self) -> list[str]:
        typed = str(self.cleaned_data["excluded_acts"])
        found = [" ".join(one.split()) for one in typed.splitlines() if one.strip()]
        if len(found) > MOST_ACTS or any(len(one) > 200 for one in found):
            raise forms.ValidationError(
                _("Hooguit twintig zinnen van ieder tweehonderd tekens. Maak het korter.")
            )
        return found
