"""Fills an empty database with things that have a number and a label: `python -m yardstick_data.seed`."""

import os

import psycopg

ROWS = 10_000
TABLE = "CREATE TABLE things (id integer PRIMARY KEY, label text NOT NULL)"
FILL = f"INSERT INTO things SELECT n, 'thing ' || n FROM generate_series(1, {ROWS}) AS n"

if __name__ == "__main__":
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute(TABLE)
        connection.execute(FILL)
