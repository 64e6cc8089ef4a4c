"""Four digits that only the person with that telephone number knows."""

from django import forms
from django.utils.translation import gettext_lazy

_FOUR = gettext_lazy("Vul vier cijfers in, bijvoorbeeld 5678.")


class DigitsForm(forms.Form):
    use_required_attribute = False

    digits = forms.RegexField(
        r"^\d{4}$",
        label=gettext_lazy("De laatste 4 cijfers van uw telefoonnummer"),
        error_messages={"required": _FOUR, "invalid": _FOUR},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}),
    )
