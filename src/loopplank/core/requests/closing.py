"""Why a request closes: one table with a row for each reason, from which forms, lists, letters and
pages read. A new reason is a new row (and a code that the database allows)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.referrals.states import Why


class ClosingReason(StrEnum):
    """Why a request closes (product concept 2.3); the four "no" reasons feed the gaps."""

    HELPED = "helped"
    HELPED_ELSEWHERE = "helped_elsewhere"
    NO_PLACE = "no_place"
    NO_TRAINING = "no_training"
    NO_FOR_PROFESSIONAL = "no_for_professional"
    NO_OFFER = "no_offer"
    NOT_WANTED = "not_wanted"
    NOT_NEEDED = "not_needed"
    MOVED_AWAY = "moved_away"
    DECEASED = "deceased"
    DUPLICATE = "duplicate"
    NOT_REACHED = "not_reached"


class Lack(StrEnum):
    """What is lacking when the answer is wait or no (domain model 2.3, correction 7)."""

    PLACE = "place"
    SKILL = "skill"
    OFFER = "offer"
    COORDINATION = "coordination"


LACK_WORDS = {
    Lack.PLACE: dutch("plek: er is nu geen vrijwilliger met ruimte"),
    Lack.SKILL: dutch("kennis: niemand heeft de scholing die nodig is"),
    Lack.OFFER: dutch("aanbod: wij doen dit niet"),
    Lack.COORDINATION: dutch("coördinatie-uren: wij kunnen er niemand bij begeleiden"),
}


class Asks(StrEnum):
    """What a form requires with a reason, by the name of its field."""

    NEXT_STEP = "next_step"
    FIRST_NUMBER = "first_number"
    LACK = "lack"
    SAFE_WHY = "safe_why"
    SAFE_TRIED = "safe_tried"


_LETTER_DONE = dutch("Uw vraag bij %(organisation)s is nu klaar. Opnieuw vragen mag altijd.")


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """One row of the table.

    `label` stands in forms and lists. `ended` and `then` are rows of `headlines`, for the own page;
    `by_party` replaces `ended` when a named party said yes. `letter_says` opens the letter, true
    for whoever reads it. `next_step` is said instead of asked,
    where nobody can be asked what comes next. `is_told`: a letter goes out.
    Of a no: `lacks` is what may lack (asked when there is more than one), `refused` stands in the
    letter and on the page, `counted` in a line of the count.
    `leaves_alone`: nobody goes on with this person, and perhaps nobody knows how they are: it asks
    that danger and safety were weighed, or that somebody says why it is safe.
    `given_back` is what another organisation hears that gave us this question; without it the
    person was helped.
    """

    label: str
    given_back: Why | None
    ended: str = "closed.done"
    then: str = "closed.again"
    by_party: str = ""
    letter_says: str = _LETTER_DONE
    next_step: str = ""
    is_told: bool = True
    needs_first: bool = False
    leaves_alone: bool = False
    lacks: tuple[Lack, ...] = ()
    refused: str = ""
    counted: str = ""

    @property
    def asks(self) -> tuple[Asks, ...]:
        """What a form requires with this reason."""
        asked = {
            Asks.NEXT_STEP: not self.next_step,
            Asks.FIRST_NUMBER: self.needs_first,
            Asks.LACK: len(self.lacks) > 1,
            # the form has these only where nobody weighed
            Asks.SAFE_WHY: self.leaves_alone,
            Asks.SAFE_TRIED: self.leaves_alone,
        }
        return tuple(one for one, is_asked in asked.items() if is_asked)

    @property
    def letter(self) -> str:
        """The template of the message about it; empty when nothing is sent."""
        if not self.is_told:
            return ""
        return "no" if self.refused else "closed"


CLOSING: Mapping[ClosingReason, ClosingRule] = MappingProxyType(
    {
        ClosingReason.HELPED: ClosingRule(dutch("Geholpen"), given_back=None),
        ClosingReason.HELPED_ELSEWHERE: ClosingRule(
            dutch("Elders geholpen, en dat is bevestigd"),
            given_back=None,
            by_party="closed.elsewhere",
        ),
        ClosingReason.NO_PLACE: ClosingRule(
            dutch("Nee, wij hebben geen plek"),
            Why.NO_PLACE,
            lacks=(Lack.PLACE, Lack.COORDINATION),
            refused=dutch(
                "Wij kunnen hierbij niet helpen. Wij hebben nu niemand vrij. Onze vrijwilligers"
                " zitten aan hun grens. Nog meer vragen is niet goed voor hen."
            ),
            counted=dutch("geen plek"),
        ),
        ClosingReason.NO_TRAINING: ClosingRule(
            dutch("Nee, wel plek maar niet de scholing"),
            Why.COULD_NOT_HELP,
            lacks=(Lack.SKILL,),
            refused=dutch(
                "Wij kunnen hierbij niet helpen. Wij hebben wel iemand vrij. Maar niemand van ons"
                " heeft geleerd wat hiervoor nodig is."
            ),
            counted=dutch("wel plek, niet de scholing"),
        ),
        ClosingReason.NO_FOR_PROFESSIONAL: ClosingRule(
            dutch("Nee, dit hoort bij een beroepskracht"),
            Why.FOR_PROFESSIONAL,
            lacks=(Lack.SKILL,),
            refused=dutch(
                "Wij kunnen hierbij niet helpen. Hier moet altijd iemand komen die dit heeft"
                " geleerd. Dat kunnen wij met vrijwilligers niet beloven."
            ),
            counted=dutch("hoort bij een beroepskracht"),
        ),
        ClosingReason.NO_OFFER: ClosingRule(
            dutch("Nee, niemand biedt dit"),
            Why.NO_OFFER,
            lacks=(Lack.OFFER,),
            refused=dutch(
                "Wij kunnen hierbij niet helpen. Ook de andere organisaties hier hebben dit nu"
                " niet."
            ),
            counted=dutch("niemand biedt dit"),
        ),
        ClosingReason.NOT_WANTED: ClosingRule(
            dutch("De persoon wil niet meer"),
            Why.NOT_WANTED,
            ended="closed.stopped",
            leaves_alone=True,
            letter_says=dutch(
                "Uw vraag bij %(organisation)s is gestopt. Opnieuw vragen mag altijd."
            ),
        ),
        ClosingReason.NOT_NEEDED: ClosingRule(
            dutch("Niet nodig nu"),
            Why.NOT_WANTED,
            ended="closed.not_needed",
            leaves_alone=True,
            then="closed.changes",
            letter_says=dutch(
                "Er is nu geen hulp nodig. Daarom is uw vraag bij %(organisation)s klaar. Verandert"
                " dat? Opnieuw vragen mag altijd."
            ),
        ),
        ClosingReason.MOVED_AWAY: ClosingRule(
            dutch("Is verhuisd"),
            Why.OUTSIDE_AREA,
            ended="closed.moved",
            leaves_alone=True,
            then="closed.moved_then",
            letter_says=dutch(
                "Er is een verhuizing. Daarom is uw vraag bij %(organisation)s gesloten. Is er hulp"
                " nodig in de nieuwe woonplaats? Bel ons. Wij denken mee."
            ),
        ),
        ClosingReason.DECEASED: ClosingRule(
            dutch("Overleden"),
            Why.DECEASED,
            ended="closed.death",
            then="closed.death_then",
            next_step=dutch("Wij sturen niets meer. Berichten die klaarstonden, vervallen."),
            is_told=False,
        ),
        ClosingReason.DUPLICATE: ClosingRule(
            dutch("Dubbel: deze vraag staat er al"),
            Why.DOUBLE,
            ended="closed.twice",
            then="closed.first",
            next_step=dutch("De eerste hulpvraag gaat verder. Wij sturen niets."),
            is_told=False,
            needs_first=True,
        ),
        ClosingReason.NOT_REACHED: ClosingRule(
            dutch("Niet bereikt: 3 pogingen, op 2 manieren"),
            Why.NOT_REACHED,
            ended="closed.not_reached",
            leaves_alone=True,
            then="closed.call",
            letter_says=dutch(
                "Wij probeerden een paar keer contact te krijgen. Dat lukte niet. Daarom is uw"
                " vraag bij %(organisation)s gesloten. Bel ons gerust. Dan gaan wij verder."
            ),
            next_step=dutch(
                "Vertel eerst de laatste brief, en wacht tot de dag die erin staat. Opnieuw bellen"
                " mag altijd."
            ),
        ),
    }
)
#: The person hears that we do not help; these have a page of their own, and feed the gaps.
SAYING_NO = frozenset(reason for reason, rule in CLOSING.items() if rule.refused)
#: With these nobody can be asked what comes next: what happens then is fixed, and is said.
SETTLED = frozenset(reason for reason, rule in CLOSING.items() if rule.next_step)


#: With these nobody goes on with the person: only somebody who says why it is safe closes them when
#: danger was never weighed.
LEAVES_ALONE = frozenset(reason for reason, rule in CLOSING.items() if rule.leaves_alone)


class Weighed(StrEnum):
    """What is known of danger and safety (gates N and V): never asked, asked and not a plain no
    everywhere, or a plain no."""

    NEVER = "never"
    OPEN = "open"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Safe:
    """Why somebody says that it is safe though nobody weighed, and what was tried to find out."""

    why: str = ""
    tried: str = ""

    @property
    def is_said(self) -> bool:
        """Whether both were written, in more than a word."""
        return min(len(self.why.split()), len(self.tried.split())) >= FEWEST_WORDS


#: "is oké" says nothing about how anybody knows.
FEWEST_WORDS = 3
SAY_WHY_SAFE = Reason(
    "close.safety",
    dutch(
        "Niemand weet of deze persoon veilig is: gevaar en veiligheid zijn niet gevraagd, of nog"
        " open. Ga langs, of bel de verwijzer, de huisarts of het wijkteam. Toch sluiten? Schrijf"
        " dan op waarom het veilig is, en wat jullie probeerden."
    ),
)


def needs_words(reason: ClosingReason, weighed: Weighed) -> bool:
    """Say whether somebody must write why it is safe to close with this reason."""
    return reason in LEAVES_ALONE and weighed is not Weighed.CLEAR


def may_leave(reason: ClosingReason, weighed: Weighed, safe: Safe) -> None:
    """Refuse to leave somebody alone of whom nobody knows whether they are in danger, unless
    somebody says why it is safe and what was tried. Raises Refused."""
    if needs_words(reason, weighed) and not safe.is_said:
        raise Refused(SAY_WHY_SAFE)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Tries to reach somebody: how many, and over how many different channels."""

    tries: int
    channels: int


def may_close(
    reason: ClosingReason,
    next_party: str,
    *,
    nobody_discussed: bool,
    lack: Lack | None,
    attempts: Attempts,
) -> None:
    """Refuse to close without a reason and a next step (promise P4). Raises Refused with what is
    missing.

    A reason in `SETTLED` brings its own next step.
    """
    if reason not in SETTLED and not next_party.strip() and not nobody_discussed:
        raise Refused(
            Reason(
                "close.next_step",
                dutch(
                    "Wat gebeurt er nu met deze persoon? Vul in wie het oppakt, of kies"
                    " ‘niemand, besproken’."
                ),
            )
        )
    if reason in SAYING_NO and lack is None:
        raise Refused(
            Reason("close.lack", dutch("Kies wat er ontbreekt: plek, kennis, aanbod of uren."))
        )
    if reason is ClosingReason.NOT_REACHED and (attempts.tries < 3 or attempts.channels < 2):
        raise Refused(
            Reason(
                "close.attempts",
                dutch(
                    "Er zijn %(tries)s pogingen op %(channels)s manieren genoteerd. Probeer het 3"
                    " keer, op 2 manieren, bijvoorbeeld bellen en een brief."
                ),
                {"tries": attempts.tries, "channels": attempts.channels},
            )
        )
