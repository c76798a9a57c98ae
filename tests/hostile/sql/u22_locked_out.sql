-- EXPECT: a learner can lock the console out of their own database; it says so, and starting again helps
ALTER ROLE CURRENT_USER PASSWORD 'another'; COMMIT; SELECT pg_terminate_backend(pg_backend_pid());
