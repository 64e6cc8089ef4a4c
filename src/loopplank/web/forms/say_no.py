"""Saying no: why, what can be done, who takes it up, and one line for the count."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.closing import CLOSING, LACK_WORDS, SAYING_NO, Asks, ClosingReason, Lack
from loopplank.core.refusing import Closing
from loopplank.web.forms.closing import NextStepForm, ReasonSelect
from loopplank.web.words import word

_NOES = {reason: CLOSING[reason] for reason in CLOSING if reason in SAYING_NO}
_ASKED = [lack for rule in _NOES.values() if Asks.LACK in rule.asks for lack in rule.lacks]


class SayNoForm(NextStepForm):
    """What lacks is asked only where the reason leaves it open: no place may be no hours."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Waarom zeg je nee?"),
        widget=ReasonSelect,
        choices=lambda: [(r.value, word(rule.label)) for r, rule in _NOES.items()],
        error_messages={"required": gettext_lazy("Kies een reden.")},
    )
    lack = forms.ChoiceField(
        label=gettext_lazy("Wat ontbreekt er?"),
        widget=forms.RadioSelect,
        required=False,
        choices=lambda: [(lack.value, word(LACK_WORDS[lack])) for lack in _ASKED],
    )
    partial_offer = forms.CharField(
        label=gettext_lazy("Wat kan er wel?"),
        help_text=gettext_lazy("Dit staat in de brief. Bijvoorbeeld: woensdagmiddag naar buiten."),
        max_length=300,
        required=False,
    )
    example = forms.CharField(
        label=gettext_lazy("Eén regel voor de telling"),
        help_text=gettext_lazy(
            "Zonder naam of straat. Bijvoorbeeld: oppas in de avond, drie keer."
        ),
        max_length=120,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reason = cleaned.get("reason")
        if reason:
            self.check_next_step(cleaned)
        if not reason or Asks.LACK not in CLOSING[ClosingReason(reason)].asks:
            self.let_go(cleaned, "lack")
        elif not cleaned.get("lack") and "lack" not in self.errors:
            self.add_error("lack", _("Kies wat er ontbreekt: plek of uren."))
        if cleaned.get("next_party_agreed") and not cleaned.get("next_contact_on"):
            self._needs_a_day()
        return cleaned

    def _needs_a_day(self) -> None:
        if "next_contact_on" not in self.errors:
            self.add_error("next_contact_on", _("Kies de dag waarop zij uiterlijk bellen."))

    def closing(self) -> Closing:
        """What was filled in."""
        typed = self.cleaned_data
        return Closing(
            reason=ClosingReason(typed["reason"]),
            next_party=typed["next_party"],
            next_party_agreed=typed["next_party_agreed"],
            next_contact_on=typed["next_contact_on"],
            nobody_discussed=typed["next_step"] == "nobody",
            lack=Lack(typed["lack"]) if typed["lack"] else None,
            partial_offer=typed["partial_offer"],
            example=typed["example"],
        )
