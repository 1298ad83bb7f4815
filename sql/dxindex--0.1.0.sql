/* dxindex 0.1.0: the schema dx and everything in it. */

\echo Use "CREATE EXTENSION dxindex" to load this file. \quit

-- An existing schema dx is refused: its owner could have planted look-alikes.
CREATE SCHEMA dx;
GRANT USAGE ON SCHEMA dx TO PUBLIC;
COMMENT ON SCHEMA dx IS 'dxindex: index trees, scorecards, scores and ranks';

CREATE FUNCTION dx.version(script text DEFAULT '0.1.0') RETURNS text
AS 'MODULE_PATHNAME', 'dx_version'
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.version(text) IS 'versions of the script, the library and the byte formats';

-- ======== code: a place in the tree ========

-- ======== rule: from result to attainment ========

-- ======== tree: a compiled index tree ========

-- ======== card: one unit's filled-in sheet ========

-- ======== scores ========

-- ======== ranks ========

