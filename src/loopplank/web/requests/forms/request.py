"""The forms around one request."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.kit import contact_details
from loopplank.core.kit.reason import Refused
from loopplank.core.requests import intake
from loopplank.core.requests.change_of_volunteer import CHANGING_WORDS
from loopplank.core.requests.closing import LACK_WORDS, Lack
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.waiting import OFTEN, SELDOM
from loopplank.core.triage.paid_work import CAME_FROM_WORDS, PAID_WORDS
from loopplank.core.volunteers.no_gos import NO_GO_WORDS
from loopplank.web.kit.fields import DATE, EVERY_WEEKS, LINES, TIME, Choices
from loopplank.web.kit.words import first_up, say, word


def _day_choices() -> Choices:
    return [
        ("", _("Nog geen vaste dag")),
        *((str(n), word(name).capitalize()) for n, name in enumerate(intake.DAYS)),
    ]


def _codes(label: Any, words: Mapping[Any, str], help_text: Any = "") -> forms.ChoiceField:
    """Make a choice of one of a few codes, or nothing yet."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=lambda: [
            ("", _("Nog niet gevraagd")),
            *((code.value, first_up(word(text))) for code, text in words.items()),
        ],
    )


class ContactForm(forms.Form):
    """A talk, a try that failed, or a note."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hoe ging het?"),
        widget=forms.RadioSelect,
        choices=[
            (NoteKind.TALK, gettext_lazy("Gesproken")),
            (NoteKind.NOT_REACHED, gettext_lazy("Geen gehoor")),
            (NoteKind.NOTE, gettext_lazy("Alleen een notitie")),
        ],
        error_messages={"required": gettext_lazy("Kies of je de persoon sprak.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hoe?"),
        choices=[
            ("phone", gettext_lazy("Telefoon")),
            ("visit", gettext_lazy("Huisbezoek")),
            ("email", gettext_lazy("E-mail")),
            ("sms", gettext_lazy("Sms")),
            ("letter", gettext_lazy("Brief")),
        ],
        initial="phone",
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Hoeveel minuten?"), min_value=1, max_value=600, required=False
    )
    text = forms.CharField(
        label=gettext_lazy("Notitie"),
        help_text=gettext_lazy("Schrijf op wat het voor de hulp betekent, geen diagnose."),
        widget=LINES,
        max_length=2000,
        required=False,
    )


class CallBackForm(ContactForm):
    """What came out of a call that was promised."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kind"]
        kinds.choices = [one for one in kinds.choices if one[0] != NoteKind.NOTE]  # type: ignore[attr-defined]  # a ChoiceField


class PlanForm(forms.Form):
    """When and how long, in short: what the panel of a request opens in place."""

    visit_minutes = forms.IntegerField(
        label=gettext_lazy("Hoe lang duurt één keer, in minuten?"),
        min_value=15,
        max_value=720,
        error_messages={"required": gettext_lazy("Vul in hoe lang één keer duurt.")},
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Op welke dag?"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=_day_choices,
    )
    start_time = forms.TimeField(label=gettext_lazy("Hoe laat?"), required=False, widget=TIME)
    last_day = forms.DateField(
        label=gettext_lazy("Laatste dag"),
        widget=DATE,
        error_messages={"required": gettext_lazy("Kies een laatste dag.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["auto_id"] = "plan_%s"
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day < self.today:
            raise forms.ValidationError(_("De laatste dag ligt in het verleden."))
        return day


class AgreedForm(forms.Form):
    """What help it comes down to."""

    summary = forms.CharField(
        label=gettext_lazy("Wat een vrijwilliger leest"),
        help_text=gettext_lazy("Zonder naam of straat. Bijvoorbeeld: samen boodschappen doen."),
        max_length=200,
        error_messages={"required": gettext_lazy("Schrijf in één zin wat er gevraagd wordt.")},
    )
    visit_minutes = forms.IntegerField(
        label=gettext_lazy("Hoe lang duurt één keer, in minuten?"),
        min_value=15,
        max_value=720,
        error_messages={"required": gettext_lazy("Vul in hoe lang één keer duurt.")},
    )
    visits_per_week = forms.IntegerField(
        label=gettext_lazy("Hoe vaak per week?"), min_value=1, max_value=7, initial=1
    )
    every_weeks = forms.TypedChoiceField(
        label=gettext_lazy("Elke week, of minder vaak?"),
        coerce=int,
        choices=EVERY_WEEKS,
        initial=1,
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Op welke dag?"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=_day_choices,
    )
    start_time = forms.TimeField(label=gettext_lazy("Hoe laat?"), required=False, widget=TIME)
    last_day = forms.DateField(
        label=gettext_lazy("Laatste dag"),
        help_text=gettext_lazy("Elke afspraak heeft er een. Verlengen kan altijd."),
        widget=DATE,
        error_messages={"required": gettext_lazy("Kies een laatste dag.")},
    )
    heavy = forms.BooleanField(
        label=gettext_lazy("Telt als ‘zwaar’ voor de vrijwilliger"), required=False
    )
    brings = forms.MultipleChoiceField(
        label=gettext_lazy("Wat komt een vrijwilliger hier tegen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [
            (key, word(words).capitalize())
            for key, words in NO_GO_WORDS.items()
            if key not in {"paid_work", "evening"}
        ],
    )
    asks_for_paid_work = forms.BooleanField(
        label=gettext_lazy("Dit hoort eigenlijk betaald werk te zijn"), required=False
    )
    came_from = _codes(gettext_lazy("Wie stuurde deze vraag?"), CAME_FROM_WORDS)
    paid_before = _codes(
        gettext_lazy("Was dit betaald werk, of hoort het dat te zijn?"), PAID_WORDS
    )
    bridging_until = forms.DateField(
        label=gettext_lazy("Tot welke dag overbruggen vrijwilligers?"),
        help_text=gettext_lazy("Alleen als betaalde hulp nog moet komen."),
        widget=DATE,
        required=False,
    )
    not_included = forms.CharField(
        label=gettext_lazy("Wat hoort er niet bij?"),
        help_text=gettext_lazy("Met komma’s ertussen. Bijvoorbeeld: steunen bij lopen, geldzaken."),
        max_length=300,
        required=False,
    )
    changing_faces = _codes(
        gettext_lazy("Mag de helper na een tijd wisselen?"),
        CHANGING_WORDS,
        help_text=gettext_lazy("Vraag het de persoon. Zonder ja zoeken wij één vaste helper."),
    )
    lead_name = forms.CharField(
        label=gettext_lazy("Beroepskracht die de leiding heeft"), max_length=120, required=False
    )
    lead_phone = forms.CharField(
        label=gettext_lazy("Nummer van die beroepskracht"), max_length=20, required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_last_day(self) -> date:
        last: date = self.cleaned_data["last_day"]
        if last < self.today:
            raise forms.ValidationError(_("De laatste dag ligt in het verleden."))
        return last

    def clean_lead_phone(self) -> str:
        typed: str = self.cleaned_data["lead_phone"]
        return phone_of(typed)

    def clean_not_included(self) -> list[str]:
        typed: str = self.cleaned_data["not_included"]
        return [part.strip() for part in typed.split(",") if part.strip()]


class WaitForm(forms.Form):
    lack = forms.ChoiceField(
        label=gettext_lazy("Wat ontbreekt er?"),
        widget=forms.RadioSelect,
        choices=lambda: [(lack.value, word(words)) for lack, words in LACK_WORDS.items()],
        error_messages={"required": gettext_lazy("Kies wat er ontbreekt.")},
    )
    weeks = forms.TypedChoiceField(
        label=gettext_lazy("Hoe vaak hoort de persoon iets?"),
        widget=forms.RadioSelect,
        choices=[
            (str(SELDOM), gettext_lazy("Elke zes weken")),
            (str(OFTEN), gettext_lazy("Elke drie weken, als de persoon dat wil")),
        ],
        coerce=int,
        initial=SELDOM,
        required=False,
    )

    def clean_weeks(self) -> int:
        return int(self.cleaned_data["weeks"] or SELDOM)

    def lack_chosen(self) -> Lack:
        return Lack(self.cleaned_data["lack"])


class ReferralForm(forms.Form):
    party = forms.CharField(
        label=gettext_lazy("Welke organisatie?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Vul in wie je belde.")},
    )
    spoke_with = forms.CharField(
        label=gettext_lazy("Wie sprak je?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Vul de naam in van wie je sprak.")},
    )
    phone = forms.CharField(label=gettext_lazy("Nummer"), max_length=20, required=False)
    spoken_on = forms.DateField(label=gettext_lazy("Wanneer?"), widget=DATE)
    answer = forms.ChoiceField(
        label=gettext_lazy("Wat was het antwoord?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Ja, zij nemen het over")),
            ("thinking", gettext_lazy("Zij denken na")),
            ("no", gettext_lazy("Nee")),
        ],
        error_messages={"required": gettext_lazy("Kies het antwoord.")},
    )
    calls_before = forms.DateField(
        label=gettext_lazy("Zij bellen de persoon uiterlijk"), widget=DATE, required=False
    )

    def clean_phone(self) -> str:
        return phone_of(self.cleaned_data["phone"])


def phone_of(typed: str) -> str:
    """Return a number as it is kept; what cannot be one is an error of the field."""
    if not typed.strip():
        return ""
    try:
        return contact_details.phone(typed)
    except Refused as refused:
        raise forms.ValidationError(say(refused.reason)) from None
