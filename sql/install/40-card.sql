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
