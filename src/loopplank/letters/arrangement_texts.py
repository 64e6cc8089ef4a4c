"""The texts about an arrangement: who does what, and when that stands still."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import LOOK, Text

OF_ARRANGEMENTS: Mapping[str, Text] = {
    "arrangement": Text(
        dutch("Klopt deze afspraak?"),
        LOOK,
        dutch(
            "Wij schreven op wie wat doet, en wie niet.\n\nLees het rustig, en zeg of het klopt:"
            " %(link)s\n\nDe hulp gaat pas zo als u ja zegt.\n\nLiever bellen? Bel %(coordinator)s,"
            " %(phone)s."
        ),
    ),
    "arrangement_volunteer": Text(
        dutch("Klopt deze afspraak?"),
        dutch("er is een afspraak om te lezen. Klopt hij? %(link)s Of bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nWe schreven op wie wat doet, en wat jij niet doet. Lees het, en"
            " zeg ja of nee: %(link)s\n\nNee is ook goed. Dan passen we hem aan.\n\nVragen? Bel"
            " %(coordinator)s, %(phone)s."
        ),
        greets=True,
    ),
    "arrangement_party": Text(
        dutch("Gaat u akkoord met deze afspraak?"),
        LOOK,
        dutch(
            "Dag %(name)s,\n\n%(organisation)s schreef op wie wat doet bij iemand die u kent. Uw"
            " taak staat er ook bij.\n\nU ziet alleen deze afspraak. Zeg ja of nee: %(link)s"
            "\n\nBent u niet meer betrokken? Laat het ons daar weten, of bel.\n\n%(coordinator)s,"
            " %(organisation)s, %(phone)s"
        ),
    ),
    "visits_still": Text(
        dutch("De bezoeken staan even stil"),
        dutch("de bezoeken staan even stil. Ga nu niet. %(coordinator)s belt je. %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nDe bezoeken staan stil, want de afspraak klopt niet meer. Ga nu"
            " niet. Dat ligt niet aan jou.\n\n%(coordinator)s belt je over hoe het verdergaat. Je"
            " plek blijft zolang vrij.\n\nVragen? Bel %(coordinator)s, %(phone)s."
        ),
        greets=True,
    ),
    "visits_still_asker": Text(
        dutch("De bezoeken staan even stil"),
        LOOK,
        dutch(
            "De bezoeken van %(volunteer)s staan even stil. De afspraak klopt niet meer.\n\n"
            "%(coordinator)s belt u over hoe het verdergaat.\n\nVragen? Bel %(coordinator)s,"
            " %(phone)s."
        ),
    ),
    "visits_on": Text(
        dutch("De bezoeken gaan verder"),
        dutch("de bezoeken gaan verder. Vragen? Bel %(coordinator)s, %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nIedereen zei weer ja. De bezoeken gaan verder zoals het in de"
            " afspraak staat.\n\nVragen? Bel %(coordinator)s, %(phone)s."
        ),
        greets=True,
    ),
    "visits_on_asker": Text(
        dutch("De bezoeken gaan verder"),
        LOOK,
        dutch(
            "Iedereen zei weer ja. De bezoeken van %(volunteer)s gaan verder.\n\nGaat er iets niet"
            " goed? Bel %(coordinator)s, %(phone)s."
        ),
    ),
}
