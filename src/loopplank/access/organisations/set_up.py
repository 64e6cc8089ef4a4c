"""Read what an organisation settled already, as facts; each time anew, kept nowhere."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef

from loopplank.access.account.actors import Actor
from loopplank.access.messages.channels import channels
from loopplank.core.account.roles import Role
from loopplank.core.organisations.set_up import Facts, Step, steps_for
from loopplank.store.models import (
    Affiliation,
    Membership,
    Offer,
    Organisation,
    Policy,
    PostcodeArea,
    Request,
)


@dataclass(frozen=True, slots=True)
class SetUp:
    """The facts, and as whom the reader may act here: they may have to change to the other role."""

    facts: Facts
    roles: frozenset[Role]


def steps_left(actor: Actor) -> tuple[Step, ...]:
    """Return the list of who begins; the demo began long ago, and who practises has nothing to set
    up. One query.
    """
    if settings.MODE == "demo" or actor.practice:
        return ()
    begun = set_up_of(actor)
    return steps_for(begun.facts, begun.roles)


def set_up_of(actor: Actor) -> SetUp:
    """Return how far the own organisation is; one query."""
    here = {"organisation_id": OuterRef("pk")}
    members = Membership.objects.filter(active=True)
    mine = members.filter(account__memberships=actor.own_membership)
    row = (
        Organisation.objects.select_related("first_contact__account", "stand_in__account")
        .annotate(
            has_colleagues=Exists(
                members.filter(**here).exclude(account__memberships=actor.own_membership)
            ),
            has_volunteers=Exists(Affiliation.objects.filter(**here)),
            has_offers=Exists(Offer.objects.filter(active=True, **here)),
            has_limits=Exists(Policy.objects.filter(**here)),
            has_requests=Exists(Request.objects.filter(**here)),
            has_areas=Exists(PostcodeArea.objects.all()),
            administers=Exists(
                mine.filter(
                    role=Role.NETWORK_ADMIN, organisation__network_id=OuterRef("network_id")
                )
            ),
        )
        .get(pk=actor.own_organisation)
    )
    around = vars(row)
    facts = Facts(
        **of_form(row),
        **{name: around[f"has_{name}"] for name in _COUNTED},
        sends=bool(channels()),
        privacy=bool(row.legal_basis and row.complaints_to),
        form_open=row.form_open,
    )
    also = {Role.NETWORK_ADMIN} if around["administers"] else set()
    return SetUp(facts, frozenset({actor.role, *also}))


_COUNTED = ("colleagues", "volunteers", "offers", "limits", "requests", "areas")


def of_form(row: Organisation) -> dict[str, bool]:
    """Return the facts without which the form stays closed; needs who answers with their account.

    An invitation alone answers nobody.
    """
    return {
        "phone": bool(row.phone),
        "phone_hours": bool(row.phone_hours),
        "first_contact": _answers(row.first_contact),
        "stand_in": _answers(row.stand_in),
        "duty_phone": bool(row.duty_phone),
    }


def _answers(member: Membership | None) -> bool:
    return member is not None and member.active and member.account.has_usable_password()
