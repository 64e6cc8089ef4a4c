"""What does not go well with the help, as the person says it; and what was done with it."""

from django import forms
from django.utils.translation import gettext_lazy

from loopplank.core.concerns import LONGEST, OUTCOMES, REASONS
from loopplank.web.forms.contact import StoryField
from loopplank.web.forms.lines import lines
from loopplank.web.words import word


class ConcernForm(forms.Form):
    """One field of words; the reasons are for whoever finds no words."""

    use_required_attribute = False

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
