-- EXPECT: time limit, also in what runs at the end of a transaction
CREATE TEMP TABLE late (x int); CREATE FUNCTION pg_temp.doze() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(100); RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER dozes AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pg_temp.doze(); INSERT INTO late VALUES (1);
