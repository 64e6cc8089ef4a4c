"""Fields for a telephone number, a postcode and an address of mail: `core.contact` reads them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from loopplank.core import bsn, contact
from loopplank.core.reason import Refused
from loopplank.web.words import say


class _Read(forms.CharField):
    """A line of text that a function of core reads; what it refuses is the error."""

    kind = "text"

    def __init__(self, *, autocomplete: str = "off", **options: Any) -> None:
        attrs = {"type": self.kind, "autocomplete": autocomplete, "spellcheck": "false"}
        super().__init__(widget=forms.TextInput(attrs), max_length=254, **options)

    def read(self, typed: str) -> str:
        """The value to keep; raises Refused."""
        raise NotImplementedError

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        return refused_as_error(self.read, typed) if typed else ""


class PhoneField(_Read):
    """Digits in any grouping."""

    kind = "tel"

    def read(self, typed: str) -> str:
        return contact.phone(typed)

    def prepare_value(self, value: Any) -> Any:
        """Grouped for reading when it is shown again."""
        return contact.phone_readable(value) if isinstance(value, str) else value


class PostcodeField(_Read):
    def read(self, typed: str) -> str:
        return contact.postcode(typed)


class EmailField(_Read):
    kind = "email"

    def read(self, typed: str) -> str:
        return contact.email(typed)


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
