"""The demonstration: every program with emulated devices, and a story played with a real pointer."""
