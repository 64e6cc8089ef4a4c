"""Show how one main page works: a page to read beside the work, or to print."""

from django.http import HttpRequest, HttpResponse

from loopplank.access.account.actors import Actor, NotFound
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.topics import BY_SLUG, topics_for
from loopplank.web.kit.words import word


def show_how_it_works(request: HttpRequest, actor: Actor, topic: str) -> HttpResponse:
    """Show one topic, with a way back to its page for whoever may open that. Raises NotFound for
    one that is not there.
    """
    mine = topics_for(actor.role)
    found = BY_SLUG.get(topic)
    if found is None:
        raise NotFound(topic)
    return show_work(
        request,
        actor,
        "search/how_it_works.html",
        {
            "title": word(found.title),
            "what": word(found.what),
            "steps": [word(one) for one in found.steps],
            "notes": [word(one) for one in found.notes],
            "door": found.door if found in mine else "",
            "others": [(one.slug, word(one.title)) for one in mine if one is not found],
        },
        current=found.door,
    )
