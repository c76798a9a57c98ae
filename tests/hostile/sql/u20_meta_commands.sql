-- EXPECT: syntax errors: these are psql's own
\! id
\copy things to /scratch/out
\o |id
\set x `id`
\c postgres
