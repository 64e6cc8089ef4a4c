"""One command a file: read the arguments, make one call, say how it went."""
