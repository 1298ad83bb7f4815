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
