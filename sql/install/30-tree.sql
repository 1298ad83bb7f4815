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
