-- EXPECT: the server's own limit of the stack; it lives on
CREATE FUNCTION deep(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN deep(n + 1); END $$; SELECT deep(1);
