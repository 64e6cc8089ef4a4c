"""The texts about the link of a volunteer and the devices on which it opens."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import Text

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
