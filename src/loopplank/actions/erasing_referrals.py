"""Erasing what a referral holds of people: the person, who referred them, and who took it over."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from loopplank.access.actors import Actor
from loopplank.actions.doing import nothing_changed, verb
from loopplank.actions.handing_over import record_referral
from loopplank.core.referral import FINAL, Status
from loopplank.core.roles import Role
from loopplank.store.models import Consent, Link, Message, Party, Referral, ReferredPerson

ERASED = "-"


def empty_referrals_of(request_ids: list[UUID], now: datetime) -> None:
    """What was shared with these requests, and their consent. That it was referred stays, as a
    number. A record at the other side is that organisation's own and has its own day.
    """
    from_here = Q(from_request_id__in=request_ids)
    from_outside = Q(to_request_id__in=request_ids, from_request=None)
    _empty(Referral.objects.filter(from_here | from_outside), now)


@verb("referral.erase", Role.SYSTEM)
def erase_referral(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """A referral from outside that never became a request here: nothing of it stays but numbers."""
    row = Referral.objects.select_for_update(of=("self",)).filter(pk=referral_id).first()
    if row is None or row.status not in FINAL or row.from_request_id or row.to_request_id:
        nothing_changed()
        return
    _empty(Referral.objects.filter(pk=row.pk), now)
    record_referral(row, "referral.erased", actor=actor, now=now)


def _empty(found: "QuerySet[Referral]", now: datetime) -> None:
    rows = list(found)
    ids = [row.pk for row in rows]
    consents = Consent.objects.filter(referral_id__in=ids)
    consents.update(to_name=ERASED)
    consents.exclude(representative="").update(representative=ERASED)
    ReferredPerson.objects.filter(referral_id__in=ids).delete()
    # what their senders and receivers were told about it
    Message.objects.filter(
        Q(party__isnull=False) | Q(account__isnull=False),
        params__number__in=[row.number for row in rows if row.number],
    ).delete()
    Link.objects.filter(subject_id__in=ids).delete()
    Referral.objects.filter(pk__in=ids).exclude(taken_by="").update(taken_by=ERASED)
    Referral.objects.filter(pk__in=ids).update(
        shared={},
        facts_key="",
        words="",
        sent_despite="",
        safety={},
        hard_checks=[],
        contact_name="",
        contact_phone="",
        fallback_name="",
        fallback_phone="",
        taken_by_phone="",
        submission=None,
    )
    _let_go({pk for row in rows for pk in (row.from_party_id, row.to_party_id) if pk}, now)


def _let_go(party_ids: set[UUID], now: datetime) -> None:
    """Somebody outside of whom nothing else is left here is erased with it."""
    not_erased = ~Q(facts_key="") | Q(status=Status.DRAFT.value)
    still_known = Referral.objects.filter(
        not_erased, Q(from_party_id__in=party_ids) | Q(to_party_id__in=party_ids)
    ).values_list("from_party_id", "to_party_id")
    gone = party_ids - {pk for pair in still_known for pk in pair}
    Message.objects.filter(party_id__in=gone).delete()
    Party.objects.filter(pk__in=gone).update(
        name=ERASED, works_at="", phone="", email="", verified_at=None, erased_at=now
    )
