-- EXPECT: the connection ends and a new one is made; the database is as it was
SELECT pg_terminate_backend(pg_backend_pid());
