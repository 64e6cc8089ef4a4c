"""Show which keys there are: a page of its own, which the key `?` also lays over any other."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.core.account.roles import Role
from loopplank.web.kit.frame import show_work


@dataclass(frozen=True, slots=True)
class Keys:
    keys: tuple[str, ...]
    does: str


def show_keys(request: HttpRequest, actor: Actor) -> HttpResponse:
    return show_work(request, actor, "search/keys.html", {"keys": _keys(actor)}, current="keys")


def _keys(actor: Actor) -> list[Keys]:
    """Return the keys of `static/loopplank/keys.js` that do something for this role."""
    coordinates = [
        Keys(("g", "v"), _("Vandaag")),
        Keys(("g", "w"), _("Week")),
        Keys(("g", "h"), _("Hulpvragen")),
        Keys(("g", "b"), _("Berichten")),
        Keys(("n",), _("Naar de volgende stap")),
        Keys(("←", "→"), _("Vorige en volgende week")),
    ]
    return [
        Keys(("/",), _("Zoeken")),
        *(coordinates if actor.role is Role.COORDINATOR else ()),
        Keys(("j", "k"), _("Volgende en vorige rij")),
        Keys(("↓", "↑"), _("Door wat je gevonden hebt")),
        Keys(("Esc",), _("Sluit een menu, of ga terug uit zoeken")),
        Keys(("?",), _("Deze lijst")),
    ]
