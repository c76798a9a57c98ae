-- EXPECT: time limit, though a cancel is trapped: the connection is ended
DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(100); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$;
