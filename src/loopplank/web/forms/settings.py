"""What an organisation settles about itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loopplank.access.settings import Answering
from loopplank.core.contact_limits import DAYS_OF_REST, OPEN_AT_ONCE
from loopplank.core.rest import WEEKS_OF_REST
from loopplank.web.forms.contact import EmailField, PhoneField
from loopplank.web.forms.lines import line, lines, weekdays, whole


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
