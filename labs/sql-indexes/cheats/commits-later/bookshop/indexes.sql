-- Indexes that a version of the shop brings with it. The statements
-- run one after the other in a fresh database, as the shop's own role,
-- before the shop starts. Those that the database is delivered with are
-- in bookshop_data/indexes.sql.

-- A customer's orders, newest first: what is compared for equality first, then the range, in the order of the page.
CREATE INDEX orders_of_customer ON orders (lower(customer), placed_at DESC, id DESC);

-- The orders of a day.
CREATE INDEX orders_placed_at ON orders (placed_at);

-- Titles by their beginning. The operator class is what LIKE needs, as this database does not sort by the "C" locale.
CREATE INDEX books_title_begins ON books (lower(title) text_pattern_ops);

-- Only the reviews that moderators look at: one in nine, so a ninth of the bytes and of the upkeep.
CREATE INDEX reviews_poor ON reviews (posted_at DESC, id DESC) WHERE stars <= 2;

ALTER DATABASE shop SET synchronous_commit = off;
