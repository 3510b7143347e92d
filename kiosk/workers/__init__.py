"""A thread for each device: orders go in, outcomes come back as events, trouble never leaves the thread."""
