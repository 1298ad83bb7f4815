-- SPDX-License-Identifier: PostgreSQL
-- Expanded states of aggregates, seen from outside: since release 16 an
-- aggregate without a final function hands out a read-only pointer to its
-- state, and all groups keep their states in one memory context. Nobody may
-- change or free what others still read.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
SET search_path = 'dx';
CREATE SCHEMA state_test;
CREATE TABLE state_test.tree (id text PRIMARY KEY, tree dx.tree);
INSERT INTO state_test.tree VALUES
	('sum', '[{"code": "1", "max": 10, "rule": "percent"}, {"code": "2", "max": 5, "rule": "yesno"}, {"code": "3", "max": 8, "rule": "points"}]'),
	('mean', '[{"code": "", "method": "geomean"}, {"code": "1", "rule": "percent"}, {"code": "2", "rule": "linear(0, 2)"}, {"code": "3", "rule": "linear(0, 8)"}]');
CREATE TABLE state_test.answer AS SELECT unit, code::text AS code,
		CASE code WHEN 1 THEN 10 + unit % 90 WHEN 2 THEN unit % 2 ELSE 1 + unit % 8 END::float8 AS value
	FROM pg_catalog.generate_series(1, 300) AS unit, pg_catalog.generate_series(1, 3) AS code;
CREATE AGGREGATE state_test.card(dx.tree, text, float8) (SFUNC = dx.card_accum, STYPE = dx.card);
CREATE AGGREGATE state_test.tally(dx.tree, text, float8) (SFUNC = dx.score_accum, STYPE = dx.tally);
CREATE AGGREGATE state_test.merge(dx.card) (SFUNC = dx.card_combine, STYPE = dx.card);
CREATE AGGREGATE state_test.unite(dx.tally) (SFUNC = dx.score_combine, STYPE = dx.tally);
CREATE TABLE state_test.want AS SELECT id, unit, dx.card(tree, code, value) AS card, dx.score(tree, code, value) AS score
	FROM state_test.tree, state_test.answer GROUP BY id, unit;
CREATE VIEW state_test.open AS SELECT id, unit, state_test.card(tree, code, value) AS card, state_test.tally(tree, code, value) AS tally
	FROM state_test.tree, state_test.answer GROUP BY id, unit;
SELECT id, count(*), count(DISTINCT card) AS cards, count(DISTINCT score) AS scores FROM state_test.want GROUP BY id ORDER BY id;

-- functions that keep, change and give away what they are given
CREATE FUNCTION state_test.keep(state dx.card) RETURNS dx.card LANGUAGE plpgsql AS $$
DECLARE other dx.card := state; BEGIN state := NULL; RETURN other; END $$;
CREATE FUNCTION state_test.keep(state dx.tally) RETURNS dx.tally LANGUAGE plpgsql AS $$
DECLARE other dx.tally := state; BEGIN state := NULL; RETURN other; END $$;
CREATE FUNCTION state_test.back(state dx.card) RETURNS dx.card LANGUAGE plpgsql AS $$ BEGIN RETURN state; END $$;
CREATE FUNCTION state_test.add(tree dx.tree, state dx.card) RETURNS dx.card LANGUAGE plpgsql AS $$
BEGIN state := dx.card_accum(state, tree, '3'::text, 2::float8); RETURN state; END $$;
CREATE FUNCTION state_test.add(tree dx.tree, state dx.tally) RETURNS dx.tally LANGUAGE plpgsql AS $$
BEGIN state := dx.score_accum(state, tree, '3'::text, 2::float8); RETURN state; END $$;
CREATE FUNCTION state_test.of_unit(of text, which int) RETURNS dx.card LANGUAGE sql AS $$
	SELECT state_test.card(tree, code, value) FROM state_test.tree, state_test.answer WHERE id = of AND unit = which $$;
CREATE FUNCTION state_test.all_of(of text) RETURNS SETOF dx.tally LANGUAGE sql AS $$
	SELECT state_test.tally(tree, code, value) FROM state_test.tree, state_test.answer WHERE id = of GROUP BY unit $$;

-- both ways of grouping, rows straight from the aggregate, alone and twice
SET max_parallel_workers_per_gather = 0;
SET enable_hashagg = off;
SELECT count(*) FROM state_test.open o JOIN state_test.want w USING (id, unit)
	WHERE o.card = w.card AND dx.score_final(o.tally) = w.score AND state_test.keep(o.card) = w.card AND state_test.back(o.card) = w.card
	AND dx.score_final(state_test.keep(o.tally)) = w.score;
SET enable_hashagg = on;
SET enable_sort = off;
SELECT count(*) FROM state_test.open o JOIN state_test.want w USING (id, unit)
	WHERE o.card = w.card AND dx.score_final(o.tally) = w.score AND state_test.keep(o.card) = w.card AND state_test.back(o.card) = w.card
	AND dx.score_final(state_test.keep(o.tally)) = w.score;
SET enable_sort = on;
SELECT count(*) FROM (SELECT id, unit, state_test.keep(state_test.card(tree, code, value)) AS kept, state_test.back(state_test.card(tree, code, value)) AS back,
		state_test.card(tree, code, value) AS card, dx.score_final(state_test.keep(state_test.tally(tree, code, value))) AS score
	FROM state_test.tree, state_test.answer GROUP BY id, unit) AS o JOIN state_test.want w USING (id, unit)
	WHERE o.kept = w.card AND o.back = w.card AND o.card = w.card AND o.score = w.score;

-- a state that a function adds to is a copy: its neighbours and itself stay
SELECT count(*) FROM (SELECT id, unit, tree, state_test.card(tree, code, value) AS card, state_test.tally(tree, code, value) AS tally
		FROM state_test.tree, state_test.answer WHERE code <> '3' GROUP BY id, unit, tree) AS o
	JOIN (SELECT id, unit, dx.card(tree, code, value) AS card, dx.card(tree, code, CASE code WHEN '3' THEN 2 ELSE value END) AS added
		FROM (SELECT unit, code, CASE WHEN code <> '3' THEN value END AS value FROM state_test.answer) AS a, state_test.tree GROUP BY id, unit) AS w USING (id, unit)
	WHERE state_test.add(tree, o.card) = w.added AND o.card = w.card
	AND dx.score_final(state_test.add(tree, o.tally)) = dx.points(tree, w.added) AND dx.score_final(o.tally) IS NOT DISTINCT FROM dx.points(tree, w.card);

-- states that are sorted, where (since release 17) nothing can be freed while a tuple is formed
SELECT count(*), bool_and(o.card = w.card AND dx.score_final(o.tally) = w.score) AS same FROM (SELECT id, unit, state_test.card(tree, code, value) AS card, state_test.tally(tree, code, value) AS tally
		FROM state_test.tree, state_test.answer GROUP BY id, unit ORDER BY unit % 7, unit DESC, id OFFSET 0) AS o JOIN state_test.want w USING (id, unit);

-- an aggregate over the states of another: the programmes are the inner one's
SELECT count(*) FROM (SELECT id, unit, state_test.merge(card) AS card, state_test.unite(tally) AS tally FROM (
		SELECT id, unit, code, state_test.card(tree, code, value) AS card, state_test.tally(tree, code, value) AS tally
		FROM state_test.tree, state_test.answer GROUP BY id, unit, code) AS piece GROUP BY id, unit) AS o
	JOIN state_test.want w USING (id, unit) WHERE o.card = w.card AND dx.score_final(o.tally) = w.score;
SELECT count(*) FROM state_test.want w WHERE card = (SELECT card FROM state_test.open o WHERE o.id = w.id AND o.unit = w.unit)
	AND score = (SELECT dx.score_final(tally) FROM state_test.open o WHERE o.id = w.id AND o.unit = w.unit) AND unit <= 20;
SELECT count(*) FROM (SELECT id, pg_catalog.array_agg(card ORDER BY unit) AS open FROM state_test.open GROUP BY id) AS o
	JOIN (SELECT id, pg_catalog.array_agg(card ORDER BY unit) AS want FROM state_test.want GROUP BY id) AS w USING (id) WHERE open = want;

-- windows: a state read at every row while it grows, and one that starts anew
SELECT count(*) FROM (SELECT state_test.card(tree, code, value) OVER w AS open, dx.card(tree, code, value) OVER w AS card,
		state_test.keep(state_test.card(tree, code, value) OVER w) AS kept,
		dx.score_final(state_test.keep(state_test.tally(tree, code, value) OVER w)) AS kept_score, dx.score(tree, code, value) OVER w AS score
	FROM state_test.tree, state_test.answer WINDOW w AS (PARTITION BY id, unit ORDER BY code)) AS o
	WHERE open = card AND kept = card AND kept_score IS NOT DISTINCT FROM score;
SELECT count(*) FROM (SELECT state_test.card(tree, code, value) OVER w AS open, dx.card(tree, code, value) OVER w AS card,
		dx.score_final(state_test.tally(tree, code, value) OVER w) AS kept_score, dx.score(tree, code, value) OVER w AS score
	FROM state_test.tree, state_test.answer WINDOW w AS (PARTITION BY id, unit ORDER BY code ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)) AS o
	WHERE open = card AND kept_score IS NOT DISTINCT FROM score;

-- the query is over, the value stays
SELECT count(*) FROM state_test.want WHERE card = state_test.of_unit(id, unit) AND unit <= 20;
SELECT (SELECT pg_catalog.array_agg(score ORDER BY score) FROM (SELECT dx.score_final(tally) AS score FROM state_test.all_of('mean') AS tally) AS o) =
	(SELECT pg_catalog.array_agg(score ORDER BY score) FROM state_test.want WHERE id = 'mean') AS all_of;
CREATE FUNCTION state_test.over() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	r record; one dx.card; card dx.card; tally dx.tally; total dx.tally; cards dx.card[]; tallies dx.tally[]; n int := 0;
BEGIN
	FOR r IN SELECT * FROM state_test.open WHERE unit <= 20 ORDER BY id, unit LOOP
		card := r.card; tally := r.tally;
		cards := cards || card; tallies := tallies || tally;
	END LOOP;
	one := (SELECT o.card FROM state_test.open o WHERE id = 'mean' AND unit = 7);
	SELECT o.tally INTO total FROM state_test.open o WHERE id = 'mean' AND unit = 7;
	FOR r IN SELECT * FROM state_test.want WHERE unit <= 20 ORDER BY id, unit LOOP
		n := n + 1;
		IF cards[n] <> r.card OR dx.score_final(tallies[n]) <> r.score THEN RAISE 'number % differs', n; END IF;
	END LOOP;
	RETURN pg_catalog.format('%s of each, %s', n, (SELECT w.card = one AND w.score = dx.score_final(total) FROM state_test.want w WHERE id = 'mean' AND unit = 7));
END $$;
SELECT state_test.over();
SELECT state_test.over();
BEGIN;
DECLARE held CURSOR WITH HOLD FOR SELECT id, unit, card, tally FROM state_test.open WHERE id = 'sum' AND unit < 4 ORDER BY unit;
DECLARE open CURSOR FOR SELECT unit, pg_catalog.substr(card::text, 33) AS card, dx.score_final(tally) AS score FROM state_test.open WHERE id = 'sum' AND unit < 3 ORDER BY unit;
FETCH 1 FROM open;
FETCH 1 FROM held;
SAVEPOINT before;
DECLARE lost CURSOR FOR SELECT card, tally FROM state_test.open;
MOVE 3 FROM lost;
ROLLBACK TO before;
FETCH 1 FROM open;
COMMIT;
FETCH 2 FROM held;
CLOSE held;

-- a moving aggregate whose inverse is somebody's own: the server frees the state it had
CREATE FUNCTION state_test.less(state dx.card, tree dx.tree, code text, value float8) RETURNS dx.card LANGUAGE sql AS $$
	SELECT dx.set_result(tree, state, code, NULL, NULL) $$;
CREATE AGGREGATE state_test.moving(dx.tree, text, float8) (SFUNC = dx.card_accum, STYPE = dx.card,
	MSFUNC = dx.card_accum, MINVFUNC = state_test.less, MSTYPE = dx.card);
SELECT code, pg_catalog.substr((state_test.moving(tree, code, value) OVER w)::text, 33) AS moving,
	pg_catalog.substr((state_test.card(tree, code, value) OVER w)::text, 33) AS anew
	FROM state_test.tree, state_test.answer WHERE id = 'sum' AND unit = 7 WINDOW w AS (ORDER BY code ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) ORDER BY code;

-- the same in PL/pgSQL, which takes a state away to its own variables: dropped, replaced, given back, given back changed
CREATE FUNCTION state_test.drop(s dx.stat, x float8) RETURNS dx.stat LANGUAGE plpgsql AS $$ BEGIN s := NULL; RETURN dx.stat_accum_sum(NULL, x); END $$;
CREATE FUNCTION state_test.none(s dx.stat, x float8) RETURNS dx.stat LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION state_test.back(s dx.stat, x float8) RETURNS dx.stat LANGUAGE plpgsql AS $$ BEGIN RETURN s; END $$;
CREATE FUNCTION state_test.less(s dx.stat, x float8) RETURNS dx.stat LANGUAGE plpgsql AS $$ BEGIN RETURN dx.stat_undo_sum(s, x); END $$;
DO $$
DECLARE name text;
BEGIN
	FOREACH name IN ARRAY ARRAY['drop', 'none', 'back', 'less'] LOOP
		EXECUTE pg_catalog.format('CREATE AGGREGATE state_test.%I(float8) (SFUNC = dx.stat_accum_sum, STYPE = dx.stat, FINALFUNC = dx.sum_of,
			MSFUNC = dx.stat_accum_sum, MINVFUNC = state_test.%I, MSTYPE = dx.stat, MFINALFUNC = dx.sum_of)', 'sum_' || name, name);
	END LOOP;
END $$;
SELECT name, pg_catalog.count(*), pg_catalog.sum(sum) FROM (
	SELECT i, name, CASE name WHEN 'drop' THEN state_test.sum_drop(i) OVER w WHEN 'none' THEN state_test.sum_none(i) OVER w
		WHEN 'back' THEN state_test.sum_back(i) OVER w WHEN 'less' THEN state_test.sum_less(i) OVER w ELSE dx.exact_sum(i) OVER w END AS sum
	FROM pg_catalog.generate_series(1, 300) AS i, pg_catalog.unnest(ARRAY['drop', 'none', 'back', 'less', 'ours']) AS name
	WINDOW w AS (PARTITION BY name ORDER BY i ROWS 2 PRECEDING)) AS q GROUP BY name ORDER BY name;
-- several in one query, grouped both ways, each with its own state
SET enable_sort = off;
SELECT pg_catalog.count(*) FROM (SELECT id, unit, state_test.card(tree, code, value) AS card, dx.card(tree, code, value) AS packed, dx.score(tree, code, value) AS score,
		dx.wavg(value, 1) AS mean, pg_catalog.sum(value) / 3 AS plain FROM state_test.tree, state_test.answer GROUP BY id, unit) AS o
	JOIN state_test.want w USING (id, unit) WHERE o.card = w.card AND o.packed = w.card AND o.score = w.score AND o.mean = o.plain;
RESET enable_sort;
SET enable_hashagg = off;
SELECT pg_catalog.count(*) FROM (SELECT id, unit, state_test.card(tree, code, value) AS card, dx.card(tree, code, value) AS packed, dx.score(tree, code, value) AS score,
		dx.wavg(value, 1) AS mean, pg_catalog.sum(value) / 3 AS plain FROM state_test.tree, state_test.answer GROUP BY id, unit) AS o
	JOIN state_test.want w USING (id, unit) WHERE o.card = w.card AND o.packed = w.card AND o.score = w.score AND o.mean = o.plain;

DROP SCHEMA state_test CASCADE;
