-- EXPECT: permission denied on each: the server's files are nobody's here
COPY (SELECT 1) TO '/scratch/out';
COPY things FROM '/etc/passwd';
CREATE TEMP TABLE t (x text); COPY t FROM '/proc/self/environ';
COPY (SELECT 1) TO PROGRAM 'id > /scratch/id';
