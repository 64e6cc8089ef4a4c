"""The texts to colleagues about a volunteer's signal. None says who it is from, or what it is
about."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import LOOK, Text

NOW = Text(
    dutch("Bel nu een vrijwilliger"),
    dutch("Een vrijwilliger heeft je nu nodig. Open Loopplank. %(sender)s, %(phone)s"),
    dutch(
        "Dag %(name)s,\n\nEen vrijwilliger voelt zich niet veilig en heeft je nu nodig. Open"
        " Loopplank en bel meteen.\n\n%(organisation)s, %(phone)s"
    ),
)

OF_SIGNALS: Mapping[str, Text] = {
    "signal_unsafe": NOW,
    # the same in confidence: on the list of its one reader
    "signal_yours_now": NOW,
    "signal_yours": Text(
        dutch("Er wacht een gesprek op je"),
        dutch("Er wacht een gesprek op je. Open Loopplank. %(sender)s, %(phone)s"),
        dutch(
            "Dag %(name)s,\n\nEr wacht een gesprek op je. Open Loopplank en kijk wie je belt, en"
            " vóór welke dag.\n\n%(organisation)s, %(phone)s"
        ),
    ),
    "signal_watch": Text(
        dutch("Bij een organisatie wacht een gesprek"),
        dutch("Bij %(sender)s wacht iemand te lang. Open Loopplank, of bel %(phone)s"),
        dutch(
            "Dag %(name)s,\n\nBij %(organisation)s wacht een vrijwilliger te lang op een gesprek."
            " Daar heeft nog niemand gebeld. Zorg dat iemand belt.\n\n%(organisation)s, %(phone)s"
        ),
    ),
    # at whose organisation it is, is nobody's to know but of whom the network named
    "signal_watch_named": Text(
        dutch("Een vrijwilliger wacht te lang op een gesprek"),
        dutch(
            "Een vrijwilliger wacht te lang op een gesprek. Open Loopplank. %(sender)s, %(phone)s"
        ),
        dutch(
            "Dag %(name)s,\n\nEen vrijwilliger wacht te lang op een gesprek met iemand die het"
            " netwerk noemde. Open Loopplank en kijk wie je belt.\n\n%(organisation)s, %(phone)s"
        ),
    ),
    "named_by_network": Text(
        dutch("Vrijwilligers kunnen bij je terecht"),
        dutch("Vrijwilligers van het hele netwerk kunnen bij je terecht. %(sender)s, %(phone)s"),
        dutch(
            "Dag %(name)s,\n\nHet netwerk noemde je als vertrouwenspersoon, contactpersoon bij"
            " zorgen of vervanger. Vrijwilligers van andere organisaties kunnen dan ook bij je"
            " terecht.\n\nKlopt dit niet? Zeg het de beheerder van het netwerk."
            "\n\n%(organisation)s, %(phone)s"
        ),
    ),
    "no_longer_named": Text(
        dutch("Vrijwilligers van het netwerk gaan naar een ander"),
        dutch("Vrijwilligers van het netwerk gaan nu naar een ander. %(sender)s, %(phone)s"),
        dutch(
            "Dag %(name)s,\n\nHet netwerk noemt nu een ander bij wie vrijwilligers terechtkunnen."
            " Wat al bij je lag, blijft bij jou.\n\nKlopt dit niet? Zeg het de beheerder van het"
            " netwerk.\n\n%(organisation)s, %(phone)s"
        ),
    ),
    "concern_yours": Text(
        dutch("Er ligt iets voor jou"),
        dutch("Er ligt iets voor jou dat alleen jij leest. Log vandaag in. %(sender)s, %(phone)s"),
        dutch(
            "Dag %(name)s,\n\nBij Zorgdossiers ligt iets dat alleen jij leest. Log vandaag in. De"
            " eerste stap is uiterlijk de volgende werkdag.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "concern_watch": Text(
        dutch("Er ligt iets vertrouwelijks te lang"),
        dutch(
            "Er ligt iets vertrouwelijks te lang bij %(coordinator)s. Bel en vraag ernaar."
            " %(phone)s"
        ),
        dutch(
            "Dag %(name)s,\n\nEr ligt iets vertrouwelijks te lang bij %(coordinator)s. Bel, en"
            " vraag of het lukt. Lukt het niet? Laat iemand anders aanwijzen. Wat het is, leest"
            " alleen wie het dossier heeft.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "on_hold": Text(
        dutch("De bezoeken staan even stil"),
        dutch("de bezoeken staan even stil. Ga nu niet. %(coordinator)s belt je. %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nDe bezoeken staan even stil. Ga nu niet. %(coordinator)s belt"
            " je uiterlijk %(day)s en luistert naar jou. Tot dan vragen wij je niets.\n\nVragen?"
            " Bel %(phone)s."
        ),
        greets=True,
    ),
    "on_hold_asker": Text(
        dutch("De volgende bezoeken gaan niet door"),
        LOOK,
        dutch(
            "De volgende bezoeken van %(volunteer)s gaan niet door. %(coordinator)s neemt uiterlijk"
            " %(day)s contact op over hoe het verdergaat.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "on_hold_over": Text(
        dutch("Ons besluit"),
        dutch("er is een besluit. %(coordinator)s belt je. Vragen? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nJij bent gehoord. Dit is ons besluit: %(decided)s\n\nBen je"
            " het er niet mee eens? Bel %(coordinator)s, %(phone)s."
        ),
        greets=True,
    ),
    "on_hold_over_asker": Text(
        dutch("Hoe het verdergaat"),
        LOOK,
        dutch("%(decided)s\n\nVragen? Bel %(phone)s."),
    ),
    "safety_contact_changed": Text(
        dutch("Er is een andere contactpersoon"),
        dutch("Er is nu een andere contactpersoon. Klopt dat niet? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(name)s,\n\nBij %(organisation)s is een ander nu contactpersoon bij zorgen over"
            " iemand. Wat al bij je lag, blijft bij jou.\n\nKlopt dit niet? Bel %(phone)s."
        ),
    ),
}
