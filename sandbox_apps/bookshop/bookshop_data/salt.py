"""What changes from attempt to attempt: prices, stars and names, so that answers learnt earlier are wrong.

Pure standard library; the platform runs the SQL in each fresh copy of the database before the app starts. It never says
ANALYZE: that draws a random sample of rows, so two copies of the same data would get different statistics, hence
different plans, and identical code would differ by up to 15 %. The template's statistics fit what is changed here.
"""

import random


def sql(seed: int) -> str:
    """Statements that change a part of the shop, chosen by `seed`; the same seed makes the same changes."""
    rng = random.Random(seed)
    a, b, c = (rng.randrange(1, 10_000) for _ in range(3))
    return f"""
    SET synchronous_commit = off;
    UPDATE books SET price_cents = 300 + (price_cents * 7 + id * {a}) % 4000 WHERE (id * 31 + {b}) % 10 = 0;
    UPDATE authors SET name = name || ' ' || chr(65 + ((id * {c}) % 26)::int) || '.' WHERE (id * 17 + {a}) % 10 = 0;
    UPDATE reviews SET stars = 1 + (stars + {b}) % 5 WHERE (id * 13 + {c}) % 33 = 0;
    INSERT INTO reviews (book_id, reader, stars, body)
      SELECT 1 + (n * {a}) % 20000, 'Reader ' || (n * {b}) % 1000, 1 + (n * {c}) % 5, 'Note ' || (n * {a}) % 977
        FROM generate_series(1, 300) AS n;
    CHECKPOINT;
    """
