-- EXPECT: permission denied on each
ALTER SYSTEM SET fsync = off;
SELECT pg_reload_conf();
SELECT pg_rotate_logfile();
SET session_replication_role = replica;
SET log_min_messages = debug5;
SET temp_file_limit = -1;
SELECT set_config('session_preload_libraries', '/scratch/evil', false);
ALTER ROLE CURRENT_USER SET session_preload_libraries = '/scratch/evil';
CHECKPOINT;
