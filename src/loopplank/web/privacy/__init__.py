"""Pages about why data is kept, who looked, and erasing."""
