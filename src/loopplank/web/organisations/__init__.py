"""Pages about networks and organisations: members, settings, offers and areas."""
