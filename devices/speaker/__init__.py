"""The terminal's own small sounds, through ALSA's own player."""
