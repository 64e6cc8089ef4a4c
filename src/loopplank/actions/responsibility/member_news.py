"""Tell whoever works here the news by mail: a signal, what waits today, and what touches their
account.

Nothing of it says what is the matter with whom: that stands behind the sign-in.
"""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose
from loopplank.access.account.actors import Actor, NotFound, actor_of, first_membership
from loopplank.access.gaps.gaps import noes_of_quarter
from loopplank.access.messages.channels import mail_leaves
from loopplank.access.responsibility.on_duty import away
from loopplank.access.responsibility.today import counts_of_today
from loopplank.actions.kit.action import nothing_changed, record, record_event, verb
from loopplank.actions.kit.sent_markers import first_time
from loopplank.actions.messages.messages import queue_to_account
from loopplank.core.account.roles import MEMBER_ROLES, Role
from loopplank.core.gaps.gaps import quarter_number
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.reminders import digest_is_due, quarter_to_tell, something
from loopplank.core.messages.states import MessageState
from loopplank.store.models import (
    AccessRecord,
    Account,
    Membership,
    Message,
    Organisation,
)


def tell_of_signal(organisation: Organisation, account: Account, now: datetime) -> None:
    """Tell whoever will call that a volunteer let something know; they read the rest on Vandaag.

    One that still waits to leave says the same of a second signal.
    """
    waits = Message.objects.filter(
        organisation=organisation,
        account=account,
        template="signal_sent",
        state=MessageState.QUEUED,
    )
    if mail_leaves() and not waits.exists():
        queue_to_account(organisation, account, "signal_sent", {}, now=now)


@verb("member.tell_day", Role.SYSTEM)
def tell_day(*, actor: Actor, now: datetime, membership_id: UUID) -> None:
    """Tell a coordinator at the start of their working day how much waits, and nothing when nothing
    does.
    """
    row = (
        Membership.objects.select_related("account", "organisation__network")
        .filter(pk=membership_id, role=Role.COORDINATOR, active=True, account__is_active=True)
        .first()
    )
    if row is None:
        raise NotFound(membership_id)
    today = local_day(now)
    if not digest_is_due(now) or not first_time("digest", row.pk, today, now):
        nothing_changed()
        return
    counts = counts_of_today(actor_of(row), now)
    if away(row, today) or not something(counts):
        nothing_changed()
        return
    made = queue_to_account(
        row.organisation,
        row.account,
        "digest",
        {"on": f"{today:%Y%m%d}", **counts},
        now=now,
    )
    _record(made, actor, now)


@verb("member.tell_quarter", Role.SYSTEM)
def tell_quarter(*, actor: Actor, now: datetime, membership_id: UUID) -> None:
    """Tell a member of the board once a quarter where the noes of their organisation are counted;
    of a quarter without any they hear nothing.
    """
    row = (
        Membership.objects.select_related("account", "organisation__network")
        .filter(pk=membership_id, role=Role.BOARD, active=True, account__is_active=True)
        .first()
    )
    if row is None:
        raise NotFound(membership_id)
    over = quarter_to_tell(now)
    if (
        over is None
        or not noes_of_quarter(over.quarter).filter(organisation_id=row.organisation_id).exists()
        or not first_time("quarter", row.pk, over.on, now)
    ):
        nothing_changed()
        return
    made = queue_to_account(
        row.organisation,
        row.account,
        "quarter_figures",
        {"quarter": quarter_number(over.quarter), "year": over.quarter.year},
        now=now,
    )
    _record(made, actor, now)


@verb("account.tell_export", Role.SYSTEM)
def tell_export(*, actor: Actor, now: datetime, record_id: UUID) -> None:
    """Tell somebody at once that their account made a file with people in it, in case it was not
    they.
    """
    record = AccessRecord.objects.filter(pk=record_id.int, purpose=Purpose.EXPORT).first()
    if record is None:
        raise NotFound(record_id)
    if not first_time("export", record_id, local_day(record.at), now):
        nothing_changed()
        return
    members = Membership.objects.select_related("account", "organisation__network")
    member = members.filter(pk=record.actor_id).first() if record.actor_id else None
    if member is None:
        nothing_changed()
        return
    made = queue_to_account(
        member.organisation,
        member.account,
        "export_made",
        {"at": record.at.isoformat()},
        now=now,
    )
    _record(made, actor, now)


@verb("account.new_device", *MEMBER_ROLES)
def new_device(*, actor: Actor, now: datetime) -> None:
    """Tell the owner of an account at once that somebody signed in where it was not seen before."""
    if actor.account_id is None:
        raise NotFound("account")
    account = Account.objects.select_for_update().get(pk=actor.account_id)
    record_event(
        "account",
        account.pk,
        "account.new_device",
        actor=actor,
        now=now,
        organisation_id=actor.own_organisation,
    )
    if mail_leaves():
        organisation = Organisation.objects.get(pk=actor.own_organisation)
        home = first_membership(account.pk) if actor.practice else None
        if home is not None:
            # nothing leaves a place to practise in, and this is no practice
            organisation = home.organisation
        queue_to_account(organisation, account, "new_sign_in", {"at": now.isoformat()}, now=now)


def _record(made: Message, actor: Actor, now: datetime) -> None:
    record(
        made,
        "message.reminded",
        actor=actor,
        now=now,
        data={"template": made.template, "channel": made.channel},
    )
