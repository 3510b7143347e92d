"""ID cards: the SDT reader's frames, the text on a card, the driver, and an emulated reader with synthetic cards."""
