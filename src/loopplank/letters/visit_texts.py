"""The texts to the person helped when their volunteer cannot come once, and about what came of
it."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import Text

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
    "nobody_found_owner": Text(
        dutch("Nog niemand gevonden"),
        dutch("Loopplank: voor hulpvraag %(number)s, %(at)s, is niemand gevonden. Bel %(phone)s."),
        dutch(
            "Voor hulpvraag %(number)s op %(at_long)s is nog niemand gevonden. De persoon hoort dat"
            " nu, met wie dan wel gebeld kan worden.\n\nLog in en bel de persoon. Vragen aan je"
            " organisatie: %(phone)s."
        ),
    ),
    "visit_on_again": Text(
        dutch("%(volunteer)s komt toch"),
        dutch("%(volunteer)s komt op %(day)s toch. Vragen? Bel %(phone)s. %(sender)s"),
        dutch("%(volunteer)s komt op %(day)s toch bij u.\n\nVragen? Bel %(phone)s."),
    ),
}
