-- EXPECT: refused each by the server: not UTF-8, NUL
SELECT E'\xff';
SELECT chr(0);
SELECT convert_from('\x00', 'UTF8');
SELECT U&'\D800';
