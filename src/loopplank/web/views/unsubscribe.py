"""The address in a digest that ends digests, with one click and without signing in (RFC 8058)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from loopplank.access.actors import Actor
from loopplank.access.unsubscribing import stopper
from loopplank.actions.message_wishes import stop_digest
from loopplank.web import clock
from loopplank.web.public_frame import show_placeless


# A mail program posts here by itself, without our cookie and so without a token against forged
# requests. Nothing is lost by that: the address alone gives the right, no cookie is looked at, and
# a page elsewhere that does not know the address can post nothing. Whoever does know it could have
# opened it. All that it does is to stop a digest; it shows nobody's data.
@csrf_exempt
def unsubscribe(
    request: HttpRequest, actor: Actor, to: str, person_id: UUID, token: str
) -> HttpResponse:
    """Looking shows one button and changes nothing: mail scanners open addresses too."""
    if request.method == "POST":
        stop_digest(actor=actor, now=clock.now(), to=to, person_id=person_id, token=token)
    else:
        stopper(to, person_id, token)
    done = request.method == "POST"
    response = show_placeless(
        request, "public/unsubscribe.html", {"done": done, "to": to}, status=200
    )
    # the address is a key: no other page hears of it
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
