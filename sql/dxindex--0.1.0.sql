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

CREATE TYPE dx.rule;
COMMENT ON TYPE dx.rule IS 'how the result of a criterion becomes an attainment: yesno, steps(50:0.5, >80:1), ...';

CREATE FUNCTION dx.rule_in(cstring) RETURNS dx.rule
AS 'MODULE_PATHNAME', 'dx_rule_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.rule_in(cstring) IS 'text input of dx.rule';

CREATE FUNCTION dx.rule_out(dx.rule) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_rule_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_out(dx.rule) IS 'text output of dx.rule';

CREATE FUNCTION dx.rule_recv(internal) RETURNS dx.rule
AS 'MODULE_PATHNAME', 'dx_rule_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.rule_recv(internal) IS 'binary input of dx.rule (its text)';

CREATE FUNCTION dx.rule_send(dx.rule) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_rule_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_send(dx.rule) IS 'binary output of dx.rule (its canonical text)';

CREATE TYPE dx.rule (
    INPUT = dx.rule_in,
    OUTPUT = dx.rule_out,
    RECEIVE = dx.rule_recv,
    SEND = dx.rule_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4,
    STORAGE = extended
);

CREATE FUNCTION dx.rule_from_text(text) RETURNS dx.rule
AS 'MODULE_PATHNAME', 'dx_rule_from_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.rule_from_text(text) IS 'text to dx.rule';

CREATE FUNCTION dx.rule_to_text(dx.rule) RETURNS text
AS 'MODULE_PATHNAME', 'dx_rule_to_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_to_text(dx.rule) IS 'dx.rule to its canonical text';

CREATE CAST (text AS dx.rule) WITH FUNCTION dx.rule_from_text(text) AS ASSIGNMENT;
COMMENT ON CAST (text AS dx.rule) IS 'reads a rule';

CREATE CAST (dx.rule AS text) WITH FUNCTION dx.rule_to_text(dx.rule) AS ASSIGNMENT;
COMMENT ON CAST (dx.rule AS text) IS 'canonical text of a rule';

CREATE FUNCTION dx.rule_eq(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_eq(dx.rule, dx.rule) IS 'implementation of = operator';

CREATE FUNCTION dx.rule_ne(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_ne(dx.rule, dx.rule) IS 'implementation of <> operator';

CREATE FUNCTION dx.rule_lt(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_lt(dx.rule, dx.rule) IS 'implementation of < operator';

CREATE FUNCTION dx.rule_le(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_le(dx.rule, dx.rule) IS 'implementation of <= operator';

CREATE FUNCTION dx.rule_gt(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_gt(dx.rule, dx.rule) IS 'implementation of > operator';

CREATE FUNCTION dx.rule_ge(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_ge(dx.rule, dx.rule) IS 'implementation of >= operator';

CREATE FUNCTION dx.rule_cmp(dx.rule, dx.rule) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_rule_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_cmp(dx.rule, dx.rule) IS 'less-equal-greater by canonical text';

CREATE FUNCTION dx.rule_hash(dx.rule) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_rule_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_hash(dx.rule) IS 'hash';

CREATE FUNCTION dx.rule_hash_extended(dx.rule, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_rule_hash_extended'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_hash_extended(dx.rule, bigint) IS 'hash with a seed';

CREATE OPERATOR dx.= (
    LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_eq,
    COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (dx.rule, dx.rule) IS 'equal: the same canonical text';

CREATE OPERATOR dx.<> (
    LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_ne,
    COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
    RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (dx.rule, dx.rule) IS 'not equal';

CREATE OPERATOR dx.< (
    LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_lt,
    COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
    RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (dx.rule, dx.rule) IS 'less than, by canonical text';

CREATE OPERATOR dx.<= (
    LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_le,
    COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
    RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (dx.rule, dx.rule) IS 'less than or equal, by canonical text';

CREATE OPERATOR dx.> (
    LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_gt,
    COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
    RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (dx.rule, dx.rule) IS 'greater than, by canonical text';

CREATE OPERATOR dx.>= (
    LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_ge,
    COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
    RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (dx.rule, dx.rule) IS 'greater than or equal, by canonical text';

CREATE OPERATOR FAMILY dx.rule_ops USING btree;
COMMENT ON OPERATOR FAMILY dx.rule_ops USING btree IS 'canonical text of rules';

CREATE OPERATOR CLASS dx.rule_ops DEFAULT FOR TYPE dx.rule USING btree FAMILY dx.rule_ops AS
    OPERATOR 1 dx.<,
    OPERATOR 2 dx.<=,
    OPERATOR 3 dx.=,
    OPERATOR 4 dx.>=,
    OPERATOR 5 dx.>,
    FUNCTION 1 dx.rule_cmp(dx.rule, dx.rule),
    FUNCTION 4 (dx.rule, dx.rule) pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS dx.rule_ops USING btree IS 'canonical text of rules';

CREATE OPERATOR FAMILY dx.rule_ops USING hash;
COMMENT ON OPERATOR FAMILY dx.rule_ops USING hash IS 'canonical text of rules';

CREATE OPERATOR CLASS dx.rule_ops DEFAULT FOR TYPE dx.rule USING hash FAMILY dx.rule_ops AS
    OPERATOR 1 dx.=,
    FUNCTION 1 dx.rule_hash(dx.rule),
    FUNCTION 2 dx.rule_hash_extended(dx.rule, bigint);
COMMENT ON OPERATOR CLASS dx.rule_ops USING hash IS 'canonical text of rules';

CREATE FUNCTION dx.attainment(rule dx.rule, result float8) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_rule_attainment'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(dx.rule, float8) IS 'share of the maximum that a result earns, 0 to 1';

CREATE FUNCTION dx.attainment(rule text, result float8) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_rule_attainment_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(text, float8) IS 'share of the maximum that a result earns, 0 to 1';

CREATE FUNCTION dx.attainment(rule dx.rule, result float8, max_points float8) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_rule_attainment'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(dx.rule, float8, float8) IS 'share of the maximum that a result earns, for rules that speak of points';

CREATE FUNCTION dx.attainment(rule text, result float8, max_points float8) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_rule_attainment_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(text, float8, float8) IS 'share of the maximum that a result earns, for rules that speak of points';

CREATE FUNCTION dx.answer(rule dx.rule, answer text) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_rule_answer_sql'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(dx.rule, text) IS 'what people type (8,5  12/15  a choice) as the result the rule takes';

CREATE FUNCTION dx.answer(rule text, answer text) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_rule_answer_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(text, text) IS 'what people type (8,5  12/15  a choice) as the result the rule takes';

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

