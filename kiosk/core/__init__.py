"""The pure room: what the terminal decides. No I/O, no clock, no randomness, no Kivy."""
