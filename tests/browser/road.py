"""The road from a help seeker's form to a visit that stands written down, whoever walks it how.

Every step goes through a `Way` (operating.py), so the road is written once and is walked by
keyboard only and without JavaScript.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from tests.browser.operating import Way

from loopplank.core.kit.calendar import local_day
from loopplank.core.triage import GATE_TEXTS, Gate

ORGANISATION = "/hulp/waterstad/buurtkracht-oost/"
COORDINATOR, PASSWORD = "marleen@waterstad.example", "waterstad-demo-2026"
SURNAME = "Veenstra"
ASKED_LATER = Gate.H
SUMMARY = "Samen boodschappen doen op de markt"


@dataclass(frozen=True, slots=True)
class Road:
    """Three people, each in a window of their own."""

    help_seeker: Way
    coordinator: Way
    volunteer: Way
    today: date = field(default_factory=lambda: local_day(now()))

    def walk(self) -> None:
        self.ask_for_help()
        self.sign_in_and_find_it()
        self.weigh()
        helper = self.ask_somebody()
        self.say_yes(helper)
        self.meet_and_start(helper)
        self.write_a_visit_down()
        self.see_that_it_stands_there(helper)

    def ask_for_help(self) -> None:
        """Six questions, one a page; then the check, the confirmation and the status page."""
        me = self.help_seeker
        me.open(ORGANISATION)
        me.follow("Hulp vragen")
        me.choose("Voor wie vraagt u hulp?", "Voor mijzelf")
        me.press("Verder")
        me.tick("Boodschappen")
        me.tick("Gezelschap of een praatje")
        me.press("Verder")
        me.tick("Het maakt niet uit")
        me.press("Verder")
        me.choose("Hoe lang heeft u hulp nodig, denkt u?", "Een paar maanden")
        me.press("Verder")
        me.tick("Ja, van de thuiszorg")
        me.press("Verder")
        me.choose("Hoe kunnen wij u het beste bereiken?", "Sms")
        me.fill("Uw telefoonnummer", "06 12 34 56 78")
        me.fill(re.compile("^Uw voornaam"), "Tine")
        me.fill("Uw achternaam", SURNAME)
        me.fill("Uw postcode", "1015 AB")
        me.fill(re.compile("^Wilt u nog iets vertellen"), "Ik ga graag naar de markt.")
        me.press("Verder")
        me.sees("Kloppen uw antwoorden?")
        me.reads("Ik ga graag naar de markt.")
        me.press("Verstuur mijn hulpvraag")
        me.sees("Wij hebben uw vraag")
        me.reads(re.compile("Marleen .*belt u uiterlijk"))

    def sign_in_and_find_it(self) -> None:
        me = self.coordinator
        me.open("/inloggen/")
        me.fill("E-mailadres", COORDINATOR)
        me.fill("Wachtwoord", PASSWORD)
        me.press("Log in")
        me.reads("Marleen Bos")
        # among what may wait it can be folded away, and a volunteer has the same name
        self.find_it_by_name()
        me.follow("Schrijf gesprek op")
        me.choose("Hoe ging het?", "Gesproken")
        me.fill("Hoeveel minuten?", "15")
        me.press("Bewaar")
        me.reads("Opgeschreven.")

    def weigh(self) -> None:
        """The eight questions with one not known: an impression, what to ask first; and again."""
        me = self.coordinator
        me.follow("Beantwoord de acht vragen")
        me.sees(re.compile("^Acht vragen over"))
        for gate in Gate:
            text = GATE_TEXTS[gate]
            known = gate is not ASKED_LATER
            me.choose(_question(gate), text.ordinary if known else text.unknown)
        me.press("Naar het advies")
        me.press("Past bij ons")
        me.reads("Eerst vragen of regelen")
        me.follow("Vul de acht vragen aan")
        me.choose(_question(ASKED_LATER), GATE_TEXTS[ASKED_LATER].ordinary)
        me.press("Naar het advies")
        me.press("Volg dit advies")

    def ask_somebody(self) -> str:
        """Write down what the help comes down to, with a last day; ask the first who is proposed.

        Returns the first name of who was asked.
        """
        me = self.coordinator
        me.follow("Waar komt de hulp op neer?")
        me.fill("Wat een vrijwilliger leest", SUMMARY)
        me.fill("Hoe lang duurt één keer, in minuten?", "60")
        me.fill_day("Laatste dag", self.today + timedelta(weeks=8))
        me.press("Bewaar")
        me.follow(re.compile("^Vraag (?!een andere)"))
        asked = me.page.get_by_role("heading", level=1).inner_text().split()[1]
        me.press(f"Vraag {asked} met een tekst of brief")
        me.reads(re.compile("hoort dit nog van jou"))
        return asked

    def say_yes(self, helper: str) -> None:
        """The link of the message, which the outbox of the demo shows; and a yes."""
        me = self.volunteer
        me.open("/proef/berichten/")
        me.follow(re.compile(f"^Open de link van {helper} "))
        me.follow("Bekijk de vraag")
        me.sees("Zou jij dit willen doen?")
        me.reads(SUMMARY)
        me.press("Ja, kennismaken")
        me.sees("Fijn")

    def meet_and_start(self, helper: str) -> None:
        """The meeting is planned; both say yes, and the match starts."""
        me = self.coordinator
        self.find_it_by_name()
        me.fill_day("Op welke dag?", self.today + timedelta(days=1))
        me.fill_time("Hoe laat?", time(14, 0))
        me.press("Plan deze dag")
        me.reads(re.compile("^Gepland."))
        me.press("Beiden zeggen ja: start")
        me.reads(re.compile(f"^{helper}"))

    def find_it_by_name(self) -> None:
        me = self.coordinator
        me.follow(re.compile("^Hulpvragen"))
        me.fill(re.compile("^Naam, postcode"), SURNAME)
        me.press("Zoek")
        me.follow(re.compile(SURNAME))
        me.sees(re.compile(SURNAME))

    def write_a_visit_down(self) -> None:
        """Three taps from the page that asks which day it was."""
        me = self.volunteer
        me.follow("Naar mijn week")
        me.follow("Een ander bezoek opschrijven")
        me.choose("Bij wie was je?", re.compile(SURNAME))
        me.press("Verder")
        me.choose("Hoe was het voor jou?", "Fijn")
        me.press("Klaar")
        me.reads("Opgeschreven. Dank je.")

    def see_that_it_stands_there(self, helper: str) -> None:
        """On the page of the coordinator, and the help on the status page of whoever asked."""
        me = self.coordinator
        self.find_it_by_name()
        me.unfold(re.compile("^Wat is er gebeurd"))
        me.reads(re.compile(r"was op bezoek op .* \(1 uur\)"))
        own_link = self.help_seeker.page.locator("#own-link").inner_text()
        self.help_seeker.open(own_link)
        self.help_seeker.sees("Uw hulpvraag")
        self.help_seeker.reads(re.compile(f"^{helper} helpt u tot en met"))


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  the server that is walked on lives by the clock


def _question(gate: Gate) -> str:
    return f"{GATE_TEXTS[gate].title}: {GATE_TEXTS[gate].question}"
