"""Ask why a request closes, or why it gets a no, and what happens now."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.requests.closing import (
    CLOSING,
    FEWEST_WORDS,
    LACK_WORDS,
    SAYING_NO,
    Asks,
    ClosingReason,
    Lack,
    Safe,
    Weighed,
    needs_words,
)
from loopplank.core.requests.refusal import Closing
from loopplank.web.kit.fields import DATE, LINES
from loopplank.web.kit.words import word

# --- closing --------------------------------------------------------------------------------------

NOTHING: dict[str, Any] = {
    "next_step": "",
    "next_party": "",
    "next_party_agreed": False,
    "next_contact_on": None,
    "first_number": "",
}


class ReasonSelect(forms.RadioSelect):
    """Reasons to close. Each says which questions belong to it, and what happens by itself."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        rule = CLOSING[ClosingReason(str(value))]
        option["attrs"]["data-asks"] = " ".join(rule.asks)
        option["after"] = word(rule.next_step) if rule.next_step else ""
        return option


class NextStepForm(forms.Form):
    """What happens now with the person: a named party, or nobody and that was discussed."""

    next_step = forms.ChoiceField(
        label=gettext_lazy("Wat gebeurt er nu met deze persoon?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            ("party", gettext_lazy("Iemand anders pakt het op")),
            ("nobody", gettext_lazy("Niemand, en dat is met de persoon besproken")),
        ],
    )
    next_party = forms.CharField(
        label=gettext_lazy("Wie pakt het op?"), max_length=120, required=False
    )
    next_party_agreed = forms.BooleanField(label=gettext_lazy("Zij zeiden ja"), required=False)
    next_contact_on = forms.DateField(
        label=gettext_lazy("Uiterlijk welke dag is er contact?"), widget=DATE, required=False
    )

    first_number = forms.CharField(
        label=gettext_lazy("Nummer van de eerste hulpvraag"),
        help_text=gettext_lazy(
            "Bijvoorbeeld 2611-038. Wie daar een link van heeft, ziet die vraag."
        ),
        max_length=12,
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def check_next_step(self, cleaned: dict[str, Any]) -> None:
        chosen, day = cleaned.get("next_step"), cleaned.get("next_contact_on")
        if not chosen and "next_step" not in self.errors:
            self.add_error("next_step", _("Kies wat er nu gebeurt."))
        if chosen == "party" and not cleaned.get("next_party", "").strip():
            self.add_error("next_party", _("Vul in wie het oppakt."))
        if chosen == "nobody":
            self.let_go(cleaned, "next_party", "next_party_agreed")
        if day and day < self.today:
            self.add_error("next_contact_on", _("Deze dag is al voorbij."))

    def let_go(self, cleaned: dict[str, Any], *names: str) -> None:
        """Let go of what is out of sight: it does not count, right or wrong."""
        for name in names:
            self.errors.pop(name, None)
            cleaned[name] = NOTHING.get(name, "")


class SafeForm(forms.Form):
    """Ask why it is safe, and what was tried, of somebody of whom nobody weighed danger."""

    safe_why = forms.CharField(
        label=gettext_lazy("Waarom is het veilig om te sluiten?"),
        help_text=gettext_lazy("Schrijf op hoe je dat weet. Je naam komt erbij."),
        max_length=300,
        required=False,
        widget=LINES,
    )
    safe_tried = forms.CharField(
        label=gettext_lazy("Wat probeerden jullie om het te weten te komen?"),
        help_text=gettext_lazy("Bijvoorbeeld: langs geweest, de huisarts gebeld."),
        max_length=300,
        required=False,
        widget=LINES,
    )

    def __init__(self, *args: Any, weighed: Weighed = Weighed.CLEAR, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weighed = weighed
        if weighed is Weighed.CLEAR:
            del self.fields["safe_why"]
            del self.fields["safe_tried"]

    def safe(self) -> Safe:
        """Return what was written about being safe."""
        typed = self.cleaned_data
        return Safe(typed.get("safe_why", ""), typed.get("safe_tried", ""))

    def check_safe(self, cleaned: dict[str, Any]) -> None:
        """Add a sentence to what says too little."""
        if self.weighed is Weighed.CLEAR:
            return
        for name in (Asks.SAFE_WHY, Asks.SAFE_TRIED):
            if len(cleaned.get(name, "").split()) < FEWEST_WORDS:
                self.add_error(name, _("Schrijf dit op in minstens drie woorden."))


class EraseForm(SafeForm):
    """Erasing closes what is still open, so that it asks the same."""

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        self.check_safe(cleaned)
        return cleaned


class ClosingForm(SafeForm, NextStepForm):
    """A reason and a next step.

    What was typed under another reason than the chosen one does not count: it may be out of sight.
    """

    reason = forms.ChoiceField(
        label=gettext_lazy("Waarom sluit je af?"),
        widget=ReasonSelect,
        choices=lambda: [(r.value, word(CLOSING[r].label)) for r in CLOSING if r not in SAYING_NO],
        error_messages={"required": gettext_lazy("Kies een reden.")},
    )
    first_number = forms.CharField(
        label=gettext_lazy("Nummer van de eerste hulpvraag"),
        help_text=gettext_lazy(
            "Bijvoorbeeld 2611-038. Wie daar een link van heeft, ziet die vraag."
        ),
        max_length=12,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reason = cleaned.get("reason")
        asked = CLOSING[ClosingReason(reason)].asks if reason else ()
        if Asks.NEXT_STEP in asked:
            self.check_next_step(cleaned)
        elif reason:
            self.let_go(cleaned, *(name for name in NOTHING if name != "first_number"))
        if Asks.FIRST_NUMBER not in asked:
            self.let_go(cleaned, "first_number")
        elif not cleaned.get("first_number", "").strip():
            self.add_error("first_number", _("Vul het nummer van de eerste hulpvraag in."))
        if reason and needs_words(ClosingReason(reason), self.weighed):
            self.check_safe(cleaned)
        return cleaned


# --- saying no ------------------------------------------------------------------------------------
# Why, what can be done, who takes it up, and one line for the count.

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
        """Return what was filled in."""
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
