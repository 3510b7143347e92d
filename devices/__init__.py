"""Drivers and emulators: bytes apart from ports, one contract per kind of device."""
