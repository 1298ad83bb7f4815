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
