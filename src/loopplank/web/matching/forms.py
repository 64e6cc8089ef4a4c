"""Ask about one match, a request passed over, plans, and a change of volunteer."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.matching.match_change import ChangePage
from loopplank.access.matching.visit_move import MovePage
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.kinds import KIND_LABELS, KIND_SHORT, Kind
from loopplank.core.matching.match_change import Rhythm
from loopplank.core.matching.passed_over import OUTCOME_WORDS, Outcome
from loopplank.core.matching.plan_settings import (
    FAIRNESS_WORDS,
    HANDOVER_WORDS,
    Fairness,
    HandoverCost,
    PlanSettings,
)
from loopplank.core.requests.intake import DAYS, WORDS, HoldingOut
from loopplank.core.requests.refusal import SOURCE_WORDS
from loopplank.web.kit.fields import DATE, EVERY_WEEKS, LINES, TIME
from loopplank.web.kit.words import day, first_up, in_sentence, word
from loopplank.web.volunteers.words import clock_time

# --- one match: meeting, talk, end ----------------------------------------------------------------


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

    asked = forms.BooleanField(
        label=gettext_lazy("Ik vroeg de vrijwilliger of deze dag kan"),
        help_text=gettext_lazy(
            "Alleen nodig in een pauze, op een dag weg, of bij een open signaal."
        ),
        required=False,
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        from loopplank.core.kit.calendar import at_local

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


class PartNoForm(forms.Form):
    """Why nobody comes for one dated part."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Waarom kan het niet?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies een reden.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code.value, first_up(word(text))) for code, text in SOURCE_WORDS.items()]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]  # a choice field


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


class ChangeForm(forms.Form):
    """Other days, hours or a last day of help that runs. What it is now stands filled in."""

    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Op welke dag?"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=lambda: [
            ("", _("De dag kiezen zij samen")),
            *((n, first_up(word(name))) for n, name in enumerate(DAYS)),
        ],
    )
    start_time = forms.TimeField(label=gettext_lazy("Hoe laat?"), required=False, widget=TIME)
    visit_minutes = forms.IntegerField(
        label=gettext_lazy("Hoe lang duurt één keer, in minuten?"),
        min_value=15,
        max_value=720,
        error_messages={"required": gettext_lazy("Vul in hoe lang één keer duurt.")},
    )
    visits_per_week = forms.IntegerField(
        label=gettext_lazy("Hoe vaak per week?"),
        min_value=1,
        max_value=7,
        error_messages={"required": gettext_lazy("Vul in hoe vaak per week.")},
    )
    every_weeks = forms.TypedChoiceField(
        label=gettext_lazy("Elke week, of minder vaak?"), coerce=int, choices=EVERY_WEEKS
    )
    last_day = forms.DateField(
        label=gettext_lazy("Laatste dag"),
        widget=DATE,
        error_messages={"required": gettext_lazy("Kies een laatste dag.")},
    )
    first_day = forms.DateField(
        label=gettext_lazy("Vanaf welke dag geldt het?"),
        help_text=gettext_lazy("Tot die dag blijft alles zoals het is."),
        widget=DATE,
        error_messages={"required": gettext_lazy("Kies vanaf welke dag.")},
    )

    def __init__(self, data: Any, *, page: ChangePage, now: datetime) -> None:
        rhythm = page.now
        super().__init__(
            data,
            initial={
                **{name: getattr(rhythm, name) for name in _RHYTHM},
                "first_day": local_day(now) + timedelta(days=1),
            },
        )

    def rhythm(self) -> Rhythm:
        """Return what was asked, from a form that is right."""
        return Rhythm(**{name: self.cleaned_data[name] for name in _RHYTHM})


class MoveVisitForm(forms.Form):
    """One visit on another moment, as both agreed."""

    day = forms.TypedChoiceField(label=gettext_lazy("Welk bezoek?"), coerce=date.fromisoformat)
    new_day = forms.DateField(
        label=gettext_lazy("Naar welke dag?"),
        help_text=gettext_lazy("Een dag in dezelfde week."),
        widget=DATE,
        error_messages={"required": gettext_lazy("Kies een dag.")},
    )
    new_time = forms.TimeField(label=gettext_lazy("Hoe laat?"), required=False, widget=TIME)
    volunteer_said_yes = forms.BooleanField(required=False)
    person_said_yes = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, page: MovePage) -> None:
        visits = [visit for visit in page.visits if visit.day is not None]
        super().__init__(data, initial={"new_time": visits[0].start if visits else None})
        choices = [
            (
                visit.day.isoformat(),
                day_and_time(visit.day, visit.start),
            )
            for visit in visits
            if visit.day is not None
        ]
        self.fields["day"] = forms.TypedChoiceField(
            label=gettext_lazy("Welk bezoek?"), coerce=date.fromisoformat, choices=choices
        )
        said = {"volunteer_said_yes": page.volunteer, "person_said_yes": in_sentence(page.who)}
        for name, who in said.items():
            self.fields[name].label = _("%(who)s zei ja") % {"who": first_up(who)}


def day_and_time(on: date, start: time | None) -> str:
    """Say "donderdag 3 december om 10:00"."""
    if start is None:
        return day(on)
    return _("%(day)s om %(time)s") % {"day": day(on), "time": clock_time(start)}


_RHYTHM = ("weekday", "start_time", "visit_minutes", "visits_per_week", "every_weeks", "last_day")

# --- a request that a plan passed over for long ---------------------------------------------------


class PassedOverForm(forms.Form):
    outcome = forms.TypedChoiceField(
        label=gettext_lazy("Wat doen jullie met deze vraag?"),
        choices=lambda: [(one.value, word(words)) for one, words in OUTCOME_WORDS.items()],
        coerce=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat jullie met deze vraag doen.")},
    )


# --- how a network wants its plans ----------------------------------------------------------------


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
        """Yield the question of each kind of help."""
        return (self[_named(kind)] for kind in Kind)

    def settings(self) -> PlanSettings:
        """Read them from a form that is right."""
        typed = self.cleaned_data
        return PlanSettings(typed["fairness"], {kind: typed[_named(kind)] for kind in Kind})


def _named(kind: Kind) -> str:
    return f"cost_{kind.value}"


# --- from one volunteer to the next ---------------------------------------------------------------


class NoteForm(forms.Form):
    """What the next volunteer needs to know."""

    text = forms.CharField(
        label=gettext_lazy("Wat is handig om te weten?"),
        help_text=gettext_lazy(
            "Bijvoorbeeld: de bel doet het niet, klop aan. Geen verhaal en geen ziekte. Dat vertelt"
            " de persoon zelf, als die dat wil."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=1000,
        error_messages={
            "required": gettext_lazy("Schrijf één zin op. Ook ‘niets bijzonders’ is goed."),
            "max_length": gettext_lazy("Maak het korter: hooguit 1000 tekens."),
        },
    )
