-- EXPECT: refused each, current_user unchanged
SET ROLE postgres;
SET SESSION AUTHORIZATION postgres;
ALTER ROLE postgres PASSWORD 'mine';
ALTER ROLE postgres NOLOGIN;
GRANT postgres TO CURRENT_USER;
GRANT pg_read_server_files TO CURRENT_USER;
GRANT pg_execute_server_program TO CURRENT_USER;
ALTER ROLE CURRENT_USER CREATEROLE CREATEDB;
CREATE ROLE accomplice LOGIN;
CREATE DATABASE another;
DROP DATABASE postgres;
REASSIGN OWNED BY postgres TO CURRENT_USER;
