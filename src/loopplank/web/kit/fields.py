"""Make plain fields for every form: lines, days, hours, ways to reach somebody, a file."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.kit import bsn, contact_details
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.intake import DAYS
from loopplank.web.kit.words import say, word
from loopplank.web.templatetags.loopplank import bare_hours

# --- lines, days and hours ------------------------------------------------------------------------

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = "str | _StrPromise"
_QUARTERS = {"": 0, "¼": 15, "½": 30, "¾": 45}
_HOURS = re.compile(r"(\d{0,3})(?:[.,](\d{1,2}))?([¼½¾]?)")


def line(
    label: Label, length: int, *, missing: Label = "", hint: Label = "", **attrs: str
) -> forms.CharField:
    """Make a field for a line of text; required when there is a sentence for leaving it out."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=length,
        required=bool(missing),
        error_messages={
            "max_length": gettext_lazy("Dit is te lang. Hooguit %(limit_value)d tekens."),
            **({"required": missing} if missing else {}),
        },
        widget=forms.TextInput(attrs),
    )


def lines(
    label: Label, length: int, *, missing: Label = "", hint: Label = "", rows: int = 3
) -> forms.CharField:
    """Make a field for a few lines of text."""
    field = line(label, length, missing=missing, hint=hint)
    field.widget = forms.Textarea({"rows": rows})
    return field


def weekdays(label: Label, hint: Label = "") -> forms.TypedMultipleChoiceField:
    """Make a field for working days, as numbers from 0 (Monday)."""
    return forms.TypedMultipleChoiceField(
        label=label,
        help_text=hint,
        coerce=int,
        required=False,
        choices=lambda: [(n, word(name).capitalize()) for n, name in enumerate(DAYS)],
        widget=forms.CheckboxSelectMultiple,
    )


def whole(
    label: Label, least: int, most: int, *, missing: Label = "", hint: Label = ""
) -> forms.IntegerField:
    """Make a field for a whole number between two bounds."""
    sentence = format_lazy(
        gettext_lazy("Vul een heel getal in, van {least} tot en met {most}."),
        least=least,
        most=most,
    )
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        required=bool(missing),
        error_messages={
            "invalid": sentence,
            "min_value": sentence,
            "max_value": sentence,
            "required": missing,
        },
        widget=forms.TextInput({"inputmode": "numeric"}),
    )


class HoursField(forms.CharField):
    """Hours as people write them (3, 1,5 or 1½); the value is a number of minutes."""

    def __init__(self, *, most_hours: int, **options: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "decimal", "size": "5"}), **options)
        self.most_hours = most_hours

    def clean(self, value: Any) -> int | None:
        typed = str(super().clean(value))
        if not typed:
            return None
        found = _HOURS.fullmatch(typed.replace(" ", ""))
        minutes = 0
        if found and (found[1] or found[3]):
            part = round(float(f"0.{found[2]}") * 60) if found[2] else _QUARTERS[found[3]]
            minutes = int(found[1] or 0) * 60 + part
        if not 0 < minutes <= self.most_hours * 60:
            raise ValidationError(
                _("Vul een aantal uren in, tot en met %(most)s. Bijvoorbeeld 3 of 1,5.")
                % {"most": self.most_hours}
            )
        return minutes

    def prepare_value(self, value: Any) -> Any:
        """Show minutes as hours; what somebody typed is shown as they typed it."""
        return bare_hours(value) if isinstance(value, int) else value


DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


#: How often, for help that does not come every week.
EVERY_WEEKS = (
    (1, gettext_lazy("Elke week")),
    (2, gettext_lazy("Eens in de 2 weken")),
    (3, gettext_lazy("Eens in de 3 weken")),
    (4, gettext_lazy("Eens in de 4 weken")),
)


Choices = list[tuple[str, str]]
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
LINES = forms.Textarea(attrs={"rows": 4})


# --- telephone, postcode and mail, read by core ---------------------------------------------------


class _Read(forms.CharField):
    """A line of text that a function of core reads; what it refuses is the error."""

    kind = "text"

    def __init__(self, *, autocomplete: str = "off", **options: Any) -> None:
        attrs = {"type": self.kind, "autocomplete": autocomplete, "spellcheck": "false"}
        super().__init__(widget=forms.TextInput(attrs), max_length=254, **options)

    def read(self, typed: str) -> str:
        """Return the value to keep; raises Refused."""
        raise NotImplementedError

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        return refused_as_error(self.read, typed) if typed else ""


class PhoneField(_Read):
    """Digits in any grouping."""

    kind = "tel"

    def read(self, typed: str) -> str:
        return contact_details.phone(typed)

    def prepare_value(self, value: Any) -> Any:
        """Group it for reading when it is shown again."""
        return contact_details.phone_readable(value) if isinstance(value, str) else value


class PostcodeField(_Read):
    def read(self, typed: str) -> str:
        return contact_details.postcode(typed)


class EmailField(_Read):
    kind = "email"

    def read(self, typed: str) -> str:
        return contact_details.email(typed)


class WordsField(forms.CharField):
    """A line of words; a citizen service number in it is refused with the reason."""

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        reason = bsn.refusal(typed)
        if reason is not None:
            raise ValidationError(say(reason))
        return typed


class StoryField(WordsField):
    """Free words on several lines."""

    def __init__(self, *, longest: int = 2000, rows: int = 4, **options: Any) -> None:
        super().__init__(
            required=False,
            max_length=longest,
            widget=forms.Textarea({"rows": rows}),
            error_messages={
                "max_length": gettext_lazy("Schrijf ten hoogste %(limit_value)d tekens.")
            },
            **options,
        )

    def clean(self, value: Any) -> str:
        # a browser counts the end of a line as one sign and sends two
        return super().clean(str(value or "").replace("\r\n", "\n"))


def refused_as_error(read: Callable[[str], str], typed: str) -> str:
    """Call a function of core, and turn what it refuses into the error of a field."""
    try:
        return read(typed)
    except Refused as refused:
        raise ValidationError(say(refused.reason)) from None


# --- a file with a list ---------------------------------------------------------------------------


class ListForm(forms.Form):
    """What is in it is read elsewhere; here only that there is one."""

    file = forms.FileField(
        label=gettext_lazy("Bestand"),
        help_text=gettext_lazy("Een .csv of .xlsx van ten hoogste 2 MB."),
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Kies een bestand."),
            "empty": gettext_lazy("Dit bestand is leeg. Kies een ander bestand."),
            "invalid": gettext_lazy("Kies een bestand."),
        },
    )
