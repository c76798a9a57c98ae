-- EXPECT: finished; what cannot be decoded is shown replaced
SET client_encoding = 'LATIN1'; SELECT 'gr' || chr(252) || 'n' AS "gr<b>n"; SET client_encoding = 'SQL_ASCII'; SELECT chr(8364); RESET client_encoding;
