"""Ask when somebody is not there, and for their last day; nobody asks why."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.kit.calendar import monday
from loopplank.core.volunteers.away import Away
from loopplank.web.kit.fields import DATE
from loopplank.web.kit.words import word
from loopplank.web.volunteers.words import REGION_WORDS

# --- days away ------------------------------------------------------------------------------------

SUNDAY = timedelta(days=6)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=DATE,
        error_messages={"invalid": gettext_lazy("Kies een dag.")},
    )


class AwayForm(forms.Form):
    """A period: a week with one tap, or a first and a last day."""

    length = forms.ChoiceField(
        label=gettext_lazy("Wanneer ben je er niet?"),
        widget=forms.RadioSelect,
        choices=[
            ("this_week", gettext_lazy("Deze week niet meer")),
            ("next_week", gettext_lazy("Volgende week")),
            ("until", gettext_lazy("Andere dagen")),
        ],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Kies wanneer je er niet bent.")
        ),
    )
    first = _day(gettext_lazy("Vanaf welke dag?"))
    last = _day(gettext_lazy("Tot en met welke dag?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("length") != "until":
            return typed
        for name, sentence in (
            ("first", _("Kies de eerste dag dat je er niet bent.")),
            ("last", _("Kies de laatste dag dat je er niet bent.")),
        ):
            if typed.get(name) is None and name not in self.errors:
                self.add_error(name, sentence)
        first, last = typed.get("first"), typed.get("last")
        if first and last and last < first:
            self.add_error("last", _("De laatste dag mag niet vóór de eerste liggen."))
        return typed

    @property
    def period(self) -> Away:
        """Read it from a form that is right."""
        week = monday(self.today)
        if self.cleaned_data["length"] == "this_week":
            return Away(self.today, week + SUNDAY)
        if self.cleaned_data["length"] == "next_week":
            return Away(week + timedelta(weeks=1), week + timedelta(weeks=1) + SUNDAY)
        return Away(self.cleaned_data["first"], self.cleaned_data["last"])


class SchoolForm(forms.Form):
    """Whether the school holidays are free, and of which region."""

    region = forms.ChoiceField(
        label=gettext_lazy("Ben je er in de schoolvakanties?"),
        widget=forms.RadioSelect,
        choices=lambda: [
            ("none", _("Ja, gewoon")),
            *(
                (code, _("Nee, regio %(region)s") % {"region": word(name)})
                for code, name in REGION_WORDS.items()
            ),
        ],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Kies een van de vier.")
        ),
    )


class PeriodForm(forms.Form):
    """Which period is taken back."""

    first, last = _day(""), _day("")
    first.required = last.required = True

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("first") and typed.get("last") and typed["last"] < typed["first"]:
            self.add_error("last", "")
        return typed

    @property
    def period(self) -> Away:
        return Away(self.cleaned_data["first"], self.cleaned_data["last"])


# --- a last day; nobody asks why ------------------------------------------------------------------

TODAY, OTHER = "today", "other"


class DeathForm(forms.Form):
    """That somebody died is not written down by one press."""

    sure = forms.BooleanField(
        error_messages={"required": gettext_lazy("Vink dit aan als je het zeker weet.")}
    )

    def __init__(self, data: Any, *, name: str) -> None:
        super().__init__(data)
        self.fields["sure"].label = _(
            "Ik hoorde dit van iemand die het zeker weet, zoals familie van %(name)s"
        ) % {"name": name}


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
        widget=DATE,
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
        """Read it from a form that is right."""
        chosen: date = self.cleaned_data["last"]
        return chosen if self.cleaned_data["when"] == OTHER else self.today
