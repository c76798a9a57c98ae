"""The bookshop's data: schema, seed, and the small changes that make each attempt's data its own."""
