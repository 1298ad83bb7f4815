-- SPDX-License-Identifier: PostgreSQL
/* dxindex 1.0.0: the schema dx and everything in it. */

\echo Use "CREATE EXTENSION dxindex" to load this file. \quit

-- ======== the schema, and what tells versions ========

-- An existing schema dx is refused: its owner could have planted look-alikes.
CREATE SCHEMA dx;
COMMENT ON SCHEMA dx IS 'dxindex: index trees, scorecards, scores and ranks';

GRANT USAGE ON SCHEMA dx TO PUBLIC;

CREATE FUNCTION dx.version(script text DEFAULT '1.0.0') RETURNS text
AS 'MODULE_PATHNAME', 'dx_version'
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.version(text) IS 'versions of the script, the library and the byte formats';
-- SPDX-License-Identifier: PostgreSQL
-- ======== number: read, written and rounded as people do ========

-- Functions.
CREATE FUNCTION dx.number(number text, locale text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_number'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.number(text, text) IS 'a number as written in a locale: 1.189,8 in vi, 1,189.8 in en';

CREATE FUNCTION dx.number_text(x double precision, decimals integer, locale text) RETURNS text
AS 'MODULE_PATHNAME', 'dx_number_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.number_text(double precision, integer, text) IS
	'a number as a locale writes it, rounded half away from zero; NULL decimals: as many as it has';

CREATE FUNCTION dx.round_to(x double precision, decimals integer) RETURNS numeric
AS 'MODULE_PATHNAME', 'dx_round_to'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.round_to(double precision, integer) IS
	'the number as written, rounded half away from zero: 2.675 to 2 decimals is 2.68';
-- SPDX-License-Identifier: PostgreSQL
-- ======== code: a place in the tree ========

-- Type, input and output.
CREATE TYPE dx.code;

CREATE FUNCTION dx.code_in(cstring) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_code_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code_in(cstring) IS 'text input';

CREATE FUNCTION dx.code_out(dx.code) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_code_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code_out(dx.code) IS 'text output';

CREATE FUNCTION dx.code_recv(internal) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_code_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code_recv(internal) IS 'binary input: the text';

CREATE FUNCTION dx.code_send(dx.code) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_code_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code_send(dx.code) IS 'binary output: the text';

-- On disk: the version byte, then key bytes that memcmp orders (src/code/code.h).
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

-- Casts.
CREATE FUNCTION dx.code_to_text(dx.code) RETURNS text
AS 'MODULE_PATHNAME', 'dx_code_to_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code_to_text(dx.code) IS 'the code as text';

CREATE FUNCTION dx.code(text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code(text) IS 'the code that a text writes';

-- Implicit: where dx is off the search path, =, IN, LIKE and driver parameters
-- then still work, on the text.
CREATE CAST (dx.code AS text) WITH FUNCTION dx.code_to_text(dx.code) AS IMPLICIT;
COMMENT ON CAST (dx.code AS text) IS 'the code as text';

CREATE CAST (text AS dx.code) WITH FUNCTION dx.code(text) AS ASSIGNMENT;
COMMENT ON CAST (text AS dx.code) IS 'the code that a text writes';

CREATE CAST (varchar AS dx.code) WITH FUNCTION dx.code(text) AS ASSIGNMENT;
COMMENT ON CAST (varchar AS dx.code) IS 'the code that a text writes';

-- Comparison, in natural order. Either side may be text: a text that is no
-- code sorts after every code and never raises. The operators ending in #
-- compare two texts as codes; the families below are complete with them.
CREATE FUNCTION dx.code_eq(dx.code, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_eq_code_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION dx.code_eq(dx.code, dx.code) IS 'equal';

CREATE FUNCTION dx.code_ne(dx.code, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_ne_code_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION dx.code_ne(dx.code, dx.code) IS 'not equal';

CREATE FUNCTION dx.code_lt(dx.code, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_lt_code_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION dx.code_lt(dx.code, dx.code) IS 'before, in natural order';

CREATE FUNCTION dx.code_le(dx.code, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_le_code_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION dx.code_le(dx.code, dx.code) IS 'before or equal';

CREATE FUNCTION dx.code_gt(dx.code, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_gt_code_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION dx.code_gt(dx.code, dx.code) IS 'after, in natural order';

CREATE FUNCTION dx.code_ge(dx.code, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_ge_code_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION dx.code_ge(dx.code, dx.code) IS 'after or equal';

CREATE FUNCTION dx.code_cmp(dx.code, dx.code) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_code_cmp_code_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION dx.code_cmp(dx.code, dx.code) IS '-1, 0 or 1: natural order';

CREATE FUNCTION dx.code_eq(dx.code, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_eq_code_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_eq(dx.code, text) IS 'equal';

CREATE FUNCTION dx.code_ne(dx.code, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_ne_code_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_ne(dx.code, text) IS 'not equal';

CREATE FUNCTION dx.code_lt(dx.code, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_lt_code_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_lt(dx.code, text) IS 'before, in natural order';

CREATE FUNCTION dx.code_le(dx.code, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_le_code_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_le(dx.code, text) IS 'before or equal';

CREATE FUNCTION dx.code_gt(dx.code, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_gt_code_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_gt(dx.code, text) IS 'after, in natural order';

CREATE FUNCTION dx.code_ge(dx.code, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_ge_code_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_ge(dx.code, text) IS 'after or equal';

CREATE FUNCTION dx.code_cmp(dx.code, text) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_code_cmp_code_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_cmp(dx.code, text) IS '-1, 0 or 1: natural order';

CREATE FUNCTION dx.code_eq(text, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_eq_text_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_eq(text, dx.code) IS 'equal';

CREATE FUNCTION dx.code_ne(text, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_ne_text_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_ne(text, dx.code) IS 'not equal';

CREATE FUNCTION dx.code_lt(text, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_lt_text_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_lt(text, dx.code) IS 'before, in natural order';

CREATE FUNCTION dx.code_le(text, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_le_text_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_le(text, dx.code) IS 'before or equal';

CREATE FUNCTION dx.code_gt(text, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_gt_text_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_gt(text, dx.code) IS 'after, in natural order';

CREATE FUNCTION dx.code_ge(text, dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_ge_text_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_ge(text, dx.code) IS 'after or equal';

CREATE FUNCTION dx.code_cmp(text, dx.code) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_code_cmp_text_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_cmp(text, dx.code) IS '-1, 0 or 1: natural order';

CREATE FUNCTION dx.code_eq(text, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_eq_text_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.code_eq(text, text) IS 'equal (two texts, compared as codes)';

CREATE FUNCTION dx.code_ne(text, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_ne_text_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.code_ne(text, text) IS 'not equal (two texts, compared as codes)';

CREATE FUNCTION dx.code_lt(text, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_lt_text_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.code_lt(text, text) IS 'before, in natural order (two texts, compared as codes)';

CREATE FUNCTION dx.code_le(text, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_le_text_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.code_le(text, text) IS 'before or equal (two texts, compared as codes)';

CREATE FUNCTION dx.code_gt(text, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_gt_text_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.code_gt(text, text) IS 'after, in natural order (two texts, compared as codes)';

CREATE FUNCTION dx.code_ge(text, text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_code_ge_text_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.code_ge(text, text) IS 'after or equal (two texts, compared as codes)';

CREATE FUNCTION dx.code_cmp(text, text) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_code_cmp_text_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.code_cmp(text, text) IS '-1, 0 or 1: natural order (two texts, compared as codes)';

CREATE OPERATOR dx.= (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_eq,
	COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (dx.code, dx.code) IS 'equal';

CREATE OPERATOR dx.<> (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_ne,
	COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (dx.code, dx.code) IS 'not equal';

CREATE OPERATOR dx.< (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_lt,
	COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (dx.code, dx.code) IS 'before, in natural order';

CREATE OPERATOR dx.<= (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_le,
	COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (dx.code, dx.code) IS 'before or equal';

CREATE OPERATOR dx.> (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_gt,
	COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (dx.code, dx.code) IS 'after, in natural order';

CREATE OPERATOR dx.>= (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.code_ge,
	COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (dx.code, dx.code) IS 'after or equal';

CREATE OPERATOR dx.= (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_eq,
	COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (dx.code, text) IS 'equal';

CREATE OPERATOR dx.<> (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_ne,
	COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (dx.code, text) IS 'not equal';

CREATE OPERATOR dx.< (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_lt,
	COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (dx.code, text) IS 'before, in natural order';

CREATE OPERATOR dx.<= (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_le,
	COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (dx.code, text) IS 'before or equal';

CREATE OPERATOR dx.> (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_gt,
	COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (dx.code, text) IS 'after, in natural order';

CREATE OPERATOR dx.>= (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.code_ge,
	COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (dx.code, text) IS 'after or equal';

CREATE OPERATOR dx.= (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_eq,
	COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (text, dx.code) IS 'equal';

CREATE OPERATOR dx.<> (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_ne,
	COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (text, dx.code) IS 'not equal';

CREATE OPERATOR dx.< (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_lt,
	COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (text, dx.code) IS 'before, in natural order';

CREATE OPERATOR dx.<= (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_le,
	COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (text, dx.code) IS 'before or equal';

CREATE OPERATOR dx.> (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_gt,
	COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (text, dx.code) IS 'after, in natural order';

CREATE OPERATOR dx.>= (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.code_ge,
	COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (text, dx.code) IS 'after or equal';

CREATE OPERATOR dx.=# (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_eq,
	COMMUTATOR = OPERATOR(dx.=#), NEGATOR = OPERATOR(dx.<>#),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.=# (text, text) IS 'equal (two texts, compared as codes)';

CREATE OPERATOR dx.<># (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_ne,
	COMMUTATOR = OPERATOR(dx.<>#), NEGATOR = OPERATOR(dx.=#),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<># (text, text) IS 'not equal (two texts, compared as codes)';

CREATE OPERATOR dx.<# (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_lt,
	COMMUTATOR = OPERATOR(dx.>#), NEGATOR = OPERATOR(dx.>=#),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.<# (text, text) IS 'before, in natural order (two texts, compared as codes)';

CREATE OPERATOR dx.<=# (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_le,
	COMMUTATOR = OPERATOR(dx.>=#), NEGATOR = OPERATOR(dx.>#),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<=# (text, text) IS 'before or equal (two texts, compared as codes)';

CREATE OPERATOR dx.># (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_gt,
	COMMUTATOR = OPERATOR(dx.<#), NEGATOR = OPERATOR(dx.<=#),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.># (text, text) IS 'after, in natural order (two texts, compared as codes)';

CREATE OPERATOR dx.>=# (
	LEFTARG = text, RIGHTARG = text, FUNCTION = dx.code_ge,
	COMMUTATOR = OPERATOR(dx.<=#), NEGATOR = OPERATOR(dx.<#),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>=# (text, text) IS 'after or equal (two texts, compared as codes)';

-- Sort support with abbreviated keys; hashing in which a code and its text agree.
CREATE FUNCTION dx.code_sortsupport(internal) RETURNS void
AS 'MODULE_PATHNAME', 'dx_code_sortsupport'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code_sortsupport(internal) IS 'btree sort support';

CREATE FUNCTION dx.code_hash(dx.code) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_code_hash_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION dx.code_hash(dx.code) IS 'hash';

CREATE FUNCTION dx.code_hash_extended(dx.code, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_code_hash_extended_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 1;
COMMENT ON FUNCTION dx.code_hash_extended(dx.code, bigint) IS '64-bit hash with a seed';

CREATE FUNCTION dx.code_hash(text) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_code_hash_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_hash(text) IS 'hash of the code a text writes';

CREATE FUNCTION dx.code_hash_extended(text, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_code_hash_extended_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_hash_extended(text, bigint) IS '64-bit hash with a seed of the code a text writes';

CREATE OPERATOR FAMILY dx.code_ops USING btree;
COMMENT ON OPERATOR FAMILY dx.code_ops USING btree IS 'natural order of codes, also written as text';

CREATE OPERATOR CLASS dx.code_ops DEFAULT FOR TYPE dx.code USING btree FAMILY dx.code_ops AS
	OPERATOR 1 dx.<,
	OPERATOR 2 dx.<=,
	OPERATOR 3 dx.=,
	OPERATOR 4 dx.>=,
	OPERATOR 5 dx.>,
	FUNCTION 1 dx.code_cmp(dx.code, dx.code),
	FUNCTION 2 dx.code_sortsupport(internal),
	FUNCTION 4 pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS dx.code_ops USING btree IS 'natural order of codes';

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

CREATE OPERATOR FAMILY dx.code_ops USING hash;
COMMENT ON OPERATOR FAMILY dx.code_ops USING hash IS 'equality of codes, also written as text';

CREATE OPERATOR CLASS dx.code_ops DEFAULT FOR TYPE dx.code USING hash FAMILY dx.code_ops AS
	OPERATOR 1 dx.=,
	FUNCTION 1 dx.code_hash(dx.code),
	FUNCTION 2 dx.code_hash_extended(dx.code, bigint);
COMMENT ON OPERATOR CLASS dx.code_ops USING hash IS 'equality of codes';

ALTER OPERATOR FAMILY dx.code_ops USING hash ADD
	OPERATOR 1 dx.= (dx.code, text),
	OPERATOR 1 dx.= (text, dx.code),
	OPERATOR 1 dx.=# (text, text),
	FUNCTION 1 (text, text) dx.code_hash(text),
	FUNCTION 2 (text, text) dx.code_hash_extended(text, bigint);

-- Subtrees. The support functions turn `code <@ x` into a btree range whose
-- upper bound is dx.subtree_end(x), found beside them.
CREATE FUNCTION dx.subtree_end(dx.code) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_subtree_end_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.subtree_end(dx.code) IS 'the bound that lies right after all codes of the subtree';

CREATE FUNCTION dx.subtree_end(text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_subtree_end_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.subtree_end(text) IS 'the bound that lies right after all codes of the subtree';

CREATE FUNCTION dx.is_under_support(internal) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_is_under_support'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.is_under_support(internal) IS 'planner support of dx.is_under';

CREATE FUNCTION dx.is_over_support(internal) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_is_over_support'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.is_over_support(internal) IS 'planner support of dx.is_over';

CREATE FUNCTION dx.is_under(code dx.code, ancestor dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_is_under_code_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1 SUPPORT dx.is_under_support;
COMMENT ON FUNCTION dx.is_under(dx.code, dx.code) IS 'is the code in the subtree of the ancestor, itself included?';

CREATE FUNCTION dx.is_under(code dx.code, ancestor text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_is_under_code_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4 SUPPORT dx.is_under_support;
COMMENT ON FUNCTION dx.is_under(dx.code, text) IS 'is the code in the subtree of the ancestor, itself included?';

CREATE FUNCTION dx.is_under(code text, ancestor dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_is_under_text_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4 SUPPORT dx.is_under_support;
COMMENT ON FUNCTION dx.is_under(text, dx.code) IS 'is the code in the subtree of the ancestor, itself included?';

CREATE FUNCTION dx.is_under(code text, ancestor text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_is_under_text_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8 SUPPORT dx.is_under_support;
COMMENT ON FUNCTION dx.is_under(text, text) IS 'is the code in the subtree of the ancestor, itself included?';

CREATE FUNCTION dx.is_over(ancestor dx.code, code dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_is_over_code_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1 SUPPORT dx.is_over_support;
COMMENT ON FUNCTION dx.is_over(dx.code, dx.code) IS 'does the subtree of the ancestor hold the code?';

CREATE FUNCTION dx.is_over(ancestor dx.code, code text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_is_over_code_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4 SUPPORT dx.is_over_support;
COMMENT ON FUNCTION dx.is_over(dx.code, text) IS 'does the subtree of the ancestor hold the code?';

CREATE FUNCTION dx.is_over(ancestor text, code dx.code) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_is_over_text_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4 SUPPORT dx.is_over_support;
COMMENT ON FUNCTION dx.is_over(text, dx.code) IS 'does the subtree of the ancestor hold the code?';

CREATE FUNCTION dx.is_over(ancestor text, code text) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_is_over_text_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 8 SUPPORT dx.is_over_support;
COMMENT ON FUNCTION dx.is_over(text, text) IS 'does the subtree of the ancestor hold the code?';

CREATE OPERATOR dx.<@ (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.is_under,
	COMMUTATOR = OPERATOR(dx.@>),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
COMMENT ON OPERATOR dx.<@ (dx.code, dx.code) IS 'in the subtree of, itself included';

CREATE OPERATOR dx.@> (
	LEFTARG = dx.code, RIGHTARG = dx.code, FUNCTION = dx.is_over,
	COMMUTATOR = OPERATOR(dx.<@),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
COMMENT ON OPERATOR dx.@> (dx.code, dx.code) IS 'its subtree holds, itself included';

CREATE OPERATOR dx.<@ (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.is_under,
	COMMUTATOR = OPERATOR(dx.@>),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
COMMENT ON OPERATOR dx.<@ (dx.code, text) IS 'in the subtree of, itself included';

CREATE OPERATOR dx.@> (
	LEFTARG = dx.code, RIGHTARG = text, FUNCTION = dx.is_over,
	COMMUTATOR = OPERATOR(dx.<@),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
COMMENT ON OPERATOR dx.@> (dx.code, text) IS 'its subtree holds, itself included';

CREATE OPERATOR dx.<@ (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.is_under,
	COMMUTATOR = OPERATOR(dx.@>),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
COMMENT ON OPERATOR dx.<@ (text, dx.code) IS 'in the subtree of, itself included';

CREATE OPERATOR dx.@> (
	LEFTARG = text, RIGHTARG = dx.code, FUNCTION = dx.is_over,
	COMMUTATOR = OPERATOR(dx.<@),
	RESTRICT = pg_catalog.matchingsel, JOIN = pg_catalog.matchingjoinsel
);
COMMENT ON OPERATOR dx.@> (text, dx.code) IS 'its subtree holds, itself included';

-- Functions on places.
CREATE FUNCTION dx.parent(code dx.code) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_parent_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.parent(dx.code) IS 'the code without its last label; NULL for the root';

CREATE FUNCTION dx.parent(code text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_parent_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.parent(text) IS 'the code without its last label; NULL for the root';

CREATE FUNCTION dx.depth(code dx.code) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_depth_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.depth(dx.code) IS 'the number of labels; 0 for the root';

CREATE FUNCTION dx.depth(code text) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_depth_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.depth(text) IS 'the number of labels; 0 for the root';

CREATE FUNCTION dx.ancestor(code dx.code, depth integer) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_ancestor_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.ancestor(dx.code, integer) IS 'the first labels, as many as depth says; NULL if there are fewer';

CREATE FUNCTION dx.ancestor(code text, depth integer) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_ancestor_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.ancestor(text, integer) IS 'the first labels, as many as depth says; NULL if there are fewer';

CREATE FUNCTION dx.label(code dx.code) RETURNS text
AS 'MODULE_PATHNAME', 'dx_label_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.label(dx.code) IS 'the last label; NULL for the root';

CREATE FUNCTION dx.label(code text) RETURNS text
AS 'MODULE_PATHNAME', 'dx_label_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.label(text) IS 'the last label; NULL for the root';

CREATE FUNCTION dx.common_ancestor(a dx.code, b dx.code) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_common_ancestor_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.common_ancestor(dx.code, dx.code) IS 'the labels both codes begin with';

CREATE FUNCTION dx.common_ancestor(a text, b text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_common_ancestor_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.common_ancestor(text, text) IS 'the labels both codes begin with';

CREATE FUNCTION dx.padded(code dx.code, width integer) RETURNS text
AS 'MODULE_PATHNAME', 'dx_padded_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.padded(dx.code, integer) IS 'the text with so many digits in every number, which sorts as the code does';

CREATE FUNCTION dx.padded(code text, width integer) RETURNS text
AS 'MODULE_PATHNAME', 'dx_padded_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.padded(text, integer) IS 'the text with so many digits in every number, which sorts as the code does';

-- Aggregates. The text ones have no sort operator: their result is a code.
CREATE FUNCTION dx.code_smaller(dx.code, dx.code) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_code_smaller_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code_smaller(dx.code, dx.code) IS 'transition of dx.least_code';

CREATE FUNCTION dx.code_smaller(dx.code, text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_code_smaller_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_smaller(dx.code, text) IS 'transition of dx.least_code';

CREATE FUNCTION dx.code_larger(dx.code, dx.code) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_code_larger_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.code_larger(dx.code, dx.code) IS 'transition of dx.greatest_code';

CREATE FUNCTION dx.code_larger(dx.code, text) RETURNS dx.code
AS 'MODULE_PATHNAME', 'dx_code_larger_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.code_larger(dx.code, text) IS 'transition of dx.greatest_code';

CREATE AGGREGATE dx.least_code(dx.code) (
	SFUNC = dx.code_smaller,
	STYPE = dx.code,
	COMBINEFUNC = dx.code_smaller,
	SORTOP = OPERATOR(dx.<),
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.least_code(dx.code) IS 'the first code in natural order';

CREATE AGGREGATE dx.least_code(text) (
	SFUNC = dx.code_smaller,
	STYPE = dx.code,
	COMBINEFUNC = dx.code_smaller,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.least_code(text) IS 'the first code in natural order';

CREATE AGGREGATE dx.greatest_code(dx.code) (
	SFUNC = dx.code_larger,
	STYPE = dx.code,
	COMBINEFUNC = dx.code_larger,
	SORTOP = OPERATOR(dx.>),
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.greatest_code(dx.code) IS 'the last code in natural order';

CREATE AGGREGATE dx.greatest_code(text) (
	SFUNC = dx.code_larger,
	STYPE = dx.code,
	COMBINEFUNC = dx.code_larger,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.greatest_code(text) IS 'the last code in natural order';
-- SPDX-License-Identifier: PostgreSQL
-- ======== rule: from result to attainment ========

-- Type, input and output.
CREATE TYPE dx.rule;

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
COMMENT ON TYPE dx.rule IS 'how the result of a criterion becomes an attainment: yesno, steps(50:0.5, >80:1), ...';

-- Casts.
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

CREATE CAST (varchar AS dx.rule) WITH FUNCTION dx.rule_from_text(text) AS ASSIGNMENT;
COMMENT ON CAST (varchar AS dx.rule) IS 'reads a rule';

CREATE CAST (dx.rule AS text) WITH FUNCTION dx.rule_to_text(dx.rule) AS ASSIGNMENT;
COMMENT ON CAST (dx.rule AS text) IS 'canonical text of a rule';

-- Comparison.
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

-- Functions.
CREATE FUNCTION dx.attainment(rule dx.rule, result double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_attainment_rule'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(dx.rule, double precision) IS 'share of the maximum that a result earns, 0 to 1';

CREATE FUNCTION dx.attainment(rule text, result double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_attainment_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(text, double precision) IS 'share of the maximum that a result earns, 0 to 1';

CREATE FUNCTION dx.attainment(rule dx.rule, result double precision, max_points double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_attainment_rule'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(dx.rule, double precision, double precision) IS
	'share of the maximum that a result earns, for rules that speak of points';

CREATE FUNCTION dx.attainment(rule text, result double precision, max_points double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_attainment_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(text, double precision, double precision) IS
	'share of the maximum that a result earns, for rules that speak of points';

CREATE FUNCTION dx.answer(rule dx.rule, answer text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_answer_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(dx.rule, text) IS 'what people type (8,5  12/15  a choice) as the result the rule takes';

CREATE FUNCTION dx.answer(rule text, answer text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_answer_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(text, text) IS 'what people type (8,5  12/15  a choice) as the result the rule takes';

CREATE FUNCTION dx.answer(rule dx.rule, answer text, max_points double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_answer_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(dx.rule, text, double precision) IS
	'what people type as the result the rule takes, within the maximum';

CREATE FUNCTION dx.answer(rule text, answer text, max_points double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_answer_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(text, text, double precision) IS
	'what people type as the result the rule takes, within the maximum';

CREATE FUNCTION dx.answer_problem(rule dx.rule, answer text, max_points double precision DEFAULT NULL, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_answer_problem_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer_problem(dx.rule, text, double precision, text) IS
	'why dx.answer would refuse an answer, in English (en) or Vietnamese (vi); NULL where it takes it';

CREATE FUNCTION dx.answer_problem(rule text, answer text, max_points double precision DEFAULT NULL, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_answer_problem_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer_problem(text, text, double precision, text) IS
	'why dx.answer would refuse an answer, in English (en) or Vietnamese (vi); NULL where it takes it';

CREATE FUNCTION dx.result_text(rule dx.rule, result double precision, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_result_text_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.result_text(dx.rule, double precision, text) IS
	'a result as people say it (a choice  4/5  87,5 %), in English (en) or Vietnamese (vi); dx.answer reads it back';

CREATE FUNCTION dx.result_text(rule text, result double precision, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_result_text_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.result_text(text, double precision, text) IS
	'a result as people say it (a choice  4/5  87,5 %), in English (en) or Vietnamese (vi); dx.answer reads it back';

CREATE FUNCTION dx.rule_text(rule dx.rule, max_points double precision, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_rule_text_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.rule_text(dx.rule, double precision, text) IS
	'a rule in words with its points, in English (en) or Vietnamese (vi); NULL points: shares of the maximum';

CREATE FUNCTION dx.rule_text(rule text, max_points double precision, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_rule_text_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.rule_text(text, double precision, text) IS
	'a rule in words with its points, in English (en) or Vietnamese (vi); NULL points: shares of the maximum';
-- SPDX-License-Identifier: PostgreSQL
-- ======== tree: a compiled index tree ========

-- Type, input and output.
CREATE TYPE dx.tree;

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
COMMENT ON TYPE dx.tree IS 'a compiled index tree: nodes, maxima, rules, methods';

-- Casts.
CREATE CAST (text AS dx.tree) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS dx.tree) IS 'compiles an index tree from its JSON text';

CREATE CAST (varchar AS dx.tree) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (varchar AS dx.tree) IS 'compiles an index tree from its JSON text';

CREATE CAST (json AS dx.tree) WITH INOUT;
COMMENT ON CAST (json AS dx.tree) IS 'compiles an index tree from an array of nodes';

CREATE CAST (dx.tree AS json) WITH INOUT;
COMMENT ON CAST (dx.tree AS json) IS 'the nodes of an index tree as an array';

CREATE CAST (jsonb AS dx.tree) WITH INOUT;
COMMENT ON CAST (jsonb AS dx.tree) IS 'compiles an index tree from an array of nodes';

CREATE CAST (dx.tree AS jsonb) WITH INOUT;
COMMENT ON CAST (dx.tree AS jsonb) IS 'the nodes of an index tree as an array';

-- Comparison.
CREATE FUNCTION dx.tree_eq(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_tree_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_eq(dx.tree, dx.tree) IS 'implementation of = operator';

CREATE FUNCTION dx.tree_ne(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_tree_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_ne(dx.tree, dx.tree) IS 'implementation of <> operator';

CREATE FUNCTION dx.tree_lt(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_tree_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_lt(dx.tree, dx.tree) IS 'implementation of < operator';

CREATE FUNCTION dx.tree_le(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_tree_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_le(dx.tree, dx.tree) IS 'implementation of <= operator';

CREATE FUNCTION dx.tree_gt(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_tree_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_gt(dx.tree, dx.tree) IS 'implementation of > operator';

CREATE FUNCTION dx.tree_ge(dx.tree, dx.tree) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_tree_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_ge(dx.tree, dx.tree) IS 'implementation of >= operator';

CREATE FUNCTION dx.tree_cmp(dx.tree, dx.tree) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_tree_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_cmp(dx.tree, dx.tree) IS 'less-equal-greater by canonical bytes';

CREATE FUNCTION dx.tree_hash(dx.tree) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_tree_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.tree_hash(dx.tree) IS 'hash';

CREATE FUNCTION dx.tree_hash_extended(dx.tree, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_tree_hash_extended'
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

-- Functions.
CREATE FUNCTION dx.nodes(
	tree dx.tree,
	OUT ordinal integer,
	OUT code dx.code,
	OUT number text,
	OUT kind text,
	OUT parent dx.code,
	OUT name text,
	OUT depth integer,
	OUT is_criterion boolean,
	OUT max_points double precision,
	OUT weight double precision,
	OUT effective_weight double precision,
	OUT method text,
	OUT missing text,
	OUT rule dx.rule,
	OUT guide text,
	OUT bonus boolean,
	OUT min_coverage text,
	OUT min_count integer,
	OUT cap double precision,
	OUT floor double precision,
	OUT threshold text,
	OUT needs text,
	OUT decimals integer,
	OUT round_to double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_nodes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 250;
COMMENT ON FUNCTION dx.nodes(dx.tree) IS 'the nodes of an index tree in code order';

CREATE FUNCTION dx.alter_tree(tree dx.tree, patch jsonb) RETURNS dx.tree
AS 'MODULE_PATHNAME', 'dx_alter_tree'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION dx.alter_tree(dx.tree, jsonb) IS 'what-if: the index tree with some nodes changed, added or removed';

CREATE FUNCTION dx.subtree(tree dx.tree, code dx.code) RETURNS dx.tree
AS 'MODULE_PATHNAME', 'dx_subtree_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION dx.subtree(dx.tree, dx.code) IS 'the part of an index tree at a node, codes unchanged';

CREATE FUNCTION dx.subtree(tree dx.tree, code text) RETURNS dx.tree
AS 'MODULE_PATHNAME', 'dx_subtree_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION dx.subtree(dx.tree, text) IS 'the part of an index tree at a node, codes unchanged';

CREATE FUNCTION dx.tree_diff(
	old_tree dx.tree,
	new_tree dx.tree,
	OUT code dx.code,
	OUT change text,
	OUT field text,
	OUT old_value text,
	OUT new_value text
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_tree_diff'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000 ROWS 50;
COMMENT ON FUNCTION dx.tree_diff(dx.tree, dx.tree) IS 'differences between two index trees, node by node';

-- Aggregates.
CREATE FUNCTION dx.tree_accum(internal, dx.code, text, double precision, dx.rule) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_code_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, double precision, dx.rule) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, double precision, dx.rule, jsonb) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_code_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, double precision, dx.rule, jsonb) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, double precision, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, double precision, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, double precision, text, jsonb) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, double precision, text, jsonb) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, double precision, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_code_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, double precision, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, double precision, text, jsonb) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_code_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, double precision, text, jsonb) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, double precision, dx.rule) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, double precision, dx.rule) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, double precision, dx.rule, jsonb) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, double precision, dx.rule, jsonb) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, double precision, dx.rule, double precision, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_code_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, double precision, dx.rule, double precision, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, double precision, dx.rule, text, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_code_rule_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, double precision, dx.rule, text, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, double precision, text, double precision, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, double precision, text, double precision, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, double precision, text, text, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text_text_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, double precision, text, text, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, double precision, text, double precision, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_code_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, double precision, text, double precision, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, dx.code, text, double precision, text, text, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_code_text_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, dx.code, text, double precision, text, text, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, double precision, dx.rule, double precision, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, double precision, dx.rule, double precision, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_accum(internal, text, text, double precision, dx.rule, text, text) RETURNS internal
AS 'MODULE_PATHNAME', 'dx_tree_accum_text_rule_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.tree_accum(internal, text, text, double precision, dx.rule, text, text) IS 'transition of dx.tree: one node';

CREATE FUNCTION dx.tree_final(internal) RETURNS dx.tree
AS 'MODULE_PATHNAME', 'dx_tree_final'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION dx.tree_final(internal) IS 'final function of dx.tree: compiles the nodes';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points double precision, rule dx.rule) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, double precision, dx.rule) IS 'compiles an index tree, one row a node in any order';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points double precision, rule dx.rule, options jsonb) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, double precision, dx.rule, jsonb) IS
	'compiles an index tree, one row a node in any order, with options';

CREATE AGGREGATE dx.tree(code text, name text, max_points double precision, rule text) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, double precision, text) IS 'compiles an index tree, one row a node in any order';

CREATE AGGREGATE dx.tree(code text, name text, max_points double precision, rule text, options jsonb) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, double precision, text, jsonb) IS
	'compiles an index tree, one row a node in any order, with options';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points double precision, rule text) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, double precision, text) IS 'compiles an index tree, one row a node in any order';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points double precision, rule text, options jsonb) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, double precision, text, jsonb) IS
	'compiles an index tree, one row a node in any order, with options';

CREATE AGGREGATE dx.tree(code text, name text, max_points double precision, rule dx.rule) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, double precision, dx.rule) IS 'compiles an index tree, one row a node in any order';

CREATE AGGREGATE dx.tree(code text, name text, max_points double precision, rule dx.rule, options jsonb) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, double precision, dx.rule, jsonb) IS
	'compiles an index tree, one row a node in any order, with options';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points double precision, rule dx.rule, weight double precision, method text) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, double precision, dx.rule, double precision, text) IS
	'compiles an index tree, one row a node in any order, with weights and methods';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points double precision, rule dx.rule, weight text, method text) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, double precision, dx.rule, text, text) IS
	'compiles an index tree, one row a node in any order, with weights and methods';

CREATE AGGREGATE dx.tree(code text, name text, max_points double precision, rule text, weight double precision, method text) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, double precision, text, double precision, text) IS
	'compiles an index tree, one row a node in any order, with weights and methods';

CREATE AGGREGATE dx.tree(code text, name text, max_points double precision, rule text, weight text, method text) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, double precision, text, text, text) IS
	'compiles an index tree, one row a node in any order, with weights and methods';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points double precision, rule text, weight double precision, method text) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, double precision, text, double precision, text) IS
	'compiles an index tree, one row a node in any order, with weights and methods';

CREATE AGGREGATE dx.tree(code dx.code, name text, max_points double precision, rule text, weight text, method text) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(dx.code, text, double precision, text, text, text) IS
	'compiles an index tree, one row a node in any order, with weights and methods';

CREATE AGGREGATE dx.tree(code text, name text, max_points double precision, rule dx.rule, weight double precision, method text) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, double precision, dx.rule, double precision, text) IS
	'compiles an index tree, one row a node in any order, with weights and methods';

CREATE AGGREGATE dx.tree(code text, name text, max_points double precision, rule dx.rule, weight text, method text) (
	SFUNC = dx.tree_accum,
	STYPE = internal,
	FINALFUNC = dx.tree_final, FINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 65536,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.tree(text, text, double precision, dx.rule, text, text) IS
	'compiles an index tree, one row a node in any order, with weights and methods';
-- SPDX-License-Identifier: PostgreSQL
-- ======== card: one unit's filled-in sheet ========

-- Type, input and output.
CREATE TYPE dx.card;

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
COMMENT ON TYPE dx.card IS 'one unit''s filled-in sheet: a result, awarded points, missing or not applicable for each criterion';

-- Casts.
CREATE CAST (text AS dx.card) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS dx.card) IS 'reads a card';

CREATE CAST (varchar AS dx.card) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (varchar AS dx.card) IS 'reads a card';

-- Comparison.
CREATE FUNCTION dx.card_eq(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_card_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_eq(dx.card, dx.card) IS 'implementation of = operator';

CREATE FUNCTION dx.card_ne(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_card_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_ne(dx.card, dx.card) IS 'implementation of <> operator';

CREATE FUNCTION dx.card_lt(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_card_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_lt(dx.card, dx.card) IS 'implementation of < operator';

CREATE FUNCTION dx.card_le(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_card_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_le(dx.card, dx.card) IS 'implementation of <= operator';

CREATE FUNCTION dx.card_gt(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_card_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_gt(dx.card, dx.card) IS 'implementation of > operator';

CREATE FUNCTION dx.card_ge(dx.card, dx.card) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_card_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_ge(dx.card, dx.card) IS 'implementation of >= operator';

CREATE FUNCTION dx.card_cmp(dx.card, dx.card) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_card_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_cmp(dx.card, dx.card) IS 'less-equal-greater by canonical bytes';

CREATE FUNCTION dx.card_hash(dx.card) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_card_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.card_hash(dx.card) IS 'hash';

CREATE FUNCTION dx.card_hash_extended(dx.card, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_card_hash_extended'
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

-- Functions.
CREATE FUNCTION dx.get_result(tree dx.tree, card dx.card, code dx.code) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_get_result_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.get_result(dx.tree, dx.card, dx.code) IS 'the result or the awarded points entered for a criterion';

CREATE FUNCTION dx.result_state(tree dx.tree, card dx.card, code dx.code) RETURNS text
AS 'MODULE_PATHNAME', 'dx_result_state_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.result_state(dx.tree, dx.card, dx.code) IS 'result, points, missing or na';

CREATE FUNCTION dx.get_result(tree dx.tree, card dx.card, code text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_get_result_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.get_result(dx.tree, dx.card, text) IS 'the result or the awarded points entered for a criterion';

CREATE FUNCTION dx.result_state(tree dx.tree, card dx.card, code text) RETURNS text
AS 'MODULE_PATHNAME', 'dx_result_state_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.result_state(dx.tree, dx.card, text) IS 'result, points, missing or na';

CREATE FUNCTION dx.set_result(tree dx.tree, card dx.card, code dx.code, value double precision, state text DEFAULT 'result') RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_set_result_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.set_result(dx.tree, dx.card, dx.code, double precision, text) IS 'the card with one criterion entered anew';

CREATE FUNCTION dx.set_result(tree dx.tree, card dx.card, code text, value double precision, state text DEFAULT 'result') RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_set_result_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.set_result(dx.tree, dx.card, text, double precision, text) IS 'the card with one criterion entered anew';

CREATE FUNCTION dx.recast(card dx.card, old_tree dx.tree, new_tree dx.tree) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_recast'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.recast(dx.card, dx.tree, dx.tree) IS 'carries a card over to another index tree, by code';

CREATE FUNCTION dx.recast(card dx.card, old_tree dx.tree, new_tree dx.tree, code_map jsonb) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_recast'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION dx.recast(dx.card, dx.tree, dx.tree, jsonb) IS 'carries a card over to another index tree, by code or as the map says';

CREATE FUNCTION dx.results(
	tree dx.tree,
	card dx.card,
	OUT ordinal integer,
	OUT code dx.code,
	OUT name text,
	OUT value double precision,
	OUT state text
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_results'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 160;
COMMENT ON FUNCTION dx.results(dx.tree, dx.card) IS 'the results of a card, a row a criterion';

CREATE FUNCTION dx.card_of_json(tree dx.tree, results jsonb) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_of_json'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500;
COMMENT ON FUNCTION dx.card_of_json(dx.tree, jsonb) IS 'the card that a JSON object of codes and answers fills in';

CREATE FUNCTION dx.card_to_json(tree dx.tree, card dx.card) RETURNS jsonb
AS 'MODULE_PATHNAME', 'dx_card_to_json'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500;
COMMENT ON FUNCTION dx.card_to_json(dx.tree, dx.card) IS 'a card as a JSON object of codes and results, for dx.card_of_json';
-- SPDX-License-Identifier: PostgreSQL
-- ======== score: from a card to every node ========

-- At the root, at a node, over a set of nodes.
CREATE FUNCTION dx.points(tree dx.tree, card dx.card) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_points_root'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.points(dx.tree, dx.card) IS 'points of a card';

CREATE FUNCTION dx.points(tree dx.tree, card dx.card, code dx.code) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_points_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.points(dx.tree, dx.card, dx.code) IS 'points of a card at a node';

CREATE FUNCTION dx.points(tree dx.tree, card dx.card, code text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_points_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.points(dx.tree, dx.card, text) IS 'points of a card at a node';

CREATE FUNCTION dx.points(tree dx.tree, card dx.card, codes dx.code[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_points_codes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.points(dx.tree, dx.card, dx.code[]) IS 'points of a card over a set of nodes';

CREATE FUNCTION dx.points(tree dx.tree, card dx.card, codes text[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_points_texts'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.points(dx.tree, dx.card, text[]) IS 'points of a card over a set of nodes';

CREATE FUNCTION dx.node_points(tree dx.tree, card dx.card) RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_node_points'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 400;
COMMENT ON FUNCTION dx.node_points(dx.tree, dx.card) IS
	'points of a card at every node, in the order of dx.nodes; NULL where a node has none';

CREATE FUNCTION dx.ratio(tree dx.tree, card dx.card) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_ratio_root'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ratio(dx.tree, dx.card) IS 'points by applicable maximum of a card';

CREATE FUNCTION dx.ratio(tree dx.tree, card dx.card, code dx.code) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_ratio_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ratio(dx.tree, dx.card, dx.code) IS 'points by applicable maximum of a card at a node';

CREATE FUNCTION dx.ratio(tree dx.tree, card dx.card, code text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_ratio_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ratio(dx.tree, dx.card, text) IS 'points by applicable maximum of a card at a node';

CREATE FUNCTION dx.ratio(tree dx.tree, card dx.card, codes dx.code[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_ratio_codes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ratio(dx.tree, dx.card, dx.code[]) IS 'points by applicable maximum of a card over a set of nodes';

CREATE FUNCTION dx.ratio(tree dx.tree, card dx.card, codes text[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_ratio_texts'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ratio(dx.tree, dx.card, text[]) IS 'points by applicable maximum of a card over a set of nodes';

CREATE FUNCTION dx.max_points(tree dx.tree, card dx.card) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_max_points_root'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.max_points(dx.tree, dx.card) IS 'applicable maximum of a card';

CREATE FUNCTION dx.max_points(tree dx.tree, card dx.card, code dx.code) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_max_points_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.max_points(dx.tree, dx.card, dx.code) IS 'applicable maximum of a card at a node';

CREATE FUNCTION dx.max_points(tree dx.tree, card dx.card, code text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_max_points_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.max_points(dx.tree, dx.card, text) IS 'applicable maximum of a card at a node';

CREATE FUNCTION dx.max_points(tree dx.tree, card dx.card, codes dx.code[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_max_points_codes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.max_points(dx.tree, dx.card, dx.code[]) IS 'applicable maximum of a card over a set of nodes';

CREATE FUNCTION dx.max_points(tree dx.tree, card dx.card, codes text[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_max_points_texts'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.max_points(dx.tree, dx.card, text[]) IS 'applicable maximum of a card over a set of nodes';

CREATE FUNCTION dx.coverage(tree dx.tree, card dx.card) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_coverage_root'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.coverage(dx.tree, dx.card) IS 'answered criteria by applicable scored criteria of a card';

CREATE FUNCTION dx.coverage(tree dx.tree, card dx.card, code dx.code) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_coverage_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.coverage(dx.tree, dx.card, dx.code) IS 'answered criteria by applicable scored criteria of a card at a node';

CREATE FUNCTION dx.coverage(tree dx.tree, card dx.card, code text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_coverage_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.coverage(dx.tree, dx.card, text) IS 'answered criteria by applicable scored criteria of a card at a node';

CREATE FUNCTION dx.coverage(tree dx.tree, card dx.card, codes dx.code[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_coverage_codes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.coverage(dx.tree, dx.card, dx.code[]) IS
	'answered criteria by applicable scored criteria of a card over a set of nodes';

CREATE FUNCTION dx.coverage(tree dx.tree, card dx.card, codes text[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_coverage_texts'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.coverage(dx.tree, dx.card, text[]) IS
	'answered criteria by applicable scored criteria of a card over a set of nodes';

-- All nodes.
CREATE FUNCTION dx.breakdown(
	tree dx.tree,
	card dx.card,
	OUT code dx.code,
	OUT number text,
	OUT name text,
	OUT kind text,
	OUT parent dx.code,
	OUT depth integer,
	OUT is_criterion boolean,
	OUT rule dx.rule,
	OUT result double precision,
	OUT state text,
	OUT points double precision,
	OUT points_exact numeric,
	OUT max_points double precision,
	OUT ratio double precision,
	OUT answered integer,
	OUT applicable integer,
	OUT coverage double precision,
	OUT lost double precision,
	OUT contribution numeric,
	OUT next_result double precision,
	OUT next_points double precision,
	OUT full_result double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_breakdown'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 250;
COMMENT ON FUNCTION dx.breakdown(dx.tree, dx.card) IS 'the score of a card at every node of the index tree';

CREATE FUNCTION dx.breakdown_json(tree dx.tree, card dx.card) RETURNS jsonb
AS 'MODULE_PATHNAME', 'dx_breakdown_json'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000;
COMMENT ON FUNCTION dx.breakdown_json(dx.tree, dx.card) IS 'the score of a card at every node as one object, children within their parents';

CREATE FUNCTION dx.advice(
	tree dx.tree,
	card dx.card,
	OUT code dx.code,
	OUT result double precision,
	OUT next_result double precision,
	OUT next_points double precision,
	OUT next_total double precision,
	OUT full_result double precision,
	OUT full_points double precision,
	OUT full_total double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_advice'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000 ROWS 100;
COMMENT ON FUNCTION dx.advice(dx.tree, dx.card) IS 'criteria that can earn more, and the points of the whole if that one alone did';
-- SPDX-License-Identifier: PostgreSQL
-- ======== rows: rows in, cards and points out ========

-- Type, input and output: what the aggregate dx.score keeps of its rows.
CREATE TYPE dx.tally;

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
COMMENT ON TYPE dx.tally IS 'state of the aggregate dx.score; not for columns';

-- Aggregates: cards.
CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, double precision) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, double precision) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, double precision, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, double precision, text) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, double precision) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, double precision) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, double precision, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, double precision, text) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, double precision) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, double precision) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, double precision, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, double precision, text) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, text, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, text, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, text, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, text, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, text, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, text, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, boolean) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, boolean) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, boolean, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, boolean, text) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, boolean) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, boolean) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, boolean, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, boolean, text) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, boolean) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, boolean) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, boolean, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, boolean, text) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_combine(dx.card, dx.card) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.card_combine(dx.card, dx.card) IS 'unites two cards of one index tree with no criterion in common';

CREATE FUNCTION dx.card_final(dx.card) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_final'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.card_final(dx.card) IS 'final function of dx.card: packs it';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, value double precision) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, double precision) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, value double precision, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, double precision, text) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code text, value double precision) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, double precision) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code text, value double precision, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, double precision, text) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, value double precision) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, double precision) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, value double precision, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, double precision, text) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, typed text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, typed text, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, text, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, code text, typed text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, code text, typed text, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, text, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, typed text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, typed text, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, text, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, typed boolean) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, boolean) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, typed boolean, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, boolean, text) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.card(tree dx.tree, code text, typed boolean) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, boolean) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.card(tree dx.tree, code text, typed boolean, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, boolean, text) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, typed boolean) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, boolean) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, typed boolean, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, boolean, text) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.merge_cards(dx.card) (
	SFUNC = dx.card_combine,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.merge_cards(dx.card) IS 'unites cards that share no criterion';

-- Aggregates: points.
CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision, text) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision, text, dx.code) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision, text, dx.code) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision, text) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision, text, text) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text, text) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text, text, dx.code) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text, text, dx.code) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, text) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, text, text) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, text, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, text, text, text) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean, text) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean, text, dx.code) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean, text, dx.code) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean, text) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean, text, text) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_combine(dx.tally, dx.tally) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.score_combine(dx.tally, dx.tally) IS 'unites two tallies of one index tree and node';

CREATE FUNCTION dx.score_final(dx.tally) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_score_final'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.score_final(dx.tally) IS 'final function of dx.score: rolls the tally up';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, value double precision) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, double precision) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, value double precision, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, double precision, text) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, value double precision, state text, node dx.code) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, double precision, text, dx.code) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, value double precision) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, double precision) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, value double precision, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, double precision, text) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, value double precision, state text, node text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, double precision, text, text) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, text) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed text, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, text, text) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed text, state text, node dx.code) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, text, text, dx.code) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, text) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed text, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, text, text) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed text, state text, node text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, text, text, text) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed boolean) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, boolean) IS 'points of the rows: answers yes or no to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed boolean, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, boolean, text) IS 'points of the rows: answers yes or no to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed boolean, state text, node dx.code) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, boolean, text, dx.code) IS 'points of the rows: answers yes or no to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed boolean) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, boolean) IS 'points of the rows: answers yes or no to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed boolean, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, boolean, text) IS 'points of the rows: answers yes or no to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed boolean, state text, node text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, boolean, text, text) IS 'points of the rows: answers yes or no to points in one step';
-- SPDX-License-Identifier: PostgreSQL
-- ======== stat: weighted statistics of any column ========

-- Type, input and output.
CREATE TYPE dx.stat;

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
COMMENT ON TYPE dx.stat IS 'exact sums over weighted rows: what means and variances are read from, and what can be merged';

-- Comparison.
CREATE FUNCTION dx.stat_eq(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_eq(dx.stat, dx.stat) IS 'implementation of = operator';

CREATE FUNCTION dx.stat_ne(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_ne(dx.stat, dx.stat) IS 'implementation of <> operator';

CREATE FUNCTION dx.stat_lt(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_lt(dx.stat, dx.stat) IS 'implementation of < operator';

CREATE FUNCTION dx.stat_le(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_le(dx.stat, dx.stat) IS 'implementation of <= operator';

CREATE FUNCTION dx.stat_gt(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_gt(dx.stat, dx.stat) IS 'implementation of > operator';

CREATE FUNCTION dx.stat_ge(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_ge(dx.stat, dx.stat) IS 'implementation of >= operator';

CREATE FUNCTION dx.stat_cmp(dx.stat, dx.stat) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_stat_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_cmp(dx.stat, dx.stat) IS 'less-equal-greater by canonical bytes';

CREATE FUNCTION dx.stat_hash(dx.stat) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_stat_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_hash(dx.stat) IS 'hash';

CREATE FUNCTION dx.stat_hash_extended(dx.stat, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_stat_hash_extended'
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

-- Functions.
CREATE FUNCTION dx.count_of(stat dx.stat) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_count_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.count_of(dx.stat) IS 'rows that statistics have taken, those of weight 0 too';

CREATE FUNCTION dx.weight_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_weight_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.weight_of(dx.stat) IS 'sum of the weights';

CREATE FUNCTION dx.sum_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_sum_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.sum_of(dx.stat) IS 'sum of the values, by weight where there are weights';

CREATE FUNCTION dx.mean_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_mean_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.mean_of(dx.stat) IS 'weighted mean';

CREATE FUNCTION dx.variance_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_variance_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.variance_of(dx.stat) IS 'weighted population variance';

CREATE FUNCTION dx.variance_of(stat dx.stat, sample boolean) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_variance_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.variance_of(dx.stat, boolean) IS 'weighted variance of the population, or of a sample';

CREATE FUNCTION dx.stddev_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stddev_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stddev_of(dx.stat) IS 'weighted population standard deviation';

CREATE FUNCTION dx.stddev_of(stat dx.stat, sample boolean) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stddev_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stddev_of(dx.stat, boolean) IS 'weighted standard deviation of the population, or of a sample';

CREATE FUNCTION dx.powmean_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_powmean_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.powmean_of(dx.stat) IS 'weighted power mean that statistics of kind power-mean are of';

CREATE FUNCTION dx.median_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_median_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.median_of(dx.stat) IS 'weighted median of statistics that keep values';

CREATE FUNCTION dx.quantile_of(stat dx.stat, q double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_quantile_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.quantile_of(dx.stat, double precision) IS 'weighted quantile of statistics that keep values';

CREATE FUNCTION dx.mpi_of(stat dx.stat, penalty double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_mpi_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.mpi_of(dx.stat, double precision) IS 'Mazziotta-Pareto index: mean less penalty times variance by mean';

CREATE FUNCTION dx.covariance_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_covariance_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.covariance_of(dx.stat) IS 'weighted population covariance of statistics of two columns';

CREATE FUNCTION dx.covariance_of(stat dx.stat, sample boolean) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_covariance_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.covariance_of(dx.stat, boolean) IS 'weighted covariance of the population, or of a sample';

CREATE FUNCTION dx.corr_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_corr_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.corr_of(dx.stat) IS 'weighted correlation (Pearson) of statistics of two columns';

CREATE FUNCTION dx.slope_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_slope_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.slope_of(dx.stat) IS 'slope of the weighted least-squares line of the first column over the second';

CREATE FUNCTION dx.intercept_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_intercept_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.intercept_of(dx.stat) IS 'intercept of the weighted least-squares line of the first column over the second';

CREATE FUNCTION dx.skewness_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_skewness_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.skewness_of(dx.stat) IS 'skewness of a sample, of statistics of kind shape';

CREATE FUNCTION dx.kurtosis_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_kurtosis_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.kurtosis_of(dx.stat) IS 'excess kurtosis of a sample, of statistics of kind shape';

CREATE FUNCTION dx.spearman_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_spearman_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.spearman_of(dx.stat) IS 'rank correlation (Spearman) of statistics of kind pairs; may change until 1.1';

CREATE FUNCTION dx.kendall_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_kendall_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.kendall_of(dx.stat) IS 'rank correlation (Kendall, tau-b) of statistics of kind pairs; may change until 1.1';

-- Comparisons in pairs.
CREATE FUNCTION dx.ahp(comparisons text[]) RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_ahp_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.ahp(text[]) IS
	'the matrix of comparisons in pairs (analytic hierarchy process) from those above its diagonal, row by row: numbers or fractions, how many times as important the first is (may change until 1.1)';

CREATE FUNCTION dx.ahp(comparisons double precision[]) RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_ahp_double'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.ahp(double precision[]) IS
	'the same of numbers, as of the geometric means of what several experts say (may change until 1.1)';

CREATE FUNCTION dx.ahp_weights(matrix double precision[], method text DEFAULT 'eigenvector') RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_ahp_weights'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ahp_weights(double precision[], text) IS
	'weights from a matrix of comparisons in pairs, which add up to 1: its principal eigenvector, or (geomean) the geometric means of its rows (may change until 1.1)';

CREATE FUNCTION dx.ahp_consistency(
	matrix double precision[],
	OUT n integer,
	OUT lambda_max double precision,
	OUT ci double precision,
	OUT ri double precision,
	OUT cr double precision,
	OUT gci double precision
) RETURNS record
AS 'MODULE_PATHNAME', 'dx_ahp_consistency'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ahp_consistency(double precision[]) IS
	'how consistent a matrix of comparisons in pairs is: eigenvalue, consistency index, random index (to 10 criteria), consistency ratio (up to 0.1 is good enough), geometric consistency index (may change until 1.1)';

-- Aggregates: sums, means and variances.
CREATE FUNCTION dx.stat_accum_sum(dx.stat, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_sum'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_sum(dx.stat, double precision) IS 'transition: takes one value';

CREATE FUNCTION dx.stat_undo_sum(dx.stat, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_sum'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_undo_sum(dx.stat, double precision) IS 'inverse transition: gives back one value';

CREATE FUNCTION dx.stat_accum_mean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_mean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_mean(dx.stat, double precision, double precision) IS 'transition: takes one row, for its mean';

CREATE FUNCTION dx.stat_undo_mean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_mean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_undo_mean(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for its mean';

CREATE FUNCTION dx.stat_accum_moments(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_moments'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_moments(dx.stat, double precision, double precision) IS
	'transition: takes one row, for its mean and variance';

CREATE FUNCTION dx.stat_undo_moments(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_moments'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_undo_moments(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for its mean and variance';

CREATE FUNCTION dx.stat_combine(dx.stat, dx.stat) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_combine(dx.stat, dx.stat) IS 'unites two statistics of one kind';

CREATE FUNCTION dx.stat_merge(dx.stat, dx.stat) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_merge'
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

CREATE FUNCTION dx.stat_var_samp(dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stat_var_samp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_var_samp(dx.stat) IS 'final function: weighted sample variance';

CREATE FUNCTION dx.stat_stddev_samp(dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stat_stddev_samp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_stddev_samp(dx.stat) IS 'final function: weighted sample standard deviation';

CREATE AGGREGATE dx.exact_sum(x double precision) (
	SFUNC = dx.stat_accum_sum,
	STYPE = dx.stat,
	FINALFUNC = dx.sum_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_sum,
	MINVFUNC = dx.stat_undo_sum,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.sum_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 160,
	MSSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.exact_sum(double precision) IS 'sum, exact and rounded once';

CREATE AGGREGATE dx.wsum(x double precision, w double precision) (
	SFUNC = dx.stat_accum_mean,
	STYPE = dx.stat,
	FINALFUNC = dx.sum_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_mean,
	MINVFUNC = dx.stat_undo_mean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.sum_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 256,
	MSSPACE = 256,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wsum(double precision, double precision) IS 'weighted sum, exact and rounded once';

CREATE AGGREGATE dx.wavg(x double precision, w double precision) (
	SFUNC = dx.stat_accum_mean,
	STYPE = dx.stat,
	FINALFUNC = dx.mean_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_mean,
	MINVFUNC = dx.stat_undo_mean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.mean_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 256,
	MSSPACE = 256,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wavg(double precision, double precision) IS 'weighted mean, exact and rounded once';

CREATE AGGREGATE dx.wvar_pop(x double precision, w double precision) (
	SFUNC = dx.stat_accum_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.variance_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_moments,
	MINVFUNC = dx.stat_undo_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.variance_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wvar_pop(double precision, double precision) IS 'weighted population variance, exact and rounded once';

CREATE AGGREGATE dx.wvar_samp(x double precision, w double precision) (
	SFUNC = dx.stat_accum_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_var_samp, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_moments,
	MINVFUNC = dx.stat_undo_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_var_samp, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wvar_samp(double precision, double precision) IS 'weighted sample variance, exact and rounded once';

CREATE AGGREGATE dx.wstddev_pop(x double precision, w double precision) (
	SFUNC = dx.stat_accum_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stddev_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_moments,
	MINVFUNC = dx.stat_undo_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stddev_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wstddev_pop(double precision, double precision) IS 'weighted population standard deviation, exact and rounded once';

CREATE AGGREGATE dx.wstddev_samp(x double precision, w double precision) (
	SFUNC = dx.stat_accum_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_stddev_samp, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_moments,
	MINVFUNC = dx.stat_undo_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_stddev_samp, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wstddev_samp(double precision, double precision) IS 'weighted sample standard deviation, exact and rounded once';

CREATE AGGREGATE dx.wstat(x double precision, w double precision) (
	SFUNC = dx.stat_accum_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_moments,
	MINVFUNC = dx.stat_undo_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wstat(double precision, double precision) IS
	'statistics of weighted rows, to keep, to merge and to read means and variances from';

CREATE AGGREGATE dx.merge_stats(dx.stat) (
	SFUNC = dx.stat_combine,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_merge,
	MINVFUNC = dx.stat_undo_merge,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.merge_stats(dx.stat) IS 'unites statistics of one kind';

-- Aggregates: power means, medians and quantiles, Mazziotta-Pareto.
CREATE FUNCTION dx.stat_accum_geomean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_geomean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.stat_accum_geomean(dx.stat, double precision, double precision) IS 'transition: takes one row, for a geometric mean';

CREATE FUNCTION dx.stat_undo_geomean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_geomean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.stat_undo_geomean(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for a geometric mean';

CREATE FUNCTION dx.stat_accum_harmean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_harmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_accum_harmean(dx.stat, double precision, double precision) IS 'transition: takes one row, for a harmonic mean';

CREATE FUNCTION dx.stat_undo_harmean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_harmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_undo_harmean(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for a harmonic mean';

CREATE FUNCTION dx.stat_accum_powmean(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_powmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.stat_accum_powmean(dx.stat, double precision, double precision, double precision) IS
	'transition: takes one row, for a power mean';

CREATE FUNCTION dx.stat_undo_powmean(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_powmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.stat_undo_powmean(dx.stat, double precision, double precision, double precision) IS
	'inverse transition: gives back one row, for a power mean';

CREATE FUNCTION dx.stat_accum_values(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_values'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_accum_values(dx.stat, double precision, double precision) IS
	'transition: takes one row, for medians and quantiles';

CREATE FUNCTION dx.stat_undo_values(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_values'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_undo_values(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for medians and quantiles';

CREATE FUNCTION dx.stat_accum_quantile(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_quantile'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_accum_quantile(dx.stat, double precision, double precision, double precision) IS
	'transition: takes one row, for one quantile';

CREATE FUNCTION dx.stat_undo_quantile(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_quantile'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_undo_quantile(dx.stat, double precision, double precision, double precision) IS
	'inverse transition: gives back one row, for one quantile';

CREATE FUNCTION dx.stat_accum_mpi(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_mpi'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.stat_accum_mpi(dx.stat, double precision, double precision, double precision) IS
	'transition: takes one row, for a Mazziotta-Pareto index';

CREATE FUNCTION dx.stat_undo_mpi(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_mpi'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.stat_undo_mpi(dx.stat, double precision, double precision, double precision) IS
	'inverse transition: gives back one row, for a Mazziotta-Pareto index';

CREATE FUNCTION dx.stat_quantile_final(dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stat_quantile_final'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.stat_quantile_final(dx.stat) IS 'final function: weighted quantile';

CREATE FUNCTION dx.stat_mpi_final(dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stat_mpi_final'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_mpi_final(dx.stat) IS 'final function: Mazziotta-Pareto index';

CREATE AGGREGATE dx.wgeomean(x double precision, w double precision) (
	SFUNC = dx.stat_accum_geomean,
	STYPE = dx.stat,
	FINALFUNC = dx.powmean_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_geomean,
	MINVFUNC = dx.stat_undo_geomean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.powmean_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wgeomean(double precision, double precision) IS 'weighted geometric mean, rounded once';

CREATE AGGREGATE dx.wharmean(x double precision, w double precision) (
	SFUNC = dx.stat_accum_harmean,
	STYPE = dx.stat,
	FINALFUNC = dx.powmean_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_harmean,
	MINVFUNC = dx.stat_undo_harmean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.powmean_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wharmean(double precision, double precision) IS 'weighted harmonic mean, rounded once';

CREATE AGGREGATE dx.wpowmean(x double precision, w double precision, p double precision) (
	SFUNC = dx.stat_accum_powmean,
	STYPE = dx.stat,
	FINALFUNC = dx.powmean_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_powmean,
	MINVFUNC = dx.stat_undo_powmean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.powmean_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wpowmean(double precision, double precision, double precision) IS
	'weighted power mean, rounded once; p = 0 is the geometric mean';

CREATE AGGREGATE dx.wmedian(x double precision, w double precision) (
	SFUNC = dx.stat_accum_values,
	STYPE = dx.stat,
	FINALFUNC = dx.median_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_values,
	MINVFUNC = dx.stat_undo_values,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.median_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 2000,
	MSSPACE = 2000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wmedian(double precision, double precision) IS
	'weighted median; the mean of two values where they meet at half of the weight';

CREATE AGGREGATE dx.wquantile(x double precision, w double precision, q double precision) (
	SFUNC = dx.stat_accum_quantile,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_quantile_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_quantile,
	MINVFUNC = dx.stat_undo_quantile,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_quantile_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 2000,
	MSSPACE = 2000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wquantile(double precision, double precision, double precision) IS 'weighted quantile';

CREATE AGGREGATE dx.mpi(x double precision, w double precision, penalty double precision) (
	SFUNC = dx.stat_accum_mpi,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_mpi_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_mpi,
	MINVFUNC = dx.stat_undo_mpi,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_mpi_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.mpi(double precision, double precision, double precision) IS
	'Mazziotta-Pareto index: mean less penalty times variance by mean, exact and rounded once';

CREATE AGGREGATE dx.wpowmean_stat(x double precision, w double precision, p double precision) (
	SFUNC = dx.stat_accum_powmean,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_powmean,
	MINVFUNC = dx.stat_undo_powmean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wpowmean_stat(double precision, double precision, double precision) IS
	'statistics to keep, to merge and to read a power mean from';

CREATE AGGREGATE dx.wquantile_stat(x double precision, w double precision) (
	SFUNC = dx.stat_accum_values,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_values,
	MINVFUNC = dx.stat_undo_values,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 2000,
	MSSPACE = 2000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wquantile_stat(double precision, double precision) IS
	'statistics to keep, to merge and to read medians and quantiles from';

-- Aggregates: two columns, and the shape of one.
CREATE FUNCTION dx.stat_accum_co_moments(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_co_moments'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_accum_co_moments(dx.stat, double precision, double precision, double precision) IS 'transition: takes one row of two columns';

CREATE FUNCTION dx.stat_undo_co_moments(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_co_moments'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_undo_co_moments(dx.stat, double precision, double precision, double precision) IS
	'inverse transition: gives back one row of two columns';

CREATE FUNCTION dx.stat_accum_shape(dx.stat, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_shape'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_accum_shape(dx.stat, double precision) IS 'transition: takes one value, for skewness and kurtosis';

CREATE FUNCTION dx.stat_undo_shape(dx.stat, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_shape'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_undo_shape(dx.stat, double precision) IS 'inverse transition: gives back one value, for skewness and kurtosis';

CREATE FUNCTION dx.stat_accum_shape(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_shape'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_accum_shape(dx.stat, double precision, double precision) IS 'transition: takes one row, for skewness and kurtosis';

CREATE FUNCTION dx.stat_undo_shape(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_shape'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_undo_shape(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for skewness and kurtosis';

CREATE FUNCTION dx.stat_covar_samp(dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stat_covar_samp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_covar_samp(dx.stat) IS 'final function: weighted sample covariance';

CREATE AGGREGATE dx.wcorr(x double precision, y double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.corr_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.corr_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wcorr(double precision, double precision, double precision) IS
	'weighted correlation (Pearson), exact and rounded once; NULL where a column is constant';

CREATE AGGREGATE dx.wcovar_pop(x double precision, y double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.covariance_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.covariance_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wcovar_pop(double precision, double precision, double precision) IS
	'weighted population covariance, exact and rounded once';

CREATE AGGREGATE dx.wcovar_samp(x double precision, y double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_covar_samp, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_covar_samp, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wcovar_samp(double precision, double precision, double precision) IS
	'weighted sample covariance, exact and rounded once';

CREATE AGGREGATE dx.wslope(y double precision, x double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.slope_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.slope_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wslope(double precision, double precision, double precision) IS
	'slope of the weighted least-squares line of y over x, exact and rounded once';

CREATE AGGREGATE dx.wintercept(y double precision, x double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.intercept_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.intercept_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wintercept(double precision, double precision, double precision) IS
	'intercept of the weighted least-squares line of y over x, exact and rounded once';

CREATE AGGREGATE dx.wcostat(y double precision, x double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wcostat(double precision, double precision, double precision) IS
	'statistics of two columns, to keep, to merge and to read correlation, covariance and the line of y over x from';

CREATE AGGREGATE dx.skewness(x double precision) (
	SFUNC = dx.stat_accum_shape,
	STYPE = dx.stat,
	FINALFUNC = dx.skewness_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_shape,
	MINVFUNC = dx.stat_undo_shape,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.skewness_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.skewness(double precision) IS
	'skewness of a sample, exact and rounded once';

CREATE AGGREGATE dx.kurtosis(x double precision) (
	SFUNC = dx.stat_accum_shape,
	STYPE = dx.stat,
	FINALFUNC = dx.kurtosis_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_shape,
	MINVFUNC = dx.stat_undo_shape,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.kurtosis_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.kurtosis(double precision) IS
	'excess kurtosis of a sample, exact and rounded once';

CREATE AGGREGATE dx.skewness(x double precision, w double precision) (
	SFUNC = dx.stat_accum_shape,
	STYPE = dx.stat,
	FINALFUNC = dx.skewness_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_shape,
	MINVFUNC = dx.stat_undo_shape,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.skewness_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.skewness(double precision, double precision) IS
	'skewness of a sample of weighted rows, exact and rounded once';

CREATE AGGREGATE dx.kurtosis(x double precision, w double precision) (
	SFUNC = dx.stat_accum_shape,
	STYPE = dx.stat,
	FINALFUNC = dx.kurtosis_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_shape,
	MINVFUNC = dx.stat_undo_shape,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.kurtosis_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.kurtosis(double precision, double precision) IS
	'excess kurtosis of a sample of weighted rows, exact and rounded once';

CREATE AGGREGATE dx.wshape_stat(x double precision, w double precision) (
	SFUNC = dx.stat_accum_shape,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_shape,
	MINVFUNC = dx.stat_undo_shape,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wshape_stat(double precision, double precision) IS
	'statistics to keep, to merge and to read skewness, kurtosis, mean and variance from';

-- Aggregates: likeness of rankings.
CREATE FUNCTION dx.stat_accum_pairs(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_pairs'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_pairs(dx.stat, double precision, double precision) IS 'transition: takes one pair, for rank correlations';

CREATE AGGREGATE dx.spearman(x double precision, y double precision) (
	SFUNC = dx.stat_accum_pairs,
	STYPE = dx.stat,
	FINALFUNC = dx.spearman_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	SSPACE = 4000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.spearman(double precision, double precision) IS
	'rank correlation (Spearman), ties at their mean rank, exact and rounded once; NULL where a column is constant; may change until 1.1';

CREATE AGGREGATE dx.kendall(x double precision, y double precision) (
	SFUNC = dx.stat_accum_pairs,
	STYPE = dx.stat,
	FINALFUNC = dx.kendall_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	SSPACE = 4000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.kendall(double precision, double precision) IS
	'rank correlation (Kendall, tau-b), exact and rounded once; NULL where a column is constant; may change until 1.1';

CREATE AGGREGATE dx.pairs_stat(x double precision, y double precision) (
	SFUNC = dx.stat_accum_pairs,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	SSPACE = 4000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.pairs_stat(double precision, double precision) IS
	'statistics to keep, to merge and to read rank correlations from: the pairs themselves; may change until 1.1';

-- What only moving frames need. The server checks it as the owner of the
-- aggregate, and whoever makes an aggregate of these functions himself can keep
-- statistics of rows that never were. (Transition, combine and final functions
-- are left to everybody: Citus checks those as whoever asks, and what reads
-- stored statistics is a final function too.)
REVOKE EXECUTE ON FUNCTION dx.stat_undo_sum(dx.stat, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_mean(dx.stat, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_moments(dx.stat, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_merge(dx.stat, dx.stat) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_merge(dx.stat, dx.stat) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_geomean(dx.stat, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_harmean(dx.stat, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_powmean(dx.stat, double precision, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_values(dx.stat, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_quantile(dx.stat, double precision, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_mpi(dx.stat, double precision, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_co_moments(dx.stat, double precision, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_shape(dx.stat, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_shape(dx.stat, double precision, double precision) FROM PUBLIC;
-- SPDX-License-Identifier: PostgreSQL
-- ======== rank: places, scales and grades in a partition ========

-- Places. Window functions have no SUPPORT: their answers neither rise nor
-- fall along the window's order, so the planner may not stop at a condition on
-- them.
CREATE FUNCTION dx.rank_by(x double precision, ties text DEFAULT 'min', decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_rank_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.rank_by(double precision, text, integer, boolean, integer) IS
	'rank of x in the partition, highest first; ties min, max, dense or first; direction -1: less is better; NULL where x is NULL or ranked is false (unknown counts as true)';

CREATE FUNCTION dx.rank_by_keys(x double precision[], ties text DEFAULT 'min', decimals integer[] DEFAULT NULL, ranked boolean DEFAULT true, direction integer[] DEFAULT NULL) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_rank_by_keys'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.rank_by_keys(double precision[], text, integer[], boolean, integer[]) IS
	'rank in the partition by the first key, where that is tied by the next, and so on; decimals and direction are one a key; NULL where x or its first key is NULL or ranked is false (unknown counts as true)';

CREATE FUNCTION dx.ranked_count(x double precision, ties text DEFAULT 'min', decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_ranked_count'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.ranked_count(double precision, text, integer, boolean, integer) IS 'how many rows of the partition dx.rank_by ranks';

CREATE FUNCTION dx.midrank_by(x double precision, decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_midrank_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.midrank_by(double precision, integer, boolean, integer) IS
	'rank of x in the partition, highest first; tied rows get the mean of their ranks; direction -1: less is better';

CREATE FUNCTION dx.percentile_by(x double precision, decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_percentile_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.percentile_by(double precision, integer, boolean, integer) IS
	'share of the other rows of the partition that are worse than x: (ascending rank - 1)/(n - 1); NULL for one row; direction -1: less is better';

CREATE FUNCTION dx.band_by(x double precision, n integer, decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_band_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.band_by(double precision, integer, integer, boolean, integer) IS
	'which of n bands of equal size x falls in, 1 is the best; tied rows stay together; direction -1: less is better';

CREATE FUNCTION dx.gap_to_best(x double precision, decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_gap_to_best'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.gap_to_best(double precision, integer, boolean, integer) IS 'how far x is from the best value of the partition; direction -1: less is better';

CREATE FUNCTION dx.gap_to_next(x double precision, decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_gap_to_next'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.gap_to_next(double precision, integer, boolean, integer) IS
	'how far x is from the next better value of the partition; NULL for the best; direction -1: less is better';

-- Scales.
CREATE FUNCTION dx.minmax(x double precision, lo double precision DEFAULT 0, hi double precision DEFAULT 100, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_minmax'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.minmax(double precision, double precision, double precision, integer) IS
	'x on a scale where the worst value of the partition is lo and the best is hi; direction -1: less is better; NULL where all are tied';

CREATE FUNCTION dx.zscore(x double precision, mean double precision DEFAULT 0, sd double precision DEFAULT 1, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_zscore'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.zscore(double precision, double precision, double precision, integer) IS
	'x on a scale where the partition has this mean and this standard deviation (n - 1); direction -1: less is better; NULL where all are tied';

CREATE FUNCTION dx.borda(x double precision, direction integer DEFAULT 1, decimals integer DEFAULT NULL, ranked boolean DEFAULT true) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_borda'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.borda(double precision, integer, integer, boolean) IS
	'how many rows of the partition are worse than x; direction -1: less is better';

CREATE FUNCTION dx.ampi_scale(x double precision, base boolean, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_ampi_scale'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.ampi_scale(double precision, boolean, integer) IS
	'x on the scale of the adjusted Mazziotta-Pareto index: 100 is the mean of the rows of the base, the range of the partition is 60 wide; direction -1: less is better; NULL where all are tied, and without a base (may change until 1.1)';

CREATE FUNCTION dx.share_of_best(x double precision, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_share_of_best'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.share_of_best(double precision, integer) IS
	'x as a share of the best value of the partition, which is 1: x / best; direction -1: less is better, best / x; NULL where the best is 0 or less';

CREATE FUNCTION dx.distance_to_target(x double precision, target double precision, direction integer DEFAULT 1, cap boolean DEFAULT false) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_distance_to_target'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.distance_to_target(double precision, double precision, integer, boolean) IS
	'share of the way from the worst value of the partition (0) to the target (1); cap: at most 1; direction -1: less is better; NULL where the target is not above the worst';

CREATE FUNCTION dx.owa(x double precision[], weights double precision[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_owa'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.owa(double precision[], double precision[]) IS
	'ordered weighted average: the greatest value by the first weight, the next by the second, and so on; NULL where a value is missing (may change until 1.1)';

-- Treatment of skewed columns.
CREATE FUNCTION dx.winsorise(x double precision, winmax integer DEFAULT 5, skew double precision DEFAULT 2, kurt double precision DEFAULT 3.5) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_winsorise'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.winsorise(double precision, integer, double precision, double precision) IS
	'x winsorised: while the absolute skewness of the partition is skew or more and its kurtosis kurt or more, and fewer than winmax points are changed, the greatest points (the least where skewness is below 0) take the next value';

CREATE FUNCTION dx.treat(x double precision, winmax integer DEFAULT 5, skew double precision DEFAULT 2, kurt double precision DEFAULT 3.5) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_treat'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.treat(double precision, integer, double precision, double precision) IS
	'x winsorised as by dx.winsorise; where that is not enough, the logarithm log_CT of the partition as it was';

CREATE FUNCTION dx.treatment(x double precision, winmax integer DEFAULT 5, skew double precision DEFAULT 2, kurt double precision DEFAULT 3.5) RETURNS text
AS 'MODULE_PATHNAME', 'dx_treatment'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.treatment(double precision, integer, double precision, double precision) IS
	'what dx.treat does to x: winhi or winlo (it takes the next value), log_CT; NULL where it is left as it is';

CREATE FUNCTION dx.treat_bounds(x double precision, winmax integer DEFAULT 5, skew double precision DEFAULT 2, kurt double precision DEFAULT 3.5) RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_treat_bounds'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.treat_bounds(double precision, integer, double precision, double precision) IS
	'the least and the greatest value that dx.treat leaves, to treat later values alike; NULL where a side is open, and where it takes the logarithm';

CREATE FUNCTION dx.log_shift(x double precision, form text DEFAULT 'log_CT') RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_log_shift'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.log_shift(double precision, text) IS
	'logarithm of x by a form of COINr: log_CT, log_CT_orig, log_CT_plus, log_GII; NULL where all values are equal';

CREATE FUNCTION dx.boxcox(x double precision, lambda double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_boxcox'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.boxcox(double precision, double precision) IS
	'Box-Cox transform (y^lambda - 1) / lambda of y = x - least + 1; ln y where lambda is 0';

-- Over time.
CREATE FUNCTION dx.last_known(x double precision, at double precision, within double precision DEFAULT NULL) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_last_known'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.last_known(double precision, double precision, double precision) IS
	'x at the last time, not after at, at which it is known in the partition; NULL where that is more than within ago';

CREATE FUNCTION dx.known_at(x double precision, at double precision, within double precision DEFAULT NULL) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_known_at'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.known_at(double precision, double precision, double precision) IS
	'the time that the value of dx.last_known is of';

CREATE FUNCTION dx.interpolate(x double precision, at double precision, flat_ends boolean DEFAULT true) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_interpolate'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.interpolate(double precision, double precision, boolean) IS
	'x, where it is not known on the straight line between the values known before and after at; beyond the first and the last one equal to it, or NULL unless flat_ends';

-- Grades.
CREATE FUNCTION dx.grade(x double precision, grades text, decimals integer DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'dx_grade'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.grade(double precision, text, integer) IS
	'the grade of x, rounded to decimals if given; grades are label:cut-off, ..., numbers or fractions, which x has reached from 1e-12 of them below; NULL below the lowest';

CREATE FUNCTION dx.grade_place(x double precision, grades text, decimals integer DEFAULT NULL) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_grade_place'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.grade_place(double precision, text, integer) IS
	'place of the grade of x among the grades, 1 is the best: what dx.grade sorts by; NULL below the lowest';

CREATE FUNCTION dx.grade_card(tree dx.tree, card dx.card, grades text, decimals integer DEFAULT NULL, figure text DEFAULT 'ratio') RETURNS text
AS 'MODULE_PATHNAME', 'dx_grade_card'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.grade_card(dx.tree, dx.card, text, integer, text) IS
	'the grade of the ratio of a card whose conditions hold, as in Good:0.8 [each >= 0.5], Fair:0.65 [1 >= 60%], Poor:0; where one fails the next lower grade; NULL if none is reached and met. Given decimals, ratios are rounded first, or (figure points) made of rounded points';

CREATE FUNCTION dx.grade_card_place(tree dx.tree, card dx.card, grades text, decimals integer DEFAULT NULL, figure text DEFAULT 'ratio') RETURNS integer
AS 'MODULE_PATHNAME', 'dx_grade_card_place'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.grade_card_place(dx.tree, dx.card, text, integer, text) IS
	'place of the grade of a card among the grades, 1 is the best: what dx.grade_card sorts by';

CREATE FUNCTION dx.plain_grades(grades text) RETURNS text
AS 'MODULE_PATHNAME', 'dx_plain_grades'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.plain_grades(text) IS
	'the same grades without their conditions, for dx.grade: Good:0.8, Fair:0.65, Poor:0; an error where they cannot be read';
-- SPDX-License-Identifier: PostgreSQL
-- ======== robust: ranks under other weights, units pair by pair ========

-- Ranks under other weights.
CREATE FUNCTION dx.rank_interval(
	tree dx.tree,
	card dx.card,
	draws integer DEFAULT 1000,
	noise double precision DEFAULT 0.25,
	level double precision DEFAULT 0.9,
	seed bigint DEFAULT 1
) RETURNS numrange
AS 'MODULE_PATHNAME', 'dx_rank_interval_drawn'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_interval(dx.tree, dx.card, integer, double precision, double precision, bigint) IS
	'range of the ranks of a card in the partition when the weight of every node varies at random; NULL where the card has no ratio';

CREATE FUNCTION dx.rank_interval(tree dx.tree, card dx.card, factors double precision[], level double precision DEFAULT 0.9) RETURNS numrange
AS 'MODULE_PATHNAME', 'dx_rank_interval_given'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_interval(dx.tree, dx.card, double precision[], double precision) IS
	'range of the ranks of a card in the partition under given factors of weights, draws x nodes; NULL where the card has no ratio';

CREATE FUNCTION dx.rank_interval(
	trees dx.tree[],
	card dx.card,
	draws integer DEFAULT 1000,
	noise double precision DEFAULT 0.25,
	level double precision DEFAULT 0.9,
	seed bigint DEFAULT 1
) RETURNS numrange
AS 'MODULE_PATHNAME', 'dx_rank_interval_trees'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_interval(dx.tree[], dx.card, integer, double precision, double precision, bigint) IS
	'the same where trees of one set take turns, draw by draw: other weights, methods or bounds; NULL where the card has no ratio under one of them (may change until 1.1)';

CREATE FUNCTION dx.rank_chance(
	tree dx.tree,
	card dx.card,
	k integer,
	draws integer DEFAULT 1000,
	noise double precision DEFAULT 0.25,
	seed bigint DEFAULT 1
) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_rank_chance_drawn'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_chance(dx.tree, dx.card, integer, integer, double precision, bigint) IS
	'share of draws in which a card is among the best k of the partition when the weight of every node varies at random; NULL where the card has no ratio';

CREATE FUNCTION dx.rank_chance(tree dx.tree, card dx.card, k integer, factors double precision[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_rank_chance_given'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_chance(dx.tree, dx.card, integer, double precision[]) IS
	'share of draws in which a card is among the best k of the partition under given factors of weights, draws x nodes; NULL where the card has no ratio';

CREATE FUNCTION dx.rank_shares(
	tree dx.tree,
	card dx.card,
	draws integer DEFAULT 1000,
	noise double precision DEFAULT 0.25,
	seed bigint DEFAULT 1
) RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_rank_shares_drawn'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_shares(dx.tree, dx.card, integer, double precision, bigint) IS
	'share of draws in which a card has each rank of the partition, first to last, when the weight of every node varies at random; NULL where the card has no ratio (may change until 1.1)';

CREATE FUNCTION dx.rank_shares(tree dx.tree, card dx.card, factors double precision[]) RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_rank_shares_given'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.rank_shares(dx.tree, dx.card, double precision[]) IS
	'share of draws in which a card has each rank of the partition, first to last, under given factors of weights, draws x nodes; NULL where the card has no ratio (may change until 1.1)';

CREATE FUNCTION dx.draw_factors(tree dx.tree, draws integer, noise double precision, seed bigint) RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_draw_factors'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION dx.draw_factors(dx.tree, integer, double precision, bigint) IS
	'the factors that dx.rank_interval and dx.rank_chance draw: an array of draws, one factor a node each';

-- Which weight matters.
CREATE FUNCTION dx.rank_sensitivity(
	tree dx.tree,
	cards dx.card[],
	nodes text[] DEFAULT NULL,
	draws integer DEFAULT 1000,
	noise double precision DEFAULT 0.25,
	seed bigint DEFAULT 1,
	OUT code dx.code,
	OUT first_order double precision,
	OUT total double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_rank_sensitivity_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10;
COMMENT ON FUNCTION dx.rank_sensitivity(dx.tree, dx.card[], text[], integer, double precision, bigint) IS
	'how much the weight of each of these nodes (the children of the root, if none are named) has to do with how far ranks move when they vary at random: Sobol indices by Jansen, alone and with the others (may change until 1.1)';

CREATE FUNCTION dx.rank_sensitivity(
	tree dx.tree,
	cards dx.card[],
	nodes dx.code[],
	draws integer DEFAULT 1000,
	noise double precision DEFAULT 0.25,
	seed bigint DEFAULT 1,
	OUT code dx.code,
	OUT first_order double precision,
	OUT total double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_rank_sensitivity_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10;
COMMENT ON FUNCTION dx.rank_sensitivity(dx.tree, dx.card[], dx.code[], integer, double precision, bigint) IS
	'how much the weight of each of these nodes (the children of the root, if none are named) has to do with how far ranks move when they vary at random: Sobol indices by Jansen, alone and with the others (may change until 1.1)';

CREATE FUNCTION dx.rank_sensitivity(
	tree dx.tree,
	cards dx.card[],
	factors_a double precision[],
	factors_b double precision[],
	OUT code dx.code,
	OUT first_order double precision,
	OUT total double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_rank_sensitivity_given'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 10;
COMMENT ON FUNCTION dx.rank_sensitivity(dx.tree, dx.card[], double precision[], double precision[]) IS
	'the same under two given sets of factors, draws x nodes each: a row for every node that has another factor than 1 (may change until 1.1)';

-- Units pair by pair.
CREATE FUNCTION dx.copeland(tree dx.tree, card dx.card, node text DEFAULT '', level text DEFAULT 'children') RETURNS integer
AS 'MODULE_PATHNAME', 'dx_copeland_text'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.copeland(dx.tree, dx.card, text, text) IS
	'Copeland score of a card in the partition: cards it beats by weight less cards that beat it, at the children of a node or the criteria under it';

CREATE FUNCTION dx.copeland(tree dx.tree, card dx.card, node dx.code, level text DEFAULT 'children') RETURNS integer
AS 'MODULE_PATHNAME', 'dx_copeland_code'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.copeland(dx.tree, dx.card, dx.code, text) IS
	'Copeland score of a card in the partition: cards it beats by weight less cards that beat it, at the children of a node or the criteria under it';

CREATE FUNCTION dx.outranking(
	tree dx.tree,
	cards dx.card[],
	node text DEFAULT '',
	level text DEFAULT 'children',
	OUT i integer,
	OUT j integer,
	OUT share double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_outranking_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 2500;
COMMENT ON FUNCTION dx.outranking(dx.tree, dx.card[], text, text) IS
	'every two cards of an array: share of the weight at which card i is better than card j, ties half';

CREATE FUNCTION dx.outranking(
	tree dx.tree,
	cards dx.card[],
	node dx.code,
	level text DEFAULT 'children',
	OUT i integer,
	OUT j integer,
	OUT share double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_outranking_code'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 2500;
COMMENT ON FUNCTION dx.outranking(dx.tree, dx.card[], dx.code, text) IS
	'every two cards of an array: share of the weight at which card i is better than card j, ties half';
-- SPDX-License-Identifier: PostgreSQL
-- ======== nodes: every node of many cards at once ========

-- Statistics of every node: type, input and output.
CREATE TYPE dx.node_stat;

CREATE FUNCTION dx.node_stat_in(cstring) RETURNS dx.node_stat
AS 'MODULE_PATHNAME', 'dx_node_stat_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.node_stat_in(cstring) IS 'text input of dx.node_stat';

CREATE FUNCTION dx.node_stat_out(dx.node_stat) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_node_stat_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.node_stat_out(dx.node_stat) IS 'text output of dx.node_stat';

CREATE FUNCTION dx.node_stat_recv(internal) RETURNS dx.node_stat
AS 'MODULE_PATHNAME', 'dx_node_stat_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.node_stat_recv(internal) IS 'binary input of dx.node_stat (packed bytes)';

CREATE FUNCTION dx.node_stat_send(dx.node_stat) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_node_stat_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.node_stat_send(dx.node_stat) IS 'binary output of dx.node_stat (packed bytes)';

CREATE TYPE dx.node_stat (
	INPUT = dx.node_stat_in,
	OUTPUT = dx.node_stat_out,
	RECEIVE = dx.node_stat_recv,
	SEND = dx.node_stat_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE dx.node_stat IS 'exact sums of the points of many cards at every node: what averages are read from, and what can be merged';

-- Moments of every two nodes: type, input and output.
CREATE TYPE dx.moment_stat;

CREATE FUNCTION dx.moment_stat_in(cstring) RETURNS dx.moment_stat
AS 'MODULE_PATHNAME', 'dx_moment_stat_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.moment_stat_in(cstring) IS 'text input of dx.moment_stat';

CREATE FUNCTION dx.moment_stat_out(dx.moment_stat) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_moment_stat_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.moment_stat_out(dx.moment_stat) IS 'text output of dx.moment_stat';

CREATE FUNCTION dx.moment_stat_recv(internal) RETURNS dx.moment_stat
AS 'MODULE_PATHNAME', 'dx_moment_stat_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.moment_stat_recv(internal) IS 'binary input of dx.moment_stat (packed bytes)';

CREATE FUNCTION dx.moment_stat_send(dx.moment_stat) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_moment_stat_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.moment_stat_send(dx.moment_stat) IS 'binary output of dx.moment_stat (packed bytes)';

CREATE TYPE dx.moment_stat (
	INPUT = dx.moment_stat_in,
	OUTPUT = dx.moment_stat_out,
	RECEIVE = dx.moment_stat_recv,
	SEND = dx.moment_stat_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE dx.moment_stat IS 'exact sums of products of the points of many cards at every two nodes: what correlations are read from, and what can be merged';

-- Comparison.
CREATE FUNCTION dx.node_stat_eq(dx.node_stat, dx.node_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_node_stat_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.node_stat_eq(dx.node_stat, dx.node_stat) IS 'implementation of = operator';

CREATE FUNCTION dx.node_stat_ne(dx.node_stat, dx.node_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_node_stat_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.node_stat_ne(dx.node_stat, dx.node_stat) IS 'implementation of <> operator';

CREATE FUNCTION dx.node_stat_lt(dx.node_stat, dx.node_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_node_stat_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.node_stat_lt(dx.node_stat, dx.node_stat) IS 'implementation of < operator';

CREATE FUNCTION dx.node_stat_le(dx.node_stat, dx.node_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_node_stat_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.node_stat_le(dx.node_stat, dx.node_stat) IS 'implementation of <= operator';

CREATE FUNCTION dx.node_stat_gt(dx.node_stat, dx.node_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_node_stat_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.node_stat_gt(dx.node_stat, dx.node_stat) IS 'implementation of > operator';

CREATE FUNCTION dx.node_stat_ge(dx.node_stat, dx.node_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_node_stat_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.node_stat_ge(dx.node_stat, dx.node_stat) IS 'implementation of >= operator';

CREATE FUNCTION dx.node_stat_cmp(dx.node_stat, dx.node_stat) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_node_stat_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.node_stat_cmp(dx.node_stat, dx.node_stat) IS 'less-equal-greater by canonical bytes';

CREATE FUNCTION dx.node_stat_hash(dx.node_stat) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_node_stat_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.node_stat_hash(dx.node_stat) IS 'hash';

CREATE FUNCTION dx.node_stat_hash_extended(dx.node_stat, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_node_stat_hash_extended'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.node_stat_hash_extended(dx.node_stat, bigint) IS 'hash with a seed';

CREATE OPERATOR dx.= (
	LEFTARG = dx.node_stat, RIGHTARG = dx.node_stat, FUNCTION = dx.node_stat_eq,
	COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (dx.node_stat, dx.node_stat) IS 'equal: as many cards and the same sums';

CREATE OPERATOR dx.<> (
	LEFTARG = dx.node_stat, RIGHTARG = dx.node_stat, FUNCTION = dx.node_stat_ne,
	COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (dx.node_stat, dx.node_stat) IS 'not equal';

CREATE OPERATOR dx.< (
	LEFTARG = dx.node_stat, RIGHTARG = dx.node_stat, FUNCTION = dx.node_stat_lt,
	COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (dx.node_stat, dx.node_stat) IS 'less than, by canonical bytes';

CREATE OPERATOR dx.<= (
	LEFTARG = dx.node_stat, RIGHTARG = dx.node_stat, FUNCTION = dx.node_stat_le,
	COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (dx.node_stat, dx.node_stat) IS 'less than or equal, by canonical bytes';

CREATE OPERATOR dx.> (
	LEFTARG = dx.node_stat, RIGHTARG = dx.node_stat, FUNCTION = dx.node_stat_gt,
	COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (dx.node_stat, dx.node_stat) IS 'greater than, by canonical bytes';

CREATE OPERATOR dx.>= (
	LEFTARG = dx.node_stat, RIGHTARG = dx.node_stat, FUNCTION = dx.node_stat_ge,
	COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (dx.node_stat, dx.node_stat) IS 'greater than or equal, by canonical bytes';

CREATE OPERATOR FAMILY dx.node_stat_ops USING btree;
COMMENT ON OPERATOR FAMILY dx.node_stat_ops USING btree IS 'canonical bytes of dx.node_stat';

CREATE OPERATOR CLASS dx.node_stat_ops DEFAULT FOR TYPE dx.node_stat USING btree FAMILY dx.node_stat_ops AS
	OPERATOR 1 dx.<,
	OPERATOR 2 dx.<=,
	OPERATOR 3 dx.=,
	OPERATOR 4 dx.>=,
	OPERATOR 5 dx.>,
	FUNCTION 1 dx.node_stat_cmp(dx.node_stat, dx.node_stat),
	FUNCTION 4 (dx.node_stat, dx.node_stat) pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS dx.node_stat_ops USING btree IS 'canonical bytes of dx.node_stat';

CREATE OPERATOR FAMILY dx.node_stat_ops USING hash;
COMMENT ON OPERATOR FAMILY dx.node_stat_ops USING hash IS 'canonical bytes of dx.node_stat';

CREATE OPERATOR CLASS dx.node_stat_ops DEFAULT FOR TYPE dx.node_stat USING hash FAMILY dx.node_stat_ops AS
	OPERATOR 1 dx.=,
	FUNCTION 1 dx.node_stat_hash(dx.node_stat),
	FUNCTION 2 dx.node_stat_hash_extended(dx.node_stat, bigint);
COMMENT ON OPERATOR CLASS dx.node_stat_ops USING hash IS 'canonical bytes of dx.node_stat';

CREATE FUNCTION dx.moment_stat_eq(dx.moment_stat, dx.moment_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_moment_stat_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.moment_stat_eq(dx.moment_stat, dx.moment_stat) IS 'implementation of = operator';

CREATE FUNCTION dx.moment_stat_ne(dx.moment_stat, dx.moment_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_moment_stat_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.moment_stat_ne(dx.moment_stat, dx.moment_stat) IS 'implementation of <> operator';

CREATE FUNCTION dx.moment_stat_lt(dx.moment_stat, dx.moment_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_moment_stat_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.moment_stat_lt(dx.moment_stat, dx.moment_stat) IS 'implementation of < operator';

CREATE FUNCTION dx.moment_stat_le(dx.moment_stat, dx.moment_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_moment_stat_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.moment_stat_le(dx.moment_stat, dx.moment_stat) IS 'implementation of <= operator';

CREATE FUNCTION dx.moment_stat_gt(dx.moment_stat, dx.moment_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_moment_stat_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.moment_stat_gt(dx.moment_stat, dx.moment_stat) IS 'implementation of > operator';

CREATE FUNCTION dx.moment_stat_ge(dx.moment_stat, dx.moment_stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_moment_stat_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.moment_stat_ge(dx.moment_stat, dx.moment_stat) IS 'implementation of >= operator';

CREATE FUNCTION dx.moment_stat_cmp(dx.moment_stat, dx.moment_stat) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_moment_stat_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.moment_stat_cmp(dx.moment_stat, dx.moment_stat) IS 'less-equal-greater by canonical bytes';

CREATE FUNCTION dx.moment_stat_hash(dx.moment_stat) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_moment_stat_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.moment_stat_hash(dx.moment_stat) IS 'hash';

CREATE FUNCTION dx.moment_stat_hash_extended(dx.moment_stat, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_moment_stat_hash_extended'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.moment_stat_hash_extended(dx.moment_stat, bigint) IS 'hash with a seed';

CREATE OPERATOR dx.= (
	LEFTARG = dx.moment_stat, RIGHTARG = dx.moment_stat, FUNCTION = dx.moment_stat_eq,
	COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (dx.moment_stat, dx.moment_stat) IS 'equal: as many cards and the same sums';

CREATE OPERATOR dx.<> (
	LEFTARG = dx.moment_stat, RIGHTARG = dx.moment_stat, FUNCTION = dx.moment_stat_ne,
	COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (dx.moment_stat, dx.moment_stat) IS 'not equal';

CREATE OPERATOR dx.< (
	LEFTARG = dx.moment_stat, RIGHTARG = dx.moment_stat, FUNCTION = dx.moment_stat_lt,
	COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (dx.moment_stat, dx.moment_stat) IS 'less than, by canonical bytes';

CREATE OPERATOR dx.<= (
	LEFTARG = dx.moment_stat, RIGHTARG = dx.moment_stat, FUNCTION = dx.moment_stat_le,
	COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (dx.moment_stat, dx.moment_stat) IS 'less than or equal, by canonical bytes';

CREATE OPERATOR dx.> (
	LEFTARG = dx.moment_stat, RIGHTARG = dx.moment_stat, FUNCTION = dx.moment_stat_gt,
	COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (dx.moment_stat, dx.moment_stat) IS 'greater than, by canonical bytes';

CREATE OPERATOR dx.>= (
	LEFTARG = dx.moment_stat, RIGHTARG = dx.moment_stat, FUNCTION = dx.moment_stat_ge,
	COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (dx.moment_stat, dx.moment_stat) IS 'greater than or equal, by canonical bytes';

CREATE OPERATOR FAMILY dx.moment_stat_ops USING btree;
COMMENT ON OPERATOR FAMILY dx.moment_stat_ops USING btree IS 'canonical bytes of dx.moment_stat';

CREATE OPERATOR CLASS dx.moment_stat_ops DEFAULT FOR TYPE dx.moment_stat USING btree FAMILY dx.moment_stat_ops AS
	OPERATOR 1 dx.<,
	OPERATOR 2 dx.<=,
	OPERATOR 3 dx.=,
	OPERATOR 4 dx.>=,
	OPERATOR 5 dx.>,
	FUNCTION 1 dx.moment_stat_cmp(dx.moment_stat, dx.moment_stat),
	FUNCTION 4 (dx.moment_stat, dx.moment_stat) pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS dx.moment_stat_ops USING btree IS 'canonical bytes of dx.moment_stat';

CREATE OPERATOR FAMILY dx.moment_stat_ops USING hash;
COMMENT ON OPERATOR FAMILY dx.moment_stat_ops USING hash IS 'canonical bytes of dx.moment_stat';

CREATE OPERATOR CLASS dx.moment_stat_ops DEFAULT FOR TYPE dx.moment_stat USING hash FAMILY dx.moment_stat_ops AS
	OPERATOR 1 dx.=,
	FUNCTION 1 dx.moment_stat_hash(dx.moment_stat),
	FUNCTION 2 dx.moment_stat_hash_extended(dx.moment_stat, bigint);
COMMENT ON OPERATOR CLASS dx.moment_stat_ops USING hash IS 'canonical bytes of dx.moment_stat';

-- Functions.
CREATE FUNCTION dx.node_ranks(tree dx.tree, card dx.card, ties text DEFAULT 'min', decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS integer[]
AS 'MODULE_PATHNAME', 'dx_node_ranks'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.node_ranks(dx.tree, dx.card, text, integer, boolean, integer) IS
	'ranks of a card in the partition at every node, in the order of dx.nodes, by points as dx.rank_by ranks them; NULL at nodes without a value, and where ranked is false (unknown counts as true)';

CREATE FUNCTION dx.rank_removal(tree dx.tree, card dx.card) RETURNS integer[]
AS 'MODULE_PATHNAME', 'dx_rank_removal'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION dx.rank_removal(dx.tree, dx.card) IS
	'ranks of a card in the partition were each node not applicable to anybody, in the order of dx.nodes: first as it is, then without one node after the other; NULL where nothing is left of its ratio (may change until 1.1)';

CREATE FUNCTION dx.node_averages(
	stat dx.node_stat,
	wanted double precision[] DEFAULT NULL,
	OUT ordinal integer,
	OUT code dx.code,
	OUT n bigint,
	OUT mean double precision,
	OUT sd double precision,
	OUT min double precision,
	OUT max double precision,
	OUT quantiles double precision[],
	OUT total double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_node_averages'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 250;
COMMENT ON FUNCTION dx.node_averages(dx.node_stat, double precision[]) IS
	'what the points (or what else was measured) of many cards are at every node: how many, mean, standard deviation (n - 1), least, greatest, quantiles where they are wanted, and all together';

CREATE FUNCTION dx.correlations(
	tree dx.tree,
	stat dx.moment_stat,
	complete boolean DEFAULT false,
	OUT ordinal_1 integer,
	OUT code_1 dx.code,
	OUT ordinal_2 integer,
	OUT code_2 dx.code,
	OUT n bigint,
	OUT covariance double precision,
	OUT correlation double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_correlations'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 2500;
COMMENT ON FUNCTION dx.correlations(dx.tree, dx.moment_stat, boolean) IS
	'covariance (n - 1) and correlation of the points at every two nodes, over the cards that have both, or that have every node (complete); NULL where one is constant';

CREATE FUNCTION dx.cronbach(
	tree dx.tree,
	stat dx.moment_stat,
	complete boolean DEFAULT false,
	OUT ordinal integer,
	OUT code dx.code,
	OUT without dx.code,
	OUT k integer,
	OUT n bigint,
	OUT alpha double precision,
	OUT standardised double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_cronbach'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 250;
COMMENT ON FUNCTION dx.cronbach(dx.tree, dx.moment_stat, boolean) IS
	'Cronbach''s alpha of the points beneath every node, of covariances and of correlations (standardised); and with each criterion left out (without)';

CREATE FUNCTION dx.components(
	tree dx.tree,
	stat dx.moment_stat,
	complete boolean DEFAULT true,
	OUT component integer,
	OUT eigenvalue double precision,
	OUT share double precision,
	OUT cumulative double precision,
	OUT ordinal integer,
	OUT code dx.code,
	OUT coefficient double precision,
	OUT loading double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_components'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 2500;
COMMENT ON FUNCTION dx.components(dx.tree, dx.moment_stat, boolean) IS
	'principal components of the correlation matrix, the greatest first: eigenvalue, its share of all, and coefficient and loading of every criterion that is not constant';

CREATE FUNCTION dx.strengths(
	tree dx.tree,
	card dx.card,
	ranks integer[],
	k integer,
	OUT is_strength boolean,
	OUT place integer,
	OUT ordinal integer,
	OUT code dx.code,
	OUT name text,
	OUT rank integer,
	OUT points double precision,
	OUT max_points double precision,
	OUT ratio double precision,
	OUT lost double precision
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_strengths'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION dx.strengths(dx.tree, dx.card, integer[], integer) IS
	'the k criteria at which a card has its best ranks, and the k of its worst; ranks are those of dx.node_ranks';

CREATE FUNCTION dx.explain_change(
	old_tree dx.tree,
	old_card dx.card,
	new_tree dx.tree,
	new_card dx.card,
	OUT code dx.code,
	OUT name text,
	OUT cause text,
	OUT change numeric,
	OUT old_result double precision,
	OUT old_state text,
	OUT new_result double precision,
	OUT new_state text
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dx_explain_change'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 100;
COMMENT ON FUNCTION dx.explain_change(dx.tree, dx.card, dx.tree, dx.card) IS
	'why the points of a unit changed, in amounts that add up to the difference: by criterion, and by cause (result, rule, weight, na, set, beneath)';

-- Support functions of aggregates.
CREATE FUNCTION dx.node_stat_accum(dx.node_stat, dx.tree, dx.card) RETURNS dx.node_stat
AS 'MODULE_PATHNAME', 'dx_node_stat_accum_sums'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.node_stat_accum(dx.node_stat, dx.tree, dx.card) IS 'transition: takes one card';

CREATE FUNCTION dx.node_stat_accum(dx.node_stat, dx.tree, dx.card, boolean) RETURNS dx.node_stat
AS 'MODULE_PATHNAME', 'dx_node_stat_accum_values'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.node_stat_accum(dx.node_stat, dx.tree, dx.card, boolean) IS 'transition: takes one card, and keeps its values for quantiles';

CREATE FUNCTION dx.node_stat_accum(dx.node_stat, dx.tree, dx.card, boolean, text) RETURNS dx.node_stat
AS 'MODULE_PATHNAME', 'dx_node_stat_accum_measure'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200;
COMMENT ON FUNCTION dx.node_stat_accum(dx.node_stat, dx.tree, dx.card, boolean, text) IS 'transition: takes points, ratios or lost points of one card';

CREATE FUNCTION dx.node_stat_combine(dx.node_stat, dx.node_stat) RETURNS dx.node_stat
AS 'MODULE_PATHNAME', 'dx_node_stat_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.node_stat_combine(dx.node_stat, dx.node_stat) IS 'unites node statistics of one tree';

CREATE FUNCTION dx.node_stat_final(dx.node_stat) RETURNS dx.node_stat
AS 'MODULE_PATHNAME', 'dx_node_stat_final'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.node_stat_final(dx.node_stat) IS 'final function: packs node statistics';

CREATE FUNCTION dx.moment_stat_accum(dx.moment_stat, dx.tree, dx.card) RETURNS dx.moment_stat
AS 'MODULE_PATHNAME', 'dx_moment_stat_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.moment_stat_accum(dx.moment_stat, dx.tree, dx.card) IS 'transition: takes one card';

CREATE FUNCTION dx.moment_stat_accum(dx.moment_stat, dx.tree, dx.card, double precision) RETURNS dx.moment_stat
AS 'MODULE_PATHNAME', 'dx_moment_stat_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.moment_stat_accum(dx.moment_stat, dx.tree, dx.card, double precision) IS 'transition: takes one card with a weight';

CREATE FUNCTION dx.moment_stat_accum(dx.moment_stat, dx.tree, dx.card, double precision, text) RETURNS dx.moment_stat
AS 'MODULE_PATHNAME', 'dx_moment_stat_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.moment_stat_accum(dx.moment_stat, dx.tree, dx.card, double precision, text) IS 'transition: takes one card with a weight, at nodes of a level';

CREATE FUNCTION dx.moment_stat_accum(dx.moment_stat, dx.tree, dx.card, double precision, text, text) RETURNS dx.moment_stat
AS 'MODULE_PATHNAME', 'dx_moment_stat_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.moment_stat_accum(dx.moment_stat, dx.tree, dx.card, double precision, text, text) IS 'transition: takes one card with a weight, at nodes of a level under a node';

CREATE FUNCTION dx.moment_stat_accum(dx.moment_stat, dx.tree, dx.card, double precision, text, dx.code) RETURNS dx.moment_stat
AS 'MODULE_PATHNAME', 'dx_moment_stat_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.moment_stat_accum(dx.moment_stat, dx.tree, dx.card, double precision, text, dx.code) IS 'transition: takes one card with a weight, at nodes of a level under a node';

CREATE FUNCTION dx.moment_stat_combine(dx.moment_stat, dx.moment_stat) RETURNS dx.moment_stat
AS 'MODULE_PATHNAME', 'dx_moment_stat_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION dx.moment_stat_combine(dx.moment_stat, dx.moment_stat) IS 'unites moments of one tree';

CREATE FUNCTION dx.moment_stat_final(dx.moment_stat) RETURNS dx.moment_stat
AS 'MODULE_PATHNAME', 'dx_moment_stat_final'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION dx.moment_stat_final(dx.moment_stat) IS 'final function: packs moments';

-- Aggregates.
CREATE AGGREGATE dx.node_summary(tree dx.tree, card dx.card) (
	SFUNC = dx.node_stat_accum,
	STYPE = dx.node_stat,
	FINALFUNC = dx.node_stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.node_stat_combine,
	SSPACE = 20000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.node_summary(dx.tree, dx.card) IS 'statistics of the points of cards of one tree at every node, for dx.node_averages';

CREATE AGGREGATE dx.node_summary(tree dx.tree, card dx.card, quantiles boolean) (
	SFUNC = dx.node_stat_accum,
	STYPE = dx.node_stat,
	FINALFUNC = dx.node_stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.node_stat_combine,
	SSPACE = 60000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.node_summary(dx.tree, dx.card, boolean) IS
	'the same; quantiles: keep values, so that dx.node_averages has quantiles too';

CREATE AGGREGATE dx.node_summary(tree dx.tree, card dx.card, quantiles boolean, measure text) (
	SFUNC = dx.node_stat_accum,
	STYPE = dx.node_stat,
	FINALFUNC = dx.node_stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.node_stat_combine,
	SSPACE = 60000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.node_summary(dx.tree, dx.card, boolean, text) IS
	'the same; measure: points, ratio (of nodes that have one, to 15 decimals) or lost (of nodes that apply)';

CREATE AGGREGATE dx.merge_node_stats(dx.node_stat) (
	SFUNC = dx.node_stat_combine,
	STYPE = dx.node_stat,
	FINALFUNC = dx.node_stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.node_stat_combine,
	SSPACE = 20000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.merge_node_stats(dx.node_stat) IS 'unites node statistics of one tree';

CREATE AGGREGATE dx.moments(tree dx.tree, card dx.card) (
	SFUNC = dx.moment_stat_accum,
	STYPE = dx.moment_stat,
	FINALFUNC = dx.moment_stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.moment_stat_combine,
	SSPACE = 2000000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.moments(dx.tree, dx.card) IS 'sums of products of the points of cards of one tree at every two criteria, for dx.correlations, dx.cronbach and dx.components';

CREATE AGGREGATE dx.moments(tree dx.tree, card dx.card, weight double precision) (
	SFUNC = dx.moment_stat_accum,
	STYPE = dx.moment_stat,
	FINALFUNC = dx.moment_stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.moment_stat_combine,
	SSPACE = 4000000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.moments(dx.tree, dx.card, double precision) IS 'the same with weights; a card whose weight is NULL is none';

CREATE AGGREGATE dx.moments(tree dx.tree, card dx.card, weight double precision, level text) (
	SFUNC = dx.moment_stat_accum,
	STYPE = dx.moment_stat,
	FINALFUNC = dx.moment_stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.moment_stat_combine,
	SSPACE = 4000000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.moments(dx.tree, dx.card, double precision, text) IS 'the same at nodes of a level: criteria, children (of the root) or nodes (all)';

CREATE AGGREGATE dx.moments(tree dx.tree, card dx.card, weight double precision, level text, node text) (
	SFUNC = dx.moment_stat_accum,
	STYPE = dx.moment_stat,
	FINALFUNC = dx.moment_stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.moment_stat_combine,
	SSPACE = 4000000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.moments(dx.tree, dx.card, double precision, text, text) IS 'the same under a node';

CREATE AGGREGATE dx.moments(tree dx.tree, card dx.card, weight double precision, level text, node dx.code) (
	SFUNC = dx.moment_stat_accum,
	STYPE = dx.moment_stat,
	FINALFUNC = dx.moment_stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.moment_stat_combine,
	SSPACE = 4000000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.moments(dx.tree, dx.card, double precision, text, dx.code) IS 'the same under a node';

CREATE AGGREGATE dx.merge_moments(dx.moment_stat) (
	SFUNC = dx.moment_stat_combine,
	STYPE = dx.moment_stat,
	FINALFUNC = dx.moment_stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.moment_stat_combine,
	SSPACE = 2000000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.merge_moments(dx.moment_stat) IS 'unites moments of one tree';
