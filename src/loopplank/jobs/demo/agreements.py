"""Who does what, in the story: written down before the meeting, and agreed at the table."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.demo import demo_lookup
from loopplank.actions.arrangements import arrangements, signatures
from loopplank.actions.arrangements.sides import Outside
from loopplank.actions.arrangements.signatures import Said
from loopplank.actions.requests import handling
from loopplank.actions.volunteers import volunteer_sharing, volunteers
from loopplank.core.arrangements import Answer, Channel, Side, Task, Terms, Who
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.intake import Knows
from loopplank.jobs.demo.plot import Plot
from loopplank.jobs.demo.volunteers import Helper

OUTSIDE_HOURS = "huisartsenpost Waterstad, 020 555 01 12"
NOBODY_NAMED = Outside("Fatma Aydin", "Wijkteam Oost", "0205550181")


def put_to_everybody(owner: Actor, request_id: UUID, plot: Plot, now: datetime) -> None:
    """Make a whole sheet of the example, and put a question to everybody who is in it."""
    if plot.answers.knows is Knows.NO:
        # by now the person was told, and wants it
        knows = replace(plot.answers, knows=Knows.YES)
        handling.amend(actor=owner, now=now, request_id=request_id, answers=knows)
    arrangements.begin(actor=owner, now=now, request_id=request_id)
    sheet = demo_lookup.sheet(request_id)
    gaps = iter((Who.PROFESSIONAL, Who.FAMILY, Who.PROFESSIONAL, Who.NOBODY_DISCUSSED))
    tasks = tuple(
        task if task.who else Task(task.what, next(gaps, Who.PROFESSIONAL)) for task in sheet.tasks
    )
    arrangements.change(
        actor=owner,
        now=now,
        request_id=request_id,
        terms=Terms(
            tasks=tasks,
            call_by_day=sheet.call_by_day,
            call_outside_hours=OUTSIDE_HOURS,
            evaluate_on=sheet.evaluate_on,
            last_day=sheet.last_day,
            if_ill=sheet.if_ill,
            stop_rule=sheet.stop_rule,
        ),
        lead=_lead(plot),
        family=Outside(),
    )
    arrangements.offer(actor=owner, now=now, request_id=request_id)


def say_yes_at_the_table(owner: Actor, request_id: UUID, now: datetime) -> None:
    """Let the professional say yes by link; the others on paper, at the first meeting."""
    for one in demo_lookup.asked_to_sign(request_id):
        if one.side is Side.PROFESSIONAL:
            said, actor = Said(Answer.YES), one.actor
            signatures.sign(actor=actor, now=now, signature_id=one.id, said=said)
            continue
        said = Said(Answer.YES, Channel.PAPER, by=one.name, on=local_day(now))
        signatures.note_signature(actor=owner, now=now, signature_id=one.id, said=said)


def _lead(plot: Plot) -> Outside:
    """Return the professional of the plot; a service without a person in it gets somebody by
    name.
    """
    name, phone = plot.lead
    if not name:
        return NOBODY_NAMED
    person, _, works_at = name.partition(", ")
    return Outside(person, works_at, phone) if works_at else Outside("Els Post", name, phone)


#: By the day of the visit: some may change, some not, and of some nobody asked.
_FACES = ("yes", "no", "", "yes", "no", "", "")


def changing_faces(plot: Plot) -> str:
    """Say what the person said about another helper, when they know of the question at all."""
    return "" if plot.answers.knows is Knows.NO else _FACES[plot.when.weekday]


def share(helper: Helper, number: int, volunteer: Actor, by: Actor, now: datetime) -> None:
    """Let one in three say yes, and of half of those the coordinator too."""
    if number % 3 != 1 or volunteer.id is None:
        return
    _own_yes(helper, volunteer, volunteer.id, by, now)
    if number % 6 == 1:
        volunteer_sharing.share(actor=by, now=now, volunteer_id=volunteer.id, yes=True)


def _own_yes(
    helper: Helper, volunteer: Actor, volunteer_id: UUID, by: Actor, now: datetime
) -> None:
    if helper.channel == "phone":
        volunteer_sharing.note_sharing(actor=by, now=now, volunteer_id=volunteer_id, yes=True)
        return
    volunteers.set_wishes(
        actor=volunteer,
        now=now,
        volunteer_id=volunteer_id,
        wishes=volunteers.Wishes(
            helper.kinds,
            helper.when,
            helper.no_gos,
            helper.km,
            helper.short_notice,
            share_in_network=True,
        ),
    )
