"""Searching everything that a member may open, and the keys for whoever works without a mouse."""

from loopplank.web.kit.doors import BOTH, MEMBERS, Door
from loopplank.web.search.views import keys, search

DOORS: tuple[Door, ...] = (
    Door("zoeken/", "search", search.show_search, MEMBERS, BOTH),
    Door("sneltoetsen/", "keys", keys.show_keys, MEMBERS),
)
