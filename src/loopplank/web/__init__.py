"""Pages: one view, one template and one test file a page, under the same word."""
