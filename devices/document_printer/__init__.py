"""A4 documents through a spool folder, and an emulated office printer behind it."""
