"""What each reader is told about a question: one table of (what is so × who reads it × the words).

A sentence that is true for the person is often untrue for the daughter or the neighbour who asked:
"helpt u", "u heeft ingetrokken". So no page makes such a sentence of its own: it names a row here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Param, Reason, Word, dutch


class Reader(StrEnum):
    """Who reads about a request: the person, or who asked for them (the codes of the form)."""

    ASKER = "self"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    REFERRER = "professional"


class Voice(StrEnum):
    """To whom a sentence speaks: the person; who asked and is the one whom we call; or who asked
    for somebody whom we call ourselves."""

    OWN = "own"
    CALLED = "called"
    BESIDE = "beside"


#: Where nobody's name is known.
THIS_PERSON = Word(dutch("deze persoon"))


def voice_of(reader: Reader, *, is_called: bool) -> Voice:
    """Return to whom we speak; whoever asked for another is called while that person does not
    know."""
    if reader is Reader.ASKER:
        return Voice.OWN
    return Voice.CALLED if is_called else Voice.BESIDE


@dataclass(frozen=True, slots=True)
class Headline:
    """One row: to the person, to who asked and is called, and to who asked for somebody who knows.

    Words that are left out are the same as those before them. `%(person)s` never begins a sentence.
    """

    own: str
    called: str = ""
    beside: str = ""

    def to(self, voice: Voice) -> str:
        if voice is Voice.OWN:
            return self.own
        called = self.called or self.own
        return called if voice is Voice.CALLED else self.beside or called


HEADLINES: Mapping[str, Headline] = MappingProxyType(
    {
        # --- a promise, and one that was not kept
        "told.calls": Headline(
            dutch("%(name)s belt u uiterlijk %(day)s."),
            beside=dutch("%(name)s belt %(person)s uiterlijk %(day)s."),
        ),
        "told.writes": Headline(
            dutch("U hoort uiterlijk %(day)s van %(name)s."),
            beside=dutch("%(name)s schrijft %(person)s uiterlijk %(day)s."),
        ),
        "told.word": Headline(
            dutch("U hoort van %(name)s."),
            beside=dutch("%(name)s neemt contact op met %(person)s."),
        ),
        "told.late_call": Headline(
            dutch("Wij zouden u uiterlijk %(day)s bellen. Dat is niet gelukt. Het spijt ons."),
            beside=dutch(
                "Wij zouden %(person)s uiterlijk %(day)s bellen. Dat is niet gelukt. Het spijt ons."
            ),
        ),
        "told.late_word": Headline(
            dutch("U zou uiterlijk %(day)s van ons horen. Dat is niet gelukt. Het spijt ons."),
            beside=dutch(
                "Uiterlijk %(day)s zou %(person)s van ons horen. Dat is niet gelukt. Het spijt ons."
            ),
        ),
        "told.call_us": Headline(dutch("Bel ons. Dan helpen wij u meteen verder.")),
        "told.cares": Headline(
            dutch("%(name)s werkt bij %(organisation)s en zorgt nu voor uw vraag.")
        ),
        "told.change": Headline(dutch("Wij weten dat er iets is veranderd.")),
        # --- new, in a talk, searching
        "told.full": Headline(
            dutch("Wij nemen tot %(day)s niemand nieuw aan. Waarschijnlijk zeggen wij nee.")
        ),
        "told.answer": Headline(
            dutch("Uiterlijk %(day)s hoort u van %(name)s ja of nee."),
            beside=dutch("Uiterlijk %(day)s hoort %(person)s van %(name)s ja of nee."),
        ),
        "told.searching": Headline(dutch("Wij kijken wie kan helpen.")),
        "told.searching_until": Headline(
            dutch("Uiterlijk %(day)s hoort u hoe het gaat."),
            beside=dutch("Uiterlijk %(day)s hoort %(person)s hoe het gaat."),
        ),
        # --- meeting
        "told.found": Headline(
            dutch("%(who)s wil graag kennismaken."),
            dutch("%(who)s wil graag kennismaken met %(person)s."),
        ),
        "told.met": Headline(
            dutch("U maakte kennis met %(who)s. %(name)s belt u over hoe het verdergaat."),
            dutch("Er was een kennismaking met %(who)s. %(name)s belt u over hoe het verdergaat."),
            dutch(
                "Er was een kennismaking met %(who)s. %(name)s belt %(person)s over hoe het"
                " verdergaat."
            ),
        ),
        "told.meeting": Headline(
            dutch("%(who)s komt kennismaken op %(day)s om %(time)s uur."),
            dutch("%(who)s maakt kennis met %(person)s op %(day)s om %(time)s uur."),
        ),
        "told.with_us": Headline(dutch("%(name)s is er ook bij.")),
        "told.no_is_fine": Headline(
            dutch("Klikt het niet? Dan mag u nee zeggen. %(who)s mag dat ook."),
            dutch("Klikt het niet? Dan mag ieder van hen nee zeggen."),
        ),
        # --- help
        "told.helps": Headline(
            dutch("%(who)s helpt u tot en met %(day)s."),
            dutch("%(who)s helpt %(person)s tot en met %(day)s."),
        ),
        "told.somebody": Headline(
            dutch("Er komt iemand, tot en met %(day)s."),
            dutch("Er komt iemand bij %(person)s, tot en met %(day)s."),
        ),
        "told.helped": Headline(
            dutch("U krijgt hulp."),
            dutch("Er is hulp voor %(person)s."),
        ),
        "told.still": Headline(
            dutch("De bezoeken van %(who)s staan nu stil."),
            dutch("De bezoeken van %(who)s aan %(person)s staan nu stil."),
        ),
        "told.still_call": Headline(
            dutch("%(name)s belt u over hoe het verdergaat."),
            beside=dutch("%(name)s belt %(person)s over hoe het verdergaat."),
        ),
        "told.ends": Headline(
            dutch("%(name)s belt u over wat daarna kan."),
            beside=dutch("%(name)s belt %(person)s over wat daarna kan."),
        ),
        "told.wrong": Headline(dutch("Gaat er iets niet goed? Bel %(name)s.")),
        # --- waiting
        "told.waiting": Headline(
            dutch("Wij hebben nog niemand voor u."),
            dutch("Wij hebben nog niemand voor %(person)s."),
        ),
        "told.waiting_until": Headline(
            dutch("Op %(day)s hoort u weer van ons."),
            beside=dutch("Op %(day)s hoort %(person)s weer van ons."),
        ),
        "told.order": Headline(
            dutch(
                "Wij helpen niet altijd op volgorde. Wij kijken ook wat het hardst nodig is en wie"
                " bij u past."
            ),
            dutch(
                "Wij helpen niet altijd op volgorde. Wij kijken ook wat het hardst nodig is en wie"
                " bij %(person)s past."
            ),
        ),
        "told.meanwhile": Headline(dutch("Dit kan nu al: %(what)s")),
        "told.stop_waiting": Headline(
            dutch(
                "Wilt u niet langer wachten? Laat het ons weten. U mag later altijd opnieuw vragen."
            ),
            dutch("Is wachten niet meer nodig? Laat het ons weten. Opnieuw vragen mag altijd."),
        ),
        # --- at another organisation
        "told.offered": Headline(
            dutch("Wij vroegen %(party)s om u te helpen."),
            dutch("Wij vroegen %(party)s om %(person)s te helpen."),
        ),
        "told.offered_until": Headline(
            dutch("Uiterlijk %(day)s hoort u van ons wat zij zeggen."),
            beside=dutch("Uiterlijk %(day)s hoort %(person)s van ons wat zij zeggen."),
        ),
        "told.taken_over": Headline(
            dutch("%(name)s van %(party)s helpt u verder."),
            dutch("%(name)s van %(party)s helpt %(person)s verder."),
        ),
        "told.taken_over_until": Headline(
            dutch("%(party)s zei ja. %(name)s belt u uiterlijk %(day)s."),
            dutch("%(party)s zei ja. %(name)s neemt uiterlijk %(day)s contact op met %(person)s."),
        ),
        "told.contact_missed": Headline(
            dutch("%(name)s van %(party)s zou u bellen, uiterlijk %(day)s. Belde niemand?"),
            dutch(
                "%(name)s van %(party)s zou uiterlijk %(day)s contact opnemen met %(person)s. Belde"
                " niemand?"
            ),
        ),
        "told.lost": Headline(dutch("Lukt dat niet? Bel ons. Dan zoeken wij het uit.")),
        # --- the road in four steps
        "step.received": Headline(dutch("Uw vraag is binnen")),
        "step.we_call": Headline(
            dutch("Wij bellen u"),
            beside=dutch("Wij bellen %(person)s"),
        ),
        "step.we_write": Headline(
            dutch("U hoort van ons"),
            beside=dutch("Wij schrijven %(person)s"),
        ),
        "step.spoken": Headline(
            dutch("Wij hebben met u gesproken"),
            dutch("Wij hebben elkaar gesproken"),
            dutch("Wij hebben met %(person)s gesproken"),
        ),
        "step.looking": Headline(dutch("Wij kijken wie kan helpen")),
        "step.waiting": Headline(
            dutch("u staat op de wachtlijst"),
            dutch("de vraag staat op de wachtlijst"),
        ),
        "step.meeting": Headline(dutch("Kennismaken")),
        # --- closed: as it reads for whoever asked; nobody is said to have done what they did not
        "closed.done": Headline(dutch("Uw vraag is klaar sinds %(day)s.")),
        "closed.again": Headline(dutch("Opnieuw vragen mag altijd.")),
        "closed.elsewhere": Headline(
            dutch("%(party)s helpt u nu."),
            dutch("%(party)s helpt %(person)s nu."),
        ),
        "closed.not_needed": Headline(
            dutch("U heeft nu geen hulp nodig. Daarom is deze vraag klaar sinds %(day)s."),
            dutch("Er is nu geen hulp nodig. Daarom is deze vraag klaar sinds %(day)s."),
        ),
        "closed.changes": Headline(dutch("Verandert dat? Opnieuw vragen mag altijd.")),
        "closed.stopped": Headline(dutch("Deze vraag is gestopt op %(day)s.")),
        "closed.moved": Headline(
            dutch("U bent verhuisd. Daarom is deze vraag gesloten op %(day)s."),
            dutch("Er is een verhuizing. Daarom is deze vraag gesloten op %(day)s."),
        ),
        "closed.moved_then": Headline(
            dutch("Zoekt u hulp in uw nieuwe woonplaats? Bel ons. Wij denken met u mee."),
            dutch("Is er hulp nodig in de nieuwe woonplaats? Bel ons. Wij denken met u mee."),
        ),
        # a telephone may lie in other hands: nobody reads of a death as news, or about themselves
        "closed.death": Headline(
            dutch("Wij leven met u mee. Deze vraag is gesloten. Wij sturen niets meer."),
        ),
        "closed.death_then": Headline(dutch("Wilt u iemand spreken? Bel ons gerust.")),
        "closed.twice": Headline(dutch("Deze vraag stond er al.")),
        "closed.first": Headline(
            dutch("Wij gaan verder met uw eerste vraag."),
            dutch("Wij gaan verder met de eerste vraag."),
        ),
        "closed.not_reached": Headline(
            dutch("Wij probeerden u te bereiken. Dat lukte niet."),
            beside=dutch("Wij probeerden %(person)s te bereiken. Dat lukte niet."),
        ),
        "closed.call": Headline(dutch("Bel ons gerust. Dan gaan wij verder.")),
        "closed.no": Headline(dutch("Wij kunnen dit niet doen.")),
        # --- who asked for somebody who did not agree to more
        "applicant.cares": Headline(
            dutch("%(name)s van %(organisation)s zorgt nu voor deze vraag.")
        ),
        "applicant.runs": Headline(dutch("Er loopt hulp.")),
        "applicant.runs_not": Headline(dutch("Er loopt nog geen hulp.")),
        "applicant.still": Headline(dutch("De hulp staat nu even stil.")),
        "applicant.closed": Headline(dutch("Deze vraag is klaar.")),
        "applicant.closed_quiet": Headline(dutch("Deze vraag is gesloten.")),
        "applicant.ask": Headline(
            dutch(
                "Wilt u meer weten? Vraag het de persoon zelf. Wij vertellen alleen wat die goed"
                " vindt."
            )
        ),
    }
)


def headline(code: str, voice: Voice, person: str = "", params: Mapping[str, Param] = {}) -> Reason:
    """Return one sentence as this reader reads it. Raises KeyError for what is not in the table."""
    words = HEADLINES[code].to(voice)
    named: dict[str, Param] = {"person": person or THIS_PERSON} if "%(person)s" in words else {}
    return Reason(code, words, {**params, **named})
