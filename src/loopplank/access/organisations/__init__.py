"""The way in to networks and organisations: members, settings, offers and areas."""

__all__ = ["colleagues", "invitations", "organisations"]
