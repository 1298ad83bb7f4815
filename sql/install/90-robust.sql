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
