"""Overdrachten: what was asked of us, what we asked of others, and what is done."""

from django.http import HttpRequest, HttpResponse

from loopplank.access.actors import Actor
from loopplank.access.referral_list import referrals_page
from loopplank.web import clock
from loopplank.web.frame import show_work
from loopplank.web.paging import Pages, wanted_page
from loopplank.web.referral_rows import asked_row, asking_row, done_row


def show_referrals(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = referrals_page(actor, wanted_page(request), now)
    return show_work(
        request,
        actor,
        "work/referrals.html",
        {
            "asked": [asked_row(one, now) for one in page.asked_of_us],
            "asking": [asking_row(one, now) for one in page.asked_by_us],
            "done": [done_row(one, now) for one in page.done.rows],
            "page": Pages(page.done.number, page.done.pages),
        },
        current="referrals",
    )
