"""Ask what does not go well with the help, and what is done about a concern."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.wellbeing.concern import LONGEST, OUTCOMES, REASONS
from loopplank.core.wellbeing.safety import LONGEST as LONGEST_STEP
from loopplank.core.wellbeing.volunteer_concern import DECISION_WORDS
from loopplank.web.kit.fields import DATE, StoryField, lines
from loopplank.web.kit.words import word


class _AboutHelper(forms.Form):
    """Something about somebody who helps. `helpers` are (id, name); `first` reads it, and `other`
    does instead when the first knows the volunteer well: without another that is not asked.
    """

    past = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        helpers: Iterable[tuple[str, str]] = (),
        first: str = "",
        other: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.helpers = list(helpers)
        if other:
            self.fields["past"].label = _(
                "%(first)s kent de vrijwilliger goed: laat alleen %(other)s het lezen"
            ) % {"first": first, "other": other}
        else:
            del self.fields["past"]


class ConcernForm(_AboutHelper):
    """One field of words; the reasons are for whoever finds no words."""

    use_required_attribute = False
    field_order = ("words", "reasons", "helper", "past")

    words = StoryField(
        label=gettext_lazy("Wat gaat er niet goed?"),
        help_text=gettext_lazy("Schrijf het op zoals u het zou zeggen. Niets over ziektes."),
        longest=LONGEST,
    )
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Of kies wat past"),
        choices=lambda: [(code, word(sentence)) for code, sentence in REASONS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    helper = forms.ChoiceField(
        label=gettext_lazy("Over wie gaat het?"),
        help_text=gettext_lazy("Kies alleen als het over een van hen gaat."),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.helpers) > 1:
            cast("forms.ChoiceField", self.fields["helper"]).choices = self.helpers
        else:
            del self.fields["helper"]


class AnswerForm(forms.Form):
    """What came of it."""

    spoken = forms.TypedChoiceField(
        label=gettext_lazy("Sprak je de persoon?"),
        choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nee, dat lukte niet"))],
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies of je de persoon sprak.")},
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat is er gedaan?"),
        help_text=gettext_lazy("De persoon leest dit op de eigen pagina."),
        choices=lambda: [(code, word(sentence)) for code, sentence in OUTCOMES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat er is gedaan.")},
    )
    done = lines(
        gettext_lazy("Notitie voor collega’s"),
        500,
        hint=gettext_lazy("De persoon leest dit niet."),
    )


class NoteConcernForm(_AboutHelper):
    """What was told on the telephone about a volunteer who helps now."""

    field_order = ("match", "words", "past", "suspend")

    match = forms.ChoiceField(
        label=gettext_lazy("Over wie gaat het?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies over wie het gaat.")},
    )
    words = lines(
        gettext_lazy("Wat is er gezegd?"),
        LONGEST_STEP,
        hint=gettext_lazy("Zo letterlijk als het kan. Jij leest dit niet meer terug."),
    )
    suspend = forms.BooleanField(
        label=gettext_lazy("Zet de bezoeken nu stil. De vrijwilliger leest niet waarom."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["match"]).choices = self.helpers

    def clean_words(self) -> str:
        typed = str(self.cleaned_data["words"]).strip()
        if not typed:
            raise forms.ValidationError(gettext_lazy("Schrijf op wat er is gezegd."))
        return typed


class HearForm(forms.Form):
    """That the volunteer was heard."""

    on = forms.DateField(
        label=gettext_lazy("Op welke dag?"),
        widget=DATE,
        error_messages={
            "required": gettext_lazy("Kies een dag."),
            "invalid": gettext_lazy("Kies een dag."),
        },
    )
    words = lines(
        gettext_lazy("Wat zei de vrijwilliger?"),
        LONGEST_STEP,
        hint=gettext_lazy("Wil de vrijwilliger niet praten? Schrijf dan op wat je probeerde."),
    )


class DecideForm(forms.Form):
    """What is decided about a volunteer who was heard."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Wat is het besluit?"),
        widget=forms.RadioSelect,
        choices=lambda: [(code.value, word(said)) for code, said in DECISION_WORDS.items()],
        error_messages={"required": gettext_lazy("Kies wat het besluit is.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Tot en met welke dag?"),
        widget=DATE,
        required=False,
        error_messages={"invalid": gettext_lazy("Kies een dag.")},
    )
    words = lines(
        gettext_lazy("Waarom?"),
        LONGEST_STEP,
        hint=gettext_lazy("Dit blijft in het dossier. De vrijwilliger leest alleen het besluit."),
    )
