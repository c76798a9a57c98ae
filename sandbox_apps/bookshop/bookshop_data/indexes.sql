-- Built after the rows are in: faster, and the indexes come out compact.
CREATE INDEX books_author_id ON books (author_id);
CREATE INDEX books_category_id ON books (category_id, published_on DESC, id DESC);
CREATE INDEX books_published_on ON books (published_on DESC, id DESC);
CREATE INDEX books_title ON books (title, id);
CREATE INDEX books_price ON books (price_cents, id);
CREATE INDEX books_title_words ON books USING gin (to_tsvector('simple', title));
CREATE INDEX reviews_book_id ON reviews (book_id);
CREATE INDEX order_lines_book_id ON order_lines (book_id);
CREATE INDEX basket_lines_book_id ON basket_lines (book_id);
