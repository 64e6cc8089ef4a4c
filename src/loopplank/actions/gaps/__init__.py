"""The writers of noes that were said, and the gaps that they make."""
