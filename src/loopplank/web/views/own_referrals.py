"""Mijn verwijzingen: per question who is responsible for it now, and what comes next."""

from django.http import HttpRequest, HttpResponse

from loopplank.access.actors import Actor
from loopplank.access.referral_list import own_referrals_page
from loopplank.web import clock
from loopplank.web.frame import show_work
from loopplank.web.paging import Pages, wanted_page
from loopplank.web.referral_rows import done_row, own_row


def show_own_referrals(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = own_referrals_page(actor, wanted_page(request), now)
    return show_work(
        request,
        actor,
        "work/own_referrals.html",
        {
            "with_you": [own_row(one, now) for one in page.with_you],
            "with_them": [own_row(one, now) for one in page.with_them],
            "asked": [own_row(one, now) for one in page.asked_of_you],
            "done": [done_row(one, now, formal=True) for one in page.done.rows],
            "page": Pages(page.done.number, page.done.pages),
        },
        current="own_referrals",
    )
