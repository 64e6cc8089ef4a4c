"""The way in to a request for help: intake, its page and list, its states, closing, the respectable
no, waiting, and what whoever asked reads.
"""

__all__ = ["request", "request_list", "requests", "status"]
