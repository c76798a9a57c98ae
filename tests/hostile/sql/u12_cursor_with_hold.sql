-- EXPECT: a limit (disk, or time): a held cursor is written out whole (about 2 GB asked)
DECLARE held CURSOR WITH HOLD FOR SELECT repeat('x', 1000) FROM generate_series(1, 2000000);
