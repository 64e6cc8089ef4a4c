"""What a person decides about a request that a plan passed over for long."""

from django import forms
from django.utils.translation import gettext_lazy

from loopplank.core.passing_over import OUTCOME_WORDS, Outcome
from loopplank.web.words import word


class PassedOverForm(forms.Form):
    outcome = forms.TypedChoiceField(
        label=gettext_lazy("Wat doen jullie met deze vraag?"),
        choices=lambda: [(one.value, word(words)) for one, words in OUTCOME_WORDS.items()],
        coerce=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat jullie met deze vraag doen.")},
    )
