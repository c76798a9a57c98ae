"""A small bookshop: catalogue, search, authors, reviews, baskets and orders, on Flask and PostgreSQL."""
