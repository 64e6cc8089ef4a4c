"""Referrals in every state, as each side sees them; a part of `every_address.py`."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.browser.everybody import Everybody, token_of

ANSWERS = ("nee", "ja", "overleg", "dubbel")
HOUSE, WIJKTEAM, NEIGHBOURS = "buurtkracht-oost", "wijkteam-oost", "thuisgenoten"
More = dict[str, list[tuple[str, dict[str, object]]]]


def visits_of(everybody: Everybody) -> More:
    """The doors of the coordinator, of the professional and of whoever holds a link."""
    from loopplank.web.kit import clock

    made = _Made(clock.now())
    return {**_of_members(made), **_of_parties(everybody, made)}


class _Made:
    """Referrals between the parties of the demo, made by the real actions."""

    def __init__(self, now: datetime) -> None:
        from loopplank.store.models import Organisation

        self.now = now
        self.houses = dict(Organisation.objects.values_list("slug", "pk"))
        self.marleen, self.nadia = _actor("marleen"), _actor("nadia")
        self._people = 0

    def to(self, slug: str) -> UUID:
        """A question of Marleen that another organisation was asked to take over."""
        return self._offer(to_organisation_id=self.houses[slug])

    def to_practice(self) -> UUID:
        """A question of Marleen that somebody without an account was asked to take over."""
        from tests.app.referring import PRACTICE

        return self._offer(outsider=PRACTICE)

    def _offer(self, **receiver: Any) -> UUID:
        from tests.app.cast import MRS_DE_WIT
        from tests.app.referring import WHOLE

        from loopplank.actions.referrals import hand_over
        from loopplank.actions.requests import intake

        asked = replace(MRS_DE_WIT, last_name=self._name())
        by: dict[str, Any] = {"actor": self.marleen, "now": self.now}
        offered = hand_over.Offered(
            agreed=self._agreed(self.now),
            shares=WHOLE,
            summary="Samen naar de winkel, het liefst op donderdag.",
            stays="De thuiszorg komt elke ochtend.",
            **receiver,
        )
        return hand_over.offer(
            **by, request_id=intake.take_down(**by, answers=asked), offered=offered
        )

    def from_nadia(self) -> UUID:
        """Somebody whom the wijkteam referred to the volunteers."""
        from loopplank.actions.referrals import refer

        return refer.refer_in(
            actor=self.nadia,
            now=self.now,
            to_organisation_id=self.houses[HOUSE],
            case=self._case(self.now),
        )

    def begun_outside(self) -> UUID:
        """A practice filled in who they are, and did not type their code yet."""
        return self._begun(self.now)

    def sent_outside(self, days_ago: int = 0) -> UUID:
        """A practice referred somebody to the volunteers."""
        from tests.app.referring import digits_for

        from loopplank.access.account.actors import Actor
        from loopplank.actions.referrals import party_codes
        from loopplank.core.account.roles import Role

        then = self.now - timedelta(days=days_ago)
        party = Actor(Role.PARTY, id=self._begun(then))
        party_codes.confirm_code(actor=party, now=then, digits=digits_for(party))
        party_codes.send_as_party(actor=party, now=then, case=self._case(then))
        assert party.id
        return party.id

    def _begun(self, then: datetime) -> UUID:
        from tests.app.referring import PRACTICE

        from loopplank.access.account.actors import VISITOR
        from loopplank.actions.referrals import party_codes
        from loopplank.store.models import Link

        link_id = party_codes.start_as_party(
            actor=VISITOR, now=then, organisation_id=self.houses[HOUSE], outsider=PRACTICE
        )
        return Link.objects.get(pk=link_id).subject_id

    def yes(self, referral_id: UUID, actor: Any) -> UUID:
        """Taken over; where records are kept by the first colleague who has room."""
        from loopplank.actions.referrals import referrals
        from loopplank.core.kit.calendar import local_day
        from loopplank.core.kit.reason import Refused
        from loopplank.core.referrals.states import Answer
        from loopplank.store.models import Membership, Referral

        said = referrals.Said(
            Answer.YES,
            taken_by="Kim Kaya",
            taken_by_phone="0205550177",
            first_contact_by=local_day(self.now),
        )
        row = Referral.objects.get(pk=referral_id)
        staff = Membership.objects.filter(
            organisation=row.to_organisation_id, role="coordinator"
        ).values_list("pk", flat=True)
        for owner_id in staff or (None,):
            try:
                taken = replace(said, owner_id=owner_id)
                referrals.answer(actor=actor, now=self.now, referral_id=referral_id, said=taken)
            except Refused:
                continue
            return referral_id
        raise AssertionError("nobody there has room")

    def no(self, referral_id: UUID, actor: Any) -> UUID:
        from loopplank.actions.referrals import referrals
        from loopplank.core.referrals.states import Answer, Why

        said = referrals.Said(Answer.NO, why=Why.NO_PLACE, words="Probeer het in het voorjaar.")
        referrals.answer(actor=actor, now=self.now, referral_id=referral_id, said=said)
        return referral_id

    def _case(self, then: datetime) -> Any:
        from tests.app.referring import CASE

        person = replace(CASE.person, last_name=self._name())
        return replace(CASE, person=person, agreed=self._agreed(then))

    def _agreed(self, then: datetime) -> Any:
        from loopplank.actions.referrals.send import Agreed
        from loopplank.core.kit.calendar import local_day

        return Agreed(local_day(then))

    def _name(self) -> str:
        # the same person twice would be refused after a no
        self._people += 1
        return f"Achternaam{self._people}"


def _actor(key: str) -> Any:
    from loopplank.access.account.actors import actor_of
    from loopplank.store.models import Membership

    rows = Membership.objects.select_related("account", "organisation")
    return actor_of(rows.get(account__email__startswith=key))


def _of_members(made: _Made) -> More:
    """Sent and received, by a coordinator and by a professional."""
    from loopplank.actions.referrals import referrals
    from loopplank.core.referrals.states import Why
    from loopplank.store.models import Referral

    marleen, nadia, ineke = made.marleen, made.nadia, _actor("ineke")
    asked_us, asked_them = made.from_nadia(), made.to(WIJKTEAM)
    ours_waits, ours_yes = made.to(NEIGHBOURS), made.yes(made.to(NEIGHBOURS), ineke)
    ours_no = made.no(made.to(NEIGHBOURS), ineke)
    taken, taken_by_them = made.yes(made.from_nadia(), marleen), made.yes(made.to(WIJKTEAM), nadia)
    waits = made.yes(made.to(WIJKTEAM), nadia)
    referrals.hold(actor=nadia, now=made.now, referral_id=waits, why=Why.WAITLIST)
    told_no, taken_back = made.no(made.from_nadia(), marleen), made.from_nadia()
    referrals.withdraw(actor=nadia, now=made.now, referral_id=taken_back)
    gone = made.to(NEIGHBOURS)
    referrals.withdraw_consent(actor=marleen, now=made.now, referral_id=gone)

    def each(who: str, *found: UUID) -> list[tuple[str, dict[str, object]]]:
        return [(who, {"referral_id": one}) for one in found]

    def both(coordinator: UUID, professional: UUID) -> list[tuple[str, dict[str, object]]]:
        return [*each("coordinator", coordinator), *each("professional", professional)]

    refused = Referral.objects.get(pk=ours_no)
    waiting = both(ours_waits, asked_us)
    with_us = both(taken, taken_by_them)
    by_us = (ours_waits, ours_yes, ours_no, waits, gone)
    return {
        "hand_over": [("coordinator", {"request_id": refused.from_request_id})],
        "referral": each("coordinator", asked_us, taken, told_no, *by_us),
        "own_referral": each(
            "professional", asked_us, taken, told_no, taken_back, asked_them, taken_by_them, waits
        ),
        "referral_answer": [
            (who, {**parts, "answer": answer})
            for who, parts in both(asked_us, asked_them)
            for answer in ANSWERS
        ],
        "referral_hold": with_us,
        "referral_report": with_us,
        "referral_give_back": each("professional", taken_by_them),
        "referral_withdraw": waiting,
        "referral_withdraw_consent": [*waiting, *both(ours_yes, taken)],
        "referral_mistake": waiting,
    }


def _of_parties(everybody: Everybody, made: _Made) -> More:
    """Whoever stands outside: before the code, while writing, and on either side after it."""
    from loopplank.access.account import links
    from loopplank.access.account.actors import SYSTEM, Actor
    from loopplank.actions.referrals import clocks
    from loopplank.core.account.roles import Role

    marleen = made.marleen
    asked, took, said_no = (made.to_practice() for _ in range(3))
    made.yes(took, Actor(Role.PARTY, id=took))
    made.no(said_no, Actor(Role.PARTY, id=said_no))
    sent, silent = made.sent_outside(), made.sent_outside(days_ago=30)
    clocks.lapse(actor=SYSTEM, now=made.now, referral_id=silent)
    known = {
        "party_who_writes": made.begun_outside(),
        "party_who_sent": sent,
        "party_told_yes": made.yes(made.sent_outside(), marleen),
        "party_told_no": made.no(made.sent_outside(), marleen),
        "party_told_nothing": silent,
        "party_who_is_asked": asked,
        "party_who_took_over": took,
        "party_who_said_no": said_no,
    }
    for who, referral_id in known.items():
        _with_the_code(everybody, who, referral_id)
    coded = everybody.by_link("party_with_a_code", links.REFERRAL, made.begun_outside())
    uncoded = everybody.by_link("party_without_a_code", links.REFERRAL, made.to_practice())
    after_yes: list[tuple[str, dict[str, object]]] = [("party_who_took_over", {})]
    sender: list[tuple[str, dict[str, object]]] = [("party_who_sent", {})]
    return {
        "linked_referral": [(who, {}) for who in (*known, coded, uncoded)],
        "linked_answer": [("party_who_is_asked", {"answer": answer}) for answer in ANSWERS],
        "linked_hold": after_yes,
        "linked_report": after_yes,
        "linked_give_back": after_yes,
        "linked_withdraw": sender,
        "linked_withdraw_consent": [*sender, *after_yes],
        "linked_mistake": sender,
    }


def _with_the_code(everybody: Everybody, who: str, referral_id: UUID) -> str:
    """Whoever opened the link and typed the code that came to their own address."""
    from django.urls import reverse
    from tests.app.referring import digits_for

    from loopplank.access.account import links
    from loopplank.access.account.actors import Actor
    from loopplank.core.account.roles import Role

    client = everybody.client()
    client.get(f"/l/{token_of(links.REFERRAL, referral_id)}")
    client.post(reverse("linked_new_code"))
    digits = digits_for(Actor(Role.PARTY, id=referral_id))
    assert client.post(reverse("linked_code"), {"code": digits}).status_code == 302, who
    return everybody.keep(who, client)
