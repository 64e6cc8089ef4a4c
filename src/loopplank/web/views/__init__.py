"""One view, one template and one test file a page, the same word in all three."""
