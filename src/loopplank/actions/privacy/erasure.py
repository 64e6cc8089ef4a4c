"""Erase a person completely, or what is past its day. Only numbers and codes remain."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.requests.requests import any_request_for_change
from loopplank.access.volunteers.volunteers import rows_of
from loopplank.actions.kit.action import nothing_changed, record, record_of_installation, verb
from loopplank.actions.matching.matches import stop
from loopplank.actions.referrals.transfer import record_referral
from loopplank.actions.requests.closing import Closing, close
from loopplank.actions.requests.open_questions import search_on, take_back
from loopplank.actions.transitions.transitions import save_and_record
from loopplank.actions.volunteers.applications import strip
from loopplank.actions.volunteers.cover import NAMES_NOBODY
from loopplank.actions.wellbeing.volunteer_concern import volunteer_gone
from loopplank.core.account.roles import Role
from loopplank.core.gaps.gaps import names_somebody
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.matching.proposals import UNDECIDED
from loopplank.core.privacy import ERASED
from loopplank.core.referrals.states import FINAL, Status
from loopplank.core.requests.closing import ClosingReason, Safe
from loopplank.core.requests.refusal import NOBODY_SAID
from loopplank.core.requests.states import State
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.store.clock import database_day
from loopplank.store.models import (
    AccessRecord,
    AccessSubject,
    Account,
    AddressChange,
    Affiliation,
    Applicant,
    Arrangement,
    AskerConcern,
    Assessment,
    CarerAnswer,
    CheckIn,
    Consent,
    CreepSign,
    Device,
    Event,
    HandOverKey,
    HelpSeeker,
    Leg,
    Limits,
    LimitsRaise,
    Link,
    LinkAsk,
    LoadWeek,
    Match,
    Message,
    MessageWishes,
    Note,
    Observation,
    Party,
    PhoneReferral,
    PlanFile,
    PlanLeft,
    PlanProposal,
    Proposal,
    Quote,
    Referral,
    ReferredPerson,
    Refusal,
    Relative,
    Request,
    SameVolunteer,
    SecurityEvent,
    SentForm,
    Signature,
    Visit,
    VisitCover,
    Volunteer,
    VolunteerApplication,
    VolunteerSignal,
    VolunteerVersion,
)


@verb("person.erase_help_seeker", Role.COORDINATOR, Role.SYSTEM)
def erase_help_seeker(
    *, actor: Actor, now: datetime, request_id: UUID, safe: Safe = NOBODY_SAID
) -> None:
    """Erase the person behind a request, and everything anybody wrote about them.

    An open request is closed first; where nobody weighed danger, somebody says why it is safe. What
    stays of each of their requests has no name, no words and no number: kind of help, four digits
    of the postcode, age band, way in, days and outcome.
    """
    seeker_id = _seeker_of(actor, request_id)
    mine = Request.objects.filter(help_seeker_id=seeker_id)
    for pk in mine.exclude(state=State.CLOSED).values_list("pk", flat=True):
        close(
            actor=_as_coordinator(actor, pk),
            now=now,
            request_id=pk,
            closing=Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=safe),
        )
    rows = list(mine.select_for_update(of=("self",)).order_by("pk"))
    ids = [row.pk for row in rows]
    applicants = [row.applicant_id for row in rows if row.applicant_id]
    _erase_from_own_words(ids, seeker_id)
    Note.objects.filter(request_id__in=ids).delete()
    CarerAnswer.objects.filter(request_id__in=ids).delete()
    Refusal.objects.filter(request_id__in=ids).update(example="")
    PhoneReferral.objects.filter(request_id__in=ids).delete()
    AskerConcern.objects.filter(request_id__in=ids).delete()
    Message.objects.filter(request_id__in=ids).delete()
    _erase_arrangements(ids)
    Link.objects.filter(subject_id__in=ids).delete()
    looked = Relative.objects.filter(request_id__in=ids)
    Link.objects.filter(subject_id__in=list(looked.values_list("pk", flat=True))).delete()
    looked.delete()
    empty_referrals_of(ids, now)
    erase_requests_from_plans(ids)
    Assessment.objects.filter(request_id__in=ids).update(decision_words="")
    Proposal.objects.filter(request_id__in=ids).update(
        what=ERASED, question="", reasons=[], not_included=[]
    )
    Match.objects.filter(request_id__in=ids).update(what=ERASED, not_included=[])
    Leg.objects.filter(team__request_id__in=ids).update(handover_note="")
    Visit.objects.filter(match__request_id__in=ids).update(note="")
    VisitCover.objects.filter(request_id__in=ids).update(**NAMES_NOBODY)
    VolunteerSignal.objects.filter(match__request_id__in=ids).update(words="", done="")
    for row in rows:
        _strip(row, now)
        record(row, "request.erased", actor=actor, now=now)
    HelpSeeker.objects.filter(pk=seeker_id).delete()
    Applicant.objects.filter(pk__in=applicants).delete()


def _erase_from_own_words(request_ids: list[UUID], seeker_id: UUID) -> None:
    """Erase the words of volunteers who named somebody in what they saw, or in what they said that
    a visit gives, though they were asked to name nobody.
    """
    seeker = HelpSeeker.objects.get(pk=seeker_id)
    names = [seeker.first_name, seeker.last_name, seeker.street]
    seen = Observation.objects.filter(volunteer__matches__request_id__in=request_ids)
    for row in seen.distinct():
        row.words = ERASED if names_somebody(row.words, names) else row.words
        row.answer = ERASED if names_somebody(row.answer, names) else row.answer
        row.save(update_fields=["words", "answer"])
    said = Quote.objects.filter(volunteer__matches__request_id__in=request_ids).distinct()
    Quote.objects.filter(
        pk__in=[row.pk for row in said if names_somebody(row.words, names)]
    ).delete()


def _erase_arrangements(request_ids: list[UUID]) -> None:
    """Erase what was agreed, and the professionals and family who were known for that alone."""
    signed = Signature.objects.filter(arrangement__request_id__in=request_ids)
    parties = list(signed.exclude(party=None).values_list("party_id", flat=True))
    Link.objects.filter(subject_id__in=list(signed.values_list("pk", flat=True))).delete()
    Arrangement.objects.filter(request_id__in=request_ids).delete()
    Party.objects.filter(pk__in=parties).exclude(
        Exists(Referral.objects.filter(Q(from_party=OuterRef("pk")) | Q(to_party=OuterRef("pk"))))
    ).delete()


def _seeker_of(actor: Actor, request_id: UUID) -> UUID:
    rows = Request.objects.filter(pk=request_id, erased_at=None)
    if actor.role is not Role.SYSTEM:
        rows = rows.filter(organisation_id=actor.own_organisation)
    row = rows.first()
    if row is None or row.help_seeker_id is None:
        raise NotFound(request_id)
    return row.help_seeker_id


def _as_coordinator(actor: Actor, request_id: UUID) -> Actor:
    """Return the actor as a coordinator: closing is a coordinator's verb, and what is past its day
    is closed already.
    """
    if actor.role is not Role.COORDINATOR:
        raise NotFound(request_id)
    return actor


def _strip(row: Request, now: datetime) -> None:
    row.help_seeker, row.applicant, row.submission = None, None, None
    row.number = f"x{row.pk.hex[:11]}"
    row.story = row.summary = row.partial_offer = row.lead_name = row.lead_phone = ""
    row.fallback_name = row.fallback_phone = ""
    row.gp_name = row.gp_phone = ""
    row.safe_why, row.safe_tried, row.safe_said_by = "", "", None
    row.next_party = ERASED if row.next_party else ""
    row.not_included, row.next_contact_on, row.erased_at = [], None, now
    row.applicant_sees = row.applicant_sees_channel = ""
    row.applicant_sees_at = row.applicant_sees_by = None
    row.changing_faces, row.changing_faces_at, row.changing_faces_by = "", None, None
    row.save(
        update_fields=[
            "help_seeker",
            "applicant",
            "submission",
            "number",
            "story",
            "summary",
            "partial_offer",
            "lead_name",
            "gp_name",
            "safe_why",
            "safe_tried",
            "safe_said_by",
            "gp_phone",
            "lead_phone",
            "fallback_name",
            "fallback_phone",
            "next_party",
            "not_included",
            "next_contact_on",
            "erased_at",
            "applicant_sees",
            "applicant_sees_channel",
            "applicant_sees_at",
            "applicant_sees_by",
            "changing_faces",
            "changing_faces_at",
            "changing_faces_by",
        ]
    )


@verb("person.erase_volunteer", Role.COORDINATOR, Role.VOLUNTEER)
def erase_volunteer(*, actor: Actor, now: datetime, volunteer_id: UUID) -> None:
    """Erase a volunteer completely. What still runs stops today and comes back to its owner, who
    tells the people; what they were asked is asked of somebody else.

    A coordinator may do so for somebody who belongs to no other organisation.
    """
    row = (
        Volunteer.objects.select_for_update(of=("self",))
        .filter(pk=volunteer_id, erased_at=None)
        .first()
    )
    if row is None or not _may_erase(actor, row):
        raise NotFound(volunteer_id)
    hand_back(actor, now, row)
    volunteer_gone(row, actor=actor, now=now, erased=True)
    Limits.objects.filter(pk=row.pk).delete()
    LimitsRaise.objects.filter(volunteer=row).delete()
    LoadWeek.objects.filter(volunteer=row).delete()
    Affiliation.objects.filter(volunteer=row).delete()
    CheckIn.objects.filter(volunteer=row).delete()
    Observation.objects.filter(volunteer=row).delete()
    Quote.objects.filter(volunteer=row).delete()
    VolunteerSignal.objects.filter(volunteer=row).delete()
    CreepSign.objects.filter(volunteer=row).delete()
    Message.objects.filter(volunteer=row).delete()
    MessageWishes.objects.filter(volunteer=row).delete()
    _unname(row)
    # rows that were closed because both were this volunteer hold nothing but links that lead here
    for whose in rows_of(row.pk):
        erase_volunteer_from_plans(whose)
        Link.objects.filter(subject_id=whose).delete()
        SameVolunteer.objects.filter(Q(first=whose) | Q(second=whose)).delete()
    Device.objects.filter(volunteer=row).delete()
    HandOverKey.objects.filter(volunteer=row).delete()
    changes = AddressChange.objects.filter(volunteer=row)
    Link.objects.filter(subject_id__in=changes.values("pk")).delete()
    changes.delete()
    LinkAsk.objects.filter(volunteer=row).delete()
    SentForm.objects.filter(volunteer=row).delete()
    Proposal.objects.filter(volunteer=row).update(question="", reasons=[])
    Visit.objects.filter(volunteer=row).update(note="")
    # whom they named, and where somebody named them by their number
    named = Q(visit__volunteer=row)
    named |= Q(named_phone=row.phone) if row.phone else Q()
    VisitCover.objects.filter(named).update(**NAMES_NOBODY)
    Signature.objects.filter(volunteer=row).update(words="", said_by="")
    account_id = row.account_id
    row.first_name = row.last_name = row.phone = row.email = row.postcode = ""
    row.account, row.erased_at, row.channel = None, now, "phone"
    row.feed_address_at = row.death_noted_on = None
    row.save(
        update_fields=[
            "first_name",
            "last_name",
            "phone",
            "email",
            "postcode",
            "account",
            "erased_at",
            "channel",
            "feed_address_at",
            "death_noted_on",
        ]
    )
    leave_teams(actor, now, row)
    for applied in VolunteerApplication.objects.filter(volunteer=row):
        strip(applied, now)
    if account_id is not None:
        Account.objects.filter(pk=account_id, memberships=None).delete()
    record(row, "volunteer.erased", actor=actor, now=now)


#: Where a message holds the name of a volunteer: who comes, and who takes over from them.
_NAMES = ("volunteer", "next")


def _unname(row: Volunteer) -> None:
    """Take the name out of what was told to the people whom this volunteer met or helped."""
    met = Match.objects.filter(volunteer=row).values("request_id")
    for message in Message.objects.filter(request_id__in=met):
        gone = {name for name in _NAMES if message.params.get(name) == row.first_name}
        if gone:
            message.params = {**message.params, **dict.fromkeys(gone, ERASED)}
            message.save(update_fields=["params"])


def hand_back(actor: Actor, now: datetime, row: Volunteer, *, by_message: bool = True) -> None:
    """Give all that this volunteer does or was asked back to the owners, who tell the people.

    Whoever erases themselves is no coordinator, and their requests come back all the same.
    """
    carried = Match.objects.filter(volunteer=row, state__in=HOLDS_CAPACITY)
    for match in carried.select_related("volunteer").order_by("request_id"):
        state = MatchState.ENDED if match.state == MatchState.RUNNING else MatchState.NOT_STARTED
        request = any_request_for_change(match.request_id)
        stop(actor, now, row, request, match, "other", state=state, by_message=by_message)
    asked = Proposal.objects.filter(volunteer=row, state__in=UNDECIDED).order_by("request_id")
    for request_id in list(asked.values_list("request_id", flat=True)):
        request = any_request_for_change(request_id)
        gone = take_back(request, now, row.pk)
        search_on(request, now)
        save_and_record(
            request, "request.proposal_gone", actor=actor, now=now, data={"taken_back": gone}
        )


def leave_teams(actor: Actor, now: datetime, row: Volunteer) -> None:
    """Let somebody else be sought for the legs that they were chosen for and not asked yet."""
    chosen = Leg.objects.filter(volunteer=row, team__ended_at=None, proposal=None, match=None)
    legs = chosen.order_by("team__request_id").values_list("team__request_id", "team_id")
    for request_id, team_id in list(legs):
        request = any_request_for_change(request_id)
        request.changed_at, request.version = now, request.version + 1
        save_and_record(
            request, "request.leg_gone", actor=actor, now=now, data={"team": str(team_id)}
        )


def _may_erase(actor: Actor, row: Volunteer) -> bool:
    if actor.role is Role.VOLUNTEER:
        return actor.id == row.pk
    mine = row.affiliations.filter(organisation_id=actor.own_organisation)
    others = row.affiliations.exclude(organisation_id=actor.own_organisation)
    return mine.exists() and not others.exclude(state=AffiliationState.ENDED).exists()


#: A process that is further behind than this reads everybody anew.
VERSIONS_KEPT = 200_000


@verb("records.expire", Role.SYSTEM)
def expire_records(*, actor: Actor, now: datetime) -> int:
    """Delete access records, events and entries of the security log whose day is over: the one
    delete that the tables allow, by their own clock. With them goes what was noted of changes that
    every process has long read.

    Returns how many access records went. Leaves an event only when something went.
    """
    # where our own clock runs ahead, the tables would refuse, and all of it would fail
    today = min(local_day(now), database_day())
    AccessSubject.objects.filter(expires_on__lt=today).delete()
    gone, _ = AccessRecord.objects.filter(expires_on__lt=today).delete()
    old, _ = Event.objects.filter(expires_on__lt=today).delete()
    SecurityEvent.objects.filter(expires_on__lt=today).delete()
    newest = VolunteerVersion.objects.aggregate(newest=Max("version"))["newest"] or 0
    VolunteerVersion.objects.filter(version__lte=newest - VERSIONS_KEPT).delete()
    if not gone and not old:
        nothing_changed()
        return 0
    record_of_installation(actor, now, "records.expired", {"access_records": gone, "events": old})
    return gone


# --- out of the plans -----------------------------------------------------------------------------


def erase_requests_from_plans(request_ids: Collection[UUID]) -> None:
    """Erase what was proposed for these requests, and that nobody was found."""
    PlanProposal.objects.filter(request_id__in=request_ids).delete()
    PlanLeft.objects.filter(request_id__in=request_ids).delete()
    _forget_keys({str(pk) for pk in request_ids})


def erase_volunteer_from_plans(volunteer_id: UUID) -> None:
    """Erase every proposal in which this volunteer has a part: without them it is none."""
    PlanProposal.objects.filter(parts__volunteer_id=volunteer_id).delete()
    _forget_keys({str(volunteer_id)})


def _forget_keys(gone: set[str]) -> None:
    """Forget whose the rows of kept problems were; the rows stay, so that a plan can be made
    again.
    """
    for row in PlanFile.objects.only("keys"):
        if any(key in gone for keys in row.keys.values() for key in keys):
            row.keys = {
                name: ["" if key in gone else key for key in keys]
                for name, keys in row.keys.items()
            }
            row.save(update_fields=["keys"])


# --- out of the referrals -------------------------------------------------------------------------

ERASED_NAME = "-"


def empty_referrals_of(request_ids: list[UUID], now: datetime) -> None:
    """Erase what was shared with these requests, and their consent.

    That it was referred stays, as a number. A record at the other side is that organisation's own
    and has its own day.
    """
    from_here = Q(from_request_id__in=request_ids)
    from_outside = Q(to_request_id__in=request_ids, from_request=None)
    _empty(Referral.objects.filter(from_here | from_outside), now)


@verb("referral.erase", Role.SYSTEM)
def erase_referral(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Erase a referral from outside that never became a request here: nothing of it stays but
    numbers.
    """
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
    consents.update(to_name=ERASED_NAME)
    consents.exclude(representative="").update(representative=ERASED_NAME)
    ReferredPerson.objects.filter(referral_id__in=ids).delete()
    # what their senders and receivers were told about it
    Message.objects.filter(
        Q(party__isnull=False) | Q(account__isnull=False),
        params__number__in=[row.number for row in rows if row.number],
    ).delete()
    Link.objects.filter(subject_id__in=ids).delete()
    Referral.objects.filter(pk__in=ids).exclude(taken_by="").update(taken_by=ERASED_NAME)
    Referral.objects.filter(pk__in=ids).update(
        shared={},
        facts_key="",
        words="",
        sent_despite="",
        called_with="",
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
    """Erase somebody outside of whom nothing else is left here."""
    not_erased = ~Q(facts_key="") | Q(status=Status.DRAFT.value)
    still_known = Referral.objects.filter(
        not_erased, Q(from_party_id__in=party_ids) | Q(to_party_id__in=party_ids)
    ).values_list("from_party_id", "to_party_id")
    gone = party_ids - {pk for pair in still_known for pk in pair}
    Message.objects.filter(party_id__in=gone).delete()
    Party.objects.filter(pk__in=gone).update(
        name=ERASED_NAME, works_at="", phone="", email="", verified_at=None, erased_at=now
    )
