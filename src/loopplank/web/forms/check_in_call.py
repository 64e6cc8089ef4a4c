"""Four short questions, put on the telephone; what is kept of them, the volunteer decides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.check_in import ANSWERS, KEEP_WORDS, QUESTION_WORDS, QUESTIONS, Keep, Question
from loopplank.web.words import word


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
