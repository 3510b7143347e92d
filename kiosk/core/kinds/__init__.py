"""The step kinds: each module knows its pages' touches, drafts, answers and bodies, and how to arrive at its step.

`kinds.registry` puts them together; nothing else imports all of them.
"""
