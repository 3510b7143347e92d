"""A4 papers: drawn by typst, signed as PDF, and checked again before anybody gets one."""
