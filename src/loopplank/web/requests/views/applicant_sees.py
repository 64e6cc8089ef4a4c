"""What somebody who asked for another may see on their own link: only what that person said."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.requests.applicant_sees import applicant_page
from loopplank.actions.requests import applicant_sees
from loopplank.core.requests.applicant_sees import SEES_WORDS
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import step
from loopplank.web.kit.words import day, in_sentence, person, word
from loopplank.web.requests.forms.status import ApplicantSeesForm


def change_applicant_sees(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    page = applicant_page(actor, request_id, now)
    agreed = page.agreed
    before = {"sees": agreed.sees.value, "channel": agreed.channel} if agreed.on else {}
    form = ApplicantSeesForm(posted(request), initial=before)
    return step(
        request,
        actor,
        form,
        lambda typed: applicant_sees.let_applicant_see(
            actor=actor, now=now, request_id=request_id, **typed
        ),
        back=reverse("request", args=[request_id]) + "#sees",
        done=_("Bewaard. Het werkt meteen."),
        words={
            "heading": _("Wat mag %(name)s zien?") % {"name": page.applicant},
            "who": person(page.who, with_age=False),
            "lead": _("Vraag het eerst aan %(who)s. Terugnemen mag altijd, en werkt meteen.")
            % {"who": in_sentence(page.who)},
            "action": _("Bewaar"),
            "applicant": page.applicant,
            "agreed": _("%(what)s. Opgeschreven door %(by)s op %(day)s.")
            % {"what": word(SEES_WORDS[agreed.sees]), "by": agreed.by, "day": day(agreed.on)}
            if agreed.on
            else "",
            "link": page.address,
        },
        template="requests/applicant_sees.html",
    )
