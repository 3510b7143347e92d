"""A4 papers: drawn by typst, signed as PDF, and the check that tells an intact signature from a damaged one."""
