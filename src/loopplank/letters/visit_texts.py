"""The texts about who comes: when their volunteer cannot come once, and when another goes on."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import LOOK, Text

#: To somebody whom the person lets look along. It names nobody who is helped: an address may be
#: wrong.
OF_RELATIVES: Mapping[str, Text] = {
    "relative_named": Text(
        dutch("U mag meekijken"),
        LOOK,
        dutch(
            "Dag %(name)s,\n\nIemand die u goed kent krijgt hulp van %(organisation)s. Die vindt"
            " het goed dat u meekijkt.\n\nHier leest u wie er komt, en wanneer: %(link)s\n\nDeze"
            " link is alleen voor u. Geef hem niet door. Wilt u dit niet? Op die bladzijde kunt u"
            " ook stoppen.\n\nVragen? Bel %(phone)s."
        ),
    ),
}

OF_VISITS: Mapping[str, Text] = {
    "visit_sought": Text(
        dutch("%(volunteer)s kan een keer niet"),
        dutch(
            "%(volunteer)s kan op %(day)s niet. Wij zoeken iemand anders. Vragen? Bel %(phone)s."
            " %(sender)s"
        ),
        dutch(
            "%(volunteer)s kan op %(day)s niet komen. Wij zoeken iemand anders voor die ene keer."
            "\n\nU hoort het van ons vóór %(at_long)s. Horen wij niets van een ander? Dan komt er"
            " die keer niemand.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "visit_covered": Text(
        dutch("%(next)s komt een keer"),
        dutch(
            "Op %(day)s komt %(next)s, in plaats van %(volunteer)s. Liever niet? Bel %(phone)s."
            " %(sender)s"
        ),
        dutch(
            "Op %(day)s komt %(next)s bij u, in plaats van %(volunteer)s. Dat is voor die ene keer."
            "\n\nLiever niet? Dat mag. Bel %(phone)s."
        ),
    ),
    "visit_nobody": Text(
        dutch("Er komt een keer niemand"),
        dutch("Op %(day)s komt er niemand van ons. Is dat lastig? Bel %(phone)s. %(sender)s"),
        dutch(
            "%(volunteer)s kan op %(day)s niet komen. Deze keer komt er niemand. Daarna gaat"
            " het door zoals afgesproken.\n\nIs dat lastig voor u? Bel %(phone)s. Dan kijken wij"
            " wat wel kan."
        ),
    ),
    "nobody_found": Text(
        dutch("Wij vonden nog niemand"),
        dutch(
            "Voor %(at)s is er nog niemand. Bel %(fallback)s, %(fallback_phone)s. Of bel ons:"
            " %(phone)s. %(sender)s"
        ),
        dutch(
            "Wij vonden nog niemand voor %(at_long)s. Reken er niet op dat er iemand komt.\n\nBel"
            " nu %(fallback)s, %(fallback_phone)s.\n\nWij zoeken door. Vinden wij toch iemand,"
            " dan hoort u dat. Vragen? Bel %(phone)s."
        ),
    ),
    "part_nobody": Text(
        dutch("Voor één dag vonden wij niemand"),
        dutch(
            "Voor %(at)s vonden wij niemand. Bel %(fallback)s, %(fallback_phone)s. Of bel ons:"
            " %(phone)s. %(sender)s"
        ),
        dutch(
            "Wij vonden niemand voor %(at_long)s. Die dag komt er niemand van ons.\n\nBel"
            " %(fallback)s, %(fallback_phone)s. Of bel ons: %(phone)s. Dan kijken wij samen wat"
            " wel kan.\n\nVoor de andere dagen blijft alles zoals het was."
        ),
    ),
    "nobody_found_owner": Text(
        dutch("Nog niemand gevonden"),
        dutch("Loopplank: voor hulpvraag %(number)s, %(at)s, is niemand gevonden. Bel %(phone)s."),
        dutch(
            "Voor hulpvraag %(number)s op %(at_long)s is nog niemand gevonden. De persoon hoort dat"
            " nu, met wie dan wel gebeld kan worden.\n\nLog in en bel de persoon. Vragen aan je"
            " organisatie: %(phone)s."
        ),
    ),
    "change_asked": Text(
        dutch("Mag de hulp anders?"),
        dutch("Wij willen de hulp anders doen vanaf %(day)s. Mag dat? %(link)s Of bel %(phone)s."),
        dutch(
            "Wij willen de hulp van %(volunteer)s anders doen vanaf %(day)s. Lees het, en zeg ja of"
            " nee: %(link)s\n\nDat kan tot en met %(until)s. Tot u beiden ja zegt, blijft"
            " alles zoals het is. Nee is ook goed.\n\nLiever bellen? Bel %(phone)s."
        ),
    ),
    "change_asked_volunteer": Text(
        dutch("Kan je hulp anders?"),
        dutch("kan je hulp anders vanaf %(day)s? %(link)s Nee is ook goed. %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nWe vragen of je hulp anders kan, vanaf %(day)s. Kijk als het"
            " je uitkomt: %(link)s\n\nNee is ook een goed antwoord. Dan blijft alles zoals het is."
            " Horen we niets op %(until)s? Dan blijft het ook zo.\n\nVragen? Bel %(phone)s."
        ),
        greets=True,
    ),
    "change_agreed": Text(
        dutch("De hulp wordt anders"),
        dutch("Vanaf %(day)s is de hulp anders. Zo wordt het: %(link)s Of bel %(phone)s."),
        dutch(
            "Vanaf %(day)s is de hulp van %(volunteer)s anders. Hier leest u hoe: %(link)s"
            "\n\nKlopt het niet? Bel %(phone)s."
        ),
    ),
    "change_agreed_volunteer": Text(
        dutch("Je hulp wordt anders"),
        dutch("vanaf %(day)s is je hulp anders. Je week: %(link)s Klopt het niet? Bel %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nVanaf %(day)s is je hulp anders. Je ziet het in je week:"
            " %(link)s\n\nKlopt het niet? Bel %(phone)s."
        ),
        greets=True,
    ),
    "change_off": Text(
        dutch("De hulp blijft zoals die is"),
        dutch("De hulp blijft zoals die is. Er verandert niets. Vragen? Bel %(phone)s. %(sender)s"),
        dutch(
            "Wij vroegen of de hulp van %(volunteer)s anders mocht. Dat gaat niet door. Alles"
            " blijft zoals het is.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "change_off_volunteer": Text(
        dutch("Je hulp blijft zoals die is"),
        dutch("je hulp blijft zoals die is. Er verandert niets. Vragen? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nWe vroegen of je hulp anders kon. Dat gaat niet door. Alles"
            " blijft zoals het is.\n\nVragen? Bel %(phone)s."
        ),
        greets=True,
    ),
    "visit_moved": Text(
        dutch("Een bezoek op een ander moment"),
        dutch("%(volunteer)s komt niet op %(day)s, wel %(at)s. Klopt het niet? Bel %(phone)s."),
        dutch(
            "%(volunteer)s komt niet op %(day)s, maar %(at_long)s. Dat spraken wij met u af."
            "\n\nDaarna is alles weer zoals altijd. Klopt het niet? Bel %(phone)s."
        ),
    ),
    "visit_moved_volunteer": Text(
        dutch("Je bezoek is verzet"),
        dutch("je bezoek van %(day)s is verzet naar %(at)s. Klopt het niet? Bel %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nJe bezoek van %(day)s is verzet naar %(at_long)s. Je ziet"
            " het in je week: %(link)s\n\nKlopt het niet? Bel %(phone)s."
        ),
        greets=True,
    ),
    "visit_on_again": Text(
        dutch("%(volunteer)s komt toch"),
        dutch("%(volunteer)s komt op %(day)s toch. Vragen? Bel %(phone)s. %(sender)s"),
        dutch("%(volunteer)s komt op %(day)s toch bij u.\n\nVragen? Bel %(phone)s."),
    ),
}


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
