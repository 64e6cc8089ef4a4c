"""What changed for somebody who asked for help."""

from django import forms
from django.utils.translation import gettext_lazy

from loopplank.core.progress import CHANGES
from loopplank.web.forms.contact import StoryField
from loopplank.web.words import word

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
