"""What an open request asks of its owner now: why, and the next verb.

In this order, so that every page says the same: danger and signals, what a person must decide, what
the day asks, and only then the state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from loopplank.core.arrangements.states import State as Arranged
from loopplank.core.kit.calendar import is_late, local_day
from loopplank.core.kit.reason import Param, Reason, dutch
from loopplank.core.matching.passed_over import why_decide
from loopplank.core.matching.team_state import Next, TeamFacts, asks_now
from loopplank.core.referrals.states import Waiting
from loopplank.core.requests.contact_attempts import NO_WAY, Reachable, proposed
from loopplank.core.requests.states import State
from loopplank.core.triage.paid_work import NEARS
from loopplank.core.wellbeing.family_carer import OF_A_CARER

GOES_ON_AFTER_NO = timedelta(days=5)


class Lateness(StrEnum):
    LATE = "late"
    TODAY = "today"
    LATER = "later"


class Verb(StrEnum):
    """What the button does; a page makes the words ("Bel mevrouw")."""

    CALL_PERSON = "call_person"
    CALL_VOLUNTEER = "call_volunteer"
    WEIGH = "weigh"
    DECIDE = "decide"
    SEE_PROPOSALS = "see_proposals"
    SEARCH_ON = "search_on"
    PLAN_MEETING = "plan_meeting"
    TELL_HOW_IT_WENT = "tell_how_it_went"
    TALK = "talk"
    WRITE = "write"
    CALL_PARTY = "call_party"
    CHOOSE = "choose"
    TRY_AGAIN = "try_again"
    DECIDE_AFTER_PASSING_OVER = "decide_after_passing_over"
    SEEK_LEG = "seek_leg"
    ASK_LEG = "ask_leg"
    HAND_OVER = "hand_over"
    ARRANGE = "arrange"
    AGREE = "agree"
    CALL_SIGNAL = "call_signal"
    COVER = "cover"
    CALL_BACK = "call_back"
    REPLACE = "replace"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Plan:
    """When and how long; `ours` while nobody wrote it down, `complete` once it is kept."""

    minutes: int
    last_day: date
    weekday: int | None = None
    ours: bool = False
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Uncovered:
    """One visit that its volunteer cannot make: `visit` is its key, `named` whom they named for it,
    and `by` the moment at which the person knows who comes.
    """

    visit: str
    name: str
    day: date
    by: datetime
    named: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One open request as the work list sees it. Names are first names of volunteers.

    `asked`: who was asked and has not answered; `declined`: who said no last, if nobody was asked
    since; `yes_waits`: who said yes while something had changed that nobody had read; `against`:
    somebody helps or meets, and the last decision is that this is not for a volunteer; `agreed`:
    who said yes and meets or helps; `not_free`: who of them is "nu niet beschikbaar" and was not
    spoken to about these visits; `has_question`: the one who was asked first wants to know
    something. `referred_to`: the party that was asked to take it over; `referral`:
    what we wait for there. `tries` are the ways that failed since the last talk, `ways` how the
    person can be reached, `written_until` the day in the letter that says that we will close.
    `passed_over` is how often a plan chose others since `sought_since`, when the search began or
    somebody decided about it. `team` is the duo or relay that was chosen, if any.
    `unready` is why no volunteer may come closer, `spoken` whether anybody talked with the person,
    `together` whether the help is a combination, and `fence` what stands against the last day.
    Of who agreed: `signal` waits for a call, `paused` and `away` are the last day of a pause or of
    days away (`date.max` without one), `held_back` is "nu niet beschikbaar", and `signed` whether
    they said yes to who does what. `cover` is the visit that somebody cannot make and nobody else
    does yet. `plan_ours`: the last day is our proposal. `missing` is what
    nobody asked yet, `call_back_on` a call promised at a closing.
    """

    state: State
    due_on: date
    received_on: date
    assessed: bool = False
    decided: bool = False
    against: bool = False
    alarming: bool = False
    carer_is_done: bool = False
    change_reported: str = ""
    asked: str = ""
    declined: str = ""
    yes_waits: str = ""
    has_question: bool = False
    agreed: str = ""
    not_free: str = ""
    meeting_on: date | None = None
    last_day: date | None = None
    bridging_until: date | None = None
    reachable: bool = True
    referred_to: str = ""
    tries: tuple[str, ...] = ()
    ways: Reachable = NO_WAY
    written_until: date | None = None
    referral: Waiting = Waiting.ANSWER
    passed_over: int = 0
    sought_since: date | None = None
    team: TeamFacts | None = None
    unready: Reason | None = None
    spoken: bool = True
    together: bool = False
    arrangement: str = ""
    led: bool = False
    fence: Reason | None = None
    plan: Plan | None = None
    signal: str = ""
    cover: Uncovered | None = None
    paused: date | None = None
    away: date | None = None
    held_back: bool = False
    signed: bool = True
    missing: tuple[Reason, ...] = ()
    helped: bool = False
    call_back_on: date | None = None


CHANGES = {
    "not_needed": dutch("Schreef: ik heb geen hulp meer nodig."),
    "more_urgent": dutch("Schreef: het is dringender geworden."),
    "contact_changed": dutch("Schreef: mijn nummer of adres is anders."),
}
#: What changed about a no, so that the person is called today.
AFTER_A_NO = {
    "partial_yes": dutch("Zei ja op wat wel kan. Bel om het te regelen."),
    "next_party_gone": dutch("Wie het zou oppakken, doet dat toch niet. Bel en kies wat nu."),
}


LEAD_LEFT, STANDS_STILL, SOMEBODY_SAID_NO = "lead_left", "stands_still", "arrangement_no"
#: What happened to an arrangement; it asks a decision of the owner and not only a talk.
OF_AN_ARRANGEMENT = {
    LEAD_LEFT: dutch("De beroepskracht is weg. Beslis opnieuw."),
    STANDS_STILL: dutch("De bezoeken staan stil. Beslis opnieuw."),
    SOMEBODY_SAID_NO: dutch("Iemand zei nee op de afspraak. Pas hem aan."),
}


PERSON_DIED = "person_died"
#: Written down at another question of the same person.
OF_DEATH = {PERSON_DIED: dutch("Is overleden. De hulp is gestopt. Sluit deze vraag af.")}
#: Asked because of something at another question, of which nothing is said here.
HELPER_NOT_FREE = "helper_not_free"
NOT_FREE = dutch(
    "%(name)s is nu niet beschikbaar voor iets nieuws. Spreek %(name)s vóór het volgende bezoek."
)
OF_CONSENT = {
    "consent_withdrawn": dutch("Wil de gegevens niet meer delen. Sluit af, en wis wat kan."),
}
DECIDE = (Reason("work.decide", dutch("Het advies staat klaar. Jij beslist.")), Verb.DECIDE)
_OF_TEAM = {Next.SEEK: Verb.SEEK_LEG, Next.ASK: Verb.ASK_LEG, Next.NOTHING: Verb.OPEN}
AGAINST = (
    Reason(
        "work.against",
        dutch(
            "Er is hulp, en het besluit is: niet met een vrijwilliger. Stop die, of beslis anders."
        ),
    ),
    Verb.OPEN,
)
SIGNAL = dutch("%(name)s wacht op een telefoontje. Bel eerst, en luister.")
COVER = dutch("%(name)s kan niet op %(day)s. Zoek iemand, of vertel dat er niemand komt.")
STAND_IN = dutch("%(name)s kan niet op %(day)s, en noemt %(named)s. Kijk of dat kan.")
NO_ARRANGEMENT = Reason(
    "work.no_arrangement",
    dutch("De hulp kan pas beginnen als iedereen ja zei op ‘wie doet wat’."),
)
HELD_BACK = dutch("%(name)s is nu niet beschikbaar. Kijk wie het kan overnemen.")
YES_WAITS = dutch("%(name)s zei ja, terwijl er iets was veranderd. Kijk of dat nog past.")
_FOR_VOLUNTEER = frozenset({State.SEARCHING, State.PROPOSED, State.MEETING, State.RUNNING})


def lateness(due_on: date, now: datetime) -> Lateness:
    if is_late(due_on, now):
        return Lateness.LATE
    return Lateness.TODAY if due_on <= local_day(now) else Lateness.LATER


def why_and_verb(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:
    if told := _told(one):
        return told
    if decision := _asks_decision(one) or _blocked(one, now):
        return decision
    if one.tries and one.state in {State.NEW, State.TALKING}:
        return proposed(one.tries, one.ways, one.written_until), Verb.TRY_AGAIN
    if asked := of_team(one, now):
        return asked[0], _OF_TEAM.get(asked[1], Verb.HAND_OVER)
    return _of_state(one, late, now)


def _told(one: Situation) -> tuple[Reason, Verb] | None:
    """Return what somebody let know and nobody acted on: danger first, then a signal."""
    if one.alarming:
        return (
            Reason("work.alarm", dutch("Er is misschien direct gevaar. Vraag dit nu na.")),
            Verb.CALL_PERSON,
        )
    if one.signal and one.state in {State.MEETING, State.RUNNING}:
        return Reason("work.signal", SIGNAL, {"name": one.signal}), Verb.CALL_SIGNAL
    if one.cover is not None and one.state is State.RUNNING:
        off = one.cover
        known: dict[str, Param] = {"name": off.name, "day": off.day, "visit": off.visit}
        if off.named:
            named = {**known, "named": off.named}
            return Reason("work.stand_in", STAND_IN, named), Verb.COVER
        return Reason("work.cover", COVER, known), Verb.COVER
    changed = (CHANGES | AFTER_A_NO | OF_CONSENT | OF_A_CARER).get(one.change_reported)
    if changed:
        return Reason("work.change", changed), Verb.CALL_PERSON
    if asks := (OF_AN_ARRANGEMENT | OF_DEATH).get(one.change_reported):
        died = one.change_reported == PERSON_DIED
        return Reason("work.arrangement", asks), Verb.OPEN if died else Verb.ARRANGE
    return None


def _of_state(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:
    by_state = {
        State.NEW: _new,
        State.TALKING: _talking,
        State.SEARCHING: _searching,
        State.PROPOSED: _proposed,
        State.MEETING: _meeting,
        State.RUNNING: _running,
        State.HANDOVER: _handover,
    }
    if one.state in by_state:
        return by_state[one.state](one, late, now)
    if late is Lateness.LATE:
        return (
            Reason(
                "work.wait_letter", dutch("Het wachtbericht staat klaar. Lees het en vertel het.")
            ),
            Verb.WRITE,
        )
    return (
        Reason("work.waits", dutch("Wacht. Laat weten dat wij deze vraag niet vergaten.")),
        Verb.WRITE,
    )


def _asks_decision(one: Situation) -> tuple[Reason, Verb] | None:
    """Return what only a person decides about volunteers who are near: weighed anew, nobody new may
    come closer before that."""
    if one.assessed and not one.decided and one.state in _FOR_VOLUNTEER:
        return DECIDE
    if one.against:
        return AGAINST
    if one.yes_waits:
        return Reason("work.yes_waits", YES_WAITS, {"name": one.yes_waits}), Verb.OPEN
    if one.not_free:
        return Reason("work.not_free", NOT_FREE, {"name": one.not_free}), Verb.OPEN
    return None


def met(one: Situation, now: datetime) -> bool:
    """Say whether the day of the first meeting has come."""
    return one.meeting_on is not None and one.meeting_on <= local_day(now)


def lacks_arrangement(one: Situation) -> bool:
    """Say whether a combination may not begin yet: somebody did not say yes to who does what."""
    return one.together and (one.arrangement != Arranged.AGREED or not one.signed)


def _blocked(one: Situation, now: datetime) -> tuple[Reason, Verb] | None:
    """Return what must be mended before the step of this state can be made."""
    if one.unready is not None and one.state in _FOR_VOLUNTEER - {State.RUNNING}:
        return one.unready, Verb.WEIGH
    if one.fence is not None and one.state is State.SEARCHING:
        return one.fence, Verb.AGREE
    if one.state is State.MEETING and one.held_back:
        return Reason("volunteer.not_available", HELD_BACK, {"name": one.agreed}), Verb.REPLACE
    if one.state is State.MEETING and met(one, now) and lacks_arrangement(one):
        return NO_ARRANGEMENT, Verb.ARRANGE
    return None


def of_team(one: Situation, now: datetime) -> tuple[Reason, Next] | None:
    """Return what a duo or relay asks on the day for which it is on the list."""
    return asks_now(one.team, max(local_day(now), one.due_on)) if one.team else None


def _new(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  one shape
    if late is Lateness.LATE:
        return (
            Reason(
                "work.new_late", dutch("Wij zouden uiterlijk %(day)s bellen."), {"day": one.due_on}
            ),
            Verb.CALL_PERSON,
        )
    if one.carer_is_done:
        return (
            Reason("work.carer", dutch("De mantelzorger houdt het eigenlijk niet meer vol.")),
            Verb.CALL_PERSON,
        )
    return (
        Reason(
            "work.new",
            dutch("Kwam binnen op %(day)s. Nog niet gesproken."),
            {"day": one.received_on},
        ),
        Verb.CALL_PERSON,
    )


def _talking(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    if not one.assessed:
        return Reason("work.weigh", dutch("Beantwoord de acht vragen.")), Verb.WEIGH
    if not one.decided:
        return DECIDE
    return (
        Reason(
            "work.next", dutch("Het besluit is: niet met een vrijwilliger alleen. Regel wat nu.")
        ),
        Verb.OPEN,
    )


def asks_a_person(one: Situation, now: datetime) -> Reason | None:
    return why_decide(one.state, one.passed_over, one.sought_since, local_day(now))


def _searching(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:
    decide = asks_a_person(one, now)
    if decide is not None:
        return decide, Verb.DECIDE_AFTER_PASSING_OVER
    # a no brings the search up again on its own day; only some days later it has run out
    again = GOES_ON_AFTER_NO if one.declined else timedelta()
    if late is Lateness.LATE and local_day(now) - one.due_on >= again:
        return (
            Reason(
                "work.search_ran_out",
                dutch("Er is nog niemand gevonden. Kies: wachtlijst, een ander, of nee."),
            ),
            Verb.CHOOSE,
        )
    if one.declined:
        return (
            Reason(
                "work.declined",
                dutch("%(name)s zei nee. Kijk wie je nu kunt vragen."),
                {"name": one.declined},
            ),
            Verb.SEARCH_ON,
        )
    return Reason("work.search", dutch("Kijk wie dit zou kunnen.")), Verb.SEE_PROPOSALS


def _proposed(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    name = {"name": one.asked}
    if one.has_question:
        return (
            Reason("work.question", dutch("%(name)s wil eerst iets vragen."), name),
            Verb.CALL_VOLUNTEER,
        )
    return (
        Reason(
            "work.asked",
            dutch("%(name)s is gevraagd. Antwoord kan tot %(day)s."),
            {**name, "day": one.due_on},
        ),
        Verb.OPEN,
    )


def _meeting(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    name = {"name": one.agreed}
    if one.meeting_on is None:
        return (
            Reason("work.meet", dutch("%(name)s zei ja. Plan de kennismaking."), name),
            Verb.PLAN_MEETING,
        )
    if one.meeting_on <= local_day(now):
        return (
            Reason("work.met", dutch("Kennismaking met %(name)s. Hoe ging het?"), name),
            Verb.TELL_HOW_IT_WENT,
        )
    return (
        Reason(
            "work.will_meet",
            dutch("Kennismaking met %(name)s op %(day)s."),
            {**name, "day": one.meeting_on},
        ),
        Verb.OPEN,
    )


def _running(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    if one.bridging_until is not None and one.bridging_until - one.due_on <= NEARS:
        return (
            Reason(
                "work.bridged",
                dutch("De overbrugging stopt op %(day)s. Vraag naar de betaalde hulp."),
                {"day": one.bridging_until},
            ),
            Verb.CALL_PERSON,
        )
    if one.last_day is not None and one.last_day - one.due_on <= timedelta(weeks=4):
        return (
            Reason(
                "work.ends",
                dutch("%(name)s stopt op %(day)s. Bel over wat daarna kan."),
                {"name": one.agreed, "day": one.last_day},
            ),
            Verb.CALL_PERSON,
        )
    return (
        Reason(
            "work.evaluate",
            dutch("Vraag beiden hoe het gaat, ook %(name)s."),
            {"name": one.agreed},
        ),
        Verb.TALK,
    )


_AT_THE_OTHER: Mapping[Waiting, tuple[str, str, Verb]] = {
    Waiting.OUTCOME: (
        "work.outcome",
        dutch("%(party)s nam het over. Vraag of de persoon geholpen is."),
        Verb.OPEN,
    ),
    Waiting.NOTHING: (
        "work.outcome_heard",
        dutch("%(party)s vertelde hoe het afliep. Sluit af, of zoek verder."),
        Verb.OPEN,
    ),
    Waiting.TALK: (
        "work.talk_first",
        dutch("%(party)s wil eerst overleggen. Tot een ja ben jij eigenaar."),
        Verb.CALL_PARTY,
    ),
    Waiting.RECEIPT: (
        "work.not_received",
        dutch("%(party)s zei nog niet dat de vraag aankwam. Bel hen."),
        Verb.CALL_PARTY,
    ),
    Waiting.SILENT: (
        "work.silent",
        dutch("%(party)s gaf nog geen antwoord. Bel hen."),
        Verb.CALL_PARTY,
    ),
    Waiting.ANSWER: (
        "work.offered",
        dutch("%(party)s antwoordt uiterlijk %(day)s. Tot dan ben jij eigenaar."),
        Verb.OPEN,
    ),
}


def _handover(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    silent = late is Lateness.LATE and one.referral is Waiting.ANSWER
    code, sentence, verb = _AT_THE_OTHER[Waiting.SILENT if silent else one.referral]
    return Reason(code, sentence, {"party": one.referred_to, "day": one.due_on}), verb
