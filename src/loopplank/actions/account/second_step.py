"""A lost second step: two people ask, the person is told everywhere, and a day later it goes."""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.reach import colleague_of, refuse_sign_in
from loopplank.access.account.second_step import asked_of, stopped_at
from loopplank.access.messages.channels import mail_leaves
from loopplank.actions.account import sign_ins
from loopplank.actions.account.links import end_link, make_once
from loopplank.actions.account.news import tell_everywhere
from loopplank.actions.kit import security_log
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.core.account.reach import Deed
from loopplank.core.account.roles import MEMBER_ROLES, Role
from loopplank.core.account.second_step import (
    KEPT_LATELY,
    LAPSES,
    NO_MAIL,
    OPEN,
    ResetState,
    is_quiet,
    lapses,
    may_go,
    refuse_person,
)
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused
from loopplank.store.models import Account, Membership, SecondStepReset

KEPT = timedelta(days=30)
ASKED, GONE = "second_step_asked", "second_step_gone"


@verb("account.second_step_lost", Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN)
def ask_reset(*, actor: Actor, now: datetime, membership_id: UUID) -> None:
    """Say that a colleague lost their second step: the first of two people, or the second.

    With the second one the person is told on every known address, and a waiting time begins.
    Raises Refused for somebody out of reach, for oneself, twice by one person, by who is new here,
    soon after the person stopped it, and where no mail leaves: the person could not stop it.
    """
    row = colleague_of(actor, membership_id)
    account = Account.objects.select_for_update().get(pk=row.account_id)
    refused = refuse_sign_in(actor, Deed.SECOND_STEP, account.pk, account.name)
    if refused is not None:
        raise Refused(refused)
    if actor.account_id is None:
        raise NotFound("account")
    if not mail_leaves():
        raise Refused(NO_MAIL)
    reset = _open(account.pk)
    refused = refuse_person(
        account.pk,
        actor.account_id,
        asked_of(reset) if reset else None,
        here_since=Membership.objects.values_list("since", flat=True).get(pk=actor.own_membership),
        today=local_day(now),
    )
    if refused is not None:
        raise Refused(refused)
    if reset is None and is_quiet(stopped_at(account.pk), now):
        raise Refused(Reason(KEPT_LATELY.code, KEPT_LATELY.sentence, {"name": account.name}))
    if reset is None:
        SecondStepReset.objects.create(
            account=account,
            organisation_id=row.organisation_id,
            asked_by_id=actor.account_id,
            asked_at=now,
        )
        record(account, "account.second_step_asked", actor=actor, now=now, data={"people": 1})
        _note(Kind.SECOND_STEP_LOST, account, actor, now, {"people": 1})
        return
    if reset.state == ResetState.WAITING:
        nothing_changed()
        return
    reset.seconded_by_id, reset.seconded_at = actor.account_id, now
    reset.state = ResetState.WAITING
    reset.save(update_fields=["seconded_by", "seconded_at", "state"])
    link = make_once(
        link_access.STOP, reset.pk, reset.organisation_id, now, local_day(now + 2 * LAPSES)
    )
    tell_everywhere(account, ASKED, now, link=link)
    record(account, "account.second_step_asked", actor=actor, now=now, data={"people": 2})
    _note(Kind.SECOND_STEP_LOST, account, actor, now, {"people": 2})


@verb("account.stop_reset", Role.VISITOR)
def stop_by_link(*, actor: Actor, now: datetime, token: str) -> None:
    """Stop it with the link of the message, without signing in. Raises NotFound once it is over."""
    link = link_access.by_token(token, local_day(now))
    if link is None or link.purpose != link_access.STOP:
        raise NotFound("stop")
    reset = _locked(link.subject_id)
    if reset is None:
        raise NotFound("stop")
    _end(reset, ResetState.STOPPED, now)
    record(reset.account, "account.second_step_kept", actor=actor, now=now, data={"by": "message"})
    _note(Kind.SECOND_STEP_KEPT, reset.account, None, now, {"by": "message"})


@verb("account.keep_second_step", *MEMBER_ROLES)
def stop_own(*, actor: Actor, now: datetime) -> None:
    """Stop it while signed in, from the own account."""
    reset = _open(actor.account_id) if actor.account_id else None
    if reset is None:
        nothing_changed()
        return
    _end(reset, ResetState.STOPPED, now)
    record(reset.account, "account.second_step_kept", actor=actor, now=now, data={"by": "account"})
    _note(Kind.SECOND_STEP_KEPT, reset.account, actor, now, {"by": "account"})


@verb("account.finish_reset", Role.SYSTEM)
def finish(*, actor: Actor, now: datetime, reset_id: UUID) -> None:
    """Let the second step go when its time has come, or let the question lapse."""
    reset = _locked(reset_id)
    if reset is None:
        nothing_changed()
        return
    asked = asked_of(reset)
    if may_go(asked, now):
        let_go(reset.account)
        sign_ins.end_all(reset.account_id)
        _end(reset, ResetState.DONE, now)
        tell_everywhere(reset.account, GONE, now)
        record(reset.account, "account.second_step_gone", actor=actor, now=now)
        _note(Kind.SECOND_STEP_RESET, reset.account, None, now, {"by": "colleagues"})
    elif lapses(asked, now):
        _end(reset, ResetState.LAPSED, now)
        record(reset.account, "account.second_step_lapsed", actor=actor, now=now)
    else:
        nothing_changed()


def _note(
    kind: Kind, account: Account, actor: Actor | None, now: datetime, data: dict[str, object]
) -> None:
    security_log.record(kind, now=now, actor=actor, account_id=account.pk, data=data)


def forget(now: datetime) -> None:
    """Throw away questions that ended long ago. It leaves no event: those of the account stay."""
    SecondStepReset.objects.filter(ended_at__lt=now - KEPT).delete()


def let_go(account: Account) -> None:
    """Take away app, keys and codes; the caller has the right and leaves the event."""
    Authenticator.objects.filter(user_id=account.pk).delete()


def end_for(account_id: UUID, now: datetime) -> None:
    """Stop what was asked about this account, and what it asked about others, as its roles change:
    another sign-in than the two people meant, or people who are not there any more.
    """
    open_now = SecondStepReset.objects.select_for_update(of=("self",)).filter(state__in=OPEN)
    about = Q(account_id=account_id) | Q(asked_by_id=account_id) | Q(seconded_by_id=account_id)
    for reset in open_now.filter(about):
        _end(reset, ResetState.LAPSED, now)


def _end(reset: SecondStepReset, state: ResetState, now: datetime) -> None:
    reset.state, reset.ended_at = state, now
    reset.save(update_fields=["state", "ended_at"])
    end_link(link_access.STOP, reset.pk)


def _locked(reset_id: UUID) -> SecondStepReset | None:
    return (
        SecondStepReset.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(pk=reset_id, state__in=OPEN)
        .first()
    )


def _open(account_id: UUID) -> SecondStepReset | None:
    return (
        SecondStepReset.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(account_id=account_id, state__in=OPEN)
        .first()
    )
