"""Name the neighbourhoods in which somebody's rows lie, to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify

from loopplank.store.models import PostcodeArea


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """`code` is what an address may hold; `areas` are its four-digit postcodes."""

    code: str
    name: str
    areas: frozenset[str]


def neighbourhoods_of(areas: Iterable[str]) -> tuple[Neighbourhood, ...]:
    """Return the neighbourhoods of these postcodes by name; an area without a name is called by its
    digits. One query.
    """
    wanted = {area for area in areas if area}
    rows = PostcodeArea.objects.filter(pk__in=wanted).values_list("pk", "neighbourhood")
    names = {area: area for area in wanted} | {pk: name or pk for pk, name in rows}
    found: dict[str, tuple[str, set[str]]] = {}
    for area, name in names.items():
        found.setdefault(slugify(name) or area, (name, set()))[1].add(area)
    every = (Neighbourhood(code, name, frozenset(here)) for code, (name, here) in found.items())
    return tuple(sorted(every, key=lambda one: one.name))


def areas_of(code: str, among: Iterable[Neighbourhood]) -> frozenset[str]:
    """Return the postcodes of one of them; none for one that is not there."""
    return next((one.areas for one in among if one.code == code), frozenset())
