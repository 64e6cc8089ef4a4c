"""Ask a volunteer how it is, and do what they choose with their own answers.

No event holds an answer: events stay for years and are read by others, answers are the volunteer's.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.volunteers.volunteers import facts_of, volunteer_for_change
from loopplank.access.wellbeing.check_in import (
    answers_of,
    check_in_for_change,
    helping_at,
    own_check_in,
    signals_that_count,
)
from loopplank.access.wellbeing.check_in_call import call_of, calls
from loopplank.actions.kit.action import nothing_changed, record, record_of_volunteer, verb
from loopplank.actions.messages.messages import queue_to_volunteer
from loopplank.actions.wellbeing.signal import let_know
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.states import MessageState
from loopplank.core.wellbeing.check_in import (
    ANSWERS,
    CALL_OVER,
    OPEN_FOR,
    QUESTIONS,
    WRITTEN,
    CheckInState,
    Keep,
    Question,
    Standing,
    asked_by_call,
    may_ask,
)
from loopplank.core.wellbeing.signal import CHECK_IN_TALK
from loopplank.store.models import Affiliation, CheckIn, Message, Volunteer

TEMPLATE = "check_in"


@verb("check_in.begin", Role.SYSTEM)
def begin(*, actor: Actor, now: datetime, volunteer_id: UUID) -> UUID | None:
    """Put the four questions on this volunteer's page after six weeks, and say so quietly."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    at = helping_at(volunteer).select_related("organisation").first()
    if at is None or not may_ask(_standing(volunteer, at, now), local_day(now)):
        nothing_changed()
        return None
    row = CheckIn.objects.create(
        organisation_id=at.organisation_id,
        volunteer=volunteer,
        asked_at=now,
        closes_on=local_day(now) + OPEN_FOR,
    )
    link = link_access.of_subject(link_access.WEEK, volunteer.pk)
    called = asked_by_call(volunteer.channel, wants_call=volunteer.check_in_by_phone)
    # nobody gets a message that there are four questions when somebody calls to put them
    if link is not None and not called:
        queue_to_volunteer(at.organisation_id, volunteer, TEMPLATE, {}, now=now, link=link)
    record(row, "check_in.begun", actor=actor, now=now)
    return row.pk


@verb("check_in.lapse", Role.SYSTEM)
def lapse(*, actor: Actor, now: datetime, check_in_id: UUID) -> None:
    """Let a check-in go: nobody answered, or something else goes on now, and nobody asks
    after it.
    """
    row = _locked(check_in_id)
    if row.state != CheckInState.OPEN:
        nothing_changed()
        return
    _close(row, CheckInState.ANSWERED if answers_of(row) else CheckInState.LAPSED, actor, now)


@verb("check_in.answer", Role.VOLUNTEER)
def answer(*, actor: Actor, now: datetime, question: Question, answer: str = "") -> None:
    """Answer one question, or skip it with an empty answer. With the last one it is done."""
    volunteer = _me(actor)
    row = check_in_for_change(actor, now, volunteer)
    if answer and answer not in ANSWERS[question]:
        raise NotFound(answer)
    last = question is QUESTIONS[-1] and row.state == CheckInState.OPEN
    if getattr(row, question.value) == answer and not last:
        nothing_changed()
        return
    setattr(row, question.value, answer)
    row.save(update_fields=[question.value])
    if last:
        _close(row, CheckInState.ANSWERED if answers_of(row) else CheckInState.SKIPPED, actor, now)
        return
    record(row, "check_in.question_answered", actor=actor, now=now)


@verb("check_in.skip", Role.VOLUNTEER)
def skip(*, actor: Actor, now: datetime) -> None:
    """Skip the whole of it, with what was answered of it."""
    row = check_in_for_change(actor, now, _me(actor))
    if row.state != CheckInState.OPEN:
        nothing_changed()
        return
    _empty(row)
    _close(row, CheckInState.SKIPPED, actor, now)


@verb("check_in.talk", Role.VOLUNTEER)
def talk(*, actor: Actor, now: datetime, yes: bool) -> UUID | None:
    """Choose whether somebody calls.

    A yes stands on the list of a coordinator, without an answer in it; new questions go on
    meanwhile. Returns the signal.
    """
    volunteer = _me(actor)
    row = check_in_for_change(actor, now, volunteer)
    if row.state != CheckInState.ANSWERED or row.wants_talk == yes or row.signal_id is not None:
        # what somebody was told to call about is not taken back behind their back
        nothing_changed()
        return row.signal_id
    row.wants_talk = yes
    if yes:
        row.signal_id = let_know(
            actor, now, volunteer, row.organisation, CHECK_IN_TALK, holds=False
        )
    row.save(update_fields=["wants_talk", "signal"])
    record(row, "check_in.talk_wanted" if yes else "check_in.no_talk", actor=actor, now=now)
    return row.signal_id


@verb("check_in.share", Role.VOLUNTEER)
def share(*, actor: Actor, now: datetime, check_in_id: UUID, yes: bool) -> None:
    """Let the coordinators of one organisation see these answers, or not any more from now on."""
    row = own_check_in(_me(actor), check_in_id)
    if (row.shared_at is not None) == yes:
        nothing_changed()
        return
    row.shared_at = now if yes else None
    row.save(update_fields=["shared_at"])
    record(row, "check_in.shared" if yes else "check_in.not_shared", actor=actor, now=now)


@verb("check_in.erase", Role.VOLUNTEER)
def erase(*, actor: Actor, now: datetime, check_in_id: UUID) -> None:
    """Throw one's own answers away. That it was asked stays, so that it is not asked again soon."""
    row = own_check_in(_me(actor), check_in_id)
    _empty(row)
    row.state, row.shared_at = CheckInState.ERASED, None
    row.save(update_fields=["state", "shared_at"])
    record(row, "check_in.erased", actor=actor, now=now)


@verb("check_in.want_call", Role.VOLUNTEER, Role.COORDINATOR)
def want_call(*, actor: Actor, now: datetime, volunteer_id: UUID, yes: bool) -> None:
    """Choose to be called for the four questions, or no longer; from the one that is open now."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    if volunteer.check_in_by_phone == yes or volunteer.channel not in WRITTEN:
        nothing_changed()
        return
    volunteer.check_in_by_phone = yes
    volunteer.save(update_fields=["check_in_by_phone"])
    if yes:
        _drop_message(volunteer.pk, now)
    data: dict[str, object] = {"yes": yes, "on_behalf": actor.role is not Role.VOLUNTEER}
    record_of_volunteer(actor, now, volunteer.pk, "volunteer.check_in_calls", data)


@verb("check_in.note", Role.COORDINATOR)
def note_call(
    *,
    actor: Actor,
    now: datetime,
    check_in_id: UUID,
    answers: Mapping[Question, str],
    keep: Keep,
    talk: bool = False,
) -> None:
    """Note what was said on the telephone.

    Without a yes to "mag ik dit bewaren?" no answer is kept, and without a yes to sharing none is
    shown to anybody of the house; a wish to talk always is heard.
    """
    volunteer, row = _called(actor, now, check_in_id)
    given = {question: code for question, code in answers.items() if code}
    if any(code not in ANSWERS[question] for question, code in given.items()):
        raise NotFound("answer")
    for question in QUESTIONS:
        setattr(row, question.value, given.get(question, "") if keep is not Keep.NO else "")
    row.noted_by_id, row.wants_talk = actor.own_membership, talk
    if talk:
        row.signal_id = let_know(
            actor, now, volunteer, row.organisation, CHECK_IN_TALK, holds=False
        )
    kept = bool(answers_of(row))
    row.shared_at = now if kept and keep is Keep.SHARED else None
    # with the answers and in one row: what is shared must have been answered
    row.state, row.answered_at = (
        (CheckInState.ANSWERED, now) if kept else (CheckInState.SKIPPED, None)
    )
    row.save(
        update_fields=[
            *(question.value for question in QUESTIONS),
            "noted_by",
            "wants_talk",
            "signal",
            "shared_at",
            "state",
            "answered_at",
        ]
    )
    _end_call(actor, now, row, "check_in.noted", {"kept": kept, "shared": bool(row.shared_at)})


@verb("check_in.skip_call", Role.COORDINATOR)
def skip_call(*, actor: Actor, now: datetime, check_in_id: UUID) -> None:
    """Skip it because of a "Nu niet" on the telephone; it comes again when it is time."""
    _volunteer, row = _called(actor, now, check_in_id)
    _empty(row)
    row.noted_by_id, row.state = actor.own_membership, CheckInState.SKIPPED
    row.save(update_fields=["noted_by", "state"])
    _end_call(actor, now, row, "check_in.skipped", {})


# --- underneath -----------------------------------------------------------------------------------


def _me(actor: Actor) -> Volunteer:
    if actor.id is None:
        raise NotFound("volunteer")
    return volunteer_for_change(actor, actor.id)


def _called(actor: Actor, now: datetime, check_in_id: UUID) -> tuple[Volunteer, CheckIn]:
    """Return the check-in of a call that is still to be made; the volunteer before it, as
    everywhere.
    """
    found = call_of(actor, check_in_id)
    volunteer = volunteer_for_change(actor, found.volunteer_id)
    row = calls(actor, local_day(now)).select_related("organisation").filter(pk=found.pk).first()
    if row is None:
        raise Refused(CALL_OVER)
    return volunteer, row


def _end_call(
    actor: Actor, now: datetime, row: CheckIn, type_: str, data: dict[str, object]
) -> None:
    """End the call, which was a talk too: who was called is not somebody to whom nobody spoke for
    long.
    """
    Affiliation.objects.filter(
        volunteer_id=row.volunteer_id, organisation_id=row.organisation_id
    ).update(spoken_at=now)
    _drop_message(row.volunteer_id, now)
    record(row, type_, actor=actor, now=now, data={"on_behalf": True, **data})


def _drop_message(volunteer_id: UUID, now: datetime) -> None:
    Message.objects.filter(
        volunteer_id=volunteer_id, template=TEMPLATE, state=MessageState.QUEUED
    ).update(state=MessageState.DROPPED, done_at=now)


def _locked(check_in_id: UUID) -> CheckIn:
    """Lock the volunteer first, as everywhere, then their check-in."""
    owner = CheckIn.objects.filter(pk=check_in_id).values_list("volunteer_id", flat=True).first()
    if owner is None:
        raise NotFound(check_in_id)
    Volunteer.objects.select_for_update(of=("self",)).get(pk=owner)
    return CheckIn.objects.get(pk=check_in_id)


def _standing(volunteer: Volunteer, at: Affiliation, now: datetime) -> Standing:
    signals = signals_that_count(volunteer)
    last_signal = signals.order_by("-at").values_list("at", flat=True).first()
    asked = CheckIn.objects.filter(volunteer=volunteer).order_by("-asked_at")
    last_asked = asked.values_list("asked_at", flat=True).first()
    return Standing(
        joined_on=at.since,
        paused=facts_of(volunteer.limits).absent_on(local_day(now)),
        last_asked_on=local_day(last_asked) if last_asked else None,
        is_open=asked.filter(state=CheckInState.OPEN).exists(),
        signalled_on=local_day(last_signal) if last_signal else None,
        waits_for_call=signals.filter(answered_at=None).exists(),
    )


def _empty(row: CheckIn) -> None:
    for question in QUESTIONS:
        setattr(row, question.value, "")
    row.save(update_fields=[question.value for question in QUESTIONS])


def _close(row: CheckIn, state: CheckInState, actor: Actor, now: datetime) -> None:
    row.state, row.answered_at = state, now if state == CheckInState.ANSWERED else None
    row.save(update_fields=["state", "answered_at"])
    _drop_message(row.volunteer_id, now)
    record(row, f"check_in.{state}", actor=actor, now=now)
