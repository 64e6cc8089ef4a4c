"""Ask the six questions, one form a page, and read them together as core knows them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.kit.kinds import FORM_KINDS, KIND_LABELS
from loopplank.core.requests.intake import (
    ANY_TIME,
    DAYS,
    PARTS,
    WORDS,
    Answers,
    Channel,
    Duration,
    ForWhom,
    HelpedBy,
    HoldingOut,
    Knows,
    day_parts,
)
from loopplank.web.kit.fields import (
    DATE,
    EmailField,
    PhoneField,
    PostcodeField,
    StoryField,
    WordsField,
)
from loopplank.web.kit.words import first_up, word

# --- the first five questions ---------------------------------------------------------------------

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Told = Mapping[str, object]
#: A label in the language of the reader: made when the page is shown.
Label: TypeAlias = "str | _StrPromise"
MAY_CARE = frozenset({ForWhom.FAMILY, ForWhom.NEIGHBOUR})


class Question(forms.Form):
    """One page. `told` holds what was answered on the other pages, by the name of its field."""

    use_required_attribute = False
    heading: ClassVar[Label] = ""
    heading_on_behalf: ClassVar[Label] = ""
    # the field that is the question itself, on a page where one is
    leading: ClassVar[str] = ""

    def __init__(self, data: Mapping[str, Any] | None = None, *, told: Told | None = None) -> None:
        self.told: Told = told or {}
        super().__init__(data, initial=dict(self.told))
        if self.leading:
            self.fields[self.leading].label = self.title

    @property
    def title(self) -> str:
        """Return the question, which is the h1 of the page."""
        on_behalf = self.on_behalf and self.heading_on_behalf
        return str(self.heading_on_behalf if on_behalf else self.heading)

    @property
    def for_whom(self) -> str:
        return str(self.told.get("for_whom", ForWhom.SELF))

    @property
    def on_behalf(self) -> bool:
        return self.for_whom != ForWhom.SELF

    def kept(self) -> dict[str, object]:
        """Return what a draft keeps of this page."""
        return dict(self.cleaned_data)


def choices_of(words: Iterable[StrEnum]) -> Callable[[], list[tuple[str, str]]]:
    """Return choices with the words of core, translated when they are shown."""
    codes = tuple(words)
    return lambda: [(code.value, word(WORDS[code])) for code in codes]


def one_of(label: Label, words: Iterable[StrEnum], missing: Label, **options: Any) -> Any:
    """Make a question with one answer; nothing is chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        choices=choices_of(words),
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
        **options,
    )


def text(label: Label, length: int, missing: Label = "", **attrs: str) -> forms.CharField:
    """Make a field for a line of text; required when there is a sentence for leaving it out."""
    return WordsField(
        label=label,
        max_length=length,
        required=bool(missing),
        error_messages={"required": missing} if missing else None,
        widget=forms.TextInput(attrs),
    )


def _knows_choices() -> list[tuple[str, str]]:
    return [
        (Knows.YES.value, word(WORDS[Knows.YES])),
        (
            Knows.NO.value,
            format_html(
                "{}<small>{}</small>",
                word(WORDS[Knows.NO]),
                _("Dan bellen wij eerst alleen u."),
            ),
        ),
        (Knows.CANNOT.value, word(WORDS[Knows.CANNOT])),
    ]


class ForWhomQuestion(Question):
    heading = gettext_lazy("Voor wie vraagt u hulp?")
    leading = "for_whom"

    for_whom = one_of("", ForWhom, gettext_lazy("Kies voor wie u hulp vraagt."))
    knows = forms.ChoiceField(
        label=gettext_lazy("Weet deze persoon dat u hulp vraagt?"),
        choices=_knows_choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        chosen = cleaned.get("for_whom")
        if chosen == ForWhom.SELF:
            cleaned["knows"] = ""
        elif chosen and not cleaned.get("knows") and "knows" not in self.errors:
            self.add_error("knows", _("Kies of deze persoon weet dat u hulp vraagt."))
        return cleaned


class WhatQuestion(Question):
    heading = gettext_lazy("Waar wilt u hulp bij?")
    heading_on_behalf = gettext_lazy("Waar is hulp bij nodig?")
    leading = "kinds"

    kinds = forms.MultipleChoiceField(
        help_text=gettext_lazy("U mag meer dan één ding kiezen."),
        choices=lambda: [(kind.value, word(KIND_LABELS[kind])) for kind in FORM_KINDS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy(
                "Kies waar u hulp bij wilt. Weet u het niet? Kies dan de laatste."
            )
        },
    )


def days_field(label: Label) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=lambda: [(n, first_up(word(name))) for n, name in enumerate(DAYS)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


#: Asked in the same words by phone and on the web.
TOO_LATE = gettext_lazy("Vóór welke dag is het te laat?")
TOO_LATE_HINT = gettext_lazy(
    "Alleen als hulp er vóór een dag moet zijn. Bijvoorbeeld voor een afspraak in het ziekenhuis."
)


def too_late_field() -> forms.DateField:
    return forms.DateField(
        label=TOO_LATE,
        help_text=TOO_LATE_HINT,
        required=False,
        widget=DATE,
        error_messages={"invalid": gettext_lazy("Kies een dag, of laat dit leeg.")},
    )


def parts_field(label: Label) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=lambda: [(n, first_up(word(name))) for n, name in enumerate(PARTS)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class WhenQuestion(Question):
    heading = gettext_lazy("Wanneer komt hulp u het beste uit?")
    heading_on_behalf = gettext_lazy("Wanneer komt hulp het beste uit?")

    any_time = forms.BooleanField(label=gettext_lazy("Het maakt niet uit"), required=False)
    days = days_field(gettext_lazy("Op welke dagen?"))
    parts = parts_field(gettext_lazy("Op welk deel van de dag?"))
    too_late_on = too_late_field()

    def kept(self) -> dict[str, object]:
        """Return what a draft keeps of this page; a day as the browser sends it."""
        day = self.cleaned_data.get("too_late_on")
        return {**self.cleaned_data, "too_late_on": day.isoformat() if day else ""}

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        if not any(cleaned.get(name) for name in ("any_time", "days", "parts")):
            self.add_error("any_time", _("Kies wat kan. Maakt het niet uit? Kies dan het eerste."))
        return cleaned


class HowLongQuestion(Question):
    heading = gettext_lazy("Hoe lang heeft u hulp nodig, denkt u?")
    heading_on_behalf = gettext_lazy("Hoe lang is er hulp nodig, denkt u?")
    leading = "duration"

    duration = one_of("", Duration, gettext_lazy("Kies hoe lang. Weet u het niet? Kies dan dat."))


class HelpNowQuestion(Question):
    heading = gettext_lazy("Krijgt u nu al hulp van iemand?")
    heading_on_behalf = gettext_lazy("Krijgt deze persoon nu al hulp van iemand?")
    leading = "helped_by"

    helped_by = forms.MultipleChoiceField(
        help_text=gettext_lazy("U mag meer dan één ding kiezen."),
        choices=choices_of(HelpedBy),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Kies wie er nu helpt. Helpt er niemand? Kies dan ‘nee’.")
        },
    )
    holding_out = one_of(
        gettext_lazy("Helpt u zelf? Hoe lang kunt u dit nog volhouden, als er niets verandert?"),
        HoldingOut,
        "",
        required=False,
        help_text=gettext_lazy("U hoeft dit niet in te vullen."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, told: Told | None = None) -> None:
        super().__init__(data, told=told)
        if self.for_whom not in MAY_CARE:
            del self.fields["holding_out"]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        helped = cleaned.get("helped_by", [])
        if HelpedBy.NOBODY in helped and len(helped) > 1:
            self.add_error(
                "helped_by", _("U koos ‘nee’ en ook iemand die helpt. Kies één van de twee.")
            )
        if HelpedBy.FAMILY not in helped:
            cleaned["holding_out"] = ""
        return cleaned


# --- how to reach you, and the person you ask for -------------------------------------------------


class ReachQuestion(Question):
    """Who knows of the question decides whose data are asked: of somebody who does not know yet,
    only a name and where they live."""

    heading = gettext_lazy("Hoe kunnen wij u het beste bereiken?")
    heading_on_behalf = gettext_lazy("Hoe bereiken wij u?")

    def __init__(self, data: Mapping[str, Any] | None = None, *, told: Told | None = None) -> None:
        super().__init__(data, told=told)
        self.professional = self.for_whom == ForWhom.PROFESSIONAL
        self.only_applicant = self.on_behalf and self.told.get("knows") != Knows.YES
        own = not self.on_behalf
        if not own:
            self._ask_applicant()
        if not self.only_applicant:
            self._ask_channel(own=own)
            self._ask_contact(own=own)
        self._ask_person(own=own)
        self.fields["postcode"] = PostcodeField(
            label=_("Uw postcode") if own else _("De postcode van deze persoon"),
            help_text=_("Zo zoeken wij iemand in de buurt."),
            autocomplete="postal-code" if own else "off",
            error_messages={"required": _("Vul de postcode in, bijvoorbeeld 1234 AB.")},
        )
        self.fields["story"] = StoryField(
            label=_("Wilt u nog iets vertellen?"),
            help_text=_(
                "Schrijf hier niets over ziektes of medicijnen. Dat vragen wij zelf als het nodig"
                " is."
            ),
        )

    @property
    def applicant_fields(self) -> list[BoundField]:
        return [field for field in self if field.name.startswith("applicant_")]

    def _ask_applicant(self) -> None:
        self.fields["applicant_name"] = text(
            _("Uw naam"), 120, _("Vul uw naam in."), autocomplete="name"
        )
        if self.professional:
            self.fields["applicant_works_at"] = text(
                _("Waar werkt u?"),
                120,
                _("Vul in waar u werkt."),
                autocomplete="organization",
            )
        self.fields["applicant_phone"] = PhoneField(
            label=_("Uw telefoonnummer"),
            autocomplete="tel",
            error_messages={"required": _("Vul uw telefoonnummer in.")},
        )
        self.fields["applicant_email"] = EmailField(
            label=_("Uw e-mailadres"), autocomplete="email", required=False
        )

    def _ask_channel(self, *, own: bool) -> None:
        self.fields["channel"] = one_of(
            self.title if own else _("Hoe kunnen wij deze persoon het beste bereiken?"),
            Channel,
            _("Kies bellen, sms, e-mail of brief."),
            help_text=_("Kies wat voor u makkelijk en veilig is.")
            if own
            else _("Kies wat voor deze persoon makkelijk en veilig is."),
        )

    def _ask_person(self, *, own: bool) -> None:
        self.fields["first_name"] = text(
            _("Uw voornaam") if own else _("De voornaam van deze persoon"),
            60,
            autocomplete="given-name" if own else "off",
        )
        self.fields["last_name"] = text(
            _("Uw achternaam") if own else _("De achternaam van deze persoon"),
            80,
            _("Vul de achternaam in."),
            autocomplete="family-name" if own else "off",
        )

    def _ask_contact(self, *, own: bool) -> None:
        self.fields["phone"] = PhoneField(
            label=_("Uw telefoonnummer") if own else _("Het telefoonnummer van deze persoon"),
            help_text=_("Wij bellen om kennis te maken. Koos u e-mail of brief? Dan mag het leeg."),
            autocomplete="tel" if own else "off",
            required=False,
        )
        self.fields["email"] = EmailField(
            label=_("Uw e-mailadres") if own else _("Het e-mailadres van deze persoon"),
            autocomplete="email" if own else "off",
            required=False,
        )
        self.fields["street"] = text(
            _("Straat en huisnummer"), 120, autocomplete="address-line1" if own else "off"
        )
        self.fields["place"] = text(
            _("Woonplaats"), 80, autocomplete="address-level2" if own else "off"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        if not self.only_applicant:
            self._needs_of_channel(cleaned)
        return cleaned

    def _needs_of_channel(self, cleaned: dict[str, Any]) -> None:
        channel, phone = cleaned.get("channel"), cleaned.get("phone")
        if "phone" not in self.errors:
            if channel in {Channel.PHONE, Channel.SMS} and not phone:
                self.add_error("phone", _("Vul een telefoonnummer in. Dan kunnen wij bellen."))
            elif channel == Channel.SMS and phone and phone[0] == "0" and phone[:2] != "06":
                self.add_error("phone", _("Een sms kan alleen naar een mobiel nummer, met 06."))
        if channel == Channel.EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Vul een e-mailadres in, of kies een andere manier."))
        if channel == Channel.LETTER:
            for name, sentence in (
                ("street", _("Vul de straat en het huisnummer in.")),
                ("place", _("Vul de woonplaats in.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        else:
            # asked only to send a letter, so not kept without one
            cleaned["street"] = cleaned["place"] = ""


# --- the six questions together -------------------------------------------------------------------
# Read again as a whole, and made into what core knows.

TEXTS = (
    "salutation",
    "first_name",
    "last_name",
    "phone",
    "email",
    "postcode",
    "street",
    "place",
    "applicant_name",
    "applicant_phone",
    "applicant_email",
    "applicant_works_at",
    "story",
)
QUESTIONS: tuple[type[Question], ...] = (
    ForWhomQuestion,
    WhatQuestion,
    WhenQuestion,
    HowLongQuestion,
    HelpNowQuestion,
    ReachQuestion,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """All answers read again: what they say, or the first page that still lacks something."""

    answers: Answers | None
    wrong_step: int | None


def check(told: Told) -> Checked:
    """Read all six pages of a draft once more; a later answer may have changed an earlier one."""
    cleaned: dict[str, Any] = {}
    for step, question in enumerate(QUESTIONS, start=1):
        form = question(dict(told), told=told)
        if not form.is_valid():
            return Checked(None, step)
        cleaned |= form.cleaned_data
    return Checked(answers_of(cleaned), None)


def answers_of(cleaned: Mapping[str, Any]) -> Answers:
    """Return the cleaned fields of some forms as core knows them; what was not asked stays
    empty.
    """
    texts = {name: str(cleaned.get(name) or "") for name in TEXTS}
    days, parts = cleaned.get("days") or (), cleaned.get("parts") or ()
    mask = day_parts(days, parts) if days or parts else 0
    return Answers(
        for_whom=ForWhom(cleaned.get("for_whom") or ForWhom.SELF),
        knows=Knows(cleaned.get("knows") or Knows.YES),
        kinds=tuple(cleaned.get("kinds") or ()),
        day_parts=ANY_TIME if cleaned.get("any_time") else mask,
        duration=Duration(cleaned["duration"]) if cleaned.get("duration") else None,
        helped_by=tuple(HelpedBy(code) for code in cleaned.get("helped_by") or ()),
        holding_out=HoldingOut(cleaned["holding_out"]) if cleaned.get("holding_out") else None,
        channel=Channel(cleaned["channel"]) if cleaned.get("channel") else None,
        birth_year=cleaned.get("birth_year"),
        too_late_on=cleaned.get("too_late_on"),
        **texts,
    )
