"""When and how often a volunteer wants to hear of us; and the hours of a whole network."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.kit.reason import Refused
from loopplank.core.messages.wishes import (
    ASK_WORDS,
    DAYS_BEFORE,
    MOST_A_WEEK,
    MOST_ASKS_A_MONTH,
    REST_DAYS,
    AskAt,
    NetworkHours,
    Wishes,
)
from loopplank.core.requests import intake
from loopplank.web.kit.words import first_up, say, word

NONE = "none"


def _day(chosen: str) -> int | None:
    return None if chosen == NONE else int(chosen)


class ReminderField(forms.TypedChoiceField):
    """How long before a visit its reminder comes, or not at all."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            choices=lambda: [
                *((str(n), word(said)) for n, said in DAYS_BEFORE.items()),
                (NONE, _("Geen herinnering")),
            ],
            coerce=_day,
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(
                ("required", "invalid_choice"), gettext_lazy("Kies wanneer, of kies geen.")
            ),
        )

    @staticmethod
    def initial_of(wishes: Wishes) -> str:
        return str(wishes.days_before) if wishes.visit_reminder else NONE


class ReminderForm(forms.Form):
    """The same choice, as a coordinator heard it."""

    days_before = ReminderField(gettext_lazy("Wanneer komt een herinnering van een bezoek?"))


class MessageWishesForm(forms.Form):
    """The choices of one volunteer; each has an answer already."""

    ask_at = forms.TypedChoiceField(
        label=gettext_lazy("Hoe laat wil je een nieuwe vraag?"),
        help_text=gettext_lazy("Alleen van maandag tot en met vrijdag."),
        choices=lambda: [(at.value, word(said)) for at, said in ASK_WORDS.items()],
        coerce=AskAt,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Kies 10:00 of 19:00 uur.")
        ),
    )
    days_before = ReminderField(gettext_lazy("Wanneer wil je een herinnering van een bezoek?"))
    monday = forms.BooleanField(
        label=gettext_lazy("Alles in één bericht, op maandag om 10:00 uur"), required=False
    )
    rest_day = forms.TypedChoiceField(
        label=gettext_lazy("Op welke dag wil je nooit een bericht?"),
        choices=lambda: [
            (NONE, _("Geen vaste dag")),
            *((str(n), first_up(word(name))) for n, name in enumerate(intake.DAYS)),
        ],
        coerce=_day,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Kies een dag uit de lijst.")},
    )

    @staticmethod
    def initial_of(wishes: Wishes) -> dict[str, Any]:
        return {
            "ask_at": wishes.ask_at.value,
            "days_before": ReminderField.initial_of(wishes),
            "monday": wishes.monday,
            "rest_day": NONE if wishes.rest_day is None else str(wishes.rest_day),
        }

    def wishes(self) -> Wishes:
        """Read them from a form that is right."""
        chosen = dict(self.cleaned_data)
        days = chosen.pop("days_before")
        if days is None:
            return Wishes(**chosen, visit_reminder=False)
        return Wishes(**chosen, days_before=days)


class _Time(forms.TimeField):
    """A time of the day, as the browser's own field gives it."""

    def __init__(self, label: Any, **options: Any) -> None:
        sentence = gettext_lazy("Vul een tijd in, bijvoorbeeld 20:00.")
        super().__init__(
            label=label,
            widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
            input_formats=["%H:%M"],
            error_messages=dict.fromkeys(("required", "invalid"), sentence),
            **options,
        )


class _Count(forms.IntegerField):
    """A small number; the sentence says which."""

    def __init__(self, bounds: tuple[int, int], sentence: Any, **options: Any) -> None:
        super().__init__(
            min_value=bounds[0],
            max_value=bounds[1],
            widget=forms.NumberInput({"inputmode": "numeric"}),
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"), sentence
            ),
            **options,
        )


class MessageHoursForm(forms.Form):
    """Between which hours messages leave, on which day none, and how many a volunteer gets."""

    quiet_from = _Time(gettext_lazy("Vanaf hoe laat krijgt een vrijwilliger niets meer?"))
    quiet_to = _Time(gettext_lazy("Tot hoe laat in de ochtend niet?"))
    asker_from = _Time(gettext_lazy("Vanaf hoe laat krijgt wie hulp vraagt bericht?"))
    asker_to = _Time(gettext_lazy("Tot hoe laat?"))
    rest_day = forms.TypedChoiceField(
        label=gettext_lazy("Op welke dag gaat er niets weg?"),
        choices=lambda: [
            *((str(n), first_up(word(intake.DAYS[n]))) for n in REST_DAYS),
            (NONE, _("Geen vaste dag")),
        ],
        coerce=_day,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Kies een dag, of geen vaste dag.")
        ),
    )
    most_a_week = _Count(
        MOST_A_WEEK,
        gettext_lazy("Vul een getal in van 1 tot en met 7."),
        label=gettext_lazy("Hoeveel berichten per week krijgt een vrijwilliger, ten hoogste?"),
        help_text=gettext_lazy(
            "Wat niet kan wachten, gaat altijd weg. Zoals: het bezoek gaat niet door."
        ),
    )
    most_asks_a_month = _Count(
        MOST_ASKS_A_MONTH,
        gettext_lazy("Vul een getal in van 1 tot en met 12."),
        label=gettext_lazy("Hoeveel nieuwe vragen per maand, ten hoogste?"),
        help_text=gettext_lazy("Van alle organisaties samen."),
    )

    @staticmethod
    def initial_of(hours: NetworkHours) -> dict[str, Any]:
        names = (
            "quiet_from",
            "quiet_to",
            "asker_from",
            "asker_to",
            "most_a_week",
            "most_asks_a_month",
        )
        return {
            **{name: getattr(hours, name) for name in names},
            "rest_day": NONE if hours.rest_day is None else str(hours.rest_day),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse, by the rule itself, hours in which nobody could be asked."""
        typed = super().clean() or {}
        if not self.errors:
            try:
                NetworkHours(**typed)
            except Refused as refused:
                self.add_error(refused.reason.code.removeprefix("hours."), say(refused.reason))
        return typed

    def hours(self) -> NetworkHours:
        """Read them from a form that is right."""
        return NetworkHours(**self.cleaned_data)
