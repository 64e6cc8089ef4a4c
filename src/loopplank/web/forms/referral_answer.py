"""The answers to a referral and what comes after a yes; the same for all who receive one."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loopplank.access.referral_page import Colleague
from loopplank.core.referral import GIVEN_BACK, ON_HOLD_FOR, REFUSALS, WHY_WORDS, Outcome, Why
from loopplank.web.forms.contact import PhoneField
from loopplank.web.forms.lines import DATE, Label, line, lines
from loopplank.web.words import first_up, word

WORDS_HINT = _("Zonder naam, ziekte of medicijn.")


class Answering(forms.Form):
    """A form of this file: nothing is asked of the browser, so that our own sentences show."""

    use_required_attribute = False


def reasons(label: Label, codes: Sequence[Why]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=lambda: [(why.value, first_up(word(WHY_WORDS[why]))) for why in codes],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies waarom.")},
    )


class YesForm(Answering):
    """Who becomes responsible by name, and the last day of their first contact."""

    def __init__(
        self, *args: Any, colleagues: Sequence[Colleague], own: str, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if colleagues:
            self.fields["owner_id"] = forms.ChoiceField(
                label=_("Wie wordt eigenaar?"),
                choices=[("", _("Kies één persoon")), *((str(c.id), c.name) for c in colleagues)],
                initial=own,
                error_messages={"required": _("Vul in wie het overneemt. Eén persoon, met naam.")},
            )
        else:
            self.fields["taken_by"] = line(
                _("Wie neemt het over?"),
                120,
                missing=_("Vul in wie het overneemt. Eén persoon, met naam."),
                autocomplete="name",
            )
            self.fields["taken_by_phone"] = PhoneField(
                label=_("Telefoonnummer van deze persoon"),
                error_messages={"required": _("Vul een telefoonnummer in.")},
            )
        self.fields["first_contact_by"] = forms.DateField(
            label=_("Uiterlijk welke dag is het eerste contact?"),
            widget=DATE,
            initial=today + timedelta(days=7),
            error_messages={
                "required": _("Kies de dag waarop het eerste contact uiterlijk is."),
                "invalid": _("Kies een dag."),
            },
        )


class ConsultForm(Answering):
    words = lines(_("Wat is de vraag?"), 300, hint=WORDS_HINT, rows=2)


class NoForm(Answering):
    why = reasons(_("Waarom niet?"), REFUSALS)
    words = lines(_("In één zin"), 300, hint=WORDS_HINT, rows=2)


class DoubleForm(Answering):
    by_phone = forms.BooleanField(
        label=_("Gebeld met de afzender, en de persoon vond dat goed"), required=False
    )


class HoldForm(Answering):
    why = reasons(_("Waarom wacht het?"), ON_HOLD_FOR)


class ReportForm(Answering):
    outcome = forms.ChoiceField(
        label=_("Hoe liep het af?"),
        choices=[
            (Outcome.HELPED.value, _("De persoon is geholpen")),
            (Outcome.PARTLY_HELPED.value, _("De persoon is voor een deel geholpen")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe het afliep.")},
    )


class GiveBackForm(Answering):
    why = reasons(_("Waarom gaat het terug?"), GIVEN_BACK)
    words = lines(_("In één zin"), 300, hint=WORDS_HINT, rows=2)
