"""What the person helped said: read it, call, and write down what was done."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.concerns import concern_page
from loopplank.actions import concerns
from loopplank.web import clock
from loopplank.web.concern_words import concern_card
from loopplank.web.forms.concern import AnswerForm
from loopplank.web.posted import posted
from loopplank.web.steps import step
from loopplank.web.words import in_sentence, person


def answer_concern(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    now = clock.now()
    found = concern_page(actor, concern_id, now)
    return step(
        request,
        actor,
        AnswerForm(posted(request)),
        lambda typed: concerns.answer(
            actor=actor, now=now, concern_id=concern_id, answer=concerns.Answer(**typed)
        ),
        back=reverse("request", args=[found.request_id]),
        done=_("Opgeschreven. De persoon leest op de eigen pagina wat er is gedaan."),
        words={
            "heading": _("Signaal van %(who)s") % {"who": in_sentence(found.who)},
            "who": person(found.who, with_age=False),
            "action": _("Bewaar"),
            "concern": concern_card(found, now),
        },
        template="work/concern.html",
        places={"bsn.refused": "done"},
    )
