"""Stopping: with one person or altogether, with a last day, a thank-you, and the way back."""

from datetime import date

from loopplank.core.kit.reason import Reason, Refused, dutch

PAST = Reason("farewell.past", dutch("Kies vandaag of een dag die nog komt."))
TOO_LATE = Reason(
    "farewell.over", dutch("Je laatste dag is voorbij. Bel ons als je weer wilt helpen.")
)
SAYS_IT_THEMSELVES = Reason(
    "farewell.says_it_themselves",
    dutch("%(name)s zei zelf te stoppen. Alleen %(name)s kan dat terugdraaien, met de eigen link."),
)
NOT_CARRIED = Reason("farewell.not_carried", dutch("Deze hulp is al gestopt."))


def may_stop_on(last_day: date, today: date) -> None:
    """Refuse a last day before today. Nobody asks why, and nobody asks for more time. Raises
    Refused."""
    if last_day < today:
        raise Refused(PAST)


def may_stay(last_day: date | None, today: date) -> None:
    """Refuse a change of mind after the end of the last day. Raises Refused."""
    if last_day is not None and last_day < today:
        raise Refused(TOO_LATE)


def is_over(last_day: date | None, today: date) -> bool:
    return last_day is not None and last_day < today


def may_undo(name: str, *, own_words: bool, only_telephone: bool) -> None:
    """Refuse an undo by another than who said it, as with a limit (promise P10): a coordinator
    undoes what a coordinator wrote down, and speaks for somebody who has only a telephone. Raises
    Refused."""
    if own_words and not only_telephone:
        raise Refused(Reason(SAYS_IT_THEMSELVES.code, SAYS_IT_THEMSELVES.sentence, {"name": name}))
