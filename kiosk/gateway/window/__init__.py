"""The page for window staff (帮办代办): the cases of their place, originals seen, words to the other place."""
