# SPDX-License-Identifier: PostgreSQL

# Power means, medians, quantiles and Mazziotta-Pareto indices: the same bits of
# results and states under every plan, order and split of the rows.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my $node = dx_node('means');
$node->safe_psql('postgres', 'CREATE DATABASE dxm');
$node->safe_psql('postgres', 'CREATE DATABASE dxm2');
$node->safe_psql($_, 'SET client_min_messages = warning; CREATE EXTENSION dxindex') foreach 'dxm', 'dxm2';

# 24,000 rows in 60 groups: values of a few digits and of all magnitudes, so
# that some groups' powers fill several blocks; weights as written, 0, NULL, huge.
$node->safe_psql('dxm', q{
	CREATE SCHEMA m;
	CREATE TABLE m.src AS
	SELECT i, i % 60 AS g,
		CASE WHEN i % 97 = 0 THEN NULL WHEN i % 7 < 5 THEN (i::bigint * 7919 % 1009) / 10.0::float8
			WHEN i % 60 < 20 THEN (i::bigint * 104729 % 100003)::float8 * 10::float8 ^ ((i::bigint * 31 % 40) - 20) ELSE (i::bigint * 7919 % 99991) / 7.0::float8 END AS x,
		CASE WHEN i % 89 = 0 THEN NULL WHEN i % 13 = 0 THEN 0 WHEN i % 501 = 0 THEN 1e30 ELSE (1 + i::bigint * 31 % 97) / 10.0::float8 END AS w
	FROM generate_series(1, 24000) AS i;
	CREATE TABLE m.shuffled AS SELECT * FROM m.src ORDER BY md5(i::text);
	CREATE TABLE m.parted (i int, g int, x float8, w float8) PARTITION BY HASH (g);
	CREATE TABLE m.parted0 PARTITION OF m.parted FOR VALUES WITH (MODULUS 3, REMAINDER 0);
	CREATE TABLE m.parted1 PARTITION OF m.parted FOR VALUES WITH (MODULUS 3, REMAINDER 1);
	CREATE TABLE m.parted2 PARTITION OF m.parted FOR VALUES WITH (MODULUS 3, REMAINDER 2);
	INSERT INTO m.parted SELECT * FROM m.shuffled;
	ANALYZE m.src; ANALYZE m.shuffled; ANALYZE m.parted;
});

# Every aggregate here; results by their bits, states by their bytes.
my @values = (
	'dx.wgeomean(x, w)', 'dx.wharmean(x, w)', 'dx.wpowmean(x, w, 2)', 'dx.wpowmean(x, w, 3.7)', 'dx.wpowmean(x, w, -0.0001)', 'dx.wpowmean(x, w, 300)',
	'dx.wmedian(x, w)', 'dx.wquantile(x, w, 0.9)', 'dx.mpi(x, w, 1)', 'dx.mpi(x, w, -0.5)', 'dx.wcorr(x, w, w)', 'dx.wintercept(x, w, w)', 'dx.skewness(x)', 'dx.kurtosis(x, w)', 'dx.spearman(x, w)', 'dx.kendall(w, x)');
my @states = ('dx.wpowmean_stat(x, w, 0)', 'dx.wpowmean_stat(x, w, 3.7)', 'dx.wpowmean_stat(x, w, -40)', 'dx.wquantile_stat(x, w)', 'dx.wcostat(x, w, w)', 'dx.wshape_stat(x, w)', 'dx.pairs_stat(x, w)');

# One line a group; filter may follow each aggregate.
sub query
{
	my ($from, $filter, $by) = @_;
	$filter //= '';
	$by //= 'GROUP BY g';
	return 'SELECT g, pg_catalog.concat_ws($$ $$, ' . join(', ', map { "pg_catalog.float8send($_ $filter)" } @values) . ', ' .
	  join(', ', map { "dx.stat_send($_ $filter)" } @states) . ") AS bits FROM $from $by";
}

# md5 of the result, in an order of its own.
sub digest
{
	my ($query) = @_;
	return "SELECT pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ', g, bits), ';' ORDER BY g, bits)) FROM ($query) AS q";
}

sub run { return dx_run($node, 'dxm', @_) }
sub is_combined { return dx_is_combined(\&run, @_) }

my $serial = 'SET max_parallel_workers_per_gather = 0; SET jit = off';
my $want = run($serial, digest(query('m.src')));
my $whole = run($serial, digest(query('(SELECT 0 AS g, x, w FROM m.src) AS s')));
like($want, qr/^[0-9a-f]{32}$/, 'a serial plan gives a result');
like($whole, qr/^[0-9a-f]{32}$/, '... also in one group');

# The reference is worth something: the groups differ, and plain aggregates agree.
is(run($serial, 'SELECT pg_catalog.count(DISTINCT bits) FROM (' . query('m.src') . ') AS q'), '60', 'all groups differ');
is(run($serial, q{SELECT pg_catalog.count(*) FROM (SELECT g, dx.wgeomean(x, w) AS geo, pg_catalog.exp(pg_catalog.sum(w * pg_catalog.ln(x)) / pg_catalog.sum(w)) AS plain
	FROM m.src WHERE x > 0 AND w IS NOT NULL GROUP BY g) AS q WHERE pg_catalog.abs(geo / plain - 1) < 1e-12}), '60', '... and are near what plain sums say');

# Parallel plans. (Rows through Gather are dear, so that workers aggregate.)
my $parallel = 'SET jit = off; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0.1; SET min_parallel_table_scan_size = 0; SET max_parallel_workers = 8';
foreach my $workers (1, 2, 3, 4)
{
	$node->safe_psql('dxm', "ALTER TABLE m.src SET (parallel_workers = $workers); ALTER TABLE m.shuffled SET (parallel_workers = $workers)");
	foreach my $leader ('on', 'off')
	{
		foreach my $hash ('on', 'off')
		{
			my $set = "$parallel; SET max_parallel_workers_per_gather = $workers; SET parallel_leader_participation = $leader; SET enable_hashagg = $hash";
			is(run($set, digest(query('m.shuffled'))), $want, "$workers workers, leader $leader, hash $hash");
		}
		is(run("$parallel; SET max_parallel_workers_per_gather = $workers; SET parallel_leader_participation = $leader", digest(query('(SELECT 0 AS g, x, w FROM m.shuffled) AS s'))),
			$whole, '... one group');
	}
}
my $workers = "$parallel; SET max_parallel_workers_per_gather = 2; SET parallel_leader_participation = off";
like(run($workers, 'EXPLAIN (COSTS off) ' . query('m.src')), qr/Finalize .*Gather.*Partial /s, 'these are partial plans');
# The rows asked for are in the first block: of four workers three have none.
# (The planner, which cannot tell, expects a third of the table.)
my $four = "$workers; SET max_parallel_workers_per_gather = 4";
is(run($serial, q{SELECT pg_catalog.count(*) FROM m.src WHERE i < 70 AND ctid::text !~ '^[(]0,'}), '0', 'few rows are in one block');
my $few = query('m.src', '', 'WHERE i + 0 < %d') =~ s/SELECT g, /SELECT 0 AS g, /r;
like(run($four, 'EXPLAIN (ANALYZE, VERBOSE, COSTS off, TIMING off, SUMMARY off) ' . sprintf($few, 70)),
	qr/Parallel Seq Scan on m\.src.*(Worker \d+: +actual rows=0.*){3}/s, '... and there are workers without rows');
is_combined($four, digest(sprintf $few, 70), run($serial, digest(query('(SELECT 0 AS g, x, w FROM m.src WHERE i < 70) AS s'))), 'workers without rows');
is_combined($four, digest(query('m.src', 'FILTER (WHERE i < 70)', 'GROUP BY g')), run($serial, digest(query('m.src', '', 'WHERE i < 70 GROUP BY g'))), 'workers whose rows a FILTER leaves out');
is_combined($four, 'SELECT pg_catalog.count(*) FROM (' . sprintf($few, 0) . ") AS q WHERE bits = ''", '1', 'no rows at all');
my $force = run('', 'SHOW server_version_num') >= 160000 ? 'debug_parallel_query' : 'force_parallel_mode';
is(run("$workers; SET $force = on", digest(query('m.src'))), $want, 'the whole query in a worker');

# Hash against sort, and a hash table that does not fit.
is(run("$serial; SET enable_hashagg = off", digest(query('m.src'))), $want, 'sorted');
my $spill = "SET enable_sort = off; SET enable_incremental_sort = off; SET work_mem = '64kB'; SET hash_mem_multiplier = 1";
is(run("$serial; $spill", digest(query('m.src'))), $want, 'hashed, spilling');
like(run("$serial; $spill", 'EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) ' . query('m.src')), qr/HashAggregate.*Batches: (?!1\b)\d+/s, '... it does spill');
is(run("$workers; $spill", digest(query('m.src'))), $want, 'in parallel, spilling');
is(run($serial, digest(query('m.shuffled'))), $want, 'rows in another order');
is(run($serial, digest(query('(SELECT * FROM m.src ORDER BY x, w OFFSET 0) AS s'))), $want, 'rows in order of their values');
is(run($serial, digest(query('(SELECT * FROM m.src ORDER BY x DESC, w OFFSET 0) AS s'))), $want, '... in the opposite order');

# Partitions, partly aggregated each.
foreach my $wise ('off', 'on')
{
	is(run("$serial; SET enable_partitionwise_aggregate = $wise", digest(query('m.parted'))), $want, "partitions, partition-wise $wise");
	is(run("$workers; SET enable_partitionwise_aggregate = $wise", digest(query('m.parted'))), $want, '... in parallel');
	is(run("$workers; SET enable_partitionwise_aggregate = $wise", digest(query('(SELECT 0 AS g, x, w FROM m.parted) AS s'))), $whole, '... one group');
}

# FILTER, GROUPING SETS.
is(run($workers, digest(query('m.src', 'FILTER (WHERE i % 7 <> 3)'))), run($serial, digest(query('m.shuffled', '', 'WHERE i % 7 <> 3 GROUP BY g'))), 'FILTER');
is(run($serial, digest(query('m.src', '', 'GROUP BY GROUPING SETS ((g), (g))'))), run($serial, digest(query('m.src') . ' UNION ALL ' . query('m.src'))), 'GROUPING SETS');
is(run($serial, digest(query('m.src', '', 'GROUP BY ROLLUP (g)') . ' HAVING g IS NULL') =~ s/pg_catalog\.concat_ws\(' ', g, bits\)/pg_catalog.concat_ws(' ', 0, bits)/r), $whole, 'ROLLUP');

dx_is_compiled(\&run, digest(query('m.src')), $want);

# A frame that ends as the whole group.
is(run($serial, digest('SELECT DISTINCT ON (g) g, bits FROM (' .
	query('m.src', 'OVER (PARTITION BY g ORDER BY i ROWS BETWEEN 400 PRECEDING AND CURRENT ROW)', '') =~ s/SELECT g,/SELECT g, i,/r . ') AS q ORDER BY g, i DESC')), $want, 'sliding frames');

# Parts in two databases, their states united: nothing but bytes travels.
$node->safe_psql('dxm', q{CREATE TABLE m.part AS SELECT i % 2 AS side, g, dx.wpowmean_stat(x, w, 0) AS geo, dx.wpowmean_stat(x, w, -1) AS har, dx.wpowmean_stat(x, w, 2) AS square, dx.wpowmean_stat(x, w, 3.7) AS pow,
		dx.wpowmean_stat(x, w, -0.0001) AS near, dx.wpowmean_stat(x, w, 300) AS high, dx.wpowmean_stat(x, w, -40) AS low, dx.wquantile_stat(x, w) AS vals, dx.wstat(x, w) AS moments,
		dx.wcostat(x, w, w) AS pair, dx.wshape_stat(x, w) AS shape, dx.wshape_stat(x, 1) AS plain, dx.pairs_stat(x, w) AS pairs
	FROM m.src GROUP BY 1, 2});
my $file = $node->data_dir . '/part';
$node->safe_psql('dxm', "COPY m.part TO '$file' WITH (FORMAT binary)");
$node->safe_psql('dxm2', "CREATE SCHEMA m; CREATE TABLE m.part (side int, g int, geo dx.stat, har dx.stat, square dx.stat, pow dx.stat, near dx.stat, high dx.stat, low dx.stat, vals dx.stat, moments dx.stat, pair dx.stat, shape dx.stat, plain dx.stat, pairs dx.stat);
	COPY m.part FROM '$file' WITH (FORMAT binary)");
is($node->safe_psql('dxm2', digest(q{SELECT g, concat_ws(' ', float8send(dx.powmean_of(dx.merge_stats(geo))), float8send(dx.powmean_of(dx.merge_stats(har))), float8send(dx.powmean_of(dx.merge_stats(square))),
		float8send(dx.powmean_of(dx.merge_stats(pow))), float8send(dx.powmean_of(dx.merge_stats(near))), float8send(dx.powmean_of(dx.merge_stats(high))),
		float8send(dx.median_of(dx.merge_stats(vals))), float8send(dx.quantile_of(dx.merge_stats(vals), 0.9)), float8send(dx.mpi_of(dx.merge_stats(moments), 1)), float8send(dx.mpi_of(dx.merge_stats(moments), -0.5)),
		float8send(dx.corr_of(dx.merge_stats(pair))), float8send(dx.intercept_of(dx.merge_stats(pair))), float8send(dx.skewness_of(dx.merge_stats(plain))), float8send(dx.kurtosis_of(dx.merge_stats(shape))), float8send(dx.spearman_of(dx.merge_stats(pairs))), float8send(dx.kendall_of(dx.merge_stats(pairs))),
		dx.stat_send(dx.merge_stats(geo)), dx.stat_send(dx.merge_stats(pow)), dx.stat_send(dx.merge_stats(low)), dx.stat_send(dx.merge_stats(vals)), dx.stat_send(dx.merge_stats(pair)), dx.stat_send(dx.merge_stats(shape)), dx.stat_send(dx.merge_stats(pairs))) AS bits
	FROM m.part GROUP BY g})), $want, 'parts of the rows, united elsewhere');

# Mistakes are found in every plan.
foreach my $set ($serial, $workers)
{
	my $how = $set eq $serial ? 'serially' : 'in parallel';
	like(run($set, 'SELECT dx.wpowmean(x, w, i % 2 + 1) FROM m.src'), qr/(has to be the same in all rows|with different parameters cannot be merged)/, "two parameters, $how");
	like(run($set, 'SELECT dx.wgeomean(x - 0.5, w) FROM m.src'), qr/value of a geometric mean cannot be negative: -0\.[0-9]+/, "a negative value, $how");
}

$node->stop;
done_testing();
