"""What a volunteer sees or would like to begin, and the answer to it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from loopplank.actions.observations import Answer
from loopplank.core.observations import KINDS, LONGEST, LONGEST_ANSWER, OUTCOMES
from loopplank.web.forms.contact import StoryField
from loopplank.web.forms.house import HouseForm
from loopplank.web.forms.lines import lines
from loopplank.web.words import word


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
        longest=LONGEST,
        rows=5,
    )
    house = forms.ChoiceField(
        label=gettext_lazy("Aan wie vertel je het?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies aan wie je het vertelt.")},
    )


class AnswerForm(forms.Form):
    """What came of it, and a sentence that the volunteer reads."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat is ermee gedaan?"),
        help_text=gettext_lazy("De vrijwilliger leest dit, met jouw naam."),
        widget=forms.RadioSelect,
        choices=lambda: [(code, word(words)) for code, words in OUTCOMES.items()],
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
