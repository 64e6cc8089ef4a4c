"""The seven conditions for help beside a professional, each with a name and a sentence.

Source: domain model, section 2.4.
"""

from collections.abc import Callable
from datetime import timedelta

from loopplank.core.arrangements.facts import Answer, Arrangement, Side, Signatory, Who
from loopplank.core.arrangements.states import State, Step
from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.triage import Route

LONGEST_UNTIL_EVALUATION = timedelta(weeks=8)


def a_professional_agreed(one: Arrangement) -> Reason | None:
    """Demand condition 1: a named professional, with organisation and telephone, said yes."""
    lead = one.of(Side.PROFESSIONAL)
    if lead is None or not (lead.name and lead.works_at and lead.phone):
        return Reason(
            "arrangement.lead",
            dutch("Vul de beroepskracht in: naam, organisatie en nummer."),
        )
    if lead.answer is Answer.LEFT:
        return Reason(
            "arrangement.lead_left",
            dutch("%(name)s is niet meer betrokken. Vul in wie het overneemt."),
            {"name": lead.name},
        )
    if lead.answer is not Answer.YES:
        return Reason(
            "arrangement.lead_yes",
            dutch("%(name)s van %(works_at)s zei nog geen ja."),
            {"name": lead.name, "works_at": lead.works_at},
        )
    return None


def tasks_are_divided(one: Arrangement) -> Reason | None:
    """Demand condition 2: every task has somebody, and it is said what the volunteer does not
    do."""
    tasks = one.terms.tasks
    if not any(task.who is Who.VOLUNTEER for task in tasks):
        return Reason("arrangement.tasks", dutch("Schrijf op wat de vrijwilliger doet."))
    open_task = next((task for task in tasks if task.who is None), None)
    if open_task is not None:
        return Reason(
            "arrangement.task_of_nobody",
            dutch("‘%(task)s’ heeft nog niemand. Kies wie, of ‘niemand, besproken’."),
            {"task": open_task.what},
        )
    if not any(task.who is Who.VOLUNTEER and task.leaves_out for task in tasks):
        return Reason("arrangement.leaves_out", dutch("Schrijf op wat de vrijwilliger níet doet."))
    return None


def somebody_to_call(one: Arrangement) -> Reason | None:
    """Demand condition 3: the volunteer knows whom to call, by day and outside office hours."""
    if one.terms.call_by_day and one.terms.call_outside_hours:
        return None
    return Reason(
        "arrangement.call",
        dutch("Vul in wie de vrijwilliger belt, overdag en buiten kantooruren."),
    )


def evaluation_is_near(one: Arrangement) -> Reason | None:
    """Demand condition 4: an evaluation within eight weeks of the start."""
    latest = one.starts_on + LONGEST_UNTIL_EVALUATION
    day = one.terms.evaluate_on
    if day is not None and one.starts_on <= day <= latest:
        return None
    return Reason(
        "arrangement.evaluation",
        dutch("Kies een dag voor de evaluatie: van %(first)s tot en met %(latest)s."),
        {"first": one.starts_on, "latest": latest},
    )


def stop_rule_is_set(one: Arrangement) -> Reason | None:
    """Demand condition 5: it is said what makes the volunteer's part stop at once."""
    if one.terms.stop_rule:
        return None
    return Reason("arrangement.stop_rule", dutch("Schrijf op wanneer de vrijwilliger stopt."))


def the_person_agreed(one: Arrangement) -> Reason | None:
    """Demand condition 6: the person agreed, also that these people know this of each other."""
    person = one.of(Side.PERSON)
    if person is not None and person.answer is Answer.YES:
        return None
    return Reason(
        "arrangement.person_yes",
        dutch("De persoon zelf zei nog geen ja. Dat ja geldt ook voor het delen."),
    )


def nobody_left(one: Arrangement) -> Reason | None:
    """Demand condition 7: nobody left or took back a yes since a coordinator decided."""
    if one.state is State.SUSPENDED:
        return Reason("arrangement.stands_still", dutch("De afspraak staat stil. Beslis opnieuw."))
    if one.state is State.ENDED:
        return Reason("arrangement.over", dutch("Deze afspraak is voorbij. Maak een nieuwe."))
    return None


Condition = Callable[[Arrangement], Reason | None]
CONDITIONS: tuple[Condition, ...] = (
    a_professional_agreed,
    tasks_are_divided,
    somebody_to_call,
    evaluation_is_near,
    stop_rule_is_set,
    the_person_agreed,
    nobody_left,
)
#: What is not to be written down but to be said: an offer asks for it.
_SAID = frozenset({"arrangement.lead_yes", "arrangement.person_yes", "arrangement.stands_still"})
NONE_YET = Reason("arrangement.none", dutch("Er is nog geen afspraak over wie wat doet."))


def missing(one: Arrangement) -> tuple[Reason, ...]:
    """Return the reasons why conditions do not hold, in the order of the seven."""
    return tuple(reason for holds in CONDITIONS if (reason := holds(one)) is not None)


def unfinished(route: Route | None, one: Arrangement) -> tuple[Reason, ...]:
    """Return what must be written down before the arrangement can be put to everybody.

    Without a professional in it, it only needs its tasks.
    """
    if route is not Route.COMBINATION:
        reason = tasks_are_divided(one)
        return (reason,) if reason and reason.code != "arrangement.leaves_out" else ()
    return tuple(reason for reason in missing(one) if reason.code not in _SAID)


def waits_for(one: Arrangement) -> tuple[Signatory, ...]:
    """Return those who did not say yes to this version."""
    return tuple(who for who in one.signatories if who.answer is not Answer.YES)


def may_resume(route: Route | None, one: Arrangement) -> tuple[Reason, ...]:
    """Return what is still missing before interrupted visits may go on; empty when nothing is."""
    lacking: tuple[Reason, ...] = ()
    if route is Route.COMBINATION:
        lacking = tuple(r for r in missing(one) if r.code != "arrangement.stands_still")
    return lacking or _not_all(one)


def may_start(route: Route | None, one: Arrangement | None, helper: str = "") -> tuple[Reason, ...]:
    """Return what is still missing before a volunteer may begin; empty when nothing is.

    A combination needs all seven conditions and the yes of everybody in it, this volunteer too
    (`helper`, the key of a signatory). Help by a volunteer alone needs none of it.
    """
    if route is not Route.COMBINATION:
        return ()
    if one is None:
        return (NONE_YET,)
    lacking = missing(one) or _not_all(one)
    if not lacking and helper and all(who.key != helper for who in one.signatories):
        return (
            Reason("arrangement.helper", dutch("Leg de afspraak ook voor aan deze vrijwilliger.")),
        )
    return lacking


def _not_all(one: Arrangement) -> tuple[Reason, ...]:
    waiting = waits_for(one)
    if not waiting and one.state in {State.AGREED, State.SUSPENDED}:
        return ()
    if not waiting:
        return (Reason("arrangement.offer", dutch("Leg de afspraak voor aan iedereen.")),)
    return tuple(_no_yes_of(who) for who in waiting)


def _no_yes_of(who: Signatory) -> Reason:
    name = {"name": who.name}
    if who.answer is Answer.LEFT:
        left = dutch("%(name)s is niet meer betrokken. Haal de naam weg, of vul een ander in.")
        return Reason("arrangement.left", left, name)
    if who.side is Side.PERSON:
        return Reason("arrangement.person_yes", dutch("De persoon zelf zei nog geen ja."))
    return Reason("arrangement.yes", dutch("%(name)s zei nog geen ja."), name)


def step_after_no(side: Side, *, help_runs: bool) -> Step:
    """Return what follows from a no: an offer goes back to the table.

    A no of the person or the professional also stops help that runs, since what they agreed to
    before no longer holds.
    """
    stops = help_runs and side in {Side.PERSON, Side.PROFESSIONAL}
    return Step.STOOD_STILL if stops else Step.REFUSED
