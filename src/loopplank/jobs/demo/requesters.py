"""The people who ask: invented names, numbers that nobody has, and the six answers."""

from dataclasses import dataclass

from loopplank.core.requests.intake import (
    Answers,
    Channel,
    Duration,
    ForWhom,
    HelpedBy,
    HoldingOut,
    Knows,
    day_parts,
)
from loopplank.jobs.chance import Random
from loopplank.jobs.demo import places
from loopplank.jobs.demo.questions import Question, names

YOUNG = {"family", "buddy", "language"}
CARERS = (HoldingOut.LONG, HoldingOut.MONTHS, HoldingOut.WEEKS)
PROFESSIONALS = ("Wijkteam Oost", "Huisartsenpraktijk De Kade", "Thuiszorg Meander")


@dataclass(frozen=True, slots=True)
class When:
    """When help suits: the weekday and hour that will be agreed, and what else was ticked."""

    weekday: int
    hour: int
    mask: int


class Register:
    """Draws people one by one: nobody comes twice, and every number is another one."""

    def __init__(self, chance: Random, year: int) -> None:
        self.chance = chance
        self.year = year
        self.drawn = 0
        lists = names()
        self._last = lists["seekers_last"][:]
        chance.shuffle(self._last)
        self._first = {"mrs": lists["mrs"], "mr": lists["mr"]}

    def when(self) -> When:
        """Choose two or three weekdays in one part of the day."""
        days = sorted(self.chance.sample(range(5), self.chance.randint(2, 4)))
        part = self.chance.choice((0, 1, 1))
        hour = self.chance.choice((10, 11)) if part == 0 else self.chance.choice((13, 14, 15))
        return When(days[0], hour, day_parts(days, [part]))

    def answers(self, question: Question, when: When, **known: object) -> Answers:
        """Return the six answers of somebody who asks this; `known` is what the story says of
        them.
        """
        chance = self.chance
        self.drawn += 1
        young = bool(YOUNG & set(question.kinds))
        born = chance.randint(27, 58) if young else chance.randint(68, 93)
        salutation = str(known.get("salutation") or chance.choice(("mrs", "mrs", "mr")))
        channel = chance.choice(
            (Channel.PHONE, Channel.PHONE, Channel.SMS, Channel.EMAIL, Channel.LETTER)
        )
        behalf = question.by != "self"
        values: dict[str, object] = {
            "for_whom": ForWhom(question.by),
            "knows": chance.choice((Knows.YES, Knows.YES, Knows.NO, Knows.CANNOT))
            if behalf
            else Knows.YES,
            "kinds": question.kinds,
            "day_parts": when.mask,
            "duration": Duration.ONCE
            if question.every_weeks is None
            else chance.choice((Duration.WEEKS, Duration.MONTHS, Duration.LONGER)),
            "helped_by": (chance.choice(tuple(HelpedBy)),),
            "holding_out": chance.choice(CARERS) if question.by == "family" else None,
            "channel": channel,
            "salutation": salutation,
            "first_name": chance.choice(self._first[salutation]),
            "last_name": self._last[self.drawn % len(self._last)],
            "phone": f"06124{self.drawn:05d}",
            "email": f"vrager{self.drawn}@waterstad.example" if channel is Channel.EMAIL else "",
            "postcode": f"{chance.choice(places.AREAS).postcode} {chance.choice('ABCDEGHK')}A",
            "street": f"{chance.choice(places.STREETS)} {chance.randint(1, 180)}",
            "place": places.PLACE,
            "birth_year": self.year - born,
            "story": question.story,
        }
        if behalf:
            values |= self._applicant(question.by)
        values |= known
        return Answers(**values)  # type: ignore[arg-type]  # the names of its own fields

    def _applicant(self, by: str) -> dict[str, object]:
        lists = names()
        first = self.chance.choice(lists["helpers_first"])
        last = self.chance.choice(lists["helpers_last"])
        works_at = self.chance.choice(PROFESSIONALS) if by == "professional" else ""
        return {
            "applicant_name": f"{first} {last}",
            "applicant_phone": f"06125{self.drawn:05d}",
            "applicant_email": f"aanvrager{self.drawn}@waterstad.example",
            "applicant_works_at": works_at,
        }
