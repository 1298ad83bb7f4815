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
