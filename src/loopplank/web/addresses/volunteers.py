"""Coordinators: their volunteers, imports."""

from loopplank.web.doors import Door

DOORS: tuple[Door, ...] = ()
