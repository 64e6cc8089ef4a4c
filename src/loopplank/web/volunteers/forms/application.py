"""Ask what somebody would like to do, and note how their application goes on."""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.actions.volunteers.applications import Reached
from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Refused, dutch
from loopplank.core.requests.intake import DAYS, PARTS, day_parts
from loopplank.core.volunteers.application import (
    AGE_WORDS,
    DOING,
    HOURS,
    HOW_LONG_WORDS,
    LONGEST_WORDS,
    MORE,
    STOP_WORDS,
    Age,
    HowLong,
    StopReason,
    Wanted,
    may_apply,
    minutes_of,
)
from loopplank.web.kit.fields import (
    DATE,
    EmailField,
    PhoneField,
    PostcodeField,
    StoryField,
    WordsField,
)
from loopplank.web.kit.words import day_with_year, say, word

UNSURE = "unsure"
_UNSURE_WORDS = dutch("Ik weet het nog niet")
_KEY = re.compile(r"[0-9a-f]{64}")
#: The number before a question.
_NUMBER = re.compile(r"^\d\. ")


class ApplyForm(forms.Form):
    """Five short questions. Nothing is chosen beforehand, and the smallest answer stands first."""

    use_required_attribute = False

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("1. Wat lijkt je leuk?"),
        help_text=gettext_lazy("Kies wat je wilt. Meer mag."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "Een van je keuzes doen wij hier niet. Kies opnieuw, of sla dit over."
            )
        },
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("2. Wanneer kun je meestal?"),
        help_text=gettext_lazy("Wisselt het? Sla dit dan over."),
        coerce=int,
        required=False,
        choices=lambda: [(n, word(name)) for n, name in enumerate(DAYS)],
        widget=forms.CheckboxSelectMultiple,
    )
    parts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Welk deel van de dag?"),
        coerce=int,
        required=False,
        choices=lambda: [(n, word(name)) for n, name in enumerate(PARTS)],
        widget=forms.CheckboxSelectMultiple,
    )
    hours = forms.ChoiceField(
        label=gettext_lazy("3. Hoeveel uur past er in een week?"),
        help_text=gettext_lazy(
            "Begin klein. Dit wordt jouw grens, en alleen jij verandert die. Kies je meer? Dan"
            " begin je met 3 uur. Later zet jij het zelf hoger."
        ),
        choices=lambda: [
            *((str(n), _hours(str(n))) for n in HOURS),
            (MORE, _hours(MORE)),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoeveel uur er in een week past.")},
    )
    how_long = forms.ChoiceField(
        label=gettext_lazy("4. Hoe lang wil je dit doen?"),
        choices=lambda: [(one, _how_long(one)) for one in HowLong],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe lang je dit wilt doen.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Tot welke dag?"),
        required=False,
        widget=DATE,
        error_messages={"invalid": gettext_lazy("Kies een dag.")},
    )
    age = forms.ChoiceField(
        label=gettext_lazy("5. Hoe oud ben je?"),
        help_text=gettext_lazy("Je geboortedatum vragen wij niet."),
        choices=lambda: [(one, word(AGE_WORDS[one])) for one in Age],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe oud je bent.")},
    )
    first_name = WordsField(
        label=gettext_lazy("Voornaam"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": gettext_lazy("Vul je voornaam in.")},
    )
    last_name = WordsField(
        label=gettext_lazy("Achternaam"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "family-name"}),
        error_messages={"required": gettext_lazy("Vul je achternaam in.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Telefoonnummer"),
        autocomplete="tel",
        error_messages={"required": gettext_lazy("Vul je telefoonnummer in.")},
    )
    email = EmailField(label=gettext_lazy("E-mailadres"), required=False, autocomplete="email")
    postcode = PostcodeField(
        label=gettext_lazy("Postcode"),
        help_text=gettext_lazy("Dan zoeken wij iets in je buurt. De vier cijfers zijn genoeg."),
        required=False,
        autocomplete="postal-code",
    )
    submission = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        offered: Collection[Kind],
        asked_much: Collection[str],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]  # it has them
            *((str(kind), _kind(kind, asked_much)) for kind in offered),
            (UNSURE, _with_hint(word(_UNSURE_WORDS), _("Dan kijken wij samen"))),
        ]

    def clean_submission(self) -> str:
        key = str(self.cleaned_data["submission"])
        return key if _KEY.fullmatch(key) else ""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "age" in typed and "how_long" in typed and "hours" in typed and "until" in typed:
            try:
                may_apply(self.wanted(), self.today)
            except Refused as refused:
                field = "age" if typed["age"] == Age.CHILD else "until"
                self.add_error(field, say(refused.reason))
        return typed

    def typed(self) -> list[tuple[str, str]]:
        """Return what was sent, right or wrong, as names and values: to send it once more."""
        found = [(bound.name, bound.data) for bound in self]
        return [
            (name, one)
            for name, value in found
            for one in (value if isinstance(value, list) else [value])
            if one
        ]

    def typed_words(self) -> list[tuple[str, str]]:
        """Return the same in words, a line a question: to show it back where it is not taken."""
        lines: dict[str, list[str]] = {}
        for name, one in self.typed():
            if not self[name].is_hidden:
                lines.setdefault(name, []).append(_typed_word(name, one))
        return [(_NUMBER.sub("", str(self[name].label)), ", ".join(w)) for name, w in lines.items()]

    def wanted(self) -> Wanted:
        typed = self.cleaned_data
        days, parts = typed.get("days") or [], typed.get("parts") or []
        return Wanted(
            kinds=tuple(k for k in typed.get("kinds") or [] if k != UNSURE),
            # nothing chosen: it changes, and nobody reads a wish into it
            day_parts=day_parts(days, parts) if days or parts else 0,
            minutes=minutes_of(typed["hours"]),
            how_long=HowLong(typed["how_long"]),
            until=typed["until"] if typed["how_long"] == HowLong.UNTIL else None,
            age=Age(typed["age"]),
        )

    def person(self, language: str) -> Reached:
        names = ("first_name", "last_name", "phone", "email", "postcode")
        return Reached(**{n: self.cleaned_data[n] for n in names}, language=language)


class StopForm(forms.Form):
    """Why somebody does not begin."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Waarom niet?"),
        choices=lambda: [(one, word(STOP_WORDS[one])) for one in StopReason],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies waarom niet.")},
    )
    words = StoryField(
        label=gettext_lazy("In een zin (hoeft niet)"),
        help_text=gettext_lazy("Alleen jullie lezen dit. Na vier weken wordt het gewist."),
        longest=LONGEST_WORDS,
        rows=2,
    )


class StepForm(forms.Form):
    """On which day something was seen or is planned."""

    day = forms.DateField(required=False, widget=DATE)

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and not 2000 <= day.year <= 2100:
            raise ValidationError(_("Kies een dag."))
        return day


def _kind(kind: Kind, asked_much: Collection[str]) -> str:
    label = word(DOING[kind])
    return _with_hint(label, _("Hier is nu veel vraag naar")) if kind in asked_much else label


def _hours(chosen: str) -> str:
    return _("meer") if chosen == MORE else _("%(n)s uur") % {"n": int(chosen) // 60}


#: What the answers that are chosen are called.
_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "kinds": {**dict[str, str](DOING.items()), UNSURE: _UNSURE_WORDS},
    "days": dict(zip("0123456", DAYS, strict=True)),
    "parts": dict(zip("012", PARTS, strict=True)),
    "how_long": dict[str, str](HOW_LONG_WORDS.items()),
    "age": dict[str, str](AGE_WORDS.items()),
}


def _typed_word(name: str, value: str) -> str:
    """Say one answer as the form says it; what is none of its answers as it was sent."""
    if name == "hours" and value in {*map(str, HOURS), MORE}:
        return _hours(value)
    if name == "until":
        with suppress(ValueError):
            return day_with_year(date.fromisoformat(value))
    return word(_ANSWERS.get(name, {}).get(value, "")) or value


def _how_long(one: HowLong) -> str:
    label = word(HOW_LONG_WORDS[one])
    hints = {
        HowLong.ONCE: _("Daarna zeg je ja of nee."),
        HowLong.SIX_WEEKS: _("Daarna vragen wij je niets, tot jij het zegt."),
    }
    return _with_hint(label, hints[one]) if one in hints else label


def _with_hint(label: str, hint: str) -> str:
    return format_html("{}<small>{}</small>", label, hint)
