"""What the person helped said, as a coordinator reads it."""

from datetime import datetime

from django.utils.translation import gettext as _

from loopplank.access.concerns import Concern
from loopplank.core.calendar import is_late, local_day
from loopplank.core.concerns import NOT_SAFE, OUTCOMES, REASONS
from loopplank.web.words import day, day_and_time, word


def said(one: Concern) -> str:
    """The chosen reasons and the own words, in one line."""
    reasons = ", ".join(word(REASONS[code]) for code in one.reasons)
    if not one.words:
        return reasons
    return f"{reasons}. “{one.words}”" if reasons else f"“{one.words}”"


def unsafe(one: Concern) -> bool:
    return NOT_SAFE in one.reasons


def concern_card(one: Concern, now: datetime) -> dict[str, object]:
    """One concern for a template."""
    spoken = _("Gesproken.") if one.spoken else _("Niet gesproken.")
    return {
        "id": one.id,
        "request_id": one.request_id,
        "said": said(one),
        "when": day_and_time(one.at),
        "to": one.to,
        "before": day(one.answer_before),
        "late": one.answered_at is None and is_late(one.answer_before, now),
        "open": one.answered_at is None,
        "by_applicant": one.by_applicant,
        "done": f"{word(OUTCOMES[one.outcome])} {spoken}" if one.outcome else "",
        "note": one.done,
        "answered": _("%(who)s, %(day)s")
        % {"who": one.answered_by, "day": day(local_day(one.answered_at))}
        if one.answered_at
        else "",
    }
