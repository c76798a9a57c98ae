-- EXPECT: permission denied on each
SELECT lo_import('/etc/passwd');
SELECT lo_export(1, '/scratch/out');
SELECT pg_read_binary_file('/etc/passwd');
SELECT pg_stat_file('PG_VERSION');
SELECT * FROM pg_ls_waldir();
SELECT * FROM pg_ls_logdir();
SELECT * FROM pg_hba_file_rules;
