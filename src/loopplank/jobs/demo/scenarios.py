"""All questions of the story, in the order in which they are told to the stage."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from loopplank.actions.requests.closing import Closing
from loopplank.actions.requests.handling import PhoneAnswer
from loopplank.core.requests.closing import ClosingReason, Lack, Safe
from loopplank.core.requests.intake import day_parts, days_in, part_of_hour
from loopplank.core.requests.states import State
from loopplank.core.triage import Answer, Impression, Route
from loopplank.jobs.demo import places, triage_cases
from loopplank.jobs.demo.days import FIRST_CONTACT, Days
from loopplank.jobs.demo.plot import Plot, ordinary
from loopplank.jobs.demo.questions import Question, questions_of
from loopplank.jobs.demo.requesters import Register
from loopplank.jobs.demo.stage import Stage

KNOWN_SAFE = Safe(
    "De buurvrouw ziet haar elke dag en zegt dat het goed gaat.", "Gebeld, een brief, en de buren."
)
NOT_REACHED = Closing(ClosingReason.NOT_REACHED, nobody_discussed=True, safe=KNOWN_SAFE)
NOT_NEEDED = Closing(ClosingReason.NOT_NEEDED, nobody_discussed=True, safe=KNOWN_SAFE)
NOT_WANTED = Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE)
DECEASED = Closing(ClosingReason.DECEASED, nobody_discussed=True)
HELPED = Closing(ClosingReason.HELPED, nobody_discussed=True)
DUPLICATE = Closing(ClosingReason.DUPLICATE)
MOVED_AWAY = Closing(ClosingReason.MOVED_AWAY, nobody_discussed=True)
NO_PLACE = Closing(
    ClosingReason.NO_PLACE,
    nobody_discussed=True,
    lack=Lack.PLACE,
    partial_offer="U kunt op dinsdag mee-eten in buurthuis De Brug.",
)
NO_OFFER = Closing(ClosingReason.NO_OFFER, nobody_discussed=True, lack=Lack.OFFER)
NO_TRAINING = Closing(ClosingReason.NO_TRAINING, nobody_discussed=True, lack=Lack.SKILL)
NO_HOURS = Closing(ClosingReason.NO_PLACE, nobody_discussed=True, lack=Lack.COORDINATION)


@dataclass(frozen=True, slots=True)
class Turn:
    """How the next question of an organisation goes: who owns it, how far it comes, how old."""

    owner: str
    fate: State
    began: int
    way: str = "web"
    closing: Closing | None = None
    closes_after: int = 1
    asked_first: tuple[str, ...] = ()
    tries: tuple[str, ...] = ()
    meets: bool = True
    lack: Lack = Lack.PLACE
    unknown: str = ""
    otherwise: str = ""
    impression: str = ""
    decides: bool = True
    left_lying: bool = False
    taken_over: bool = False


NEW, TALKING, SEARCHING, PROPOSED = State.NEW, State.TALKING, State.SEARCHING, State.PROPOSED
MEETING, RUNNING, WAITING = State.MEETING, State.RUNNING, State.WAITING
HANDOVER = State.HANDOVER
TURNS: dict[str, tuple[Turn, ...]] = {
    "buurtkracht": (
        Turn("marleen", RUNNING, 121, "phone"),
        Turn("marleen", RUNNING, 115, asked_first=("no",)),
        Turn("yusuf", RUNNING, 113),
        Turn("marleen", WAITING, 66, impression=Impression.FITS),
        Turn("marleen", RUNNING, 58, "phone", asked_first=("silent",)),
        Turn("yusuf", RUNNING, 44, asked_first=("no", "silent")),
        Turn("marleen", WAITING, 35, lack=Lack.COORDINATION),
        Turn("marleen", RUNNING, 100, closing=HELPED, closes_after=8),
        Turn("yusuf", TALKING, 30, closing=NOT_WANTED),
        Turn("marleen", NEW, 40, closing=NOT_REACHED, tries=("phone", "phone", "letter")),
        Turn("marleen", NEW, 52, closing=DUPLICATE),
        Turn("yusuf", MEETING, 17),
        Turn("marleen", MEETING, 12, meets=False),
        Turn("marleen", SEARCHING, 8, "phone", impression=Impression.DOUBT),
        Turn("marleen", SEARCHING, 7),
        Turn("yusuf", TALKING, 6, unknown="V4", decides=False),
        Turn("marleen", PROPOSED, 12, asked_first=()),
        Turn("marleen", NEW, 1),
        Turn("marleen", NEW, 0),
        Turn("yusuf", WAITING, 75, closing=NOT_NEEDED, closes_after=30),
    ),
    "thuisgenoten": (
        Turn("ineke", RUNNING, 118),
        Turn("ineke", RUNNING, 77, asked_first=("no",)),
        Turn("karim", RUNNING, 50, "phone"),
        Turn("ineke", RUNNING, 88, closing=DECEASED, closes_after=5),
        Turn("ineke", WAITING, 60, lack=Lack.SKILL),
        Turn("karim", WAITING, 28),
        Turn("ineke", MEETING, 16),
        Turn("ineke", RUNNING, 39, "phone"),
        Turn("karim", SEARCHING, 9, otherwise="our_people", impression=Impression.DOUBT),
        Turn("ineke", PROPOSED, 11),
        Turn("ineke", NEW, 8, left_lying=True),
        Turn("ineke", NEW, 1),
    ),
    "vervoerdienst": (
        Turn("paul", RUNNING, 116, "phone"),
        Turn("paul", RUNNING, 85),
        Turn("anja", RUNNING, 70, asked_first=("silent",)),
        Turn("paul", RUNNING, 48, "phone"),
        Turn("paul", RUNNING, 41),
        Turn("paul", WAITING, 31),
        Turn("paul", RUNNING, 54),
        Turn("paul", MEETING, 13),
        Turn("anja", SEARCHING, 8),
        Turn("paul", PROPOSED, 9),
        Turn("paul", TALKING, 45, closing=MOVED_AWAY),
        Turn("paul", PROPOSED, 8, "phone"),
        Turn("paul", TALKING, 2, "phone", decides=False),
        Turn("paul", NEW, 1),
    ),
    "samenzuid": (
        Turn("sandra", RUNNING, 80),
        Turn("sandra", RUNNING, 119),
        Turn("tom", RUNNING, 62),
        Turn("sandra", TALKING, 34, closing=NO_TRAINING),
        Turn("sandra", RUNNING, 56, "paper"),
        Turn("tom", RUNNING, 73),
        Turn("sandra", WAITING, 49),
        Turn("sandra", MEETING, 15),
        Turn("sandra", RUNNING, 67),
        Turn("tom", TALKING, 22, closing=NO_HOURS),
        Turn("sandra", SEARCHING, 7),
        Turn("sandra", NEW, 1),
        Turn("sandra", HANDOVER, 3, "phone"),
        Turn("tom", HANDOVER, 9, "phone", taken_over=True),
    ),
}


class Plots:
    """Makes every plot of the story."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.days = Days(stage)
        self.register = Register(stage.chance, stage.today.year)

    def all(self) -> list[Plot]:
        """Return the cases, and a number of questions for each organisation."""
        return [*self._cases(), *self._generic()]

    def make(self, question: Question, known: dict[str, object], **rest: object) -> Plot:
        """Make a plot about a freshly drawn person, of whom `known` is told."""
        when = self.register.when()
        answers = self.register.answers(question, when, **known)
        return Plot(
            **{  # type: ignore[arg-type]  # the names of its own fields
                "question": question,
                "answers": answers,
                "when": when,
                **rest,
            }
        )

    def _cases(self) -> list[Plot]:
        return [
            self._case(case, triage_cases.PARTS[number])
            for number, case in triage_cases.cases().items()
        ]

    def _case(self, case: triage_cases.Case, part: triage_cases.Part) -> Plot:
        known: dict[str, object] = {"story": case.story}
        if part.salutation:
            known["salutation"] = part.salutation
        heard = triage_cases.heard(case, part.house, self.stage.today + timedelta(days=40))
        made = self.make(
            part.question,
            known,
            key=f"case-{case.number}",
            house=part.house,
            owner=part.owner,
            fate=part.fate,
            began=part.began,
            way=part.way,
            heard=heard,
            months=part.months,
            lead=part.lead,
            called=self.called(part.called, self.stage.days_ago(part.began - 1)),
            closing=part.closing,
            closes_after=0 if part.closing else 1,
            wanted=part.wanted,
            together_with=part.together_with,
            impression=""
            if case.route in {Route.EMERGENCY, Route.VOLUNTEER}
            else self.stage.chance.choice(("fits", "doubt", "not", "")),
        )
        return made if part.hour is None else _at(made, part.hour)

    def called(self, said: tuple[str, str, str], on: date) -> PhoneAnswer | None:
        party, spoke_with, answer = said
        if not party:
            return None
        return PhoneAnswer(party, spoke_with, answer, on, phone="0205550189")

    def _generic(self) -> list[Plot]:
        made = []
        for house, turns in TURNS.items():
            # there may be more questions than turns, and never a turn without one
            asked = zip(turns, questions_of(house)[: len(turns)], strict=True)
            made += [
                self._turn(f"{house}-{number}", house, turn, question)
                for number, (turn, question) in enumerate(asked)
            ]
        return made

    def _turn(self, key: str, house: str, turn: Turn, question: Question) -> Plot:
        heard = ordinary(house, {turn.unknown: Answer.UNKNOWN}) if turn.unknown else None
        otherwise = None
        if turn.otherwise:
            # another organisation would say no here; these volunteers can do it
            heard = ordinary(house, {"M1": Answer.NO})
            words = "Wij hebben hier net iemand voor opgeleid."
            otherwise = (Route.VOLUNTEER, turn.otherwise, words)
        return self.make(
            question,
            {},
            key=key,
            house=house,
            owner=turn.owner,
            fate=turn.fate,
            began=turn.began,
            way=turn.way,
            heard=heard,
            otherwise=otherwise,
            impression=turn.impression,
            asked_first=turn.asked_first,
            closing=turn.closing,
            closes_after=turn.closes_after,
            tries=turn.tries,
            meets=turn.meets,
            lack=turn.lack,
            decides=turn.decides,
            left_lying=turn.left_lying,
            taken_over=turn.taken_over,
            arrives_on=self.days.late(FIRST_CONTACT, places.weekdays_of(turn.owner))
            if turn.left_lying
            else None,
            evening=turn.began == 1,
            months=self.stage.chance.choice((4, 5, 6)),
        )


def _at(plot: Plot, hour: int) -> Plot:
    """Ask the same question at an hour that the story tells."""
    mask = day_parts(days_in(plot.when.mask), [part_of_hour(hour)])
    return replace(
        plot,
        when=replace(plot.when, hour=hour, mask=mask),
        answers=replace(plot.answers, day_parts=mask),
    )
