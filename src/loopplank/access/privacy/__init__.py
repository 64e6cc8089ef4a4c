"""The way in to why data is kept, who looked, and erasing."""
