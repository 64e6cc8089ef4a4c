"""The same six questions on one page, in the order of a talk; half-filled is allowed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.kit.kinds import KIND_LABELS, Kind
from loopplank.core.requests.intake import (
    ANY_TIME,
    Answers,
    Channel,
    Duration,
    ForWhom,
    HelpedBy,
    HoldingOut,
    Knows,
    days_in,
    parts_in,
)
from loopplank.web.kit.fields import EmailField, PhoneField, PostcodeField, StoryField
from loopplank.web.kit.words import day, word
from loopplank.web.requests.forms.intake import (
    answers_of,
    choices_of,
    days_field,
    parts_field,
    text,
    too_late_field,
)

#: At least one of these, or there is nobody to keep a question of.
SOMETHING = ("last_name", "first_name", "phone", "applicant_name", "applicant_phone")
OLDEST = 1900


def _choice(label: Any, choices: Any, *, several: bool = False) -> Any:
    if several:
        return forms.MultipleChoiceField(
            label=label,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False)


class PhoneIntake(forms.Form):
    """A new request, or the answers of one that is there."""

    use_required_attribute = False

    submission = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    way_in = _choice(
        gettext_lazy("De vraag komt binnen per"),
        [
            ("phone", gettext_lazy("Telefoon")),
            ("paper", gettext_lazy("Papier")),
            ("professional", gettext_lazy("Beroepskracht")),
        ],
    )
    for_whom = _choice(
        gettext_lazy("Wie vraagt?"),
        [
            (ForWhom.SELF.value, gettext_lazy("De persoon zelf")),
            (ForWhom.FAMILY.value, gettext_lazy("Familie")),
            (ForWhom.NEIGHBOUR.value, gettext_lazy("Een buur of vriend")),
            (ForWhom.PROFESSIONAL.value, gettext_lazy("Een beroepskracht")),
        ],
    )
    applicant_name = text(gettext_lazy("Naam van wie vraagt"), 120, autocomplete="off")
    applicant_works_at = text(gettext_lazy("Werkt bij"), 120, autocomplete="off")
    applicant_phone = PhoneField(label=gettext_lazy("Telefoon van wie vraagt"), required=False)
    applicant_email = EmailField(label=gettext_lazy("E-mail van wie vraagt"), required=False)
    knows = _choice(gettext_lazy("Weet de persoon zelf het?"), choices_of(Knows))
    salutation = _choice(
        gettext_lazy("Aanhef"),
        [("mrs", gettext_lazy("Mevrouw")), ("mr", gettext_lazy("Meneer"))],
    )
    first_name = text(gettext_lazy("Voornaam"), 60, autocomplete="off")
    last_name = text(gettext_lazy("Achternaam"), 80, autocomplete="off")
    phone = PhoneField(label=gettext_lazy("Telefoon"), required=False)
    kinds = _choice(
        gettext_lazy("Soort hulp"),
        lambda: [(kind.value, word(KIND_LABELS[kind])) for kind in Kind],
        several=True,
    )
    story = StoryField(
        label=gettext_lazy("In eigen woorden"),
        help_text=gettext_lazy("Wat het voor de hulp betekent. Geen diagnose, geen BSN."),
    )
    any_time = forms.BooleanField(label=gettext_lazy("Het maakt niet uit"), required=False)
    days = days_field(gettext_lazy("Dagen"))
    parts = parts_field(gettext_lazy("Deel van de dag"))
    too_late_on = too_late_field()
    duration = _choice(gettext_lazy("Hulp is nodig"), choices_of(Duration))
    helped_by = _choice(
        gettext_lazy("Hulp komt nu van"),
        lambda: [
            (HelpedBy.FAMILY.value, _("Familie of buren")),
            (HelpedBy.HOME_CARE.value, _("Thuiszorg")),
            (HelpedBy.OTHER.value, _("Iemand anders")),
            (HelpedBy.NOBODY.value, _("Niemand")),
        ],
        several=True,
    )
    holding_out = _choice(
        gettext_lazy("Hoe lang houdt de mantelzorger het nog vol?"), choices_of(HoldingOut)
    )
    channel = _choice(gettext_lazy("Liefst per"), choices_of(Channel))
    email = EmailField(label=gettext_lazy("E-mail"), required=False)
    street = text(gettext_lazy("Straat en huisnummer"), 120, autocomplete="off")
    postcode = PostcodeField(label=gettext_lazy("Postcode"), required=False)
    place = text(gettext_lazy("Woonplaats"), 80, autocomplete="off")
    birth_year = forms.IntegerField(
        label=gettext_lazy("Geboortejaar"),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        initial: Mapping[str, Any] | None = None,
        new: bool,
    ) -> None:
        self.today = today
        super().__init__(data, initial=dict(initial or {}))
        if not new:
            del self.fields["way_in"]
            del self.fields["submission"]
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and not OLDEST <= year <= self.today.year:
            raise forms.ValidationError(_("Vul een jaar in, bijvoorbeeld 1943."))
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        if not any(cleaned.get(name) for name in SOMETHING) and not self.errors:
            self.add_error("last_name", _("Vul ten minste een naam of een telefoonnummer in."))
        helped = cleaned.get("helped_by") or []
        if HelpedBy.NOBODY in helped and len(helped) > 1:
            self.add_error("helped_by", _("Kies ‘niemand’, of wie er helpt. Niet allebei."))
        if HelpedBy.FAMILY not in helped:
            cleaned["holding_out"] = ""
        return cleaned

    def answers(self) -> Answers:
        """Return what was filled in. Was it not asked whether the person knows, then we call only
        whoever asks."""
        cleaned = dict(self.cleaned_data)
        if cleaned.get("for_whom") not in {"", ForWhom.SELF} and not cleaned.get("knows"):
            cleaned["knows"] = Knows.NO.value
        return answers_of(cleaned)


def initial_of(answers: Answers) -> dict[str, Any]:
    """Return the fields of the page for answers that are kept."""
    any_time = answers.day_parts == ANY_TIME
    return {
        **asdict(answers),
        "any_time": any_time,
        "days": [] if any_time else list(days_in(answers.day_parts)),
        "parts": [] if any_time else list(parts_in(answers.day_parts)),
    }


def differences(form: PhoneIntake, stored: Answers) -> list[tuple[str, str]]:
    """Return (question, answer that is kept now) wherever somebody typed something else."""
    typed = initial_of(form.answers())
    now = initial_of(stored)
    return [
        (str(field.label), in_words(field.field, now[field.name]) or _("Niet ingevuld"))
        for field in form.visible_fields()
        if field.name in now and typed[field.name] != now[field.name]
    ]


def in_words(field: forms.Field, value: Any) -> str:
    """Return an answer as it reads on the page: the words of a choice, a number, a text."""
    if isinstance(field, forms.ChoiceField):
        choices = cast("Iterable[tuple[object, object]]", field.choices)
        labels = {str(code): str(label) for code, label in choices}
        codes = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels[str(code)] for code in codes if str(code) in labels)
    if isinstance(value, bool):
        return _("Ja") if value else ""
    if isinstance(value, date):
        return day(value)
    return str(field.prepare_value(value)) if value else ""
