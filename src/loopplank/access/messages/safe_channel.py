"""Read which messages wait since somebody near the person might hear or read along."""

from django.db.models import Q, QuerySet

from loopplank.core.messages.states import TO_ASKER, MessageState
from loopplank.core.wellbeing.safety import OWN_PHONE
from loopplank.store.models import Message, SafetyFile


def held_until_safe(row: Message) -> bool:
    """Return whether this waits: of a file about somebody near nobody confirmed yet that our
    messages reach the person alone. Whoever asked for them may be the one whom it is about.
    """
    if row.to not in TO_ASKER or row.request is None or row.request.help_seeker_id is None:
        return False
    seeker = row.request.help_seeker_id
    return _near_somebody().filter(match__request__help_seeker_id=seeker).exists()


def held() -> Q:
    """Pick those messages: nobody tells them by hand either, and no list shows that they wait."""
    return Q(
        to__in=TO_ASKER,
        state=MessageState.QUEUED,
        request__help_seeker__in=_near_somebody().values("match__request__help_seeker_id"),
    )


def _near_somebody() -> "QuerySet[SafetyFile]":
    """Pick the files that hold messages: the rule `core.wellbeing.safety.is_held`, in the
    database.
    """
    rows = SafetyFile.objects.filter(near=True, closed_at=None, match__isnull=False)
    return rows.exclude(safe_channel=OWN_PHONE)
