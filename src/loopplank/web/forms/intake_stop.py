"""An intake stop: for which help, from when, until when, and what everybody reads."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.kinds import KIND_LABELS, Kind
from loopplank.web.forms.lines import DATE, lines
from loopplank.web.words import word

WRONG_DAY = gettext_lazy("Vul een dag in, bijvoorbeeld 15-1-2027.")


#: In the form; stored it is no kind.
ALL = "all"


class IntakeStopForm(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(
        label=gettext_lazy("Voor welke hulp?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies voor welke hulp.")},
    )
    first_day = forms.DateField(
        label=gettext_lazy("Vanaf welke dag?"),
        widget=DATE,
        error_messages={"required": WRONG_DAY, "invalid": WRONG_DAY},
    )
    until = forms.DateField(
        label=gettext_lazy("Tot welke dag?"),
        help_text=gettext_lazy("Op die dag mag iedereen weer vragen. Hooguit zes maanden later."),
        widget=DATE,
        error_messages={"required": WRONG_DAY, "invalid": WRONG_DAY},
    )
    words = lines(
        gettext_lazy("Wat leest wie nu hulp zoekt?"),
        200,
        missing=gettext_lazy("Schrijf een zin voor wie nu hulp zoekt. Iedereen leest hem."),
        hint=gettext_lazy("Bijvoorbeeld: onze maatjes zitten aan hun grens."),
    )

    def __init__(self, *args: Any, kinds: Sequence[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            *((kind, word(KIND_LABELS[Kind(kind)])) for kind in kinds),
            (ALL, _("Alle hulp")),
        ]
        self.initial.setdefault("first_day", today)

    def clean_kind(self) -> str:
        """A stop without a kind is about all help."""
        chosen = str(self.cleaned_data["kind"])
        return "" if chosen == ALL else chosen
