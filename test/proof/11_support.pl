# SPDX-License-Identifier: PostgreSQL
# Support functions in wrong places: whatever takes a state of an aggregate and
# gives one back, found in the catalogue, as the transition function of an
# aggregate that anybody could make: with and without an initial value, with
# the combine function, with every inverse function that has its arguments and
# some in PL/pgSQL that drop the state, keep it or give another; over groups
# sorted and hashed, in parts and over windows, beside aggregates of ours. A
# result or an error of class 22, 54 or 0A, but never of bytes; ours say what they say without it;
# and the server lives. What it kept can be read again.
#
# On a server built with assertions (SOAK_PARTS=assert) a state that is used
# after it was freed is found for certain.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Proof;
use Test::More;

my $seed = seed();
my $rounds = size(3, 400);

sql(q{SET client_min_messages = warning;
DROP SCHEMA IF EXISTS support CASCADE;
CREATE SCHEMA support;
CREATE TABLE support.done (function regprocedure, queries int, successes int, refused int, wrong text);
CREATE TABLE support.tree AS SELECT dx.tree(i::text, 'n', 10, 'percent') AS tree FROM generate_series(1, 8) AS i;
-- What takes true and false.
CREATE TABLE support.yesno AS SELECT dx.tree(i::text, 'n', 10, 'yesno') AS tree FROM generate_series(1, 8) AS i;

-- Functions from a state and more to such a state.
CREATE VIEW support.function AS
SELECT p.oid, p.oid::regprocedure AS signature, p.oid::regproc::text AS name, p.prorettype AS state, p.proisstrict AS is_strict,
	ARRAY(SELECT t FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS u(t, o) WHERE o > 1 ORDER BY o) AS types
FROM pg_proc AS p
WHERE p.pronamespace = 'dx'::regnamespace AND p.prokind = 'f' AND NOT p.proretset AND p.pronargs > 1 AND p.prorettype = (p.proargtypes::oid[])[0]
	AND p.prorettype IN (SELECT aggtranstype FROM pg_aggregate AS a JOIN pg_proc AS q ON q.oid = a.aggfnoid WHERE q.pronamespace = 'dx'::regnamespace AND aggtranstype <> 'internal'::regtype);

-- Arguments behind the state that go together: row i is a criterion of the group i % 3.
CREATE FUNCTION support.fitting(types oid[], i int) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(CASE t.type
			WHEN 'dx.tree'::regtype THEN CASE WHEN 'boolean'::regtype = ANY (types) AND NOT 'dx.card'::regtype = ANY (types) THEN '(SELECT tree FROM support.yesno)' ELSE '(SELECT tree FROM support.tree)' END
			WHEN 'boolean'::regtype THEN 'true'
			WHEN 'dx.card'::regtype THEN format('dx.card_accum(NULL, (SELECT tree FROM support.tree), %L::text, %s)', i / 3 + 1, i)
			WHEN 'dx.tally'::regtype THEN format('dx.score_accum(NULL, (SELECT tree FROM support.tree), %L::text, %s)', i / 3 + 1, i)
			WHEN 'dx.node_stat'::regtype THEN format('dx.node_stat_accum(NULL, (SELECT tree FROM support.tree), dx.card_accum(NULL, (SELECT tree FROM support.tree), %L::text, %s))', i / 3 + 1, i)
			WHEN 'dx.moment_stat'::regtype THEN format('dx.moment_stat_accum(NULL, (SELECT tree FROM support.tree), dx.card_accum(NULL, (SELECT tree FROM support.tree), %L::text, %s))', i / 3 + 1, i)
			WHEN 'dx.stat'::regtype THEN format('dx.stat_accum_mean(NULL, %s, 1)', i)
			WHEN 'float8'::regtype THEN CASE t.nth WHEN 1 THEN i::text WHEN 2 THEN '2' ELSE '0.5' END
			WHEN 'int4'::regtype THEN (i / 3 + 2)::text
			WHEN 'text'::regtype THEN CASE WHEN types @> '{dx.card,float8}'::regtype[]::oid[] THEN CASE t.nth WHEN 1 THEN quote_literal('children') ELSE 'NULL' END WHEN 'dx.card'::regtype = ANY (types) THEN quote_literal('lost') WHEN t.nth = 1 AND NOT ('int4'::regtype = ANY (types) AND 'dx.tree'::regtype = ANY (types)) THEN quote_literal(i / 3 + 1) ELSE 'NULL' END || '::text'
			WHEN 'jsonb'::regtype THEN quote_literal('{}') || '::jsonb'
			-- A code; behind it, or a number of a node, what is optional.
			ELSE CASE WHEN t.nth = 1 AND NOT ('int4'::regtype = ANY (types) AND 'dx.tree'::regtype = ANY (types)) THEN quote_literal(i / 3 + 1) ELSE 'NULL' END || '::' || t.type::regtype END, ', ' ORDER BY t.o)
	FROM (SELECT type, o, row_number() OVER (PARTITION BY CASE WHEN type IN ('dx.code'::regtype, 'text'::regtype) THEN 'text'::regtype ELSE type END ORDER BY o) AS nth FROM unnest(types) WITH ORDINALITY AS u(type, o)) AS t $$;

-- One function: `rounds` times other rows, initial values and inverse functions.
CREATE PROCEDURE support.probe(which regprocedure, rounds int) LANGUAGE plpgsql AS $$
DECLARE
	f record;
	width int;
	names text;
	declared text;
	arguments text;
	rows text;
	initial text;
	inverse text;
	inverses text[];
	combine text;
	query text;
	shapes text[];
	differ bigint;
	kept text[];
	queries int := 0;
	successes int := 0;
	refused int := 0;
	wrong text;
BEGIN
	SELECT * INTO f FROM support.function WHERE oid = which;
	width := cardinality(f.types);
	names := (SELECT string_agg('c' || i, ', ') FROM generate_series(1, width) AS i);
	declared := (SELECT string_agg(format('c%s %s', i, f.types[i]::regtype), ', ') FROM generate_series(1, width) AS i);
	arguments := (SELECT string_agg(format('c%s', i), ', ') FROM generate_series(1, width) AS i);
	combine := (SELECT min(aggcombinefn::regproc::text) FROM pg_aggregate AS a JOIN pg_proc AS p ON p.oid = a.aggfnoid
		WHERE p.pronamespace = 'dx'::regnamespace AND aggtranstype = f.state AND aggcombinefn <> 0);
	-- Inverse functions: ours, and what others write.
	EXECUTE format($f$
		CREATE OR REPLACE FUNCTION support.back(s %1$s%2$s) RETURNS %1$s LANGUAGE plpgsql %3$s AS 'BEGIN RETURN s; END';
		CREATE OR REPLACE FUNCTION support.none(s %1$s%2$s) RETURNS %1$s LANGUAGE plpgsql %3$s AS 'BEGIN RETURN NULL; END';
		CREATE OR REPLACE FUNCTION support.anew(s %1$s%2$s) RETURNS %1$s LANGUAGE plpgsql %3$s AS 'BEGIN s := NULL; RETURN %4$s(NULL%5$s); END';
		CREATE OR REPLACE FUNCTION support.more(s %1$s%2$s) RETURNS %1$s LANGUAGE plpgsql %3$s AS 'DECLARE other %1$s := s; BEGIN other := %4$s(s%5$s); RETURN other; END'$f$,
		f.state::regtype, ', ' || declared, CASE WHEN f.is_strict THEN 'STRICT' ELSE '' END, f.name, ', ' || arguments);
	inverses := ARRAY(SELECT g.name FROM support.function AS g WHERE g.state = f.state AND g.types = f.types AND g.is_strict = f.is_strict ORDER BY g.signature::text) || '{support.back,support.none,support.anew,support.more}'::text[];
	FOR r IN 1 .. rounds LOOP
		-- Rows that go together, and wild ones.
		rows := (SELECT string_agg(format('(%s, %s, %s, %L, %s%s)', i, i % 3, i % 2, i / 3 + 1, i, ', ' || CASE r % 2 WHEN 1 THEN support.fitting(f.types, i) ELSE probe.arguments(f.types, (i % width) + 1, r / 2 + i / 7, NULL) END), ', ') FROM generate_series(0, 23) AS i);
		EXECUTE format('DROP TABLE IF EXISTS support.fact; CREATE TABLE support.fact (n int, g int, part int, code text, value float8, %s) PARTITION BY LIST (part);
			CREATE TABLE support.fact_0 PARTITION OF support.fact FOR VALUES IN (0); CREATE TABLE support.fact_1 PARTITION OF support.fact FOR VALUES IN (1)', declared);
		BEGIN
			EXECUTE 'INSERT INTO support.fact VALUES ' || rows;
		EXCEPTION WHEN OTHERS THEN CONTINUE;
		END;
		-- None, any, or one that the function takes.
		initial := NULL;
		IF r % 3 <> 1 THEN
			FOR i IN 1 .. 12 LOOP
				SELECT text INTO initial FROM probe.value WHERE type = f.state ORDER BY random() LIMIT 1;
				-- A card of the rows' own tree, to begin with.
				IF r % 3 = 0 AND i = 1 AND f.state = 'dx.card'::regtype THEN initial := (SELECT dx.card_accum(NULL, tree, '1'::text, NULL)::text FROM support.tree); END IF;
				EXIT WHEN r % 3 = 2;
				BEGIN
					EXECUTE format('SELECT %s(%L%s) FROM support.fact ORDER BY n LIMIT 1', f.name, initial, ', ' || names);
					EXIT;
				EXCEPTION WHEN OTHERS THEN initial := initial;
				END;
			END LOOP;
		END IF;
		FOREACH inverse IN ARRAY NULL::text || inverses LOOP
			EXECUTE format('DROP AGGREGATE IF EXISTS support.e(%s)', (SELECT string_agg(t::regtype::text, ', ') FROM unnest(f.types) AS t));
			BEGIN
				EXECUTE format('CREATE AGGREGATE support.e(%s) (SFUNC = %s, STYPE = %s, COMBINEFUNC = %s, PARALLEL = SAFE', (SELECT string_agg(t::regtype::text, ', ') FROM unnest(f.types) AS t), f.name, f.state::regtype, combine)
					|| coalesce(', INITCOND = ' || quote_literal(initial), '')
					|| coalesce(', MSFUNC = ' || f.name || ', MINVFUNC = ' || inverse || ', MSTYPE = ' || f.state::regtype || coalesce(', MINITCOND = ' || quote_literal(initial), ''), '') || ')';
			EXCEPTION
				-- A strict function whose state has another type than its argument needs an initial value.
				WHEN invalid_function_definition THEN CONTINUE;
			END;
			shapes := ARRAY['SELECT g, support.e(%1$s) AS e, dx.card(tree, code, value) AS card, dx.score(tree, code, value) AS score, dx.wavg(value, 1) AS mean, dx.wmedian(value, 1) AS median, NULL AS two, NULL AS three FROM support.fact, support.tree GROUP BY g',
				'SELECT 0 AS g, support.e(%1$s) FILTER (WHERE n > 2) AS e, dx.card(tree, code, value) FILTER (WHERE g = 0) AS card, dx.score(tree, code, value) FILTER (WHERE g = 0) AS score, dx.wavg(value, 1) FILTER (WHERE g = 0) AS mean, dx.wmedian(value, 1) FILTER (WHERE g = 0) AS median, NULL AS two, NULL AS three FROM support.fact, support.tree'];
			IF inverse IS NOT NULL THEN
				shapes := ARRAY['SELECT DISTINCT ON (g) g, support.e(%1$s) OVER w AS e, dx.card(tree, code, value) OVER w AS card, dx.score(tree, code, value) OVER w AS score, dx.wavg(value, 1) OVER w AS mean, dx.wmedian(value, 1) OVER w AS median, support.e(%1$s) OVER (PARTITION BY g ORDER BY n ROWS 1 PRECEDING) AS two, support.e(%1$s) OVER (ORDER BY n ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING) AS three
					FROM support.fact, support.tree WINDOW w AS (PARTITION BY g ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) ORDER BY g, n DESC'];
			ELSE
				shapes := shapes || ARRAY['SELECT DISTINCT ON (g) g, support.e(%1$s) OVER w AS e, dx.card(tree, code, value) OVER w AS card, dx.score(tree, code, value) OVER w AS score, dx.wavg(value, 1) OVER w AS mean, dx.wmedian(value, 1) OVER w AS median, NULL AS two, NULL AS three
					FROM support.fact, support.tree WINDOW w AS (PARTITION BY g ORDER BY n) ORDER BY g, n DESC'];
			END IF;
			FOR hashed IN 0 .. CASE WHEN inverse IS NULL THEN 1 ELSE 0 END LOOP
				PERFORM set_config('enable_sort', CASE hashed WHEN 1 THEN 'off' ELSE 'on' END, true), set_config('enable_hashagg', CASE hashed WHEN 1 THEN 'on' ELSE 'off' END, true);
				FOREACH query IN ARRAY shapes LOOP
					FOREACH arguments IN ARRAY ARRAY['off', 'on'] LOOP
						PERFORM set_config('enable_partitionwise_aggregate', arguments, true);
						queries := queries + 1;
						BEGIN
							-- What comes out can be read again, and the neighbours are as they are alone.
							EXECUTE format('SELECT count(*) FILTER (WHERE (q.card::text, q.score, q.mean, q.median) IS DISTINCT FROM (w.card::text, w.score, w.mean, w.median)), array_agg(q.e::text) || array_agg(q.two::text) || array_agg(q.three::text) FROM ('
								|| query || ') AS q LEFT JOIN support.want AS w USING (g)', names) INTO differ, kept;
							EXECUTE format('SELECT count(*) FROM unnest($1) AS t WHERE t::%1$s::text <> t', f.state::regtype) USING kept;
							successes := successes + 1;
							IF differ > 0 THEN wrong := format('%s of ours differ beside %s, inverse %s, initial value %s: %s', differ, which, inverse, initial, query); END IF;
						EXCEPTION WHEN OTHERS THEN
							refused := refused + (SQLSTATE = '0A000')::int;
							-- Nothing came in bytes: where they are not valid, they are not what they were.
							IF left(SQLSTATE, 2) NOT IN ('22', '54', '0A') OR SQLSTATE = '22P03' THEN
								wrong := format('%s %s: %s, inverse %s, initial value %s: %s', SQLSTATE, SQLERRM, which, inverse, initial, query);
							END IF;
						END;
					END LOOP;
				END LOOP;
			END LOOP;
		END LOOP;
	END LOOP;
	INSERT INTO support.done VALUES (which, queries, successes, refused, wrong);
END $$;
CREATE TABLE support.want AS SELECT n % 3 AS g, dx.card(tree, (n / 3 + 1)::text, n) AS card, dx.score(tree, (n / 3 + 1)::text, n) AS score, dx.wavg(n, 1) AS mean, dx.wmedian(n, 1) AS median
	FROM generate_series(0, 23) AS n, support.tree GROUP BY n % 3});

my @functions = split /\n/, sql('SELECT signature FROM support.function ORDER BY signature::text');
cmp_ok(scalar(@functions), '>', 40, scalar(@functions) . ' functions that take a state and give one');
foreach my $function (@functions)
{
	my ($status, undef, $err) = attempt("SET client_min_messages = warning; SELECT setseed($seed / 1000.0); SET statement_timeout = '4h'; SET jit = off; CALL support.probe('$function', $rounds)");
	if ($status != 0)
	{
		fail("$function: the session ended");
		diag($err);
		# The server comes back by itself.
		for (my $tries = 0; $tries < 60 && (attempt('SELECT 1'))[0] != 0; $tries++) { sleep 1 }
	}
}
is(sql('SELECT string_agg(wrong, chr(10)) FROM support.done WHERE wrong IS NOT NULL'), '', 'errors are of class 22, 54 and 0A, and aggregates beside are not disturbed');
my ($done, $queries, $successes) = split /\|/, sql('SELECT count(*), sum(queries), sum(successes) FROM support.done');
is($done, scalar(@functions), "all functions, $queries queries, $successes of them with a result, seed $seed");
is(sql(q{SELECT string_agg(function::text, ' ' ORDER BY function::text) FROM support.done WHERE successes = 0 AND refused = 0}), '', 'every function also succeeded, or is refused as a transition function');

# The crash that was found: an inverse function that gives up its state.
my $state = sql('SELECT dx.wpowmean_stat(x, 1, 500) FROM (VALUES (1e300::float8), (1e300), (1e-300)) AS v(x)');
foreach my $inverse ([ 'dx.stat_undo_powmean', 'float8, float8, float8', 'x, 1, 500' ], [ 'dx.stat_undo_merge', 'dx.stat', 'dx.stat_accum_powmean(NULL, x, 1, 500)' ])
{
	my ($name, $types, $arguments) = @$inverse;
	my ($status, undef, $err) = attempt("SET client_min_messages = warning; CREATE AGGREGATE pg_temp.e3($types) (SFUNC = $name, STYPE = dx.stat, INITCOND = '$state'); SET enable_sort = off;
		SELECT g, pg_temp.e3($arguments), dx.wavg(x, 1), dx.wmedian(x, 1) FROM (SELECT i % 500 AS g, CASE WHEN i < 1500 OR i % 2 = 0 THEN 1e300 ELSE 1e-300 END::float8 AS x FROM generate_series(1, 5000) AS i) AS v GROUP BY g", undef, '-v', 'VERBOSITY=verbose');
	like($err, qr/ERROR:  0A000: /, "$name as a transition function is refused");
}
is(sql('SELECT 1'), '1', 'the server is alive');
sql('SET client_min_messages = warning; DROP SCHEMA support CASCADE');
done_testing();
