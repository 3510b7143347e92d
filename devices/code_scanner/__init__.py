"""Codes in front of a camera: frames over a socket, decoding in a process of its own, and an emulated camera."""
