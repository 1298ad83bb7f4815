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

CREATE TYPE dx.code;

CREATE FUNCTION dx.code_in(cstring) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_code_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.code_out(dx.code) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_code_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.code_recv(internal) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_code_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.code_send(dx.code) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_code_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code_in(cstring) IS 'text input';
COMMENT ON FUNCTION dx.code_out(dx.code) IS 'text output';
COMMENT ON FUNCTION dx.code_recv(internal) IS 'binary input: the text';
COMMENT ON FUNCTION dx.code_send(dx.code) IS 'binary output: the text';

-- On disk: the version byte, then key bytes that memcmp orders (src/code.h).
CREATE TYPE dx.code (
	INPUT = dx.code_in,
	OUTPUT = dx.code_out,
	RECEIVE = dx.code_recv,
	SEND = dx.code_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended,
	CATEGORY = 'U'
);
COMMENT ON TYPE dx.code IS 'a place in an index tree: labels from the root, separated by dots, in natural order';

CREATE FUNCTION dx.code_to_text(dx.code) RETURNS text
AS 'MODULE_PATHNAME', 'dx_code_to_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.code(text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_code_from_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code_to_text(dx.code) IS 'the code as text';
COMMENT ON FUNCTION dx.code(text) IS 'the code that a text writes';

-- Implicit: where dx is off the search path, =, IN, LIKE and driver parameters
-- then still work, on the text.
CREATE CAST (dx.code AS text) WITH FUNCTION dx.code_to_text(dx.code) AS IMPLICIT;
CREATE CAST (text AS dx.code) WITH FUNCTION dx.code(text) AS ASSIGNMENT;
CREATE CAST (varchar AS dx.code) WITH FUNCTION dx.code(text) AS ASSIGNMENT;
COMMENT ON CAST (dx.code AS text) IS 'the code as text';
COMMENT ON CAST (text AS dx.code) IS 'the code that a text writes';
COMMENT ON CAST (varchar AS dx.code) IS 'the code that a text writes';

-- ======== rule: from result to attainment ========

-- ======== tree: a compiled index tree ========

-- ======== card: one unit's filled-in sheet ========

-- ======== scores ========

-- ======== ranks ========

CREATE FUNCTION dx.rank_by(x float8, ties text DEFAULT 'min', decimals int DEFAULT NULL, ranked boolean DEFAULT true) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_rank_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.rank_by(float8, text, int, boolean) IS
	'rank of x in the partition, highest first; ties min, max, dense or first; NULL where x is NULL or ranked is false';

CREATE FUNCTION dx.ranked_count(x float8, ties text DEFAULT 'min', decimals int DEFAULT NULL, ranked boolean DEFAULT true) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_ranked_count'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.ranked_count(float8, text, int, boolean) IS
	'how many rows of the partition dx.rank_by ranks';

