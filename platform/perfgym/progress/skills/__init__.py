"""Which skills a person has evidence for: what was done, when, how certain it is, and which lab gives the next.

`own` looks at all that a person has done; `shown` only at entries that a reader may see; `lead` says what comes next.
"""
