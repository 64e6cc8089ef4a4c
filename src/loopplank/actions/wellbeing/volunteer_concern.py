"""Take a concern about a volunteer: into the restricted file, with a hearing and a decision.

Nothing of it stands in a count, an event or a list of anybody but the contact person and the
stand-in; the volunteer reads neutral words, and counts as not available until it is decided.
"""

from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.requests.requests import any_request_for_change, request_for_change
from loopplank.access.volunteers.contact_limits import helpers_not_free
from loopplank.access.wellbeing.safety import file_for_change
from loopplank.access.wellbeing.too_heavy import administrator, is_there
from loopplank.access.wellbeing.volunteer_concern import (
    climb_is_due,
    helping,
    named_reader,
    readers,
)
from loopplank.actions.arrangements.suspension import call_up
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.matching.matches import stop
from loopplank.actions.messages.messages import (
    drop_queued,
    queue_to_account,
    queue_to_asker,
    queue_to_volunteer,
)
from loopplank.actions.transitions.standing_still import go_on, stand_still
from loopplank.actions.transitions.transitions import save_and_record
from loopplank.actions.wellbeing.safety import (
    answer_restricted,
    note_action,
    write_step,
)
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import HOLDS_CAPACITY, EndReason, MatchState
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.requests.states import Clock, due_after
from loopplank.core.responsibility.situation import HELPER_NOT_FREE
from loopplank.core.wellbeing.safety import SAFE_CHANNELS, Step
from loopplank.core.wellbeing.volunteer_concern import (
    ACT_WITHIN,
    ANSWER_OF,
    HEAR_WITHIN,
    TO_NETWORK,
    TO_STAND_IN,
    Decision,
    is_final,
    may_decide,
)
from loopplank.store.models import (
    AskerConcern,
    Match,
    Membership,
    Proposal,
    Request,
    SafetyFile,
    Volunteer,
)

ON_HOLD = ("on_hold", "on_hold_asker")
OVER = ("on_hold_over", "on_hold_over_asker")
#: What a match that ends by itself tells; here the decision tells it.
SAID_OF_AN_END = ("thanks", "thanks_rest", "not_started", "stopped", "meeting_off")
NOBODY_ELSE = Reason(
    "concern.nobody_else",
    dutch("Er is geen vervanger. Vraag het bestuur of het netwerk om iemand aan te wijzen."),
)


def open_about(
    request: Request, match: Match, words: str, *, actor: Actor, now: datetime, past: bool = False
) -> tuple[SafetyFile, bool]:
    """Open the file about a volunteer, or add to the one that is open about this help.

    Returns it, and whether anything was new: said twice in the same words is said once. After a
    decision that stands a new concern is a new file. Needs the volunteer locked.
    """
    today = local_day(now)
    rows = SafetyFile.objects.select_for_update(of=("self",)).filter(
        match=match, about_volunteer=True, closed_at=None
    )
    known = next((row for row in rows.order_by("-opened_at") if not is_final(row.decision)), None)
    if known is not None:
        said = known.steps.filter(step=Step.TOLD.value).values_list("words", flat=True)
        if words in set(said):
            return known, False
        write_step(known, Step.TOLD, today, words, now, by_id=None)
        record(known, "safety.step", actor=actor, now=now, data={"step": Step.TOLD.value})
        _tell_reader(known, known.held_by, now)
        return known, True
    who = readers(request, match, today, past=past)
    row = SafetyFile.objects.create(
        organisation=request.organisation,
        volunteer_id=match.volunteer_id,
        match=match,
        held_by=who.first,
        stand_in=who.other,
        of_network=who.of_network,
        opened_at=now,
        about_volunteer=True,
        act_before=_before(ACT_WITHIN, who.first, request, today),
        hear_before=_before(HEAR_WITHIN, who.first, request, today),
    )
    write_step(row, Step.TOLD, today, words, now, by_id=None)
    record(row, "safety.opened", actor=actor, now=now, data={})
    _tell_reader(row, who.first, now)
    return row, True


@verb("safety.note_about_volunteer", Role.COORDINATOR)
def note_about_volunteer(
    *,
    actor: Actor,
    now: datetime,
    request_id: UUID,
    match_id: UUID,
    words: str,
    suspend: bool,
    past: bool = False,
) -> UUID:
    """Write down what was said on the telephone. Whoever writes it does not read it back, unless
    they are the contact person. `past`: the first reader knows the volunteer too well.
    """
    _lock_volunteer(match_id)
    request = request_for_change(actor, request_id)
    match = _match_of(request, match_id)
    refuse_bsn(words)
    row, new = open_about(request, match, words.strip(), actor=actor, now=now, past=past)
    if suspend and row.suspended_at is None:
        _suspend(row, request, match, actor, now)
    elif not new:
        nothing_changed()
    return row.pk


def of_asker(
    request: Request, words: str, *, actor: Actor, now: datetime, match_id: UUID | None, past: bool
) -> tuple[Membership, date, bool]:
    """Take what the person said on their own page. Returns who reads it, before which day, and
    whether it was new. The caller locked the volunteers who help.
    """
    found = helping(request)
    match = next((one for one in found if one.pk == match_id), found[0] if found else None)
    if match is None:
        raise NotFound("match")
    row, new = open_about(request, match, words, actor=actor, now=now, past=past)
    return row.held_by, row.act_before or local_day(now), new


@verb("safety.suspend", *MAY_OWN)
def suspend(*, actor: Actor, now: datetime, file_id: UUID) -> None:
    """Let the visits stand still until it is decided; for the holder of the file."""
    row, request, match = _locked(actor, file_id)
    if row.suspended_at is not None or is_final(row.decision):
        nothing_changed()
        return
    note_action(row, now)
    _suspend(row, request, match, actor, now)


@verb("safety.hear", *MAY_OWN)
def hear(*, actor: Actor, now: datetime, file_id: UUID, on: date, words: str) -> None:
    """Note that the volunteer was heard, by whom, on which day, and what they said."""
    row, _request, _match = _locked(actor, file_id)
    if row.heard_on is not None:
        nothing_changed()
        return
    refuse_bsn(words)
    row.heard_on, row.heard_by_id = min(on, local_day(now)), actor.own_membership
    row.save(update_fields=["heard_on", "heard_by"])
    note_action(row, now)
    write_step(row, Step.HEARD, row.heard_on, words, now, by_id=actor.own_membership)
    record(row, "safety.step", actor=actor, now=now, data={"step": Step.HEARD.value})


@verb("safety.decide", *MAY_OWN)
def decide(
    *,
    actor: Actor,
    now: datetime,
    file_id: UUID,
    decision: Decision,
    words: str,
    until: date | None = None,
) -> None:
    """Decide after the hearing: the volunteer gets it in writing with its last day, and the person
    hears what happens with the next visit. After a pause somebody decides once more.
    """
    row, request, match = _locked(actor, file_id)
    today = local_day(now)
    may_decide(decision, words, until, today, heard=row.heard_on is not None, before=row.decision)
    refuse_bsn(words)
    until = None if decision is Decision.GOES_ON else until
    row.decision, row.decision_words = decision, words.strip()
    row.decided_at, row.decided_until = now, until
    newly = row.suspended_at is None and decision is not Decision.GOES_ON
    if newly:
        row.suspended_at = now
    row.save(
        update_fields=["decision", "decision_words", "decided_at", "decided_until", "suspended_at"]
    )
    note_action(row, now)
    step = Step.GOES_ON if decision is Decision.GOES_ON else Step.PAUSE
    write_step(row, step, today, words, now, by_id=actor.own_membership)
    record(row, "safety.decided", actor=actor, now=now, data={})
    if decision is Decision.GOES_ON:
        _ask_nothing_more(row, now)
    elif newly:
        _ask_the_others(row, now)
    _follow(decision, request, match, actor, now)
    _tell_decision(row, request, match, decision, until, now)
    answer_restricted(row, ANSWER_OF[decision], actor.own_membership, now)


@verb("safety.pass_on", *MAY_OWN)
def pass_on(*, actor: Actor, now: datetime, file_id: UUID) -> None:
    """Give the file to the other reader, since the holder knows the volunteer too well; from then
    on the holder reads nothing of it.
    """
    row = file_for_change(actor, file_id)
    if not row.about_volunteer or row.closed_at is not None:
        raise NotFound(file_id)
    mine = row.held_by_id == actor.own_membership
    other = row.stand_in if mine else row.held_by
    if other is None or not other.active:
        raise Refused(NOBODY_ELSE)
    row.held_by, row.stand_in = other, None
    row.save(update_fields=["held_by", "stand_in"])
    write_step(row, Step.PASSED_ON, local_day(now), "", now, by_id=actor.own_membership)
    if row.match is not None:
        AskerConcern.objects.filter(
            request=row.match.request_id, restricted=True, answered_at=None
        ).update(to=other)
    record(row, "safety.step", actor=actor, now=now, data={"step": Step.PASSED_ON.value})
    _tell_reader(row, other, now)


@verb("safety.climb", Role.SYSTEM)
def climb(*, actor: Actor, now: datetime, file_id: UUID) -> None:
    """Tell somebody else that nothing happened before the day: the stand-in, who reads it along,
    then who runs the network, who reads nothing of it.
    """
    row = (
        SafetyFile.objects.select_related("organisation", "held_by__account", "stand_in__account")
        .select_for_update(of=("self",))
        .get(pk=file_id)
    )
    if not climb_is_due(row, now):
        nothing_changed()
        return
    today = local_day(now)
    other = row.stand_in
    if row.level < TO_STAND_IN and other is not None and is_there(other, today):
        row.level = TO_STAND_IN
        calendar = workdays.of_organisation(row.organisation, today)
        again = due_after(ACT_WITHIN, today, calendar, other.weekdays)
        if row.acted_at is None:
            row.act_before = again
        else:
            row.hear_before = again
        _tell_reader(row, other, now)
    else:
        row.level = TO_NETWORK
        watcher = administrator(row.organisation.network_id, {row.held_by.account_id})
        if watcher is not None:
            named = {"coordinator": row.held_by.account.name}
            # of whom the network named nobody hears at which organisation it is
            house = watcher.organisation if row.of_network else row.organisation
            queue_to_account(house, watcher.account, "concern_watch", named, now=now)
    row.save(update_fields=["level", "act_before", "hear_before"])
    record(row, "safety.step", actor=actor, now=now, data={"step": "climbed"})


def volunteer_gone(volunteer: Volunteer, *, actor: Actor, now: datetime, erased: bool) -> None:
    """Stop the clock of the hearing in what is open about a volunteer who left, and tell who reads
    it. The file stays open until they close it: nobody closes a file about themselves by leaving.

    Of who is erased the file keeps the name and number, for as long as it is kept itself. Needs
    the volunteer locked, with their name.
    """
    rows = SafetyFile.objects.filter(volunteer=volunteer, about_volunteer=True, closed_at=None)
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        row.hear_before = None
        row.save(update_fields=["hear_before"])
        if erased:
            name = f"{volunteer.first_name} {volunteer.last_name}".strip()
            reach = ", ".join(one for one in (name, volunteer.phone, volunteer.email) if one)
            write_step(row, Step.NOTE, local_day(now), reach, now, by_id=None)
        record(row, "safety.step", actor=actor, now=now, data={"step": "gone"})
        _tell_reader(row, row.held_by, now)


@verb("safety.set_near", *MAY_OWN)
def set_near(*, actor: Actor, now: datetime, file_id: UUID, near: bool) -> None:
    """Say that it is about somebody near the person; then messages wait for a safe way."""
    row = file_for_change(actor, file_id)
    if row.near == near:
        nothing_changed()
        return
    row.near, row.safe_channel = near, ""
    row.save(update_fields=["near", "safe_channel"])
    note_action(row, now)
    record(row, "safety.step", actor=actor, now=now, data={"step": "near"})


@verb("safety.confirm_channel", *MAY_OWN)
def confirm_channel(*, actor: Actor, now: datetime, file_id: UUID, channel: str) -> None:
    """Confirm how the person is reached without whoever it is about."""
    row = file_for_change(actor, file_id)
    if channel not in SAFE_CHANNELS:
        raise NotFound(channel)
    if row.safe_channel == channel:
        nothing_changed()
        return
    row.safe_channel = channel
    row.save(update_fields=["safe_channel"])
    note_action(row, now)
    record(row, "safety.step", actor=actor, now=now, data={"step": "channel"})


# --- underneath -----------------------------------------------------------------------------------


def _lock_volunteer(match_id: UUID) -> None:
    found = Match.objects.filter(pk=match_id).values_list("volunteer_id", flat=True).first()
    if found is None:
        raise NotFound(match_id)
    Volunteer.objects.select_for_update(of=("self",)).get(pk=found)


def _locked(actor: Actor, file_id: UUID) -> tuple[SafetyFile, Request, Match]:
    row = file_for_change(actor, file_id)
    if row.match_id is None or not row.about_volunteer or row.closed_at is not None:
        raise NotFound(file_id)
    found = Match.objects.only("request_id").get(pk=row.match_id)
    request = any_request_for_change(found.request_id)
    match = (
        Match.objects.select_related("volunteer")
        .select_for_update(of=("self",))
        .get(pk=row.match_id)
    )
    return row, request, match


def _match_of(request: Request, match_id: UUID) -> Match:
    match = next((one for one in helping(request) if one.pk == match_id), None)
    if match is None:
        raise NotFound(match_id)
    return match


def _before(clock: Clock, who: Membership, request: Request, today: date) -> date:
    calendar = workdays.of_organisation(request.organisation, today)
    return due_after(clock, today, calendar, who.weekdays)


def _tell_reader(row: SafetyFile, who: Membership, now: datetime) -> None:
    """Tell who reads it that there is something; of what not a word."""
    queue_to_account(row.organisation, who.account, "concern_yours", {}, now=now)


def _suspend(row: SafetyFile, request: Request, match: Match, actor: Actor, now: datetime) -> None:
    """Let the visits stand still; nothing new is asked, and who was asked just now need not answer.

    Of help that ended there is no visit, and nobody is told of one.
    """
    today = local_day(now)
    row.suspended_at = now
    row.save(update_fields=["suspended_at"])
    open_now = Proposal.objects.filter(volunteer_id=match.volunteer_id, state=ProposalState.OPEN)
    open_now.update(expires_at=now)
    record(row, "safety.step", actor=actor, now=now, data={"step": "suspended"})
    _ask_the_others(row, now)
    if match.state not in HOLDS_CAPACITY:
        return
    stand_still(match, today)
    drop_queued(request, now, templates=OVER)
    by, act_by = row.hear_before or today, row.act_before or today
    hears = named_reader(row.held_by, row.stand_in, row.organisation, by)
    volunteer, asker = ON_HOLD
    queue_to_volunteer(
        request.organisation_id,
        match.volunteer,
        volunteer,
        {"coordinator": hears, "day": by.isoformat()},
        now=now,
        request=request,
    )
    if match.state == MatchState.RUNNING or match.meeting_at is not None:
        calls = named_reader(row.held_by, row.stand_in, row.organisation, act_by)
        queue_to_asker(
            request,
            asker,
            {
                "volunteer": match.volunteer.first_name,
                "coordinator": calls,
                "day": act_by.isoformat(),
            },
            now=now,
        )


def _ask_the_others(row: SafetyFile, now: datetime) -> None:
    """Ask each owner of other help by this volunteer, here or elsewhere, to speak with them first.

    They read that somebody is not available, which stands on every list, and nothing of who said
    what where: the event names nobody either.
    """
    for request in _others(row):
        if request.change_reported:
            # the owner talks about that today, and is asked this after it
            continue
        call_up(request, HELPER_NOT_FREE, now)
        save_and_record(
            request, "request.helper_not_free", actor=SYSTEM, now=now, columns=["change_reported"]
        )


def _ask_nothing_more(row: SafetyFile, now: datetime) -> None:
    """Take the question back where nothing keeps the volunteer from anything any more."""
    for request in _others(row):
        if request.change_reported == HELPER_NOT_FREE and not helpers_not_free(
            [request.pk], local_day(now)
        ):
            request.change_reported = ""
            request.changed_at, request.version = now, request.version + 1
            save_and_record(
                request, "request.helper_free", actor=SYSTEM, now=now, columns=["change_reported"]
            )


def _others(row: SafetyFile) -> list[Request]:
    """Lock the other requests in which this volunteer helps; the volunteer is locked already."""
    carried = Match.objects.filter(volunteer_id=row.volunteer_id, state__in=HOLDS_CAPACITY)
    if row.match is not None:
        carried = carried.exclude(request_id=row.match.request_id)
    return list(
        Request.objects.filter(pk__in=carried.values("request_id"))
        .select_related("owner__account", "organisation")
        .select_for_update(of=("self",))
        .order_by("pk")
    )


def _follow(
    decision: Decision, request: Request, match: Match, actor: Actor, now: datetime
) -> None:
    """Let the help do what was decided; what is over already stays over."""
    if match.state not in HOLDS_CAPACITY:
        return
    if decision is Decision.GOES_ON:
        go_on(match)
    elif decision is Decision.PAUSE:
        stand_still(match, local_day(now))
    else:
        state = MatchState.ENDED if match.state == MatchState.RUNNING else MatchState.NOT_STARTED
        volunteer = match.volunteer
        stop(actor, now, volunteer, request, match, EndReason.OTHER, state=state)
        drop_queued(request, now, templates=SAID_OF_AN_END)


def _tell_decision(
    row: SafetyFile,
    request: Request,
    match: Match,
    decision: Decision,
    until: date | None,
    now: datetime,
) -> None:
    drop_queued(request, now, templates=ON_HOLD)
    shared: dict[str, object] = {
        "decision": decision.value,
        "until": until.isoformat() if until else "",
        "coordinator": row.held_by.account.name,
        "volunteer": match.volunteer.first_name,
    }
    if match.volunteer.erased_at is None:
        queue_to_volunteer(
            request.organisation_id, match.volunteer, OVER[0], shared, now=now, request=request
        )
    queue_to_asker(request, OVER[1], shared, now=now)
