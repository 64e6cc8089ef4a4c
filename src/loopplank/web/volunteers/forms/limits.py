"""What somebody can and wants to carry; and a pause."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.volunteers.limits import LimitsPage
from loopplank.actions.volunteers.volunteers import Wishes
from loopplank.core.kit.kinds import KIND_LABELS, KIND_SHORT, Kind
from loopplank.core.requests import intake
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.no_gos import NO_GO_WORDS
from loopplank.core.volunteers.typed_words import MOST_HOURS, hours_typed
from loopplank.web.kit.fields import DATE, refused_as_error
from loopplank.web.kit.words import first_up, word
from loopplank.web.templatetags.loopplank import bare_hours

MOST_PEOPLE = 20
#: The three questions of the first time.
FIRST = ("most", "people", "no_gos")


class HoursField(forms.Field):
    """Hours with a half or a quarter, kept as minutes.

    Not a number field of the browser: that loses the comma of "4,5" in another language.
    """

    def __init__(self, **options: Any) -> None:
        typed = {"inputmode": "decimal", "autocomplete": "off", "data-stepper": "0.5"}
        super().__init__(widget=forms.TextInput({**typed, "data-most": MOST_HOURS}), **options)

    def clean(self, value: Any) -> int | None:
        typed = str(super().clean(value) or "")
        if typed in self.empty_values:
            return None
        return int(refused_as_error(lambda said: str(hours_typed(said)), typed))

    def prepare_value(self, value: Any) -> Any:
        return bare_hours(value) if isinstance(value, int) else value


class WholeField(forms.IntegerField):
    """A count of people; the sentence says what to type."""

    def __init__(self, **options: Any) -> None:
        sentence = gettext_lazy("Vul een getal in van 0 tot 20.")
        number = {"inputmode": "numeric", "data-stepper": "1", "data-most": MOST_PEOPLE}
        super().__init__(
            min_value=0,
            max_value=MOST_PEOPLE,
            widget=forms.NumberInput(number),
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"), sentence
            ),
            **options,
        )


class LimitsForm(forms.Form):
    """All that somebody sets for themselves, on one page."""

    liked = HoursField(
        label=gettext_lazy("Zoveel doe ik graag"),
        help_text=gettext_lazy("Tot hier vragen wij je."),
        required=False,
    )
    most = HoursField(
        label=gettext_lazy("Mijn grens"),
        help_text=gettext_lazy("Hier gaan wij nooit overheen."),
        error_messages={"required": gettext_lazy("Vul in hoeveel uur per week je grens is.")},
    )
    people = WholeField(label=gettext_lazy("Voor hoeveel mensen, ten hoogste?"))
    heavy = WholeField(label=gettext_lazy("Hoeveel daarvan mogen zwaar zijn?"))
    travel_counts = forms.BooleanField(
        label=gettext_lazy("Mijn reistijd telt mee in de uren"), required=False
    )
    day_parts = forms.MultipleChoiceField(
        label=gettext_lazy("Wanneer kan ik?"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [
            (str(3 * d + p), f"{word(day)} {word(part)}")
            for d, day in enumerate(intake.DAYS)
            for p, part in enumerate(intake.PARTS)
        ],
        required=False,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Wat doe ik graag?"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [
            (str(k), word(text) if k is not Kind.OTHER else first_up(word(KIND_SHORT[k])))
            for k, text in KIND_LABELS.items()
        ],
        required=False,
    )
    no_gos = forms.MultipleChoiceField(
        label=gettext_lazy("Wat doe ik liever niet?"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(code, first_up(word(text))) for code, text in NO_GO_WORDS.items()],
        required=False,
    )
    max_km = forms.IntegerField(
        label=gettext_lazy("Hoe ver mag het zijn?"),
        min_value=1,
        max_value=200,
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            gettext_lazy("Vul een aantal kilometers in, of laat het leeg."),
        ),
    )
    until = forms.DateField(
        label=gettext_lazy("Ik wil dit doen tot en met"),
        help_text=gettext_lazy("Leeg is: ik weet het nog niet."),
        required=False,
        widget=DATE,
        error_messages={"invalid": gettext_lazy("Kies een dag, of laat het leeg.")},
    )
    short_notice = forms.BooleanField(
        label=gettext_lazy("Jullie mogen mij ook kort van tevoren bellen"), required=False
    )
    show_hours_elsewhere = forms.BooleanField(
        label=gettext_lazy("Elke organisatie mag zien hoeveel uur ik elders help"),
        required=False,
    )
    share_in_network = forms.BooleanField(
        label=gettext_lazy("Andere organisaties in mijn netwerk mogen ook aan mij denken"),
        # what they see stands before the tick; see volunteers/limits.html
        help_text=gettext_lazy(
            "Zij zien dan je voornaam, wat je doet en wanneer. Ook ongeveer hoe ver, en ‘ruimte’ of"
            " ‘vol’. Meer niet. Je coördinator moet ook ja zeggen. Je mag dit altijd terugnemen."
            " Dat werkt meteen."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for part, whole, sentence in (
            ("liked", "most", _("Dit kan niet meer zijn dan je grens.")),
            ("heavy", "people", _("Dit kan niet meer zijn dan het aantal mensen.")),
        ):
            less, more = typed.get(part), typed.get(whole)
            if less is None or more is None or less <= more:
                continue
            if less == self.initial.get(part):
                # whoever lowers one number need not think of the other
                typed[part] = more
            else:
                self.add_error(part, sentence)
        return typed

    def limits(self) -> Limits:
        """Read them from a form that is right. What somebody likes to give is three quarters when
        not said.
        """
        typed = self.cleaned_data
        most: int = typed["most"]
        liked = typed["liked"] if typed["liked"] is not None else most * 3 // 4 // 15 * 15
        return Limits(
            liked_minutes=liked,
            max_minutes=most,
            max_people=typed["people"],
            max_heavy=typed["heavy"],
            travel_counts=typed["travel_counts"],
            until=typed["until"],
        )

    def wishes(self) -> Wishes:
        typed = self.cleaned_data
        return Wishes(
            kinds=tuple(typed["kinds"]),
            day_parts=sum(1 << int(bit) for bit in typed["day_parts"]),
            no_gos=tuple(typed["no_gos"]),
            max_km=typed["max_km"],
            short_notice=typed["short_notice"],
            show_hours_elsewhere=bool(typed.get("show_hours_elsewhere")),
            share_in_network=bool(typed.get("share_in_network")),
        )

    def others(self) -> list[forms.BoundField]:
        """Return what is not asked the first time, to go along unseen. What they like to give
        follows from their limit then.
        """
        return [field for field in self if field.name not in {*FIRST, "liked"}]

    def day_rows(self) -> list[tuple[str, list[Any]]]:
        """Return (name of the day, its three choices), for part kit/part/days.html."""
        choices = list(self["day_parts"])
        return [(word(name), choices[3 * n : 3 * n + 3]) for n, name in enumerate(intake.DAYS)]

    @staticmethod
    def initial_of(page: LimitsPage) -> dict[str, Any]:
        """Return what they set last, also while a raise in it still waits."""
        limits = page.waiting.limits if page.waiting else page.limits
        wanted = page.wanted
        return {
            "liked": limits.liked_minutes,
            "most": limits.max_minutes,
            "people": limits.max_people,
            "heavy": limits.max_heavy,
            "travel_counts": limits.travel_counts,
            "until": limits.until,
            "kinds": wanted.kinds,
            "day_parts": [str(bit) for bit in range(21) if wanted.day_parts >> bit & 1],
            "no_gos": wanted.no_gos,
            "max_km": wanted.max_km,
            "short_notice": wanted.short_notice,
            "show_hours_elsewhere": wanted.show_hours_elsewhere,
            "share_in_network": wanted.share_in_network,
        }


class LimitsOnBehalfForm(LimitsForm):
    """The same, typed by a coordinator: about somebody else, and without what only they choose."""

    show_hours_elsewhere = None  # type: ignore[assignment]  # Django's way to leave a field out
    share_in_network = None  # type: ignore[assignment]  # the same; see views/volunteer_sharing.py

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in {
            "liked": _("Zoveel doet deze vrijwilliger graag"),
            "most": _("De grens"),
            "travel_counts": _("Reistijd telt mee in de uren"),
            "day_parts": _("Wanneer kan deze vrijwilliger?"),
            "kinds": _("Wat doet deze vrijwilliger graag?"),
            "no_gos": _("Wat liever niet?"),
            "until": _("Wil dit doen tot en met"),
            "short_notice": _("Mag kort van tevoren gebeld worden"),
        }.items():
            self.fields[name].label = label
        self.fields["liked"].help_text = _("Leeg is: drie kwart van de grens.")
        self.fields["most"].help_text = _("In overleg gekozen. Daarna is de grens van hen.")


class PauseForm(forms.Form):
    """How long; nobody asks why."""

    length = forms.ChoiceField(
        label=gettext_lazy("Hoe lang wil je pauze?"),
        widget=forms.RadioSelect,
        choices=[
            ("two_weeks", gettext_lazy("2 weken")),
            ("month", gettext_lazy("1 maand")),
            ("until", gettext_lazy("Tot een datum")),
            ("unknown", gettext_lazy("Weet ik nog niet")),
        ],
        error_messages={"required": gettext_lazy("Kies hoe lang je pauze wilt.")},
    )
    last = forms.DateField(
        label=gettext_lazy("Tot en met welke dag?"),
        required=False,
        widget=DATE,
        error_messages={"invalid": gettext_lazy("Kies een dag.")},
    )
    first = forms.DateField(
        label=gettext_lazy("Vanaf welke dag?"),
        help_text=gettext_lazy("Leeg is vandaag."),
        required=False,
        widget=DATE,
        error_messages={"invalid": gettext_lazy("Kies een dag, of laat het leeg.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"] or self.today
        if first < self.today:
            raise ValidationError(_("Een pauze begint vandaag of later."))
        return first

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("length") == "until" and "last" not in self.errors:
            last, first = typed.get("last"), typed.get("first", self.today)
            if last is None:
                self.add_error("last", _("Kies de laatste dag van je pauze."))
            elif last < first:
                self.add_error("last", _("De laatste dag mag niet vóór de eerste liggen."))
        return typed

    @property
    def days(self) -> tuple[date, date | None]:
        """Return the first and last day, from a form that is right; no last day means until further
        notice.
        """
        first: date = self.cleaned_data["first"]
        chosen = self.cleaned_data["length"]
        if chosen == "two_weeks":
            return first, first + timedelta(days=13)
        if chosen == "month":
            return first, _month_later(first) - timedelta(days=1)
        last: date | None = self.cleaned_data["last"] if chosen == "until" else None
        return first, last


def _month_later(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
