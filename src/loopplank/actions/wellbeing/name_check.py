"""Refuse words that others will read when they name the volunteer or whom they help."""

from uuid import UUID

from loopplank.core.gaps.gaps import NAMES_SOMEBODY, names_somebody
from loopplank.core.kit.reason import Refused
from loopplank.store.models import Match, Volunteer

_NAMED_BY = ("first_name", "last_name", "street")


def refuse_naming(volunteer: Volunteer, words: str) -> None:
    """Raise Refused when the words hold a name or street of one of them, or a way to reach one."""
    names = [volunteer.first_name, volunteer.last_name, *_names_of_helped(volunteer.pk)]
    if words and names_somebody(words, names):
        raise Refused(NAMES_SOMEBODY)


def _names_of_helped(volunteer_id: UUID) -> list[str]:
    helped = Match.objects.filter(
        volunteer_id=volunteer_id, request__help_seeker__isnull=False
    ).values_list(*(f"request__help_seeker__{part}" for part in _NAMED_BY))
    return [name for one in helped.distinct() for name in one]
