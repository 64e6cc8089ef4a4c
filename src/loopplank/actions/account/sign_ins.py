"""Where an account is signed in: written down when it begins, and ended by its owner."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.kit import security_log
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.core.account.roles import MEMBER_ROLES
from loopplank.core.account.security_log import Kind
from loopplank.store.models import Account, Session, SignIn


def begin(account_id: UUID, session_key: str, told: str, now: datetime) -> None:
    """Write down a session that began; it leaves no event, as signing in has its own."""
    SignIn.objects.update_or_create(
        session_key=session_key,
        defaults={"account_id": account_id, "told": told[:60], "began_at": now},
    )


def goes_on(before: str, after: str) -> None:
    """Follow a session that got another key, as it does with a new password."""
    SignIn.objects.filter(session_key=before).update(session_key=after)


@verb("account.end_session", *MEMBER_ROLES)
def end_session(*, actor: Actor, now: datetime, sign_in_id: UUID) -> None:
    """End one session of one's own, on whatever device. Raises NotFound for one of another."""
    if actor.account_id is None:
        raise NotFound(sign_in_id)
    row = SignIn.objects.filter(pk=sign_in_id, account_id=actor.account_id).first()
    if row is None:
        raise NotFound(sign_in_id)
    _end(actor, actor.account_id, now, [row])


@verb("account.end_other_sessions", *MEMBER_ROLES)
def end_others(*, actor: Actor, now: datetime, keep: str) -> None:
    """End every session of one's own but the one with the key `keep`."""
    if actor.account_id is None:
        raise NotFound("account")
    rows = SignIn.objects.filter(account_id=actor.account_id).exclude(session_key=keep)
    if not rows.exists():
        nothing_changed()
        return
    _end(actor, actor.account_id, now, list(rows))


def end_all(account_id: UUID, keep: str = "") -> None:
    """End every session of an account but `keep`, within an action that leaves the event."""
    rows = SignIn.objects.filter(account_id=account_id).exclude(session_key=keep)
    Session.objects.filter(pk__in=rows.values("session_key")).delete()
    rows.delete()


def forget(now: datetime) -> None:
    """Throw away what was written about sessions that are over. It leaves no event."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    SignIn.objects.exclude(session_key__in=alive).delete()


def _end(actor: Actor, account_id: UUID, now: datetime, rows: list[SignIn]) -> None:
    account = Account.objects.select_for_update().get(pk=account_id)
    Session.objects.filter(pk__in=[row.session_key for row in rows]).delete()
    SignIn.objects.filter(pk__in=[row.pk for row in rows]).delete()
    record(account, "account.sessions_ended", actor=actor, now=now, data={"count": len(rows)})
    security_log.record(
        Kind.SESSION_ENDED, now=now, actor=actor, account_id=account.pk, data={"count": len(rows)}
    )
