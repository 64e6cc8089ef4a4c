"""Searching everything that a member may open."""

from loopplank.web.kit.doors import BOTH, MEMBERS, Door
from loopplank.web.search.views import search

DOORS: tuple[Door, ...] = (Door("zoeken/", "search", search.show_search, MEMBERS, BOTH),)
