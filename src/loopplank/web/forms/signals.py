"""That it is too heavy, as a volunteer says it or a coordinator hears it; and what was done."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.actions.signals import Said
from loopplank.core.safety import CHOSEN, OUTCOMES, STEPS
from loopplank.core.safety import LONGEST as LONGEST_STEP
from loopplank.core.signals import LONGEST_WORDS, OUTCOME_WORDS, TOO_HEAVY, Route
from loopplank.web.forms.contact import PhoneField, StoryField
from loopplank.web.forms.lines import line, lines
from loopplank.web.words import word

NOT_ONE = "nobody"
ADVISER, PAST, COORDINATOR = (
    Route.ADVISER.value,
    Route.PAST_COORDINATOR.value,
    Route.COORDINATOR.value,
)


class TooHeavyForm(forms.Form):
    """Words first, or a call; six reasons for whoever finds no words. Nothing is required.

    `people` are (match, name); `hears` says who can hear it besides the coordinator, by the choice
    of whom it is about.
    """

    use_required_attribute = False

    words = StoryField(
        label=gettext_lazy("Wat is er?"),
        help_text=gettext_lazy("Een paar woorden is genoeg. Leeg laten mag ook."),
        longest=LONGEST_WORDS,
        rows=3,
    )
    prefers_call = forms.BooleanField(label=gettext_lazy("Bel mij liever"), required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("Wat maakt het zwaar?"),
        help_text=gettext_lazy("Kiezen hoeft niet."),
        widget=forms.RadioSelect,
        choices=lambda: [(code, word(words)) for code, words in TOO_HEAVY.items()],
        required=False,
    )
    match = forms.ChoiceField(
        label=gettext_lazy("Over wie gaat het?"), widget=forms.RadioSelect, required=False
    )
    to = forms.ChoiceField(
        label=gettext_lazy("Naar wie gaat dit?"), widget=forms.RadioSelect, required=False
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        about_nobody: bool = True,
        to: Sequence[tuple[str, Any]] = (),
        hears: Mapping[str, frozenset[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people, self._hears = people, hears
        self._about_nobody = about_nobody
        self.fields["match"].choices = [  # type: ignore[attr-defined]  # a ChoiceField has them
            *people,
            *([(NOT_ONE, _("Niet over één persoon"))] if about_nobody else []),
        ]
        self.fields["to"].choices = list(to)  # type: ignore[attr-defined]  # a ChoiceField has them

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        chosen = typed.get("to") or COORDINATOR
        if chosen != COORDINATOR and chosen not in self._hears.get(self._place(typed), frozenset()):
            self.add_error("to", _("Hierover kan dat niet. Kies iemand anders."))
        return typed

    def _place(self, typed: Mapping[str, Any]) -> str:
        """Whom it is about; who belongs nowhere any more is heard about whom they help."""
        chosen = typed.get("match") or ""
        if chosen in {"", NOT_ONE}:
            return NOT_ONE if self._about_nobody else self._people[0][0]
        return str(chosen)

    def match_id(self) -> UUID | None:
        place = self._place(self.cleaned_data)
        return None if place == NOT_ONE else UUID(place)

    def said(self) -> Said:
        typed = self.cleaned_data
        return Said(
            typed["reason"],
            typed["words"],
            prefers_call=typed["prefers_call"],
            past_coordinator=typed["to"] == PAST,
            adviser=typed["to"] == ADVISER,
        )


class SignalOnBehalfForm(TooHeavyForm):
    """The same, heard on the telephone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Wat zei de vrijwilliger?")
        self.fields["words"].help_text = _("Schrijf het op zoals het is gezegd.")
        del self.fields["prefers_call"]

    def said(self) -> Said:
        typed = self.cleaned_data
        return Said(
            typed["reason"],
            typed["words"],
            past_coordinator=typed["to"] == PAST,
            adviser=typed["to"] == ADVISER,
        )


class AnswerSignalForm(forms.Form):
    """What was done with it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat is er gedaan?"),
        widget=forms.RadioSelect,
        choices=lambda: [(code, word(words)) for code, words in OUTCOME_WORDS.items()],
        error_messages={"required": gettext_lazy("Kies wat er is gedaan.")},
    )
    done = lines(
        gettext_lazy("Notitie"),
        500,
        hint=gettext_lazy("Hoeft niet. De vrijwilliger mag dit opvragen."),
    )


class SafetyStepForm(forms.Form):
    """One step in the file, with its day."""

    step = forms.ChoiceField(
        label=gettext_lazy("Welke stap zette je?"),
        widget=forms.RadioSelect,
        choices=lambda: [(step.value, word(STEPS[step])) for step in CHOSEN],
        error_messages={"required": gettext_lazy("Kies welke stap je zette.")},
    )
    on = forms.DateField(
        label=gettext_lazy("Op welke dag?"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Kies een dag."),
            "invalid": gettext_lazy("Kies een dag."),
        },
    )
    words = lines(
        gettext_lazy("Wat is er gezien, gehoord of afgesproken?"),
        LONGEST_STEP,
        hint=gettext_lazy("Schrijf feiten op, en van wie je ze hebt."),
    )


class CloseSafetyForm(forms.Form):
    """How a file ends."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Hoe loopt het af?"),
        widget=forms.RadioSelect,
        choices=lambda: [(code, word(words)) for code, words in OUTCOMES.items()],
        error_messages={"required": gettext_lazy("Kies hoe het afloopt.")},
    )
    words = lines(gettext_lazy("Waarom zo?"), LONGEST_STEP)


class TrustedForm(forms.Form):
    """Whom volunteers can turn to. `could` are the colleagues to choose from."""

    adviser = forms.ChoiceField(
        label=gettext_lazy("Vertrouwenspersoon van binnen"),
        help_text=gettext_lazy("Alleen deze collega leest wat een vrijwilliger dan schrijft."),
        required=False,
    )
    adviser_name = line(
        gettext_lazy("Of iemand van buiten: de naam"),
        120,
        hint=gettext_lazy("De vrijwilliger belt zelf. Wij bewaren dan niets van wat er is."),
    )
    adviser_phone = PhoneField(
        label=gettext_lazy("Telefoonnummer van wie van buiten is"), required=False
    )
    safety_contact = forms.ChoiceField(
        label=gettext_lazy("Contactpersoon bij zorgen over iemand"),
        help_text=gettext_lazy(
            "Aandachtsfunctionaris. Krijgt ‘er klopt iets niet’, in een eigen dossier."
        ),
        required=False,
    )
    safety_stand_in = forms.ChoiceField(
        label=gettext_lazy("Vervanger van de contactpersoon"),
        help_text=gettext_lazy("Leest mee, en belt als de contactpersoon er niet is."),
        required=False,
    )

    def __init__(self, *args: Any, could: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("adviser", "safety_contact", "safety_stand_in"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
            field.choices = [("", _("Nog niemand")), *((str(pk), who) for pk, who in could)]
            field.error_messages["invalid_choice"] = _("Kies iemand uit de lijst.")


class NetworkTrustedForm(TrustedForm):
    """The same for every organisation in a network that named nobody itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adviser = self.fields["adviser"]
        adviser.label = _("Vertrouwenspersoon uit het netwerk")
        adviser.help_text = _("Alleen deze persoon leest wat een vrijwilliger dan schrijft.")
