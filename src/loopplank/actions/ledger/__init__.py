"""The writers of the weeks of volunteers: what is planned and allowed, kept right under one lock
(P2).
"""

__all__ = ["ledger"]
