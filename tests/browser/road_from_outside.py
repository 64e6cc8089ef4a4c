"""The road of somebody who is referred in from outside, and hears an honest no.

A professional without an account refers on a telephone; a coordinator takes the question over and
says no, with a part that can be done; the person reads that, and a gap counts one more.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from tests.browser.operating import Way
from tests.browser.road import COORDINATOR, PASSWORD, now

from loopplank.core.kit.calendar import local_day
from loopplank.core.referrals.consent import SAFETY_WORDS

SURNAME = "Terpstra"
CAN_BE_DONE = "Op woensdagmiddag een uur samen wandelen"
GAP = "Verzorging die op de thuiszorg wacht"
ASKED = "Elke avond iemand erbij, tot de thuiszorg komt."


@dataclass(frozen=True, slots=True)
class RoadFromOutside:
    """Three people, each in a window of their own."""

    professional: Way
    coordinator: Way
    person: Way
    today: date = field(default_factory=lambda: local_day(now()))

    def walk(self) -> None:
        self.begin()
        self.type_the_code()
        self.refer()
        self.sign_in()
        before = self.counted()
        self.take_over()
        self.say_no()
        self.place_it_at_the_gap()
        assert self.counted() == before + 1
        self.read_the_no()
        self.follow_how_it_ended()

    def begin(self) -> None:
        me = self.professional
        me.open("/verwijzen/waterstad/")
        me.choose("Aan wie vraagt u dit?", re.compile("^Buurtkracht Oost"))
        me.fill("Uw naam", "Joke Prins")
        me.fill("Waar werkt u?", "Wijkteam West")
        me.page.get_by_label("Wat voor plek is dat?").select_option(label="Wijkteam")
        me.fill("Uw telefoonnummer", "020 555 02 22")
        me.fill(re.compile("^Uw e-mailadres"), "joke.prins@wijkteam.example")
        me.press("Ga verder")
        me.sees("Eerst uw code")

    def type_the_code(self) -> None:
        """A wrong one gets a sentence; the right one stands in the message of the demo."""
        me, outbox = self.professional, self.person
        me.fill(re.compile("code", re.IGNORECASE), "000000")
        me.press("Ga verder")
        me.reads(re.compile("code klopt niet|Deze code"))
        outbox.open("/proef/berichten/")
        message = outbox.page.get_by_role("article").filter(has_text="joke.prins").first
        digits = re.search(r"\b\d{6}\b", message.inner_text())
        assert digits, message.inner_text()
        me.fill(re.compile("code", re.IGNORECASE), digits.group())
        me.press("Ga verder")
        me.sees("Verwijs iemand")

    def refer(self) -> None:
        """The whole referral on one page, on a telephone."""
        me = self.professional
        me.tick("Gezelschap of een praatje")
        me.choose("Hoe lang, denkt u?", "Een paar maanden")
        me.fill("De vraag in één of twee zinnen", ASKED)
        for question in SAFETY_WORDS.values():
            me.choose(str(question), "Nee")
        me.choose("Heeft u dit met uw cliënt besproken, en zei die ja?", "Ja")
        me.fill_day("Op welke dag?", self.today)
        me.choose("Hoe is het gevraagd?", "In een gesprek")
        me.choose("Wie zei ja?", "De persoon zelf")
        me.fill("Wie blijft bij u aanspreekpunt?", "Joke Prins")
        me.fill("Telefoonnummer van uw aanspreekpunt", "020 555 02 22")
        me.fill("Wie mogen wij bij u bellen als het anders loopt?", "Rob Smit")
        me.fill("Telefoonnummer van deze persoon", "020 555 02 23")
        me.choose("Aanspreken als", "Mevrouw")
        me.fill("Achternaam", SURNAME)
        me.fill("Telefoonnummer van de persoon", "020 555 02 24")
        me.fill("Postcode van de persoon", "1015 AB")
        me.press("Verstuur verwijzing")
        me.reads("Buurtkracht Oost")
        me.reads(re.compile("U blijft verantwoordelijk tot Buurtkracht Oost ja zegt"))

    def sign_in(self) -> None:
        me = self.coordinator
        me.open("/inloggen/")
        me.fill("E-mailadres", COORDINATOR)
        me.fill("Wachtwoord", PASSWORD)
        me.press("Log in")
        me.reads("Marleen Bos")

    def take_over(self) -> None:
        """No name before the yes; all of it after."""
        me = self.coordinator
        me.follow(re.compile("^Overdrachten"))
        me.follow(re.compile("^Gezelschap"))
        me.reads(ASKED)
        assert SURNAME not in me.page.inner_text("body")
        me.follow("Ja, wij nemen het over")
        me.fill_day("Uiterlijk welke dag is het eerste contact?", self.today)
        me.press("Neem het over")
        me.reads(re.compile(SURNAME))
        me.follow("Naar onze hulpvraag")

    def say_no(self) -> None:
        me = self.coordinator
        me.follow("Schrijf gesprek op")
        me.choose("Hoe ging het?", "Gesproken")
        me.fill("Hoeveel minuten?", "20")
        me.press("Bewaar")
        me.unfold("Anders")
        me.follow("Zeg nee")
        me.choose("Waarom zeg je nee?", "Nee, dit hoort bij een beroepskracht")
        me.fill(re.compile("^Wat kan er wel"), CAN_BE_DONE)
        me.choose(
            "Wat gebeurt er nu met deze persoon?", "Niemand, en dat is met de persoon besproken"
        )
        me.press("Lees de brief")
        me.reads(re.compile(CAN_BE_DONE))
        me.press("Zeg nee en zet de brief klaar")

    def place_it_at_the_gap(self) -> None:
        me = self.coordinator
        me.sees("Bij welk gat hoort dit nee?")
        me.choose("Bij welk gat?", GAP)
        me.press("Bewaar")
        me.reads("Bewaard. Dit nee telt mee.")

    def counted(self) -> int:
        """How often no was said where this no belongs."""
        me = self.coordinator
        me.follow("Gaten")
        row = me.page.get_by_role("row").filter(has_text=GAP)
        return int(row.locator(".gap-count").inner_text())

    def read_the_no(self) -> None:
        me = self.person
        me.open("/proef/berichten/")
        me.follow(re.compile(f"^Open de link van .*{SURNAME}"))
        me.reads(re.compile("kunnen hierbij niet helpen"))
        me.reads(re.compile(CAN_BE_DONE))

    def follow_how_it_ended(self) -> None:
        """It comes back to who sent it, so that somebody is responsible."""
        me = self.professional
        me.open("/verwijzing/")
        me.reads("De vraag komt bij u terug.")
