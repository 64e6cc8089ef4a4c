"""The six questions together: read again as a whole, and made into what core knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from loopplank.core.intake import (
    ANY_TIME,
    Answers,
    Channel,
    Duration,
    ForWhom,
    HelpedBy,
    HoldingOut,
    Knows,
    day_parts,
)
from loopplank.web.forms.questions import (
    ForWhomQuestion,
    HelpNowQuestion,
    HowLongQuestion,
    Question,
    Told,
    WhatQuestion,
    WhenQuestion,
)
from loopplank.web.forms.reach import ReachQuestion

TEXTS = (
    "salutation",
    "first_name",
    "last_name",
    "phone",
    "email",
    "postcode",
    "street",
    "place",
    "applicant_name",
    "applicant_phone",
    "applicant_email",
    "applicant_works_at",
    "story",
)
QUESTIONS: tuple[type[Question], ...] = (
    ForWhomQuestion,
    WhatQuestion,
    WhenQuestion,
    HowLongQuestion,
    HelpNowQuestion,
    ReachQuestion,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """All answers read again: what they say, or the first page that still lacks something."""

    answers: Answers | None
    wrong_step: int | None


def check(told: Told) -> Checked:
    """Read all six pages of a draft once more; a later answer may have changed an earlier one."""
    cleaned: dict[str, Any] = {}
    for step, question in enumerate(QUESTIONS, start=1):
        form = question(dict(told), told=told)
        if not form.is_valid():
            return Checked(None, step)
        cleaned |= form.cleaned_data
    return Checked(answers_of(cleaned), None)


def answers_of(cleaned: Mapping[str, Any]) -> Answers:
    """The cleaned fields of some forms as core knows them; what was not asked stays empty."""
    texts = {name: str(cleaned.get(name) or "") for name in TEXTS}
    days, parts = cleaned.get("days") or (), cleaned.get("parts") or ()
    mask = day_parts(days, parts) if days or parts else 0
    return Answers(
        for_whom=ForWhom(cleaned.get("for_whom") or ForWhom.SELF),
        knows=Knows(cleaned.get("knows") or Knows.YES),
        kinds=tuple(cleaned.get("kinds") or ()),
        day_parts=ANY_TIME if cleaned.get("any_time") else mask,
        duration=Duration(cleaned["duration"]) if cleaned.get("duration") else None,
        helped_by=tuple(HelpedBy(code) for code in cleaned.get("helped_by") or ()),
        holding_out=HoldingOut(cleaned["holding_out"]) if cleaned.get("holding_out") else None,
        channel=Channel(cleaned["channel"]) if cleaned.get("channel") else None,
        birth_year=cleaned.get("birth_year"),
        **texts,
    )
