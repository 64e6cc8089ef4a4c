"""The texts about hand-over keys, what was done with one, and an address that changed."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import Text

OF_KEYS: Mapping[str, Text] = {
    "key_opened": Text(
        dutch("Er ging een toestel open met een sleutel"),
        dutch("iemand opende een sleutel van %(sender)s. Jij niet? Bel %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nEr ging een toestel open met een sleutel voor jou. %(by)s van"
            " %(house)s maakte die sleutel. Het toestel ziet alleen wat %(house)s je vraagt.\n\n"
            "Was jij dat? Zeg dan bij ‘Mijn toestellen’ dat het jouw toestel is. Was jij dat niet?"
            " Sluit het daar af: %(link)s\n\nOf bel %(phone)s."
        ),
        greets=True,
    ),
    "device_met": Text(
        dutch("Iemand schreef op dat een toestel van jou is"),
        dutch("%(by)s schreef op dat een toestel van jou is. Klopt het niet? Bel %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\n%(by)s van %(house)s schreef op dat jullie elkaar zagen. Een"
            " toestel zou van jou zijn. Vanaf %(day)s opent het je hele week.\n\nKlopt het niet?"
            " Sluit het af bij ‘Mijn toestellen’: %(link)s\n\nOf bel %(phone)s."
        ),
        greets=True,
    ),
    "address_changed": Text(
        dutch("Je adres of nummer is veranderd"),
        dutch("je adres of nummer bij ons is veranderd. Klopt dat niet? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nJe e-mailadres of telefoonnummer bij ons is veranderd. Een"
            " nieuw adres krijgt een week lang nog geen link.\n\nKlopt het niet? Bel %(phone)s."
        ),
        greets=True,
    ),
    "address_changed_former": Text(
        dutch("Klopt je nieuwe adres of nummer?"),
        dutch("je adres of nummer is veranderd. Klopt dat? %(link)s Of bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nJe e-mailadres of telefoonnummer bij ons is veranderd.\n\nZeg"
            " hier of dat klopt: %(link)s\n\nHoren wij niets? Dan geldt het nieuwe na een week ook"
            " voor je link. Klopt het niet? Bel %(phone)s."
        ),
        greets=True,
    ),
    "address_changed_house": Text(
        dutch("Een vrijwilliger heeft een nieuw adres of nummer"),
        dutch("een vrijwilliger heeft een nieuw adres of nummer. Kijk in Loopplank. %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nHet adres of nummer van %(whose)s is veranderd. Het nieuwe"
            " staat op de pagina van deze vrijwilliger. Wist je dit niet? Bel %(whose)s dan even."
            "\n\nVragen? Bel %(phone)s."
        ),
    ),
    "noted_yes_by_key": Text(
        dutch("Er is ja gezegd met een sleutel"),
        dutch("met een sleutel is ja gezegd op een vraag. Jij niet? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nOp een vraag van %(organisation)s is ja gezegd. Dat ging met"
            " een sleutel die %(by)s maakte. Jullie maken eerst kennis. Pas daarna beslis je echt."
            "\n\nJe ziet het hier: %(link)s\n\nWas jij dat niet? Bel %(phone)s."
        ),
        greets=True,
    ),
}
