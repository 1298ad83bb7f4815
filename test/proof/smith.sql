-- SPDX-License-Identifier: PostgreSQL
-- What sqlsmith is given, in a database that start.sql has filled: an ordinary
-- role "smith", tables whose columns go together, and a catalogue cut down to
-- schema dx.
--
-- sqlsmith reads pg_proc, pg_type and pg_attribute by these bare names, as the
-- role that it tests. Its search_path begins with schema smith, which has
-- materialized views of these names (information_schema.tables, where sqlsmith
-- looks for tables, does not list such views). They show the functions of dx
-- alone, and more kinds of argument than there are types: a column named
-- code__a is a criterion of the tree in tree__a, and an argument "code" of
-- dx.points is asked for in that kind, not as any dx.code. What is printed into
-- the queries is the type.
--
-- Set-returning functions are shown as plain ones, windows as aggregates, which
-- is what sqlsmith calls with OVER; otherwise it would leave them out. Where a
-- query then has them in the wrong place, it fails, as queries of sqlsmith do.
-- Functions that take or return `internal` are out of its reach, and SQL's.
SET client_min_messages = warning;
CREATE SCHEMA smith;
SET search_path = smith, public;

-- Three trees of 96 criteria: a plain sum of rules of many kinds, means of many
-- kinds, and one that is deep, with decimals, bonuses and penalties.
CREATE TABLE tree (kind text PRIMARY KEY, tree dx.tree);
CREATE FUNCTION rule(i int) RETURNS text LANGUAGE sql IMMUTABLE AS
	$$ SELECT (ARRAY['percent', 'ratio', 'yesno', 'choice(Tốt:1, Đạt:0.5, Chưa:0)', 'steps(50:0.5, >80:1)', 'linear(0, 100)', 'curve(0:0, 30:1/3, 100:1)', 'checklist(7)', 'target(50)', 'target(100%)', 'curve(0:0, 80:0, >80:0.8, 100:1)', 'log(1, 100)', 'linear(0, 5) whole'])[1 + i % 13] $$;
INSERT INTO tree SELECT 'a', dx.tree((i / 24 + 1) || '.' || (i % 24 + 1), 'Tiêu chí ' || i, 1 + i % 5, rule(i)) FROM generate_series(0, 95) AS i;
INSERT INTO tree SELECT 'b', dx.tree(code, name, NULL, rule, options) FROM (
	SELECT (ARRAY['I', 'II', 'III', 'IV'])[i / 24 + 1] || '.' || (i % 24 + 1), 'n' || i, rule(i), jsonb_build_object('weight', 1 + i % 3)
	FROM generate_series(0, 95) AS i
	UNION ALL VALUES ('', 'Bộ chỉ số', NULL, '{"method": "mean"}'::jsonb), ('I', NULL, NULL, '{"method": "mean", "missing": "skip", "weight": 2}'),
		('II', NULL, NULL, '{"method": "geomean"}'), ('III', NULL, NULL, '{"method": "power(0.5)", "min_coverage": "1/2"}'), ('IV', NULL, NULL, '{"method": "median"}')) AS n(code, name, rule, options);
INSERT INTO tree SELECT 'c', dx.tree(code, NULL, max_points, rule, options) FROM (
	SELECT (i / 32 + 1) || '.' || (i / 8 % 4 + 1) || '.' || chr(97 + i % 8), 1 + i % 3, rule(i), CASE WHEN i % 16 = 15 THEN '{"bonus": true}'::jsonb END
	FROM generate_series(0, 95) AS i
	UNION ALL VALUES ('', NULL, NULL, '{"decimals": 2}'::jsonb), ('3.9', -2, 'percent', NULL)) AS n(code, max_points, rule, options);

-- States of aggregates as columns: their transition functions, called by themselves.
CREATE AGGREGATE tally(dx.tree, dx.code, float8, text) (SFUNC = dx.score_accum, STYPE = dx.tally);
CREATE AGGREGATE stat_sum(float8) (SFUNC = dx.stat_accum_sum, STYPE = dx.stat);
CREATE AGGREGATE stat_mean(float8, float8) (SFUNC = dx.stat_accum_mean, STYPE = dx.stat);
CREATE AGGREGATE stat_moments(float8, float8) (SFUNC = dx.stat_accum_moments, STYPE = dx.stat);
CREATE AGGREGATE stat_geomean(float8, float8) (SFUNC = dx.stat_accum_geomean, STYPE = dx.stat);
CREATE AGGREGATE stat_harmean(float8, float8) (SFUNC = dx.stat_accum_harmean, STYPE = dx.stat);
CREATE AGGREGATE stat_powmean(float8, float8, float8) (SFUNC = dx.stat_accum_powmean, STYPE = dx.stat);
CREATE AGGREGATE stat_values(float8, float8) (SFUNC = dx.stat_accum_values, STYPE = dx.stat);
CREATE AGGREGATE stat_quantile(float8, float8, float8) (SFUNC = dx.stat_accum_quantile, STYPE = dx.stat);
CREATE AGGREGATE stat_mpi(float8, float8, float8) (SFUNC = dx.stat_accum_mpi, STYPE = dx.stat);
CREATE AGGREGATE stat_co_moments(float8, float8, float8) (SFUNC = dx.stat_accum_co_moments, STYPE = dx.stat);
CREATE AGGREGATE stat_pairs(float8, float8) (SFUNC = dx.stat_accum_pairs, STYPE = dx.stat);
CREATE AGGREGATE stat_shape(float8, float8) (SFUNC = dx.stat_accum_shape, STYPE = dx.stat);

-- A row a criterion: what it takes, a card that has it alone, one that has the
-- next alone, one of six full cards, and the same as states of dx.score.
CREATE TABLE criterion AS
SELECT t.kind, t.tree, row_number() OVER w AS i, n.ordinal, n.code, n.name, n.rule, n.max_points, n.parent, v.value, v.state, v.answer,
	dx.card(t.tree, n.code, v.value, v.state) OVER one AS part, tally(t.tree, n.code, v.value, v.state) OVER one AS part_tally
FROM tree AS t, dx.nodes(t.tree) AS n,
	LATERAL (SELECT CASE n.rule::text WHEN 'percent' THEN 5 + n.ordinal % 60 * 1.5 WHEN 'ratio' THEN (1 + n.ordinal % 60) / 64.0 WHEN 'yesno' THEN n.ordinal % 2 WHEN 'checklist(7)' THEN n.ordinal % 8
		WHEN rule(3) THEN 1 + n.ordinal % 3 ELSE 10 + n.ordinal END::float8 AS value) AS fits,
	LATERAL (SELECT CASE WHEN n.ordinal % 16 <> 5 THEN fits.value END AS value, CASE WHEN n.ordinal % 16 = 5 THEN 'na' ELSE 'result' END AS state,
		CASE n.rule::text WHEN rule(3) THEN 'Đạt' WHEN 'yesno' THEN 'yes' WHEN 'checklist(7)' THEN '3/7' WHEN 'percent' THEN '87,5%' ELSE '12' END AS answer) AS v
WHERE n.is_criterion
WINDOW w AS (PARTITION BY t.kind ORDER BY n.ordinal), one AS (PARTITION BY t.kind, n.ordinal);

CREATE TABLE card AS
SELECT c.kind, k, dx.card(c.tree, c.code, CASE WHEN (c.i + k) % 7 <> 0 THEN CASE WHEN c.rule::text IN ('percent', 'ratio') THEN c.value / (1 + k % 3) ELSE c.value END END,
	CASE WHEN (c.i + k) % 7 <> 0 THEN c.state ELSE 'missing' END) AS card
FROM criterion AS c, generate_series(0, 5) AS k GROUP BY c.kind, k;

-- The same for each tree, with its kind in the names of the columns.
DO $$
DECLARE
	of text;
BEGIN
	FOREACH of IN ARRAY ARRAY['a', 'b', 'c'] LOOP
		EXECUTE format($of$
			CREATE TABLE of_%1$s AS
			SELECT c.i::int AS i__%1$s, c.tree AS tree__%1$s, card AS card__%1$s, c.ordinal AS ordinal__%1$s, c.code AS code__%1$s, c.code::text AS code__%1$s_text, c.code::varchar AS code__%1$s_varchar,
				''::dx.code AS node__%1$s, ''::text AS node__%1$s_text, c.parent AS parent__%1$s, c.parent::text AS parent__%1$s_text, c.value AS value__%1$s, c.state AS state__%1$s_text, c.answer AS answer__%1$s_text,
				CASE WHEN c.state = 'na' THEN NULL WHEN c.rule::text = 'ratio' THEN '3/8' ELSE c.answer END AS typed__%1$s_text, CASE WHEN c.rule::text = 'yesno' AND c.state <> 'na' THEN c.i %% 2 = 0 END AS typed__%1$s, json_build_object(c.code::text, c.value)::jsonb AS results__%1$s,
				c.part AS part__%1$s, rest.part AS rest__%1$s, dx.node_stat_accum(NULL, c.tree, card) AS node_stat__%1$s, dx.moment_stat_accum(NULL, c.tree, card) AS moment_stat__%1$s, (SELECT array_agg(1 + x.ordinal %% 3) FROM dx.nodes(c.tree) AS x) AS ranks__%1$s, %2$s
				ARRAY(SELECT s.card FROM card AS s WHERE s.kind = c.kind AND (s.k + c.i) %% 2 = 0) AS cards__%1$s, ARRAY[c.code, rest.code] AS codes__%1$s, ARRAY[c.tree] AS trees__%1$s, ARRAY[c.code::text, c.parent::text] AS codes__%1$s_text,
				f.factors AS factors__%1$s, c.rule AS rule__%1$s, c.rule::text AS rule__%1$s_text, c.max_points AS max_points__%1$s, c.name AS name__%1$s_text, '{}'::jsonb AS options__%1$s,
				json_build_object(c.parent::text, '{"name": "x"}'::json)::jsonb AS patch__%1$s, json_build_object(c.code::text, c.code::text)::jsonb AS code_map__%1$s
			FROM criterion AS c JOIN criterion AS rest ON rest.kind = c.kind AND rest.i = c.i %% 96 + 1 JOIN card ON card.kind = c.kind AND card.k = c.i %% 6,
				(SELECT dx.draw_factors(tree, 3, 0.25, 1) AS factors FROM tree WHERE kind = %1$L) AS f
			WHERE c.kind = %1$L AND c.i <= 96$of$, of,
			CASE of WHEN 'a' THEN 'c.part_tally AS part_tally__a, rest.part_tally AS tally__a,' END);
	END LOOP;
END $$;

-- Everything side by side. A column is named as the argument that takes it, with
-- __ and the tree or the state that it is of, and _text or _array where the
-- argument is text or an array; any_ is what operators take. Options of windows are the same in all rows,
-- as windows want them.
CREATE TABLE many AS
WITH x AS (
	SELECT i, 1 + (i * 7 % 96) / 2.0::float8 AS x, (i % 5) / 2.0::float8 AS w FROM generate_series(1, 96) AS i
)
SELECT i AS any_int, x AS any_float, i % 2 = 0 AS any_bool, code__a AS any_code, code__b_text AS any_text, rule__a AS any_rule, tree__a AS any_tree, card__c AS any_card, stat__mean AS any_stat, node_stat__a AS any_node_stat, moment_stat__a AS any_moment_stat,
	x, x + w AS y, w, 2::float8 AS p, 0.25::float8 AS q, -1::float8 AS penalty, 0::float8 AS lo, 10::float8 AS hi, 100::float8 AS mean, 15::float8 AS sd, 20::float8 AS target, 0.3::float8 AS noise, 0.9::float8 AS level,
	ARRAY[x, w] AS x_array, '{1,-1}'::int[] AS direction_array, '{0.5,1}'::float8[] AS wanted_array, '{1/3}'::text[] AS comparisons_text, '{3}'::float8[] AS comparisons_array, '{{1,3},{0.333,1}}'::float8[] AS matrix_array, i % 2 = 0 AS base, false AS quantiles, '{2,NULL}'::int[] AS decimals_array, -1 AS direction, 2 AS decimals, 4 AS n, 3 AS k, 20 AS draws, 0.5::float8 AS weight, '1/3'::text AS weight_text, 3 AS winmax, 0.5::float8 AS skew, 1::float8 AS kurt, 0.5::float8 AS lambda, 'log_CT_plus'::text AS form_text, (i / 2)::float8 AS at, 2::float8 AS within, i % 2 = 0 AS flat_ends, 'sum'::text AS method_text, 9 AS width, i % 4 AS depth, 1::int8 AS seed, i::int8 % 5 AS hash_seed, i % 3 <> 0 AS ranked, i % 4 = 0 AS sample, true AS cap,
	'criteria'::text AS level_text, 'min'::text AS ties_text, 'points'::text AS measure_text, 'Tốt:0.8, Khá:0.5, Yếu:-10'::text AS grades_text, CASE WHEN i % 2 = 0 THEN 'vi' ELSE 'en' END AS language_text, CASE WHEN i % 2 = 0 THEN 'vi' ELSE 'en' END AS locale_text, (i * 1500)::text AS number_text, stat.*, of_a.*, of_b.*, of_c.*
FROM x JOIN of_a ON i__a = i JOIN of_b ON i__b = i JOIN of_c ON i__c = i,
	(SELECT stat_sum(x) AS stat__sum, stat_mean(x, w) AS stat__mean, stat_moments(x, w) AS stat__moments, stat_geomean(x, w) AS stat__geomean, stat_harmean(x, w) AS stat__harmean,
		stat_powmean(x, w, 2) AS stat__powmean, stat_values(x, w) AS stat__values, stat_quantile(x, w, 0.25) AS stat__quantile, stat_mpi(x, w, -1) AS stat__mpi,
		stat_co_moments(x, w, 2) AS stat__co_moments, stat_shape(x, w) AS stat__shape, stat_pairs(x, w) AS stat__pairs FROM x) AS stat;

-- What sqlsmith selects from: all rows, a part of them, a dozen with other
-- options, NULLs here and there, no row. Views, since it samples a tenth of
-- tables and less; OFFSET 0 keeps FOR UPDATE away from them.
CREATE SCHEMA given;
CREATE FUNCTION columns_of(relation regclass, except_for text, changed jsonb) RETURNS text LANGUAGE sql AS
	$$ SELECT string_agg(coalesce(changed ->> attname || ' AS ', '') || quote_ident(attname), ', ' ORDER BY attnum)
	FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND attname !~ except_for $$;
DO $$
DECLARE
	v record;
BEGIN
	FOR v IN SELECT * FROM (VALUES ('all_rows', 'true', '{}'), ('two_thirds', 'any_int % 3 > 0', '{}'), ('no_rows', 'any_int < 0', '{}'),
		('dozen', 'any_int <= 12', '{"direction": "1", "decimals": "NULL::int", "ties_text": "''dense''::text", "p": "-0.5::float8", "cap": "false", "level_text": "''children''::text"}')) AS v(name, which, changed)
	LOOP
		EXECUTE format('CREATE VIEW given.%I AS SELECT %s FROM many WHERE %s OFFSET 0', v.name, columns_of('many', 'tally', v.changed::jsonb), v.which);
	END LOOP;
	EXECUTE (SELECT format('CREATE VIEW given.some_null AS SELECT %s FROM many OFFSET 0', string_agg(format('CASE WHEN any_int %% 7 <> %s THEN %I END AS %2$I', attnum % 7, attname), ', ' ORDER BY attnum))
		FROM pg_attribute WHERE attrelid = 'many'::regclass AND attnum > 0 AND attname !~ 'tally');
	-- States that cannot be sorted or compared spoil joins and windows: once is enough.
	EXECUTE format('CREATE VIEW given.tallies AS SELECT %s FROM many OFFSET 0', columns_of('many', '__[bc]|stat__', '{}'));
	-- And one to sample and to write to.
	EXECUTE format('CREATE TABLE given.book AS SELECT %s FROM many, generate_series(0, 1) AS copy', columns_of('many', 'tally', '{"any_int": "any_int + 1000 * copy"}'));
END $$;
ALTER TABLE given.book ADD PRIMARY KEY (any_int);
CREATE INDEX ON given.book (any_code);
ANALYZE given.book;

-- Kinds of argument: one a column of `many` that is not any_, what the output
-- functions write, and rows.
CREATE TABLE kind AS
SELECT (900000000 + row_number() OVER ())::oid AS oid, name, kind, type, label FROM (
	SELECT split_part(bare, '__', 1) AS name, split_part(bare, '__', 2) AS kind, atttypid AS type, attname AS label
	FROM pg_attribute, LATERAL (SELECT regexp_replace(attname, '_(text|varchar|array)$', '') AS bare) AS b
	WHERE attrelid = 'many'::regclass AND attnum > 0 AND attname NOT LIKE 'any\_%'
	UNION ALL SELECT n, '', 'cstring'::regtype, NULL FROM unnest(ARRAY['code', 'rule', 'tree', 'card', 'tally', 'stat', 'node']) AS n
	UNION ALL SELECT 'rows', '', 'record'::regtype, NULL) AS k;

-- What arguments without a name are, where the type does not say it, and which
-- columns take the place of those with one.
CREATE TABLE called (proname text, args text[]);
INSERT INTO called VALUES
	('card_accum', '{rest,tree,code,value,state}'), ('card_accum_ordinal', '{rest,tree,ordinal,value,state}'), ('card_combine', '{rest,part}'), ('merge_cards', '{part}'),
	('card_accum_typed', '{rest,tree,code,typed,state}'), ('card_accum_ordinal_typed', '{rest,tree,ordinal,typed,state}'), ('score_accum_typed', '{tally,tree,code,typed,state,node}'),
	('score_accum', '{tally,tree,code,value,state,node}'), ('node_stat_accum', '{node_stat,tree,card,quantiles,measure}'), ('moment_stat_accum', '{moment_stat,tree,card,weight,level,node}'), ('score_combine', '{tally,part_tally}'),
	('stat_(accum|undo)_(sum|mean|moments|geomean|harmean|values|shape)', '{stat,x,w}'), ('stat_(accum|undo)_co_moments', '{stat,y,x,w}'), ('stat_accum_pairs', '{stat,x,y}'), ('stat_(accum|undo)_powmean', '{stat,x,w,p}'), ('stat_(accum|undo)_quantile', '{stat,x,w,q}'),
	('stat_(accum|undo)_mpi', '{stat,x,w,penalty}');
CREATE TABLE alias (argument text, name text);
INSERT INTO alias VALUES ('old_tree', 'tree'), ('new_tree', 'tree'), ('old_card', 'card'), ('new_card', 'card'), ('ancestor', 'parent'), ('a', 'code'), ('b', 'code'), ('result', 'value'), ('nodes', 'codes'), ('weights', 'x'), ('factors_a', 'factors'), ('factors_b', 'factors');
-- Which states a function is for; others are refused, or are not there.
CREATE TABLE fits (proname text, kinds text);
INSERT INTO fits SELECT 'stat_(accum|undo)_' || k, k FROM unnest(ARRAY['sum', 'mean', 'moments', 'geomean', 'harmean', 'powmean', 'values', 'quantile', 'mpi', 'co_moments', 'shape', 'pairs']) AS k;
INSERT INTO fits VALUES ('sum_of', 'sum|mean|moments|shape'), ('mean_of', 'mean|moments|shape'), ('variance_of|stddev_of|stat_var_samp|stat_stddev_samp', 'moments|shape'),
	('corr_of|covariance_of|slope_of|intercept_of|stat_covar_samp', 'co_moments'), ('skewness_of|kurtosis_of', 'shape'), ('spearman_of|kendall_of', 'pairs'), ('powmean_of', 'geomean|harmean|powmean'),
	('median_of|quantile_of', 'values|quantile'), ('stat_quantile_final', 'quantile'), ('mpi_of', 'moments|mpi'), ('stat_mpi_final', 'mpi'), ('score_accum|score_combine|score_final|tally_(out|send)', 'a');

-- Functions by what they take: for each tree or state that has an argument of
-- theirs, and once with bare types.
CREATE TABLE callable AS SELECT p.* FROM pg_proc AS p WHERE pronamespace = 'dx'::regnamespace AND NOT 'internal'::regtype = ANY (proargtypes::oid[]);
CREATE TABLE argument AS
SELECT p.oid, a.place, a.type, coalesce((SELECT name FROM alias WHERE argument = named), named,
	CASE WHEN a.type = 'cstring'::regtype THEN split_part(p.proname, '_', 1) WHEN a.type = 'int8'::regtype THEN 'hash_seed'
		WHEN a.type = 'text'::regtype THEN CASE p.proname WHEN 'rule_from_text' THEN 'rule' ELSE 'code' END
		ELSE (SELECT typname FROM pg_type WHERE pg_type.oid = a.type) END) AS name
FROM callable AS p, unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a(type, place),
	LATERAL (SELECT coalesce((SELECT c.args[a.place] FROM called AS c WHERE p.proname || CASE WHEN p.proname = 'card_accum' AND 'int4'::regtype = ANY (p.proargtypes::oid[]) THEN '_ordinal' ELSE '' END
		|| CASE WHEN p.proname IN ('card_accum', 'score_accum') AND (p.proargtypes::oid[])[3] IN ('text'::regtype, 'boolean'::regtype) THEN '_typed' ELSE '' END ~ ('^(' || c.proname || ')$')),
		nullif(p.proargnames[a.place], '')) AS named) AS n;
CREATE TABLE variant AS
SELECT p.oid, v.kind, v.types, greatest(6 / count(*) OVER (PARTITION BY p.oid), 1) AS copies
FROM callable AS p, LATERAL (
	SELECT s.kind, array_agg(coalesce(bound.oid, common.oid, a.type) ORDER BY a.place) AS types, bool_or(bound.oid IS NOT NULL) AS is_bound
	FROM argument AS a CROSS JOIN (SELECT DISTINCT kind FROM kind) AS s LEFT JOIN kind AS bound ON s.kind <> '' AND bound.name = a.name AND bound.type = a.type AND bound.kind = s.kind
		LEFT JOIN kind AS common ON common.name = a.name AND common.type = a.type AND common.kind = ''
	WHERE a.oid = p.oid GROUP BY s.kind) AS v
WHERE (is_bound OR v.kind = '' AND NOT EXISTS (SELECT FROM argument AS a JOIN kind AS k USING (name, type) WHERE a.oid = p.oid AND k.kind <> ''))
	AND coalesce((SELECT v.kind ~ ('^(' || f.kinds || ')$') FROM fits AS f WHERE p.proname ~ ('^(' || f.proname || ')$')), true);
INSERT INTO variant SELECT oid, NULL, proargtypes::oid[], 1 FROM callable;
-- Functions that have not been called often enough are shown more often, the
-- fewer of them there are (next_round).
CREATE TABLE wanted AS SELECT oid FROM callable;
CREATE MATERIALIZED VIEW pg_proc AS
WITH shown AS (
	SELECT p.*, CASE p.prokind WHEN 'f' THEN 'f' ELSE 'a' END::"char" AS kind, wanted.oid IS NOT NULL AS is_wanted FROM callable AS p LEFT JOIN wanted USING (oid)
)
SELECT (1000000 + row_number() OVER ())::oid AS oid, p.pronamespace, p.proname, false AS proretset, p.kind AS prokind, v.types AS proargtypes,
	coalesce((SELECT k.oid FROM kind AS k WHERE CASE WHEN p.prorettype = 'record'::regtype THEN k.name = 'rows' ELSE k.type = p.prorettype AND k.kind IN (v.kind, '') AND
		k.name = CASE p.prorettype WHEN 'cstring'::regtype THEN split_part(p.proname, '_', 1) WHEN 'dx.card'::regtype THEN 'card' WHEN 'dx.tally'::regtype THEN 'tally' WHEN 'dx.stat'::regtype THEN 'stat' WHEN 'dx.node_stat'::regtype THEN 'node_stat' WHEN 'dx.moment_stat'::regtype THEN 'moment_stat' END END), p.prorettype) AS prorettype
FROM (SELECT *, CASE WHEN is_wanted THEN greatest(least(1200 / (count(*) FILTER (WHERE is_wanted) OVER (PARTITION BY kind)), 150), 1) ELSE 1 END AS times FROM shown) AS p
	JOIN variant AS v USING (oid), generate_series(1, v.copies * CASE WHEN v.kind IS NULL THEN 1 ELSE p.times END);
CREATE INDEX ON smith.pg_proc (oid);

-- sqlsmith keeps the last of two types of one name for bool and int4: the true ones come last.
CREATE TABLE operand (type oid);
INSERT INTO operand SELECT unnest('{bool,int4,float8,text,dx.code,dx.rule,dx.tree,dx.card,dx.stat,dx.node_stat,dx.moment_stat}'::regtype[]);
CREATE MATERIALIZED VIEW pg_type AS
SELECT typname, oid, typdelim, typrelid, typelem, typarray, typtype, typnamespace FROM (
	SELECT t.typname, k.oid, t.typdelim, t.typrelid, t.typelem, t.typarray, 'b'::"char" AS typtype, t.typnamespace, 1 AS place FROM kind AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.type
	UNION ALL SELECT t.typname, t.oid, t.typdelim, t.typrelid, t.typelem, t.typarray, t.typtype, t.typnamespace, 2 FROM pg_catalog.pg_type AS t
	WHERE oid IN ('internal'::regtype, 'anyarray'::regtype, 'cstring'::regtype) OR oid IN (SELECT type FROM operand) OR oid IN (SELECT type FROM argument) OR oid IN (SELECT prorettype FROM callable)
		OR oid IN (SELECT atttypid FROM pg_catalog.pg_attribute WHERE attrelid = 'many'::regclass)) AS t
ORDER BY place;

CREATE MATERIALIZED VIEW pg_attribute AS
SELECT a.attrelid, a.attname, a.attisdropped, coalesce(k.oid, a.atttypid) AS atttypid FROM pg_catalog.pg_attribute AS a LEFT JOIN kind AS k ON k.label = a.attname
WHERE a.attnum > 0 AND a.attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'given'::regnamespace AND relkind IN ('r', 'v'))
ORDER BY a.attrelid, a.attnum;

-- What was called, for test/run: calls of functions that did not fail, and
-- results of aggregates and windows other than NULL (count.c).
CREATE VIEW calls AS
SELECT c.oid::regprocedure::text AS function, c.prokind, coalesce(pg_stat_get_function_calls(c.oid), 0) AS calls FROM callable AS c;
CREATE PROCEDURE next_round(goal bigint) LANGUAGE sql BEGIN ATOMIC
	DELETE FROM wanted;
	INSERT INTO wanted SELECT oid FROM callable WHERE coalesce(pg_stat_get_function_calls(oid), 0) < goal;
END;

-- Operators are read as pg_catalog.pg_operator, WHERE 0 NOT IN (their types):
-- this <> of int4 and oid is found first, and calls every other type 0.
CREATE FUNCTION is_operand(int, oid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS 'SELECT $2 IN (SELECT type FROM smith.operand)';
CREATE OPERATOR <> (LEFTARG = int, RIGHTARG = oid, FUNCTION = is_operand);

CREATE ROLE smith LOGIN PASSWORD 'smith';
GRANT USAGE ON SCHEMA smith, given TO smith;
GRANT SELECT ON smith.pg_proc, smith.pg_type, smith.pg_attribute TO smith;
GRANT SELECT ON ALL TABLES IN SCHEMA given TO smith;
GRANT INSERT, UPDATE, DELETE ON given.book TO smith;
ALTER ROLE smith SET search_path = smith, pg_catalog, dx;
ALTER ROLE smith SET track_functions = 'all';
ALTER ROLE smith SET log_error_verbosity = 'verbose';
ALTER ROLE smith SET session_preload_libraries = :'count';
ALTER ROLE smith SET jit = off;
