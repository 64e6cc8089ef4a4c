"""Every address of the pages. A page that is not here does not exist."""

from loopplank.web.account import addresses as account
from loopplank.web.account.entrance import as_pattern
from loopplank.web.arrangements import addresses as arrangements
from loopplank.web.demo import addresses as demo
from loopplank.web.gaps import addresses as gaps
from loopplank.web.kit import addresses as kit
from loopplank.web.matching import addresses as matching
from loopplank.web.messages import addresses as messages
from loopplank.web.organisations import addresses as organisations
from loopplank.web.practice import addresses as practice
from loopplank.web.privacy import addresses as privacy
from loopplank.web.referrals import addresses as referrals
from loopplank.web.requests import addresses as requests
from loopplank.web.responsibility import addresses as responsibility
from loopplank.web.search import addresses as search
from loopplank.web.triage import addresses as triage
from loopplank.web.volunteers import addresses as volunteers
from loopplank.web.wellbeing import addresses as wellbeing

DOORS = (
    *organisations.DOORS,
    *practice.DOORS,
    *requests.DOORS,
    *privacy.DOORS,
    *account.DOORS,
    *wellbeing.DOORS,
    *arrangements.DOORS,
    *messages.DOORS,
    *kit.DOORS,
    *volunteers.DOORS,
    *matching.DOORS,
    *responsibility.DOORS,
    *triage.DOORS,
    *referrals.DOORS,
    *gaps.DOORS,
    *search.DOORS,
    *demo.DOORS,
)
urlpatterns = [*(as_pattern(door) for door in DOORS), *account.PATTERNS]
