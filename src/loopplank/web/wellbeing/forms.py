"""Ask about signals, concerns, check-ins, observations and quotes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.actions.wellbeing.observation import Answer
from loopplank.actions.wellbeing.signal import Said
from loopplank.core.wellbeing.check_in import (
    ANSWERS,
    KEEP_WORDS,
    QUESTION_WORDS,
    QUESTIONS,
    Keep,
    Question,
)
from loopplank.core.wellbeing.observation import (
    KINDS,
    LONGEST_ANSWER,
)
from loopplank.core.wellbeing.observation import (
    LONGEST as OBSERVATION_LONGEST,
)
from loopplank.core.wellbeing.observation import (
    OUTCOMES as OBSERVATION_OUTCOMES,
)
from loopplank.core.wellbeing.quote import (
    LONGEST as QUOTE_LONGEST,
)
from loopplank.core.wellbeing.quote import (
    PERMISSION_WORDS,
    PERMITTED_WORDS,
    Permission,
)
from loopplank.core.wellbeing.safety import CHOSEN, STEPS
from loopplank.core.wellbeing.safety import LONGEST as LONGEST_STEP
from loopplank.core.wellbeing.safety import OUTCOMES as SAFETY_OUTCOMES
from loopplank.core.wellbeing.signal import LONGEST_WORDS, TOO_HEAVY, Route, outcomes_of
from loopplank.web.kit.fields import DATE, PhoneField, StoryField, line, lines
from loopplank.web.kit.words import word
from loopplank.web.volunteers.forms.volunteer import HouseForm

# --- too heavy, and what was done -----------------------------------------------------------------

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
        """Say whom it is about; who belongs nowhere any more is heard about whom they help."""
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
        error_messages={"required": gettext_lazy("Kies wat er is gedaan.")},
    )
    done = lines(
        gettext_lazy("Notitie"),
        500,
        hint=gettext_lazy("Hoeft niet. De vrijwilliger mag dit opvragen."),
    )

    def __init__(self, *args: Any, died: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = cast("forms.ChoiceField", self.fields["outcome"])
        outcome.choices = [(code, word(words)) for code, words in outcomes_of(died=died).items()]
        if died:
            self.fields["done"].help_text = _("Hoeft niet.")


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
        widget=DATE,
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
    tell_on = forms.DateField(
        label=gettext_lazy("Wanneer hoort de persoon het?"),
        help_text=gettext_lazy("Alleen bij groot gevaar, als je handelt zonder toestemming."),
        widget=DATE,
        required=False,
        error_messages={"invalid": gettext_lazy("Kies een dag.")},
    )


class CloseSafetyForm(forms.Form):
    """How a file ends."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Hoe loopt het af?"),
        widget=forms.RadioSelect,
        choices=lambda: [(code, word(words)) for code, words in SAFETY_OUTCOMES.items()],
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


# --- what does not go well, and what was done with it ---------------------------------------------


# --- four short questions, put on the telephone ---------------------------------------------------
# The volunteer decides what is kept of the answers.


class CheckInCallForm(forms.Form):
    """Nothing of it is required, but a yes before an answer is kept."""

    use_required_attribute = False

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.value] = _choice(
                word(QUESTION_WORDS[question]),
                [(code, word(words)) for code, words in ANSWERS[question].items()],
            )
        self.fields["talk"] = _choice(
            _("Wil %(name)s een gesprek?") % {"name": name},
            [("yes", _("Ja, dat komt op de lijst")), ("no", _("Nee"))],
        )
        self.fields["keep"] = _choice(
            _("Vraag nu: ‘Mag ik dit bewaren?’"),
            [(keep.value, word(words)) for keep, words in KEEP_WORDS.items()],
            _("Zonder ja bewaren wij geen antwoord. Of iemand een gesprek wil, onthouden wij wel."),
        )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        answered = any(typed.get(question.value) for question in QUESTIONS)
        if answered and not typed.get("keep"):
            self.add_error("keep", _("Vraag eerst of je dit mag bewaren."))
        elif not answered and not typed.get("talk") and not self.errors:
            self.add_error("talk", _("Kies een antwoord. Of kies onderaan: wil nu niet."))
        return typed

    def answers(self) -> Mapping[Question, str]:
        return {question: self.cleaned_data[question.value] for question in QUESTIONS}

    def keep(self) -> Keep:
        return Keep(self.cleaned_data["keep"] or Keep.NO.value)

    def talk(self) -> bool:
        return bool(self.cleaned_data["talk"] == "yes")


def _choice(label: str, choices: list[tuple[str, str]], hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        widget=forms.RadioSelect,
        choices=choices,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Kies een van de antwoorden.")},
    )


# --- what a volunteer sees or would like to begin -------------------------------------------------


class ObservationForm(HouseForm):
    """One field of words. `houses` are there to choose from when there is more than one."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Wat wil je vertellen?"),
        widget=forms.RadioSelect,
        choices=lambda: [(code, word(words)) for code, words in KINDS.items()],
        error_messages={"required": gettext_lazy("Kies wat je wilt vertellen.")},
    )
    words = StoryField(
        label=gettext_lazy("Wat zie je, of wat wil je beginnen?"),
        help_text=gettext_lazy("Schrijf geen namen of ziektes op."),
        longest=OBSERVATION_LONGEST,
        rows=5,
    )
    house = forms.ChoiceField(
        label=gettext_lazy("Aan wie vertel je het?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies aan wie je het vertelt.")},
    )


class ObservationAnswerForm(forms.Form):
    """What came of it, and a sentence that the volunteer reads."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat is ermee gedaan?"),
        help_text=gettext_lazy("De vrijwilliger leest dit, met jouw naam."),
        widget=forms.RadioSelect,
        choices=lambda: [(code, word(words)) for code, words in OBSERVATION_OUTCOMES.items()],
        error_messages={"required": gettext_lazy("Kies wat ermee is gedaan.")},
    )
    words = lines(
        gettext_lazy("Jouw antwoord"),
        LONGEST_ANSWER,
        hint=gettext_lazy("Bij een nee is een zin nodig. Anders mag het."),
    )
    gap = forms.ChoiceField(
        label=gettext_lazy("Welk gat is dit?"),
        help_text=gettext_lazy("Alleen als het op de lijst van gaten komt."),
        required=False,
    )
    gap_name = forms.CharField(
        label=gettext_lazy("Of een nieuw gat"),
        help_text=gettext_lazy("Een paar woorden, zonder naam of adres van iemand."),
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, gaps: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gap"].choices = [  # type: ignore[attr-defined]  # a ChoiceField has them
            ("", "–"),
            *((str(pk), name) for pk, name in gaps),
        ]

    def answer(self) -> Answer:
        typed = self.cleaned_data
        gap = UUID(typed["gap"]) if typed["gap"] else None
        return Answer(typed["outcome"], typed["words"], gap, typed["gap_name"])


# --- what a visit gives, and who may read it ------------------------------------------------------


class QuoteForm(HouseForm):
    """One field of words and one choice. `houses` are there when there is more than one."""

    words = StoryField(
        label=gettext_lazy("Wat geeft jouw bezoek dat een beroepskracht niet geeft?"),
        help_text=gettext_lazy(
            "Een of twee zinnen. Noem geen naam, adres of ziekte. Niemand mag zich hierin"
            " herkennen."
        ),
        longest=QUOTE_LONGEST,
        rows=4,
    )
    permission = forms.TypedChoiceField(
        label=gettext_lazy("Wie mag dit lezen?"),
        help_text=gettext_lazy("Jij kunt dit altijd weer stoppen, met één tik."),
        widget=forms.RadioSelect,
        choices=lambda: [(one.value, word(said)) for one, said in PERMISSION_WORDS.items()],
        coerce=Permission,
        error_messages={"required": gettext_lazy("Kies wie dit mag lezen.")},
    )
    house = forms.ChoiceField(
        label=gettext_lazy("Bij welke organisatie?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies bij welke organisatie dit hoort.")},
    )


class NoteQuoteForm(forms.Form):
    """The same, as a coordinator writes it down of somebody with only a telephone."""

    use_required_attribute = False

    words = StoryField(
        label=gettext_lazy("Wat geeft het bezoek dat een beroepskracht niet geeft?"),
        help_text=gettext_lazy(
            "In de eigen woorden van de vrijwilliger. Zonder naam, adres of ziekte. Lees het"
            " daarna voor."
        ),
        longest=QUOTE_LONGEST,
        rows=4,
    )
    permission = forms.TypedChoiceField(
        label=gettext_lazy("Wie mag dit lezen?"),
        help_text=gettext_lazy("Vraag het. Is het antwoord nee? Schrijf dan niets op."),
        widget=forms.RadioSelect,
        choices=lambda: [
            (one.value, word(said))
            for one, said in PERMITTED_WORDS.items()
            if one is not Permission.NOBODY
        ],
        coerce=Permission,
        error_messages={"required": gettext_lazy("Kies wie dit mag lezen.")},
    )
