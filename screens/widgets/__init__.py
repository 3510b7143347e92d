"""The few parts that pages are made of, each drawn on its own canvas."""
