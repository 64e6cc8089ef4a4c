"""What must be met when a volunteer comes into it.

Sources: domain model, corrections 1 to 4; the conditions for a combination (a named professional,
who does what, whom to call, an evaluation within eight weeks, when it stops); money and identity
never go through a volunteer's hands.
"""

from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.triage.codes import C4, C5, K1, K3, K4, M2, M3, M4, R3, T2, T3
from loopplank.core.triage.facts import Facts
from loopplank.core.triage.own_limits import needs_last_day
from loopplank.core.triage.rule import Route, Terms


def _condition(name: str, sentence: str) -> Reason:
    return Reason(f"condition.{name}", sentence)


TRAINING = _condition("training", dutch("De vrijwilliger heeft hier scholing voor gehad."))
CERTIFICATE = _condition("vog", dutch("De VOG van de vrijwilliger is gezien."))
HEAVY = _condition("heavy", dutch("Deze vraag telt als zwaar."))
LAST_DAY = _condition("last_day", dutch("Spreek een laatste dag af."))
FALLBACK = _condition("fallback", dutch("Noteer wie komt als de vrijwilliger niet kan."))
REPRESENTATIVE = _condition("representative", dutch("Wie meebeslist, is bij de afspraken."))
OTHER_CIRCLE = _condition("other_circle", dutch("Kies iemand die hen niet kent."))
LANGUAGE = _condition("language", dutch("De vrijwilliger spreekt de taal, of er is een tolk."))
REQUIREMENT = _condition("requirement", dutch("Kies iemand die aan de bijzondere eis voldoet."))
WAITING = _condition("waiting", dutch("Zeg eerlijk hoe lang het wachten duurt."))
NO_MONEY = _condition("no_money", dutch("Een vrijwilliger krijgt nooit een pinpas of DigiD."))
OPTED_IN = _condition("opted_in", dutch("Vraag alleen wie snel gevraagd wil worden."))
NAMED_LEAD = _condition(
    "named_lead", dutch("Noteer welke beroepskracht de leiding heeft, met naam en nummer.")
)
WHO_DOES_WHAT = _condition(
    "who_does_what", dutch("Spreek af wie wat doet, wie je belt en wanneer het stopt.")
)
EVALUATION = _condition("evaluation", dutch("Plan binnen acht weken een gesprek samen."))

#: Which codes bring which condition, whether our own offer covers the code or not.
BY_CODE: tuple[tuple[int, Reason], ...] = (
    (C4 | C5 | K4, TRAINING),
    (C5, CERTIFICATE),
    (K4, HEAVY),
    (T2, REPRESENTATIVE),
    (T3, OTHER_CIRCLE),
    (M2, LANGUAGE),
    (M4, REQUIREMENT),
    (M3, WAITING),
)


def conditions_of(facts: Facts, route: Route, yes: int, terms: Terms) -> tuple[Reason, ...]:
    """Return the conditions of a route with a volunteer; none for another route.

    `yes` is weighed. The offer's own words come along where it covers what is asked.
    """
    if route is not Route.VOLUNTEER and route is not Route.COMBINATION:
        return ()
    found = [NAMED_LEAD, WHO_DOES_WHAT, EVALUATION] if route is Route.COMBINATION else []
    found += [condition for codes, condition in BY_CODE if yes & codes]
    if yes & terms.covered:
        found += [
            Reason("condition.offer", _OFFER, {"words": words}) for words in facts.offer_conditions
        ]
    if facts.single_event:
        if yes & K1:
            found.append(FALLBACK)
    elif facts.bridging_until is not None and yes & R3 & ~terms.set_aside:
        found.append(Reason("condition.until", _UNTIL, {"until": facts.bridging_until}))
    elif yes & K3 or needs_last_day(facts):
        found.append(LAST_DAY)
    if Kind.PAPERWORK in facts.kinds:
        found.append(NO_MONEY)
    if facts.short_notice:
        found.append(OPTED_IN)
    return tuple(found)


_OFFER = dutch("Voorwaarde van ons aanbod: %(words)s")
_UNTIL = dutch("De laatste dag is %(until)s.")
