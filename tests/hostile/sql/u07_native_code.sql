-- EXPECT: refused each
LOAD '/lib/x86_64-linux-gnu/libc.so.6';
CREATE FUNCTION run(cstring) RETURNS int AS '/lib/x86_64-linux-gnu/libc.so.6', 'system' LANGUAGE c STRICT;
CREATE FUNCTION inner_one(internal) RETURNS internal AS 'int4in' LANGUAGE internal;
CREATE LANGUAGE plpython3u;
CREATE EVENT TRIGGER t ON ddl_command_start EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE ACCESS METHOD m TYPE INDEX HANDLER bthandler;
