"""A help seeker and a volunteer of whom everything is written that can be written.

Every column that can hold their words is filled by the real actions with a mark that is nowhere
else, so that a scan can tell what is left after they are erased.
"""

from dataclasses import fields, replace
from datetime import timedelta
from uuid import UUID

from tests.app import relaying
from tests.app.arranging import Arranged
from tests.app.cast import MRS_DE_WIT, NOW, TODAY, Cast

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import VISITOR, Actor
from loopplank.actions.account import links
from loopplank.actions.arrangements import signatures
from loopplank.actions.arrangements.sides import Outside
from loopplank.actions.arrangements.signatures import Said
from loopplank.actions.matching import matches, proposals, propose, teams
from loopplank.actions.requests import closing, drafts, handling, intake, relatives
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import cover, limits, visits, volunteers
from loopplank.actions.wellbeing import concern, observation, quote, signal, signal_steps
from loopplank.core import arrangements as sheets
from loopplank.core.account.roles import Role
from loopplank.core.arrangements import Task, Terms, Who
from loopplank.core.kit.calendar import at_local
from loopplank.core.matching.team_state import Kind
from loopplank.core.requests.closing import ClosingReason, Lack, Safe
from loopplank.core.requests.intake import Answers, Channel, ForWhom, Knows
from loopplank.core.requests.relatives import Channel as By
from loopplank.core.requests.relatives import May, Relation, SaidBy
from loopplank.core.triage import Answer, Gate, Route, answers_for_gate
from loopplank.core.volunteers.cover import named
from loopplank.core.volunteers.load import Limits
from loopplank.core.wellbeing.quote import Permission
from loopplank.store.models import Request, Signature, Visit, Volunteer

MARK = "Zwanebloem"
PHONE = "0698765432"
PHONES = (PHONE, "0698765433", "0698765434", "0698765435")
POSTCODE = "9876 XZ"
MARKS = (MARK, MARK.lower(), *PHONES, POSTCODE, "9876xz")
TEXT = f"Iets over {MARK}."


def marked() -> Answers:
    """The six answers with the mark in everything that can be typed."""
    typed = {
        field.name: f"{MARK} {field.name}"
        for field in fields(Answers)
        if field.type in {"str", str} and field.name not in {"salutation", "postcode"}
    }
    return replace(
        MRS_DE_WIT,
        **{
            **typed,
            "for_whom": ForWhom.PROFESSIONAL,
            "knows": Knows.YES,
            "channel": Channel.EMAIL,
            "phone": PHONES[0],
            "applicant_phone": PHONES[1],
            "email": f"{MARK.lower()}@example.nl",
            "applicant_email": f"{MARK.lower()}2@example.nl",
            "postcode": POSTCODE,
        },  # type: ignore[arg-type]  # the names of its own fields
    )


def ask_for_help(cast: Cast, key: str = "5" * 64) -> UUID:
    drafts.keep(
        actor=VISITOR,
        now=NOW,
        key=key,
        network_id=cast.network_id,
        organisation_id=cast.noord_id,
        step=6,
        answers={"story": TEXT},
    )
    return intake.send(actor=VISITOR, now=NOW, draft_key=key, answers=marked())


def weigh(cast: Cast, request_id: UUID) -> None:
    heard: dict[str, Answer] = {}
    for gate in Gate:
        heard |= answers_for_gate(gate, "ordinary")
    assessment_id = triage.assess(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        heard=triage.Heard(
            answers={**heard, "M1": Answer.NO},
            fallback_named=True,
            fallback_name=MARK,
            fallback_phone=PHONES[1],
            gp_name=TEXT,
            gp_phone=PHONES[2],
        ),
    )
    triage.give_impression(actor=cast.anna, now=NOW, request_id=request_id, impression="doubt")
    triage.decide(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        decision=triage.Decision(assessment_id, Route.VOLUNTEER, "know_them", TEXT),
    )


def let_look_along(cast: Cast, request_id: UUID) -> None:
    """Somebody of the person's own looks along, at the word of who decides."""
    relatives.name_relative(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        person=relatives.Person(
            TEXT, Relation.CHILD, May.COURSE, PHONES[2], f"kind@{MARK.lower()}.example"
        ),
        word=relatives.Word(By.PHONE, SaidBy.REPRESENTATIVE, TEXT),
    )


def everywhere(cast: Cast, volunteer: Actor) -> UUID:
    """One person of whom everything is written that can be written, with help that runs."""
    request_id = ask_for_help(cast)
    for kind, channel in (("talk", "phone"), ("note", ""), ("not_reached", "phone")):
        handling.log_contact(
            actor=cast.anna, now=NOW, request_id=request_id, kind=kind, channel=channel, text=TEXT
        )
    handling.agree(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        agreed={
            "summary": TEXT,
            "not_included": [TEXT],
            "lead_name": TEXT,
            "lead_phone": PHONES[2],
            "visit_minutes": 60,
        },
    )
    handling.note_referral(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        said=handling.PhoneAnswer(TEXT, TEXT, "no", TODAY, PHONES[3]),
    )
    weigh(cast, request_id)
    # asked of somebody outside, who said no; then it is weighed anew
    from tests.app import marked_referral

    outside = marked_referral.offered_outside(cast, request_id)
    marked_referral.answered(outside, marked_referral.SAID_NO)
    weigh(cast, request_id)
    match_id = say_yes(cast, request_id, volunteer, hand_over_after(cast, request_id, volunteer))
    arrange(cast, request_id, match_id, volunteer)
    let_look_along(cast, request_id)
    links.renew_status(actor=cast.anna, now=NOW, request_id=request_id)
    handling.report_change(
        actor=Actor(Role.HELP_SEEKER, id=request_id),
        now=NOW,
        request_id=request_id,
        what="more_urgent",
        text=TEXT,
    )
    missed = {"match_id": match_id, "day": TODAY + timedelta(days=16)}
    visits.cannot_visit(actor=volunteer, now=NOW, **missed)  # type: ignore[arg-type]
    cover.name_stand_in(
        actor=volunteer,
        now=NOW,
        visit_id=Visit.objects.get(**missed).pk,  # type: ignore[misc]
        said=named(TEXT, PHONES[1]),
    )
    later = NOW + timedelta(days=30)
    visits.log_visit(
        actor=volunteer,
        now=later,
        match_id=match_id,
        day=TODAY + timedelta(days=9),
        minutes=60,
        felt="fine",
        note=TEXT,
    )
    signal_id = signal.send_signal(
        actor=volunteer, now=later, reason="time", words=TEXT, match_id=match_id
    )
    signal_steps.answer_signal(
        actor=cast.anna, now=later, signal_id=signal_id, outcome="lighter", done=TEXT
    )
    signal.send_signal(actor=volunteer, now=later, reason="time", words=TEXT, match_id=match_id)
    seen = observation.send(actor=volunteer, now=later, kind="seen", words=TEXT)
    no = observation.Answer("no", TEXT)
    observation.answer(actor=cast.anna, now=later, observation_id=seen, answer=no)
    concern_id = concern.raise_concern(
        actor=Actor(Role.HELP_SEEKER, id=request_id), now=later, request_id=request_id, words=TEXT
    )
    concern.answer(
        actor=cast.anna,
        now=later,
        concern_id=concern_id,
        answer=concern.Answer("changed", spoken=True, done=TEXT),
    )
    matches.evaluate(actor=cast.anna, now=later, match_id=match_id, text=TEXT)
    record_reading(
        cast.anna,
        "request",
        Purpose.HELP,
        [Request.objects.get(pk=request_id).help_seeker_id, volunteer.id],
        NOW,
    )
    return request_id


def arrange(cast: Cast, request_id: UUID, match_id: UUID, volunteer: Actor) -> None:
    """Who does what, with the mark in everything that can be typed; and their own words to it."""
    outside = Outside(TEXT, TEXT, PHONES[2], f"{MARK.lower()}4@example.nl")
    terms = Terms(
        tasks=(Task(TEXT, Who.VOLUNTEER, TEXT, TEXT),),
        call_by_day=TEXT,
        call_outside_hours=TEXT,
        if_ill=TEXT,
        stop_rule=TEXT,
    )
    one = Arranged(cast, request_id, match_id, volunteer).begin()
    one.change(terms, outside, outside).offer()
    said = Said(sheets.Answer.NO, sheets.Channel.PAPER, by=TEXT, on=TODAY, words=TEXT)
    mine = Signature.objects.filter(arrangement=one.row, volunteer_id=volunteer.id)
    pk = mine.get(replaced_at=None).pk
    signatures.note_signature(actor=cast.anna, now=NOW, signature_id=pk, said=said)


def hand_over_after(cast: Cast, request_id: UUID, volunteer: Actor) -> UUID:
    """A relay in which somebody takes over later, with a note for them; returns the team."""
    relaying.agrees_to_change(cast, request_id)
    team_id = teams.choose_team(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        kind=Kind.RELAY,
        legs=relaying.relay_legs(volunteer, cast.volunteer("Samira Later")),
    )
    given = {"actor": cast.anna, "now": NOW, "team_id": team_id, "number": 2}
    teams.ask_leg(**given, plan=cast.plan(), said_yes=True)  # type: ignore[arg-type]
    teams.write_handover_note(**given, text=TEXT)  # type: ignore[arg-type]
    return team_id


def say_yes(cast: Cast, request_id: UUID, volunteer: Actor, team_id: UUID) -> UUID:
    assert volunteer.id
    proposal_id = teams.ask_leg(
        actor=cast.anna,
        now=NOW,
        team_id=team_id,
        number=1,
        plan=cast.plan(
            what=TEXT,
            not_included=(TEXT,),
            reasons=({"code": "why", "params": {"name": TEXT}},),
        ),
    )
    proposals.question(actor=volunteer, now=NOW, proposal_id=proposal_id, text=TEXT)
    match_id = proposals.accept(actor=volunteer, now=NOW, proposal_id=proposal_id)
    matches.plan_meeting(
        actor=cast.anna,
        now=NOW,
        match_id=match_id,
        meeting_at=at_local(TODAY + timedelta(days=2), NOW.time()),
    )
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    return match_id


def tell_no(cast: Cast, request_id: UUID) -> None:
    handling.log_contact(actor=cast.anna, now=NOW, request_id=request_id, kind="talk", text=TEXT)
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(
            ClosingReason.NO_PLACE,
            next_party=TEXT,
            next_party_agreed=True,
            lack=Lack.PLACE,
            partial_offer=TEXT,
            # a line that names the person is refused: this one only holds the mark
            example=f"{MARK}achtig",
        ),
    )


def never_weighed(cast: Cast, request_id: UUID) -> None:
    """Close what nobody weighed, with the words of who says that it is safe."""
    words = f"{MARK} gaat goed zegt iemand"
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(
            ClosingReason.NOT_WANTED, nobody_discussed=True, safe=Safe(words, words)
        ),
    )


def somebody_with_a_mark(cast: Cast) -> Actor:
    """A volunteer of whom everything is written that can be written."""
    volunteer = cast.volunteer(
        f"{MARK} {MARK}straat",
        phone=PHONE,
        email=f"{MARK.lower()}@example.nl",
        postcode=POSTCODE,
    )
    assert volunteer.id
    volunteers.keep_about(
        actor=cast.anna,
        now=NOW,
        volunteer_id=volunteer.id,
        note=TEXT,
        trained_for=("C4",),
        certificate_seen_on=TODAY,
    )
    _moves_to_another_mailbox(cast, volunteer)
    # another organisation typed the name of the same person, who did not answer yet
    volunteers.register(
        actor=cast.carla,
        now=NOW,
        details=volunteers.Details(MARK, f"{MARK}straat", phone=PHONE),
        limits=Limits(0, 0, 0, 0),
        wishes=volunteers.Wishes(),
    )
    limits.set_limits(
        actor=volunteer,
        now=NOW,
        volunteer_id=volunteer.id,
        wanted=Limits(liked_minutes=300, max_minutes=480, max_people=3, max_heavy=1),
    )
    # a quote that names somebody is refused: the mark stands in a longer word
    quote.say(actor=volunteer, now=NOW, words=f"Iets {MARK}achtigs.", permission=Permission.FIGURES)
    return volunteer


def _moves_to_another_mailbox(cast: Cast, volunteer: Actor) -> None:
    row = Volunteer.objects.get(pk=volunteer.id)
    stands = {name: getattr(row, name) for name in volunteers.DETAIL_COLUMNS}
    stands["email"] = f"{MARK.lower()}5@example.nl"
    details = volunteers.Details(**stands)
    volunteers.set_details(actor=cast.anna, now=NOW, volunteer_id=row.pk, details=details)


def say_yes_plainly(cast: Cast, request_id: UUID, volunteer: Actor) -> UUID:
    assert volunteer.id
    proposal_id = propose.ask(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        volunteer_id=volunteer.id,
        plan=cast.plan(reasons=({"code": "why", "params": {"name": MARK}},)),
    )
    proposals.question(actor=volunteer, now=NOW, proposal_id=proposal_id, text=TEXT)
    match_id = proposals.accept(actor=volunteer, now=NOW, proposal_id=proposal_id)
    matches.plan_meeting(
        actor=cast.anna,
        now=NOW,
        match_id=match_id,
        meeting_at=at_local(TODAY + timedelta(days=2), NOW.time()),
    )
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    return match_id
