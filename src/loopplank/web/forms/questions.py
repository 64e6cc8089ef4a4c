"""The first five questions, one form a page: what was answered before decides how each is asked."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.intake import (
    DAYS,
    PARTS,
    WORDS,
    Duration,
    ForWhom,
    HelpedBy,
    HoldingOut,
    Knows,
)
from loopplank.core.kinds import FORM_KINDS, KIND_LABELS
from loopplank.web.forms.contact import WordsField
from loopplank.web.words import first_up, word

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
        """The question, which is the h1 of the page."""
        on_behalf = self.on_behalf and self.heading_on_behalf
        return str(self.heading_on_behalf if on_behalf else self.heading)

    @property
    def for_whom(self) -> str:
        return str(self.told.get("for_whom", ForWhom.SELF))

    @property
    def on_behalf(self) -> bool:
        return self.for_whom != ForWhom.SELF

    def kept(self) -> dict[str, object]:
        """What a draft keeps of this page."""
        return dict(self.cleaned_data)


def choices_of(words: Iterable[StrEnum]) -> Callable[[], list[tuple[str, str]]]:
    """Choices with the words of core, translated when they are shown."""
    codes = tuple(words)
    return lambda: [(code.value, word(WORDS[code])) for code in codes]


def one_of(label: Label, words: Iterable[StrEnum], missing: Label, **options: Any) -> Any:
    """A question with one answer; nothing is chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        choices=choices_of(words),
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
        **options,
    )


def text(label: Label, length: int, missing: Label = "", **attrs: str) -> forms.CharField:
    """A line of text; required when there is a sentence for leaving it out."""
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
