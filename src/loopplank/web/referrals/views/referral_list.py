"""List what was asked of us, what we asked of others, and what a professional referred."""

from django.http import HttpRequest, HttpResponse

from loopplank.access.account.actors import Actor
from loopplank.access.referrals.referral_list import own_referrals_page, referrals_page
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import Pages, wanted_page
from loopplank.web.referrals.words import asked_row, asking_row, done_row, own_row

# --- Overdrachten ---------------------------------------------------------------------------------


def show_referrals(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = referrals_page(actor, wanted_page(request), now)
    return show_work(
        request,
        actor,
        "referrals/referral_list.html",
        {
            "asked": [asked_row(one, now) for one in page.asked_of_us],
            "asking": [asking_row(one, now) for one in page.asked_by_us],
            "done": [done_row(one, now) for one in page.done.rows],
            "page": Pages(page.done.number, page.done.pages),
        },
        current="referrals",
    )


# --- Mijn verwijzingen ----------------------------------------------------------------------------
# Per question who is responsible for it now, and what comes next.


def show_own_referrals(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = own_referrals_page(actor, wanted_page(request), now)
    return show_work(
        request,
        actor,
        "referrals/own_referrals.html",
        {
            "with_you": [own_row(one, now) for one in page.with_you],
            "with_them": [own_row(one, now) for one in page.with_them],
            "asked": [own_row(one, now) for one in page.asked_of_you],
            "done": [done_row(one, now, formal=True) for one in page.done.rows],
            "page": Pages(page.done.number, page.done.pages),
        },
        current="own_referrals",
    )
