"""Every address of the pages. A page that is not here does not exist."""

from loopplank.web.account import addresses as account_addresses
from loopplank.web.arrangements import addresses
from loopplank.web.gaps import addresses as gap_addresses
from loopplank.web.matching import addresses as matching_addresses
from loopplank.web.organisations import addresses as organisation_addresses
from loopplank.web.referrals import addresses as referral_addresses
from loopplank.web.requests import addresses as request_addresses
from loopplank.web.requests import public_addresses
from loopplank.web.volunteers import addresses as volunteer_addresses
from loopplank.web.volunteers import week_addresses

DOORS = (
    *public_addresses.DOORS,
    *week_addresses.DOORS,
    *request_addresses.INTAKE_DOORS,
    *request_addresses.DOORS,
    *matching_addresses.DOORS,
    *addresses.DOORS,
    *referral_addresses.DOORS,
    *volunteer_addresses.DOORS,
    *gap_addresses.DOORS,
    *organisation_addresses.DOORS,
    *account_addresses.DOORS,
)
urlpatterns = [*(door.as_pattern() for door in DOORS), *account_addresses.PATTERNS]
