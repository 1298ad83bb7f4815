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
-- A string category, so that ||, CASE, COALESCE and UNION meet text halfway.
CREATE TYPE dx.code (
	INPUT = dx.code_in,
	OUTPUT = dx.code_out,
	RECEIVE = dx.code_recv,
	SEND = dx.code_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended,
	CATEGORY = 'S'
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

-- Comparison, in natural order. Either side may be text: a text that is no
-- code sorts after every code and never raises. The operators ending in #
-- compare two texts as codes; the families below are complete with them.
CREATE FUNCTION dx.code_eq(dx.code, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_eq_code_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
LEAKPROOF;
CREATE FUNCTION dx.code_ne(dx.code, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_ne_code_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
LEAKPROOF;
CREATE FUNCTION dx.code_lt(dx.code, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_lt_code_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
LEAKPROOF;
CREATE FUNCTION dx.code_le(dx.code, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_le_code_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
LEAKPROOF;
CREATE FUNCTION dx.code_gt(dx.code, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_gt_code_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
LEAKPROOF;
CREATE FUNCTION dx.code_ge(dx.code, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_ge_code_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
LEAKPROOF;
CREATE FUNCTION dx.code_cmp(dx.code, dx.code) RETURNS int4
AS 'MODULE_PATHNAME', 'dx_cmp_code_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
LEAKPROOF;
COMMENT ON FUNCTION dx.code_eq(dx.code, dx.code) IS 'equal';
COMMENT ON FUNCTION dx.code_ne(dx.code, dx.code) IS 'not equal';
COMMENT ON FUNCTION dx.code_lt(dx.code, dx.code) IS 'before, in natural order';
COMMENT ON FUNCTION dx.code_le(dx.code, dx.code) IS 'before or equal';
COMMENT ON FUNCTION dx.code_gt(dx.code, dx.code) IS 'after, in natural order';
COMMENT ON FUNCTION dx.code_ge(dx.code, dx.code) IS 'after or equal';
COMMENT ON FUNCTION dx.code_cmp(dx.code, dx.code) IS '-1, 0 or 1: natural order';

CREATE FUNCTION dx.code_eq(dx.code, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_eq_code_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_ne(dx.code, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_ne_code_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_lt(dx.code, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_lt_code_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_le(dx.code, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_le_code_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_gt(dx.code, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_gt_code_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_ge(dx.code, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_ge_code_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_cmp(dx.code, text) RETURNS int4
AS 'MODULE_PATHNAME', 'dx_cmp_code_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_eq(dx.code, text) IS 'equal';
COMMENT ON FUNCTION dx.code_ne(dx.code, text) IS 'not equal';
COMMENT ON FUNCTION dx.code_lt(dx.code, text) IS 'before, in natural order';
COMMENT ON FUNCTION dx.code_le(dx.code, text) IS 'before or equal';
COMMENT ON FUNCTION dx.code_gt(dx.code, text) IS 'after, in natural order';
COMMENT ON FUNCTION dx.code_ge(dx.code, text) IS 'after or equal';
COMMENT ON FUNCTION dx.code_cmp(dx.code, text) IS '-1, 0 or 1: natural order';

CREATE FUNCTION dx.code_eq(text, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_eq_text_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_ne(text, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_ne_text_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_lt(text, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_lt_text_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_le(text, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_le_text_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_gt(text, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_gt_text_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_ge(text, dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_ge_text_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_cmp(text, dx.code) RETURNS int4
AS 'MODULE_PATHNAME', 'dx_cmp_text_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_eq(text, dx.code) IS 'equal';
COMMENT ON FUNCTION dx.code_ne(text, dx.code) IS 'not equal';
COMMENT ON FUNCTION dx.code_lt(text, dx.code) IS 'before, in natural order';
COMMENT ON FUNCTION dx.code_le(text, dx.code) IS 'before or equal';
COMMENT ON FUNCTION dx.code_gt(text, dx.code) IS 'after, in natural order';
COMMENT ON FUNCTION dx.code_ge(text, dx.code) IS 'after or equal';
COMMENT ON FUNCTION dx.code_cmp(text, dx.code) IS '-1, 0 or 1: natural order';

CREATE FUNCTION dx.code_eq(text, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_eq_text_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
CREATE FUNCTION dx.code_ne(text, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_ne_text_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
CREATE FUNCTION dx.code_lt(text, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_lt_text_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
CREATE FUNCTION dx.code_le(text, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_le_text_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
CREATE FUNCTION dx.code_gt(text, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_gt_text_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
CREATE FUNCTION dx.code_ge(text, text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_ge_text_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
CREATE FUNCTION dx.code_cmp(text, text) RETURNS int4
AS 'MODULE_PATHNAME', 'dx_cmp_text_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.code_eq(text, text) IS 'equal (two texts, compared as codes)';
COMMENT ON FUNCTION dx.code_ne(text, text) IS 'not equal (two texts, compared as codes)';
COMMENT ON FUNCTION dx.code_lt(text, text) IS 'before, in natural order (two texts, compared as codes)';
COMMENT ON FUNCTION dx.code_le(text, text) IS 'before or equal (two texts, compared as codes)';
COMMENT ON FUNCTION dx.code_gt(text, text) IS 'after, in natural order (two texts, compared as codes)';
COMMENT ON FUNCTION dx.code_ge(text, text) IS 'after or equal (two texts, compared as codes)';
COMMENT ON FUNCTION dx.code_cmp(text, text) IS '-1, 0 or 1: natural order (two texts, compared as codes)';

CREATE OPERATOR dx.= (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_eq,
	COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
CREATE OPERATOR dx.<> (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_ne,
	COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
CREATE OPERATOR dx.< (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_lt,
	COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
CREATE OPERATOR dx.<= (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_le,
	COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
CREATE OPERATOR dx.> (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_gt,
	COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
CREATE OPERATOR dx.>= (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_ge,
	COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.= (dx.code, dx.code) IS 'equal';
COMMENT ON OPERATOR dx.<> (dx.code, dx.code) IS 'not equal';
COMMENT ON OPERATOR dx.< (dx.code, dx.code) IS 'before, in natural order';
COMMENT ON OPERATOR dx.<= (dx.code, dx.code) IS 'before or equal';
COMMENT ON OPERATOR dx.> (dx.code, dx.code) IS 'after, in natural order';
COMMENT ON OPERATOR dx.>= (dx.code, dx.code) IS 'after or equal';

CREATE OPERATOR dx.= (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_eq,
	COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
CREATE OPERATOR dx.<> (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_ne,
	COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
CREATE OPERATOR dx.< (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_lt,
	COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
CREATE OPERATOR dx.<= (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_le,
	COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
CREATE OPERATOR dx.> (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_gt,
	COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
CREATE OPERATOR dx.>= (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_ge,
	COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.= (dx.code, text) IS 'equal';
COMMENT ON OPERATOR dx.<> (dx.code, text) IS 'not equal';
COMMENT ON OPERATOR dx.< (dx.code, text) IS 'before, in natural order';
COMMENT ON OPERATOR dx.<= (dx.code, text) IS 'before or equal';
COMMENT ON OPERATOR dx.> (dx.code, text) IS 'after, in natural order';
COMMENT ON OPERATOR dx.>= (dx.code, text) IS 'after or equal';

CREATE OPERATOR dx.= (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_eq,
	COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
CREATE OPERATOR dx.<> (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_ne,
	COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
CREATE OPERATOR dx.< (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_lt,
	COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
CREATE OPERATOR dx.<= (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_le,
	COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
CREATE OPERATOR dx.> (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_gt,
	COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
CREATE OPERATOR dx.>= (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_ge,
	COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.= (text, dx.code) IS 'equal';
COMMENT ON OPERATOR dx.<> (text, dx.code) IS 'not equal';
COMMENT ON OPERATOR dx.< (text, dx.code) IS 'before, in natural order';
COMMENT ON OPERATOR dx.<= (text, dx.code) IS 'before or equal';
COMMENT ON OPERATOR dx.> (text, dx.code) IS 'after, in natural order';
COMMENT ON OPERATOR dx.>= (text, dx.code) IS 'after or equal';

CREATE OPERATOR dx.=# (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_eq,
	COMMUTATOR = OPERATOR(dx.=#), NEGATOR = OPERATOR(dx.<>#),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
CREATE OPERATOR dx.<># (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_ne,
	COMMUTATOR = OPERATOR(dx.<>#), NEGATOR = OPERATOR(dx.=#),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
CREATE OPERATOR dx.<# (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_lt,
	COMMUTATOR = OPERATOR(dx.>#), NEGATOR = OPERATOR(dx.>=#),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
CREATE OPERATOR dx.<=# (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_le,
	COMMUTATOR = OPERATOR(dx.>=#), NEGATOR = OPERATOR(dx.>#),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
CREATE OPERATOR dx.># (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_gt,
	COMMUTATOR = OPERATOR(dx.<#), NEGATOR = OPERATOR(dx.<=#),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
CREATE OPERATOR dx.>=# (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_ge,
	COMMUTATOR = OPERATOR(dx.<=#), NEGATOR = OPERATOR(dx.<#),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.=# (text, text) IS 'equal (two texts, compared as codes)';
COMMENT ON OPERATOR dx.<># (text, text) IS 'not equal (two texts, compared as codes)';
COMMENT ON OPERATOR dx.<# (text, text) IS 'before, in natural order (two texts, compared as codes)';
COMMENT ON OPERATOR dx.<=# (text, text) IS 'before or equal (two texts, compared as codes)';
COMMENT ON OPERATOR dx.># (text, text) IS 'after, in natural order (two texts, compared as codes)';
COMMENT ON OPERATOR dx.>=# (text, text) IS 'after or equal (two texts, compared as codes)';

-- Sort support with abbreviated keys; hashing in which a code and its text agree.
CREATE FUNCTION dx.code_sortsupport(internal) RETURNS void
AS 'MODULE_PATHNAME', 'dx_code_sortsupport' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.code_hash(dx.code) RETURNS int4
AS 'MODULE_PATHNAME', 'dx_hash_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
LEAKPROOF;
CREATE FUNCTION dx.code_hash_extended(dx.code, int8) RETURNS int8
AS 'MODULE_PATHNAME', 'dx_hash_extended_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
LEAKPROOF;
CREATE FUNCTION dx.code_hash(text) RETURNS int4
AS 'MODULE_PATHNAME', 'dx_hash_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_hash_extended(text, int8) RETURNS int8
AS 'MODULE_PATHNAME', 'dx_hash_extended_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_sortsupport(internal) IS 'btree sort support';
COMMENT ON FUNCTION dx.code_hash(dx.code) IS 'hash';
COMMENT ON FUNCTION dx.code_hash_extended(dx.code, int8) IS '64-bit hash with a seed';
COMMENT ON FUNCTION dx.code_hash(text) IS 'hash of the code a text writes';
COMMENT ON FUNCTION dx.code_hash_extended(text, int8) IS '64-bit hash with a seed of the code a text writes';

CREATE OPERATOR FAMILY dx.code_ops USING btree;
CREATE OPERATOR CLASS dx.code_ops DEFAULT FOR TYPE dx.code USING btree FAMILY dx.code_ops AS
	OPERATOR 1 dx.<,
	OPERATOR 2 dx.<=,
	OPERATOR 3 dx.=,
	OPERATOR 4 dx.>=,
	OPERATOR 5 dx.>,
	FUNCTION 1 dx.code_cmp(dx.code, dx.code),
	FUNCTION 2 dx.code_sortsupport(internal),
	FUNCTION 4 pg_catalog.btequalimage(oid);
ALTER OPERATOR FAMILY dx.code_ops USING btree ADD
	OPERATOR 1 dx.< (dx.code, text),
	OPERATOR 2 dx.<= (dx.code, text),
	OPERATOR 3 dx.= (dx.code, text),
	OPERATOR 4 dx.>= (dx.code, text),
	OPERATOR 5 dx.> (dx.code, text),
	FUNCTION 1 (dx.code, text) dx.code_cmp(dx.code, text),
	OPERATOR 1 dx.< (text, dx.code),
	OPERATOR 2 dx.<= (text, dx.code),
	OPERATOR 3 dx.= (text, dx.code),
	OPERATOR 4 dx.>= (text, dx.code),
	OPERATOR 5 dx.> (text, dx.code),
	FUNCTION 1 (text, dx.code) dx.code_cmp(text, dx.code),
	OPERATOR 1 dx.<# (text, text),
	OPERATOR 2 dx.<=# (text, text),
	OPERATOR 3 dx.=# (text, text),
	OPERATOR 4 dx.>=# (text, text),
	OPERATOR 5 dx.># (text, text),
	FUNCTION 1 (text, text) dx.code_cmp(text, text);
COMMENT ON OPERATOR FAMILY dx.code_ops USING btree IS 'natural order of codes, also written as text';
COMMENT ON OPERATOR CLASS dx.code_ops USING btree IS 'natural order of codes';

CREATE OPERATOR FAMILY dx.code_ops USING hash;
CREATE OPERATOR CLASS dx.code_ops DEFAULT FOR TYPE dx.code USING hash FAMILY dx.code_ops AS
	OPERATOR 1 dx.=,
	FUNCTION 1 dx.code_hash(dx.code),
	FUNCTION 2 dx.code_hash_extended(dx.code, int8);
ALTER OPERATOR FAMILY dx.code_ops USING hash ADD
	OPERATOR 1 dx.= (dx.code, text),
	OPERATOR 1 dx.= (text, dx.code),
	OPERATOR 1 dx.=# (text, text),
	FUNCTION 1 (text, text) dx.code_hash(text),
	FUNCTION 2 (text, text) dx.code_hash_extended(text, int8);
COMMENT ON OPERATOR FAMILY dx.code_ops USING hash IS 'equality of codes, also written as text';
COMMENT ON OPERATOR CLASS dx.code_ops USING hash IS 'equality of codes';

-- Subtrees. The support functions turn `code <@ x` into a btree range whose
-- upper bound is dx.subtree_end(x), found beside them.
CREATE FUNCTION dx.subtree_end(dx.code) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_subtree_end_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.subtree_end(text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_subtree_end_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.is_under_support(internal) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_is_under_support' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.is_over_support(internal) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_is_over_support' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.is_under(code dx.code, ancestor dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_is_under_code_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
SUPPORT dx.is_under_support;
CREATE FUNCTION dx.is_under(code dx.code, ancestor text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_is_under_code_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4
SUPPORT dx.is_under_support;
CREATE FUNCTION dx.is_under(code text, ancestor dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_is_under_text_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4
SUPPORT dx.is_under_support;
CREATE FUNCTION dx.is_under(code text, ancestor text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_is_under_text_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8
SUPPORT dx.is_under_support;
CREATE FUNCTION dx.is_over(ancestor dx.code, code dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_is_over_code_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1
SUPPORT dx.is_over_support;
CREATE FUNCTION dx.is_over(ancestor dx.code, code text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_is_over_code_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4
SUPPORT dx.is_over_support;
CREATE FUNCTION dx.is_over(ancestor text, code dx.code) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_is_over_text_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4
SUPPORT dx.is_over_support;
CREATE FUNCTION dx.is_over(ancestor text, code text) RETURNS bool
AS 'MODULE_PATHNAME', 'dx_is_over_text_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8
SUPPORT dx.is_over_support;
COMMENT ON FUNCTION dx.subtree_end(dx.code) IS 'the bound that lies right after all codes of the subtree';
COMMENT ON FUNCTION dx.subtree_end(text) IS 'the bound that lies right after all codes of the subtree';
COMMENT ON FUNCTION dx.is_under_support(internal) IS 'planner support of dx.is_under';
COMMENT ON FUNCTION dx.is_over_support(internal) IS 'planner support of dx.is_over';
COMMENT ON FUNCTION dx.is_under(dx.code, dx.code) IS 'is the code in the subtree of the ancestor, itself included?';
COMMENT ON FUNCTION dx.is_under(dx.code, text) IS 'is the code in the subtree of the ancestor, itself included?';
COMMENT ON FUNCTION dx.is_under(text, dx.code) IS 'is the code in the subtree of the ancestor, itself included?';
COMMENT ON FUNCTION dx.is_under(text, text) IS 'is the code in the subtree of the ancestor, itself included?';
COMMENT ON FUNCTION dx.is_over(dx.code, dx.code) IS 'does the subtree of the ancestor hold the code?';
COMMENT ON FUNCTION dx.is_over(dx.code, text) IS 'does the subtree of the ancestor hold the code?';
COMMENT ON FUNCTION dx.is_over(text, dx.code) IS 'does the subtree of the ancestor hold the code?';
COMMENT ON FUNCTION dx.is_over(text, text) IS 'does the subtree of the ancestor hold the code?';

CREATE OPERATOR dx.<@ (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.is_under, COMMUTATOR = OPERATOR(dx.@>),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
CREATE OPERATOR dx.@> (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.is_over, COMMUTATOR = OPERATOR(dx.<@),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
CREATE OPERATOR dx.<@ (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.is_under, COMMUTATOR = OPERATOR(dx.@>),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
CREATE OPERATOR dx.@> (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.is_over, COMMUTATOR = OPERATOR(dx.<@),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
CREATE OPERATOR dx.<@ (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.is_under, COMMUTATOR = OPERATOR(dx.@>),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
CREATE OPERATOR dx.@> (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.is_over, COMMUTATOR = OPERATOR(dx.<@),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
COMMENT ON OPERATOR dx.<@ (dx.code, dx.code) IS 'in the subtree of, itself included';
COMMENT ON OPERATOR dx.@> (dx.code, dx.code) IS 'its subtree holds, itself included';
COMMENT ON OPERATOR dx.<@ (dx.code, text) IS 'in the subtree of, itself included';
COMMENT ON OPERATOR dx.@> (dx.code, text) IS 'its subtree holds, itself included';
COMMENT ON OPERATOR dx.<@ (text, dx.code) IS 'in the subtree of, itself included';
COMMENT ON OPERATOR dx.@> (text, dx.code) IS 'its subtree holds, itself included';

-- Places.
CREATE FUNCTION dx.parent(code dx.code) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_parent_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.parent(code text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_parent_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.depth(code dx.code) RETURNS int4
AS 'MODULE_PATHNAME', 'dx_depth_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.depth(code text) RETURNS int4
AS 'MODULE_PATHNAME', 'dx_depth_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.ancestor(code dx.code, depth int4) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_ancestor_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.ancestor(code text, depth int4) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_ancestor_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.label(code dx.code) RETURNS text
AS 'MODULE_PATHNAME', 'dx_label_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.label(code text) RETURNS text
AS 'MODULE_PATHNAME', 'dx_label_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
CREATE FUNCTION dx.common_ancestor(a dx.code, b dx.code) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_common_ancestor_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.common_ancestor(a text, b text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_common_ancestor_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.parent(dx.code) IS 'the code without its last label; NULL for the root';
COMMENT ON FUNCTION dx.parent(text) IS 'the code without its last label; NULL for the root';
COMMENT ON FUNCTION dx.depth(dx.code) IS 'the number of labels; 0 for the root';
COMMENT ON FUNCTION dx.depth(text) IS 'the number of labels; 0 for the root';
COMMENT ON FUNCTION dx.ancestor(dx.code, int4) IS 'the first labels, as many as depth says; NULL if there are fewer';
COMMENT ON FUNCTION dx.ancestor(text, int4) IS 'the first labels, as many as depth says; NULL if there are fewer';
COMMENT ON FUNCTION dx.label(dx.code) IS 'the last label; NULL for the root';
COMMENT ON FUNCTION dx.label(text) IS 'the last label; NULL for the root';
COMMENT ON FUNCTION dx.common_ancestor(dx.code, dx.code) IS 'the labels both codes begin with';
COMMENT ON FUNCTION dx.common_ancestor(text, text) IS 'the labels both codes begin with';

-- Aggregates. The text ones have no sort operator: their result is a code.
CREATE FUNCTION dx.code_smaller(dx.code, dx.code) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_least_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.code_smaller(dx.code, text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_least_text' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 4;
CREATE FUNCTION dx.code_larger(dx.code, dx.code) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_greatest_code' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
CREATE FUNCTION dx.code_larger(dx.code, text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_greatest_text' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_smaller(dx.code, dx.code) IS 'transition of dx.least_code';
COMMENT ON FUNCTION dx.code_smaller(dx.code, text) IS 'transition of dx.least_code';
COMMENT ON FUNCTION dx.code_larger(dx.code, dx.code) IS 'transition of dx.greatest_code';
COMMENT ON FUNCTION dx.code_larger(dx.code, text) IS 'transition of dx.greatest_code';

CREATE AGGREGATE dx.least_code(dx.code) (
	SFUNC = dx.code_smaller, STYPE = dx.code, COMBINEFUNC = dx.code_smaller, SORTOP = OPERATOR(dx.<), PARALLEL = SAFE
);
CREATE AGGREGATE dx.least_code(text) (
	SFUNC = dx.code_smaller, STYPE = dx.code, COMBINEFUNC = dx.code_smaller, PARALLEL = SAFE
);
CREATE AGGREGATE dx.greatest_code(dx.code) (
	SFUNC = dx.code_larger, STYPE = dx.code, COMBINEFUNC = dx.code_larger, SORTOP = OPERATOR(dx.>), PARALLEL = SAFE
);
CREATE AGGREGATE dx.greatest_code(text) (
	SFUNC = dx.code_larger, STYPE = dx.code, COMBINEFUNC = dx.code_larger, PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.least_code(dx.code) IS 'the first code in natural order';
COMMENT ON AGGREGATE dx.least_code(text) IS 'the first code in natural order';
COMMENT ON AGGREGATE dx.greatest_code(dx.code) IS 'the last code in natural order';
COMMENT ON AGGREGATE dx.greatest_code(text) IS 'the last code in natural order';

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
AS 'MODULE_PATHNAME', 'dx_bytes_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_eq(dx.rule, dx.rule) IS 'implementation of = operator';

CREATE FUNCTION dx.rule_ne(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_ne(dx.rule, dx.rule) IS 'implementation of <> operator';

CREATE FUNCTION dx.rule_lt(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_lt(dx.rule, dx.rule) IS 'implementation of < operator';

CREATE FUNCTION dx.rule_le(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_le(dx.rule, dx.rule) IS 'implementation of <= operator';

CREATE FUNCTION dx.rule_gt(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_gt(dx.rule, dx.rule) IS 'implementation of > operator';

CREATE FUNCTION dx.rule_ge(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_ge(dx.rule, dx.rule) IS 'implementation of >= operator';

CREATE FUNCTION dx.rule_cmp(dx.rule, dx.rule) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_bytes_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_cmp(dx.rule, dx.rule) IS 'less-equal-greater by canonical text';

CREATE FUNCTION dx.rule_hash(dx.rule) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_bytes_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_hash(dx.rule) IS 'hash';

CREATE FUNCTION dx.rule_hash_extended(dx.rule, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_bytes_hash_extended'
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
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(dx.rule, text) IS 'what people type (8,5  12/15  a choice) as the result the rule takes';

CREATE FUNCTION dx.answer(rule text, answer text) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_rule_answer_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(text, text) IS 'what people type (8,5  12/15  a choice) as the result the rule takes';

CREATE FUNCTION dx.rule_text(rule dx.rule, max_points float8, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_rule_text_sql'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.rule_text(dx.rule, float8, text) IS
	'a rule in words with its points, in English (en) or Vietnamese (vi); NULL points: shares of the maximum';

CREATE FUNCTION dx.rule_text(rule text, max_points float8, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_rule_text_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.rule_text(text, float8, text) IS
	'a rule in words with its points, in English (en) or Vietnamese (vi); NULL points: shares of the maximum';

-- ======== tree: a compiled index tree ========

CREATE TYPE dx.tree;
COMMENT ON TYPE dx.tree IS 'a compiled index tree: nodes, maxima, rules, methods';

CREATE FUNCTION dx.tree_in(cstring) RETURNS dx.tree
AS 'MODULE_PATHNAME', 'dx_tree_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION dx.tree_in(cstring) IS 'text input of dx.tree';

CREATE FUNCTION dx.tree_out(dx.tree) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_tree_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.tree_out(dx.tree) IS 'text output of dx.tree';

CREATE FUNCTION dx.tree_recv(internal) RETURNS dx.tree
AS 'MODULE_PATHNAME', 'dx_tree_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION dx.tree_recv(internal) IS 'binary input of dx.tree (its text)';

CREATE FUNCTION dx.tree_send(dx.tree) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_tree_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.tree_send(dx.tree) IS 'binary output of dx.tree (its text)';

CREATE TYPE dx.tree (
    INPUT = dx.tree_in,
    OUTPUT = dx.tree_out,
    RECEIVE = dx.tree_recv,
    SEND = dx.tree_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);

CREATE FUNCTION dx.tree_eq(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_eq(dx.tree, dx.tree) IS 'implementation of = operator';

CREATE FUNCTION dx.tree_ne(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_ne(dx.tree, dx.tree) IS 'implementation of <> operator';

CREATE FUNCTION dx.tree_lt(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_lt(dx.tree, dx.tree) IS 'implementation of < operator';

CREATE FUNCTION dx.tree_le(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_le(dx.tree, dx.tree) IS 'implementation of <= operator';

CREATE FUNCTION dx.tree_gt(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_gt(dx.tree, dx.tree) IS 'implementation of > operator';

CREATE FUNCTION dx.tree_ge(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_ge(dx.tree, dx.tree) IS 'implementation of >= operator';

CREATE FUNCTION dx.tree_cmp(dx.tree, dx.tree) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_bytes_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_cmp(dx.tree, dx.tree) IS 'less-equal-greater by canonical bytes';

CREATE FUNCTION dx.tree_hash(dx.tree) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_head_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_hash(dx.tree) IS 'hash';

CREATE FUNCTION dx.tree_hash_extended(dx.tree, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_head_hash_extended'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_hash_extended(dx.tree, bigint) IS 'hash with a seed';

CREATE OPERATOR dx.= (
    LEFTARG = dx.tree, RIGHTARG = dx.tree, FUNCTION = dx.tree_eq,
    COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (dx.tree, dx.tree) IS 'equal: the same index tree';

CREATE OPERATOR dx.<> (
    LEFTARG = dx.tree, RIGHTARG = dx.tree, FUNCTION = dx.tree_ne,
    COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
    RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (dx.tree, dx.tree) IS 'not equal';

CREATE OPERATOR dx.< (
    LEFTARG = dx.tree, RIGHTARG = dx.tree, FUNCTION = dx.tree_lt,
    COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
    RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (dx.tree, dx.tree) IS 'less than, by canonical bytes';

CREATE OPERATOR dx.<= (
    LEFTARG = dx.tree, RIGHTARG = dx.tree, FUNCTION = dx.tree_le,
    COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
    RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (dx.tree, dx.tree) IS 'less than or equal, by canonical bytes';

CREATE OPERATOR dx.> (
    LEFTARG = dx.tree, RIGHTARG = dx.tree, FUNCTION = dx.tree_gt,
    COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
    RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (dx.tree, dx.tree) IS 'greater than, by canonical bytes';

CREATE OPERATOR dx.>= (
    LEFTARG = dx.tree, RIGHTARG = dx.tree, FUNCTION = dx.tree_ge,
    COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
    RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (dx.tree, dx.tree) IS 'greater than or equal, by canonical bytes';

CREATE OPERATOR FAMILY dx.tree_ops USING btree;
COMMENT ON OPERATOR FAMILY dx.tree_ops USING btree IS 'canonical bytes of dx.tree';

CREATE OPERATOR CLASS dx.tree_ops DEFAULT FOR TYPE dx.tree USING btree FAMILY dx.tree_ops AS
    OPERATOR 1 dx.<,
    OPERATOR 2 dx.<=,
    OPERATOR 3 dx.=,
    OPERATOR 4 dx.>=,
    OPERATOR 5 dx.>,
    FUNCTION 1 dx.tree_cmp(dx.tree, dx.tree),
    FUNCTION 4 (dx.tree, dx.tree) pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS dx.tree_ops USING btree IS 'canonical bytes of dx.tree';

CREATE OPERATOR FAMILY dx.tree_ops USING hash;
COMMENT ON OPERATOR FAMILY dx.tree_ops USING hash IS 'canonical bytes of dx.tree';

CREATE OPERATOR CLASS dx.tree_ops DEFAULT FOR TYPE dx.tree USING hash FAMILY dx.tree_ops AS
    OPERATOR 1 dx.=,
    FUNCTION 1 dx.tree_hash(dx.tree),
    FUNCTION 2 dx.tree_hash_extended(dx.tree, bigint);
COMMENT ON OPERATOR CLASS dx.tree_ops USING hash IS 'canonical bytes of dx.tree';

CREATE CAST (json AS dx.tree) WITH INOUT;
COMMENT ON CAST (json AS dx.tree) IS 'compiles an index tree from an array of nodes';

CREATE CAST (dx.tree AS json) WITH INOUT;
COMMENT ON CAST (dx.tree AS json) IS 'the nodes of an index tree as an array';

CREATE CAST (jsonb AS dx.tree) WITH INOUT;
COMMENT ON CAST (jsonb AS dx.tree) IS 'compiles an index tree from an array of nodes';

CREATE CAST (dx.tree AS jsonb) WITH INOUT;
COMMENT ON CAST (dx.tree AS jsonb) IS 'the nodes of an index tree as an array';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, float8, dx.rule) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, float8, dx.rule) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, float8, dx.rule, jsonb) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, float8, dx.rule, jsonb) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, float8, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, float8, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, float8, text, jsonb) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, float8, text, jsonb) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, float8, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_code_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, float8, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, float8, text, jsonb) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_code_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, float8, text, jsonb) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, float8, dx.rule) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, float8, dx.rule) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, float8, dx.rule, jsonb) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, float8, dx.rule, jsonb) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_final(internal) RETURNS dx.tree
AS 'MODULE_PATHNAME', 'dx_tree_final'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION dx.tree_final(internal) IS 'final function of dx.tree: compiles the nodes';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points float8, rule dx.rule) (
    SFUNC = dx.tree_accum,
    STYPE = internal,
    FINALFUNC = dx.tree_final,
    FINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 65536,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, float8, dx.rule) IS 'compiles an index tree, one row a node in any order';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points float8, rule dx.rule, options jsonb) (
    SFUNC = dx.tree_accum,
    STYPE = internal,
    FINALFUNC = dx.tree_final,
    FINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 65536,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, float8, dx.rule, jsonb) IS 'compiles an index tree, one row a node in any order, with options';

CREATE AGGREGATE dx.tree(code text, name text, max_points float8, rule text) (
    SFUNC = dx.tree_accum,
    STYPE = internal,
    FINALFUNC = dx.tree_final,
    FINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 65536,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, float8, text) IS 'compiles an index tree, one row a node in any order';

CREATE AGGREGATE dx.tree(code text, name text, max_points float8, rule text, options jsonb) (
    SFUNC = dx.tree_accum,
    STYPE = internal,
    FINALFUNC = dx.tree_final,
    FINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 65536,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, float8, text, jsonb) IS 'compiles an index tree, one row a node in any order, with options';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points float8, rule text) (
    SFUNC = dx.tree_accum,
    STYPE = internal,
    FINALFUNC = dx.tree_final,
    FINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 65536,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, float8, text) IS 'compiles an index tree, one row a node in any order';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points float8, rule text, options jsonb) (
    SFUNC = dx.tree_accum,
    STYPE = internal,
    FINALFUNC = dx.tree_final,
    FINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 65536,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, float8, text, jsonb) IS 'compiles an index tree, one row a node in any order, with options';

CREATE AGGREGATE dx.tree(code text, name text, max_points float8, rule dx.rule) (
    SFUNC = dx.tree_accum,
    STYPE = internal,
    FINALFUNC = dx.tree_final,
    FINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 65536,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, float8, dx.rule) IS 'compiles an index tree, one row a node in any order';

CREATE AGGREGATE dx.tree(code text, name text, max_points float8, rule dx.rule, options jsonb) (
    SFUNC = dx.tree_accum,
    STYPE = internal,
    FINALFUNC = dx.tree_final,
    FINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 65536,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, float8, dx.rule, jsonb) IS 'compiles an index tree, one row a node in any order, with options';

CREATE FUNCTION dx.nodes(tree dx.tree, OUT ordinal integer, OUT code dx.code, OUT number text, OUT kind text, OUT parent dx.code, OUT name text, OUT depth integer, OUT is_criterion boolean, OUT max_points float8, OUT weight float8, OUT effective_weight float8, OUT method text, OUT missing text, OUT rule dx.rule, OUT guide text) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_nodes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 250;
COMMENT ON FUNCTION dx.nodes(dx.tree) IS 'the nodes of an index tree in code order';

CREATE FUNCTION dx.alter_tree(tree dx.tree, patch jsonb) RETURNS dx.tree
AS 'MODULE_PATHNAME', 'dx_alter_tree'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION dx.alter_tree(dx.tree, jsonb) IS 'what-if: the index tree with options of some nodes changed';

CREATE FUNCTION dx.subtree(tree dx.tree, code dx.code) RETURNS dx.tree
AS 'MODULE_PATHNAME', 'dx_subtree'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION dx.subtree(dx.tree, dx.code) IS 'the part of an index tree at a node, codes unchanged';

CREATE FUNCTION dx.subtree(tree dx.tree, code text) RETURNS dx.tree
AS 'MODULE_PATHNAME', 'dx_subtree_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION dx.subtree(dx.tree, text) IS 'the part of an index tree at a node, codes unchanged';

CREATE FUNCTION dx.tree_diff(old_tree dx.tree, new_tree dx.tree, OUT code dx.code, OUT change text, OUT field text, OUT old_value text, OUT new_value text) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_tree_diff_rows'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000 ROWS 50;
COMMENT ON FUNCTION dx.tree_diff(dx.tree, dx.tree) IS 'differences between two index trees, node by node';

-- ======== card: one unit's filled-in sheet ========

CREATE TYPE dx.card;
COMMENT ON TYPE dx.card IS 'one unit''s filled-in sheet: a result, awarded points, missing or not applicable for each criterion';

CREATE FUNCTION dx.card_in(cstring) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.card_in(cstring) IS 'text input of dx.card';

CREATE FUNCTION dx.card_out(dx.card) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_card_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.card_out(dx.card) IS 'text output of dx.card';

CREATE FUNCTION dx.card_recv(internal) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.card_recv(internal) IS 'binary input of dx.card (packed bytes)';

CREATE FUNCTION dx.card_send(dx.card) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_card_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.card_send(dx.card) IS 'binary output of dx.card (packed bytes)';

CREATE TYPE dx.card (
    INPUT = dx.card_in,
    OUTPUT = dx.card_out,
    RECEIVE = dx.card_recv,
    SEND = dx.card_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4,
    STORAGE = extended
);

CREATE FUNCTION dx.card_eq(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_eq(dx.card, dx.card) IS 'implementation of = operator';

CREATE FUNCTION dx.card_ne(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_ne(dx.card, dx.card) IS 'implementation of <> operator';

CREATE FUNCTION dx.card_lt(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_lt(dx.card, dx.card) IS 'implementation of < operator';

CREATE FUNCTION dx.card_le(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_le(dx.card, dx.card) IS 'implementation of <= operator';

CREATE FUNCTION dx.card_gt(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_gt(dx.card, dx.card) IS 'implementation of > operator';

CREATE FUNCTION dx.card_ge(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_ge(dx.card, dx.card) IS 'implementation of >= operator';

CREATE FUNCTION dx.card_cmp(dx.card, dx.card) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_bytes_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_cmp(dx.card, dx.card) IS 'less-equal-greater by canonical bytes';

CREATE FUNCTION dx.card_hash(dx.card) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_bytes_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_hash(dx.card) IS 'hash';

CREATE FUNCTION dx.card_hash_extended(dx.card, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_bytes_hash_extended'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_hash_extended(dx.card, bigint) IS 'hash with a seed';

CREATE OPERATOR dx.= (
    LEFTARG = dx.card, RIGHTARG = dx.card, FUNCTION = dx.card_eq,
    COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (dx.card, dx.card) IS 'equal: the same results of the same index tree';

CREATE OPERATOR dx.<> (
    LEFTARG = dx.card, RIGHTARG = dx.card, FUNCTION = dx.card_ne,
    COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
    RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (dx.card, dx.card) IS 'not equal';

CREATE OPERATOR dx.< (
    LEFTARG = dx.card, RIGHTARG = dx.card, FUNCTION = dx.card_lt,
    COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
    RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (dx.card, dx.card) IS 'less than, by canonical bytes';

CREATE OPERATOR dx.<= (
    LEFTARG = dx.card, RIGHTARG = dx.card, FUNCTION = dx.card_le,
    COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
    RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (dx.card, dx.card) IS 'less than or equal, by canonical bytes';

CREATE OPERATOR dx.> (
    LEFTARG = dx.card, RIGHTARG = dx.card, FUNCTION = dx.card_gt,
    COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
    RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (dx.card, dx.card) IS 'greater than, by canonical bytes';

CREATE OPERATOR dx.>= (
    LEFTARG = dx.card, RIGHTARG = dx.card, FUNCTION = dx.card_ge,
    COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
    RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (dx.card, dx.card) IS 'greater than or equal, by canonical bytes';

CREATE OPERATOR FAMILY dx.card_ops USING btree;
COMMENT ON OPERATOR FAMILY dx.card_ops USING btree IS 'canonical bytes of dx.card';

CREATE OPERATOR CLASS dx.card_ops DEFAULT FOR TYPE dx.card USING btree FAMILY dx.card_ops AS
    OPERATOR 1 dx.<,
    OPERATOR 2 dx.<=,
    OPERATOR 3 dx.=,
    OPERATOR 4 dx.>=,
    OPERATOR 5 dx.>,
    FUNCTION 1 dx.card_cmp(dx.card, dx.card),
    FUNCTION 4 (dx.card, dx.card) pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS dx.card_ops USING btree IS 'canonical bytes of dx.card';

CREATE OPERATOR FAMILY dx.card_ops USING hash;
COMMENT ON OPERATOR FAMILY dx.card_ops USING hash IS 'canonical bytes of dx.card';

CREATE OPERATOR CLASS dx.card_ops DEFAULT FOR TYPE dx.card USING hash FAMILY dx.card_ops AS
    OPERATOR 1 dx.=,
    FUNCTION 1 dx.card_hash(dx.card),
    FUNCTION 2 dx.card_hash_extended(dx.card, bigint);
COMMENT ON OPERATOR CLASS dx.card_ops USING hash IS 'canonical bytes of dx.card';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, float8) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, float8) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, float8, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, float8, text) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, float8) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, float8) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, float8, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, float8, text) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, float8) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, float8) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, float8, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, float8, text) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_combine(dx.card, dx.card) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.card_combine(dx.card, dx.card) IS 'unites two cards of one index tree with no criterion in common';

CREATE FUNCTION dx.card_final(dx.card) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_final'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.card_final(dx.card) IS 'final function of dx.card: packs it';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, value float8) (
    SFUNC = dx.card_accum,
    STYPE = dx.card,
    FINALFUNC = dx.card_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.card_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, float8) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, value float8, state text) (
    SFUNC = dx.card_accum,
    STYPE = dx.card,
    FINALFUNC = dx.card_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.card_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, float8, text) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code text, value float8) (
    SFUNC = dx.card_accum,
    STYPE = dx.card,
    FINALFUNC = dx.card_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.card_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, float8) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code text, value float8, state text) (
    SFUNC = dx.card_accum,
    STYPE = dx.card,
    FINALFUNC = dx.card_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.card_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, float8, text) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, value float8) (
    SFUNC = dx.card_accum,
    STYPE = dx.card,
    FINALFUNC = dx.card_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.card_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, float8) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, value float8, state text) (
    SFUNC = dx.card_accum,
    STYPE = dx.card,
    FINALFUNC = dx.card_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.card_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, float8, text) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.merge_cards(dx.card) (
    SFUNC = dx.card_combine,
    STYPE = dx.card,
    FINALFUNC = dx.card_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.card_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.merge_cards(dx.card) IS 'unites cards that share no criterion';

CREATE FUNCTION dx.get_result(tree dx.tree, card dx.card, code dx.code) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_get_result_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.get_result(dx.tree, dx.card, dx.code) IS 'the result or the awarded points entered for a criterion';

CREATE FUNCTION dx.result_state(tree dx.tree, card dx.card, code dx.code) RETURNS text
AS 'MODULE_PATHNAME', 'dx_result_state_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.result_state(dx.tree, dx.card, dx.code) IS 'result, points, missing or na';

CREATE FUNCTION dx.get_result(tree dx.tree, card dx.card, code text) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_get_result_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.get_result(dx.tree, dx.card, text) IS 'the result or the awarded points entered for a criterion';

CREATE FUNCTION dx.result_state(tree dx.tree, card dx.card, code text) RETURNS text
AS 'MODULE_PATHNAME', 'dx_result_state_of_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.result_state(dx.tree, dx.card, text) IS 'result, points, missing or na';

CREATE FUNCTION dx.set_result(tree dx.tree, card dx.card, code dx.code, value float8, state text DEFAULT 'result') RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_set_result_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.set_result(dx.tree, dx.card, dx.code, float8, text) IS 'the card with one criterion entered anew';

CREATE FUNCTION dx.set_result(tree dx.tree, card dx.card, code text, value float8, state text DEFAULT 'result') RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_set_result_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.set_result(dx.tree, dx.card, text, float8, text) IS 'the card with one criterion entered anew';

CREATE FUNCTION dx.recast(card dx.card, old_tree dx.tree, new_tree dx.tree) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_recast'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.recast(dx.card, dx.tree, dx.tree) IS 'carries a card over to another index tree, by code';

CREATE FUNCTION dx.recast(card dx.card, old_tree dx.tree, new_tree dx.tree, code_map jsonb) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_recast'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION dx.recast(dx.card, dx.tree, dx.tree, jsonb) IS 'carries a card over to another index tree, by code or as the map says';

CREATE FUNCTION dx.results(tree dx.tree, card dx.card, OUT ordinal integer, OUT code dx.code, OUT name text, OUT value float8, OUT state text) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_results'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 160;
COMMENT ON FUNCTION dx.results(dx.tree, dx.card) IS 'the results of a card, a row a criterion';

-- ======== scores ========

CREATE FUNCTION dx.points(tree dx.tree, card dx.card) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_points_root'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.points(dx.tree, dx.card) IS 'points of a card';

CREATE FUNCTION dx.points(tree dx.tree, card dx.card, code dx.code) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_points_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.points(dx.tree, dx.card, dx.code) IS 'points of a card at a node';

CREATE FUNCTION dx.points(tree dx.tree, card dx.card, code text) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_points_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.points(dx.tree, dx.card, text) IS 'points of a card at a node';

CREATE FUNCTION dx.points(tree dx.tree, card dx.card, codes dx.code[]) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_points_codes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.points(dx.tree, dx.card, dx.code[]) IS 'points of a card over a set of nodes';

CREATE FUNCTION dx.points(tree dx.tree, card dx.card, codes text[]) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_points_texts'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.points(dx.tree, dx.card, text[]) IS 'points of a card over a set of nodes';

CREATE FUNCTION dx.node_points(tree dx.tree, card dx.card) RETURNS float8[]
AS 'MODULE_PATHNAME', 'dx_node_points'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 400;
COMMENT ON FUNCTION dx.node_points(dx.tree, dx.card) IS 'points of a card at every node, in the order of dx.nodes; NULL where a node has none';

CREATE FUNCTION dx.ratio(tree dx.tree, card dx.card) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_ratio_root'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ratio(dx.tree, dx.card) IS 'points by applicable maximum of a card';

CREATE FUNCTION dx.ratio(tree dx.tree, card dx.card, code dx.code) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_ratio_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ratio(dx.tree, dx.card, dx.code) IS 'points by applicable maximum of a card at a node';

CREATE FUNCTION dx.ratio(tree dx.tree, card dx.card, code text) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_ratio_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ratio(dx.tree, dx.card, text) IS 'points by applicable maximum of a card at a node';

CREATE FUNCTION dx.ratio(tree dx.tree, card dx.card, codes dx.code[]) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_ratio_codes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ratio(dx.tree, dx.card, dx.code[]) IS 'points by applicable maximum of a card over a set of nodes';

CREATE FUNCTION dx.ratio(tree dx.tree, card dx.card, codes text[]) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_ratio_texts'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ratio(dx.tree, dx.card, text[]) IS 'points by applicable maximum of a card over a set of nodes';

CREATE FUNCTION dx.max_points(tree dx.tree, card dx.card) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_max_points_root'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.max_points(dx.tree, dx.card) IS 'applicable maximum of a card';

CREATE FUNCTION dx.max_points(tree dx.tree, card dx.card, code dx.code) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_max_points_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.max_points(dx.tree, dx.card, dx.code) IS 'applicable maximum of a card at a node';

CREATE FUNCTION dx.max_points(tree dx.tree, card dx.card, code text) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_max_points_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.max_points(dx.tree, dx.card, text) IS 'applicable maximum of a card at a node';

CREATE FUNCTION dx.max_points(tree dx.tree, card dx.card, codes dx.code[]) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_max_points_codes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.max_points(dx.tree, dx.card, dx.code[]) IS 'applicable maximum of a card over a set of nodes';

CREATE FUNCTION dx.max_points(tree dx.tree, card dx.card, codes text[]) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_max_points_texts'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.max_points(dx.tree, dx.card, text[]) IS 'applicable maximum of a card over a set of nodes';

CREATE FUNCTION dx.coverage(tree dx.tree, card dx.card) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_coverage_root'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.coverage(dx.tree, dx.card) IS 'answered criteria by applicable scored criteria of a card';

CREATE FUNCTION dx.coverage(tree dx.tree, card dx.card, code dx.code) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_coverage_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.coverage(dx.tree, dx.card, dx.code) IS 'answered criteria by applicable scored criteria of a card at a node';

CREATE FUNCTION dx.coverage(tree dx.tree, card dx.card, code text) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_coverage_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.coverage(dx.tree, dx.card, text) IS 'answered criteria by applicable scored criteria of a card at a node';

CREATE FUNCTION dx.coverage(tree dx.tree, card dx.card, codes dx.code[]) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_coverage_codes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.coverage(dx.tree, dx.card, dx.code[]) IS 'answered criteria by applicable scored criteria of a card over a set of nodes';

CREATE FUNCTION dx.coverage(tree dx.tree, card dx.card, codes text[]) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_coverage_texts'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.coverage(dx.tree, dx.card, text[]) IS 'answered criteria by applicable scored criteria of a card over a set of nodes';

CREATE FUNCTION dx.breakdown(tree dx.tree, card dx.card, OUT code dx.code, OUT number text, OUT name text, OUT depth integer, OUT is_criterion boolean, OUT result float8, OUT state text, OUT points float8, OUT points_exact numeric, OUT max_points float8, OUT ratio float8, OUT answered integer, OUT applicable integer, OUT coverage float8, OUT lost float8, OUT contribution float8, OUT next_result float8, OUT next_points float8, OUT full_result float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_breakdown'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 250;
COMMENT ON FUNCTION dx.breakdown(dx.tree, dx.card) IS 'the score of a card at every node of the index tree';

CREATE TYPE dx.tally;
COMMENT ON TYPE dx.tally IS 'state of the aggregate dx.score; not for columns';

CREATE FUNCTION dx.tally_in(cstring) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_tally_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.tally_in(cstring) IS 'text input of dx.tally';

CREATE FUNCTION dx.tally_out(dx.tally) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_tally_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.tally_out(dx.tally) IS 'text output of dx.tally';

CREATE FUNCTION dx.tally_recv(internal) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_tally_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.tally_recv(internal) IS 'binary input of dx.tally (packed bytes)';

CREATE FUNCTION dx.tally_send(dx.tally) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_tally_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.tally_send(dx.tally) IS 'binary output of dx.tally (packed bytes)';

CREATE TYPE dx.tally (
    INPUT = dx.tally_in,
    OUTPUT = dx.tally_out,
    RECEIVE = dx.tally_recv,
    SEND = dx.tally_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4,
    STORAGE = extended
);

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, float8) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, float8) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, float8, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, float8, text) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, float8, text, dx.code) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, float8, text, dx.code) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, float8) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, float8) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, float8, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, float8, text) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, float8, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, float8, text, text) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_combine(dx.tally, dx.tally) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.score_combine(dx.tally, dx.tally) IS 'unites two tallies of one index tree and node';

CREATE FUNCTION dx.score_final(dx.tally) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_score_final'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.score_final(dx.tally) IS 'final function of dx.score: rolls the tally up';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, value float8) (
    SFUNC = dx.score_accum,
    STYPE = dx.tally,
    FINALFUNC = dx.score_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.score_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, float8) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, value float8, state text) (
    SFUNC = dx.score_accum,
    STYPE = dx.tally,
    FINALFUNC = dx.score_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.score_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, float8, text) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, value float8, state text, node dx.code) (
    SFUNC = dx.score_accum,
    STYPE = dx.tally,
    FINALFUNC = dx.score_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.score_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, float8, text, dx.code) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, value float8) (
    SFUNC = dx.score_accum,
    STYPE = dx.tally,
    FINALFUNC = dx.score_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.score_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, float8) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, value float8, state text) (
    SFUNC = dx.score_accum,
    STYPE = dx.tally,
    FINALFUNC = dx.score_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.score_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, float8, text) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, value float8, state text, node text) (
    SFUNC = dx.score_accum,
    STYPE = dx.tally,
    FINALFUNC = dx.score_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.score_combine,
    SSPACE = 600,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, float8, text, text) IS 'points of the rows: results to points in one step';

-- ======== ranks ========

-- Window functions have no SUPPORT: their answers neither rise nor fall along
-- the window's order, so the planner may not stop at a condition on them.
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

CREATE FUNCTION dx.midrank_by(x float8, decimals int DEFAULT NULL, ranked boolean DEFAULT true) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_midrank_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.midrank_by(float8, int, boolean) IS
	'rank of x in the partition, highest first; tied rows get the mean of their ranks';

CREATE FUNCTION dx.percentile_by(x float8, decimals int DEFAULT NULL, ranked boolean DEFAULT true) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_percentile_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.percentile_by(float8, int, boolean) IS
	'share of the other rows of the partition that are worse than x: (ascending rank - 1)/(n - 1); NULL for one row';

CREATE FUNCTION dx.band_by(x float8, n int, decimals int DEFAULT NULL, ranked boolean DEFAULT true) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_band_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.band_by(float8, int, int, boolean) IS
	'which of n bands of equal size x falls in, 1 is the best; tied rows stay together';

CREATE FUNCTION dx.gap_to_best(x float8, decimals int DEFAULT NULL, ranked boolean DEFAULT true) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_gap_to_best'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.gap_to_best(float8, int, boolean) IS
	'how far x is below the best value of the partition';

CREATE FUNCTION dx.gap_to_next(x float8, decimals int DEFAULT NULL, ranked boolean DEFAULT true) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_gap_to_next'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.gap_to_next(float8, int, boolean) IS
	'how far x is below the next better value of the partition; NULL for the best';

-- ======== normalisers ========

CREATE FUNCTION dx.minmax(x float8, lo float8 DEFAULT 0, hi float8 DEFAULT 100, direction int DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_minmax'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.minmax(float8, float8, float8, int) IS
	'x on a scale where the worst value of the partition is lo and the best is hi; direction -1: less is better; NULL where all are tied';

CREATE FUNCTION dx.zscore(x float8, mean float8 DEFAULT 0, sd float8 DEFAULT 1, direction int DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_zscore'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.zscore(float8, float8, float8, int) IS
	'x on a scale where the partition has this mean and this standard deviation (n - 1); direction -1: less is better; NULL where all are tied';

CREATE FUNCTION dx.borda(x float8, direction int DEFAULT 1, decimals int DEFAULT NULL, ranked boolean DEFAULT true) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_borda'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.borda(float8, int, int, boolean) IS
	'how many rows of the partition are worse than x; direction -1: less is better';

CREATE FUNCTION dx.share_of_best(x float8, direction int DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_share_of_best'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.share_of_best(float8, int) IS
	'share of the way from the worst value of the partition (0) to the best (1); direction -1: less is better; NULL where all are tied';

CREATE FUNCTION dx.distance_to_target(x float8, target float8, direction int DEFAULT 1, cap boolean DEFAULT false) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_distance_to_target'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.distance_to_target(float8, float8, int, boolean) IS
	'share of the way from the worst value of the partition (0) to the target (1); cap: at most 1; direction -1: less is better; NULL where the target is not above the worst';

-- ======== grades ========

CREATE FUNCTION dx.grade(x float8, grades text, decimals int DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'dx_grade_of'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.grade(float8, text, int) IS
	'the grade of x, rounded to decimals if given; grades are label:cut-off, ...; NULL below the lowest cut-off';
-- ======== weighted statistics ========

CREATE TYPE dx.stat;
COMMENT ON TYPE dx.stat IS 'exact sums over weighted rows: what means and variances are read from, and what can be merged';

CREATE FUNCTION dx.stat_in(cstring) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.stat_in(cstring) IS 'text input of dx.stat';

CREATE FUNCTION dx.stat_out(dx.stat) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_stat_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.stat_out(dx.stat) IS 'text output of dx.stat';

CREATE FUNCTION dx.stat_recv(internal) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.stat_recv(internal) IS 'binary input of dx.stat (packed bytes)';

CREATE FUNCTION dx.stat_send(dx.stat) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_stat_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.stat_send(dx.stat) IS 'binary output of dx.stat (packed bytes)';

CREATE TYPE dx.stat (
    INPUT = dx.stat_in,
    OUTPUT = dx.stat_out,
    RECEIVE = dx.stat_recv,
    SEND = dx.stat_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4,
    STORAGE = extended
);

CREATE FUNCTION dx.stat_eq(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_eq(dx.stat, dx.stat) IS 'implementation of = operator';

CREATE FUNCTION dx.stat_ne(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_ne(dx.stat, dx.stat) IS 'implementation of <> operator';

CREATE FUNCTION dx.stat_lt(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_lt(dx.stat, dx.stat) IS 'implementation of < operator';

CREATE FUNCTION dx.stat_le(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_le(dx.stat, dx.stat) IS 'implementation of <= operator';

CREATE FUNCTION dx.stat_gt(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_gt(dx.stat, dx.stat) IS 'implementation of > operator';

CREATE FUNCTION dx.stat_ge(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_bytes_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_ge(dx.stat, dx.stat) IS 'implementation of >= operator';

CREATE FUNCTION dx.stat_cmp(dx.stat, dx.stat) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_bytes_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_cmp(dx.stat, dx.stat) IS 'less-equal-greater by canonical bytes';

CREATE FUNCTION dx.stat_hash(dx.stat) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_bytes_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_hash(dx.stat) IS 'hash';

CREATE FUNCTION dx.stat_hash_extended(dx.stat, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_bytes_hash_extended'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_hash_extended(dx.stat, bigint) IS 'hash with a seed';

CREATE OPERATOR dx.= (
    LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_eq,
    COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (dx.stat, dx.stat) IS 'equal: the same rows counted and the same sums';

CREATE OPERATOR dx.<> (
    LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_ne,
    COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
    RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (dx.stat, dx.stat) IS 'not equal';

CREATE OPERATOR dx.< (
    LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_lt,
    COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
    RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (dx.stat, dx.stat) IS 'less than, by canonical bytes';

CREATE OPERATOR dx.<= (
    LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_le,
    COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
    RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (dx.stat, dx.stat) IS 'less than or equal, by canonical bytes';

CREATE OPERATOR dx.> (
    LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_gt,
    COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
    RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (dx.stat, dx.stat) IS 'greater than, by canonical bytes';

CREATE OPERATOR dx.>= (
    LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_ge,
    COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
    RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (dx.stat, dx.stat) IS 'greater than or equal, by canonical bytes';

CREATE OPERATOR FAMILY dx.stat_ops USING btree;
COMMENT ON OPERATOR FAMILY dx.stat_ops USING btree IS 'canonical bytes of dx.stat';

CREATE OPERATOR CLASS dx.stat_ops DEFAULT FOR TYPE dx.stat USING btree FAMILY dx.stat_ops AS
    OPERATOR 1 dx.<,
    OPERATOR 2 dx.<=,
    OPERATOR 3 dx.=,
    OPERATOR 4 dx.>=,
    OPERATOR 5 dx.>,
    FUNCTION 1 dx.stat_cmp(dx.stat, dx.stat),
    FUNCTION 4 (dx.stat, dx.stat) pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS dx.stat_ops USING btree IS 'canonical bytes of dx.stat';

CREATE OPERATOR FAMILY dx.stat_ops USING hash;
COMMENT ON OPERATOR FAMILY dx.stat_ops USING hash IS 'canonical bytes of dx.stat';

CREATE OPERATOR CLASS dx.stat_ops DEFAULT FOR TYPE dx.stat USING hash FAMILY dx.stat_ops AS
    OPERATOR 1 dx.=,
    FUNCTION 1 dx.stat_hash(dx.stat),
    FUNCTION 2 dx.stat_hash_extended(dx.stat, bigint);
COMMENT ON OPERATOR CLASS dx.stat_ops USING hash IS 'canonical bytes of dx.stat';

CREATE FUNCTION dx.stat_accum_sum(dx.stat, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_sum'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_sum(dx.stat, float8) IS 'transition: takes one value';

CREATE FUNCTION dx.stat_undo_sum(dx.stat, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_sum'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_undo_sum(dx.stat, float8) IS 'inverse transition: gives back one value';

CREATE FUNCTION dx.stat_accum_mean(dx.stat, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_mean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_mean(dx.stat, float8, float8) IS 'transition: takes one row, for its mean';

CREATE FUNCTION dx.stat_undo_mean(dx.stat, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_mean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_undo_mean(dx.stat, float8, float8) IS 'inverse transition: gives back one row, for its mean';

CREATE FUNCTION dx.stat_accum_moments(dx.stat, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_moments'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_moments(dx.stat, float8, float8) IS 'transition: takes one row, for its mean and variance';

CREATE FUNCTION dx.stat_undo_moments(dx.stat, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_moments'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_undo_moments(dx.stat, float8, float8) IS 'inverse transition: gives back one row, for its mean and variance';

CREATE FUNCTION dx.stat_combine(dx.stat, dx.stat) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_combine(dx.stat, dx.stat) IS 'unites two statistics of one kind';

CREATE FUNCTION dx.stat_merge(dx.stat, dx.stat) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_combine'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_merge(dx.stat, dx.stat) IS 'transition in a moving frame: unites two statistics of one kind';

CREATE FUNCTION dx.stat_undo_merge(dx.stat, dx.stat) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_merge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_undo_merge(dx.stat, dx.stat) IS 'inverse transition: statistics without those that were united with them';

CREATE FUNCTION dx.stat_final(dx.stat) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_final'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_final(dx.stat) IS 'final function: packs statistics';

CREATE FUNCTION dx.count_of(stat dx.stat) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_count_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.count_of(dx.stat) IS 'rows that statistics have taken, those of weight 0 too';

CREATE FUNCTION dx.weight_of(stat dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_weight_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.weight_of(dx.stat) IS 'sum of the weights';

CREATE FUNCTION dx.sum_of(stat dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_sum_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.sum_of(dx.stat) IS 'sum of the values, by weight where there are weights';

CREATE FUNCTION dx.mean_of(stat dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_mean_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.mean_of(dx.stat) IS 'weighted mean';

CREATE FUNCTION dx.variance_of(stat dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_variance_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.variance_of(dx.stat) IS 'weighted population variance';

CREATE FUNCTION dx.variance_of(stat dx.stat, sample boolean) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_variance_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.variance_of(dx.stat, boolean) IS 'weighted variance of the population, or of a sample';

CREATE FUNCTION dx.stddev_of(stat dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_stddev_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stddev_of(dx.stat) IS 'weighted population standard deviation';

CREATE FUNCTION dx.stddev_of(stat dx.stat, sample boolean) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_stddev_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stddev_of(dx.stat, boolean) IS 'weighted standard deviation of the population, or of a sample';

CREATE FUNCTION dx.stat_var_samp(dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_stat_var_samp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_var_samp(dx.stat) IS 'final function: weighted sample variance';

CREATE FUNCTION dx.stat_stddev_samp(dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_stat_stddev_samp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_stddev_samp(dx.stat) IS 'final function: weighted sample standard deviation';

CREATE AGGREGATE dx.exact_sum(x float8) (
    SFUNC = dx.stat_accum_sum,
    STYPE = dx.stat,
    FINALFUNC = dx.sum_of,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_sum,
    MINVFUNC = dx.stat_undo_sum,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.sum_of,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 160,
    MSSPACE = 160,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.exact_sum(float8) IS 'sum, exact and rounded once';

CREATE AGGREGATE dx.wsum(x float8, w float8) (
    SFUNC = dx.stat_accum_mean,
    STYPE = dx.stat,
    FINALFUNC = dx.sum_of,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_mean,
    MINVFUNC = dx.stat_undo_mean,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.sum_of,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 256,
    MSSPACE = 256,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wsum(float8, float8) IS 'weighted sum, exact and rounded once';

CREATE AGGREGATE dx.wavg(x float8, w float8) (
    SFUNC = dx.stat_accum_mean,
    STYPE = dx.stat,
    FINALFUNC = dx.mean_of,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_mean,
    MINVFUNC = dx.stat_undo_mean,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.mean_of,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 256,
    MSSPACE = 256,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wavg(float8, float8) IS 'weighted mean, exact and rounded once';

CREATE AGGREGATE dx.wvar_pop(x float8, w float8) (
    SFUNC = dx.stat_accum_moments,
    STYPE = dx.stat,
    FINALFUNC = dx.variance_of,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_moments,
    MINVFUNC = dx.stat_undo_moments,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.variance_of,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 480,
    MSSPACE = 480,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wvar_pop(float8, float8) IS 'weighted population variance, exact and rounded once';

CREATE AGGREGATE dx.wvar_samp(x float8, w float8) (
    SFUNC = dx.stat_accum_moments,
    STYPE = dx.stat,
    FINALFUNC = dx.stat_var_samp,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_moments,
    MINVFUNC = dx.stat_undo_moments,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.stat_var_samp,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 480,
    MSSPACE = 480,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wvar_samp(float8, float8) IS 'weighted sample variance, exact and rounded once';

CREATE AGGREGATE dx.wstddev_pop(x float8, w float8) (
    SFUNC = dx.stat_accum_moments,
    STYPE = dx.stat,
    FINALFUNC = dx.stddev_of,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_moments,
    MINVFUNC = dx.stat_undo_moments,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.stddev_of,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 480,
    MSSPACE = 480,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wstddev_pop(float8, float8) IS 'weighted population standard deviation, exact and rounded once';

CREATE AGGREGATE dx.wstddev_samp(x float8, w float8) (
    SFUNC = dx.stat_accum_moments,
    STYPE = dx.stat,
    FINALFUNC = dx.stat_stddev_samp,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_moments,
    MINVFUNC = dx.stat_undo_moments,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.stat_stddev_samp,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 480,
    MSSPACE = 480,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wstddev_samp(float8, float8) IS 'weighted sample standard deviation, exact and rounded once';

CREATE AGGREGATE dx.wstat(x float8, w float8) (
    SFUNC = dx.stat_accum_moments,
    STYPE = dx.stat,
    FINALFUNC = dx.stat_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_moments,
    MINVFUNC = dx.stat_undo_moments,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.stat_final,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 480,
    MSSPACE = 480,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wstat(float8, float8) IS 'statistics of weighted rows, to keep, to merge and to read means and variances from';

CREATE AGGREGATE dx.merge_stats(dx.stat) (
    SFUNC = dx.stat_combine,
    STYPE = dx.stat,
    FINALFUNC = dx.stat_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_merge,
    MINVFUNC = dx.stat_undo_merge,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.stat_final,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 480,
    MSSPACE = 480,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.merge_stats(dx.stat) IS 'unites statistics of one kind';

-- ======== power means, medians and quantiles, Mazziotta-Pareto ========

CREATE FUNCTION dx.stat_accum_geomean(dx.stat, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_geomean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.stat_accum_geomean(dx.stat, float8, float8) IS 'transition: takes one row, for a geometric mean';

CREATE FUNCTION dx.stat_undo_geomean(dx.stat, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_geomean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.stat_undo_geomean(dx.stat, float8, float8) IS 'inverse transition: gives back one row, for a geometric mean';

CREATE FUNCTION dx.stat_accum_harmean(dx.stat, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_harmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_accum_harmean(dx.stat, float8, float8) IS 'transition: takes one row, for a harmonic mean';

CREATE FUNCTION dx.stat_undo_harmean(dx.stat, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_harmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_undo_harmean(dx.stat, float8, float8) IS 'inverse transition: gives back one row, for a harmonic mean';

CREATE FUNCTION dx.stat_accum_powmean(dx.stat, float8, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_powmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.stat_accum_powmean(dx.stat, float8, float8, float8) IS 'transition: takes one row, for a power mean';

CREATE FUNCTION dx.stat_undo_powmean(dx.stat, float8, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_powmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.stat_undo_powmean(dx.stat, float8, float8, float8) IS 'inverse transition: gives back one row, for a power mean';

CREATE FUNCTION dx.stat_accum_values(dx.stat, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_values'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_accum_values(dx.stat, float8, float8) IS 'transition: takes one row, for medians and quantiles';

CREATE FUNCTION dx.stat_undo_values(dx.stat, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_values'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_undo_values(dx.stat, float8, float8) IS 'inverse transition: gives back one row, for medians and quantiles';

CREATE FUNCTION dx.stat_accum_quantile(dx.stat, float8, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_quantile'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_accum_quantile(dx.stat, float8, float8, float8) IS 'transition: takes one row, for one quantile';

CREATE FUNCTION dx.stat_undo_quantile(dx.stat, float8, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_quantile'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_undo_quantile(dx.stat, float8, float8, float8) IS 'inverse transition: gives back one row, for one quantile';

CREATE FUNCTION dx.stat_accum_mpi(dx.stat, float8, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_mpi'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.stat_accum_mpi(dx.stat, float8, float8, float8) IS 'transition: takes one row, for a Mazziotta-Pareto index';

CREATE FUNCTION dx.stat_undo_mpi(dx.stat, float8, float8, float8) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_mpi'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.stat_undo_mpi(dx.stat, float8, float8, float8) IS 'inverse transition: gives back one row, for a Mazziotta-Pareto index';

CREATE FUNCTION dx.powmean_of(stat dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_powmean_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.powmean_of(dx.stat) IS 'weighted power mean that statistics of kind power-mean are of';

CREATE FUNCTION dx.median_of(stat dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_median_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.median_of(dx.stat) IS 'weighted median of statistics that keep values';

CREATE FUNCTION dx.quantile_of(stat dx.stat, q float8) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_quantile_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.quantile_of(dx.stat, float8) IS 'weighted quantile of statistics that keep values';

CREATE FUNCTION dx.mpi_of(stat dx.stat, penalty float8) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_mpi_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.mpi_of(dx.stat, float8) IS 'Mazziotta-Pareto index: mean less penalty times variance by mean';

CREATE FUNCTION dx.stat_quantile_final(dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_stat_quantile_final'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.stat_quantile_final(dx.stat) IS 'final function: weighted quantile';

CREATE FUNCTION dx.stat_mpi_final(dx.stat) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_stat_mpi_final'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_mpi_final(dx.stat) IS 'final function: Mazziotta-Pareto index';

CREATE AGGREGATE dx.wgeomean(x float8, w float8) (
    SFUNC = dx.stat_accum_geomean,
    STYPE = dx.stat,
    FINALFUNC = dx.powmean_of,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_geomean,
    MINVFUNC = dx.stat_undo_geomean,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.powmean_of,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 480,
    MSSPACE = 480,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wgeomean(float8, float8) IS 'weighted geometric mean, rounded once';

CREATE AGGREGATE dx.wharmean(x float8, w float8) (
    SFUNC = dx.stat_accum_harmean,
    STYPE = dx.stat,
    FINALFUNC = dx.powmean_of,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_harmean,
    MINVFUNC = dx.stat_undo_harmean,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.powmean_of,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 480,
    MSSPACE = 480,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wharmean(float8, float8) IS 'weighted harmonic mean, rounded once';

CREATE AGGREGATE dx.wpowmean(x float8, w float8, p float8) (
    SFUNC = dx.stat_accum_powmean,
    STYPE = dx.stat,
    FINALFUNC = dx.powmean_of,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_powmean,
    MINVFUNC = dx.stat_undo_powmean,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.powmean_of,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 800,
    MSSPACE = 800,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wpowmean(float8, float8, float8) IS 'weighted power mean, rounded once; p = 0 is the geometric mean';

CREATE AGGREGATE dx.wmedian(x float8, w float8) (
    SFUNC = dx.stat_accum_values,
    STYPE = dx.stat,
    FINALFUNC = dx.median_of,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_values,
    MINVFUNC = dx.stat_undo_values,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.median_of,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 2000,
    MSSPACE = 2000,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wmedian(float8, float8) IS 'weighted median; the mean of two values where they meet at half of the weight';

CREATE AGGREGATE dx.wquantile(x float8, w float8, q float8) (
    SFUNC = dx.stat_accum_quantile,
    STYPE = dx.stat,
    FINALFUNC = dx.stat_quantile_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_quantile,
    MINVFUNC = dx.stat_undo_quantile,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.stat_quantile_final,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 2000,
    MSSPACE = 2000,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wquantile(float8, float8, float8) IS 'weighted quantile';

CREATE AGGREGATE dx.mpi(x float8, w float8, penalty float8) (
    SFUNC = dx.stat_accum_mpi,
    STYPE = dx.stat,
    FINALFUNC = dx.stat_mpi_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_mpi,
    MINVFUNC = dx.stat_undo_mpi,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.stat_mpi_final,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 480,
    MSSPACE = 480,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.mpi(float8, float8, float8) IS 'Mazziotta-Pareto index: mean less penalty times variance by mean, exact and rounded once';

CREATE AGGREGATE dx.wpowmean_stat(x float8, w float8, p float8) (
    SFUNC = dx.stat_accum_powmean,
    STYPE = dx.stat,
    FINALFUNC = dx.stat_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_powmean,
    MINVFUNC = dx.stat_undo_powmean,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.stat_final,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 800,
    MSSPACE = 800,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wpowmean_stat(float8, float8, float8) IS 'statistics to keep, to merge and to read a power mean from';

CREATE AGGREGATE dx.wquantile_stat(x float8, w float8) (
    SFUNC = dx.stat_accum_values,
    STYPE = dx.stat,
    FINALFUNC = dx.stat_final,
    FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = dx.stat_combine,
    MSFUNC = dx.stat_accum_values,
    MINVFUNC = dx.stat_undo_values,
    MSTYPE = dx.stat,
    MFINALFUNC = dx.stat_final,
    MFINALFUNC_MODIFY = READ_ONLY,
    SSPACE = 2000,
    MSSPACE = 2000,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wquantile_stat(float8, float8) IS 'statistics to keep, to merge and to read medians and quantiles from';
-- ======== robustness of ranks ========

CREATE FUNCTION dx.rank_interval(tree dx.tree, card dx.card, draws int DEFAULT 1000, noise float8 DEFAULT 0.25, level float8 DEFAULT 0.9, seed bigint DEFAULT 1) RETURNS numrange
AS 'MODULE_PATHNAME', 'dx_rank_interval'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_interval(dx.tree, dx.card, int, float8, float8, bigint) IS
	'range of the ranks of a card in the partition when the weight of every node varies at random; NULL where the card has no ratio';

CREATE FUNCTION dx.rank_interval(tree dx.tree, card dx.card, factors float8[], level float8 DEFAULT 0.9) RETURNS numrange
AS 'MODULE_PATHNAME', 'dx_rank_interval_given'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_interval(dx.tree, dx.card, float8[], float8) IS
	'range of the ranks of a card in the partition under given factors of weights, draws x nodes; NULL where the card has no ratio';

CREATE FUNCTION dx.rank_chance(tree dx.tree, card dx.card, k int, draws int DEFAULT 1000, noise float8 DEFAULT 0.25, seed bigint DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_rank_chance'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_chance(dx.tree, dx.card, int, int, float8, bigint) IS
	'share of draws in which a card is among the best k of the partition when the weight of every node varies at random; NULL where the card has no ratio';

CREATE FUNCTION dx.rank_chance(tree dx.tree, card dx.card, k int, factors float8[]) RETURNS float8
AS 'MODULE_PATHNAME', 'dx_rank_chance_given'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_chance(dx.tree, dx.card, int, float8[]) IS
	'share of draws in which a card is among the best k of the partition under given factors of weights, draws x nodes; NULL where the card has no ratio';

CREATE FUNCTION dx.draw_factors(tree dx.tree, draws int, noise float8, seed bigint) RETURNS float8[]
AS 'MODULE_PATHNAME', 'dx_draw_factors'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION dx.draw_factors(dx.tree, int, float8, bigint) IS
	'the factors that dx.rank_interval and dx.rank_chance draw: an array of draws, one factor a node each';

CREATE FUNCTION dx.copeland(tree dx.tree, card dx.card, node text DEFAULT '', level text DEFAULT 'children') RETURNS int
AS 'MODULE_PATHNAME', 'dx_copeland_text'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.copeland(dx.tree, dx.card, text, text) IS
	'Copeland score of a card in the partition: cards it beats by weight less cards that beat it, at the children of a node or the criteria under it';

CREATE FUNCTION dx.copeland(tree dx.tree, card dx.card, node dx.code, level text DEFAULT 'children') RETURNS int
AS 'MODULE_PATHNAME', 'dx_copeland_code'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.copeland(dx.tree, dx.card, dx.code, text) IS
	'Copeland score of a card in the partition: cards it beats by weight less cards that beat it, at the children of a node or the criteria under it';

CREATE FUNCTION dx.outranking(tree dx.tree, cards dx.card[], node text DEFAULT '', level text DEFAULT 'children', OUT i int, OUT j int, OUT share float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_outranking_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 2500;
COMMENT ON FUNCTION dx.outranking(dx.tree, dx.card[], text, text) IS
	'every two cards of an array: share of the weight at which card i is better than card j, ties half';

CREATE FUNCTION dx.outranking(tree dx.tree, cards dx.card[], node dx.code, level text DEFAULT 'children', OUT i int, OUT j int, OUT share float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_outranking_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 2500;
COMMENT ON FUNCTION dx.outranking(dx.tree, dx.card[], dx.code, text) IS
	'every two cards of an array: share of the weight at which card i is better than card j, ties half';
