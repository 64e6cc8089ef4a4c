"""How a network wants its plans: fairness, and what a change of helper weighs for each kind."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.kinds import KIND_LABELS, KIND_SHORT, Kind
from loopplank.core.plan_settings import (
    FAIRNESS_WORDS,
    HANDOVER_WORDS,
    Fairness,
    HandoverCost,
    PlanSettings,
)
from loopplank.web.words import first_up, word


class PlanSettingsForm(forms.Form):
    fairness = forms.TypedChoiceField(
        label=gettext_lazy("Krijgt wie moeilijk hulp vindt eerder een vrijwilliger?"),
        help_text=gettext_lazy(
            "Het voorstel kiest dan eerder wie anders lang wacht. Samen krijgen er dan soms iets"
            " minder mensen hulp."
        ),
        choices=lambda: [(one.value, first_up(word(said))) for one, said in FAIRNESS_WORDS.items()],
        coerce=Fairness,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies nee, een beetje of sterk.")},
    )

    def __init__(self, data: Any, settings: PlanSettings) -> None:
        initial = {"fairness": settings.fairness.value}
        for kind in Kind:
            initial[_named(kind)] = settings.cost_of(kind).value
        super().__init__(data, initial=initial)
        for kind in Kind:
            label = KIND_SHORT[kind] if kind is Kind.OTHER else KIND_LABELS[kind]
            self.fields[_named(kind)] = forms.TypedChoiceField(
                label=first_up(word(label)),
                choices=[(one.value, first_up(word(said))) for one, said in HANDOVER_WORDS.items()],
                coerce=HandoverCost,
                error_messages={"required": _("Kies hoe zwaar een wissel weegt.")},
            )

    def costs(self) -> Iterator[forms.BoundField]:
        """The question of each kind of help."""
        return (self[_named(kind)] for kind in Kind)

    def settings(self) -> PlanSettings:
        """Of a form that is right."""
        typed = self.cleaned_data
        return PlanSettings(typed["fairness"], {kind: typed[_named(kind)] for kind in Kind})


def _named(kind: Kind) -> str:
    return f"cost_{kind.value}"
