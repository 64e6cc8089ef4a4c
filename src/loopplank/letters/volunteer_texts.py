"""The texts to a volunteer about themselves: thanks, how it goes, their link and devices."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import LOOK, Text

#: To whoever applied; nothing of what they chose, only who calls before when.
OF_APPLICATIONS: Mapping[str, Text] = {
    "application_received": Text(
        dutch("Fijn dat je iets wilt doen"),
        LOOK,
        dutch(
            "Dag %(first_name)s,\n\nFijn dat je iets wilt doen bij %(organisation)s. Wij bellen"
            " je, uiterlijk %(due_on)s.\n\nHier zie je hoe het ermee staat. Je kunt daar ook zeggen"
            " dat je toch niet wilt: %(link)s\n\nGa je niet verder? Dan wissen wij alles na vier"
            " weken. Vragen? Bel %(phone)s."
        ),
    ),
}

#: Nothing of the other row: whoever reads it may be somebody else.
OF_SAME: Mapping[str, Text] = {
    "same_asked": Text(
        dutch("Sta je twee keer op onze lijst?"),
        LOOK,
        dutch(
            "Dag %(first_name)s,\n\n%(by)s van %(organisation)s denkt dat je twee keer op de lijst"
            " staat. Klopt dat? Zeg het op je eigen pagina, uiterlijk %(until)s: %(link)s\n\nZonder"
            " je antwoord verandert er niets. Vragen? Bel %(phone)s."
        ),
        greets=True,
    ),
    "same_merged": Text(
        dutch("Je hebt nu één pagina"),
        dutch("je hebt nu één pagina. Jij niet gedaan? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nJe stond twee keer op de lijst. Dat is nu één pagina: %(link)s"
            "\n\nAlles wat je afsprak gaat door. Van je grenzen geldt de laagste. Kijk even of je"
            " gegevens kloppen.\n\nDeed jij dit niet? Bel dan meteen %(phone)s."
        ),
        greets=True,
    ),
    "same_merged_above": Text(
        dutch("Je hebt nu één pagina"),
        dutch("je hebt nu één pagina. Jij niet gedaan? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nJe stond twee keer op de lijst. Dat is nu één pagina: %(link)s"
            "\n\nAlles wat je afsprak gaat door. Van je grenzen geldt de laagste. In de week van"
            " %(week)s doe je in totaal meer dan je grens. Je krijgt geen nieuwe vragen tot er weer"
            " ruimte is. Wil je minder doen? Bel %(phone)s.\n\nDeed jij dit niet? Bel dan meteen."
        ),
        greets=True,
    ),
    "same_merged_house": Text(
        dutch("Een vrijwilliger stond twee keer op de lijst"),
        dutch("een vrijwilliger stond twee keer op de lijst. Dat is nu één keer. %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\n%(whose)s stond twee keer op de lijst, en heeft dat nu zelf"
            " samengevoegd. Alles wat was afgesproken gaat door. Van de grenzen geldt de laagste."
            "\n\nVragen? Bel %(phone)s."
        ),
    ),
    "same_merged_above_house": Text(
        dutch("Een vrijwilliger stond twee keer op de lijst"),
        dutch("een vrijwilliger stond twee keer op de lijst. Dat is nu één keer. %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\n%(whose)s stond twee keer op de lijst, en heeft dat nu zelf"
            " samengevoegd. Alles wat was afgesproken gaat door. Samen is dat meer dan de grens."
            " Er is nu geen ruimte. Kijk samen wat lichter kan.\n\nVragen? Bel %(phone)s."
        ),
    ),
}

OF_THANKS: Mapping[str, Text] = {
    "thanks_rest": Text(
        dutch("Dank je wel, en rust"),
        dutch(
            "dank je wel voor je hulp. Je krijgt nu rust. %(coordinator)s, %(sender)s, %(phone)s"
        ),
        dutch(
            "Dag %(first_name)s,\n\nDeze koppeling is gestopt. Dank je wel voor je hulp. Het was"
            " een zware tijd.\n\nTot en met %(until)s vragen wij je niets. Wil je eerder weer? Tik"
            " dan in je week op ‘Ik heb weer ruimte’.\n\nWil je erover praten? Bel"
            " %(coordinator)s, %(phone)s."
        ),
        greets=True,
    ),
    "goodbye": Text(
        dutch("Dank je wel"),
        dutch("dank je wel voor alles. Terugkomen mag altijd. %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nJe bent gestopt. Dank je wel voor je hulp. En dank dat je het"
            " op tijd zei.\n\nWij vragen je niets meer. Wil je ooit terugkomen? Dat mag altijd. Bel"
            " %(phone)s.\n\n%(organisation)s"
        ),
        greets=True,
    ),
    "thanks_year": Text(
        dutch("Dank je wel"),
        dutch("fijn dat je er bent. Dank je wel, ook voor elke nee op tijd. %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nOp deze dag begon je bij %(organisation)s. Fijn dat je er"
            " bent.\n\nDank je wel voor je hulp. En dank dat je je grens bewaakt. Ook een nee op"
            " tijd helpt ons.\n\nDit is geen vraag. Je hoeft niets te doen. Wil je iets zeggen?"
            " Bel %(phone)s."
        ),
        greets=True,
    ),
    "thanks_limit_kept": Text(
        dutch("Dank je wel"),
        dutch("dank dat je je grens bewaakte. %(coordinator)s, %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nDank dat je je grens bewaakte. Zo blijft het goed voor jou, en"
            " voor wie je helpt.\n\n%(coordinator)s, %(organisation)s, %(phone)s"
        ),
        greets=True,
    ),
    "thanks_said_no": Text(
        dutch("Dank je wel"),
        dutch("dank dat je op tijd nee zei. %(coordinator)s, %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nDank dat je op tijd nee zei. Daardoor konden wij iemand anders"
            " zoeken.\n\n%(coordinator)s, %(organisation)s, %(phone)s"
        ),
        greets=True,
    ),
    "thanks_said_heavy": Text(
        dutch("Dank je wel"),
        dutch("dank dat je het zei. %(coordinator)s, %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nDank dat je zei dat het te zwaar was. Dat is niet altijd"
            " makkelijk. Nu kunnen wij er samen iets aan doen.\n\n%(coordinator)s,"
            " %(organisation)s, %(phone)s"
        ),
        greets=True,
    ),
    "thanks_came": Text(
        dutch("Dank je wel"),
        dutch("dank dat je er steeds bent. %(coordinator)s, %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nDank dat je er steeds bent. Daar kan iemand op rekenen."
            " Een keer niet kunnen mag ook altijd.\n\n%(coordinator)s, %(organisation)s, %(phone)s"
        ),
        greets=True,
    ),
    "thanks_saw": Text(
        dutch("Dank je wel"),
        dutch("dank dat je het zag en het zei. %(coordinator)s, %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nDank dat je zag wat er nodig was, en dat je het ons zei."
            "\n\n%(coordinator)s, %(organisation)s, %(phone)s"
        ),
        greets=True,
    ),
}


OF_CHECK_INS: Mapping[str, Text] = {
    "check_in": Text(
        dutch("Hoe is het met je?"),
        dutch("hoe is het? Vier tikken, overslaan mag: %(link)s Of bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nHoe is het met je? Er staan vier korte vragen klaar: %(link)s"
            "\n\nJe antwoord is van jou. Overslaan mag altijd. Wij vragen er niet naar.\n\nLiever"
            " iemand spreken? Bel %(phone)s."
        ),
        greets=True,
    ),
    "observation_answered": Text(
        dutch("Je krijgt antwoord van ons"),
        dutch("er is antwoord op wat je schreef: %(link)s Of bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\n%(by)s gaf antwoord op wat je schreef. Je leest het hier:"
            " %(link)s\n\nWil je erover praten? Bel %(phone)s."
        ),
        greets=True,
    ),
}


OF_DEVICES: Mapping[str, Text] = {
    "week_link_again": Text(
        dutch("Jouw link"),
        dutch("dit is jouw link: %(link)s Vragen? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nJe vroeg om je link. Hier is hij:\n\n%(link)s\n\nVroeg jij dit"
            " niet? Dan hoef je niets te doen. Vragen? Bel %(phone)s."
        ),
        greets=True,
    ),
    "new_device": Text(
        dutch("Er is een nieuw toestel"),
        dutch("je link is op een nieuw toestel open. Jij niet? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nJe link is gebruikt op een nieuw toestel. Was jij dat? Dan hoef"
            " je niets te doen.\n\nWas jij dat niet? Kijk dan bij ‘Mijn gegevens’ en ‘Mijn"
            " toestellen’: %(link)s\n\nOf bel %(phone)s."
        ),
        greets=True,
    ),
}
