"""What somebody reads about their own sign-in, and who invited about an answer."""

from collections.abc import Mapping
from types import MappingProxyType

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import Text

TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "password_reset": Text(
            dutch("Een nieuw wachtwoord voor Loopplank"),
            dutch("Maak hier een nieuw wachtwoord: %(link)s Vragen? Bel %(phone)s. %(sender)s"),
            dutch(
                "Dag %(name)s,\n\nIemand vroeg om een nieuw wachtwoord voor jouw account. Maak"
                " het hier: %(link)s\n\nDe link werkt tot en met morgen, en één keer. Je oude"
                " wachtwoord werkt tot je een nieuw hebt gemaakt.\n\nVroeg je dit niet? Dan hoef"
                " je niets te doen. Vragen? Bel %(phone)s."
            ),
        ),
        "password_changed": Text(
            dutch("Je wachtwoord is veranderd"),
            dutch(
                "Het wachtwoord van jouw account is veranderd. Was jij dat niet? Bel meteen"
                " %(phone)s. %(sender)s"
            ),
            dutch(
                "Dag %(name)s,\n\nOp %(at_long)s is het wachtwoord van jouw account veranderd."
                "\n\nWas jij dat? Dan hoef je niets te doen.\n\nWas jij dat niet? Bel meteen"
                " %(phone)s."
            ),
        ),
        "password_link_printed": Text(
            dutch("Wie Loopplank beheert maakte een nieuwe link voor jouw account"),
            dutch(
                "Wie Loopplank beheert zette jouw wachtwoord uit. Vroeg je dat niet? Bel %(phone)s."
                " %(sender)s"
            ),
            dutch(
                "Dag %(name)s,\n\nOp %(at_long)s zette wie Loopplank beheert jouw wachtwoord uit."
                " Die maakte ook een link voor een nieuw wachtwoord.\n\nVroeg je dat niet? Bel"
                " meteen %(phone)s."
            ),
        ),
        "second_step_asked": Text(
            dutch("Twee collega’s vragen om jouw tweede stap weg te halen"),
            dutch(
                "Je tweede stap gaat over 24 uur weg. Niet goed? Stop het: %(link)s Of bel"
                " %(phone)s. %(sender)s"
            ),
            dutch(
                "Dag %(name)s,\n\nTwee collega’s zeggen dat je de tweede stap van je account"
                " kwijt bent. Over 24 uur halen wij die stap weg.\n\nKlopt dat? Dan hoef je niets"
                " te doen.\n\nKlopt het niet? Stop het hier, met één knop: %(link)s\n\nVragen?"
                " Bel %(phone)s."
            ),
        ),
        "second_step_gone": Text(
            dutch("Jouw tweede stap is weggehaald"),
            dutch(
                "De tweede stap van jouw account is weg. Vroeg je dat niet? Bel meteen %(phone)s."
                " %(sender)s"
            ),
            dutch(
                "Dag %(name)s,\n\nDe tweede stap van jouw account is weg. Log in met je"
                " wachtwoord, en stel meteen een nieuwe in: %(site)s\n\nVroeg je dit niet? Bel"
                " meteen %(phone)s."
            ),
        ),
        "invitation_accepted": Text(
            dutch("%(who)s doet mee"),
            dutch("%(who)s zei ja op je uitnodiging. Klopt dat niet? Bel %(phone)s. %(sender)s"),
            dutch(
                "Dag %(name)s,\n\n%(who)s zei ja op je uitnodiging, en logt in met %(address)s."
                "\n\nKlopt dit adres niet? Schrijf deze collega dan meteen uit: %(site)s\n\n"
                "Vragen? Bel %(phone)s."
            ),
        ),
        "invitation_declined": Text(
            dutch("%(who)s doet niet mee"),
            dutch("%(who)s zei nee op je uitnodiging. Vragen? Bel %(phone)s. %(sender)s"),
            dutch(
                "Dag %(name)s,\n\n%(who)s zei nee op je uitnodiging. Er is niets bewaard.\n\n"
                "Vragen? Bel %(phone)s."
            ),
        ),
    }
)
