"""Every address of the pages. A page that is not here does not exist."""

from loopplank.web.addresses import (
    arrangements,
    gaps,
    intake,
    public,
    referrals,
    requests,
    settings,
    sign_in,
    teams,
    volunteers,
    week,
)

DOORS = (
    *public.DOORS,
    *week.DOORS,
    *intake.DOORS,
    *requests.DOORS,
    *teams.DOORS,
    *arrangements.DOORS,
    *referrals.DOORS,
    *volunteers.DOORS,
    *gaps.DOORS,
    *settings.DOORS,
    *sign_in.DOORS,
)
urlpatterns = [*(door.as_pattern() for door in DOORS), *sign_in.PATTERNS]
