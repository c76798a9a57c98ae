-- EXPECT: time limit
DO $$ BEGIN LOOP END LOOP; END $$;
