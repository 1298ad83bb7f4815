-- SPDX-License-Identifier: PostgreSQL
-- What the proof scripts start from, in database dx_proof: the extension, the
-- probe, and values of every type of schema dx.
SET client_min_messages = warning;
CREATE EXTENSION dxindex;
CREATE EXTENSION amcheck;
CREATE SCHEMA probe;
CREATE FUNCTION probe.bytes(type regtype, "binary" boolean, seeds bytea[], n bigint, seed bigint) RETURNS bigint
AS :'probe', 'probe_bytes' LANGUAGE C STRICT;
CREATE FUNCTION probe.orders(n bigint, seed bigint) RETURNS bigint
AS :'probe', 'probe_order' LANGUAGE C STRICT;
CREATE FUNCTION probe.leak(int) RETURNS int
AS :'probe', 'probe_leak' LANGUAGE C STRICT;
CREATE FUNCTION probe.hoard_accum(int, int) RETURNS int
AS :'probe', 'probe_hoard' LANGUAGE C;
CREATE AGGREGATE probe.hoard(int) (SFUNC = probe.hoard_accum, STYPE = int);
CREATE FUNCTION probe.faults(at bigint, stays boolean) RETURNS bigint
AS '$libdir/dxindex', 'dx_faults_arm' LANGUAGE C STRICT;

-- Trees: a plain sum, means of all kinds, rules of all kinds, deep, wide, tiny.
CREATE TABLE probe.tree (id int PRIMARY KEY, tree dx.tree);
INSERT INTO probe.tree VALUES
	(1, '[{"code": "1", "max": 40, "rule": "percent"}, {"code": "2", "max": 20, "rule": "yesno"}, {"code": "10", "max": 40, "rule": "choice(Tốt:1, Đạt:0.5, Chưa:0)"}]'),
	(2, '[{"code": "", "name": "Bộ \"số\"", "method": "geomean", "min_coverage": "1/2"},
		{"code": "I", "method": "sum", "missing": "skip", "weight": 2}, {"code": "I.1", "max": 10, "rule": "steps(1:2p, >2:1)"}, {"code": "I.2", "max": 5.5, "rule": "curve(0:0, 30:1/3, 100:1)"},
		{"code": "II", "method": "power(-0.5)", "min_count": 1}, {"code": "II.1", "rule": "ratio", "weight": 0.1}, {"code": "II.2", "rule": "linear(9, -1)", "weight": 0.3},
		{"code": "III", "method": "median"}, {"code": "III.1", "rule": "target(50)"}, {"code": "III.2", "rule": "checklist(7)"}, {"code": "III.3", "rule": "unscored"},
		{"code": "IV", "method": "mpi_down", "missing": "strict"}, {"code": "IV.a", "rule": "percent"}, {"code": "IV.đ", "rule": "percent", "weight": 0}]'),
	(3, '[{"code": "", "decimals": 2}, {"code": "1", "name": "có", "number": "7", "kind": "pillar", "guide": "…"}, {"code": "1.1.1", "max": 3, "rule": "points"},
		{"code": "1.2", "max": 33.3333333333333, "rule": "ratio"}, {"code": "2", "max": 5, "rule": "yesno", "bonus": true}, {"code": "3", "max": -4, "rule": "percent"}, {"code": "4", "max": 100000000000000}]'),
	(4, '[{"code": "x", "max": 1, "rule": "ratio"}]'),
	(5, '[{"code": "", "max": 1, "rule": "ratio"}]');
INSERT INTO probe.tree SELECT 6, dx.tree((i % 5) || '.' || i, 'n' || i, i % 7 + 1, 'percent') FROM generate_series(1, 60) AS i;
INSERT INTO probe.tree SELECT 7, dx.tree(repeat('9.', i) || 'x', NULL, 1, 'percent', NULL) FROM generate_series(1, 31) AS i;

-- Cards of each: empty, full, sparse, with every state.
CREATE TABLE probe.card (tree int, card dx.card);
INSERT INTO probe.card
SELECT t.id, dx.card(t.tree, n.code, CASE WHEN (n.ordinal * 7 + k) % 11 = 0 OR state = 'na' THEN NULL WHEN state = 'points' THEN least(n.max_points, 0)
		ELSE CASE n.rule::text WHEN 'yesno' THEN k % 2 WHEN 'ratio' THEN k / 5.0 WHEN 'checklist(7)' THEN k WHEN 'percent' THEN (k * 7919 + n.ordinal * 31) % 10001 / 100.0
			ELSE CASE WHEN n.rule::text LIKE 'choice%' THEN k % 3 + 1 WHEN n.rule IS NULL THEN NULL ELSE k % 4 END END END, state)
FROM generate_series(0, 4) AS k, probe.tree AS t, dx.nodes(t.tree) AS n,
	LATERAL (SELECT CASE (n.ordinal * 3 + k * 5) % 9 WHEN 0 THEN 'points' WHEN 1 THEN 'na' END AS state) AS s
WHERE n.is_criterion AND (k > 0 OR n.ordinal % 2 = 0) GROUP BY t.id, k;

-- States of the aggregate dx.score, flat: its transition function, called by itself.
CREATE AGGREGATE probe.score_state(dx.tree, dx.code, float8, text, dx.code) (SFUNC = dx.score_accum, STYPE = dx.tally);

-- Values of every type, as text and as bytes.
CREATE TABLE probe.value (type regtype, text text);
INSERT INTO probe.value SELECT 'dx.tree', tree::text FROM (SELECT dx.tree_out(tree)::text FROM probe.tree) AS t(tree) WHERE length(tree::text) < 600;
INSERT INTO probe.value SELECT 'dx.card', card::text FROM probe.card;
INSERT INTO probe.value SELECT DISTINCT 'dx.code'::regtype, code::text FROM probe.tree, dx.nodes(tree);
INSERT INTO probe.value SELECT 'dx.code', c FROM unnest(ARRAY['', '4.22.~', '01.1', 'XXXIX.XL', 'Đ.đ', repeat('9', 63), repeat('a.', 31) || 'a']) AS c;
INSERT INTO probe.value SELECT DISTINCT 'dx.rule'::regtype, rule::text FROM probe.tree, dx.nodes(tree) WHERE rule IS NOT NULL;
INSERT INTO probe.value SELECT 'dx.rule', r FROM unnest(ARRAY['target(100%)', 'steps(50%:0.5, >80%:1)', 'curve(80:0, >80:0.8, 100:1)', 'curve(5:1, 5:0) whole', 'log(100, 75000)', 'linear(0, 5) whole']) AS r;
INSERT INTO probe.value SELECT 'dx.tally', probe.score_state(t.tree, r.code, r.value, r.state, node)::text
	FROM probe.card JOIN probe.tree AS t ON t.id = card.tree, dx.results(t.tree, card) AS r, (VALUES (NULL::dx.code), ('1'), ('I')) AS n(node)
	WHERE EXISTS (SELECT FROM dx.nodes(t.tree) AS x WHERE x.code::text = coalesce(node::text, '')) GROUP BY t.id, card::text, node;

CREATE AGGREGATE probe.sum_state(float8) (SFUNC = dx.stat_accum_sum, STYPE = dx.stat);
CREATE AGGREGATE probe.power_state(float8, float8, float8) (SFUNC = dx.stat_accum_powmean, STYPE = dx.stat);
CREATE AGGREGATE probe.quantile_state(float8, float8, float8) (SFUNC = dx.stat_accum_quantile, STYPE = dx.stat);
CREATE AGGREGATE probe.mpi_state(float8, float8, float8) (SFUNC = dx.stat_accum_mpi, STYPE = dx.stat);
CREATE AGGREGATE probe.co_moments_state(float8, float8, float8) (SFUNC = dx.stat_accum_co_moments, STYPE = dx.stat);

-- Statistics of every node: sums of a few cards, and values of some.
INSERT INTO probe.value SELECT 'dx.node_stat'::regtype, dx.node_summary(t.tree, card, keeps)::text FROM probe.card JOIN probe.tree AS t ON t.id = card.tree, unnest('{f,t}'::boolean[]) AS keeps WHERE t.id < 5 GROUP BY t.id, keeps
	UNION ALL SELECT 'dx.node_stat'::regtype, dx.node_summary(t.tree, card, keeps, measure)::text FROM probe.card JOIN probe.tree AS t ON t.id = card.tree, unnest('{f,t}'::boolean[]) AS keeps, unnest('{ratio,lost}'::text[]) AS measure WHERE t.id < 4 GROUP BY t.id, keeps, measure
	UNION ALL SELECT 'dx.node_stat'::regtype, dx.node_summary(t.tree, card)::text FROM probe.card JOIN probe.tree AS t ON t.id = card.tree GROUP BY t.id, card::text;

-- Moments of criteria: with weights, without, of whole cards and of others.
INSERT INTO probe.value SELECT 'dx.moment_stat'::regtype, dx.moments(t.tree, card, 1 + weighted * length(card::text) % 7)::text FROM probe.card JOIN probe.tree AS t ON t.id = card.tree, generate_series(0, 1) AS weighted WHERE t.id < 5 GROUP BY t.id, weighted
	UNION ALL SELECT 'dx.moment_stat'::regtype, dx.moments(t.tree, card, 1, 'children')::text FROM probe.card JOIN probe.tree AS t ON t.id = card.tree WHERE t.id < 5 GROUP BY t.id, card::text;

CREATE TABLE probe.seed (type regtype, text_bytes bytea, bytes bytea);
DO $$
DECLARE
	v record;
	send regproc;
	b bytea;
BEGIN
	-- Types that come later begin with what the statistics and such make of numbers.
	FOR v IN SELECT DISTINCT p.prorettype::regtype AS type, p.oid::regproc AS name FROM pg_proc p JOIN pg_aggregate a ON a.aggfnoid = p.oid JOIN pg_type t ON t.oid = p.prorettype
		WHERE p.pronamespace = 'dx'::regnamespace AND t.typnamespace = 'dx'::regnamespace AND NOT EXISTS (SELECT FROM probe.value WHERE value.type = t.oid)
			AND array_to_string(p.proargtypes::oid[]::regtype[], ',') = 'double precision,double precision'
	LOOP
		FOR i IN 0..6 LOOP
			EXECUTE format('INSERT INTO probe.value SELECT %L, %s(x::float8, w::float8)::text FROM generate_series(1, %s) AS n, LATERAL (SELECT n * 0.1 - %s AS x, n / 8.0 AS w) AS q',
				v.type, v.name, i * i, i);
		END LOOP;
	END LOOP;
	-- The other kinds of statistics.
	FOR i IN 1..4 LOOP
		INSERT INTO probe.value SELECT 'dx.stat', probe.sum_state(n * 0.1)::text FROM generate_series(1, i * i) AS n;
		FOREACH send IN ARRAY '{probe.power_state,probe.quantile_state,probe.mpi_state,probe.co_moments_state}'::regproc[] LOOP
			EXECUTE format('INSERT INTO probe.value SELECT ''dx.stat'', %s(n * 0.1, n / 8.0, %s)::text FROM generate_series(1, %s) AS n', send, i / 4.0, i * i);
		END LOOP;
	END LOOP;
	FOR v IN SELECT value.* FROM probe.value WHERE text IS NOT NULL LOOP
		SELECT typsend INTO send FROM pg_type WHERE oid = v.type;
		EXECUTE format('SELECT %s(%L::%s)', send, v.text, v.type) INTO b;
		INSERT INTO probe.seed VALUES (v.type, convert_to(v.text, 'UTF8'), b);
	END LOOP;
END $$;

-- What the scripts share: memory of this session in all contexts, and arguments for calls.
CREATE FUNCTION probe.memory() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT sum(used_bytes)::bigint FROM pg_backend_memory_contexts';
\ir calls.sql
