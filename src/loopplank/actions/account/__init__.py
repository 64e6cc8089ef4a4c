"""The writers of who acts: actors, signing in, the second step, links and codes."""

__all__ = ["links", "passwords", "second_step", "sign_ins"]
