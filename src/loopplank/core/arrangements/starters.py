"""The first text of an arrangement for each kind of help: gaps are shown, not filled in.

The words are an example that an organisation makes its own; once saved, they are its own text and
are not translated.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from loopplank.core.arrangements.facts import Task, Who
from loopplank.core.kit.kinds import Kind

#: Beside a professional: what is forgotten until somebody needs it. Nobody has it yet.
BESIDE_A_PROFESSIONAL: tuple[Task, ...] = (
    Task("Wassen, aankleden en medicijnen"),
    Task("Geld en post"),
    Task("Zien of het thuis nog veilig is"),
)
STOP_RULE = "Bij een val, bij gevaar, of als de beroepskracht weggaat."
IF_ILL = "De organisatie belt de persoon. Er komt geen vervanger."
_DOES = Who.VOLUNTEER

STARTERS: Mapping[Kind, tuple[Task, ...]] = MappingProxyType(
    {
        Kind.SHOPPING: (
            Task("Samen boodschappen doen", _DOES, "", "de pinpas gebruiken, zwaar tillen"),
        ),
        Kind.COMPANY: (Task("Koffie en een praatje", _DOES, "", "steunen bij lopen"),),
        Kind.TRANSPORT: (
            Task("Meegaan naar een afspraak", _DOES, "", "tillen in en uit de auto"),
            Task("Vervoer regelen en betalen"),
        ),
        Kind.ODD_JOBS: (Task("Een klus in huis of tuin", _DOES, "", "werken op een ladder"),),
        Kind.PAPERWORK: (
            Task("Samen de post lezen", _DOES, "", "inloggen of geld overmaken"),
            Task("Schulden en bezwaarschriften"),
        ),
        Kind.OTHER: (Task("Wat de vrijwilliger doet", _DOES),),
        Kind.RESPITE: (
            Task("Bij de persoon blijven", _DOES, "", "wassen, tillen, medicijnen geven"),
            Task("Bereikbaar zijn terwijl de mantelzorger weg is", Who.FAMILY),
        ),
        Kind.BUDDY: (
            Task("Samen iets doen dat goed doet", _DOES, "", "behandelen of bemiddelen"),
            Task("Wat te doen als het slechter gaat"),
        ),
        Kind.FAMILY: (
            Task("Een ochtend naast het gezin", _DOES, "", "opvoeden in plaats van de ouder"),
            Task("Zorgen over de kinderen bespreken"),
        ),
        Kind.LANGUAGE: (Task("Nederlands oefenen", _DOES, "", "brieven beantwoorden"),),
        Kind.VIGIL: (
            Task("Waken", _DOES, "", "medicijnen geven, wassen, tillen"),
            Task("Komen als het moment er is"),
        ),
    }
)


def starter_tasks(kinds: Iterable[str], *, with_professional: bool) -> tuple[Task, ...]:
    """Return the first tasks for these kinds of help, each once."""
    own = [task for kind in kinds for task in STARTERS[Kind(kind)]]
    beside = BESIDE_A_PROFESSIONAL if with_professional else ()
    return tuple(dict.fromkeys((*own, *beside)))
