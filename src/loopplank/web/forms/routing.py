"""The table of which organisation gets which question, and a new organisation in it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from loopplank.access.network_settings import RouteFacts, RoutingPage
from loopplank.core.kinds import FORM_KINDS, KIND_LABELS
from loopplank.web.forms.colleagues import FILL_IN_EMAIL
from loopplank.web.forms.contact import EmailField, PhoneField
from loopplank.web.forms.lines import line
from loopplank.web.forms.settings import OrganisationForm
from loopplank.web.words import word

EMPTY_ROWS = 3


class RowForm(forms.Form):
    """One row; without an organisation it does not exist."""

    kind = forms.ChoiceField(
        label=_("Soort hulp"),
        required=False,
        choices=lambda: [
            ("", _("Alle soorten")),
            *((k.value, word(KIND_LABELS[k])) for k in FORM_KINDS),
        ],
    )
    postcode_from = forms.RegexField(
        label=_("Van postcode"),
        regex=r"^[1-9]\d{3}$",
        required=False,
        max_length=4,
        error_messages={"invalid": _("Vul vier cijfers in, bijvoorbeeld 1013.")},
        widget=forms.TextInput({"inputmode": "numeric", "size": "4"}),
    )
    postcode_to = forms.RegexField(
        label=_("Tot en met"),
        regex=r"^[1-9]\d{3}$",
        required=False,
        max_length=4,
        error_messages={"invalid": _("Vul vier cijfers in, bijvoorbeeld 1019.")},
        widget=forms.TextInput({"inputmode": "numeric", "size": "4"}),
    )
    organisation = forms.ChoiceField(label=_("Gaat naar"), required=False)

    def __init__(self, data: Any, *, choices: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [("", _("Deze regel niet")), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("postcode_from"), cleaned.get("postcode_to")
        if not cleaned.get("organisation"):
            if any((cleaned.get("kind"), first, last)):
                self.add_error("organisation", _("Kies een organisatie, of maak de regel leeg."))
            return cleaned
        if last and not first and "postcode_from" not in self.errors:
            self.add_error("postcode_from", _("Vul ook de eerste postcode in."))
        if first and last and last < first:
            self.add_error("postcode_to", _("Deze postcode ligt vóór de eerste. Draai ze om."))
        if not any((cleaned.get("kind"), first, last)) and not self.errors:
            self.add_error("kind", _("Kies een soort of een postcode. Anders is dit de standaard."))
        return cleaned


class RoutingForm(forms.Form):
    """The mandatory default, and the rows under `rows`."""

    default = forms.ChoiceField(
        label=_("Alles wat hieronder niet staat, gaat naar"),
        error_messages={"required": _("Kies een organisatie voor al het andere.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, page: RoutingPage) -> None:
        initial = {"default": str(page.default_id) if page.default_id else ""}
        super().__init__(data, initial=initial)
        choices = [
            (str(pk), name if is_open else _("%(name)s (formulier dicht)") % {"name": name})
            for pk, name, is_open in page.choices
        ]
        field = self.fields["default"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [("", _("Kies een organisatie")), *choices]
        count = self._count(data, len(page.rows))
        self.rows = [
            RowForm(data, choices=choices, prefix=f"row-{n}", initial=_initial(page, n))
            for n in range(count)
        ]

    def is_valid(self) -> bool:
        own, valid = super().is_valid(), [row.is_valid() for row in self.rows]
        if not self.is_bound or all(valid):
            return own
        self.add_error(None, _("Er klopt nog iets niet in de tabel."))
        return False

    @property
    def filled(self) -> list[tuple[UUID, str, str, str]]:
        """The rows that exist: (organisation, kind, first postcode, last postcode)."""
        return [
            (
                UUID(row.cleaned_data["organisation"]),
                row.cleaned_data["kind"],
                row.cleaned_data["postcode_from"],
                row.cleaned_data["postcode_to"],
            )
            for row in self.rows
            if row.cleaned_data["organisation"]
        ]

    @property
    def wrong_fields(self) -> list[forms.BoundField]:
        """Every field with an error, of the table too, for the summary on top."""
        return [field for form in (self, *self.rows) for field in form if field.errors]

    def _count(self, data: Mapping[str, Any] | None, stored: int) -> int:
        typed = str(data.get("rows", "")) if data is not None else ""
        return min(int(typed), 200) if typed.isdecimal() else stored + EMPTY_ROWS


class NewOrganisationForm(forms.Form):
    organisation_name = line(_("Naam van de organisatie"), 120, missing=_("Vul de naam in."))
    short_name = OrganisationForm.base_fields["short_name"]
    phone = PhoneField(
        label=_("Telefoonnummer van de organisatie"),
        error_messages={"required": _("Vul een telefoonnummer in. Het staat in elk bericht.")},
    )
    phone_hours = OrganisationForm.base_fields["phone_hours"]
    name = line(_("Naam van de eerste coördinator"), 120, missing=_("Vul een naam in."))
    email = EmailField(
        label=_("E-mailadres van de eerste coördinator"), error_messages={"required": FILL_IN_EMAIL}
    )


def _initial(page: RoutingPage, n: int) -> dict[str, str]:
    if n >= len(page.rows):
        return {}
    row: RouteFacts = page.rows[n]
    return {
        "kind": row.kind,
        "postcode_from": row.postcode_from,
        "postcode_to": row.postcode_to,
        "organisation": str(row.organisation_id),
    }
