"""Ask for the person's yes, what is shared, who refers to whom, and the answer."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.referrals.hand_over import Choice, HandOverPage
from loopplank.access.referrals.referral import Colleague
from loopplank.actions.referrals.hand_over import Offered
from loopplank.actions.referrals.refer import Case, Person
from loopplank.actions.referrals.send import Agreed, Outsider
from loopplank.core.kit import bsn
from loopplank.core.kit.kinds import KIND_LABELS, Kind
from loopplank.core.referrals.consent import (
    ALWAYS_SHARED,
    HARD_CHECK_WORDS,
    SAFETY_WORDS,
    SHARE_WORDS,
    HardCheck,
    Safety,
    Share,
)
from loopplank.core.referrals.states import (
    GIVEN_BACK,
    ON_HOLD_FOR,
    REFUSALS,
    WHY_WORDS,
    Outcome,
    Why,
)
from loopplank.core.requests.intake import WORDS, Duration
from loopplank.core.responsibility.clocks import URGENCY_WORDS, Urgency
from loopplank.web.kit.fields import (
    DATE,
    EmailField,
    Label,
    PhoneField,
    PostcodeField,
    line,
    lines,
    whole,
)
from loopplank.web.kit.words import first_up, say, word
from loopplank.web.referrals.words import PARTY_KINDS, choice_label

# --- the person's yes to sharing ------------------------------------------------------------------

NO_YES = gettext_lazy("Zonder ja van de persoon delen wij niets. Vraag het eerst.")


class ConsentForm(forms.Form):
    """Without a yes nothing is sent; a day that is still to come is no yes."""

    use_required_attribute = False

    said_yes = forms.ChoiceField(
        label=gettext_lazy("Zei de persoon ja tegen delen?"),
        choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nee, of nog niet gevraagd"))],
        widget=forms.RadioSelect,
        error_messages={"required": NO_YES},
    )
    given_on = forms.DateField(
        label=gettext_lazy("Op welke dag?"),
        widget=DATE,
        required=False,
        error_messages={"invalid": gettext_lazy("Kies een dag.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hoe is het gevraagd?"),
        choices=[
            ("visit", gettext_lazy("In een gesprek")),
            ("phone", gettext_lazy("Aan de telefoon")),
            ("paper", gettext_lazy("Op papier")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe het is gevraagd.")},
    )
    given_by = forms.ChoiceField(
        label=gettext_lazy("Wie zei ja?"),
        choices=[
            ("self", gettext_lazy("De persoon zelf")),
            ("representative", gettext_lazy("Wie de persoon vertegenwoordigt")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wie ja zei.")},
    )
    representative = line(gettext_lazy("Naam van wie de persoon vertegenwoordigt"), 120)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        on = cleaned.get("given_on")
        if cleaned.get("said_yes") == "no":
            self.add_error("said_yes", str(NO_YES))
        elif cleaned.get("said_yes") and "given_on" not in self.errors:
            if on is None:
                self.add_error("given_on", _("Vul de dag in waarop de persoon ja zei."))
            elif on > self.today:
                self.add_error("given_on", _("Deze dag is nog niet geweest."))
        representing = cleaned.get("given_by") == "representative"
        if representing and not cleaned.get("representative", "").strip():
            self.add_error("representative", _("Vul de naam in van wie ja zei."))
        return cleaned

    def agreed(self) -> Agreed:
        """Return the yes as the actions take it; only after the form was found right."""
        typed = self.cleaned_data
        represented = typed["given_by"] == "representative"
        return Agreed(
            given_on=typed["given_on"],
            channel=typed["channel"],
            given_by=typed["given_by"],
            representative=typed["representative"] if represented else "",
        )


# --- offering a question to another party ---------------------------------------------------------
# To whom, what is shared, and the person's yes.

OUTSIDE = "outside"
#: What the sender writes for the receiver is shared when it is there.
_WRITTEN = frozenset({Share.SUMMARY, Share.STAYS})
_CHOSEN = tuple(s for s in Share if s not in ALWAYS_SHARED | _WRITTEN)


class HandOverForm(ConsentForm):
    """Whoever said no to the same facts cannot be chosen; the action refuses it too."""

    to = forms.ChoiceField(
        label=gettext_lazy("Aan wie vraag je dit?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies aan wie je dit vraagt."),
            "invalid_choice": gettext_lazy("Kies aan wie je dit vraagt."),
        },
    )
    name = line(gettext_lazy("Naam"), 120)
    works_at = line(gettext_lazy("Waar werkt deze persoon?"), 120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat voor plek is dat?"),
        required=False,
        choices=lambda: [(code, word(words)) for code, words in PARTY_KINDS.items()],
    )
    email = EmailField(
        label=gettext_lazy("E-mailadres"),
        required=False,
        help_text=gettext_lazy("Hier komt een link, en een code om hem te openen."),
    )
    phone = PhoneField(label=gettext_lazy("Telefoonnummer"), required=False)
    shares = forms.MultipleChoiceField(
        label=gettext_lazy("Wat mag de ander al lezen?"),
        help_text=gettext_lazy("Wat er nodig is, hoe lang en hoe snel, staat er altijd bij."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=lambda: [(s.value, first_up(word(SHARE_WORDS[s]))) for s in _CHOSEN],
    )
    summary = lines(
        gettext_lazy("De vraag in één of twee zinnen"),
        300,
        hint=gettext_lazy("Zonder naam, straat of ziekte. Mag leeg blijven."),
        rows=2,
    )
    stays = lines(
        gettext_lazy("Wat blijft bij ons?"),
        300,
        hint=gettext_lazy("Bijvoorbeeld: Ria doet op donderdag de boodschappen."),
        rows=2,
    )
    wmo_report = forms.BooleanField(
        label=gettext_lazy("Dit is een melding voor de Wmo. De gemeente heeft dan zes weken."),
        required=False,
    )

    called = line(gettext_lazy("Met wie daar belde je?"), 120)

    field_order = ("to", "name", "works_at", "kind", "email", "phone", "shares", "summary")

    def __init__(self, *args: Any, page: HandOverPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not page.for_today:
            del self.fields["called"]
        wanted = page.brief.row.kinds or [page.brief.row.kind]
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            *(
                (str(one.choice.id), choice_label(one.choice, wanted))
                for one in page.whom
                if one.refused is None
            ),
            (OUTSIDE, _("Iemand anders, buiten dit netwerk")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("to") != OUTSIDE:
            for name in ("name", "works_at", "email", "phone"):
                self.errors.pop(name, None)
                cleaned[name] = ""
            return cleaned
        if not cleaned.get("name", "").strip():
            self.add_error("name", _("Vul de naam in van wie je dit vraagt."))
        reached = cleaned.get("email") or cleaned.get("phone")
        if not reached and not {"email", "phone"} & set(self.errors):
            self.add_error("email", _("Vul een e-mailadres of een telefoonnummer in."))
        return cleaned

    def offered(self) -> Offered:
        """Return what is offered, as the action takes it."""
        typed = self.cleaned_data
        outside = typed["to"] == OUTSIDE
        written = {s for s in _WRITTEN if typed[s.value].strip()}
        return Offered(
            agreed=self.agreed(),
            shares=frozenset({*ALWAYS_SHARED, *map(Share, typed["shares"]), *written}),
            summary=typed["summary"],
            stays=typed["stays"],
            to_organisation_id=None if outside else UUID(typed["to"]),
            outsider=Outsider(
                typed["name"], typed["works_at"], typed["kind"], typed["phone"], typed["email"]
            )
            if outside
            else None,
            wmo_report=typed["wmo_report"],
            called=typed.get("called", ""),
        )


# --- a professional refers somebody ---------------------------------------------------------------
# What is needed, the checks, the yes, and whom to call.

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
    urgency = forms.ChoiceField(
        label=gettext_lazy("Hoe snel moet er iemand bellen?"),
        choices=lambda: [(one.value, word(URGENCY_WORDS[one])) for one in Urgency],
        widget=forms.RadioSelect,
        initial=Urgency.NORMAL.value,
        required=False,
    )
    too_late_on = forms.DateField(
        label=gettext_lazy("Vóór welke dag is het te laat?"),
        required=False,
        widget=DATE,
        error_messages={"invalid": gettext_lazy("Kies een dag, of laat dit leeg.")},
    )
    called = line(
        gettext_lazy("Moet het vandaag? Bel dan eerst. Met wie sprak u?"),
        120,
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
        """Return the referral as the actions take it."""
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
            urgency=Urgency(typed["urgency"] or Urgency.NORMAL),
            too_late_on=typed["too_late_on"],
            called=typed["called"],
            safety={one.value: typed[f"safety_{one}"] for one in Safety},
        )

    def receiver(self) -> UUID:
        """Return the organisation that was chosen."""
        return UUID(self.cleaned_data["to"])


# --- who refers without an account, and to whom ---------------------------------------------------


class ReferStartForm(forms.Form):
    use_required_attribute = False

    to = forms.ChoiceField(
        label=gettext_lazy("Aan wie vraagt u dit?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies een organisatie."),
            "invalid_choice": gettext_lazy("Kies een organisatie."),
        },
    )
    name = line(
        gettext_lazy("Uw naam"),
        120,
        missing=gettext_lazy("Vul uw naam in."),
        autocomplete="name",
    )
    works_at = line(
        gettext_lazy("Waar werkt u?"),
        120,
        missing=gettext_lazy("Vul in waar u werkt."),
        autocomplete="organization",
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat voor plek is dat?"),
        choices=lambda: [
            ("", _("Kies")),
            *((code, word(words)) for code, words in PARTY_KINDS.items()),
        ],
        error_messages={"required": gettext_lazy("Kies wat voor plek dat is.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Uw telefoonnummer"),
        autocomplete="tel",
        error_messages={"required": gettext_lazy("Vul uw telefoonnummer in.")},
    )
    email = EmailField(
        label=gettext_lazy("Uw e-mailadres op uw werk"),
        help_text=gettext_lazy("We sturen u een code per e-mail."),
        autocomplete="email",
        error_messages={"required": gettext_lazy("Vul uw e-mailadres in.")},
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], mails: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mails:
            self.fields["email"].help_text = _("U krijgt daarna een code door de telefoon.")
        self.fields["to"].choices = [(str(c.id), choice_label(c)) for c in choices]  # type: ignore[attr-defined]  # a ChoiceField

    def receiver(self) -> UUID:
        return UUID(self.cleaned_data["to"])

    def outsider(self) -> Outsider:
        typed = self.cleaned_data
        return Outsider(
            typed["name"], typed["works_at"], typed["kind"], typed["phone"], typed["email"]
        )


# --- answers, and what comes after a yes ----------------------------------------------------------
# The same for all who receive a referral.

WORDS_HINT = gettext_lazy("Zonder naam, ziekte of medicijn.")


class Answering(forms.Form):
    """A form of this file: nothing is asked of the browser, so that our own sentences show."""

    use_required_attribute = False


def reasons(label: Label, codes: Sequence[Why]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=lambda: [(why.value, first_up(word(WHY_WORDS[why]))) for why in codes],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies waarom.")},
    )


class YesForm(Answering):
    """Who becomes responsible by name, and the last day of their first contact."""

    def __init__(
        self, *args: Any, colleagues: Sequence[Colleague], own: str, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if colleagues:
            self.fields["owner_id"] = forms.ChoiceField(
                label=gettext_lazy("Wie wordt eigenaar?"),
                choices=[
                    ("", gettext_lazy("Kies één persoon")),
                    *((str(c.id), c.name) for c in colleagues),
                ],
                initial=own,
                error_messages={
                    "required": gettext_lazy("Vul in wie het overneemt. Eén persoon, met naam.")
                },
            )
        else:
            self.fields["taken_by"] = line(
                gettext_lazy("Wie neemt het over?"),
                120,
                missing=gettext_lazy("Vul in wie het overneemt. Eén persoon, met naam."),
                autocomplete="name",
            )
            self.fields["taken_by_phone"] = PhoneField(
                label=gettext_lazy("Telefoonnummer van deze persoon"),
                error_messages={"required": gettext_lazy("Vul een telefoonnummer in.")},
            )
        self.fields["first_contact_by"] = forms.DateField(
            label=gettext_lazy("Uiterlijk welke dag is het eerste contact?"),
            widget=DATE,
            initial=today + timedelta(days=7),
            error_messages={
                "required": gettext_lazy("Kies de dag waarop het eerste contact uiterlijk is."),
                "invalid": gettext_lazy("Kies een dag."),
            },
        )


class ConsultForm(Answering):
    words = lines(gettext_lazy("Wat is de vraag?"), 300, hint=WORDS_HINT, rows=2)


class NoForm(Answering):
    why = reasons(gettext_lazy("Waarom niet?"), REFUSALS)
    words = lines(gettext_lazy("In één zin"), 300, hint=WORDS_HINT, rows=2)


class DoubleForm(Answering):
    by_phone = forms.BooleanField(
        label=gettext_lazy("Gebeld met de afzender, en de persoon vond dat goed"), required=False
    )


class HoldForm(Answering):
    why = reasons(gettext_lazy("Waarom wacht het?"), ON_HOLD_FOR)


class ReportForm(Answering):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Hoe liep het af?"),
        choices=[
            (Outcome.HELPED.value, gettext_lazy("De persoon is geholpen")),
            (Outcome.PARTLY_HELPED.value, gettext_lazy("De persoon is voor een deel geholpen")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe het afliep.")},
    )


class GiveBackForm(Answering):
    why = reasons(gettext_lazy("Waarom gaat het terug?"), GIVEN_BACK)
    words = lines(gettext_lazy("In één zin"), 300, hint=WORDS_HINT, rows=2)
