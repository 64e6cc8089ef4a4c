"""Practising in an invented place: how long it stays, and what cannot be done there.

A place to practise in is a network of its own with one organisation, for the people of one real
organisation. Nothing leaves it, and all of it can be removed with one button.
"""
