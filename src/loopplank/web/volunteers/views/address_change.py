"""What the old address of a volunteer says of the new one, and what a coordinator who spoke with
them says of a new number.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.address_changes import change_behind
from loopplank.actions.volunteers import address_changes
from loopplank.core.kit.calendar import local_day
from loopplank.core.volunteers.address_change import AddressKind
from loopplank.web.account import token_cookie
from loopplank.web.kit import clock
from loopplank.web.kit.public_frame import show_placeless
from loopplank.web.kit.steps import do_and_go_back
from loopplank.web.kit.words import day


def address_change(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask whoever reads the old address whether the new one is right; nothing of it is shown
    here.
    """
    now, token = clock.now(), token_cookie.KEY.read(request)
    change = change_behind(token, now)
    if change is None:
        return show_placeless(
            request, "volunteers/address_settled.html", status=410, may_switch=True
        )
    said = request.POST.get("answer")
    if request.method == "POST" and said in {"yes", "no"}:
        address_changes.answer(actor=actor, now=now, token=token, right=said == "yes")
        response = show_placeless(
            request,
            "volunteers/address_settled.html",
            {"right": said == "yes", "wrong": said == "no"},
            status=200,
        )
        token_cookie.KEY.forget(response)
        return response
    return show_placeless(
        request,
        "volunteers/address_change.html",
        {
            "mail": change.kind == AddressKind.EMAIL,
            "on": day(local_day(change.changed_at)),
            "key_from": day(local_day(change.key_from)),
        },
        status=200,
        may_switch=True,
    )


def vouch_address(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponse:
    now = clock.now()
    try:
        back = reverse("volunteer", args=[UUID(request.POST.get("terug", ""))]) + "#reach"
    except ValueError:
        back = reverse("volunteers")
    return do_and_go_back(
        request,
        lambda: address_changes.vouch(actor=actor, now=now, change_id=change_id),
        back,
        _("Opgeschreven dat jij de vrijwilliger sprak en dat het nummer klopt."),
    )
