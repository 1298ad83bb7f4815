# SPDX-License-Identifier: PostgreSQL

# The same bits under every plan: parallel or not, hashed, sorted or spilled,
# partitioned, shuffled, jitted; the tree from a joined TOASTed column, a
# sub-select, a parameter, a view.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my $node = dx_node('plans');
$node->safe_psql('postgres', 'CREATE ROLE analyst LOGIN; CREATE DATABASE dxp');
$node->safe_psql('dxp', "SET client_min_messages = warning; CREATE EXTENSION dxindex;");

# 40 criteria under a name long enough to make the tree larger than a page, as
# a sum and as a geometric mean of sums with limits; 120 units.
$node->safe_psql('dxp', q{
	CREATE SCHEMA p;
	GRANT USAGE ON SCHEMA p TO analyst;
	CREATE TABLE p.tree (id int PRIMARY KEY, tree dx.tree);
	INSERT INTO p.tree SELECT id, dx.tree(code, name, max, rule, options) FROM (
		SELECT id, NULL AS code, 'Root' AS name, NULL::float8 AS max, NULL AS rule,
			CASE WHEN id = 2 THEN '{"method": "geomean"}'::jsonb END AS options FROM generate_series(1, 2) AS id
		UNION ALL
		SELECT id, p::text, 'Pillar ' || p, NULL, NULL,
			CASE WHEN id = 2 THEN jsonb_build_object('method', 'sum', 'missing', 'skip', 'weight', p, 'min_coverage', '1/4') END
			FROM generate_series(1, 2) AS id, generate_series(1, 4) AS p
		UNION ALL
		SELECT id, p || '.' || c, (SELECT string_agg(md5((p * 100 + c * 10 + m)::text), ' ') FROM generate_series(1, 12) AS m),
			c + p / 10.0, CASE c % 3 WHEN 0 THEN 'percent' WHEN 1 THEN 'linear(0, 70)' ELSE 'curve(0:0, 30:1/3, 100:1)' END, NULL
			FROM generate_series(1, 2) AS id, generate_series(1, 4) AS p, generate_series(1, 10) AS c) AS n
		GROUP BY id;
	CREATE TABLE p.answer (tree int, unit int, code text, value float8, state text);
	INSERT INTO p.answer SELECT t, u, p || '.' || c, CASE WHEN (u * 7 + p * 3 + c) % 11 <> 0 THEN ((u * 7919 + p * 104729 + c * 1299709) % 10001) / 100.0 END,
			CASE WHEN (u + p + c) % 17 = 0 THEN 'points' END
		FROM generate_series(1, 2) AS t, generate_series(1, 120) AS u, generate_series(1, 4) AS p, generate_series(1, 10) AS c WHERE (u * 5 + p + c) % 13 <> 0;
	UPDATE p.answer SET value = least(value, 1) WHERE state = 'points';
	CREATE TABLE p.shuffled AS SELECT * FROM p.answer ORDER BY md5(concat_ws(' ', tree, unit, code));
	CREATE TABLE p.parted (tree int, unit int, code text, value float8, state text) PARTITION BY HASH (unit);
	CREATE TABLE p.parted0 PARTITION OF p.parted FOR VALUES WITH (MODULUS 3, REMAINDER 0);
	CREATE TABLE p.parted1 PARTITION OF p.parted FOR VALUES WITH (MODULUS 3, REMAINDER 1);
	CREATE TABLE p.parted2 PARTITION OF p.parted FOR VALUES WITH (MODULUS 3, REMAINDER 2);
	INSERT INTO p.parted SELECT * FROM p.shuffled;
	CREATE TABLE p.plain (id int, tree dx.tree);
	ALTER TABLE p.plain ALTER tree SET STORAGE EXTERNAL;
	INSERT INTO p.plain SELECT id, tree FROM p.tree;
	GRANT SELECT ON ALL TABLES IN SCHEMA p TO analyst;
	ANALYZE p.tree; ANALYZE p.answer; ANALYZE p.shuffled; ANALYZE p.parted;
});
is($node->safe_psql('dxp', 'SELECT count(*) FROM p.tree WHERE octet_length(dx.tree_send(tree)) > 8192 AND pg_column_size(tree) > 2000'),
	'2', 'trees are larger than a page');
is($node->safe_psql('dxp', 'SELECT count(*) FROM pg_class c JOIN pg_class t ON t.oid = c.reltoastrelid WHERE c.relname IN ($$tree$$, $$plain$$) AND pg_relation_size(t.oid) > 0'),
	'2', '... and TOASTed');

# One line a unit: the bytes of the card and of its score, of two nodes, under both trees.
sub query
{
	my ($from, $tree) = @_;
	$tree //= 't.tree';
	return qq{SELECT t.id, a.unit, dx.card($tree, a.code, a.value, a.state) AS card,
		pg_catalog.float8send(dx.score($tree, a.code, a.value, a.state)) AS score,
		pg_catalog.float8send(dx.score($tree, a.code, a.value, a.state, '2')) AS second
		FROM $from GROUP BY t.id, a.unit};
}

# md5 of the result, in an order of its own.
sub digest
{
	my ($query) = @_;
	return "SELECT pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ', id, unit, card::text, score, second), ';' ORDER BY id, unit)) FROM ($query) AS q";
}

# Run with settings, as a user, with a bare search_path.
sub run { return dx_run($node, 'dxp', @_) }
sub is_combined { return dx_is_combined(\&run, @_) }

my $join = 'p.answer a JOIN p.tree t ON t.id = a.tree';
my $serial = 'SET max_parallel_workers_per_gather = 0';
my $want = run($serial, digest(query($join)));
like($want, qr/^[0-9a-f]{32}$/, 'a serial plan gives a result');

# The reference is worth something: scores are those of the cards, and differ.
is(run($serial, 'SELECT count(*) FROM (' . query($join) . ') AS q JOIN p.tree t USING (id)
	WHERE q.score IS DISTINCT FROM pg_catalog.float8send(dx.points(t.tree, q.card)) OR q.second IS DISTINCT FROM pg_catalog.float8send(dx.points(t.tree, q.card, $$2$$))'),
	'0', 'scores are the points of the cards');
cmp_ok(run($serial, 'SELECT count(DISTINCT score) FROM (' . query($join) . ') AS q'), '>', 200, '... and many');

# Parallel plans: every number of workers, with and without the leader.
# (Rows through Gather are dear, so that workers aggregate.)
my $parallel = 'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0.1; SET min_parallel_table_scan_size = 0; SET max_parallel_workers = 8';
foreach my $workers (1, 2, 4)
{
	foreach my $leader ('on', 'off')
	{
		foreach my $hash ('on', 'off')
		{
			my $set = "$parallel; SET max_parallel_workers_per_gather = $workers; SET parallel_leader_participation = $leader; SET enable_hashagg = $hash";
			$node->safe_psql('dxp', "ALTER TABLE p.answer SET (parallel_workers = $workers); ALTER TABLE p.shuffled SET (parallel_workers = $workers)")
			  if $leader eq 'on' && $hash eq 'on';
			is(run($set, digest(query('p.shuffled a JOIN p.tree t ON t.id = a.tree'))), $want, "$workers workers, leader $leader, hash $hash");
		}
	}
}
my $workers = "$parallel; SET max_parallel_workers_per_gather = 2; SET parallel_leader_participation = off";
foreach my $hash ('on', 'off')
{
	like(run("$workers; SET enable_hashagg = $hash", 'EXPLAIN (COSTS off) ' . query($join)), qr/Finalize .*Gather.*Partial /s, "these are partial plans, hash $hash");
}
# The rows asked for are in two blocks at the beginning: of four workers two at
# least have none. (The planner, which cannot tell, expects a third of the table.)
$node->safe_psql('dxp', q{CREATE TABLE p.few AS SELECT * FROM (SELECT * FROM p.answer WHERE tree = 1 AND unit = 1 UNION ALL SELECT tree, unit + 1000, code, value, state FROM p.answer) AS a ORDER BY unit;
	ALTER TABLE p.few SET (parallel_workers = 4, autovacuum_enabled = off); ANALYZE p.few});
my $four = "$parallel; SET max_parallel_workers_per_gather = 4; SET parallel_leader_participation = off";
my $first = '(SELECT tree FROM p.tree WHERE id = 1)';
my $one_card = qq{SELECT 1 AS id, 1 AS unit, dx.card($first, a.code, a.value, a.state) AS card, pg_catalog.float8send(dx.score($first, a.code, a.value, a.state)) AS score,
	pg_catalog.float8send(dx.score($first, a.code, a.value, a.state, '2')) AS second FROM p.few a WHERE a.unit + 0 <= %d};
my $want_few = run($serial, digest('SELECT * FROM (' . query($join) . ') AS q WHERE id = 1 AND unit = 1'));
is_combined($four, digest(sprintf $one_card, 1), $want_few, 'workers without rows');
like(run($four, 'EXPLAIN (ANALYZE, VERBOSE, COSTS off, TIMING off, SUMMARY off) ' . sprintf($one_card, 1)), qr/Parallel Seq Scan on p\.few.*Worker \d+: +actual rows=0/s, '... there are such');
is_combined($four, digest(sprintf $one_card, 0), run($serial, q{SELECT pg_catalog.md5('1 1')}), 'no rows at all');
# One row of a unit passes: most of the states that are combined hold nothing.
my $filtered = query('p.shuffled a JOIN p.tree t ON t.id = a.tree') =~ s/(dx\.(?:card|score)\([^()]*\))/$1 FILTER (WHERE a.code = '2.2')/gr;
is(() = $filtered =~ /FILTER/g, 3, 'all aggregates have a filter');
is_combined($four, digest($filtered), run($serial, digest('SELECT u.id, u.unit, f.card, f.score, f.second FROM (SELECT DISTINCT tree AS id, unit FROM p.answer) AS u LEFT JOIN ('
	. query(q{(SELECT * FROM p.answer WHERE code = '2.2') a JOIN p.tree t ON t.id = a.tree}) . ') AS f USING (id, unit)')), 'FILTER');
is_combined($four, "SELECT pg_catalog.count(*) FROM (SELECT dx.score($first, a.code, NULL) AS s FROM p.shuffled a WHERE a.tree = 1 GROUP BY a.unit) AS q WHERE s = 0", '120', 'all NULL');
# 16 gave the setting another name.
my $force = run('', 'SHOW server_version_num') >= 160000 ? 'debug_parallel_query' : 'force_parallel_mode';
is(run("$workers; SET $force = on", digest(query($join))), $want, 'the whole query in a worker');

# Hash against sort, and a hash table that does not fit.
is(run("$serial; SET enable_hashagg = off", digest(query($join))), $want, 'sorted');
my $spill = "SET enable_sort = off; SET enable_incremental_sort = off; SET work_mem = '64kB'; SET hash_mem_multiplier = 1";
is(run("$serial; $spill", digest(query($join))), $want, 'hashed, spilling');
like(run("$serial; $spill",
	'EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) ' . query($join)), qr/HashAggregate.*Batches: (?!1\b)\d+/s, '... it does spill');
is(run("$workers; $spill", digest(query($join))), $want, 'in parallel, spilling');
is(run($serial, digest(query('p.shuffled a JOIN p.tree t ON t.id = a.tree'))), $want, 'rows in another order');

# Partitions.
foreach my $wise ('off', 'on')
{
	is(run("$serial; SET enable_partitionwise_aggregate = $wise", digest(query('p.parted a JOIN p.tree t ON t.id = a.tree'))), $want, "partitions, partition-wise $wise");
	is(run("$workers; SET enable_partitionwise_aggregate = $wise", digest(query('p.parted a JOIN p.tree t ON t.id = a.tree'))), $want, "... in parallel");
}
is(run("$serial; SET enable_partitionwise_aggregate = on", digest(q{SELECT 1 AS id, a.unit, dx.card((SELECT tree FROM p.tree WHERE id = 1), a.code, a.value, a.state) AS card,
		NULL AS score, NULL AS second FROM p.parted a WHERE a.tree = 1 GROUP BY a.unit})),
	run($serial, digest('SELECT id, unit, card, NULL AS score, NULL AS second FROM (' . query($join) . ') AS q WHERE id = 1')), 'each partition aggregated alone');

dx_is_compiled(\&run, digest(query($join)), $want);
is(run("$serial; SET jit = off", digest(query($join))), $want, 'not compiled');

# Where the tree comes from.
is(run($serial, digest(query('p.answer a JOIN p.plain t ON t.id = a.tree'))), $want, 'a tree stored out of line, not compressed');
is(run($workers, digest(query('p.answer a JOIN p.plain t ON t.id = a.tree'))), $want, '... in parallel');
is(run($serial, digest(query($join, '(SELECT s.tree FROM p.tree s WHERE s.id = t.id)'))), $want, 'a tree from a sub-select');
is(run($serial, digest(query("p.answer a JOIN (SELECT id, tree::text::dx.tree AS tree FROM p.tree OFFSET 0) t ON t.id = a.tree"))), $want, 'a tree made in the query');
is(run($workers, digest(query($join, 'dx.alter_tree(t.tree, $${}$$)'))), $want, 'a tree made at every row');
foreach my $mode ('force_custom_plan', 'force_generic_plan')
{
	my $one = 'SELECT a.unit, dx.card($1, a.code, a.value, a.state) AS card, pg_catalog.float8send(dx.score($1, a.code, a.value, a.state)) AS score,
		pg_catalog.float8send(dx.score($1, a.code, a.value, a.state, $2)) AS second FROM p.answer a WHERE a.tree = $3 GROUP BY a.unit';
	my $execute = join('', map { "SELECT tree AS tree FROM p.tree WHERE id = $_ \\gset\nCREATE TEMPORARY TABLE r$_ AS EXECUTE q(:'tree', '2', $_);" } 1, 2);
	foreach my $set ($serial, $workers)
	{
		is(run("$set; SET plan_cache_mode = $mode", "PREPARE q(dx.tree, text, int) AS $one; $execute" .
			digest('SELECT 1 AS id, * FROM pg_temp.r1 UNION ALL SELECT 2, * FROM pg_temp.r2')), $want, "a parameter, $mode" . ($set eq $workers ? ', parallel' : ''));
	}
}

# Kept in a materialized view, refreshed concurrently.
$node->safe_psql('dxp', 'CREATE MATERIALIZED VIEW p.kept AS ' . query($join) . '; CREATE UNIQUE INDEX ON p.kept (id, unit)');
is(run($serial, digest('SELECT * FROM p.kept')), $want, 'a materialized view');
is(run("$workers", 'REFRESH MATERIALIZED VIEW CONCURRENTLY p.kept;' . digest('SELECT * FROM p.kept')), $want, '... refreshed concurrently, nothing changed');
$node->safe_psql('dxp', q{UPDATE p.answer SET value = 1 WHERE unit = 8 AND code = '1.1'});
$node->safe_psql('dxp', 'REFRESH MATERIALIZED VIEW CONCURRENTLY p.kept');
my $changed = run($serial, digest(query($join)));
isnt($changed, $want, 'an answer changes');
is(run($serial, digest('SELECT * FROM p.kept')), $changed, '... and the view with it');

# Nobody special.
is(run($workers, digest(query($join)), 'analyst'), $changed, 'an ordinary user, in parallel');

# A criterion twice is an error also where two workers each see it once: here
# each partition is aggregated alone, and the second answer is in another.
# (Tuples are dear, so that few leave a partition.) The function that combines
# knows criteria by their numbers.
$node->safe_psql('dxp', q{CREATE TABLE p.twice (unit int, code text, value float8, part int) PARTITION BY LIST (part);
	CREATE TABLE p.twice0 PARTITION OF p.twice FOR VALUES IN (0); CREATE TABLE p.twice1 PARTITION OF p.twice FOR VALUES IN (1);
	INSERT INTO p.twice SELECT u, p || '.' || c, 1.5, c % 2 FROM generate_series(1, 20) AS u, generate_series(1, 4) AS p, generate_series(1, 10) AS c;
	INSERT INTO p.twice VALUES (1, '1.1', 2.5, 0); ANALYZE p.twice});
my $apart = 'SET enable_partitionwise_aggregate = on; SET cpu_tuple_cost = 1';
foreach my $how (['serially', $serial, qr/Aggregate.*Append/s, qr/"1\.1"/], ['partition-wise', "$serial; $apart", qr/Finalize .*Append.*Partial /s, qr/number 1/],
	['in parallel', "$workers; $apart", qr/Finalize .*Gather.*Append.*Partial /s, qr/number 1/])
{
	my ($name, $set, $plan, $criterion) = @$how;
	foreach my $call ('card 1', 'score 1', 'score 2')
	{
		my ($aggregate, $id) = split / /, $call;
		# A state of scores holds the points: of 1.1 points for linear(0, 70).
		my $values = $aggregate eq 'score' && $set ne $serial ? qr/0\.023571428571428573 points and 0\.039285714285714285 points|0\.039285714285714285 points and 0\.023571428571428573 points/ : qr/1\.5 and 2\.5|2\.5 and 1\.5/;
		my $sql = "SELECT pg_catalog.count(s) FROM (SELECT dx.$aggregate((SELECT tree FROM p.tree WHERE id = $id), a.code, a.value) AS s FROM p.twice a GROUP BY a.unit) AS q";
		like(run($set, $sql), qr/criterion $criterion is given twice: ($values)/, "a $aggregate of tree $id with a criterion twice, $name");
		like(run($set, "EXPLAIN (COSTS off) $sql"), $plan, '... by that plan');
	}
}

$node->stop;
done_testing();
