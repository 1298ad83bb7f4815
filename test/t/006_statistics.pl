# SPDX-License-Identifier: PostgreSQL

# Weighted statistics give the same bits, of values and of states, however the
# rows are ordered, split, grouped, moved or stored: parallel or not, hashed,
# sorted or spilled, partitioned, jitted, in grouping sets, windows, roll-ups
# and on two servers.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my $node = dx_node('statistics');
$node->safe_psql('postgres', 'CREATE ROLE analyst LOGIN; CREATE DATABASE dxs; CREATE DATABASE shard1; CREATE DATABASE shard2');
$node->safe_psql($_, 'SET client_min_messages = warning; CREATE EXTENSION dxindex') foreach 'dxs', 'shard1', 'shard2';

# Rows whose sums depend on their order as soon as anything is rounded: 600
# groups of a region's rows, ordinary ones, large ones that nearly cancel, tiny
# ones, missing ones, some of weight 0.
$node->safe_psql('dxs', q{
	CREATE SCHEMA p;
	GRANT USAGE ON SCHEMA p TO analyst;
	CREATE TABLE p.row (id int, g int, r int, x float8, w float8);
	INSERT INTO p.row SELECT i, i % 600, i % 600 % 5,
			CASE WHEN i % 97 = 0 THEN NULL WHEN i % 11 = 0 AND i % 5 < 2 THEN (-1) ^ (i / 600) * 1e14 WHEN i % 13 = 0 AND i % 5 = 2 THEN 1e-140 * i
				WHEN i % 11 = 0 AND i % 5 = 3 THEN (-1) ^ (i / 600) * 1e140 * i
				WHEN i % 7 = 0 THEN (i::bigint * 7919 % 100003) / 1e12 ELSE (i::bigint * 104729 % 10007) / 100.0 - 30 END,
			CASE WHEN i % 89 = 0 THEN NULL WHEN i % 17 = 0 THEN 0 WHEN i % 19 = 0 AND i % 5 = 2 THEN 1e100 WHEN i % 23 = 0 AND i % 5 = 1 THEN 5e-324 ELSE 0.1 * (1 + i::bigint * 31 % 97) END
		FROM generate_series(1, 24000) AS i;
	CREATE TABLE p.shuffled AS SELECT * FROM p.row ORDER BY md5(id::text);
	CREATE TABLE p.backwards AS SELECT * FROM p.row ORDER BY id DESC;
	CREATE TABLE p.parted (LIKE p.row) PARTITION BY HASH (g);
	CREATE TABLE p.parted0 PARTITION OF p.parted FOR VALUES WITH (MODULUS 3, REMAINDER 0);
	CREATE TABLE p.parted1 PARTITION OF p.parted FOR VALUES WITH (MODULUS 3, REMAINDER 1);
	CREATE TABLE p.parted2 PARTITION OF p.parted FOR VALUES WITH (MODULUS 3, REMAINDER 2);
	INSERT INTO p.parted SELECT * FROM p.shuffled;
	CREATE TABLE p.across (LIKE p.row) PARTITION BY HASH (id);
	CREATE TABLE p.across0 PARTITION OF p.across FOR VALUES WITH (MODULUS 2, REMAINDER 0);
	CREATE TABLE p.across1 PARTITION OF p.across FOR VALUES WITH (MODULUS 2, REMAINDER 1);
	INSERT INTO p.across SELECT * FROM p.backwards;
	GRANT SELECT ON ALL TABLES IN SCHEMA p TO analyst;
	ANALYZE p.row; ANALYZE p.shuffled; ANALYZE p.backwards; ANALYZE p.parted; ANALYZE p.across;
});

# Every exact aggregate, as bits. ($where goes to FILTER.)
my @values = ('dx.exact_sum(x)', 'dx.skewness(x)', (map { "dx.$_(x, w)" } qw(wsum wavg wvar_pop wvar_samp wstddev_pop wstddev_samp kurtosis)),
	map { "dx.$_(x, w, w)" } qw(wcorr wcovar_pop wcovar_samp wslope wintercept));

sub columns
{
	my ($after) = @_;
	$after //= '';
	return join(', ', (map { "pg_catalog.float8send($values[$_] $after) AS v$_" } 0 .. $#values),
		"dx.stat_send(dx.wstat(x, w) $after) AS stat");
}

my $bits = join(', ', (map { "v$_" } 0 .. $#values), 'stat');

sub query
{
	my ($from) = @_;
	return 'SELECT g, ' . columns() . " FROM $from GROUP BY g";
}

# md5 of the result, in an order of its own.
sub digest
{
	my ($query, $key) = @_;
	$key //= 'g';
	return "SELECT pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ', $key, $bits), ';' ORDER BY $key)) FROM ($query) AS q";
}

# Run with settings, as a user, with a bare search_path.
sub run { return dx_run($node, 'dxs', @_) }
sub is_combined { return dx_is_combined(\&run, @_) }

my $serial = 'SET max_parallel_workers_per_gather = 0; SET jit = off';
my $want = run($serial, digest(query('p.row')));
like($want, qr/^[0-9a-f]{32}$/, 'a serial plan gives a result');

# The reference is worth something: many values, which plain sums do not agree on.
is(run($serial, 'SELECT ' . join(', ', map { "pg_catalog.count(DISTINCT v$_) > 400" } 0 .. $#values) . ', pg_catalog.count(DISTINCT stat) FROM (' . query('p.row') . ') AS q'),
	join('|', ('t') x @values, 600), 'values and states are many');
cmp_ok(run($serial, 'SELECT pg_catalog.count(*) FROM (SELECT g, pg_catalog.sum(x * w) AS s FROM p.row WHERE g % 5 < 2 AND w > 1e-300 GROUP BY g) AS a
	JOIN (SELECT g, pg_catalog.sum(x * w) AS s FROM p.backwards WHERE g % 5 < 2 AND w > 1e-300 GROUP BY g) AS b USING (g) WHERE a.s <> b.s'), '>', 100,
	'sum(x * w) depends on the order');

# The order of rows.
is(run($serial, digest(query("p.$_"))), $want, "rows $_") foreach 'shuffled', 'backwards';
is(run($serial, digest('SELECT g, ' . columns() . ' FROM (SELECT * FROM p.row ORDER BY x, w) AS row GROUP BY g')), $want, 'rows by value');

# Hash and sort, and tables that do not fit.
is(run("$serial; SET enable_hashagg = off", digest(query('p.shuffled'))), $want, 'sorted');
my $small = "SET work_mem = '64kB'; SET hash_mem_multiplier = 1";
is(run("$serial; SET enable_hashagg = off; $small", digest(query('p.shuffled'))), $want, 'sorted, spilling');
my $spill = "SET enable_sort = off; SET enable_incremental_sort = off; $small";
is(run("$serial; $spill", digest(query('p.shuffled'))), $want, 'hashed, spilling');
like(run("$serial; $spill", 'EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) ' . query('p.shuffled')),
	qr/HashAggregate.*Batches: (?!1\b)\d+/s, '... it does spill');

# Parallel plans: 1 to 4 workers, with and without the leader, hashed and
# sorted. (Rows through Gather are dear, so that workers aggregate.)
my $parallel = 'SET jit = off; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0.1; SET min_parallel_table_scan_size = 0; SET max_parallel_workers = 8';
foreach my $workers (1 .. 4)
{
	$node->safe_psql('dxs', "ALTER TABLE p.shuffled SET (parallel_workers = $workers)");
	foreach my $leader ('on', 'off')
	{
		foreach my $hash ('on', 'off')
		{
			my $set = "$parallel; SET max_parallel_workers_per_gather = $workers; SET parallel_leader_participation = $leader; SET enable_hashagg = $hash";
			is(run($set, digest(query('p.shuffled'))), $want, "$workers workers, leader $leader, hash $hash");
		}
	}
}
my $workers = "$parallel; SET max_parallel_workers_per_gather = 2; SET parallel_leader_participation = off";
foreach my $hash ('on', 'off')
{
	like(run("$workers; SET enable_hashagg = $hash", 'EXPLAIN (COSTS off) ' . query('p.shuffled')),
		qr/Finalize .*Gather.*Partial /s, "these are partial plans, hash $hash");
}
is(run("$workers; $spill", digest(query('p.shuffled'))), $want, 'in parallel, spilling');
# 16 gave the setting another name.
my $force = run('', 'SHOW server_version_num') >= 160000 ? 'debug_parallel_query' : 'force_parallel_mode';
is(run("$workers; SET $force = on", digest(query('p.row'))), $want, 'the whole query in a worker');
is(run($workers, digest(query('p.shuffled')), 'analyst'), $want, 'an ordinary user, in parallel');
# The rows asked for are in the first block: of four workers three have none.
# (The planner, which cannot tell, expects a third of the table.)
$node->safe_psql('dxs', 'ALTER TABLE p.row SET (parallel_workers = 4)');
my $four = "$parallel; SET max_parallel_workers_per_gather = 4; SET parallel_leader_participation = off";
is(run($serial, q{SELECT pg_catalog.count(*) FROM p.row WHERE id <= 50 AND ctid::text !~ '^[(]0,'}), '0', 'few rows are in one block');
like(run($four, 'EXPLAIN (ANALYZE, VERBOSE, COSTS off, TIMING off, SUMMARY off) SELECT ' . columns() . ' FROM p.row WHERE id + 0 <= 50'),
	qr/Parallel Seq Scan on p\."?row.*(Worker \d+: +actual rows=0.*){3}/s, '... and there are workers without rows');
is_combined($four, digest('SELECT 0 AS g, ' . columns() . ' FROM p.row WHERE id + 0 <= 50'), run($serial, digest('SELECT 0 AS g, ' . columns() . ' FROM p.row WHERE id <= 50')), 'workers without rows');
is_combined($four, digest('SELECT r AS g, ' . columns('FILTER (WHERE id <= 50)') . ' FROM p.row GROUP BY r'),
	run($serial, digest('SELECT r AS g, ' . columns() . ' FROM p.row WHERE id <= 50 GROUP BY r')), 'workers whose rows a FILTER leaves out');
is_combined($four, digest('SELECT r AS g, ' . columns() =~ s/\(x/(CASE WHEN id <= 50 THEN x END/gr . ' FROM p.row GROUP BY r'),
	run($serial, digest('SELECT r AS g, ' . columns() . ' FROM p.row WHERE id <= 50 GROUP BY r')), 'workers without values');
is_combined($four, 'SELECT pg_catalog.concat_ws(\',\', ' . join(', ', @values, 'dx.wstat(x, w)') . ') FROM p.row WHERE id + 0 < 0', '', 'no rows at all');
is_combined($workers, 'SELECT pg_catalog.concat_ws(\',\', ' . join(', ', map({ s/\(x/(NULL/r } @values), 'dx.wstat(NULL, w)') . ') FROM p.shuffled', '', 'all NULL');
# One group of all, whose parts are large.
my $whole = run($serial, 'SELECT ' . columns() . ' FROM p.row');
is_combined($workers, 'SELECT ' . columns() . ' FROM p.shuffled', $whole, 'all rows as one group, in parallel');

# Partitions, grouped by their key and across.
foreach my $table ('parted', 'across')
{
	foreach my $wise ('off', 'on')
	{
		my $set = "SET enable_partitionwise_aggregate = $wise";
		is(run("$serial; $set", digest(query("p.$table"))), $want, "partitions ($table), partition-wise $wise");
		is(run("$workers; $set", digest(query("p.$table"))), $want, '... in parallel');
	}
}
like(run("$serial; SET enable_partitionwise_aggregate = on", 'EXPLAIN (COSTS off) ' . query('p.across')), qr/Finalize .*Append.*Partial /s,
	'parts of groups are merged');

dx_is_compiled(\&run, digest(query('p.row')), $want);

# Grouping sets, hashed and sorted, against a query each.
my $sets = 'SELECT pg_catalog.concat_ws(\'/\', r, g) AS k, ' . columns() . ' FROM p.shuffled GROUP BY GROUPING SETS ((r, g), (r), ())';
my $each = 'SELECT pg_catalog.concat_ws(\'/\', r, g) AS k, ' . columns() . ' FROM p.row GROUP BY r, g UNION ALL SELECT r::text, ' . columns() .
	' FROM p.row GROUP BY r UNION ALL SELECT \'\', ' . columns() . ' FROM p.row';
my $want_sets = run($serial, digest($each, 'k'));
is(run("$serial; SET enable_hashagg = $_", digest($sets, 'k')), $want_sets, "grouping sets, hash $_") foreach 'on', 'off';
is(run("$serial; SET enable_hashagg = off; $small", digest($sets, 'k')), $want_sets, 'grouping sets, sorted, spilling');
is(run("$serial; $spill", digest($sets, 'k')), $want_sets, 'grouping sets, hashed, spilling');
is(run($workers, digest($sets, 'k')), $want_sets, 'grouping sets, in parallel');

# FILTER is WHERE.
is(run($_ eq 'serial' ? $serial : $workers, digest('SELECT r AS g, ' . columns('FILTER (WHERE id % 3 <> 0)') . ' FROM p.shuffled GROUP BY r')),
	run($serial, digest('SELECT r AS g, ' . columns() . ' FROM p.row WHERE id % 3 <> 0 GROUP BY r')), "FILTER, $_") foreach 'serial', 'parallel';

# Windows: a whole partition is its group, and a sliding frame is its rows.
is(run($serial, digest('SELECT DISTINCT g, ' . columns('OVER (PARTITION BY g)') . ' FROM p.shuffled')), $want, 'a window over each group');
foreach my $frame ('ROWS BETWEEN 7 PRECEDING AND 3 FOLLOWING', 'RANGE BETWEEN 20 PRECEDING AND 1 PRECEDING', 'GROUPS BETWEEN CURRENT ROW AND 10 FOLLOWING')
{
	my $framed = 'SELECT id, pg_catalog.array_agg(id) OVER f AS ids, ' . columns('OVER f') . " FROM p.row WHERE id <= 400 WINDOW f AS (ORDER BY id / 2 $frame)";
	is(run($serial, 'WITH framed AS (' . $framed . ') SELECT pg_catalog.count(*) FROM framed AS f, LATERAL (SELECT ' . columns() . ' FROM p.row WHERE id = ANY (f.ids)) AS c WHERE '
		. join(' OR ', map { "f.$_ IS DISTINCT FROM c.$_" } split /, /, $bits)), '0', "a frame of $frame");
}

# Kept as states by day and merged: the same, also after a trip through text.
$node->safe_psql('dxs', 'CREATE MATERIALIZED VIEW p.kept AS SELECT g, id / 1000 AS day, dx.wstat(x, w) AS s FROM p.shuffled GROUP BY 1, 2; CREATE UNIQUE INDEX ON p.kept (g, day);
	ANALYZE p.kept; ALTER MATERIALIZED VIEW p.kept SET (parallel_workers = 3)');
my $merged = 'SELECT q.g, ' . join(', ', map({ "NULL AS v$_" } 0 .. $#values), 'dx.stat_send(dx.merge_stats(s)) AS stat') . ' FROM %s AS q GROUP BY q.g';
my $states = run($serial, digest('SELECT g, ' . join(', ', map({ "NULL AS v$_" } 0 .. $#values), 'stat') . ' FROM (' . query('p.row') . ') AS q'));
is(run($serial, digest(sprintf $merged, 'p.kept')), $states, 'kept by day and merged');
is(run($workers, digest(sprintf $merged, 'p.kept')), $states, '... in parallel');
is(run($serial, digest(sprintf $merged, '(SELECT g, s::text::dx.stat AS s FROM p.kept ORDER BY day DESC)')), $states, '... through text, backwards');
is(run($serial, q{SELECT pg_catalog.count(*) FROM (SELECT g, dx.merge_stats(s) AS s FROM p.kept GROUP BY g) AS m JOIN (SELECT g, dx.wsum(x, w), dx.wavg(x, w), dx.wvar_pop(x, w), dx.wvar_samp(x, w),
		dx.wstddev_pop(x, w), dx.wstddev_samp(x, w), pg_catalog.sum(w) FILTER (WHERE x IS NOT NULL) AS weight FROM p.row GROUP BY g) AS o USING (g)
	WHERE (dx.sum_of(s), dx.mean_of(s), dx.variance_of(s), dx.variance_of(s, true), dx.stddev_of(s), dx.stddev_of(s, true)) IS NOT DISTINCT FROM (wsum, wavg, wvar_pop, wvar_samp, wstddev_pop, wstddev_samp)
		AND pg_catalog.abs(dx.weight_of(s) - weight) <= 1e-12 * weight}), '600', '... and read');
is(run('', 'REFRESH MATERIALIZED VIEW CONCURRENTLY p.kept;' . digest(sprintf $merged, 'p.kept')), $states, '... refreshed');

# Two other servers, each with a part of every group's rows: states come from
# there, as text, and are merged here.
SKIP: {
skip 'no postgres_fdw', 5 unless dx_contrib($node, 'dxs', 'postgres_fdw');
foreach my $shard (1, 2)
{
	my $dump = $node->basedir . "/shard$shard.csv";
	$node->safe_psql('dxs', "COPY (SELECT * FROM p.shuffled WHERE id % 2 = $shard - 1) TO '$dump'");
	$node->safe_psql("shard$shard", qq{
		CREATE TABLE public.part (id int, g int, r int, x float8, w float8); COPY public.part FROM '$dump'; ANALYZE public.part;
		CREATE VIEW public.part_stat AS SELECT g, dx.wstat(x, w) AS s FROM public.part GROUP BY g});
	my ($host, $port) = ($node->host, $node->port);
	$node->safe_psql('dxs', qq{
		CREATE SERVER shard$shard FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$host', port '$port', dbname 'shard$shard', extensions 'dxindex');
		CREATE USER MAPPING FOR CURRENT_USER SERVER shard$shard;
		CREATE FOREIGN TABLE p.remote$shard (id int, g int, r int, x float8, w float8) SERVER shard$shard OPTIONS (schema_name 'public', table_name 'part', use_remote_estimate 'true');
		CREATE FOREIGN TABLE p.remote_stat$shard (g int, s dx.stat) SERVER shard$shard OPTIONS (schema_name 'public', table_name 'part_stat')});
}
is(run($serial, digest(query('(SELECT * FROM p.remote1 UNION ALL SELECT * FROM p.remote2) AS row'))), $want, 'rows of two servers');
is(run($serial, digest(sprintf $merged, '(SELECT * FROM p.remote_stat1 UNION ALL SELECT * FROM p.remote_stat2)')), $states, 'states made by views of two servers');
my $down = '(SELECT g, dx.wstat(x, w) AS s FROM p.remote1 GROUP BY g UNION ALL SELECT g, dx.wstat(x, w) AS s FROM p.remote2 GROUP BY g)';
like(run($serial, 'EXPLAIN (VERBOSE, COSTS off) ' . sprintf($merged, $down)), qr/Remote SQL: SELECT g, dx\.wstat\(x, w\) .*Remote SQL: SELECT g, dx\.wstat\(x, w\) /s,
	'the aggregate is sent to the servers');
is(run($serial, digest(sprintf $merged, $down)), $states, '... and its states merged');
is(run($serial, qq{SELECT pg_catalog.count(*) FROM (SELECT g, dx.merge_stats(s) AS s FROM $down AS q GROUP BY g) AS m JOIN (SELECT g, dx.wavg(x, w), dx.wstddev_samp(x, w) FROM p.row GROUP BY g) AS o USING (g)
	WHERE dx.mean_of(s) IS NOT DISTINCT FROM wavg AND dx.stddev_of(s, true) IS NOT DISTINCT FROM wstddev_samp}), '600', '... give the values of one server');
}

# A row that cannot be taken is an error in every plan, naming the value.
$node->safe_psql('dxs', 'INSERT INTO p.shuffled SELECT i, 0, 0, 1, CASE i WHEN 30000 THEN -0.25 ELSE 1 END FROM generate_series(29000, 31000) AS i; ANALYZE p.shuffled');
like(run($_, query('p.shuffled')), qr/weight cannot be negative: -0\.25/, 'a negative weight') foreach $serial, $workers, "$serial; SET enable_hashagg = off";
is(run($serial, 'SELECT 1'), '1', 'the server is alive');

$node->stop;
done_testing();
