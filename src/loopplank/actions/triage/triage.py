"""Weigh a request: the answers, the advice that follows, and the decision of a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.own_limits import current_policy, limits_of
from loopplank.access.requests.requests import request_for_change
from loopplank.access.responsibility.chain import who_hears
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import queue_to_account
from loopplank.actions.requests.open_questions import take_back
from loopplank.actions.requests.proposed_days import follow_bridging, keep_proposed
from loopplank.actions.transitions.transitions import (
    bring_forward,
    helps_against_advice,
    hurry,
    move,
    save_and_record,
)
from loopplank.core.account.roles import Role
from loopplank.core.kit import contact_details
from loopplank.core.kit.calendar import local_day, months_until
from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.intake import AgeBand, Duration
from loopplank.core.requests.states import State, Step
from loopplank.core.triage import (
    Advice,
    Answer,
    Decided,
    Facts,
    Route,
    Standing,
    advise,
    facts_from_stored,
    mask_of,
    paid_work,
)
from loopplank.core.triage.readiness import FOR_VOLUNTEER, GP_FIRST, for_volunteer, gp_comes_first
from loopplank.store.models import Assessment, Offer, Policy, Request

#: What must be there within so many days is short notice.
SHORT_NOTICE = timedelta(days=2)
SAID_BY = ("person", "family", "referrer", "coordinator")
OTHERWISE_REASONS = {
    "know_them": dutch("Ik ken deze persoon of situatie"),
    "arranged": dutch("Er is iets geregeld dat niet in de antwoorden staat"),
    "our_people": dutch("Onze vrijwilligers kunnen dit, of juist niet"),
    "other": dutch("Iets anders"),
}
TALK_FIRST = Reason(
    "decide.talk_first",
    dutch("Er is nog niet gesproken. Bel eerst en noteer dat gesprek; neem dan een besluit."),
)
UNDECIDABLE = Reason(
    "decide.unknown",
    dutch(
        "Er is nog iets onbekend over de veiligheid. Vraag dat eerst. Een vrijwilliger vragen kan"
        " pas als dat bekend is."
    ),
)
NEEDS_REASON = Reason(
    "decide.reason",
    dutch("Je kiest iets anders dan het advies. Kies wat jij weet dat het advies niet weet."),
)
IS_CLOSED = Reason(
    "triage.closed", dutch("Deze hulpvraag is afgesloten. Open hem eerst weer; weeg daarna.")
)
FALLBACK_WHO = Reason(
    "triage.fallback_who",
    dutch("Wie komt er als de vrijwilliger niet kan? Vul een naam en een nummer in."),
)
NEWER = Reason("decide.newer", dutch("Er is een nieuwere weging. Vernieuw de pagina."))


@dataclass(frozen=True, slots=True)
class Heard:
    """What was answered at the eight gates, by whom, and the few facts that go with it."""

    answers: Mapping[str, Answer]
    acts: Mapping[str, Answer] = field(default_factory=dict)
    said_by: Mapping[str, str] = field(default_factory=dict)
    asked_part_ok: bool = False
    provision_running: bool = False
    provision_waits: bool = False
    bridging_until: date | None = None
    bridging_decided: bool = False
    single_event: bool = False
    fallback_named: bool = False
    fallback_name: str = ""
    fallback_phone: str = ""
    representation_arranged: bool = False
    gp_name: str | None = None
    gp_phone: str | None = None
    young_carer: bool = False
    short_notice: bool = False
    paid_before: str = ""


@verb("request.assess", Role.COORDINATOR)
def assess(*, actor: Actor, now: datetime, request_id: UUID, heard: Heard) -> UUID:
    """Weigh the answers and store them with the advice (promise P8). Returns the assessment.

    Danger, or not knowing whether there is danger, alerts the stand-in at once and has no clock.
    What is not ready for a volunteer is taken back from every volunteer who was asked.
    """
    row = _open_request(actor, request_id)
    policy = current_policy(row.organisation_id)
    _name_gp(row, heard)
    facts = facts_for(row, policy, heard, local_day(now))
    advice = advise(facts)
    last = row.assessments.aggregate(last=Max("number"))["last"] or 0
    made = Assessment.objects.create(
        organisation_id=row.organisation_id,
        request=row,
        number=last + 1,
        by_id=actor.own_membership,
        at=now,
        facts=facts.as_stored(),
        said_by=dict(heard.said_by),
        rules_version=advice.rules_version,
        policy_version=policy.version if policy else None,
        route=advice.route,
        stance=advice.standing,
        urgency=advice.urgency,
        advice=advice.as_stored(),
    )
    gone: list[str] = []
    if not for_volunteer(advice.standing, advice.route):
        gone = _let_go_of_questions(row, now)
        _decide_about_help(row, now)
    row.advised = advice.urgency
    hurry(row, now)
    if _alarming(advice):
        _alert(row, actor, now)
        bring_forward(row, local_day(now))
    _over_the_fence(row, heard)
    _note_fallback(row, heard)
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.assessed",
        actor=actor,
        now=now,
        columns=[
            *("paid_before", "bridging_until", "fallback_name", "fallback_phone"),
            *("advised", "gp_name", "gp_phone"),
            *follow_bridging(row),
        ],
        data={
            "assessment": str(made.pk),
            "route": advice.route,
            "stance": advice.standing,
            "urgency": advice.urgency,
            "rules": advice.rules_version,
            "taken_back": gone,
        },
    )
    return made.pk


@verb("request.impression", Role.COORDINATOR)
def give_impression(*, actor: Actor, now: datetime, request_id: UUID, impression: str) -> None:
    """Give the first impression, before the advice unfolds; never reported per person."""
    row = _open_request(actor, request_id)
    made = _latest(row)
    if made.impression or made.decision:
        nothing_changed()
        return
    made.impression, made.impression_at = impression, now
    made.save(update_fields=["impression", "impression_at"])
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.impression_given",
        actor=actor,
        now=now,
        data={"assessment": str(made.pk), "impression": impression},
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides about an advice; another route needs one reason (promise P9)."""

    assessment_id: UUID
    route: Route
    reason: str = ""
    words: str = ""


@verb("request.decide", Role.COORDINATOR)
def decide(*, actor: Actor, now: datetime, request_id: UUID, decision: Decision) -> None:
    """Follow the advice or choose otherwise. Unknown on safety never leads to a volunteer."""
    row = _open_request(actor, request_id)
    made = _latest(row)
    if made.pk != decision.assessment_id:
        raise Refused(NEWER)
    refuse_bsn(decision.words)
    followed = decision.route == made.route
    wants_volunteer = decision.route in FOR_VOLUNTEER
    if wants_volunteer and (made.stance != Standing.READY or made.route == Route.EMERGENCY):
        raise Refused(UNDECIDABLE)
    if wants_volunteer and gp_comes_first(facts_from_stored(made.facts)):
        raise Refused(GP_FIRST)
    if not followed and decision.reason not in OTHERWISE_REASONS:
        raise Refused(NEEDS_REASON)
    if wants_volunteer and row.state == State.NEW:
        raise Refused(TALK_FIRST)
    made.decision = Decided.FOLLOWED if followed else Decided.OTHERWISE
    made.decided_route = decision.route
    made.decision_reason = "" if followed else decision.reason
    made.decision_words = "" if followed else decision.words.strip()[:500]
    made.decided_by_id, made.decided_at = actor.own_membership, now
    made.save(
        update_fields=[
            "decision",
            "decided_route",
            "decision_reason",
            "decision_words",
            "decided_by",
            "decided_at",
        ]
    )
    row.changed_at, row.version = now, row.version + 1
    if wants_volunteer and row.state == State.TALKING:
        move(row, Step.SEARCH, now)
    kept = keep_proposed(row, now) if wants_volunteer else []
    gone = [] if wants_volunteer else _let_go_of_questions(row, now)
    if not wants_volunteer:
        move(row, Step.RECONSIDERED, now)
        _decide_about_help(row, now)
    save_and_record(
        row,
        "request.decided",
        actor=actor,
        now=now,
        columns=kept,
        data={
            "plan": kept,
            "assessment": str(made.pk),
            "decision": made.decision,
            "route": made.decided_route,
            "reason": made.decision_reason,
            "taken_back": gone,
        },
    )


# --- underneath -----------------------------------------------------------------------------------


def _open_request(actor: Actor, request_id: UUID) -> Request:
    """Lock a request that is not closed: a closed one has no clock and no owner at work, and an
    alarm there reaches nobody. Raises Refused.
    """
    row = request_for_change(actor, request_id)
    if row.state == State.CLOSED:
        raise Refused(IS_CLOSED)
    return row


def facts_for(row: Request, policy: Policy | None, heard: Heard, today: date) -> Facts:
    """Return all that the gates weigh: what was heard, what is asked, and the organisation's
    limits.
    """
    kinds = frozenset(Kind(kind) for kind in row.kinds or [row.kind])
    covers, conditions = _covered(row.organisation_id, kinds)
    facts = Facts(
        asked_part_ok=heard.asked_part_ok,
        provision_running=heard.provision_running,
        provision_waits=heard.provision_waits,
        bridging_until=heard.bridging_until,
        bridging_decided=heard.bridging_decided,
        single_event=heard.single_event or row.duration == Duration.ONCE,
        fallback_named=heard.fallback_named,
        representation_arranged=heard.representation_arranged,
        covers=mask_of(covers),
        offer_conditions=tuple(conditions),
        kinds=kinds,
        minutes_per_week=_minutes_a_week(row),
        months=months_until(today, row.last_day) if row.last_day else None,
        open_ended=row.last_day is None and row.duration in {Duration.LONGER, Duration.UNKNOWN},
        gp_named=bool(row.gp_name),
        young_carer=heard.young_carer or row.age_band == AgeBand.UNDER_18,
        short_notice=heard.short_notice
        or (row.too_late_on is not None and today < row.too_late_on <= today + SHORT_NOTICE),
        limits=limits_of(policy),
    )
    return facts.answered(heard.answers, heard.acts)


def _name_gp(row: Request, heard: Heard) -> None:
    """Write who the GP is, as it was said; not asked leaves what stands there."""
    if heard.gp_name is not None:
        refuse_bsn(heard.gp_name, heard.gp_phone or "")
        row.gp_name = " ".join(heard.gp_name.split())[:120]
    if heard.gp_phone is not None:
        row.gp_phone = contact_details.phone(heard.gp_phone) if heard.gp_phone.strip() else ""


def _over_the_fence(row: Request, heard: Heard) -> None:
    """Write what gate R says about paid work.

    Bridging that does not count (R3 without its day or its decision) is none; what a coordinator
    wrote down is not overruled by what follows from codes.
    """
    said = {key: heard.answers.get(key) for key in ("R1", "R2", "R3")}
    follows = paid_work.paid_before(
        running=heard.provision_running,
        waits=heard.provision_waits,
        nothing_paid=said["R1"] is Answer.NO and said["R2"] is Answer.NO,
    )
    if heard.paid_before:
        row.paid_before = heard.paid_before
    elif follows and row.paid_before in {"", paid_work.PaidBefore.UNKNOWN}:
        row.paid_before = follows
    if said["R3"] is Answer.YES and heard.bridging_decided and heard.bridging_until:
        row.bridging_until = heard.bridging_until


def _note_fallback(row: Request, heard: Heard) -> None:
    """Write who comes when nobody of us does: a tick is nobody to call. Raises Refused without a
    name and a number.
    """
    if not heard.fallback_named:
        return
    name, phone = heard.fallback_name.strip()[:120], heard.fallback_phone.strip()
    if not name or not phone:
        raise Refused(FALLBACK_WHO)
    refuse_bsn(name)
    row.fallback_name, row.fallback_phone = name, contact_details.phone(phone)


def _covered(organisation_id: UUID, kinds: Iterable[Kind]) -> tuple[set[str], list[str]]:
    """Return the concerns that the trained people of these offers cover, and on which
    conditions.
    """
    codes: set[str] = set()
    conditions: list[str] = []
    for offer in Offer.objects.filter(
        organisation_id=organisation_id, active=True, kind__in=[str(k) for k in kinds]
    ):
        codes.update(offer.covers)
        conditions.extend(c for c in offer.conditions if c not in conditions)
    return codes, conditions


def _minutes_a_week(row: Request) -> int | None:
    if not row.visit_minutes:
        return None
    return max(1, round(row.visit_minutes * row.visits_per_week / row.every_weeks))


def _alarming(advice: Advice) -> bool:
    return advice.route is Route.EMERGENCY or advice.standing is Standing.ASK_NOW


def _alert(row: Request, actor: Actor, now: datetime) -> None:
    """Tell the first of the chain who is there, other than whoever found it."""
    hears = who_hears(row.organisation, row.owner_id, now, but=actor.account_id)
    if hears is not None:
        queue_to_account(
            row.organisation,
            hears.account,
            "alert",
            {"number": row.number, "by": row.owner.account.name},
            now=now,
            request=row,
        )


def _let_go_of_questions(row: Request, now: datetime) -> list[str]:
    """Take back every open question of a request that is not, or not yet, one for a volunteer; the
    owner decides anew. Returns the ids of what was taken back.
    """
    gone = take_back(row, now)
    if row.state == State.PROPOSED:
        move(row, Step.RECONSIDERED, now)
    return gone


def _decide_about_help(row: Request, now: datetime) -> None:
    """Ask the owner for a decision today about help that runs against the advice."""
    if helps_against_advice(row):
        bring_forward(row, local_day(now))


def _latest(row: Request) -> Assessment:
    made = row.assessments.order_by("-number").first()
    if made is None:
        raise NotFound("assessment")
    return made
