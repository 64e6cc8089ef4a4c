"""Texts of all messages and letters, and how they are filled."""
