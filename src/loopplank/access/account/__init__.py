"""The way in to who acts: actors, signing in, the second step, links and codes."""

__all__ = ["access_records", "actors", "codes", "links", "second_step"]
