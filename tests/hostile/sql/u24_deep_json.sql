-- EXPECT: the server's own limit of the stack; it lives on
SELECT repeat('[', 1000000)::json;
