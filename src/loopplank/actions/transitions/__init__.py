"""The writers of moving a request, and the team that hangs on it, to the next state; every other
room moves through here.
"""
