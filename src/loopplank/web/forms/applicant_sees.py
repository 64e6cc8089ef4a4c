"""What the person agreed that whoever asked for them may see."""

from django import forms
from django.utils.translation import gettext_lazy

from loopplank.core.applicants import SEES_WORDS, Sees
from loopplank.web.words import word


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
