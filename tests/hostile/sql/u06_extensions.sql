-- EXPECT: refused each: nothing that reaches other servers or the server's files
CREATE EXTENSION dblink;
CREATE EXTENSION postgres_fdw;
CREATE EXTENSION file_fdw;
CREATE EXTENSION adminpack;
CREATE EXTENSION plpython3u;
CREATE EXTENSION pg_surgery;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;
CREATE SUBSCRIPTION s CONNECTION 'host=192.0.2.1 dbname=x' PUBLICATION p;
