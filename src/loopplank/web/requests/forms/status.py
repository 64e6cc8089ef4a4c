"""Ask what changed, and what whoever asked for a person may see."""

from django import forms
from django.utils.translation import gettext_lazy

from loopplank.core.requests.applicant_sees import SEES_WORDS, Sees
from loopplank.core.requests.status import CHANGES
from loopplank.web.kit.fields import StoryField
from loopplank.web.kit.words import word

# --- what changed ---------------------------------------------------------------------------------

_CHOOSE = gettext_lazy("Kies wat er veranderd is.")


class ChangeForm(forms.Form):
    use_required_attribute = False

    what = forms.ChoiceField(
        label=gettext_lazy("Wat is er veranderd?"),
        choices=lambda: [(code, word(sentence)) for code, sentence in CHANGES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    text = StoryField(
        label=gettext_lazy("Wilt u er iets over zeggen?"),
        help_text=gettext_lazy("Bijvoorbeeld uw nieuwe nummer of adres. Niets over ziektes."),
    )


# --- what whoever asked for a person may see ------------------------------------------------------


class ApplicantSeesForm(forms.Form):
    sees = forms.TypedChoiceField(
        label=gettext_lazy("Wat vindt de persoon goed?"),
        choices=lambda: [(sees.value, word(words)) for sees, words in SEES_WORDS.items()],
        coerce=Sees,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat de persoon goed vindt.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hoe zei de persoon dat?"),
        choices=[
            ("phone", gettext_lazy("Aan de telefoon")),
            ("visit", gettext_lazy("Bij een bezoek")),
            ("letter", gettext_lazy("In een brief of e-mail")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe de persoon dat zei.")},
    )
