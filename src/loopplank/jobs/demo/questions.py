"""What people ask in the story, in their own words, and what help it comes down to.

The questions stand in questions.tsv, the names in names.json: they are data, not code.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the words of the asker, and the sentence that a volunteer gets to read.

    `by` is who asks: "self", "family", "neighbour" or "professional". `minutes` a visit, every so
    many weeks; None is one visit only.
    """

    kinds: tuple[str, ...]
    story: str
    summary: str
    minutes: int = 90
    every_weeks: int | None = 1
    by: str = "self"
    heavy: bool = False
    not_included: tuple[str, ...] = ()


def questions_of(house: str) -> list[Question]:
    """Return the questions that come to one organisation, in the order of the file."""
    with (HERE / "questions.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_question(row) for row in rows if row["house"] == house]


def names() -> dict[str, list[str]]:
    """Return invented names, by list: helpers_first, helpers_last, mrs, mr, seekers_last."""
    found: dict[str, list[str]] = json.loads((HERE / "names.json").read_text(encoding="utf-8"))
    return found


def _question(row: dict[str, str]) -> Question:
    return Question(
        _parts(row["kinds"]),
        row["story"],
        row["summary"],
        int(row["minutes"]),
        None if row["every_weeks"] == "once" else int(row["every_weeks"]),
        row["by"],
        row["heavy"] == "heavy",
        _parts(row["not_included"]),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


# What a coordinator writes down after the first talk; one of these, as the seed has it.
TALKS = (
    "Rustig gesprek. De vraag is duidelijk.",
    "Vertelt graag. Vraagt zelf wat wij niet doen.",
    "Vond het lastig om te vragen. Uitgelegd dat nee ook mag.",
    "Wil eerst kennismaken en dan pas beslissen.",
    "De thuiszorg komt al. Dit komt er los van.",
    "Dochter belt mee. De afspraak is met haar doorgenomen.",
    "Kan het best ’s middags gebeld worden.",
    "Heeft liever iemand uit een andere straat.",
)
EVALUATIONS = (
    "Beiden tevreden. Gaat zo door.",
    "Het klikt. Ze lachen veel samen.",
    "Loopt goed. Een week overgeslagen door griep.",
    "Gaat goed. Afgesproken wat er niet bij hoort.",
)
