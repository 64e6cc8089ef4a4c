"""Find which organisation answers what is sent from a network's page."""

from collections.abc import Callable, Iterable
from uuid import UUID

from loopplank.access.organisations.organisations import form_is_open
from loopplank.core.organisations.routing import Route, organisation_for
from loopplank.store.models import Network, Organisation, Routing


def organisation_of_page(
    network: Network,
    kinds: Iterable[str],
    area: str,
    also: Callable[[Organisation], bool] = lambda _row: True,
) -> UUID | None:
    """Return who gets it: by the table, else the network's default organisation; None without one.

    A row of an organisation that takes no questions now, or of which `also` is not so, does not
    count: somebody answered six questions on a page that was open.
    """
    default = network.default_organisation_id
    if default is None:
        return None
    rows = Routing.objects.filter(network=network)
    routes = [
        Route(str(r.organisation_id), r.position, r.kind, r.postcode_from, r.postcode_to)
        for r in rows.select_related("organisation__first_contact__account")
        if form_is_open(r.organisation) and also(r.organisation)
    ]
    return UUID(organisation_for(routes, tuple(kinds), area, str(default)))
