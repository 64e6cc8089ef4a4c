"""The way in to networks and organisations: members, settings, offers and areas."""

__all__ = ["apply", "colleagues", "invitations", "organisations", "set_up"]
