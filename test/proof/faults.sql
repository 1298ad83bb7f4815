-- SPDX-License-Identifier: PostgreSQL
-- Statements whose every allocation is made to fail once, and for good (06_faults.pl).
SET client_min_messages = warning;
DROP TABLE IF EXISTS probe.statement, probe.failed;
CREATE TABLE probe.statement (number serial, quick boolean, text text);
INSERT INTO probe.statement (quick, text) VALUES
	(true, $s$SELECT dx.card(t.tree, r.code, r.value, r.state) FROM probe.card JOIN probe.tree t ON t.id = card.tree, dx.results(t.tree, card) AS r WHERE t.id IN (2, 3) GROUP BY t.id, card::text$s$),
	(true, $s$SELECT dx.score(t.tree, r.code, r.value, r.state, '') FROM probe.card JOIN probe.tree t ON t.id = card.tree, dx.results(t.tree, card) AS r WHERE t.id IN (1, 2) GROUP BY t.id, card::text$s$),
	(true, $s$SELECT dx.node_summary(t.tree, card), dx.node_summary(t.tree, card, true), dx.node_summary(t.tree, card, true, 'ratio'), dx.node_summary(t.tree, card, false, 'lost') FROM probe.card JOIN probe.tree t ON t.id = card.tree WHERE t.id < 4 GROUP BY t.id$s$),
	(true, $s$SELECT dx.moments(t.tree, card), dx.moments(t.tree, card, 1 + length(card::text) % 3) FROM probe.card JOIN probe.tree t ON t.id = card.tree WHERE t.id < 4 GROUP BY t.id$s$),
	(true, $s$SELECT (SELECT count(*) FROM dx.correlations(tree, s)) + (SELECT count(*) FROM dx.cronbach(tree, s)) + (SELECT count(*) FROM dx.components(tree, s)) FROM (SELECT t.tree, dx.moments(t.tree, card) AS s FROM probe.card JOIN probe.tree t ON t.id = card.tree WHERE t.id < 4 GROUP BY t.tree::text, t.tree) AS q$s$),
	(true, $s$SELECT a FROM (SELECT dx.merge_node_stats(text::dx.node_stat) AS s FROM probe.value WHERE type = 'dx.node_stat'::regtype AND text LIKE 'nodes:01%' GROUP BY text) AS q, dx.node_averages(s, '{0.5,0.9}') AS a$s$),
	(true, $s$SELECT s FROM probe.card JOIN probe.tree t ON t.id = card.tree, dx.strengths(t.tree, card, ARRAY(SELECT 1 FROM dx.nodes(t.tree)), 2) AS s WHERE t.id = 2$s$),
	(true, $s$SELECT c FROM probe.card a JOIN probe.tree t ON t.id = a.tree JOIN probe.card b ON b.tree = a.tree, dx.explain_change(t.tree, a.card, t.tree, b.card) AS c WHERE t.id = 2$s$),
	(true, $s$SELECT a FROM probe.card JOIN probe.tree t ON t.id = card.tree, dx.advice(t.tree, card) AS a WHERE t.id = 2$s$),
	(true, $s$SELECT b FROM probe.card JOIN probe.tree t ON t.id = card.tree, dx.breakdown(t.tree, card) AS b WHERE t.id = 2$s$),
	(false, $s$SELECT dx.tree(n.code, n.name, n.max_points, n.rule) FROM probe.tree, dx.nodes(tree) AS n WHERE id IN (1, 6) AND is_criterion GROUP BY id$s$),
	(false, $s$SELECT dx.tree_in(text::cstring) FROM probe.value WHERE type = 'dx.tree'::regtype$s$),
	(false, $s$SELECT dx.card_in(text::cstring) FROM probe.value WHERE type = 'dx.card'::regtype LIMIT 8$s$),
	(false, $s$SELECT text::dx.rule FROM probe.value WHERE type = 'dx.rule'::regtype$s$),
	(false, $s$SELECT text::dx.code FROM probe.value WHERE type = 'dx.code'::regtype LIMIT 20$s$),
	(false, $s$SELECT dx.tree_send(tree), dx.tree_out(tree) FROM probe.tree WHERE id < 6$s$),
	(false, $s$SELECT dx.card_send(card), dx.card_out(card) FROM probe.card LIMIT 10$s$),
	(false, $s$SELECT n FROM probe.tree, dx.nodes(tree) AS n WHERE id < 4$s$),
	(false, $s$SELECT dx.alter_tree(tree, '{"1": {"name": "x"}}') FROM probe.tree WHERE id IN (1, 3)$s$),
	(false, $s$SELECT dx.alter_tree(tree, '{"2": null, "12.x": {"new": true, "max": 1, "rule": "steps(1:1/3)"}, "1": {"name": "x"}}') FROM probe.tree WHERE id IN (1, 3)$s$),
	(false, $s$SELECT dx.tree(code, 'n', 3, 'percent', '1/3', 'mean'), dx.tree(code::dx.code, NULL, 3, 'percent'::dx.rule, 2, NULL), dx.padded(dx.greatest_code(code), 9) FROM unnest(ARRAY['1.1', '1.2', 'TC2']) AS code$s$),
	(false, $s$SELECT dx.subtree(tree, '1') FROM probe.tree WHERE id IN (1, 3)$s$),
	(false, $s$SELECT d FROM probe.tree a, probe.tree b, dx.tree_diff(a.tree, b.tree) AS d WHERE a.id = 2 AND b.id = 3$s$),
	(false, $s$SELECT dx.recast(c.card, t.tree, t.tree, '{}') FROM probe.card c JOIN probe.tree t ON t.id = c.tree WHERE t.id < 4$s$),
	(false, $s$SELECT dx.set_result(t.tree, c.card, n.code, NULL) FROM probe.card c JOIN probe.tree t ON t.id = c.tree, dx.nodes(t.tree) AS n WHERE is_criterion AND t.id < 4$s$),
	(false, $s$SELECT dx.points(t.tree, card), dx.ratio(t.tree, card, ''), dx.max_points(t.tree, card, ARRAY['1', '2']), dx.coverage(t.tree, card, ARRAY['1']::dx.code[]) FROM probe.card JOIN probe.tree t ON t.id = card.tree WHERE t.id IN (1, 3)$s$),
	(false, $s$SELECT dx.merge_cards(card) FROM probe.card GROUP BY tree, card::text$s$),
	(false, $s$SELECT dx.score_final(dx.score_combine(NULL, text::dx.tally)) FROM probe.value WHERE type = 'dx.tally'::regtype LIMIT 20$s$),
	(false, $s$SELECT dx.rank_by(x) OVER (), dx.ranked_count(x, 'max') OVER (PARTITION BY x::int % 3), dx.rank_by(x, 'first', 2) OVER (ORDER BY x) FROM (SELECT (random() + g) AS x FROM generate_series(1, 40) g) q$s$),
	(false, $s$SELECT dx.rank_by_keys(ARRAY[1, g % 2, g]) OVER (), dx.rank_by_keys(ARRAY[g % 2, 1], 'first', '{1,0}', g <> 3, '{1,-1}') OVER (ORDER BY g) FROM generate_series(1, 60) g$s$),
	(false, $s$SELECT dx.node_ranks(t.tree, card) OVER (), dx.node_ranks(t.tree, card, 'first', 1, NULL, -1) OVER (ORDER BY card) FROM probe.card JOIN probe.tree t ON t.id = card.tree WHERE t.id = 2$s$),
	(false, $s$SELECT dx.last_known(CASE WHEN g % 3 = 0 THEN g END, g, 1) OVER (), dx.known_at(g, g) OVER (), dx.interpolate(CASE WHEN g % 5 = 1 THEN g ^ 2 END, g / 2) OVER () FROM generate_series(1, 60) g$s$),
	(false, $s$SELECT dx.treat(g ^ 9, 1) OVER (), dx.treatment(g ^ 9, 1) OVER (), dx.treat_bounds(g ^ 9, 3, 0, -5) OVER (), dx.log_shift(-g ^ 3, 'log_CT_plus') OVER () FROM generate_series(1, 60) g$s$),
	(false, $s$SELECT dx.grade_card(t.tree, card, 'b:-1e9, a:0.5 [each >= 50%, ''1'' >= 1/3]'), dx.grade_card_place(t.tree, card, 'a:' || card.tree, 2, 'points'), dx.grade_place(card.tree, dx.plain_grades('b:0, a:0.5 [1 >= 0.5]')) FROM probe.card JOIN probe.tree t ON t.id = card.tree WHERE t.id IN (1, 3)$s$),
	(false, $s$SELECT code, count(*) FROM (SELECT code FROM probe.tree, dx.nodes(tree) UNION ALL SELECT dx.parent(code) FROM probe.tree, dx.nodes(tree)) AS c WHERE dx.is_under(code, '9') OR code OPERATOR(dx.<) 'I' GROUP BY code ORDER BY code$s$),
	(false, $s$SELECT dx.card(t.tree, n.code::text, CASE n.ordinal % 3 WHEN 0 THEN 'n/a' WHEN 1 THEN ' ' END), dx.score(t.tree, n.code, '1,0'::text, 'points') FILTER (WHERE max_points >= 1) FROM probe.tree t, dx.nodes(t.tree) AS n WHERE is_criterion AND t.id IN (1, 2, 3) GROUP BY t.id$s$),
	(false, $s$SELECT dx.card_of_json(t.tree, dx.card_to_json(t.tree, card)), dx.breakdown_json(t.tree, card) FROM probe.card JOIN probe.tree t ON t.id = card.tree WHERE t.id IN (1, 3)$s$),
	(false, $s$SELECT dx.answer(r, a) FROM unnest(ARRAY['percent', 'ratio', 'choice(1:1, Đạt:0.5)', 'checklist(12)']) AS r, unnest(ARRAY['1', '']) AS a$s$),
	(false, $s$SELECT dx.answer_problem(r, a, 10, 'vi'), dx.result_text(r, 1, 'vi') FROM unnest(ARRAY['percent', 'points', 'choice(1:1, Đạt:0.5)', 'checklist(12)']) AS r, unnest(ARRAY['1.500', 'x', '5/12', 'n/a']) AS a$s$),
	(false, $s$SELECT dx.number('1.189,8', 'vi'), dx.number_text(x, 2, 'vi'), dx.round_to(x, 2) FROM unnest('{0.5, 1e300}'::float8[]) AS x$s$);
-- And every aggregate and window function of numbers that there is.
INSERT INTO probe.statement (quick, text)
SELECT false, format('SELECT %s.%I(%s) %s FROM generate_series(1, 40) AS g, LATERAL (SELECT g / 7.0 AS x, g %% 5 + 1 AS w) AS v %s', pronamespace::regnamespace, proname,
	array_to_string((ARRAY['x', CASE prokind WHEN 'a' THEN 'w' ELSE '2' END, '0.5', '0.5'])[1:greatest(pronargs - pronargdefaults, 1)], ', '), CASE WHEN prokind = 'w' THEN 'OVER ()' END, CASE WHEN prokind = 'a' THEN 'GROUP BY g % 3' END)
FROM pg_proc WHERE pronamespace = 'dx'::regnamespace AND prokind IN ('a', 'w') AND proargtypes[0] = 'float8'::regtype
	AND (SELECT bool_and(t = 'float8'::regtype) FROM unnest((proargtypes::oid[])[0:pronargs - pronargdefaults - 1]) AS t) AND proname NOT IN ('rank_by', 'ranked_count', 'last_known', 'known_at', 'interpolate')
ORDER BY proname, pronargs;

CREATE TABLE probe.failed (statement int, allocations bigint, tries int, refused int, wrong text, leaked bigint);

CREATE OR REPLACE PROCEDURE probe.fail_all(only_quick boolean, most int) LANGUAGE plpgsql AS $$
DECLARE
	s record;
	want text;
	got text;
	allocations bigint;
	tries int;
	refused int;
	wrong text;
	step bigint;
	memory bigint[];
	leaked bigint;
	query text;
BEGIN
	FOR s IN SELECT number, text FROM probe.statement WHERE quick OR NOT only_quick ORDER BY number LOOP
		-- Rows as text: every bit, and every value is looked at.
		query := format('SELECT md5(string_agg(q::text, '';'')) FROM (SELECT setseed(0.5)) AS x, LATERAL (%s) AS q', s.text);
		EXECUTE query INTO want;
		PERFORM probe.faults(0, false);
		EXECUTE query INTO want;
		allocations := probe.faults(0, false);
		tries := 0; refused := 0; wrong := NULL;
		-- All of them, or as many as there is time for, evenly.
		step := greatest(1, allocations / most);
		memory := '{}';
		-- Once, for good, once more: after the second pass nothing new is cached,
		-- unless another session has changed the catalogue. What leaks does so each time.
		FOR pass IN 0 .. 4 LOOP
			FOR at IN 0 .. allocations / step - 1 LOOP
				tries := tries + 1;
				BEGIN
					PERFORM probe.faults(1 + at * step, pass = 1);
					EXECUTE query INTO got;
					PERFORM probe.faults(0, false);
					wrong := coalesce(wrong, format('allocation %s did not fail', 1 + at * step));
				EXCEPTION WHEN OTHERS THEN
					PERFORM probe.faults(0, false);
					IF SQLSTATE = '53200' AND SQLERRM = 'out of memory' THEN refused := refused + 1;
					ELSE wrong := coalesce(wrong, format('allocation %s: %s %s', 1 + at * step, SQLSTATE, SQLERRM)); END IF;
				END;
			END LOOP;
			memory := memory || probe.memory();
			leaked := memory[pass + 1] - memory[pass];
			EXIT WHEN pass > 1 AND leaked <= 8192;
		END LOOP;
		EXECUTE query INTO got;
		IF got IS DISTINCT FROM want THEN wrong := coalesce(wrong, 'another result afterwards'); END IF;
		INSERT INTO probe.failed VALUES (s.number, allocations, tries, refused, wrong, leaked);
		COMMIT;
	END LOOP;
END $$;
