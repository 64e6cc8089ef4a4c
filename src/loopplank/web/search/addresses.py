"""Searching everything that a member may open, the keys, and how each main page works."""

from loopplank.web.kit.doors import BOTH, MEMBERS, READ_GAPS, Door
from loopplank.web.search.views import how_it_works, keys, search

DOORS: tuple[Door, ...] = (
    Door("zoeken/", "search", search.show_search, MEMBERS, BOTH),
    Door("sneltoetsen/", "keys", keys.show_keys, MEMBERS),
    Door(
        "hoe-werkt-dit/<slug:topic>/",
        "how_it_works",
        how_it_works.show_how_it_works,
        READ_GAPS,
    ),
)
