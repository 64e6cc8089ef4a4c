"""Say the next step of a request: its button on every page, the plank, the checks, other roads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.requests.request import RequestPage
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.matching.proposals import UNDECIDED
from loopplank.core.referrals.states import TAKEN_OVER
from loopplank.core.requests import intake
from loopplank.core.requests.closing import CLOSING, SAYING_NO, ClosingReason
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.states import State
from loopplank.core.responsibility.next_step import (
    STAGE_WORDS,
    STAGES,
    Check,
    Mend,
    Other,
    Road,
    Stage,
    Standing,
    Step,
)
from loopplank.core.responsibility.situation import Verb
from loopplank.core.triage import open_on_safety
from loopplank.web.kit.words import (
    day_and_time,
    first_up,
    hours,
    in_sentence,
    say,
    say_all,
    short_day,
    short_person,
    word,
)


@dataclass(frozen=True, slots=True)
class Act:
    """A button that leads on: its words, where to, and its symbol."""

    label: str
    url: str
    icon: str = ""


def act_of(step: Step, request_id: UUID, match_id: UUID | None, who: str) -> Act:
    """Return the button of the next step: the same on Vandaag and everywhere else. `who` is how the
    person is called on a button ("mevrouw").
    """
    page, verb = reverse("request", args=[request_id]), step.verb
    here = f"{page}#volgende"
    if match_id and verb is Verb.TALK:
        return Act(_("Schrijf gesprek op"), reverse("evaluation", args=[match_id]))
    if verb in {Verb.CALL_PERSON, Verb.CALL_BACK}:
        return Act(_("Bel %(who)s") % {"who": who}, here, "phone")
    if verb is Verb.CALL_SIGNAL:
        return Act(_("Bel %(who)s") % {"who": step.why.params["name"]}, here, "phone")
    if verb is Verb.COVER:
        return Act(_("Regel dit bezoek"), reverse("cover", args=[step.why.params["visit"]]))
    elsewhere = {
        Verb.WEIGH: (_("Weeg de vraag"), "triage", ""),
        Verb.SEE_PROPOSALS: (_("Bekijk voorstellen"), "candidates", ""),
        Verb.SEARCH_ON: (_("Zoek verder"), "candidates", ""),
        Verb.AGREE: (_("Vul de dag in"), "agree", ""),
        Verb.DECIDE_AFTER_PASSING_OVER: (_("Beslis nu"), "passed_over", ""),
        Verb.ARRANGE: (_("Beslis"), "arrangement", ""),
    }
    if verb in elsewhere:
        label, door, icon = elsewhere[verb]
        return Act(label, reverse(door, args=[request_id]), icon)
    if verb is Verb.SEEK_LEG:
        url = f"{reverse('candidates', args=[request_id])}?deel={step.leg}"
        return Act(_("Zoek iemand voor deel %(n)s") % {"n": step.leg}, url)
    choices = {
        Verb.DECIDE: (_("Neem een besluit"), ""),
        Verb.PLAN_MEETING: (_("Plan kennismaking"), "calendar"),
        Verb.TELL_HOW_IT_WENT: (_("Schrijf op hoe het ging"), ""),
        Verb.WRITE: (_("Laat iets weten"), "letter"),
        Verb.CALL_VOLUNTEER: (_("Bel terug"), "phone"),
        Verb.CHOOSE: (_("Kies wat nu"), ""),
        Verb.TRY_AGAIN: (_("Probeer het opnieuw"), "phone"),
        Verb.ASK_LEG: (_("Vraag"), ""),
        Verb.HAND_OVER: (_("Bekijk de wissel"), ""),
        Verb.CALL_PARTY: (_("Bel de ander"), "phone"),
        Verb.REPLACE: (_("Kijk wie nu kan"), ""),
    }
    label, icon = choices.get(verb, (_("Bekijk"), ""))
    return Act(label, here, icon)


def question_of(page: RequestPage) -> str:
    """Say the one question of the panel, with the name of the person in it."""
    asked = page.step.question
    return say(Reason(asked.code, asked.sentence, {**asked.params, "who": in_sentence(page.who)}))


# --- the plank ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the plank; see requests/stages.html."""

    state: str
    title: str
    when: str = ""
    url: str = ""


NEXT_WORDS = {
    Stage.MEET: dutch("binnen 2 weken"),
    Stage.AGREE: dutch("iedereen zegt ja"),
}


def plank(page: RequestPage, now: datetime) -> dict[str, object]:
    """Return the six stages laid on the plank, and who has it now."""
    step, pieces = page.step, []
    for stage in STAGES:
        title = word(STAGE_WORDS[stage])
        if STAGES.index(stage) < step.number - 1:
            pieces.append(Piece("past", title, _was(page, stage), _ANCHORS[stage]))
        elif stage is step.stage and page.is_open:
            by = _("vóór %(day)s") % {"day": short_day(step.by)} if step.by else ""
            pieces.append(Piece("now", title, by))
        elif stage is step.stage:
            pieces.append(Piece("now", title, word(_closed(page))))
        else:
            pieces.append(Piece("next", title, word(NEXT_WORDS.get(stage, ""))))
    known = {"n": step.number, "stage": word(STAGE_WORDS[step.stage]).lower()}
    return {
        "title": _("Stap %(n)s van 6: %(stage)s") % known if page.is_open else _("Afgesloten"),
        "line": _whose(page, now),
        "owner": _has_it(page),
        "pieces": pieces,
    }


_ANCHORS = {
    Stage.TALK: "#log",
    Stage.DECIDE: "#advice",
    Stage.ASK: "#matches",
    Stage.MEET: "#matches",
    Stage.AGREE: "#matches",
    Stage.RUN: "#matches",
}


def _was(page: RequestPage, stage: Stage) -> str:
    """Say when a stage was done, or with whom."""
    talk = next((one for one in page.notes[::-1] if one.kind == NoteKind.TALK), None)
    helper = next(iter(page.helping), None)
    if stage is Stage.TALK and talk:
        took = f", {hours(talk.minutes)}" if talk.minutes else ""
        return f"{short_day(local_day(talk.at))}{took}"
    if stage is Stage.DECIDE and page.weighed and page.weighed.decided_at:
        return day_and_time(page.weighed.decided_at)
    if stage is Stage.ASK and page.helping:
        names = sorted({one.first_name for one in page.helping if one.state in HOLDS_CAPACITY})
        return _("%(names)s: ja") % {"names": ", ".join(names)} if names else ""
    if stage is Stage.MEET and helper and helper.meeting_at:
        return short_day(local_day(helper.meeting_at))
    if stage is Stage.AGREE and helper:
        return short_day(helper.first_day)
    return ""


def _closed(page: RequestPage) -> str:
    return CLOSING[ClosingReason(page.row.closing_reason)].label


def _has_it(page: RequestPage) -> str:
    """Return who has it: the owner, until somebody of another organisation took it over."""
    handover = page.handover
    taken = handover is not None and handover.status in TAKEN_OVER
    if handover is not None and taken:
        return handover.taken_by or handover.party
    return page.row.owner.account.name


def _whose(page: RequestPage, now: datetime) -> str:
    """Say who has the ball, since when; or that it waits, was offered elsewhere or is done."""
    row, name = page.row, page.row.owner.account.name
    taken = page.turns[-1].at if page.turns else row.received_at
    since = {"name": name, "day": short_day(local_day(taken), local_day(now))}
    if not page.is_open:
        return _("%(reason)s. Opnieuw vragen mag altijd.") % {"reason": word(_closed(page))}
    if page.state is State.WAITING:
        return (
            _("Wacht. Jij laat weten dat wij deze vraag niet vergaten.")
            if page.mine
            else _("Wacht. %(name)s laat weten dat wij deze vraag niet vergaten.") % since
        )
    if page.handover is not None:
        known = {
            "party": page.handover.party,
            "name": name,
            "taker": page.handover.taken_by or page.handover.party,
        }
        if page.handover.status in TAKEN_OVER:
            return _("%(party)s nam deze vraag over. %(taker)s is aan zet.") % known
        return (
            _("Aangeboden aan %(party)s. Jij blijft eigenaar tot zij ja zeggen.") % known
            if page.mine
            else _("Aangeboden aan %(party)s. %(name)s blijft eigenaar tot zij ja zeggen.") % known
        )
    if page.mine:
        return _("Jij bent aan zet. De vraag is van jou sinds %(day)s.") % since
    return _("%(name)s is aan zet. De vraag is van %(name)s sinds %(day)s.") % since


# --- can this be done now? ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One check; see requests/check.html. `form` opens in place."""

    css: str
    icon: str
    text: str
    note: str = ""
    label: str = ""
    url: str = ""
    form: str = ""


_SHAPES = {
    Standing.DONE: ("yes", "done-item"),
    Standing.OPEN: ("todo", "open-item"),
    Standing.BLOCKING: ("block", "pause"),
}


def check_lines(page: RequestPage) -> list[Line]:
    return [_line(page, one) for one in page.step.checks]


def _line(page: RequestPage, one: Check) -> Line:
    css, icon = _SHAPES[one.standing]
    label, url = _mend(page, one.mend)
    params = dict(one.sentence.params)
    if one.code == "check.missing":
        params["what"] = say_all(page.situation.missing)
    text = say(Reason(one.code, one.sentence.sentence, params))
    if one.code == "check.plan":
        text = f"{_moment(page)}{text}"
    return Line(
        css,
        icon,
        first_up(text),
        say(one.note) if one.note else "",
        label,
        url,
        "plan" if one.mend is Mend.PLAN else "",
    )


def _moment(page: RequestPage) -> str:
    row = page.row
    if row.weekday is None:
        return ""
    at = f" {row.start_time:%-H:%M}" if row.start_time else ""
    return f"{word(intake.DAYS[row.weekday])}{at}, "


def _mend(page: RequestPage, mend: Mend) -> tuple[str, str]:
    """Return what mends it and where."""
    pk = page.row.pk
    helper = next((one for one in page.helping if one.match_id == page.about), None)
    doors = {
        Mend.TALK: (_("Schrijf het gesprek op"), "log_contact"),
        Mend.WEIGH: (_("Naar de acht vragen"), "triage"),
        Mend.FENCE: (_("Vul hier in"), "agree"),
        Mend.AMEND: (_("Vul hier in"), "amend_request"),
        Mend.ARRANGE: (_("Maak ‘wie doet wat’"), "arrangement"),
    }
    if mend in doors:
        label, door = doors[mend]
        return label, reverse(door, args=[pk])
    if mend is Mend.PLAN:
        return _("Wijzig"), ""
    if mend is Mend.DECIDE:
        return _("Neem een besluit"), "#stap"
    if mend in {Mend.VOLUNTEER, Mend.SIGNAL} and helper is not None:
        name = helper.first_name
        return _("Bekijk %(name)s") % {"name": name}, reverse(
            "volunteer", args=[helper.volunteer_id]
        )
    if mend is Mend.LAST_DAY and helper is not None:
        return _("Gaat niet door"), reverse("not_started", args=[helper.match_id])
    return "", ""


# --- whom to call, and other roads ----------------------------------------------------------------


def call_list(page: RequestPage) -> list[tuple[str, str]]:
    """Return whom to call from here, with their numbers: the person, whoever asked, who helps or
    was asked, and another party.
    """
    row, seeker = page.row, page.row.help_seeker
    found = []
    if seeker and seeker.phone and row.person_knows != intake.Knows.NO:
        found.append((first_up(in_sentence(page.who)), seeker.phone))
    if row.applicant and row.applicant.phone:
        found.append((row.applicant.name or row.applicant.works_at, row.applicant.phone))
    if row.lead_name and row.lead_phone:
        found.append((row.lead_name, row.lead_phone))
    near = [
        *((one.first_name, one.phone) for one in page.helping if one.state in HOLDS_CAPACITY),
        *((one.first_name, one.phone) for one in page.asked if one.state in UNDECIDED),
    ]
    found += [one for one in near if one[1]]
    if page.handover is not None and page.handover.phone:
        found.append((page.handover.party, page.handover.phone))
    return [(name, phone_readable(phone)) for name, phone in dict.fromkeys(found)]


_ROADS: dict[Road, tuple[str, str, str]] = {
    Road.OTHER_DAY: (dutch("Kies een andere dag"), "move_day", "calendar"),
    Road.URGENCY: (dutch("Hoe snel moet dit?"), "urgency", "clock"),
    Road.WAIT: (dutch("Zet op de wachtlijst"), "wait", "clock"),
    Road.SEARCH_ON: (dutch("Zoek weer"), "search_on", "search"),
    Road.REFER: (dutch("Verwijs door per telefoon"), "refer", "phone"),
    Road.HAND_OVER: (dutch("Vraag een andere organisatie"), "hand_over", "handover"),
    Road.SAY_NO: (dutch("Zeg nee"), "say_no", "cross"),
    Road.CLOSE: (dutch("Sluit de vraag af"), "close", "check"),
    Road.REOPEN: (dutch("Open weer"), "reopen", "back"),
    Road.CALLED_BACK: (dutch("Ik belde terug"), "called_back", "phone"),
    Road.ERASE: (dutch("Wis deze persoon"), "erase_request", "cross"),
}
_BY_POST = frozenset({Road.SEARCH_ON, Road.REOPEN})


@dataclass(frozen=True, slots=True)
class RoadLine:
    label: str
    url: str
    icon: str
    post: bool
    apart: bool
    why_not: str


def road_lines(roads: tuple[Other, ...], request_id: UUID) -> list[RoadLine]:
    """Return the other roads, those that end it apart."""
    found = []
    for one in roads:
        label, door, icon = _ROADS[one.road]
        found.append(
            RoadLine(
                word(label),
                reverse(door, args=[request_id]),
                icon,
                one.road in _BY_POST,
                one.road is Road.CLOSE,
                say(one.why_not) if one.why_not else "",
            )
        )
    return found


# --- what the panel shows and offers --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offer:
    """One button of the panel; the first is filled."""

    label: str
    url: str
    icon: str = ""
    post: bool = False


_PARTS = {
    Verb.DECIDE: "decide",
    Verb.SEE_PROPOSALS: "short_list",
    Verb.SEARCH_ON: "short_list",
    Verb.CHOOSE: "short_list",
    Verb.CALL_VOLUNTEER: "asked",
    Verb.PLAN_MEETING: "meeting",
    Verb.TELL_HOW_IT_WENT: "start",
}


def part_of(page: RequestPage) -> str:
    """Return the template of what is answered in the panel itself, or "" for buttons alone."""
    step = page.step
    name = _PARTS.get(step.verb, "")
    if step.verb is Verb.OPEN and page.is_open:
        name = {"work.asked": "asked", "work.yes_waits": "asked", "work.will_meet": "start"}.get(
            step.why.code, ""
        )
    if name == "decide" and (page.weighed is None or page.weighed.decision):
        name = ""
    if name == "short_list" and not page.may_ask:
        name = ""
    return f"requests/step/{name}.html" if name else ""


def offers_of(page: RequestPage) -> list[Offer]:
    """Return the buttons of the panel, the one that the step is about first."""
    step, pk = page.step, page.row.pk
    if part_of(page) and step.verb is not Verb.CHOOSE:
        return []
    if not page.is_open:
        return _of_closed(page)
    if page.row.change_reported == "not_needed" and step.why.code == "work.change":
        return [*_calls(page), *_of_not_needed(page)]
    if step.verb in {Verb.CALL_PERSON, Verb.TRY_AGAIN}:
        return [*_calls(page), Offer(_("Schrijf gesprek op"), _door("log_contact", pk), "edit")]
    if step.verb is Verb.WEIGH:
        return [Offer(_("Beantwoord de acht vragen"), _door("triage", pk))]
    if step.verb is Verb.WRITE:
        return _of_writing(page)
    if step.verb is Verb.CALL_SIGNAL:
        return _of_signal(page)
    if step.verb is Verb.CHOOSE or step.why.code == "work.next":
        return [
            Offer(one.label, one.url, one.icon, one.post)
            for one in road_lines(tuple(r for r in step.roads if r.road in _WAYS_ON), pk)
        ]
    return _about_match(page) or _leading_on(page)


def _about_match(page: RequestPage) -> list[Offer]:
    """Return the buttons that are about one volunteer."""
    step, pk = page.step, page.row.pk
    if page.about is None:
        return []
    if step.verb is Verb.TALK:
        return [
            Offer(_("Schrijf evaluatie op"), reverse("evaluation", args=[page.about]), "edit"),
            Offer(_("Stop deze koppeling"), reverse("end_match", args=[page.about])),
        ]
    if step.why.code == "work.against":
        return [
            Offer(_("Stop deze koppeling"), reverse("end_match", args=[page.about])),
            Offer(_("Weeg opnieuw"), _door("triage", pk)),
        ]
    if step.verb is Verb.REPLACE:
        return [
            Offer(_("Gaat niet door"), reverse("not_started", args=[page.about])),
            Offer(_("Kijk wie nu kan"), _door("candidates", pk)),
        ]
    return []


_WAYS_ON = frozenset({Road.WAIT, Road.REFER, Road.HAND_OVER, Road.SAY_NO, Road.CLOSE})


def _door(name: str, request_id: UUID) -> str:
    return reverse(name, args=[request_id])


def _calls(page: RequestPage) -> list[Offer]:
    """Return the button that calls the person, or whoever asked where they do not know yet."""
    return [
        Offer(
            _("Bel %(who)s, %(number)s")
            % {
                "who": in_sentence(page.who) if name == first_up(in_sentence(page.who)) else name,
                "number": number,
            },
            "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+"),
            "phone",
        )
        for name, number in call_list(page)[:1]
    ]


def _of_not_needed(page: RequestPage) -> list[Offer]:
    """Return how it ends after the person wrote that no help is needed: at once where it is known
    to be safe, else after asking.
    """
    pk = page.row.pk
    if page.weighed is not None and not open_on_safety(page.weighed.advice.facts):
        words = _("Ik belde, het klopt: sluit af")
        return [Offer(words, _door("withdrawn", pk), "check", post=True)]
    return [
        Offer(_("Beantwoord de acht vragen"), _door("triage", pk)),
        Offer(
            _("Sluit af, en schrijf op waarom het veilig is"),
            f"{_door('close', pk)}?reden=not_wanted",
        ),
    ]


def _of_closed(page: RequestPage) -> list[Offer]:
    row, pk = page.row, page.row.pk
    found = [*_calls(page)] if row.next_contact_on else []
    if row.next_contact_on:
        found.append(Offer(_("Ik belde terug"), _door("called_back", pk), "edit"))
    found.append(Offer(_("Open weer"), _door("reopen", pk), "back", post=True))
    if row.closing_reason in SAYING_NO:
        found.append(Offer(_("Bij welk gat hoort dit?"), _door("gap_of_no", pk), "gap"))
        if row.next_party_agreed:
            words = _("%(party)s trok het ja in") % {"party": row.next_party}
            found.append(Offer(words, _door("next_party_withdrew", pk), post=True))
    return found


def _of_writing(page: RequestPage) -> list[Offer]:
    pk = page.row.pk
    write = Offer(_("Schrijf gesprek op"), _door("log_contact", pk), "edit")
    if page.state is State.WAITING:
        tell = Offer(
            _("Maak een wachtbericht klaar"), _door("tell_waiting", pk), "letter", post=True
        )
        return [tell, Offer(_("Zoek weer"), _door("search_on", pk), "search", post=True)]
    return [write, Offer(_("Naar de berichten"), reverse("messages"), "letter")]


def _of_signal(page: RequestPage) -> list[Offer]:
    name = str(page.step.why.params["name"])
    helper = next(
        (h for h in page.helping if h.first_name == name and h.state in HOLDS_CAPACITY), None
    )
    found = []
    if helper is not None and helper.phone:
        number = phone_readable(helper.phone)
        words = _("Bel %(who)s, %(number)s") % {"who": name, "number": number}
        found.append(Offer(words, f"tel:{helper.phone}", "phone"))
    if helper is not None:
        volunteer = reverse("volunteer", args=[helper.volunteer_id])
        found.append(Offer(_("Bekijk het signaal"), volunteer, "weight"))
    return found


def _leading_on(page: RequestPage) -> list[Offer]:
    """Return the button of the step where it leads to a page of its own."""
    step, row = page.step, page.row
    act = act_of(step, row.pk, page.about, short_person(page.who))
    found = [] if act.url.endswith("#volgende") else [Offer(act.label, act.url, act.icon)]
    if step.verb is Verb.CALL_PARTY and page.handover is not None and page.handover.phone:
        number = phone_readable(page.handover.phone)
        words = _("Bel %(who)s, %(number)s") % {"who": page.handover.party, "number": number}
        found = [Offer(words, f"tel:{page.handover.phone}", "phone")]
    if page.handover is not None:
        url = reverse("referral", args=[page.handover.referral_id])
        found.append(Offer(_("Bekijk de overdracht"), url, "handover"))
    if step.verb in {Verb.ASK_LEG, Verb.HAND_OVER} or (page.team and not found):
        found.append(Offer(_("Bekijk de delen"), "#team", "people"))
    if step.why.code == "work.arrangement" and step.verb is Verb.OPEN:
        found.append(Offer(_("Sluit de vraag af"), _door("close", row.pk), "check"))
    return found
