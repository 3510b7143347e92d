"""Photographing materials: a camera above the desk, the page found and straightened, pages bound into one PDF."""
