"""Inviting a colleague, and the days on which somebody works."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loopplank.core.roles import LABELS, Role
from loopplank.web.forms.contact import EmailField, PhoneField
from loopplank.web.forms.lines import line, weekdays, whole
from loopplank.web.words import first_up, word

FILL_IN_EMAIL = _("Vul een e-mailadres in. Daarmee logt je collega in.")


class DaysForm(forms.Form):
    phone = PhoneField(label=_("Telefoonnummer"), required=False)
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
    role = forms.ChoiceField(
        label=_("Wat gaat je collega doen?"),
        choices=lambda: [
            (role.value, first_up(word(LABELS[role]))) for role in (Role.COORDINATOR, Role.BOARD)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat je collega gaat doen.")},
    )
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
