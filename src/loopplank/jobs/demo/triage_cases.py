"""The eighteen cases that the triage is tested with, as questions in the story.

Their words and expected routes stand in cases_nl.json, a copy of the acceptance material.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from loopplank.actions.requests.closing import Closing
from loopplank.actions.triage.triage import Heard
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.requests.states import State
from loopplank.core.triage import CODES, Answer
from loopplank.jobs.demo.plot import ordinary
from loopplank.jobs.demo.questions import Question

FILE = Path(__file__).with_name("cases_nl.json")
#: What stands behind a code in the cases: the answer to it, and the code that is then a yes.
SUFFIXES: dict[str, tuple[Answer, str]] = {
    "": (Answer.YES, ""),
    "nee": (Answer.NO, ""),
    "licht": (Answer.NO, ""),
    "grens": (Answer.NO, ""),
    "beperkt": (Answer.NO, ""),
    "geregeld": (Answer.NO, ""),
    "bij-prof": (Answer.NO, ""),
    "onbekend": (Answer.UNKNOWN, ""),
    "deels": (Answer.YES, ""),
    "dreigend": (Answer.NO, "T"),
    "elders": (Answer.NO, "E"),
}
HOLDS = ("M1", "T1")


@dataclass(frozen=True, slots=True)
class Case:
    number: int
    story: str
    route: str
    criteria: tuple[str, ...]
    asked_part_ok: bool
    provision_running: bool


@cache
def cases() -> dict[int, Case]:
    """Return every case by its number."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        row["id"]: Case(
            row["id"],
            row["text_nl"],
            row["route"].lower(),
            tuple(row["criteria"]),
            row["asked_part_ok"],
            row["provision_running"],
        )
        for row in rows
    }


def heard(case: Case, house: str, bridging_until: date) -> Heard:
    """Return the answers of a case: an unlisted concern is "no", M1 and T1 hold unless it says
    so.
    """
    answers = {code.key: Answer.NO for code in CODES if code.key != "X"}
    answers.update(dict.fromkeys(HOLDS, Answer.YES))
    for criterion in case.criteria:
        code, _, suffix = criterion.partition("-")
        answer, other = SUFFIXES[suffix]
        answers[code] = answer
        if other:
            answers[code + other] = Answer.YES
    bridged = answers["R3"] is Answer.YES
    return ordinary(
        house,
        answers,
        asked_part_ok=case.asked_part_ok,
        provision_running=case.provision_running,
        bridging_until=bridging_until if bridged else None,
        bridging_decided=bridged,
    )


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes of a case in the story: where it came in, and how it goes on.

    `called` is who was called about it, with whom was spoken, and the answer. `hour` is the one at
    which help begins, where the words of the case say so.
    """

    house: str
    owner: str
    question: Question
    fate: State
    began: int
    way: str = "web"
    months: int = 5
    lead: tuple[str, str] = ("", "")
    called: tuple[str, str, str] = ("", "", "")
    closing: Closing | None = None
    together_with: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    salutation: str = ""
    hour: int | None = None


def _no(reason: ClosingReason, party: str, lack: Lack | None = None) -> Closing:
    return Closing(reason, next_party=party, next_party_agreed=True, lack=lack)


def _question(
    kinds: tuple[str, ...], by: str, summary: str, minutes: int = 90, every: int | None = 1
) -> Question:
    """Make a question: the words come from the case; here only what it comes down to."""
    return Question(kinds, "", summary, minutes, every, by)


PROFESSIONAL, NO_OFFER = ClosingReason.NO_FOR_PROFESSIONAL, ClosingReason.NO_OFFER
ELSEWHERE = ClosingReason.HELPED_ELSEWHERE
GP = "Huisartsenpraktijk De Kade"
PARTS: dict[int, Part] = {
    1: Part(
        "buurtkracht",
        "marleen",
        _question(("company",), "family", "Kaarten en een rondje door het park."),
        State.RUNNING,
        70,
        "phone",
        salutation="mrs",
    ),
    2: Part(
        "thuisgenoten",
        "ineke",
        _question(
            ("family",), "professional", "Een vaste ochtend naast een gezin met vier kinderen.", 150
        ),
        State.RUNNING,
        45,
        lead=("Nadia Kaya, Wijkteam Oost", "0205550181"),
    ),
    3: Part(
        "buurtkracht",
        "marleen",
        _question(("paperwork",), "self", "Hulp bij de post."),
        State.TALKING,
        61,
        "phone",
        called=("112 en huisarts", "meldkamer", "yes"),
        closing=_no(PROFESSIONAL, GP, Lack.SKILL),
        salutation="mr",
    ),
    5: Part(
        "buurtkracht",
        "yusuf",
        _question(("other",), "neighbour", "Koffie drinken in de vakantieweken.", 60),
        State.TALKING,
        38,
        called=("Thuiszorg Meander", "mevrouw Post", "yes"),
        closing=_no(PROFESSIONAL, "Thuiszorg Meander", Lack.SKILL),
        salutation="mr",
    ),
    6: Part(
        "buurtkracht",
        "yusuf",
        _question(("other",), "family", "Op bezoek, zonder taak rond medicijnen.", 60),
        State.TALKING,
        26,
        called=("Apotheek Centrum", "de heer Bakker", "yes"),
        closing=_no(PROFESSIONAL, "Apotheek Centrum", Lack.SKILL),
        salutation="mr",
    ),
    8: Part(
        "thuisgenoten",
        "karim",
        _question(("respite",), "family", "Een middag bij meneer, later.", 180),
        State.TALKING,
        33,
        "phone",
        called=("Casemanager dementie", "mevrouw Smeets", "yes"),
        closing=_no(PROFESSIONAL, "Casemanager dementie", Lack.SKILL),
        salutation="mr",
    ),
    9: Part(
        "thuisgenoten",
        "ineke",
        _question(
            ("respite",), "family", "Donderdagmiddag bij mevrouw: koffie en het fotoalbum.", 180
        ),
        State.RUNNING,
        82,
        salutation="mrs",
    ),
    11: Part(
        "buurtkracht",
        "marleen",
        _question(("paperwork",), "self", "Samen de post leren doen, hoogstens een jaar.", 120),
        State.RUNNING,
        55,
        salutation="mrs",
    ),
    12: Part(
        "buurtkracht",
        "marleen",
        _question(("company",), "neighbour", "Bezoek staat stil."),
        State.TALKING,
        20,
        "phone",
        called=("Politie en Veilig Thuis", "meldkamer", "yes"),
        closing=_no(PROFESSIONAL, "Veilig Thuis", Lack.SKILL),
        salutation="mrs",
    ),
    14: Part(
        "samenzuid",
        "sandra",
        _question(
            ("odd_jobs",),
            "professional",
            "Een dag met een groepje in een dichtgegroeide tuin.",
            240,
            None,
        ),
        State.RUNNING,
        64,
        salutation="mrs",
    ),
    15: Part(
        "samenzuid",
        "tom",
        _question(("odd_jobs",), "self", "Een huiskamer verven."),
        State.TALKING,
        47,
        closing=_no(NO_OFFER, "een schilder uit de buurt", Lack.OFFER),
        salutation="mr",
    ),
    17: Part(
        "buurtkracht",
        "yusuf",
        _question(("company",), "neighbour", "Bezoek staat stil."),
        State.TALKING,
        12,
        "phone",
        called=("112", "meldkamer", "yes"),
        closing=_no(ELSEWHERE, "Ziekenhuis Waterstad"),
        salutation="mrs",
    ),
    18: Part(
        "buurtkracht",
        "yusuf",
        _question(
            ("paperwork", "language"), "professional", "Hulp bij brieven en oefenen met praten."
        ),
        State.TALKING,
        29,
        called=("Taalhuis Waterstad", "mevrouw Ramdin", "yes"),
        closing=_no(ELSEWHERE, "Taalhuis Waterstad"),
        salutation="mr",
    ),
    20: Part(
        "buurtkracht",
        "marleen",
        _question(
            ("shopping", "other"), "self", "Zes weken boodschappen, en een hondje uitlaten.", 75
        ),
        State.MEETING,
        15,
        months=2,
        salutation="mrs",
    ),
    23: Part(
        "thuisgenoten",
        "ineke",
        _question(("vigil",), "professional", "Een nacht per week waken, van 23 tot 7 uur.", 480),
        State.RUNNING,
        24,
        "phone",
        3,
        lead=("Wijkverpleging Meander", "0205550188"),
        wanted=("Gerrit Kuiper",),
        together_with=("Mies Verburg",),
        salutation="mr",
        hour=23,
    ),
    24: Part(
        "thuisgenoten",
        "karim",
        _question(("vigil",), "professional", "Waken, als de basis staat.", 240),
        State.TALKING,
        51,
        called=("Hospice De Haven", "mevrouw Van Loon", "yes"),
        closing=_no(PROFESSIONAL, "Hospice De Haven", Lack.SKILL),
        salutation="mrs",
    ),
    27: Part(
        "samenzuid",
        "sandra",
        _question(("buddy",), "professional", "Om de week fietsen met een man van 41.", 120, 2),
        State.RUNNING,
        60,
        lead=("FACT-team Zuid", "0205550187"),
        wanted=("Dirk Jan Mol",),
        salutation="mr",
    ),
    30: Part(
        "buurtkracht",
        "marleen",
        _question(("other",), "self", "Niet schoonmaken; wel een keer koffie."),
        State.TALKING,
        18,
        called=("Wmo-loket gemeente", "de heer Timmer", "yes"),
        closing=_no(PROFESSIONAL, "Wmo-loket gemeente", Lack.OFFER),
        salutation="mrs",
    ),
}
