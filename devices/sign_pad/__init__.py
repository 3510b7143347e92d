"""Signing with a finger or a pen: the strokes as a value, never a picture of them."""
