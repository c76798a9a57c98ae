-- EXPECT: finished; the notifications are read and kept by nobody, memory of the reader stays flat (about 70 MB)
LISTEN flood;
SELECT count(*) FROM (SELECT pg_notify('flood', i || repeat('x', 7000)) FROM generate_series(1, 10000) AS i) AS sent;
