-- EXPECT: a limit (disk, or time): a sort that spills (about 1 GB asked)
SELECT count(*) FROM (SELECT i, repeat('x', 500) AS pad FROM generate_series(1, 2000000) AS i ORDER BY 2, 1) AS sorted;
