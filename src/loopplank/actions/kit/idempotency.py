"""Let a form that a telephone kept while there was no internet come in exactly once."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.core.account.roles import Role
from loopplank.store.models import SentForm


@verb("form.once", Role.VOLUNTEER)
def once(*, actor: Actor, now: datetime, key: UUID, act: Callable[[], object]) -> bool:
    """Do `act`, unless a form under this key of the same volunteer was done already; in one
    transaction, so that what is refused or fails half-way may come again under the same key.
    Returns whether it was done now.
    """
    if actor.id is None:
        raise NotFound("volunteer")
    _row, is_new = SentForm.objects.get_or_create(
        volunteer_id=actor.id, key=key, defaults={"sent_at": now}
    )
    if is_new:
        act()
    nothing_changed()
    return is_new
