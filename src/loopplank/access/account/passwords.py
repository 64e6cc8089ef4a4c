"""Read whose password a link makes anew."""

from dataclasses import dataclass
from datetime import datetime

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import RESET, by_token
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Account


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose link it is; the name only to refuse a password that looks like it."""

    name: str
    email: str


def whose_password(actor: Actor, token: str, now: datetime) -> Whose:
    """Return the account of a link. Raises NotFound when it was used, is too old or is none."""
    link = by_token(token, local_day(now)) if token else None
    if link is None or link.purpose != RESET:
        raise NotFound("reset")
    account = Account.objects.filter(pk=link.subject_id, is_active=True).first()
    if account is None:
        raise NotFound("reset")
    record_reading(actor, "new_password", Purpose.ACCOUNT, [account.pk], now)
    return Whose(account.name, account.email)
