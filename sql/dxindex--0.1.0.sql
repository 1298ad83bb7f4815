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

CREATE FUNCTION dx.rank_by(x float8, ties text DEFAULT 'min', decimals int DEFAULT NULL, ranked boolean DEFAULT true) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_rank_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.rank_by(float8, text, int, boolean) IS
	'rank of x in the partition, highest first; ties min, max, dense or first; NULL where x is NULL or ranked is false (unknown counts as true)';

CREATE FUNCTION dx.ranked_count(x float8, ties text DEFAULT 'min', decimals int DEFAULT NULL, ranked boolean DEFAULT true) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_ranked_count'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.ranked_count(float8, text, int, boolean) IS
	'how many rows of the partition dx.rank_by ranks';

