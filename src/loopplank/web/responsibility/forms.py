"""Ask about clocks, another day, what is late, days of somebody and a stop."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.kit.kinds import KIND_LABELS, Kind
from loopplank.core.requests.states import OPEN, RULES, Clock, State, Unit
from loopplank.core.responsibility.clocks import (
    DEFAULTS,
    MOST,
    MOVE_REASONS,
    UNIT_WORDS,
    URGENCY_WORDS,
    Clocks,
    ClockSettings,
    Place,
    Urgency,
    clock_for,
    may_be_set,
)
from loopplank.web.kit.fields import DATE, Label, lines
from loopplank.web.kit.words import word

# --- clocks, another day, and what is late --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock as the page shows it, and where it comes from."""

    label: str
    amount: forms.BoundField
    unit: forms.BoundField
    source: str


@dataclass(frozen=True, slots=True)
class ClockGroup:
    """The clocks of one state, with what happens when one runs out."""

    title: str
    task: str
    runs_out: str
    rows: list[ClockRow]


class ClocksForm(forms.Form):
    """Every clock; one that is the same as without a setting of its own is not kept."""

    def __init__(
        self, data: Mapping[str, Any] | None, settings: ClockSettings, *, of_network: bool
    ) -> None:
        self.kept = settings
        self.below = ClockSettings() if of_network else settings.without_own()
        initial: dict[str, Any] = {}
        for place in DEFAULTS:
            clock = clock_for(*place, settings)
            assert clock is not None  # noqa: S101  every place has an ordinary one
            initial |= {_amount(place): clock.amount, _unit(place): clock.unit.value}
        super().__init__(data, initial=initial)
        for place in DEFAULTS:
            label = f"{word(RULES[place[0]].label)}, {word(URGENCY_WORDS[place[1]]).lower()}"
            self.fields[_amount(place)] = forms.IntegerField(
                label=label,
                min_value=0,
                widget=forms.TextInput({"inputmode": "numeric"}),
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value"), _("Vul een heel getal in.")
                ),
            )
            self.fields[_unit(place)] = forms.ChoiceField(
                label=_("%(clock)s: dagen of weken") % {"clock": label},
                choices=[(unit.value, word(UNIT_WORDS[unit])) for unit in Unit],
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for place in DEFAULTS:
            clock = self._typed(place)
            if clock is not None and not may_be_set(place[0], clock):
                self.add_error(
                    _amount(place),
                    _("Kies een getal van %(least)s tot en met %(most)s.")
                    % {
                        "least": 0 if may_be_set(place[0], Clock(0, clock.unit)) else 1,
                        "most": MOST[clock.unit],
                    },
                )
        return cleaned

    @property
    def own(self) -> Clocks:
        """Return the clocks that differ from what would hold without them."""
        typed = {place: clock for place in DEFAULTS if (clock := self._typed(place)) is not None}
        return {
            place: clock for place, clock in typed.items() if clock != clock_for(*place, self.below)
        }

    def groups(self) -> list[ClockGroup]:
        return [
            ClockGroup(
                word(RULES[state].label),
                word(RULES[state].task),
                word(RULES[state].runs_out),
                [self._row((state, urgency)) for urgency in Urgency],
            )
            for state in State
            if state in OPEN
        ]

    def _row(self, place: Place) -> ClockRow:
        source = ""
        if place in self.kept.own:
            source = _("eigen")
        elif place in self.kept.network:
            source = _("van het netwerk")
        return ClockRow(
            word(URGENCY_WORDS[place[1]]), self[_amount(place)], self[_unit(place)], source
        )

    def _typed(self, place: Place) -> Clock | None:
        amount = self.cleaned_data.get(_amount(place))
        unit = self.cleaned_data.get(_unit(place))
        return Clock(amount, Unit(unit)) if amount is not None and unit else None


def _amount(place: Place) -> str:
    return f"{place[0]}-{place[1]}"


def _unit(place: Place) -> str:
    return f"{place[0]}-{place[1]}-unit"


class MoveDayForm(forms.Form):
    """Another day, why, and how the person hears it."""

    day = forms.DateField(
        label=gettext_lazy("Wat is de nieuwe dag?"),
        widget=DATE,
        error_messages={"required": gettext_lazy("Kies een dag.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Waarom?"),
        widget=forms.RadioSelect,
        choices=lambda: [(code, word(words)) for code, words in MOVE_REASONS.items()],
        error_messages={"required": gettext_lazy("Kies een reden.")},
    )
    told = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[
            ("message", gettext_lazy("Zet dit bericht klaar")),
            ("phone", gettext_lazy("Al verteld aan de telefoon")),
        ],
        error_messages={"required": gettext_lazy("Kies hoe de persoon het hoort.")},
    )

    def __init__(self, *args: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told"].label = _("Wat zeggen we tegen %(who)s?") % {"who": who}


class UrgencyForm(forms.Form):
    urgency = forms.ChoiceField(
        label=gettext_lazy("Hoe snel is een antwoord nodig?"),
        widget=forms.RadioSelect,
        choices=lambda: [(one.value, word(words)) for one, words in URGENCY_WORDS.items()],
        error_messages={"required": gettext_lazy("Kies hoe snel.")},
    )


class LateForm(forms.Form):
    """One new day for everybody, or each of them with a colleague."""

    how = forms.ChoiceField(
        label=gettext_lazy("Wat zeggen we?"),
        widget=forms.RadioSelect,
        choices=[
            ("day", gettext_lazy("Eén nieuwe dag voor iedereen")),
            ("divide", gettext_lazy("Verdeel ze over collega’s, ieder op de eigen werkdag")),
        ],
        error_messages={"required": gettext_lazy("Kies wat we zeggen.")},
    )
    day = forms.DateField(label=gettext_lazy("Nieuwe dag"), widget=DATE, required=False)
    take = forms.MultipleChoiceField(
        label=gettext_lazy("Welke collega’s?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["take"].choices = colleagues  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == "day" and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Kies een dag."))
        if cleaned.get("how") == "divide" and not cleaned.get("take"):
            self.add_error("take", _("Kies minstens één collega."))
        return cleaned

    @property
    def chosen_day(self) -> date | None:
        day: date | None = self.cleaned_data.get("day")
        return day if self.cleaned_data.get("how") == "day" else None


# --- days of somebody -----------------------------------------------------------------------------
# A turn as stand-in, an absence, and who is asked to take over.


def _day(label: Label, *, missing: Label = "", hint: Label = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=bool(missing),
        widget=DATE,
        error_messages={"required": missing, "invalid": gettext_lazy("Kies een dag.")},
    )


class _WhoForm(forms.Form):
    """`could` are the colleagues to choose from: (membership, name)."""

    who = forms.TypedChoiceField(
        label=gettext_lazy("Wie?"),
        coerce=UUID,
        error_messages={
            "required": gettext_lazy("Kies iemand."),
            "invalid_choice": gettext_lazy("Kies iemand."),
        },
    )

    def __init__(
        self, data: Any = None, *, could: Iterable[tuple[UUID, str]], **options: Any
    ) -> None:
        super().__init__(data, **options)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [
            ("", gettext_lazy("Kies een collega")),
            *((str(pk), name) for pk, name in could),
        ]


class TurnForm(_WhoForm):
    first = _day(gettext_lazy("Eerste dag"), missing=gettext_lazy("Kies de eerste dag."))
    last = _day(gettext_lazy("Laatste dag"), missing=gettext_lazy("Kies de laatste dag."))
    heard_yes = forms.BooleanField(
        label=gettext_lazy("Deze collega zei zelf ja, ik hoorde het"),
        help_text=gettext_lazy("Alleen nodig voor een ander. Jouw naam komt erbij te staan."),
        required=False,
    )


class ClosureForm(forms.Form):
    """The first and the last closed day."""

    first = _day(
        gettext_lazy("Eerste dag dicht"),
        missing=gettext_lazy("Kies de eerste dag dat jullie dicht zijn."),
    )
    last = _day(
        gettext_lazy("Laatste dag dicht"),
        missing=gettext_lazy("Kies de laatste dag dat jullie dicht zijn."),
    )


class AbsenceForm(forms.Form):
    first = _day(
        gettext_lazy("Eerste vrije dag"), missing=gettext_lazy("Kies de eerste vrije dag.")
    )
    last = _day(
        gettext_lazy("Laatste vrije dag"),
        hint=gettext_lazy("Leeg betekent: tot iemand zegt dat de collega er weer is."),
    )


class OfferForm(_WhoForm):
    """Whom to ask to take over."""


# --- an intake stop -------------------------------------------------------------------------------
# For which help, from when until when, and what everybody reads.

WRONG_DAY = gettext_lazy("Vul een dag in, bijvoorbeeld 15-1-2027.")


#: In the form; stored it is no kind.
ALL = "all"


class IntakeStopForm(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(
        label=gettext_lazy("Voor welke hulp?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies voor welke hulp.")},
    )
    first_day = forms.DateField(
        label=gettext_lazy("Vanaf welke dag?"),
        widget=DATE,
        error_messages={"required": WRONG_DAY, "invalid": WRONG_DAY},
    )
    until = forms.DateField(
        label=gettext_lazy("Tot welke dag?"),
        help_text=gettext_lazy("Op die dag mag iedereen weer vragen. Hooguit zes maanden later."),
        widget=DATE,
        error_messages={"required": WRONG_DAY, "invalid": WRONG_DAY},
    )
    words = lines(
        gettext_lazy("Wat leest wie nu hulp zoekt?"),
        200,
        missing=gettext_lazy("Schrijf een zin voor wie nu hulp zoekt. Iedereen leest hem."),
        hint=gettext_lazy("Bijvoorbeeld: onze maatjes zitten aan hun grens."),
    )

    def __init__(self, *args: Any, kinds: Sequence[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            *((kind, word(KIND_LABELS[Kind(kind)])) for kind in kinds),
            (ALL, _("Alle hulp")),
        ]
        self.initial.setdefault("first_day", today)

    def clean_kind(self) -> str:
        """Read a stop without a kind as one about all help."""
        chosen = str(self.cleaned_data["kind"])
        return "" if chosen == ALL else chosen
