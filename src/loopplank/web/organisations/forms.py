"""Ask what networks and organisations settle: people, numbers, offers, limits and who gets what."""

import hmac
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from loopplank.access.organisations.network_settings import RouteFacts, RoutingPage
from loopplank.access.organisations.settings import Answering
from loopplank.core.account.roles import LABELS, Role
from loopplank.core.kit.kinds import FORM_KINDS, KIND_LABELS, Kind
from loopplank.core.messages.duty import DangerPhone
from loopplank.core.referrals.consent import Space
from loopplank.core.requests.intake import DAYS
from loopplank.core.triage.codes import COVERABLE, keys_in
from loopplank.core.triage.questions import CODE_TEXTS
from loopplank.core.volunteers.contact_limits import DAYS_OF_REST, OPEN_AT_ONCE
from loopplank.core.volunteers.rest import WEEKS_OF_REST
from loopplank.web.account.forms import checked_password, password_field
from loopplank.web.kit.fields import (
    TIME,
    EmailField,
    HoursField,
    PhoneField,
    line,
    lines,
    weekdays,
    whole,
)
from loopplank.web.kit.words import first_up, word

# --- colleagues -----------------------------------------------------------------------------------

FILL_IN_EMAIL = _("Vul een e-mailadres in. Daarmee logt je collega in.")


class DaysForm(forms.Form):
    weekdays = weekdays(
        _("Werkdagen"), _("Een termijn valt nooit op een vrije dag. Zonder keuze: alle werkdagen.")
    )
    hours_a_week = whole(_("Uren per week"), 1, 60)
    max_matches = whole(
        _("Hooguit hoeveel koppels begeleiden?"), 1, 300, hint=_("Leeg betekent: geen grens.")
    )
    max_requests = whole(
        _("Hooguit hoeveel open hulpvragen?"), 1, 300, hint=_("Leeg betekent: geen grens.")
    )


class InviteForm(DaysForm):
    name = line(_("Naam"), 120, missing=_("Vul de naam van je collega in."))
    email = EmailField(label=_("E-mailadres"), error_messages={"required": FILL_IN_EMAIL})
    phone = PhoneField(label=_("Telefoonnummer"), required=False)
    field_order = (
        "name",
        "email",
        "phone",
        "role",
        "weekdays",
        "hours_a_week",
        "max_matches",
        "max_requests",
    )

    def __init__(self, data: Any = None, *, roles: Iterable[Role]) -> None:
        super().__init__(data)
        shown = [(role.value, first_up(word(LABELS[role]))) for role in roles]
        self.fields["role"] = forms.ChoiceField(
            label=_("Wat gaat je collega doen?"),
            choices=shown,
            widget=forms.RadioSelect,
            error_messages={"required": _("Kies wat je collega gaat doen.")},
        )
        self.order_fields(self.field_order)


# --- what an organisation settles about itself ----------------------------------------------------


class OrganisationForm(forms.Form):
    name = line(_("Naam van de organisatie"), 120, missing=_("Vul de naam in."))
    short_name = forms.RegexField(
        regex=r"^[A-Za-z0-9][A-Za-z0-9 ]{1,10}$",
        label=_("Korte naam"),
        help_text=_("Staat als afzender in een sms. Hooguit 11 letters of cijfers."),
        max_length=11,
        error_messages={
            "required": _("Vul een korte naam in, voor in een sms."),
            "invalid": _("Gebruik 2 tot 11 letters of cijfers, zonder leestekens."),
            "max_length": _("Gebruik 2 tot 11 letters of cijfers, zonder leestekens."),
        },
    )
    phone = PhoneField(
        label=_("Telefoonnummer"),
        help_text=_("Staat in elk bericht en op de openbare pagina."),
        error_messages={"required": _("Vul een telefoonnummer in. Het staat in elk bericht.")},
    )
    phone_hours = line(
        _("Wanneer neemt iemand op?"),
        120,
        missing=_("Vul in wanneer iemand opneemt."),
        hint=_("Bijvoorbeeld: maandag tot en met vrijdag, 9:00 tot 16:00 uur."),
    )
    email = EmailField(label=_("E-mailadres"), required=False)
    weekdays = weekdays(
        _("Werkdagen"), _("Termijnen tellen deze dagen. Zonder keuze: maandag tot en met vrijdag.")
    )
    help_seeker_word = line(
        _("Hoe noemen jullie wie hulp vraagt?"), 30, hint=_("Bijvoorbeeld: deelnemer of buur.")
    )


class PrivacyForm(forms.Form):
    legal_basis = lines(
        _("Waarom mogen jullie deze gegevens bewaren?"),
        200,
        missing=_("Vul in op welke grond jullie gegevens bewaren."),
        hint=_("Staat in de privacyverklaring. Bijvoorbeeld: toestemming, of een overeenkomst."),
    )
    complaints_to = line(
        _("Waar kan iemand een klacht sturen?"),
        200,
        missing=_("Vul in waar iemand een klacht kan sturen."),
        hint=_("Een naam met een e-mailadres of telefoonnummer. Staat in elke brief met een nee."),
    )
    months_kept_after_closing = whole(
        _("Hoeveel maanden bewaren na afsluiten?"),
        1,
        60,
        missing=_("Vul een aantal maanden in."),
        hint=_("Daarna worden de gegevens gewist."),
    )
    needs_conduct_certificate = forms.BooleanField(
        label=_("Vrijwilligers hebben een VOG nodig"), required=False
    )


class ContactForm(forms.Form):
    """`could` are the colleagues to choose from, `board` those who sit on the board."""

    first_contact = forms.ChoiceField(
        label=_("Eerste contactpersoon"),
        help_text=_("Wordt eigenaar van elke nieuwe hulpvraag."),
        required=False,
    )
    stand_in = forms.ChoiceField(
        label=_("Achterwacht"),
        help_text=_(
            "Neemt over als het niet kan wachten, of als iemand vrij is. In het rooster kan per dag"
            " een ander staan."
        ),
        required=False,
    )
    board_contact = forms.ChoiceField(
        label=_("Als niemand er is: wie van het bestuur?"),
        help_text=_("Wordt eigenaar als er geen achterwacht is. Zo heeft elke vraag iemand."),
        required=False,
    )
    duty_phone = PhoneField(
        label=_("Dienstnummer"),
        help_text=_("Dit nummer bellen vrijwilligers als het niet kan wachten."),
        required=False,
    )
    danger_number = PhoneField(
        label=_("Mobiel nummer voor berichten over gevaar"),
        help_text=_(
            "Schrijft iemand op het formulier over gevaar? Dan krijgt dit nummer binnen 30 minuten"
            " een sms, op de dagen en uren hieronder. Het formulier zegt die uren erbij."
        ),
        required=False,
    )
    danger_days = forms.TypedMultipleChoiceField(
        label=_("Op welke dagen heeft iemand dit nummer bij zich?"),
        choices=lambda: [(n, first_up(word(name))) for n, name in enumerate(DAYS)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    danger_from = forms.TimeField(label=_("Van hoe laat?"), widget=TIME, required=False)
    danger_to = forms.TimeField(label=_("Tot hoe laat?"), widget=TIME, required=False)

    def danger(self) -> DangerPhone:
        """Return the phone for danger as it was typed."""
        typed = self.cleaned_data
        return DangerPhone(
            typed["danger_number"],
            tuple(sorted(typed["danger_days"])),
            typed["danger_from"],
            typed["danger_to"],
        )

    def __init__(
        self,
        data: Any = None,
        *,
        could: tuple[Answering, ...],
        board: tuple[Answering, ...],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        for name, people in (
            ("first_contact", could),
            ("stand_in", could),
            ("board_contact", board),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
            field.choices = [
                ("", _("Nog niemand")),
                *((str(one.membership_id), one.name) for one in people),
            ]
            field.error_messages["invalid_choice"] = _("Kies iemand uit de lijst.")


class RestForm(forms.Form):
    weeks = whole(
        _("Hoeveel weken rust na hulp die zwaar was?"),
        *WEEKS_OF_REST,
        missing=_("Vul een aantal weken in."),
        hint=_("Van 0 tot en met 26. Bij 0 krijgt niemand rust."),
    )
    days_after_no = whole(
        _("Hoeveel dagen rust na een nee?"),
        *DAYS_OF_REST,
        missing=_("Vul een aantal dagen in."),
        hint=_("Van 0 tot en met 60. Bij 0 mag iemand meteen weer gevraagd worden."),
    )
    open_at_once = whole(
        _("Hoeveel vragen mag een vrijwilliger tegelijk open hebben?"),
        *OPEN_AT_ONCE,
        missing=_("Vul een aantal vragen in."),
        hint=_(
            "Van 1 tot en met 5, van alle organisaties samen. Bij 1 komt er pas een nieuwe vraag"
            " als de vorige beantwoord is."
        ),
    )


class NoticeForm(forms.Form):
    unread_notice = line(
        _("Op deze dagen leest niemand dit formulier"),
        200,
        hint=_("Bijvoorbeeld: van 24 december tot en met 3 januari leest niemand dit formulier."),
    )


# --- one offer ------------------------------------------------------------------------------------
# What it does and does not, and whether there is room now.

SPACES = (
    (Space.ROOM, _("Er is ruimte")),
    (Space.WAITING, _("Er is een wachtlijst")),
    (Space.FULL, _("Nu vol")),
    (Space.ASSESS, _("Eerst is een gesprek nodig")),
)
MOST_CONDITIONS = 6


class OfferForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Soort hulp"),
        choices=lambda: [
            ("", _("Kies een soort")),
            *((k.value, word(KIND_LABELS[k])) for k in Kind),
        ],
        error_messages={"required": _("Kies een soort hulp.")},
    )
    name = line(
        _("Naam van dit aanbod"),
        80,
        missing=_("Vul een naam in."),
        hint=_("Bijvoorbeeld: Boodschappen, of Maatje."),
    )
    does = lines(
        _("Wat doen jullie wel?"),
        300,
        missing=_("Vul in wat jullie wel doen."),
        hint=_("Bijvoorbeeld: samen naar de winkel, of voor u."),
    )
    does_not = lines(_("Wat doen jullie niet?"), 300, hint=_("Bijvoorbeeld: een pinpas meenemen."))
    space = forms.ChoiceField(
        label=_("Is er nu plek?"),
        choices=SPACES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of er nu plek is.")},
    )
    space_words = line(
        _("Wat staat er op de openbare pagina over de plek?"),
        120,
        hint=_("Bijvoorbeeld: wachten duurt 6 tot 10 weken, of: nu vol tot 15 januari."),
    )
    meanwhile = lines(
        _("Wat kan iemand doen die hierop wacht?"),
        300,
        hint=_("Bijvoorbeeld: eet op dinsdag mee in het buurthuis. Staat in de wachtbrief."),
    )
    covers = forms.MultipleChoiceField(
        label=_("Waarvoor hebben jullie geschoolde vrijwilligers?"),
        help_text=_("Alleen aanvinken als die scholing er echt is. Het advies rekent hierop."),
        choices=lambda: [(key, word(CODE_TEXTS[key].line)) for key in keys_in(COVERABLE)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    conditions = lines(
        _("Onder welke voorwaarden?"),
        1200,
        hint=_("Eén voorwaarde per regel. Staat bij het advies als dit aanbod past."),
    )
    active = forms.BooleanField(label=_("Dit aanbod staat aan"), required=False)

    def clean_conditions(self) -> tuple[str, ...]:
        typed = str(self.cleaned_data["conditions"])
        found = tuple(" ".join(one.split()) for one in typed.splitlines() if one.strip())
        if len(found) > MOST_CONDITIONS or any(len(one) > 200 for one in found):
            raise forms.ValidationError(
                _("Hooguit zes voorwaarden van ieder tweehonderd tekens. Maak het korter.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("space") in {Space.WAITING, Space.FULL} and not cleaned.get("space_words"):
            self.add_error(
                "space_words", _("Schrijf op hoe lang het duurt, of tot wanneer het vol is.")
            )
        return cleaned


# --- limits that an organisation sets for itself --------------------------------------------------

MOST_ACTS = 20


class OwnLimitsForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("Welke hulp geven jullie?"),
        help_text=_("Niets aangevinkt: dan volgt hier geen advies uit."),
        choices=lambda: [(k.value, word(KIND_LABELS[k])) for k in Kind],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    max_minutes_a_week = HoursField(
        label=_("Hooguit hoeveel uur per week, voor één hulpvraag?"),
        help_text=_("Leeg betekent: geen grens."),
        required=False,
        most_hours=40,
    )
    max_months = whole(
        _("Hooguit hoeveel maanden duurt een afspraak?"),
        1,
        60,
        hint=_("Leeg betekent: geen grens. Verlengen kan altijd."),
    )
    excluded_acts = lines(
        _("Wat doen vrijwilligers hier nooit?"),
        4000,
        hint=_("Eén zin per regel. Bijvoorbeeld: Vrijwilligers steunen niet bij lopen na een val."),
        rows=6,
    )

    def clean_excluded_acts(self) -> list[str]:
        typed = str(self.cleaned_data["excluded_acts"])
        found = [" ".join(one.split()) for one in typed.splitlines() if one.strip()]
        if len(found) > MOST_ACTS or any(len(one) > 200 for one in found):
            raise forms.ValidationError(
                _("Hooguit twintig zinnen van ieder tweehonderd tekens. Maak het korter.")
            )
        return found


# --- which organisation gets which question -------------------------------------------------------
# With a new organisation in the table.

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
        return own and all(valid)

    @property
    def filled(self) -> list[tuple[UUID, str, str, str]]:
        """Return the rows that exist: (organisation, kind, first postcode, last postcode)."""
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


# --- the first set-up for real use ----------------------------------------------------------------
# The network, the organisation and the first coordinator.


class SetUpForm(forms.Form):
    """`expected` is the code that the terminal printed; "" when there is none."""

    code = line(
        _("De code uit de terminal"),
        60,
        missing=_("Vul de code in die de terminal liet zien."),
        hint=_("Zo weten we dat jij deze computer beheert."),
        autocomplete="off",
        spellcheck="false",
    )
    place = line(
        _("Plaats"),
        80,
        missing=_("Vul de plaats in."),
        hint=_("Staat op de openbare pagina: Hulp in …"),
    )
    network_name = line(
        _("Naam van het netwerk"),
        120,
        missing=_("Vul een naam voor het netwerk in."),
        hint=_("Bijvoorbeeld: Netwerk Welzijn Waterstad. Later kunnen er organisaties bij."),
    )
    organisation_name = line(
        _("Naam van jouw organisatie"), 120, missing=_("Vul de naam van je organisatie in.")
    )
    short_name = OrganisationForm.base_fields["short_name"]
    phone = OrganisationForm.base_fields["phone"]
    phone_hours = OrganisationForm.base_fields["phone_hours"]
    name = line(_("Jouw naam"), 120, missing=_("Vul je naam in."), autocomplete="name")
    email = EmailField(
        label=_("Jouw e-mailadres"),
        help_text=_("Hiermee log je in."),
        error_messages={"required": _("Vul je e-mailadres in. Daarmee log je in.")},
        autocomplete="username",
    )
    password = password_field(_("Bedenk een wachtwoord"))

    def __init__(self, data: Any = None, *, expected: str = "") -> None:
        super().__init__(data)
        self.expected = expected

    def clean_code(self) -> str:
        typed = "".join(str(self.cleaned_data["code"]).split())
        if not self.expected or not hmac.compare_digest(typed.encode(), self.expected.encode()):
            raise forms.ValidationError(
                _("Deze code klopt niet. Kijk in de terminal waarin Loopplank startte.")
            )
        return typed

    def clean_password(self) -> str:
        return checked_password(
            str(self.cleaned_data["password"]),
            name=str(self.cleaned_data.get("name", "")),
            email=str(self.cleaned_data.get("email", "")),
        )
