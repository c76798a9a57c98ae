-- EXPECT: refused: nothing may outlive its session
BEGIN; CREATE TABLE kept (x int); PREPARE TRANSACTION 'kept';
