"""A file with a list."""

from django import forms
from django.utils.translation import gettext_lazy


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
