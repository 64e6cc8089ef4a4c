"""A new password: by a link to the known address of that account, and to nobody else."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound, first_membership
from loopplank.access.account.links import account_hash, source_hash
from loopplank.access.account.reach import colleague_of, refuse_sign_in
from loopplank.access.messages.channels import mail_leaves
from loopplank.actions.account import sign_ins
from loopplank.actions.account.links import TOO_OFTEN, end_link, make_once, take_up
from loopplank.actions.account.news import tell_everywhere
from loopplank.actions.account.second_step import let_go
from loopplank.actions.kit import security_log
from loopplank.actions.kit.action import nothing_changed, record, record_event, verb
from loopplank.actions.messages.messages import queue_to_account
from loopplank.core.account.links import A_DAY, AN_HOUR, may_ask, may_send
from loopplank.core.account.reach import Deed
from loopplank.core.account.roles import MEMBER_ROLES, Role
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.messages.states import MessageState
from loopplank.store.models import Account, LinkAsk, Message

#: To the end of the next day: mail may be late, and somebody may read it at home.
RESET_LASTS = timedelta(days=1)
TEMPLATE = "password_reset"
ONLY_TERMINAL = Reason(
    "password.only_terminal",
    dutch(
        "Hier gaat geen mail uit. Dan kan alleen wie Loopplank beheert een nieuw wachtwoord geven,"
        " op de server zelf."
    ),
)


@verb("account.ask_password", Role.VISITOR)
def ask_password(*, actor: Actor, now: datetime, email: str, source: str) -> None:
    """Write down that somebody wants a new password.

    What happens here, and how long it takes, is the same for an address that we know and one that
    we do not; the loop does the rest. Raises Refused when it is asked here too often.
    """
    asked = LinkAsk.objects.filter(source_hash=source_hash(source), asked_at__gt=now - AN_HOUR)
    if not may_ask(asked.count()):
        raise Refused(TOO_OFTEN)
    write_down(actor, now, email, source)


def write_down(actor: Actor, now: datetime, email: str, source: str) -> None:
    """Note one question; above the few of a day for one address nobody gets mail of it."""
    hashed = account_hash(email)
    before = LinkAsk.objects.filter(wanted_hash=hashed, asked_at__gt=now - A_DAY).count()
    account = Account.objects.filter(email__iexact=email, is_active=True).first()
    row = LinkAsk.objects.create(
        account=account if may_send(before) else None,
        wanted_hash=hashed,
        source_hash=source_hash(source),
        channel="email",
        asked_at=now,
    )
    record_event(
        "link_ask",
        row.pk,
        "account.password_asked",
        actor=actor,
        now=now,
        organisation_id=actor.organisation_id,
    )


@verb("account.send_password", Role.SYSTEM)
def send_password(*, actor: Actor, now: datetime, ask_id: UUID) -> None:
    """Queue the link to a new password, by mail to the address with which the account signs in."""
    row = take_up(ask_id, now)
    account = row.account if row is not None else None
    membership = first_membership(account.pk) if account is not None else None
    if account is None or membership is None or not mail_leaves():
        nothing_changed()
        return
    link = make_once(
        link_access.RESET,
        account.pk,
        membership.organisation_id,
        now,
        local_day(now + RESET_LASTS),
    )
    _drop_queued(account.pk, now)
    queue_to_account(membership.organisation, account, TEMPLATE, {}, now=now, link=link)
    record(account, "account.password_link_sent", actor=actor, now=now)
    security_log.record(Kind.PASSWORD_RESET_ASKED, now=now, account_id=account.pk)


@verb("account.print_password", Role.SYSTEM)
def print_password(
    *, actor: Actor, now: datetime, email: str, second_step_lost: bool = False
) -> UUID:
    """Make the link for the terminal of whoever runs the installation; the old password ends.

    Returns the account. Raises NotFound for an address that nobody signs in with.
    """
    account = Account.objects.select_for_update().filter(email__iexact=email).first()
    membership = first_membership(account.pk) if account is not None else None
    if account is None or membership is None:
        raise NotFound(email)
    account.password = make_password(None)
    account.save(update_fields=["password"])
    sign_ins.end_all(account.pk)
    if second_step_lost:
        let_go(account)
    make_once(
        link_access.RESET,
        account.pk,
        membership.organisation_id,
        now,
        local_day(now + RESET_LASTS),
    )
    record(
        account,
        "account.password_link_printed",
        actor=actor,
        now=now,
        data={"second_step": not second_step_lost},
    )
    told = {"by": "terminal"}
    security_log.record(Kind.PASSWORD_RESET_ASKED, now=now, account_id=account.pk, data=told)
    if second_step_lost:
        security_log.record(Kind.SECOND_STEP_RESET, now=now, account_id=account.pk, data=told)
    tell_everywhere(account, "password_link_printed", now)
    return account.pk


@verb("account.set_password", Role.VISITOR)
def set_password(*, actor: Actor, now: datetime, token: str, password_hash: str) -> UUID:
    """Set the password of the account whose link this is; the link then stops working.

    The second step stays as it is, and is asked for. Returns the account.
    """
    link = link_access.by_token(token, local_day(now))
    if link is None or link.purpose != link_access.RESET:
        raise NotFound("reset")
    account = Account.objects.select_for_update().filter(pk=link.subject_id, is_active=True).first()
    # again under the lock: of two tabs one sets it
    if account is None or link_access.by_token(token, local_day(now)) is None:
        raise NotFound("reset")
    account.password = password_hash
    account.save(update_fields=["password"])
    sign_ins.end_all(account.pk)
    end_link(link_access.RESET, account.pk)
    _drop_queued(account.pk, now)
    record(account, "account.password_set", actor=actor, now=now, data={"by": "link"})
    security_log.record(Kind.PASSWORD_CHANGED, now=now, account_id=account.pk, data={"by": "link"})
    tell_everywhere(account, "password_changed", now)
    return account.pk


@verb("account.password_changed", *MEMBER_ROLES)
def password_changed(*, actor: Actor, now: datetime, before: str, after: str) -> None:
    """Tell everywhere that somebody who was signed in changed the password of this account, and end
    its other sessions. `before` and `after`: the key of this session, which changed along.
    """
    if actor.account_id is None:
        raise NotFound("account")
    account = Account.objects.select_for_update().get(pk=actor.account_id)
    end_link(link_access.RESET, account.pk)
    _drop_queued(account.pk, now)
    sign_ins.goes_on(before, after)
    sign_ins.end_all(account.pk, keep=after)
    record(account, "account.password_set", actor=actor, now=now, data={"by": "password"})
    tell_everywhere(account, "password_changed", now)


def _drop_queued(account_id: UUID, now: datetime) -> None:
    Message.objects.filter(
        account_id=account_id, template=TEMPLATE, state=MessageState.QUEUED
    ).update(state=MessageState.DROPPED, done_at=now)


@verb("account.send_colleague_password", Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN)
def send_to_colleague(*, actor: Actor, now: datetime, membership_id: UUID) -> None:
    """Let a link to a new password go to a colleague's own address. Whoever asks never sees it, and
    the old password works until a new one is made.

    Raises Refused for somebody out of reach, and where no mail leaves.
    """
    row = colleague_of(actor, membership_id)
    refused = refuse_sign_in(actor, Deed.RESET, row.account_id, row.account.name)
    if refused is not None:
        raise Refused(refused)
    if not mail_leaves():
        raise Refused(ONLY_TERMINAL)
    write_down(actor, now, row.account.email, str(actor.id))
    record(row, "member.password_link_asked", actor=actor, now=now)
    security_log.record(
        Kind.PASSWORD_RESET_ASKED,
        now=now,
        actor=actor,
        account_id=row.account_id,
        data={"by": "colleague"},
    )
