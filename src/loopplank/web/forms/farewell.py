"""A last day; nobody asks why."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TODAY, OTHER = "today", "other"


class StopForm(forms.Form):
    """Today is chosen beforehand: who wants to stop need not think of a day."""

    when = forms.ChoiceField(
        label=gettext_lazy("Wanneer is je laatste dag?"),
        widget=forms.RadioSelect,
        choices=[
            (TODAY, gettext_lazy("Vandaag")),
            (OTHER, gettext_lazy("Op een andere dag")),
        ],
        initial=TODAY,
        error_messages={"required": gettext_lazy("Kies wanneer je laatste dag is.")},
    )
    last = forms.DateField(
        label=gettext_lazy("Welke dag?"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Kies een dag.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("when") == OTHER and "last" not in self.errors:
            last = typed.get("last")
            if last is None:
                self.add_error("last", _("Kies je laatste dag."))
            elif last < self.today:
                self.add_error("last", _("Kies vandaag of een dag die nog komt."))
        return typed

    @property
    def last_day(self) -> date:
        """Of a form that is right."""
        chosen: date = self.cleaned_data["last"]
        return chosen if self.cleaned_data["when"] == OTHER else self.today
