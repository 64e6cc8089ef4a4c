"""The last question: how to reach you, and the person you ask for."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.intake import Channel, ForWhom, Knows
from loopplank.web.forms.contact import EmailField, PhoneField, PostcodeField, StoryField
from loopplank.web.forms.questions import Question, Told, one_of, text


class ReachQuestion(Question):
    """Who knows of the question decides whose data are asked: of somebody who does not know yet,
    only a name and where they live."""

    heading = gettext_lazy("Hoe kunnen wij u het beste bereiken?")
    heading_on_behalf = gettext_lazy("Hoe bereiken wij u?")

    def __init__(self, data: Mapping[str, Any] | None = None, *, told: Told | None = None) -> None:
        super().__init__(data, told=told)
        self.professional = self.for_whom == ForWhom.PROFESSIONAL
        self.only_applicant = self.on_behalf and self.told.get("knows") != Knows.YES
        own = not self.on_behalf
        if not own:
            self._ask_applicant()
        if not self.only_applicant:
            self._ask_channel(own=own)
            self._ask_contact(own=own)
        self._ask_person(own=own)
        self.fields["postcode"] = PostcodeField(
            label=_("Uw postcode") if own else _("De postcode van deze persoon"),
            help_text=_("Zo zoeken wij iemand in de buurt."),
            autocomplete="postal-code" if own else "off",
            error_messages={"required": _("Vul de postcode in, bijvoorbeeld 1234 AB.")},
        )
        self.fields["story"] = StoryField(
            label=_("Wilt u nog iets vertellen?"),
            help_text=_(
                "Schrijf hier niets over ziektes of medicijnen. Dat vragen wij zelf als het nodig"
                " is."
            ),
        )

    @property
    def applicant_fields(self) -> list[BoundField]:
        return [field for field in self if field.name.startswith("applicant_")]

    def _ask_applicant(self) -> None:
        self.fields["applicant_name"] = text(
            _("Uw naam"), 120, _("Vul uw naam in."), autocomplete="name"
        )
        if self.professional:
            self.fields["applicant_works_at"] = text(
                _("Waar werkt u?"),
                120,
                _("Vul in waar u werkt."),
                autocomplete="organization",
            )
        self.fields["applicant_phone"] = PhoneField(
            label=_("Uw telefoonnummer"),
            autocomplete="tel",
            error_messages={"required": _("Vul uw telefoonnummer in.")},
        )
        self.fields["applicant_email"] = EmailField(
            label=_("Uw e-mailadres"), autocomplete="email", required=False
        )

    def _ask_channel(self, *, own: bool) -> None:
        self.fields["channel"] = one_of(
            self.title if own else _("Hoe kunnen wij deze persoon het beste bereiken?"),
            Channel,
            _("Kies bellen, sms, e-mail of brief."),
            help_text=_("Kies wat voor u makkelijk en veilig is.")
            if own
            else _("Kies wat voor deze persoon makkelijk en veilig is."),
        )

    def _ask_person(self, *, own: bool) -> None:
        self.fields["first_name"] = text(
            _("Uw voornaam") if own else _("De voornaam van deze persoon"),
            60,
            autocomplete="given-name" if own else "off",
        )
        self.fields["last_name"] = text(
            _("Uw achternaam") if own else _("De achternaam van deze persoon"),
            80,
            _("Vul de achternaam in."),
            autocomplete="family-name" if own else "off",
        )

    def _ask_contact(self, *, own: bool) -> None:
        self.fields["phone"] = PhoneField(
            label=_("Uw telefoonnummer") if own else _("Het telefoonnummer van deze persoon"),
            help_text=_("Wij bellen om kennis te maken. Koos u e-mail of brief? Dan mag het leeg."),
            autocomplete="tel" if own else "off",
            required=False,
        )
        self.fields["email"] = EmailField(
            label=_("Uw e-mailadres") if own else _("Het e-mailadres van deze persoon"),
            autocomplete="email" if own else "off",
            required=False,
        )
        self.fields["street"] = text(
            _("Straat en huisnummer"), 120, autocomplete="address-line1" if own else "off"
        )
        self.fields["place"] = text(
            _("Woonplaats"), 80, autocomplete="address-level2" if own else "off"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        if not self.only_applicant:
            self._needs_of_channel(cleaned)
        return cleaned

    def _needs_of_channel(self, cleaned: dict[str, Any]) -> None:
        channel, phone = cleaned.get("channel"), cleaned.get("phone")
        if "phone" not in self.errors:
            if channel in {Channel.PHONE, Channel.SMS} and not phone:
                self.add_error("phone", _("Vul een telefoonnummer in. Dan kunnen wij bellen."))
            elif channel == Channel.SMS and phone and phone[0] == "0" and phone[:2] != "06":
                self.add_error("phone", _("Een sms kan alleen naar een mobiel nummer, met 06."))
        if channel == Channel.EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Vul een e-mailadres in, of kies een andere manier."))
        if channel == Channel.LETTER:
            for name, sentence in (
                ("street", _("Vul de straat en het huisnummer in.")),
                ("place", _("Vul de woonplaats in.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        else:
            # asked only to send a letter, so not kept without one
            cleaned["street"] = cleaned["place"] = ""
