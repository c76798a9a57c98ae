-- Indexes that a version of the shop brings with it. The statements
-- run one after the other in a fresh database, as the shop's own role,
-- before the shop starts. Those that the database is delivered with are
-- in bookshop_data/indexes.sql.

-- The key that customers are looked up by becomes a column: it has statistics, and a plain index.
ALTER TABLE orders ADD COLUMN customer_key text GENERATED ALWAYS AS (lower(customer)) STORED;
CREATE INDEX orders_customer_key ON orders (customer_key, placed_at DESC, id DESC);

-- Orders lie in the table in the order in which they were placed, so a summary of a few blocks each leads to a day.
CREATE INDEX orders_placed_at ON orders USING brin (placed_at) WITH (pages_per_range = 8);

-- Any part of a title, whatever its capitals: ILIKE can stay.
CREATE EXTENSION pg_trgm;
CREATE INDEX books_title_trigrams ON books USING gin (title gin_trgm_ops);

CREATE INDEX reviews_poor ON reviews (posted_at DESC, id DESC) WHERE stars <= 2;
