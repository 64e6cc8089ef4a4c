"""The privacy notice of a network or an organisation, made of the purposes of the columns."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.organisations.organisations import public_place
from loopplank.access.privacy.privacy import Keeper, keepers
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.privacy import HEADINGS, KEPT_WORDS, PURPOSES, About
from loopplank.web.kit.public_frame import address_of, show_public
from loopplank.web.kit.words import word


def show_privacy(
    request: HttpRequest, _actor: Actor, network: str, organisation: str = ""
) -> HttpResponse:
    """Show one page: who keeps what, why, who sees it, how long, and what somebody may ask."""
    place = public_place(network, organisation)
    found = keepers(place)
    return show_public(
        request,
        place,
        "privacy/privacy.html",
        {
            "start_url": address_of("start", place),
            "keepers": [_keeper(keeper) for keeper in found],
            "parts": _parts(max((keeper.months for keeper in found), default=12)),
        },
    )


def time_kept(months: int) -> str:
    """Say "1 jaar", "18 maanden"."""
    years, rest = divmod(months, 12)
    if rest:
        return ngettext("%(n)s maand", "%(n)s maanden", months) % {"n": months}
    return ngettext("%(n)s jaar", "%(n)s jaar", years) % {"n": years}


def _keeper(keeper: Keeper) -> dict[str, str]:
    return {
        "name": keeper.name,
        "phone": phone_readable(keeper.phone),
        "email": keeper.email,
        "legal_basis": keeper.legal_basis.rstrip("."),
        "complaints_to": keeper.complaints_to.rstrip("."),
        "time": time_kept(keeper.months),
    }


def _parts(months: int) -> list[dict[str, object]]:
    time = {"time": time_kept(months)}
    return [
        {
            "id": about.value,
            "heading": word(HEADINGS[about]),
            "rows": [
                {
                    "what": word(purpose.what),
                    "why": word(purpose.why),
                    "seen_by": word(purpose.seen_by),
                    "kept": word(KEPT_WORDS[purpose.kept]) % time,
                }
                for purpose in PURPOSES
                if purpose.about is about
            ],
        }
        for about in About
    ]
