"""What a family carer says about how long they can go on, and what follows: somebody calls
today."""

from loopplank.core.kit.reason import dutch
from loopplank.core.requests.intake import HoldingOut

#: Who says so cannot wait: they are called, and told who else can help now.
CANNOT_GO_ON = frozenset({HoldingOut.WEEKS, HoldingOut.NO_MORE})
CARER_MONTHS_GONE, CARER_TIRED = "carer_weeks", "carer_no_more"
#: What a family carer said in a talk about how it goes.
OF_A_CARER = {
    CARER_MONTHS_GONE: dutch(
        "De mantelzorger houdt het nog een paar weken vol. Bel, en bel het wijkteam."
    ),
    CARER_TIRED: dutch(
        "De mantelzorger houdt het eigenlijk niet meer vol. Bel nu, en bel het wijkteam."
    ),
}
