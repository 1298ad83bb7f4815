-- SPDX-License-Identifier: PostgreSQL
-- Arguments for every type, and the procedure that calls every function with them
-- (03_calls.pl, 08_memory.pl).
SET client_min_messages = warning;
DROP TABLE IF EXISTS probe.argument, probe.called;
-- What an argument can be, by type, as an expression. NULL is added to each.
CREATE TABLE probe.argument (type regtype, expression text);
INSERT INTO probe.argument SELECT 'float8', format('%L::float8', x) FROM unnest(ARRAY['0', '-0', '1', '-1', '0.5', '50', '99.99', '100', '1e15', '1.0000000000000002e15', '-1e15', '1e300', '1.7976931348623157e308',
	'-1.7976931348623157e308', '5e-324', '1e-300', 'NaN', 'Infinity', '-Infinity', '0.1', '2', '3', '12']) AS x;
INSERT INTO probe.argument SELECT 'int4', format('%L::int4', x) FROM unnest(ARRAY['0', '1', '2', '3', '-1', '12', '15', '16', '100', '65535', '65536', '2147483647', '-2147483648']) AS x;
INSERT INTO probe.argument SELECT 'int8', format('%L::int8', x) FROM unnest(ARRAY['0', '1', '2', '-1', '100', '4294967296', '9223372036854775807', '-9223372036854775808']) AS x;
INSERT INTO probe.argument VALUES ('boolean', 'true'), ('boolean', 'false');
INSERT INTO probe.argument SELECT 'text', format('%L::text', x) FROM unnest(ARRAY['', ' ', '1', '1.1', 'I', 'I.1', 'x', 'result', 'points', 'na', 'missing', 'children', 'criteria', 'min', 'max', 'dense', 'first', 'percent', 'yesno',
	'steps(1:2p, >2:1)', 'choice(Tốt:1, Đạt:0.5)', 'Tốt', '87,5%', '12/15', '8,5', 'có', 'không áp dụng', 'n/a', '4.22.~', '..', 'Đ.đ', 'TC2.a01', '1/3', 'mean', 'children', 'criteria', 'down', 'đây là một câu', 'Yếu:0, Trung bình:0.5', 'A:0.5 [each >= 50%], B:0 [1.1 >= 1/3]', '''', '%s%n', '{1,2}', 'vi', 'en', '1.189,8', '98,567', 'không áp dụng']) AS x;
INSERT INTO probe.argument VALUES ('text', 'repeat(''9'', 64)'), ('text', 'repeat(''1.'', 40)'), ('text', 'repeat(''đ'', 5000)'), ('text', 'repeat(''{'', 300)');
INSERT INTO probe.argument SELECT 'text', format('%L::text', text) FROM (SELECT DISTINCT ON (type) type, text FROM probe.value ORDER BY type, text) AS v;
INSERT INTO probe.argument SELECT 'varchar', replace(expression, '::text', '::varchar') FROM probe.argument WHERE type = 'text'::regtype;
INSERT INTO probe.argument SELECT 'cstring', format('%L::cstring', text) FROM (SELECT text, row_number() OVER (PARTITION BY type ORDER BY md5(text)) AS n FROM probe.value) AS v WHERE n <= 8;
INSERT INTO probe.argument VALUES ('cstring', ''''''), ('cstring', '''{''');
INSERT INTO probe.argument SELECT 'jsonb', format('%L::jsonb', x) FROM unnest(ARRAY['null', '{}', '[]', '1', '"a"', '{"1": {"max": 20}}', '{"1": null}', '{"1.9": {"new": true, "max": 1, "rule": "percent"}}', '{"9": {"new": true, "max": 2}, "1": null, "10": null}', '{"1": {"weight": 2, "method": "geomean"}}', '{"max": 3, "weight": 0.5, "bonus": true}',
	'{"x": "y"}', '{"1": "2", "2": "1"}', '{"1.1": ""}', '{"": {"decimals": 2}}', '{"method": "power(1e400)"}', '{"min_coverage": "2/3"}', '{"guide": "…"}', '{"weight": -1}', '{"unknown": 1}', '{"1": 0.5, "2": "1"}', '{"1.1": {"points": 0}, "1": "n/a"}', '{"": {"na": true}}']) AS x;
INSERT INTO probe.argument SELECT 'json', replace(expression, '::jsonb', '::json') FROM probe.argument WHERE type = 'jsonb'::regtype;
INSERT INTO probe.argument VALUES ('text[]', '''{}''::text[]'), ('text[]', '''{1}''::text[]'), ('text[]', '''{1,2,1,NULL}''::text[]'), ('text[]', '''{{1,2},{I,II}}''::text[]'), ('text[]', '''{"",x}''::text[]'), ('text[]', 'array_fill(''1''::text, ARRAY[3], ARRAY[-5])');
INSERT INTO probe.argument SELECT 'dx.code[]', expression || '::dx.code[]' FROM probe.argument WHERE type = 'text[]'::regtype;
INSERT INTO probe.argument SELECT 'int4[]', x FROM unnest(ARRAY['''{}''::int4[]', '''{1}''::int4[]', '''{1,-1,NULL}''::int4[]', '''{0,0}''::int4[]', '''{16}''::int4[]', '''{{1,1}}''::int4[]', 'array_fill(1, ARRAY[33])']) AS x;
INSERT INTO probe.argument SELECT 'float8[]', x FROM unnest(ARRAY['''{}''::float8[]', '''{0.5}''::float8[]', '''{50,1}''::float8[]', '''{50,NULL}''::float8[]', '''{NaN,NULL,1}''::float8[]', '''{{1,3},{0.333,1}}''::float8[]']) AS x;
-- Trees and cards come from their tables, which is short, and TOASTed at times.
INSERT INTO probe.argument SELECT 'dx.tree', format('(SELECT tree FROM probe.tree WHERE id = %s)', id) FROM probe.tree;
INSERT INTO probe.argument SELECT 'dx.tree[]', format('ARRAY[(SELECT tree FROM probe.tree WHERE id = %s)]', id) FROM probe.tree;
INSERT INTO probe.argument VALUES ('dx.tree[]', '''{}''::dx.tree[]'), ('dx.tree[]', '''{NULL}''::dx.tree[]'), ('dx.tree[]', '(SELECT array_agg(tree) FROM probe.tree)');
-- States of every kind, which is their first word: one of each comes before two of any.
INSERT INTO probe.argument SELECT type, format('%L::%s', text, type) FROM (
	SELECT type, text, row_number() OVER (PARTITION BY type ORDER BY k, md5(text)) AS n FROM (
		SELECT type, text, row_number() OVER (PARTITION BY type, CASE type WHEN 'dx.stat'::regtype THEN split_part(text, ' ', 1) END ORDER BY length(text) < 40, md5(text)) AS k
		FROM probe.value WHERE type <> 'dx.tree'::regtype) AS v) AS v
WHERE n <= 24 OR type = 'dx.stat'::regtype AND n <= 36;
INSERT INTO probe.argument SELECT DISTINCT type, format('NULL::%s', type) FROM probe.argument;

CREATE TABLE probe.called (signature text, kind "char", calls int, successes int, wrong text);

-- What goes together: criteria, cards and states of one tree.
DROP TABLE IF EXISTS probe.fitting;
CREATE TABLE probe.fitting AS
	SELECT id AS tree, 'dx.tree'::regtype AS type, format('(SELECT tree FROM probe.tree WHERE id = %s)', id) AS expression FROM probe.tree
	UNION ALL SELECT id, 'dx.tree[]', format('(SELECT array_fill(tree, ARRAY[%s]) FROM probe.tree WHERE id = %s)', n, id) FROM probe.tree, generate_series(1, 2) AS n
	UNION ALL SELECT tree, 'dx.card', format('%L::dx.card', card) FROM probe.card
	UNION ALL SELECT tree, 'dx.node_stat', format('%L::dx.node_stat', (SELECT dx.node_summary(t.tree, c.card) FROM probe.tree AS t WHERE t.id = c.tree)) FROM probe.card AS c
	UNION ALL SELECT tree, 'dx.moment_stat', format('%L::dx.moment_stat', (SELECT dx.moments(t.tree, c.card) FROM probe.tree AS t WHERE t.id = c.tree)) FROM probe.card AS c
	UNION ALL SELECT tree, 'dx.card[]', format('%L::dx.card[]', array_agg(card)) FROM probe.card GROUP BY tree
	UNION ALL SELECT t.id, 'dx.code', format('%L::dx.code', code) FROM probe.tree AS t, dx.nodes(tree) WHERE is_criterion
	UNION ALL SELECT t.id, 'text', format('%L::text', code) FROM probe.tree AS t, dx.nodes(tree) WHERE is_criterion
	UNION ALL SELECT id, type, format('%L::%s', '', type) FROM probe.tree, (VALUES ('dx.code'::regtype), ('text')) AS t(type), generate_series(1, 4)
	UNION ALL SELECT t.id, 'int4', ordinal::text FROM probe.tree AS t, dx.nodes(tree) WHERE is_criterion
	UNION ALL SELECT t.id, 'int4[]', format('array_fill(%s, ARRAY[%s])', x, count(*)) FROM probe.tree AS t, dx.nodes(tree), unnest(ARRAY['1', '2']) AS x GROUP BY t.id, x
	UNION ALL SELECT t.id, 'float8[]', format('array_fill(%s::float8, ARRAY[2, %s])', x, count(*)) FROM probe.tree AS t, dx.nodes(tree), unnest(ARRAY['1', '0.5', '0']) AS x GROUP BY t.id, x
	UNION ALL SELECT t.id, 'float8[]', format('%L::float8[]', array_agg(row ORDER BY x)) FROM probe.tree AS t, unnest(ARRAY[0.5, 2]) AS x, LATERAL (SELECT array_agg(CASE WHEN n.parent IS NULL THEN 1 ELSE x END ORDER BY n.ordinal) AS row FROM dx.nodes(tree) AS n) AS r GROUP BY t.id
	UNION ALL SELECT t.id, 'dx.tally', format('%L::dx.tally', probe.score_state(t.tree, r.code, r.value, r.state, NULL))
		FROM probe.card JOIN probe.tree AS t ON t.id = card.tree, dx.results(t.tree, card) AS r GROUP BY t.id, card::text;

-- Arguments for one row. Wild: number `fixed` walks through the values of its
-- type, the rest is random. With a tree: values that go together, mostly small.
CREATE OR REPLACE FUNCTION probe.arguments(types oid[], fixed int, at int, for_tree int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	list text[] := '{}';
	choices text[];
	of_tree boolean := 'dx.tree'::regtype::oid = ANY (types) OR 'dx.tree[]'::regtype::oid = ANY (types);
	-- dx.node_ranks(tree, card, ties, decimals, ranked, direction) names no node.
	named boolean := NOT of_tree OR types = '{dx.tree,dx.card,text,int4,boolean,int4}'::regtype[]::oid[];
	-- dx.tree(code, name, max_points, rule, weight, method)
	of_node boolean := array_length(types, 1) = 6 AND types[2:3] = '{text,float8}'::regtype[]::oid[] AND types[6] = 'text'::regtype;
	t oid;
BEGIN
	FOR i IN 1 .. coalesce(array_length(types, 1), 0) LOOP
		t := types[i];
		choices := NULL;
		IF for_tree IS NOT NULL THEN
			-- dx.grade_card(tree, card, grades, decimals, figure) and its place
			IF types = '{dx.tree,dx.card,text,int4,text}'::regtype[]::oid[] AND t = 'text'::regtype THEN
				choices := CASE i WHEN 3 THEN ARRAY['''b:0, a:0.5''', '''b:0, a:0.5 [each >= 50%]''', '''x'''] ELSE ARRAY['''ratio''', '''points''', 'NULL::text'] END;
			-- dx.node_summary(tree, card, quantiles, measure) and its transition; states are of points without values.
			ELSIF t IN ('text'::regtype, 'boolean'::regtype) AND i >= array_length(types, 1) - 1 AND types[array_length(types, 1) - 2:] = '{dx.card,boolean,text}'::regtype[]::oid[] THEN
				choices := CASE WHEN t = 'text'::regtype THEN ARRAY['''points''', 'NULL::text', '''ratio''', '''lost'''] ELSE ARRAY['false', 'NULL::boolean', 'true'] END;
			-- dx.moments(tree, card, weight, level, node) and its transition
			ELSIF t = 'text'::regtype AND i > 2 AND types[i - 2:i - 1] = '{dx.card,float8}'::regtype[]::oid[] THEN
				choices := ARRAY['NULL::text', '''children''', '''nodes''', '''criteria'''];
			ELSIF t IN ('text'::regtype, 'dx.code'::regtype) AND i > 3 AND types[i - 3:i - 1] = '{dx.card,float8,text}'::regtype[]::oid[] THEN
				choices := ARRAY[format('NULL::%s', t::regtype), format('''''::%s', t::regtype)];
			ELSIF of_node AND i <> 3 THEN
				choices := (ARRAY['{1,2,3,4,5,6,7,8,9,10,NULL}', '{n}', '', '{percent,yesno,NULL}', '{1,2,0.5,NULL}', '{mean,sum,NULL}'])[i]::text[];
				choices := ARRAY(SELECT format('%L::%s', c, t::regtype) FROM unnest(choices) AS c);
			ELSIF t IN ('dx.tree'::regtype, 'dx.tree[]'::regtype, 'dx.card'::regtype, 'dx.card[]'::regtype, 'dx.tally'::regtype, 'dx.node_stat'::regtype, 'dx.moment_stat'::regtype) OR of_tree AND t IN ('float8[]'::regtype, 'int4[]'::regtype)
				OR NOT named AND t IN ('dx.code'::regtype, 'text'::regtype, 'int4'::regtype)
			THEN
				choices := ARRAY(SELECT expression FROM probe.fitting WHERE type = t::regtype AND tree = for_tree ORDER BY expression COLLATE "C");
				named := named OR t IN ('dx.code'::regtype, 'text'::regtype, 'int4'::regtype);
				IF i = 1 AND t NOT IN ('dx.tree'::regtype, 'dx.tree[]'::regtype) THEN choices := choices || array_fill(format('NULL::%s', t::regtype), ARRAY[array_length(choices, 1)]); END IF;
			ELSIF t = 'float8'::regtype THEN choices := ARRAY['1', '1', '1', '0', '0.5', 'NULL::float8'];
			ELSIF t = 'int4'::regtype THEN choices := ARRAY['1', '2', 'NULL::int4'];
			-- A truth value fits the criteria of yes and no alone, NULL any.
			ELSIF t = 'boolean'::regtype AND of_tree THEN choices := ARRAY['true', 'false', 'NULL::boolean', 'NULL::boolean', 'NULL::boolean', 'NULL::boolean'];
			ELSIF t = 'boolean'::regtype THEN choices := ARRAY['true', 'true', 'false'];
			ELSIF t = 'text'::regtype AND of_tree THEN choices := ARRAY['NULL::text', 'NULL::text', '''result''', '''children''', '''1'''];
			ELSIF t = 'text'::regtype AND i < array_length(types, 1) AND types[i + 1] = 'jsonb'::regtype THEN choices := ARRAY['''percent''', '''ratio''', 'NULL::text'];
			ELSIF t = 'text'::regtype AND i < array_length(types, 1) AND types[i + 1] <> 'float8'::regtype THEN choices := ARRAY['''1''', '''2''', '''min''', '''max''', '''percent'''];
			ELSIF t = 'text'::regtype THEN choices := ARRAY['''1''', '''2''', '''percent''', '''percent''', '''vi''', '''log_CT''', '''b:0, a:0.5''', '''geomean''', '''eigenvector'''];
			ELSIF t = 'dx.code'::regtype AND of_tree THEN choices := ARRAY['NULL::dx.code', '''''::dx.code'];
			ELSIF t = 'jsonb'::regtype THEN choices := ARRAY['''{}''::jsonb', 'NULL::jsonb'];
			END IF;
		END IF;
		IF choices IS NULL THEN choices := ARRAY(SELECT expression FROM probe.argument WHERE type = t::regtype ORDER BY expression COLLATE "C"); END IF;
		IF choices = '{}' THEN choices := ARRAY[format('NULL::%s', t::regtype)]; END IF;
		list := list || choices[1 + CASE WHEN i = fixed AND for_tree IS NULL THEN at ELSE floor(random() * array_length(choices, 1))::int END % array_length(choices, 1)];
	END LOOP;
	RETURN array_to_string(list, ', ');
END $$;

CREATE OR REPLACE PROCEDURE probe.call_all(rounds int, wanted int) LANGUAGE plpgsql AS $$
DECLARE
	f record;
	types oid[];
	call text;
	rows text;
	columns text;
	calls int;
	successes int;
	made bigint;
	length bigint;
	wrong text;
	width int;
	fitting int;
	n int;
BEGIN
	FOR f IN SELECT p.oid, p.oid::regprocedure::text AS signature, p.pronamespace::regnamespace || '.' || quote_ident(p.proname) AS name, p.prokind, p.proisstrict, p.proargtypes::oid[] AS argtypes FROM pg_proc p
		WHERE p.pronamespace = 'dx'::regnamespace AND NOT 'internal'::regtype::oid = ANY (p.proargtypes::oid[]) ORDER BY 2
	LOOP
		types := ARRAY(SELECT u.t FROM unnest(f.argtypes) WITH ORDINALITY AS u(t, o) ORDER BY u.o);
		width := coalesce(array_length(types, 1), 0);
		columns := (SELECT string_agg('c' || i, ', ') FROM generate_series(1, width) AS i);
		calls := 0; successes := 0; wrong := NULL;
		n := 0;
		WHILE wrong IS NULL AND (n < rounds OR (successes < wanted AND n < greatest(200 * wanted, 500))) LOOP
			-- Every other call wild, in turn through all values; every other fitting.
			fitting := CASE WHEN n % 2 = 1 THEN 1 + floor(random() * 6)::int END;
			IF f.prokind = 'f' THEN
				call := format('SELECT %s(%s)', f.name, probe.arguments(types, n / 2 % greatest(width, 1) + 1, n / 2 / greatest(width, 1), fitting));
			ELSE
				rows := (SELECT string_agg(format('(%s, %s)', g, probe.arguments(types, (n / 2 + g) % width + 1, n / 2 / width, fitting)), ', ') FROM generate_series(1, 1 + n / 2 % 4) AS g);
				call := format('SELECT %s(%s) %s FROM (VALUES %s) AS v(n, %s) %s', f.name, columns,
					CASE WHEN f.prokind = 'w' THEN (ARRAY['OVER ()', 'OVER (ORDER BY n)', 'OVER (PARTITION BY n % 2 ORDER BY c1::text)'])[1 + n / 2 % 3]
						ELSE (ARRAY['', 'FILTER (WHERE n > 1)', 'OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)', '', 'OVER (PARTITION BY n % 2)', ''])[1 + n / 2 % 6] END,
					rows, columns, CASE WHEN f.prokind = 'a' AND n / 2 % 6 = 3 THEN 'GROUP BY n % 2' WHEN f.prokind = 'a' AND n / 2 % 6 = 5 THEN 'GROUP BY GROUPING SETS ((), (n))' END);
			END IF;
			n := n + 1;
			calls := calls + 1;
			BEGIN
				EXECUTE format('SELECT sum(length(q::text)), count(*) FILTER (WHERE NOT q IS NULL) FROM (%s) AS q', call) INTO length, made;
				-- A strict function of NULL is not called.
				IF made > 0 OR NOT f.proisstrict AND f.prokind <> 'a' THEN successes := successes + 1; END IF;
			EXCEPTION WHEN OTHERS THEN
				IF left(SQLSTATE, 2) NOT IN ('22', '54') THEN
					wrong := format('%s %s: %s', SQLSTATE, SQLERRM, call);
				END IF;
			END;
		END LOOP;
		INSERT INTO probe.called VALUES (f.signature, f.prokind, calls, successes, wrong);
		COMMIT;
	END LOOP;
END $$;
