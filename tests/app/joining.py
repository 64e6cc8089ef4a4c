"""Somebody who was invited and said yes, by the real actions."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import SYSTEM, VISITOR, Actor
from loopplank.access.account.links import INVITE, token_of
from loopplank.actions.organisations import invitations
from loopplank.actions.organisations.colleagues import Person
from loopplank.core.account.roles import Role
from loopplank.store.models import Account, Link


def token_of_invitation(invitation_id: UUID) -> str:
    link = Link.objects.get(purpose=INVITE, subject_id=invitation_id)
    return token_of(link.pk, link.generation)


def join(
    *, organisation_id: UUID, person: Person, role: Role, now: datetime, actor: Actor = SYSTEM
) -> UUID:
    """Invite and accept; with the account that has this address already, if there is one. Returns
    the membership.
    """
    invitation_id = invitations.invite(
        actor=actor, now=now, organisation_id=organisation_id, person=person, role=role
    )
    known = Account.objects.filter(email__iexact=person.email).first()
    who = Actor(Role.VISITOR, account_id=known.pk) if known else VISITOR
    return invitations.accept(actor=who, now=now, token=token_of_invitation(invitation_id))
