"""Writing a visit down in three taps, and choosing another day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.volunteers.visits import usual_lengths
from loopplank.web.kit.fields import DATE, StoryField
from loopplank.web.kit.words import hours

FELT = [
    ("fine", gettext_lazy("Fijn")),
    ("fair", gettext_lazy("Ging wel")),
    ("heavy", gettext_lazy("Zwaar")),
]
OTHER = "other"
CHOOSE_FELT = gettext_lazy("Kies hoe het was.")


class VisitForm(forms.Form):
    """How it was, whether somebody should call, and how long it took."""

    felt = forms.ChoiceField(
        label=gettext_lazy("Hoe was het voor jou?"),
        widget=forms.RadioSelect,
        choices=FELT,
        error_messages={"required": CHOOSE_FELT},
    )
    wants_call = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Ja, graag")), ("no", gettext_lazy("Nee, alleen bewaren"))],
        required=False,
    )
    minutes = forms.ChoiceField(
        label=gettext_lazy("Hoe lang duurde het?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe lang het duurde.")},
    )
    other_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Hoe lang dan?"), coerce=int, empty_value=None, required=False
    )
    note = StoryField(
        label=gettext_lazy("Wil je er iets bij schrijven?"),
        help_text=gettext_lazy("Schrijf niets over ziektes. Ten hoogste 200 tekens."),
        longest=200,
        rows=2,
    )

    extra = forms.BooleanField(
        label=gettext_lazy("Er kwam iets bij dat niet was afgesproken"), required=False
    )

    def __init__(self, *args: Any, planned: int, caller: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wants_call"].label = _("Wil je dat %(name)s belt?") % {"name": caller}
        lengths = usual_lengths(planned)
        _choices(self, "minutes").choices = [
            *((str(n), _short_length(n)) for n in lengths),
            (OTHER, _("Anders")),
        ]
        _choices(self, "other_minutes").choices = [
            ("", _("Kies")),
            *((n, hours(n)) for n in _other_lengths(self.initial.get("other_minutes"))),
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("minutes") == OTHER and not typed.get("other_minutes"):
            self.add_error("other_minutes", _("Kies hoe lang het duurde."))
        if typed.get("felt") == "heavy" and not typed.get("wants_call"):
            self.add_error("wants_call", _("Kies of je wilt dat iemand belt."))
        return typed

    @property
    def length(self) -> int:
        """Return minutes, from a form that is right."""
        chosen = self.cleaned_data["minutes"]
        return int(self.cleaned_data["other_minutes"] if chosen == OTHER else chosen)

    @staticmethod
    def initial_of(planned: int, minutes: int | None, felt: str, note: str) -> dict[str, Any]:
        """Choose the plan beforehand; what was written down before stands there again."""
        length = minutes or planned
        usual = length in usual_lengths(planned)
        return {
            "felt": felt,
            "note": note,
            "minutes": str(length) if usual else OTHER,
            "other_minutes": None if usual else length,
        }


class VisitOnBehalfForm(VisitForm):
    """The same for a coordinator who hears it on the phone; the day is asked too."""

    day = forms.DateField(
        label=gettext_lazy("Op welke dag?"),
        widget=DATE,
        error_messages={"required": gettext_lazy("Kies de dag van het bezoek.")},
    )
    field_order = ["day", "felt", "wants_call", "minutes", "other_minutes", "note", "extra"]

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["felt"].label = _("Hoe was het voor %(name)s?") % {"name": name}
        self.fields["wants_call"].label = _("Wil %(name)s er later over praten?") % {"name": name}


class DayForm(forms.Form):
    """Only a day."""

    day = forms.DateField(
        label=gettext_lazy("Welke dag?"),
        widget=DATE,
        error_messages={
            "required": gettext_lazy("Kies een dag."),
            "invalid": gettext_lazy("Kies een dag."),
        },
    )


class OtherVisitForm(forms.Form):
    """To whom and on which day; sent with GET, because it only chooses a page."""

    wie = forms.ChoiceField(
        label=gettext_lazy("Bij wie was je?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies bij wie je was.")},
    )
    dag = forms.DateField(
        label=gettext_lazy("Op welke dag?"),
        widget=DATE,
        error_messages={
            "required": gettext_lazy("Kies de dag van het bezoek."),
            "invalid": gettext_lazy("Kies de dag van het bezoek."),
        },
    )

    def __init__(
        self, *args: Any, people: Iterable[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        _choices(self, "wie").choices = list(people)

    def clean_dag(self) -> date:
        chosen: date = self.cleaned_data["dag"]
        if chosen > self.today:
            raise forms.ValidationError(_("Dit bezoek moet nog komen. Schrijf het daarna op."))
        if chosen < self.today - timedelta(days=365):
            raise forms.ValidationError(_("Kies een dag van het afgelopen jaar."))
        return chosen


def _other_lengths(had: int | None) -> list[int]:
    """Offer quarters, from four hours on halves, and what was written down before."""
    usual = {*range(15, 240, 15), *range(240, 12 * 60 + 1, 30)}
    return sorted(usual | {had} if had else usual)


def _short_length(minutes: int) -> str:
    """Say "1½ uur" and "45 min.": two of them stand beside each other on a telephone."""
    return _("%(minutes)s min.") % {"minutes": minutes} if minutes < 60 else hours(minutes)


def _choices(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells the type checker
    return field
