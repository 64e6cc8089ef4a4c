"""A professional refers somebody: what is needed, the checks, the yes, and whom to call."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.offering import Choice
from loopplank.actions.referring_in import Case, Person
from loopplank.core import bsn
from loopplank.core.intake import WORDS, Duration
from loopplank.core.kinds import KIND_LABELS, Kind
from loopplank.core.sharing import HARD_CHECK_WORDS, SAFETY_WORDS, HardCheck, Safety
from loopplank.web.forms.consent import ConsentForm
from loopplank.web.forms.contact import PhoneField, PostcodeField
from loopplank.web.forms.lines import Label, line, lines, whole
from loopplank.web.referral_words import choice_label
from loopplank.web.words import first_up, say, word

NO_ILLNESS = gettext_lazy("Schrijf geen ziekte, medicijn of nummer op. Dat is hier niet nodig.")
_TEXTS = ("summary", "stays", "sent_despite")


def _yes_no_unknown(label: Label) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[
            ("yes", gettext_lazy("Ja")),
            ("no", gettext_lazy("Nee")),
            ("unknown", gettext_lazy("Weet ik niet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies ja, nee of weet ik niet.")},
    )


class ReferInForm(ConsentForm):
    """The whole referral on one page; nothing typed is lost on a mistake."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Waar is hulp bij nodig?"),
        help_text=gettext_lazy("U mag meer dan één ding kiezen."),
        choices=lambda: [(kind.value, word(KIND_LABELS[kind])) for kind in Kind],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies waar hulp bij nodig is.")},
    )
    duration = forms.ChoiceField(
        label=gettext_lazy("Hoe lang, denkt u?"),
        choices=lambda: [(one.value, word(WORDS[one])) for one in Duration],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe lang.")},
    )
    summary = lines(gettext_lazy("De vraag in één of twee zinnen"), 300, hint=NO_ILLNESS, rows=2)
    hard_checks = forms.MultipleChoiceField(
        label=gettext_lazy("Is er ook dit nodig? Dat doen vrijwilligers niet."),
        choices=lambda: [(one.value, first_up(word(HARD_CHECK_WORDS[one]))) for one in HardCheck],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sent_despite = lines(
        gettext_lazy("Waarom verwijst u toch?"),
        200,
        hint=gettext_lazy("Bijvoorbeeld: de thuiszorg blijft dit doen."),
        rows=2,
    )
    stays = lines(
        gettext_lazy("Wat blijft de professionele zorg doen?"),
        300,
        hint=gettext_lazy("Bijvoorbeeld: douchen, drie keer per week."),
        rows=2,
    )
    contact_name = line(
        gettext_lazy("Wie blijft bij u aanspreekpunt?"),
        120,
        missing=gettext_lazy("Vul in wie bij u aanspreekpunt blijft."),
    )
    contact_phone = PhoneField(
        label=gettext_lazy("Telefoonnummer van uw aanspreekpunt"),
        error_messages={"required": gettext_lazy("Vul het nummer van uw aanspreekpunt in.")},
    )
    fallback_name = line(
        gettext_lazy("Wie mogen wij bij u bellen als het anders loopt?"),
        120,
        missing=gettext_lazy("Vul een naam in."),
    )
    fallback_phone = PhoneField(
        label=gettext_lazy("Telefoonnummer van deze persoon"),
        error_messages={"required": gettext_lazy("Vul een nummer in.")},
    )
    salutation = forms.ChoiceField(
        label=gettext_lazy("Aanspreken als"),
        choices=[
            ("mrs", gettext_lazy("Mevrouw")),
            ("mr", gettext_lazy("De heer")),
            ("", gettext_lazy("Geen van beide")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    first_name = line(gettext_lazy("Voornaam"), 60)
    last_name = line(
        gettext_lazy("Achternaam"),
        80,
        missing=gettext_lazy("Vul de achternaam in."),
        autocomplete="off",
    )
    person_phone = PhoneField(
        label=gettext_lazy("Telefoonnummer van de persoon"),
        error_messages={"required": gettext_lazy("Vul het nummer van de persoon in.")},
    )
    postcode = PostcodeField(
        label=gettext_lazy("Postcode van de persoon"),
        error_messages={"required": gettext_lazy("Vul de postcode in, bijvoorbeeld 1234 AB.")},
    )
    birth_year = whole(gettext_lazy("Geboortejaar"), 1900, 2100)

    def __init__(self, *args: Any, choices: Sequence[Choice] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_yes"].label = _("Heeft u dit met uw cliënt besproken, en zei die ja?")
        if choices is not None:
            self.fields["to"] = forms.ChoiceField(
                label=_("Aan wie vraagt u dit?"),
                choices=[(str(one.id), choice_label(one)) for one in choices],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Kies een organisatie."),
                    "invalid_choice": _("Kies een organisatie."),
                },
            )
        for one in Safety:
            self.fields[f"safety_{one}"] = _yes_no_unknown(word(SAFETY_WORDS[one]))

    @property
    def safety(self) -> list[Any]:
        return [self[f"safety_{one}"] for one in Safety]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in _TEXTS:
            reason = bsn.refusal(cleaned.get(name, ""))
            if reason is not None:
                self.add_error(name, say(reason))
        if cleaned.get("hard_checks") and not cleaned.get("sent_despite", "").strip():
            self.add_error(
                "sent_despite",
                _("Dit hoort bij u, niet bij vrijwilligers. Toch verwijzen? Schrijf op waarom."),
            )
        return cleaned

    def case(self) -> Case:
        """The referral as the actions take it."""
        typed = self.cleaned_data
        return Case(
            agreed=self.agreed(),
            person=Person(
                last_name=typed["last_name"],
                salutation=typed["salutation"],
                first_name=typed["first_name"],
                phone=typed["person_phone"],
                postcode=typed["postcode"],
                birth_year=typed["birth_year"],
            ),
            contact_name=typed["contact_name"],
            contact_phone=typed["contact_phone"],
            fallback_name=typed["fallback_name"],
            fallback_phone=typed["fallback_phone"],
            kinds=tuple(typed["kinds"]),
            duration=typed["duration"],
            summary=typed["summary"],
            stays=typed["stays"],
            hard_checks=tuple(typed["hard_checks"]),
            sent_despite=typed["sent_despite"] if typed["hard_checks"] else "",
            safety={one.value: typed[f"safety_{one}"] for one in Safety},
        )

    def receiver(self) -> UUID:
        """The organisation that was chosen."""
        return UUID(self.cleaned_data["to"])
