-- EXPECT: permission denied: sessions of the platform are not ours to end
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres' OR usename IS NULL;
