"""Ask a volunteer whom they know who could come in their place."""

from django import forms
from django.utils.translation import gettext_lazy

from loopplank.core.volunteers.cover import LONGEST_NAME
from loopplank.web.kit.fields import PhoneField, line


class StandInForm(forms.Form):
    """A name in their own words, and a number if they have it: nobody is looked up."""

    who = line(
        gettext_lazy("Hoe heet die persoon?"),
        LONGEST_NAME,
        missing=gettext_lazy("Vul in hoe die persoon heet. Of laat het aan ons over."),
        autocomplete="off",
    )
    phone = PhoneField(
        label=gettext_lazy("Telefoonnummer, als je dat hebt"),
        required=False,
    )
