"""Search everything by a name, number or postcode. What was typed stands in no address."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from loopplank.access.account.actors import Actor
from loopplank.access.search.search import FoundGroup, Group, search_page
from loopplank.core.account.roles import Role
from loopplank.web.kit import clock, searching
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import Pages, wanted_page
from loopplank.web.search.words import Lines

KIND = "soort"
#: The word in the address, and how each group is called.
GROUPS = {
    Group.REQUESTS: ("hulpvragen", gettext_lazy("Hulpvragen")),
    Group.VOLUNTEERS: ("vrijwilligers", gettext_lazy("Vrijwilligers")),
    Group.PARTIES: ("organisaties", gettext_lazy("Organisaties en contactpersonen")),
    Group.MESSAGES: ("berichten", gettext_lazy("Berichten")),
    Group.GAPS: ("gaten", gettext_lazy("Gaten")),
}
_BY_WORD = {in_address: group for group, (in_address, _) in GROUPS.items()}


def show_search(request: HttpRequest, actor: Actor) -> HttpResponse:
    if request.method == "POST":
        return searching.lead_to_found(request, actor, (KIND,))
    now, words = clock.now(), searching.typed(request, actor)
    only = _BY_WORD.get(request.GET.get(KIND, ""))
    page = search_page(actor, words, now, only=only, number=wanted_page(request))
    lines = Lines(actor, page.words, now)
    token = request.GET.get(searching.TOKEN, "")
    return show_work(
        request,
        actor,
        "search/search.html",
        {
            "words": words,
            "total": page.total,
            "more": any(one.more for one in page.groups),
            "groups": [
                {
                    "key": GROUPS[one.group][0],
                    "label": GROUPS[one.group][1],
                    "total": one.total,
                    "more": one.more,
                    "lines": [lines.line(hit) for hit in one.rows],
                    "url": _of_group(one.group, token),
                    "others": 0 if only else one.total - len(one.rows),
                    "whole": _whole(one, token, actor),
                    "current": one.group is only,
                }
                for one in page.groups
            ],
            "all_url": f"{reverse('search')}?{urlencode({searching.TOKEN: token})}",
            "only": bool(only),
            "pages": Pages(page.number, page.pages),
            "may_ask": actor.role is Role.COORDINATOR,
        },
        current="search",
    )


def _of_group(group: Group, token: str) -> str:
    return f"{reverse('search')}?{urlencode({KIND: GROUPS[group][0], searching.TOKEN: token})}"


def _whole(one: FoundGroup, token: str, actor: Actor) -> str:
    """Return the list on which all of a group stand, sorted and filtered as there; or nothing."""
    if actor.role is not Role.COORDINATOR:
        return ""
    if one.group is Group.REQUESTS:
        return f"{reverse('requests')}?{urlencode({'stand': 'all', searching.TOKEN: token})}"
    if one.group is Group.VOLUNTEERS:
        return f"{reverse('volunteers')}?{urlencode({searching.TOKEN: token})}"
    return ""
