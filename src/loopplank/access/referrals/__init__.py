"""The way in to a question put to another organisation or an outside party, and its transfer."""

__all__ = ["referral_list", "sides"]
