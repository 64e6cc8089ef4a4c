"""The forms around one match: meeting, talk, end."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.intake import WORDS, HoldingOut
from loopplank.web.forms.lines import DATE, LINES, TIME
from loopplank.web.words import word


class MeetingForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Op welke dag?"),
        widget=DATE,
        error_messages={"required": gettext_lazy("Kies een dag.")},
    )
    at = forms.TimeField(
        label=gettext_lazy("Hoe laat?"),
        widget=TIME,
        error_messages={"required": gettext_lazy("Kies een tijd.")},
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        from loopplank.core.calendar import at_local

        cleaned = super().clean() or {}
        day, at = cleaned.get("day"), cleaned.get("at")
        if isinstance(day, date) and isinstance(at, time):
            cleaned["meeting_at"] = at_local(day, at)
            if cleaned["meeting_at"] <= self.now:
                self.add_error("day", _("Deze tijd is al voorbij."))
        return cleaned


class EndForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Waarom stopt het?"),
        widget=forms.RadioSelect,
        choices=[
            ("done", gettext_lazy("Het is klaar")),
            ("rather_not", gettext_lazy("Een van beiden wil liever niet meer")),
            ("no_rapport", gettext_lazy("Het klikt niet")),
            ("moved", gettext_lazy("Verhuisd of geen tijd meer")),
            ("too_heavy", gettext_lazy("Het werd te zwaar")),
            ("other", gettext_lazy("Iets anders")),
        ],
        error_messages={"required": gettext_lazy("Kies een reden.")},
    )


class EvaluationForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Hoe gaat het, volgens beiden?"),
        widget=LINES,
        max_length=2000,
        required=False,
    )
    holding_out = forms.TypedChoiceField(
        label=gettext_lazy("Hoe lang houdt de mantelzorger dit nog vol, als er niets verandert?"),
        help_text=gettext_lazy("Vraag het de mantelzorger zelf. Leeg laten mag."),
        choices=lambda: [(one.value, word(WORDS[one])) for one in HoldingOut],
        coerce=HoldingOut,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    new_last_day = forms.DateField(
        label=gettext_lazy("Laatste dag"),
        help_text=gettext_lazy("Verlengen vraagt opnieuw ruimte van de vrijwilliger."),
        widget=DATE,
        required=False,
    )

    def __init__(self, *args: Any, with_carer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_carer:
            del self.fields["holding_out"]
