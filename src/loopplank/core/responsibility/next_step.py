"""The next step of one request: where it stands, one question, what blocks it, and the other roads.

Every page takes it from here: the request itself, Vandaag, the list. So no page can say another
thing than the next, and what an action would refuse is said before the button is pressed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Minutes, Param, Reason, dutch
from loopplank.core.matching.team_state import lacking
from loopplank.core.requests.states import MOVES, State
from loopplank.core.requests.states import Step as Move
from loopplank.core.responsibility.situation import (
    NO_ARRANGEMENT,
    PERSON_DIED,
    Lateness,
    Plan,
    Situation,
    Verb,
    lacks_arrangement,
    lateness,
    met,
    why_and_verb,
)


class Stage(StrEnum):
    """The six pieces of the plank, in their order."""

    TALK = "talk"
    DECIDE = "decide"
    ASK = "ask"
    MEET = "meet"
    AGREE = "agree"
    RUN = "run"


STAGES = tuple(Stage)
STAGE_WORDS: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.TALK: dutch("Gesprek"),
        Stage.DECIDE: dutch("Besluit"),
        Stage.ASK: dutch("Vragen"),
        Stage.MEET: dutch("Kennismaken"),
        Stage.AGREE: dutch("Afspraak"),
        Stage.RUN: dutch("Loopt"),
    }
)


class Standing(StrEnum):
    """`done` and `open` let the step go on; `blocking` does not."""

    DONE = "done"
    OPEN = "open"
    BLOCKING = "blocking"


class Mend(StrEnum):
    """What mends it, and where a page leads; `plan` opens in place."""

    NOTHING = ""
    TALK = "talk"
    WEIGH = "weigh"
    DECIDE = "decide"
    PLAN = "plan"
    FENCE = "fence"
    AMEND = "amend"
    ARRANGE = "arrange"
    VOLUNTEER = "volunteer"
    SIGNAL = "signal"
    WAIT = "wait"
    LAST_DAY = "last_day"


@dataclass(frozen=True, slots=True)
class Check:
    """One line under "Kan dit nu?"; `note` is the small line beneath it."""

    code: str
    standing: Standing
    sentence: Reason
    mend: Mend = Mend.NOTHING
    note: Reason | None = None


class Road(StrEnum):
    """Another way to go, under "Anders"."""

    OTHER_DAY = "other_day"
    URGENCY = "urgency"
    WAIT = "wait"
    SEARCH_ON = "search_on"
    REFER = "refer"
    HAND_OVER = "hand_over"
    SAY_NO = "say_no"
    CLOSE = "close"
    REOPEN = "reopen"
    CALLED_BACK = "called_back"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Other:
    """A road, and why it cannot be gone yet."""

    road: Road
    why_not: Reason | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What a page shows. `question` names the person as %(who)s, which a page fills in; `why` is
    the line of Vandaag; `leg` the one leg of a duo or relay that must be sought."""

    stage: Stage
    question: Reason
    why: Reason
    verb: Verb
    by: date | None
    late: bool
    roads: tuple[Other, ...]
    checks: tuple[Check, ...] = ()
    leg: int = 0

    @property
    def number(self) -> int:
        return STAGES.index(self.stage) + 1

    @property
    def blocked(self) -> tuple[Check, ...]:
        return tuple(one for one in self.checks if one.standing is Standing.BLOCKING)


# --- the question ---------------------------------------------------------------------------------

#: By the code of why it is asked, and else by the verb.
_BY_CODE: Mapping[str, str] = MappingProxyType(
    {
        "work.alarm": dutch("Is er nu gevaar? Vraag het na"),
        "work.change": dutch("Bel %(who)s: er is iets veranderd"),
        "work.decide": dutch("Volg je dit advies?"),
        "work.against": dutch("Stopt deze hulp, of beslis je anders?"),
        "work.not_free": dutch("Gaan de bezoeken van %(name)s door?"),
        "work.yes_waits": dutch("Telt de ja van %(name)s?"),
        "work.next": dutch("Wie pakt dit op?"),
        "work.question": dutch("%(name)s wil eerst iets vragen"),
        "work.asked": dutch("Wat zei %(name)s?"),
        "work.will_meet": dutch("Gaat de kennismaking van %(day)s door?"),
        "work.met": dutch("Zeggen beiden ja?"),
        "work.bridged": dutch("Wat komt er na de overbrugging?"),
        "work.ends": dutch("Wat komt er na %(day)s?"),
        "proposal.gp_first": dutch("Wie is de huisarts?"),
        "proposal.ask_first": dutch("Wat is er nog onbekend over de veiligheid?"),
        "fence.until": dutch("Tot welke dag overbruggen jullie?"),
        "fence.beyond": dutch("Wat wordt de laatste dag?"),
        "reach.enough": dutch("Hoe hoort %(who)s dat je afsluit?"),
        "reach.written": dutch("Sluit je deze vraag af?"),
        "work.outcome": dutch("Is %(who)s geholpen?"),
        "work.outcome_heard": dutch("Sluit je af, of zoek je verder?"),
    }
)
_BY_VERB: Mapping[Verb, str] = MappingProxyType(
    {
        Verb.CALL_PERSON: dutch("Bel %(who)s: wat is er nodig?"),
        Verb.TRY_AGAIN: dutch("Hoe bereik je %(who)s?"),
        Verb.WEIGH: dutch("Wat is er aan de hand?"),
        Verb.DECIDE: dutch("Volg je dit advies?"),
        Verb.SEE_PROPOSALS: dutch("Wie vraag je?"),
        Verb.SEARCH_ON: dutch("Wie vraag je nu?"),
        Verb.CHOOSE: dutch("Er is nog niemand. Wat kies je?"),
        Verb.DECIDE_AFTER_PASSING_OVER: dutch("Wat beslis je zelf?"),
        Verb.AGREE: dutch("Waar komt de hulp op neer?"),
        Verb.PLAN_MEETING: dutch("Wanneer maken zij kennis?"),
        Verb.TELL_HOW_IT_WENT: dutch("Zeggen beiden ja?"),
        Verb.REPLACE: dutch("Wie neemt het over?"),
        Verb.ARRANGE: dutch("Wie doet wat?"),
        Verb.TALK: dutch("Hoe gaat het met de hulp?"),
        Verb.CALL_SIGNAL: dutch("Bel %(name)s: hoe gaat het?"),
        Verb.COVER: dutch("Wie komt er op %(day)s?"),
        Verb.CALL_VOLUNTEER: dutch("%(name)s wil eerst iets vragen"),
        Verb.WRITE: dutch("Wat laat je %(who)s weten?"),
        Verb.CALL_PARTY: dutch("Wat zegt %(party)s?"),
        Verb.CALL_BACK: dutch("Hoe gaat het nu met %(who)s?"),
        Verb.SEEK_LEG: dutch("Wie doet deel %(number)s?"),
        Verb.ASK_LEG: dutch("Wie vraag je?"),
        Verb.HAND_OVER: dutch("Hoe gaat het van de een naar de ander?"),
    }
)
_IS_CLOSED = Reason("work.closed", dutch("Deze vraag is klaar. Opnieuw vragen mag altijd."))
_CALL_BACK = Reason("work.call_back", dutch("Bellen was beloofd. Hoor hoe het nu gaat."))
_DONE = dutch("Deze vraag is afgesloten")
_GOES_ON = dutch("Hoe gaat het nu verder?")


def next_step(one: Situation, now: datetime) -> Step:
    """Return the next step of one request, for every page that tells of it."""
    stage = stage_of(one, now)
    if one.state is State.CLOSED:
        why = _CALL_BACK if one.call_back_on else _IS_CLOSED
        verb = Verb.CALL_BACK if one.call_back_on else Verb.OPEN
        question = _question(why, verb) if one.call_back_on else Reason(why.code, _DONE)
        roads = _roads(one)
        return Step(stage, question, why, verb, one.call_back_on, late=False, roads=roads)
    late = lateness(one.due_on, now)
    why, verb = why_and_verb(one, late, now)
    if verb is Verb.CALL_PERSON and not one.reachable:
        verb = Verb.WRITE
    leg = lacking(one.team) if one.team else None
    return Step(
        stage=stage,
        question=_question(why, verb),
        why=why,
        verb=verb,
        by=_by(one, verb),
        late=late is Lateness.LATE,
        checks=checks_of(one, now),
        roads=_roads(one),
        leg=leg.number if verb is Verb.SEEK_LEG and leg else 0,
    )


def _by(one: Situation, verb: Verb) -> date:
    """Return the last day for it: of a visit that cannot be, no later than when it is decided."""
    if verb is Verb.COVER and one.cover is not None:
        return min(one.due_on, local_day(one.cover.by))
    return one.due_on


def _question(why: Reason, verb: Verb) -> Reason:
    return Reason(why.code, _BY_CODE.get(why.code) or _BY_VERB.get(verb, _GOES_ON), why.params)


def stage_of(one: Situation, now: datetime) -> Stage:
    """Return on which piece of the plank it stands. Who waits, was offered elsewhere or is closed
    keeps the piece on which that happened."""
    if one.state is State.NEW:
        return Stage.TALK
    if one.state is State.RUNNING or (one.state is State.CLOSED and one.helped):
        return Stage.RUN
    if one.state is State.MEETING:
        return Stage.AGREE if met(one, now) else Stage.MEET
    if not one.spoken and not one.assessed:
        return Stage.TALK
    if one.state is State.TALKING or one.unready is not None or not one.decided:
        return Stage.DECIDE
    return Stage.ASK


# --- can this be done now? ------------------------------------------------------------------------


def checks_of(one: Situation, now: datetime) -> tuple[Check, ...]:
    """Return what stands under "Kan dit nu?": what blocks, then what is done, then what is open."""
    if one.state is State.CLOSED or one.change_reported == PERSON_DIED:
        return ()
    found = [*_blocking(one, now), *_settled(one), *_left_open(one)]
    return tuple(sorted(found, key=lambda check: _ORDER.index(check.standing)))


_ORDER = (Standing.BLOCKING, Standing.DONE, Standing.OPEN)


def _block(reason: Reason, mend: Mend, note: Reason | None = None) -> Check:
    return Check(reason.code, Standing.BLOCKING, reason, mend, note)


TALK_FIRST = Reason("decide.talk_first", dutch("Er is nog niet gesproken. Bel eerst."))
_UNKNOWN = Reason("decide.unknown", dutch("Er is nog iets onbekend over de veiligheid."))
_ONLY_THEY = dutch("Alleen %(name)s kan dat veranderen.")
_SEARCHED = frozenset({State.SEARCHING, State.PROPOSED})


def _blocking(one: Situation, now: datetime) -> list[Check]:
    """Return every refusal that waits behind the button of this step."""
    found, name = [], {"name": one.agreed}
    if one.state is State.NEW:
        found.append(_block(TALK_FIRST, Mend.TALK))
    if one.unready is not None and one.assessed and one.state is not State.HANDOVER:
        # while it is still talked about, only what forbids to decide for a volunteer
        early = one.state in {State.NEW, State.TALKING}
        if early and one.unready.code == "proposal.ask_first":
            found.append(_block(_UNKNOWN, Mend.WEIGH))
        elif not early or one.unready.code == "proposal.gp_first":
            mend = Mend.DECIDE if one.unready.code == "proposal.not_ready" else Mend.WEIGH
            found.append(_block(one.unready, mend))
    if one.fence is not None and one.state in _SEARCHED:
        found.append(_block(one.fence, Mend.FENCE))
    if one.state is State.PROPOSED and one.asked:
        thinks = dutch("%(name)s denkt nog na. Vraag zo lang niemand anders.")
        asked = {"name": one.asked}
        found.append(_block(Reason("proposal.somebody_thinks", thinks, asked), Mend.WAIT))
    if one.state is State.PROPOSED and one.yes_waits and one.change_reported:
        read = dutch("Er is iets veranderd. Bel eerst; dan kan de ja van %(name)s tellen.")
        found.append(
            _block(Reason("proposal.read_first", read, {"name": one.yes_waits}), Mend.TALK)
        )
    if one.state is State.MEETING:
        found += _blocks_meeting(one, now)
    if one.state is State.RUNNING and one.signal:
        rests = dutch("%(name)s wacht op jou, en krijgt nu geen nieuwe vragen.")
        found.append(_block(Reason("proposal.signal", rests, {"name": one.signal}), Mend.SIGNAL))
    if one.held_back and one.state in {State.MEETING, State.RUNNING}:
        held = Reason("volunteer.not_available", dutch("%(name)s is nu niet beschikbaar."), name)
        found.append(_block(held, Mend.VOLUNTEER))
    return found


def _blocks_meeting(one: Situation, now: datetime) -> list[Check]:
    found, name, today = [], {"name": one.agreed}, local_day(now)
    only = Reason("meeting.only_they", _ONLY_THEY, name)
    if one.signal:
        waits = dutch("%(name)s wacht nog op een telefoontje.")
        found.append(_block(Reason("meeting.signal", waits, {"name": one.signal}), Mend.SIGNAL))
    for code, last, open_end, until in (
        (
            "meeting.pause",
            one.paused,
            dutch("%(name)s heeft pauze, nog zonder einddatum"),
            dutch("%(name)s heeft pauze tot en met %(day)s"),
        ),
        (
            "meeting.away",
            one.away,
            dutch("%(name)s is afwezig, nog zonder einddatum"),
            dutch("%(name)s is afwezig tot en met %(day)s"),
        ),
    ):
        if last is None:
            continue
        words = open_end if last == date.max else until
        found.append(_block(Reason(code, words, {**name, "day": last}), Mend.VOLUNTEER, only))
    if one.last_day is not None and one.last_day < today:
        over = dutch("De laatste dag is %(day)s. Die is al voorbij.")
        day = {"day": one.last_day}
        found.append(_block(Reason("match.after_last_day", over, day), Mend.LAST_DAY))
    if lacks_arrangement(one):
        needs = Reason("match.needs_arrangement", NO_ARRANGEMENT.sentence)
        if met(one, now):
            found.append(_block(needs, Mend.ARRANGE))
        else:
            before = dutch("‘Wie doet wat’ is nog niet klaar")
            note = Reason("check.before_start", dutch("Moet klaar zijn vóór de start."))
            found.append(
                Check(needs.code, Standing.OPEN, Reason(needs.code, before), Mend.ARRANGE, note)
            )
    return found


def _done(code: str, sentence: str, **params: Param) -> Check:
    return Check(code, Standing.DONE, Reason(code, sentence, params))


def _settled(one: Situation) -> list[Check]:
    found = []
    if one.decided and one.state is not State.TALKING:
        found.append(_done("check.decided", dutch("Gesproken en besloten")))
    elif one.spoken and one.state is not State.NEW:
        found.append(_done("check.spoken", dutch("Gesproken")))
    if one.assessed and not one.decided:
        found.append(_done("check.weighed", dutch("De acht vragen zijn beantwoord")))
    if one.plan is not None and one.plan.complete and one.state in _SEARCHED:
        found.append(_plan_check(one.plan))
    if one.together and one.led:
        found.append(_done("check.led", dutch("Een beroepskracht heeft de leiding")))
    if one.agreed and one.state is State.MEETING:
        found.append(_done("check.yes", dutch("%(name)s zei ja"), name=one.agreed))
    if one.state is State.RUNNING and one.last_day is not None:
        found.append(_done("check.runs", dutch("Laatste dag: %(day)s"), day=one.last_day))
    return found


def _plan_check(plan: Plan) -> Check:
    said = Reason(
        "check.plan",
        dutch("%(minutes)s, tot en met %(day)s"),
        {"minutes": Minutes(plan.minutes), "day": plan.last_day},
    )
    ours = Reason("check.plan_ours", dutch("Die laatste dag is ons voorstel."))
    return Check(said.code, Standing.DONE, said, Mend.PLAN, ours if plan.ours else None)


def _left_open(one: Situation) -> list[Check]:
    found = []
    later = Reason("check.later", dutch("Mag ook later."))
    if one.state in _SEARCHED and one.plan is not None and not one.plan.complete:
        code = "check.plan_open"
        ours = Reason(code, dutch("Hoe lang duurt één keer, en tot welke dag?"))
        found.append(Check(code, Standing.OPEN, ours, Mend.PLAN, later))
    if one.together and not one.led:
        code = "check.lead"
        lead = Reason(code, dutch("Welke beroepskracht heeft de leiding?"))
        found.append(Check(code, Standing.OPEN, lead, Mend.FENCE, later))
    if one.missing and one.state in {State.NEW, State.TALKING, *_SEARCHED}:
        code = "check.missing"
        asks = Reason(code, dutch("Nog niet gevraagd: %(what)s"))
        found.append(Check(code, Standing.OPEN, asks, Mend.AMEND, later))
    return found


# --- other roads ----------------------------------------------------------------------------------

CALL_FIRST = Reason("close.call_first", dutch("Bel eerst en schrijf dat gesprek op."))


def _roads(one: Situation) -> tuple[Other, ...]:
    if one.state is State.CLOSED:
        back = (Other(Road.CALLED_BACK),) if one.call_back_on else ()
        return (Other(Road.REOPEN), *back, Other(Road.ERASE))
    may = [
        *((Road.OTHER_DAY,) if one.state is not State.PROPOSED else ()),
        Road.URGENCY,
        *((Road.SEARCH_ON,) if one.state is State.WAITING else ()),
        *((Road.WAIT,) if (one.state, Move.WAIT) in MOVES else ()),
        Road.REFER,
        *((Road.HAND_OVER,) if (one.state, Move.OFFERED_ELSEWHERE) in MOVES else ()),
    ]
    no = Other(Road.SAY_NO, None if one.spoken else CALL_FIRST)
    return (*map(Other, may), no, Other(Road.CLOSE), Other(Road.ERASE))


# --- every refusal on this road -------------------------------------------------------------------


class Where(StrEnum):
    """Where a refusal is said before somebody presses the button.

    `check`: under the question. `candidate`: this volunteer is not offered, with why. `field`: at
    what is typed or chosen. `road`: at the other road, or on its page. `reload`: somebody else was
    first; the page is shown as it is now.
    """

    CHECK = "check"
    CANDIDATE = "candidate"
    FIELD = "field"
    ROAD = "road"
    RELOAD = "reload"


_AT: Mapping[Where, tuple[str, ...]] = MappingProxyType(
    {
        Where.CHECK: (
            "decide.talk_first",
            "decide.unknown",
            "fence.beyond",
            "fence.until",
            "match.after_last_day",
            "match.needs_arrangement",
            "meeting.away",
            "meeting.pause",
            "meeting.signal",
            "proposal.ask_first",
            "proposal.gp_first",
            "proposal.not_for_volunteer",
            "proposal.not_ready",
            "proposal.read_first",
            "proposal.signal",
            "proposal.somebody_thinks",
            "volunteer.not_available",
        ),
        Where.CANDIDATE: (
            "asking.is_back",
            "asking.over",
            "asking.rests",
            "asking.stops",
            "cover.no_time",
            "load.away",
            "load.heavy",
            "load.minutes",
            "load.no_room",
            "load.people",
            "load.until",
            "proposal.asked_already",
            "proposal.away",
            "proposal.certificate",
            "proposal.enough_this_month",
            "proposal.helps_already",
            "proposal.in_the_arrangement",
            "proposal.no_go",
            "proposal.not_now",
            "proposal.one_at_a_time",
            "proposal.pause",
            "proposal.raised_today",
            "proposal.rest",
            "proposal.short_notice",
            "proposal.training",
            "same_hour.elsewhere",
            "same_hour.here",
            "team.not_a_member",
            "team.other_days",
        ),
        Where.FIELD: (
            "bsn.refused",
            "close.first_request",
            "close.lack",
            "close.next_step",
            "close.safety",
            "decide.reason",
            "gap.names_somebody",
            "proposal.past",
            "referral.needs_reason",
            "refusal.reason",
        ),
        Where.ROAD: (
            # what is still missing for who does what stands on its own page
            "arrangement.helper",
            "arrangement.left",
            "arrangement.none",
            "arrangement.offer",
            "arrangement.person_yes",
            "arrangement.yes",
            "close.attempts",
            "close.call_first",
            "close.letter_day",
            "close.letter_first",
            "close.not_confirmed",
            "faces.not_asked",
            "faces.said_no",
        ),
        Where.RELOAD: (
            "arrangement.no_such_move",
            "decide.newer",
            "match.changed",
            "match.over",
            "proposal.expired",
            # what a volunteer hears of all that stands under the question
            "proposal.looked_at_again",
            "proposal.solved",
            "referral.no_such_move",
            "request.no_such_move",
            "triage.closed",
            "undo.acted",
            "undo.left",
            "undo.not_this",
            "undo.not_yours",
            "undo.too_late",
            "undo.twice",
        ),
    }
)
BLOCKERS: Mapping[str, Where] = MappingProxyType(
    {code: where for where, codes in _AT.items() for code in codes}
)
