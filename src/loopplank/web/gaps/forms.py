"""Gaps: which one, what is decided about it, and a no that a professional reports."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.gaps.gaps import Choice
from loopplank.core.gaps.gaps import OWNER_WORDS, STATE_WORDS, GapState, PossibleOwner
from loopplank.core.kit.calendar import months_after
from loopplank.core.requests.refusal import SOURCE_WORDS
from loopplank.web.kit.words import first_up, word

NEW, NONE = "new", "none"
MONTHS_BACK = 12


class GapForm(forms.Form):
    """What is decided about a gap."""

    state = forms.ChoiceField(
        label=gettext_lazy("Hoe staat het?"),
        widget=forms.RadioSelect,
        choices=lambda: [(s.value, first_up(word(STATE_WORDS[s]))) for s in GapState],
        error_messages={"required": gettext_lazy("Kies hoe het staat.")},
    )
    possible_owner = forms.ChoiceField(
        label=gettext_lazy("Wie zou dit kunnen oppakken?"),
        required=False,
        choices=lambda: [
            ("", _("Nog niet bekeken")),
            *((o.value, first_up(word(OWNER_WORDS[o]))) for o in PossibleOwner),
        ],
    )
    keywords = forms.CharField(
        label=gettext_lazy("Woorden waaraan je het herkent"),
        help_text=gettext_lazy("Bijvoorbeeld: oppas, avond, gezin. Geen namen."),
        max_length=200,
        required=False,
    )


class WhichGapForm(forms.Form):
    """A gap that is known, or a new name."""

    gap = forms.ChoiceField(
        label=gettext_lazy("Bij welk gat?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies een gat, of geef het een naam.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Naam van het nieuwe gat"),
        help_text=gettext_lazy("Een soort hulp. Bijvoorbeeld: avondhulp voor gezinnen."),
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, choices: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.id), one.name) for one in choices]
        self.fields["gap"].choices = [*known, *self.others()]  # type: ignore[attr-defined]  # a ChoiceField

    def others(self) -> list[tuple[str, str]]:
        return [(NEW, _("Een nieuw gat"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("gap") != NEW:
            cleaned["name"] = ""
            self.errors.pop("name", None)
        elif not cleaned.get("name", "").strip() and "name" not in self.errors:
            self.add_error("name", _("Geef het gat een naam."))
        return cleaned

    def gap_id(self) -> UUID | None:
        """Return the gap that was chosen, if it is one that is known."""
        chosen = self.cleaned_data["gap"]
        return None if chosen in {NEW, NONE} else UUID(chosen)


class PlaceForm(WhichGapForm):
    """Where a no belongs; it may belong to none."""

    example = forms.CharField(
        label=gettext_lazy("Eén regel voor de telling"),
        help_text=gettext_lazy("Zonder naam of straat. Deze regel blijft bij jullie."),
        max_length=120,
        required=False,
    )

    def others(self) -> list[tuple[str, str]]:
        return [*super().others(), (NONE, _("Geen gat"))]


class ReportForm(WhichGapForm):
    """A no of a formal party: never a person."""

    source = forms.ChoiceField(
        label=gettext_lazy("Waarom was het nee?"),
        widget=forms.RadioSelect,
        choices=lambda: [(s.value, first_up(word(text))) for s, text in SOURCE_WORDS.items()],
        error_messages={"required": gettext_lazy("Kies een reden.")},
    )
    month = forms.ChoiceField(label=gettext_lazy("In welke maand?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [months_after(today.replace(day=1), -back) for back in range(MONTHS_BACK)]
        self.fields["month"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (month.isoformat(), date_format(month, "F Y")) for month in months
        ]

    def first_day(self) -> date:
        """Return the first day of the month that was chosen."""
        return date.fromisoformat(self.cleaned_data["month"])
