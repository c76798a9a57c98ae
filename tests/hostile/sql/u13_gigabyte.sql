-- EXPECT: a limit (memory, or time): one value of 1 GB
SELECT repeat('x', 1000000000);
