"""Digits that only the person with that telephone number or that address knows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

_FOUR = gettext_lazy("Vul vier cijfers in, bijvoorbeeld 5678.")
_SIX = gettext_lazy("Vul de zes cijfers in, bijvoorbeeld 123456.")


class CodeForm(forms.Form):
    """The code that went to somebody's own address; spaces between the digits are fine."""

    use_required_attribute = False

    code = forms.RegexField(
        r"^\d{6}$",
        label=gettext_lazy("De zes cijfers van de code"),
        error_messages={"required": _SIX, "invalid": _SIX},
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "9"}
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        if data is not None:
            data = {"code": str(data.get("code", "")).replace(" ", "")}
        super().__init__(data)


class DigitsForm(forms.Form):
    use_required_attribute = False

    digits = forms.RegexField(
        r"^\d{4}$",
        label=gettext_lazy("De laatste 4 cijfers van uw telefoonnummer"),
        error_messages={"required": _FOUR, "invalid": _FOUR},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}),
    )
