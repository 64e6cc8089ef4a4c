"""The writers of networks and organisations: members, settings, offers and areas."""

__all__ = ["colleagues", "invitations", "networks", "organisations"]
