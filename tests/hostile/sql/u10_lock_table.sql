-- EXPECT: the server runs out of places for locks and says so; it lives on
SELECT count(pg_advisory_lock(i)) FROM generate_series(1, 100000) AS i;
