"""Receipts on a thermal printer: what a receipt looks like, its bytes, the conversation, and an emulated printer."""
