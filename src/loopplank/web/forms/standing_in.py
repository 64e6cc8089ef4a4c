"""Days of somebody: a turn as stand-in, an absence, and who is asked to take over."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from loopplank.web.forms.lines import Label

DATE = {"type": "date"}


def _day(label: Label, *, missing: Label = "", hint: Label = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=bool(missing),
        widget=forms.DateInput(DATE, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": _("Kies een dag.")},
    )


class _WhoForm(forms.Form):
    """`could` are the colleagues to choose from: (membership, name)."""

    who = forms.TypedChoiceField(
        label=_("Wie?"),
        coerce=UUID,
        error_messages={"required": _("Kies iemand."), "invalid_choice": _("Kies iemand.")},
    )

    def __init__(
        self, data: Any = None, *, could: Iterable[tuple[UUID, str]], **options: Any
    ) -> None:
        super().__init__(data, **options)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [("", _("Kies een collega")), *((str(pk), name) for pk, name in could)]


class TurnForm(_WhoForm):
    first = _day(_("Eerste dag"), missing=_("Kies de eerste dag."))
    last = _day(_("Laatste dag"), missing=_("Kies de laatste dag."))
    heard_yes = forms.BooleanField(
        label=_("Deze collega zei zelf ja, ik hoorde het"),
        help_text=_("Alleen nodig voor een ander. Jouw naam komt erbij te staan."),
        required=False,
    )


class AbsenceForm(forms.Form):
    first = _day(_("Eerste vrije dag"), missing=_("Kies de eerste vrije dag."))
    last = _day(
        _("Laatste vrije dag"),
        hint=_("Leeg betekent: tot iemand zegt dat de collega er weer is."),
    )


class OfferForm(_WhoForm):
    """Whom to ask to take over."""
