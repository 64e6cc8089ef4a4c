"""The text of a mail that somebody pastes to begin a request; kept nowhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from loopplank.core.requests.pasted_mail import LONGEST

#: The field, which no browser and no session keeps.
FIELD = "pasted_mail"


class PastedMail(forms.Form):
    use_required_attribute = False

    pasted_mail = forms.CharField(
        label=gettext_lazy("De tekst van de mail"),
        help_text=gettext_lazy("Wij bewaren deze tekst niet, en sturen hem nergens heen."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 10, "autocomplete": "off", "data-not-kept": ""}),
        error_messages={
            "required": gettext_lazy("Plak hier eerst de tekst van de mail."),
            "max_length": gettext_lazy(
                "Plak ten hoogste %(limit_value)d tekens. Laat oudere mails eronder weg."
            ),
        },
    )

    def clean_pasted_mail(self) -> str:
        return str(self.cleaned_data[FIELD]).replace("\r\n", "\n")


def posted_mail(sent: Any) -> str:
    """Return the mail that goes along with the form of a new request, to show it beside it again;
    nothing when somebody made it too long.
    """
    form = PastedMail(sent)
    return str(form.cleaned_data[FIELD]) if FIELD in sent and form.is_valid() else ""
