"""The texts about the change from one volunteer to the next in a relay."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import Text

OF_TEAMS: Mapping[str, Text] = {
    "handover_giver": Text(
        dutch("Samen de wissel doen"),
        dutch("%(at)s gaat %(next)s met je mee. Komt het niet uit? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nOp %(at_long)s gaat %(next)s met je mee. Zo leert %(next)s"
            " kennen hoe jij het doet. In die week komen jullie allebei.\n\nKomt het niet uit? Bel"
            " %(coordinator)s, %(phone)s."
        ),
        greets=True,
    ),
    "handover_taker": Text(
        dutch("Samen de wissel doen"),
        dutch("%(at)s ga je met %(volunteer)s mee. Komt het niet uit? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nOp %(at_long)s ga je met %(volunteer)s mee om kennis te maken."
            " In die week komen jullie allebei. Daarna ga jij verder.\n\nKomt het niet uit? Bel"
            " %(coordinator)s, %(phone)s."
        ),
        greets=True,
    ),
    "handover_asker": Text(
        dutch("Er komt iemand mee"),
        dutch("%(at)s komt %(next)s mee met %(volunteer)s. Vragen? Bel %(phone)s. %(sender)s"),
        dutch(
            "Op %(at_long)s komt %(next)s mee met %(volunteer)s. U maakt dan kennis. Daarna gaat"
            " %(next)s verder.\n\nKlikt het niet, of komt het niet uit? Bel %(coordinator)s,"
            " %(phone)s."
        ),
    ),
}
