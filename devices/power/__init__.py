"""Mains or battery: a UPS through Network UPS Tools, and an emulated one."""
