"""Say in words how people are: carers, check-ins, concerns, help that grows, quotes, signals."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.volunteers.cover import CoverSeen
from loopplank.access.volunteers.volunteer import Aside
from loopplank.access.wellbeing.check_in import Current
from loopplank.access.wellbeing.check_in_call import AboutCheckIns
from loopplank.access.wellbeing.concern import Concern
from loopplank.access.wellbeing.creep import Seen
from loopplank.access.wellbeing.family_carer import Carer, CarerMoment
from loopplank.access.wellbeing.observation import Observed, OwnObservation
from loopplank.access.wellbeing.quote import OwnQuote, QuoteRow
from loopplank.access.wellbeing.signal import Happened, SignalRow
from loopplank.access.wellbeing.too_heavy import Promise
from loopplank.access.wellbeing.trusted import Lacking
from loopplank.core.kit.calendar import is_late, local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import dutch
from loopplank.core.requests.intake import WORDS
from loopplank.core.requests.status import CARERS_LINE
from loopplank.core.volunteers.away import interval_of
from loopplank.core.volunteers.cover import COVER_WORDS, Cover
from loopplank.core.volunteers.load import Limits, Load
from loopplank.core.wellbeing.check_in import ANSWERS, QUESTION_WORDS, QUESTIONS, Question
from loopplank.core.wellbeing.concern import (
    OUTCOMES as CONCERN_OUTCOMES,
)
from loopplank.core.wellbeing.concern import (
    REASONS,
)
from loopplank.core.wellbeing.creep import NEXT_QUESTION, said
from loopplank.core.wellbeing.creep import OUTCOMES as CREEP_OUTCOMES
from loopplank.core.wellbeing.observation import KINDS
from loopplank.core.wellbeing.observation import OUTCOMES as OBSERVATION_OUTCOMES
from loopplank.core.wellbeing.quote import PERMITTED_WORDS, Permission, Reading
from loopplank.core.wellbeing.signal import (
    ABOVE_NEW_LIMIT,
    AWAY,
    CANNOT_COME,
    CHECK_IN_TALK,
    DIED,
    NO_REASON,
    NOT_AWAY,
    NOT_DEAD,
    NOT_SAFE,
    OUTCOME_WORDS,
    PAUSE,
    SAME_HOUR,
    SCHOOL_HOLIDAYS,
    SIGNAL_WORDS,
    STAYS,
    STAYS_AWAY,
    STEP_WORDS,
    STOPS,
    VOLUNTEER_DIED,
    WITH_A_DAY,
    WITH_DAYS,
    Heard,
    Route,
    Step,
)
from loopplank.core.wellbeing.volunteer_concern import NOT_SAFE as CONCERN_NOT_SAFE
from loopplank.web.kit.words import (
    day,
    day_and_time,
    day_with_year,
    first_down,
    hours,
    in_sentence,
    say,
    word,
)
from loopplank.web.volunteers.words import days_of

# --- a family carer who can go on or not ----------------------------------------------------------


def carer_card(carer: Carer) -> dict[str, object]:
    """Say the course, and the numbers when it cannot go on for long."""
    return {
        "course": [_moment(one) for one in carer.course],
        "cannot_go_on": carer.cannot_go_on,
        "numbers": [(one.name, phone_readable(one.phone)) for one in carer.numbers],
        "line": phone_readable(CARERS_LINE),
    }


def _moment(one: CarerMoment) -> str:
    said = {"said": first_down(word(WORDS[one.holding_out])), "day": day_with_year(one.on)}
    if one.moment == "intake":
        return _("Bij de intake: %(said)s.") % said
    return _("Op %(day)s: %(said)s.") % said


# --- check-ins ------------------------------------------------------------------------------------
# For the volunteer whose they are, and for whom they shared them with.


def question_card(number: int, given: str = "") -> dict[str, object]:
    """Return one question with its four answers, each one tap; `given` was tapped before."""
    question = QUESTIONS[number - 1]
    return {
        "number": number,
        "of": len(QUESTIONS),
        "text": word(QUESTION_WORDS[question]),
        "answers": [
            {"code": code, "text": word(words), "given": code == given}
            for code, words in ANSWERS[question].items()
        ],
    }


def answered_lines(answers: Mapping[Question, str]) -> list[tuple[str, str]]:
    """Return (question, answer) of what was answered, in the order in which it was put."""
    return [
        (word(QUESTION_WORDS[question]), word(ANSWERS[question][answers[question]]))
        for question in QUESTIONS
        if question in answers
    ]


def check_ins_card(about: AboutCheckIns) -> dict[str, object]:
    """Return what the page of a volunteer says to a coordinator: when, and never what."""
    return {
        "last": day(about.last_on) if about.last_on else "",
        "next": day(about.next_on) if about.next_on else "",
        "wants_call": about.wants_call,
        "may_choose": about.wants_call is not None,
        "call_id": about.call_id,
    }


def first_open(current: Current) -> int:
    """Return the number of the first question without an answer."""
    empty = (n for n, question in enumerate(QUESTIONS, 1) if question not in current.answers)
    return next(empty, len(QUESTIONS))


def check_in_card(current: Current) -> dict[str, object]:
    """Return what stands on Mijn week: the next question, or who calls."""
    return {
        "name": current.contact.first_name,
        "question": question_card(first_open(current)) if current.is_open else None,
        "caller": current.caller,
        "by_call": current.by_call,
        "day": day(current.calls_before) if current.calls_before else "",
    }


# --- what the person helped said, for a coordinator -----------------------------------------------


def said_concern(one: Concern) -> str:
    """Return the chosen reasons and the own words, in one line."""
    reasons = ", ".join(word(REASONS[code]) for code in one.reasons)
    if not one.words:
        return reasons
    return f"{reasons}. “{one.words}”" if reasons else f"“{one.words}”"


def unsafe(one: Concern) -> bool:
    return CONCERN_NOT_SAFE in one.reasons


def concern_card(one: Concern, now: datetime) -> dict[str, object]:
    """Return one concern for a template."""
    spoken = _("Gesproken.") if one.spoken else _("Niet gesproken.")
    return {
        "id": one.id,
        "request_id": one.request_id,
        "said": said_concern(one),
        "when": day_and_time(one.at),
        "to": one.to,
        "before": day(one.answer_before),
        "late": one.answered_at is None and is_late(one.answer_before, now),
        "open": one.answered_at is None,
        "by_applicant": one.by_applicant,
        "done": f"{word(CONCERN_OUTCOMES[one.outcome])} {spoken}" if one.outcome else "",
        "note": one.done,
        "answered": _("%(who)s, %(day)s")
        % {"who": one.answered_by, "day": day(local_day(one.answered_at))}
        if one.answered_at
        else "",
    }


# --- help that grows, for the coordinator ---------------------------------------------------------
# What is seen, and how a talk may begin.


def opening(first_name: str) -> str:
    return _("Vraag eerst hoe het met %(name)s gaat.") % {"name": first_name}


def seen_title(one: Seen) -> str:
    if one.person is None:
        return one.name
    return _("%(volunteer)s, bezoek aan %(person)s") % {
        "volunteer": one.name,
        "person": in_sentence(one.person),
    }


def seen_what(one: Seen) -> str:
    return say(said(one.creep, one.last_day))


def creep_card(one: Seen, today: date) -> dict[str, Any]:
    """Return what is for wellbeing/creep.html."""
    return {
        "id": one.sign_id,
        "about": in_sentence(one.person) if one.person else "",
        "what": seen_what(one),
        "next": word(NEXT_QUESTION[one.creep.sign]),
        "since": day(one.first_seen_on),
        "talked": _("Besproken op %(day)s: %(outcome)s.")
        % {"day": day(one.talked_on), "outcome": word(CREEP_OUTCOMES[one.outcome])}
        if one.talked_on
        else "",
        "rests": day(one.rests_until) if one.rests_until and one.rests(today) else "",
        "weeks": one.weeks,
        "agreed": one.agreed_a_week,
    }


def outcomes() -> list[tuple[str, str]]:
    return [(key, word(words)) for key, words in CREEP_OUTCOMES.items()]


def to_lighten(aside: Aside, limits: Limits) -> str:
    """Say "Er is 5 uur gepland en de grens is 4 uur.": what the talk is to make lighter."""
    return _above(aside.too_much, limits) if aside.too_much else ""


def _above(planned: Load, limits: Limits) -> str:
    if planned.minutes > limits.max_minutes:
        return _("Er is %(now)s per week gepland. De grens is %(limit)s.") % {
            "now": hours(planned.minutes),
            "limit": hours(limits.max_minutes),
        }
    if planned.people > limits.max_people:
        words = ngettext(
            "De grens is %(limit)s mens. Gepland: %(now)s.",
            "De grens is %(limit)s mensen. Gepland: %(now)s.",
            limits.max_people,
        )
        return words % {"limit": limits.max_people, "now": planned.people}
    return _("De grens is %(limit)s keer zwaar. Gepland: %(now)s.") % {
        "limit": limits.max_heavy,
        "now": planned.heavy,
    }


# --- what a volunteer sees or would like to begin -------------------------------------------------


def own_card(one: OwnObservation) -> dict[str, object]:
    """Return one of their own, as a volunteer reads it."""
    return {
        "kind": word(KINDS[one.kind]),
        "words": one.words,
        "on": day(one.on),
        "name": one.contact.first_name,
        "contact": one.contact,
        "before": day(one.answer_before),
        "answered_on": day(one.answered_on) if one.answered_on else "",
        "by": one.answered_by,
        "outcome": word(OBSERVATION_OUTCOMES[one.outcome]) if one.outcome else "",
        "answer": one.answer,
    }


def observed_card(one: Observed) -> dict[str, object]:
    """Return one of them for the coordinator who answers."""
    return {
        "kind": word(KINDS[one.kind]),
        "words": one.words,
        "when": day_and_time(one.at),
        "to": one.to,
        "before": day(one.answer_before),
        "open": one.answered_at is None,
        "answered": day_and_time(one.answered_at) if one.answered_at else "",
        "by": one.answered_by,
        "outcome": word(OBSERVATION_OUTCOMES[one.outcome]) if one.outcome else "",
        "answer": one.answer,
        "gap": one.gap,
    }


# --- what a visit gives ---------------------------------------------------------------------------
# As the volunteer reads it back, and as a coordinator reads it.


def own_quote_card(one: OwnQuote) -> dict[str, object]:
    """Return, for wellbeing/quote_card.html, who reads it, how it would stand there, and how far it
    is.
    """
    shared = one.permission is not Permission.NOBODY
    return {
        "id": one.id,
        "organisation_id": one.organisation_id,
        "organisation": one.organisation,
        "words": one.words,
        "on": day(one.said_on),
        "shared": shared,
        "figures": one.permission is Permission.FIGURES,
        "noted_by": one.noted_by,
        "stands": _stands(one) if shared else "",
    }


def _stands(one: OwnQuote) -> str:
    if one.reading is Reading.FINE:
        return _("%(name)s las het. Het kan zo.") % {"name": one.read_by}
    if one.reading is Reading.REWORD:
        return _("%(name)s belt je over andere woorden. Tot dan leest niemand anders het.") % {
            "name": one.read_by
        }
    if not one.reader:
        return _("Een coördinator leest het eerst. Tot dan leest niemand anders het.")
    return _("%(name)s leest het eerst. Tot dan leest niemand anders het.") % {"name": one.reader}


def quote_row(one: QuoteRow) -> dict[str, object]:
    """Return one as a coordinator reads it, with who said it."""
    return {
        "row": one,
        "first_name": one.name.split()[0],
        "phone": phone_readable(one.phone) if one.phone else "",
        "permission": word(PERMITTED_WORDS[one.permission]),
        "on": day(one.said_on),
        "read": f"{one.read_by}, {day(one.read_on)}" if one.read_on else "",
        "fine": one.reading is Reading.FINE,
        "reword": one.reading is Reading.REWORD,
    }


# --- a signal, for whoever is to call -------------------------------------------------------------

_KINDS = {
    NOT_SAFE: dutch("Voelt zich niet veilig"),
    NO_REASON: dutch("Wil gebeld worden"),
    STAYS_AWAY: dutch("Gaat er niet heen"),
    CANNOT_COME: dutch("Kan niet komen"),
    PAUSE: dutch("Neemt pauze"),
    AWAY: dutch("Is weg"),
    SCHOOL_HOLIDAYS: dutch("Schoolvakanties"),
    NOT_AWAY: dutch("Is er toch"),
    ABOVE_NEW_LIMIT: dutch("Lagere grens"),
    STOPS: dutch("Stopt"),
    STAYS: dutch("Blijft toch"),
    DIED: dutch("Overleden: bel"),
    VOLUNTEER_DIED: dutch("Vrijwilliger overleden"),
    NOT_DEAD: dutch("Vergissing"),
    SAME_HOUR: dutch("Twee op één uur"),
    CHECK_IN_TALK: dutch("Gesprek"),
}


def signal_kind(reason: str) -> str:
    """Return the few words of the label on the list of today."""
    return word(_KINDS.get(reason, dutch("Signaal: te zwaar")))


def signal_words(reason: str, words: str) -> str:
    """Say what it is about, with the volunteer's own words, or the day on which they cannot
    come.
    """
    about = word(SIGNAL_WORDS.get(reason, SIGNAL_WORDS["other"]))
    if not words:
        return about
    if reason in WITH_A_DAY:
        return f"{about}: {day(date.fromisoformat(words))}"
    if reason in WITH_DAYS:
        return _("%(about)s: %(days)s") % {"about": about, "days": days_of(interval_of(words))}
    return _("%(about)s: “%(words)s”") % {"about": about, "words": words.rstrip(".")}


def cover_for_coordinator(seen: CoverSeen, who: str) -> str:
    """Say where a visit stands that cannot be, and what is still to be told."""
    if seen.named:
        known = {"named": seen.named, "who": who, "until": day_and_time(seen.until)}
        if seen.state is Cover.NOBODY:
            return _("Noemt %(named)s, die zou kunnen. Kijk of dat kan, en bel %(who)s.") % known
        return _("Noemt %(named)s, die zou kunnen. Kijk vóór %(until)s of dat kan.") % known
    if seen.state is Cover.FOUND:
        said = _("Er komt iemand anders: %(name)s.") % {"name": seen.comes}
    elif seen.state is Cover.NOBODY:
        said = word(COVER_WORDS[Cover.NOBODY])
    else:
        return _("Zoek iemand, of vertel %(who)s vóór %(until)s dat er niemand komt.") % {
            "who": who,
            "until": day_and_time(seen.until),
        }
    if seen.told:
        return said
    return f"{said} {_('Vertel het aan %(who)s.') % {'who': who}}"


def lacking_words(one: Lacking) -> str:
    """Say "Noord: geen vertrouwenspersoon." """
    if one.adviser:
        what = dutch("%(organisation)s: geen contactpersoon bij zorgen.")
    elif one.contact:
        what = dutch("%(organisation)s: geen vertrouwenspersoon.")
    else:
        what = dutch("%(organisation)s: geen vertrouwenspersoon en geen contactpersoon bij zorgen.")
    return word(what) % {"organisation": one.organisation}


def elsewhere_words(organisation: str) -> str:
    """Say of a volunteer of another organisation why it came here."""
    if not organisation:
        return ""
    return _("Van %(organisation)s. Het netwerk noemde jou.") % {"organisation": organisation}


def promise_words(one: Promise) -> str:
    """Say "Anna belt je uiterlijk donderdag 26 november." """
    return _("%(name)s belt je uiterlijk %(day)s.") % {
        "name": one.contact.first_name,
        "day": day(one.before),
    }


def opening_question(row: SignalRow) -> str:
    """Say the product text c.gesprek: the volunteer first, whoever is helped after that. Nothing of
    a volunteer who died: why there is a call says whom to call.
    """
    if row.volunteer_died:
        return ""
    name = row.name.split()[0]
    if row.person is None or not row.person.last_name:
        return _("Vraag eerst hoe het met %(name)s gaat. Vraag daarna pas naar de mensen.") % {
            "name": name
        }
    return _("Vraag eerst hoe het met %(name)s gaat. Vraag daarna pas naar %(person)s.") % {
        "name": name,
        "person": in_sentence(row.person),
    }


def spoken_words(row: SignalRow) -> str:
    """Say what the volunteer said about being spoken to; nobody asks it of who died."""
    if row.volunteer_died:
        return ""
    name = row.name.split()[0]
    if row.heard == Heard.NO:
        return _("%(name)s zegt: er is niet met mij gesproken.") % {"name": name}
    if row.heard == Heard.YES:
        return _("%(name)s zegt dat jullie spraken.") % {"name": name}
    if row.heard == Heard.SILENT:
        return _("%(name)s zei er niets over. Dat is goed zo.") % {"name": name}
    if row.answered_at is not None:
        return _("Wij vragen %(name)s nu of jullie spraken.") % {"name": name}
    return ""


def route_words(route: str) -> str:
    """Say why it reaches this reader, and nobody else."""
    words = {
        Route.PAST_COORDINATOR: dutch("Dit gaat over een collega. Alleen jij ziet dit."),
        Route.ADVISER: dutch("Dit is vertrouwelijk. Alleen jij ziet dit."),
    }
    return word(words[Route(route)]) if Route(route) in words else ""


def step_words(one: Happened) -> str:
    """Say "Verstuurd, aan Anna Prins" with its moment."""
    said = word(STEP_WORDS[Step(one.step)]) % {"to": one.to or "–", "by": one.by or "–"}
    if one.step == Step.HEARD:
        answers = {Heard.YES: _("ja"), Heard.NO: _("nee"), Heard.SILENT: _("geen antwoord")}
        said = f"{said}: {answers[Heard(one.what)]}"
    elif one.what:
        said = f"{said}: {word(OUTCOME_WORDS.get(one.what, OUTCOME_WORDS['other']))}"
    return f"{day_and_time(one.at)}: {said}"
