"""The writers of a question put to another organisation or an outside party, and its transfer."""

__all__ = ["clocks", "hand_over", "incoming", "party_codes", "refer", "referrals", "send"]
