"""Ask who a volunteer is, and for which organisation something is meant."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.actions.volunteers.volunteers import Details
from loopplank.core.requests.intake import WORDS, Channel
from loopplank.core.triage import CODE_TEXTS
from loopplank.core.triage.codes import COVERABLE, keys_in
from loopplank.web.kit.fields import DATE, EmailField, PhoneField, PostcodeField, StoryField
from loopplank.web.kit.words import word
from loopplank.web.volunteers.forms.limits import LimitsOnBehalfForm

# --- who a volunteer is ---------------------------------------------------------------------------


class DetailsForm(forms.Form):
    """A name, and how to reach somebody."""

    first_name = forms.CharField(
        label=gettext_lazy("Voornaam"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": gettext_lazy("Vul een voornaam in.")},
    )
    last_name = forms.CharField(
        label=gettext_lazy("Achternaam"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "family-name"}),
        error_messages={"required": gettext_lazy("Vul een achternaam in.")},
    )
    phone = PhoneField(label=gettext_lazy("Telefoonnummer"), required=False, autocomplete="tel")
    email = EmailField(label=gettext_lazy("E-mailadres"), required=False, autocomplete="email")
    postcode = PostcodeField(
        label=gettext_lazy("Postcode"),
        help_text=gettext_lazy("Zo zoeken wij iemand in de buurt. Een straat is niet nodig."),
        required=False,
        autocomplete="postal-code",
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hoe bereiken wij je het liefst?"),
        widget=forms.RadioSelect,
        choices=lambda: [(str(c), word(WORDS[c])) for c in Channel],
        error_messages={"required": gettext_lazy("Kies hoe wij je bereiken.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Taal van de berichten"),
        choices=settings.LANGUAGES,
        initial="nl",
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.errors:
            return typed
        if not typed.get("phone") and not typed.get("email"):
            self.add_error("phone", _("Vul een telefoonnummer of een e-mailadres in."))
        elif typed.get("channel") == "email" and not typed.get("email"):
            self.add_error("email", _("Vul een e-mailadres in, of kies iets anders."))
        elif typed.get("channel") in {"phone", "sms"} and not typed.get("phone"):
            self.add_error("phone", _("Vul een telefoonnummer in, of kies iets anders."))
        return typed

    def details(self) -> Details:
        names = ("first_name", "last_name", "phone", "email", "postcode", "channel", "language")
        return Details(**{name: self.cleaned_data[name] for name in names})


class DetailsOnBehalfForm(DetailsForm):
    """The same, typed by a coordinator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].label = _("Hoe bereiken wij deze vrijwilliger het liefst?")


class NewVolunteerForm(DetailsOnBehalfForm, LimitsOnBehalfForm):
    """Everything with which somebody can be asked tomorrow."""

    certificate_seen_on = forms.DateField(
        label=gettext_lazy("VOG gezien op"),
        help_text=gettext_lazy("Bewaar het papier niet. De dag is genoeg."),
        required=False,
        widget=DATE,
        error_messages={"invalid": gettext_lazy("Kies een dag, of laat het leeg.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_certificate_seen_on(self) -> date | None:
        return _not_later(self.cleaned_data["certificate_seen_on"], self.today)


class AboutForm(forms.Form):
    """What the organisation itself keeps; another organisation never sees it."""

    certificate_seen_on = forms.DateField(
        label=gettext_lazy("VOG gezien op"),
        help_text=gettext_lazy("Bewaar het papier niet. De dag is genoeg."),
        required=False,
        widget=DATE,
        error_messages={"invalid": gettext_lazy("Kies een dag, of laat het leeg.")},
    )
    trained_for = forms.MultipleChoiceField(
        label=gettext_lazy("Geschoold voor"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(key, word(CODE_TEXTS[key].line)) for key in keys_in(COVERABLE)],
        required=False,
    )
    note = StoryField(
        label=gettext_lazy("Notitie"),
        help_text=gettext_lazy("Alleen jullie lezen dit. De vrijwilliger mag het opvragen."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_certificate_seen_on(self) -> date | None:
        return _not_later(self.cleaned_data["certificate_seen_on"], self.today)

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if len(note) > 1000:
            raise ValidationError(_("Schrijf ten hoogste 1000 tekens."))
        return note


class QuestionForm(forms.Form):
    """What somebody wants to know before they say yes or no."""

    text = StoryField(
        label=gettext_lazy("Wat wil je weten?"),
        help_text=gettext_lazy("Dat hoeft niet. Je kunt het ook straks vragen, als wij bellen."),
        longest=300,
        rows=3,
    )


def _not_later(day: date | None, today: date) -> date | None:
    if day is not None and day > today:
        raise ValidationError(_("Deze dag moet nog komen."))
    return day


# --- for which of a volunteer's organisations -----------------------------------------------------


class HouseForm(forms.Form):
    """A form with a field `house`, which is there when there is more than one to choose from."""

    use_required_attribute = False

    def __init__(self, *args: Any, houses: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(houses)
        self._only = choices[0][0] if len(choices) == 1 else None
        if len(choices) > 1:
            self.fields["house"].choices = choices  # type: ignore[attr-defined]  # it has them
        else:
            del self.fields["house"]

    def house_id(self) -> UUID | None:
        """Return the one that was chosen, or the only one that there is."""
        chosen = self.cleaned_data.get("house", self._only)
        return UUID(chosen) if chosen else None
