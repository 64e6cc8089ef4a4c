"""The person's yes to sharing: whether, who gave it, on which day and how."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.actions.sending import Agreed
from loopplank.web.forms.lines import DATE, line

NO_YES = gettext_lazy("Zonder ja van de persoon delen wij niets. Vraag het eerst.")


class ConsentForm(forms.Form):
    """Without a yes nothing is sent; a day that is still to come is no yes."""

    use_required_attribute = False

    said_yes = forms.ChoiceField(
        label=gettext_lazy("Zei de persoon ja tegen delen?"),
        choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nee, of nog niet gevraagd"))],
        widget=forms.RadioSelect,
        error_messages={"required": NO_YES},
    )
    given_on = forms.DateField(
        label=gettext_lazy("Op welke dag?"),
        widget=DATE,
        required=False,
        error_messages={"invalid": gettext_lazy("Kies een dag.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hoe is het gevraagd?"),
        choices=[
            ("visit", gettext_lazy("In een gesprek")),
            ("phone", gettext_lazy("Aan de telefoon")),
            ("paper", gettext_lazy("Op papier")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe het is gevraagd.")},
    )
    given_by = forms.ChoiceField(
        label=gettext_lazy("Wie zei ja?"),
        choices=[
            ("self", gettext_lazy("De persoon zelf")),
            ("representative", gettext_lazy("Wie de persoon vertegenwoordigt")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wie ja zei.")},
    )
    representative = line(gettext_lazy("Naam van wie de persoon vertegenwoordigt"), 120)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        on = cleaned.get("given_on")
        if cleaned.get("said_yes") == "no":
            self.add_error("said_yes", str(NO_YES))
        elif cleaned.get("said_yes") and "given_on" not in self.errors:
            if on is None:
                self.add_error("given_on", _("Vul de dag in waarop de persoon ja zei."))
            elif on > self.today:
                self.add_error("given_on", _("Deze dag is nog niet geweest."))
        representing = cleaned.get("given_by") == "representative"
        if representing and not cleaned.get("representative", "").strip():
            self.add_error("representative", _("Vul de naam in van wie ja zei."))
        return cleaned

    def agreed(self) -> Agreed:
        """The yes as the actions take it; only after the form was found right."""
        typed = self.cleaned_data
        represented = typed["given_by"] == "representative"
        return Agreed(
            given_on=typed["given_on"],
            channel=typed["channel"],
            given_by=typed["given_by"],
            representative=typed["representative"] if represented else "",
        )
