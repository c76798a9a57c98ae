-- EXPECT: time limit; twenty notices are kept, each cut (writes nothing, sends at most some hundred MB on loopback)
DO $$ BEGIN FOR i IN 1..100000000 LOOP RAISE NOTICE '%', repeat('x', 100000); END LOOP; END $$;
