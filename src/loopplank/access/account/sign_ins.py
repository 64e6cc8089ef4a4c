"""Read where an account is signed in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.core.messages.devices import Browser, DeviceLabel, Kind, System
from loopplank.store.models import Session, SignIn


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One place where somebody is signed in; `here` when it is this very one."""

    id: UUID
    told: DeviceLabel | None
    began_at: datetime
    here: bool


def own_sessions(actor: Actor, key: str, now: datetime) -> tuple[OwnSession, ...]:
    """Return the sessions of the own account that still work, newest first."""
    if actor.account_id is None:
        raise NotFound("account")
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    rows = SignIn.objects.filter(account_id=actor.account_id, session_key__in=alive)
    record_reading(actor, "own_sessions", Purpose.ACCOUNT, [actor.account_id], now)
    return tuple(
        OwnSession(row.pk, _label(row.told), row.began_at, row.session_key == key)
        for row in rows.order_by("-began_at", "pk")
    )


def _label(told: str) -> DeviceLabel | None:
    try:
        kind, system, browser = told.split(":")
        return DeviceLabel(Kind(kind), System(system), Browser(browser))
    except ValueError:
        return None
