-- SPDX-License-Identifier: PostgreSQL
-- What the scenes share: a schema of the user's own, and a table of index trees.
\echo
\echo 'dxindex is installed: versions of the script, the library and the byte formats'
SELECT dx.version();

SET search_path = '';
CREATE SCHEMA demo;
COMMENT ON SCHEMA demo IS 'the tour of dxindex: every object is the user''s own';

CREATE TABLE demo.index_set (
	name text PRIMARY KEY,
	tree dx.tree NOT NULL
);
COMMENT ON TABLE demo.index_set IS 'index trees, compiled; a new version of a set is a new row';
