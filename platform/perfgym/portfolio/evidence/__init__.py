"""The signed evidence bundle of an entry: what is in it, how it is put together, and how anybody checks it."""
