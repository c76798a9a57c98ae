-- EXPECT: finished; the console's own questions name pg_catalog, so nothing is gained
CREATE SCHEMA shadow; CREATE FUNCTION shadow.format_type(oid, integer) RETURNS text LANGUAGE sql AS $$ SELECT 'mine' $$; SET search_path = shadow, pg_catalog; SELECT 1.5::numeric(4,2) AS n; RESET search_path; DROP SCHEMA shadow CASCADE;
