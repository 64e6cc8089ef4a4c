"""The form around the change from one volunteer to the next."""

from django import forms
from django.utils.translation import gettext_lazy


class NoteForm(forms.Form):
    """What the next volunteer needs to know."""

    text = forms.CharField(
        label=gettext_lazy("Wat is handig om te weten?"),
        help_text=gettext_lazy(
            "Bijvoorbeeld: de bel doet het niet, klop aan. Geen verhaal en geen ziekte. Dat vertelt"
            " de persoon zelf, als die dat wil."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=1000,
        error_messages={
            "required": gettext_lazy("Schrijf één zin op. Ook ‘niets bijzonders’ is goed."),
            "max_length": gettext_lazy("Maak het korter: hooguit 1000 tekens."),
        },
    )
