"""Texts to volunteers that ask for no reply: four questions are there, and an answer is there."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import Text

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
