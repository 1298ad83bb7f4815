-- ======== nodes: every node of many cards at once ========

-- Ranks.
CREATE FUNCTION dx.node_ranks(tree dx.tree, card dx.card, ties text DEFAULT 'min', decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS integer[]
AS 'MODULE_PATHNAME', 'dx_node_ranks'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.node_ranks(dx.tree, dx.card, text, integer, boolean, integer) IS
	'ranks of a card in the partition at every node, in the order of dx.nodes, by points as dx.rank_by ranks them; NULL at nodes without a value, and where ranked is false (unknown counts as true)';
