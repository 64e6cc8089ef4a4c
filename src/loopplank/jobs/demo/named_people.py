"""The people of Buurtkracht Oost whom the story knows by name, as the first pages show them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.requests.intake import Duration, HelpedBy, HoldingOut, day_parts
from loopplank.core.requests.states import State
from loopplank.core.triage import Answer
from loopplank.jobs.demo import places
from loopplank.jobs.demo.days import DECISION, FIRST_CONTACT
from loopplank.jobs.demo.plot import Plot, ordinary
from loopplank.jobs.demo.questions import Question
from loopplank.jobs.demo.requesters import When
from loopplank.jobs.demo.scenarios import NO_OFFER, NO_PLACE, Plots

HOUSE, OWNER = "buurtkracht", "marleen"
WEEKDAYS = places.weekdays_of(OWNER)
NO_WALKING = ("steunen bij lopen",)


def named(plots: Plots) -> list[Plot]:
    """Return everybody with a name, in a fixed order."""
    return [
        *_lying(plots),
        *_to_decide(plots),
        *_asked(plots),
        *_running(plots),
        *_refused(plots),
    ]


def van_dam_is_due(plots: Plots) -> bool:
    """Say whether there is a day on which he can have been spoken with, so that today is the
    day.
    """
    return plots.days.due_today(DECISION, WEEKDAYS, on_own_days=True) is not None


def _plot(
    plots: Plots,
    key: str,
    question: Question,
    person: Mapping[str, object],
    when: When | None = None,
    **rest: object,
) -> Plot:
    year = plots.stage.today.year
    age = person.get("age")
    known = {k: v for k, v in person.items() if k != "age"}
    if isinstance(age, int):
        known["birth_year"] = year - age
    made = plots.make(
        question,
        known,
        key=key,
        **{"house": HOUSE, "owner": OWNER, "fate": State.TALKING, "began": 5, **rest},
    )
    if when is None:
        return made
    return replace(made, when=when, answers=replace(made.answers, day_parts=when.mask))


def _lying(plots: Plots) -> list[Plot]:
    """Return two that should have been done already."""
    days = plots.days
    yilmaz = days.late(DECISION, WEEKDAYS, on_own_days=True)
    return [
        _plot(
            plots,
            "pels",
            Question(
                ("shopping",),
                "Mijn boodschappen worden te zwaar. De winkel is om de hoek, maar de tas niet.",
                "Boodschappen dragen voor een mevrouw die zelf meeloopt.",
            ),
            {"salutation": "mrs", "first_name": "Ada", "last_name": "Pels", "age": 83},
            fate=State.NEW,
            arrives_on=days.late(FIRST_CONTACT, WEEKDAYS),
            left_lying=True,
        ),
        _plot(
            plots,
            "yilmaz",
            Question(
                ("family",),
                "Ik lig veel in het ziekenhuis. Mijn man werkt ’s avonds. Wie past er op de drie"
                " kinderen?",
                "Oppas in de avond bij een gezin met drie kinderen.",
                180,
            ),
            {
                "salutation": "mrs",
                "first_name": "Gül",
                "last_name": "Yilmaz",
                "age": 36,
                "helped_by": (HelpedBy.FAMILY,),
                "holding_out": HoldingOut.WEEKS,
                "duration": Duration.MONTHS,
            },
            began=(plots.stage.today - yilmaz).days + 2,
            spoken_at=at_local(yilmaz, time(10, 30)),
            heard=ordinary(HOUSE, {"K2": Answer.YES, "M1": Answer.NO, "M1E": Answer.YES}),
            decides=False,
            called=plots.called(("Thuisgenoten", "Ineke Brouwer", "thinking"), yilmaz),
            talk="Gezin met drie kinderen. Vader werkt in de avond. Thuisgenoten gebeld.",
            left_lying=True,
        ),
    ]


def _to_decide(plots: Plots) -> list[Plot]:
    """Return who is weighed, and waiting for the decision of a person."""
    days = plots.days
    fresh = days.talk_that_may_wait(WEEKDAYS, 0.35)
    today = days.due_today(DECISION, WEEKDAYS, on_own_days=True)
    return [
        _plot(
            plots,
            "van-dam",
            Question(
                ("company",),
                "Ik zou graag weer elke week een eind wandelen. Alleen doe ik het niet meer.",
                "Elke week wandelen met een meneer van 71 die stevig doorloopt.",
                90,
            ),
            {
                "salutation": "mr",
                "first_name": "Huub",
                "last_name": "Van Dam",
                "age": 71,
                "postcode": "1013 CD",
            },
            When(4, 14, day_parts([1, 3, 4], [1])),
            began=(plots.stage.today - (today or local_day(fresh))).days + 1,
            spoken_at=at_local(today, time(11, 20)) if today else fresh,
            decides=False,
            left_lying=True,
            evening=True,
        ),
        _plot(
            plots,
            "de-wit",
            Question(
                ("shopping", "company"),
                "Ik zie de hele week verder niemand. Een keer samen naar de winkel zou fijn zijn.",
                "Samen boodschappen doen en koffie drinken met een mevrouw van 83.",
                90,
                not_included=(*NO_WALKING, "pinnen of geld meenemen"),
            ),
            {
                "salutation": "mrs",
                "first_name": "Truus",
                "last_name": "De Wit",
                "age": 83,
                "postcode": "1013 AB",
                "helped_by": (HelpedBy.HOME_CARE,),
                "duration": Duration.MONTHS,
            },
            When(3, 14, day_parts([3], [1])),
            began=(plots.stage.today - local_day(fresh)).days + 1,
            spoken_at=fresh,
            heard=ordinary(HOUSE, {"H4": Answer.YES}, asked_part_ok=True),
            decides=False,
            talk="Helder en gezellig. Vorige maand gevallen; loopt met een rollator.",
            lead=("Thuiszorg Meander, mevrouw Post", "0205550186"),
            evening=True,
        ),
    ]


def _asked(plots: Plots) -> list[Plot]:
    """Return somebody who was asked yesterday."""
    return [
        _plot(
            plots,
            "bakker",
            Question(
                ("company",),
                "Op woensdag zit ik de hele middag alleen. Dan duurt de dag lang.",
                "Op woensdagmiddag thee drinken met een mevrouw die graag kletst.",
                60,
            ),
            {"salutation": "mrs", "first_name": "Corrie", "last_name": "Bakker", "age": 79},
            When(2, 14, day_parts([2], [1])),
            fate=State.PROPOSED,
            began=9,
            wanted=("Fatima Haddad",),
        ),
        _plot(
            plots,
            "aslan",
            Question(
                ("shopping",),
                "Ik wil graag weer naar de markt op zaterdag. Mijn knie wil niet mee.",
                "Samen naar de markt, om de week op zaterdag.",
                90,
                2,
                not_included=NO_WALKING,
            ),
            {"salutation": "mrs", "first_name": "Emine", "last_name": "Aslan", "age": 68},
            When(5, 10, day_parts([5], [0])),
            fate=State.PROPOSED,
            began=10,
            wanted=("Els de Graaf",),
        ),
    ]


def _running(plots: Plots) -> list[Plot]:
    """Return help that runs, with the volunteers who have a name."""

    def runs(
        key: str,
        person: tuple[str, str, str, int],
        what: tuple[str, str, int],
        day: tuple[int, int],
        helper: str,
        **rest: object,
    ) -> Plot:
        salutation, first, last, age = person
        story, summary, minutes = what
        heavy = bool(rest.pop("heavy", False))
        weekday, hour = day
        return _plot(
            plots,
            key,
            Question(("company",), story, summary, minutes, heavy=heavy),
            {"salutation": salutation, "first_name": first, "last_name": last, "age": age},
            When(weekday, hour, day_parts([weekday], [0 if hour < 12 else 1])),
            fate=State.RUNNING,
            wanted=(helper,),
            **rest,
        )

    return [
        runs(
            "jansen",
            ("mr", "Bertus", "Jansen", 86),
            ("Ik loop graag langs het water. Alleen durf ik niet.", "Lopen langs het water.", 90),
            (1, 10),
            "Ria Smit",
            began=58,
        ),
        runs(
            "hendriks",
            ("mrs", "Lies", "Hendriks", 80),
            ("Op zaterdag is het hier zo stil.", "Op zaterdag een spelletje en koffie.", 90),
            (5, 14),
            "Ria Smit",
            began=84,
        ),
        runs(
            "mulder",
            ("mr", "Kees", "Mulder", 77),
            (
                "Mijn zoon belt niet meer. De avonden zijn lang.",
                "Elke week op bezoek bij een meneer die veel piekert.",
                180,
            ),
            (2, 19),
            "Henk Visser",
            began=117,
            heavy=True,
            told_elsewhere=True,
        ),
        runs(
            "kok",
            ("mrs", "Jannie", "Kok", 74),
            ("Ik leer weer lopen na mijn beroerte.", "Een rondje om het plein, elke week.", 60),
            (4, 10),
            "Henk Visser",
            began=64,
            told_elsewhere=True,
        ),
        runs(
            "kuijt",
            ("mr", "Siem", "Kuijt", 82),
            ("Samen naar het voetbal kijken, dat mis ik.", "Elke zondag voetbal kijken.", 180),
            (6, 14),
            "Wim Postma",
            began=112,
        ),
        runs(
            "donker",
            ("mr", "Wout", "Donker", 69),
            ("Ik kom er niet aan toe om mijn schuur te ruimen.", "Samen de schuur ruimen.", 150),
            (3, 13),
            "Wim Postma",
            began=47,
        ),
        runs(
            "smeets",
            ("mrs", "Mia", "Smeets", 91),
            ("Ik hoor graag nog iets van de buurt.", "Op de koffie bij een mevrouw van 91.", 120),
            (0, 10),
            "Truus Oomen",
            began=72,
        ),
        runs(
            "de-raad",
            ("mrs", "Els", "De Raad", 66),
            ("Ik wil mijn papieren weer op orde.", "Op dinsdag samen een map maken.", 120),
            (1, 13),
            "Anton Kuipers",
            began=51,
        ),
    ]


def _refused(plots: Plots) -> list[Plot]:
    """Return two noes of this month, told by phone."""
    first, second = _this_month(plots, 0.55), _this_month(plots, 0.6)
    return [
        _plot(
            plots,
            "evening",
            Question(
                ("family",),
                "Ik werk in de avond en zoek iemand voor mijn kinderen van 3 en 5.",
                "Avondhulp voor een gezin met jonge kinderen.",
                240,
            ),
            {"salutation": "mrs", "age": 31},
            began=max(6, (plots.stage.today - first.date()).days + 5),
            heard=ordinary(HOUSE, {"K2": Answer.YES, "M1": Answer.NO}),
            closing=NO_OFFER,
            closes_at=first,
        ),
        _plot(
            plots,
            "no-place",
            Question(
                ("paperwork",),
                "Er komt een deurwaarder. Ik wil graag hulp bij de brieven.",
                "Hulp bij brieven over schulden.",
                90,
            ),
            {"salutation": "mr", "age": 44},
            began=max(7, (plots.stage.today - second.date()).days + 6),
            heard=ordinary(HOUSE, {"H5": Answer.YES}),
            closing=NO_PLACE,
            closes_at=second,
        ),
    ]


def _this_month(plots: Plots, share: float) -> datetime:
    """Return the last own working day of this month before today; without one, this morning."""
    stage = plots.stage
    day = plots.days.fresh(WEEKDAYS)
    if day.month == stage.today.month:
        return at_local(day, time(16, 40))
    return stage.this_morning(share)
