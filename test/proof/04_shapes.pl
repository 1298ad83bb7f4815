# SPDX-License-Identifier: PostgreSQL
# Plan shapes: the same bits under every plan. Three numbers of workers, hash
# or sort, rows in three layouts, just-in-time compilation, memory for all or
# for little: 72 shapes; five queries: cards, scores, statistics, ranks, and
# cards merged and read again. Many rows, one row, none.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Proof;
use Test::More;

my $seed = seed();
my $units = 50;

sub tables
{
	my ($seed) = @_;
	# A unit has one tree: the planner would not think parts worth it with more groups.
	my $groups = join(' ', map { "CREATE STATISTICS shape.of_$_ ON tree, unit, left(code, 1) FROM shape.$_;" } 'plain', 'shuffled', 'parted', 'parted0', 'parted1', 'parted2');
	sql(qq{SET client_min_messages = warning; DROP SCHEMA IF EXISTS shape CASCADE; CREATE SCHEMA shape;
	SELECT setseed(($seed % 1000) / 1000.0);
	CREATE TABLE shape.tree (id int PRIMARY KEY, tree dx.tree);
	INSERT INTO shape.tree SELECT id, dx.tree(code, md5(code), max, rule, options) FROM (
		SELECT id, '' AS code, NULL::float8 AS max, NULL AS rule, CASE WHEN id = 2 THEN '{"method": "geomean"}'::jsonb WHEN id = 3 THEN '{"method": "median", "missing": "skip"}' END AS options FROM generate_series(1, 3) AS id
		UNION ALL SELECT id, p::text, NULL, NULL, CASE id WHEN 2 THEN jsonb_build_object('method', 'sum', 'missing', 'skip', 'weight', p) WHEN 3 THEN jsonb_build_object('method', 'power(0.3)', 'weight', p / 10.0) END
			FROM generate_series(1, 3) AS id, generate_series(1, 3) AS p
		UNION ALL SELECT id, p || '.' || c, c + p / 10.0, (ARRAY['percent', 'linear(0, 70)', 'curve(0:0, 30:1/3, 100:1)'])[1 + c % 3], NULL
			FROM generate_series(1, 3) AS id, generate_series(1, 3) AS p, generate_series(1, 20) AS c) AS n GROUP BY id;
	CREATE TABLE shape.plain AS SELECT unit, 1 + unit % 3 AS tree, p || '.' || c AS code, CASE WHEN random() < 0.9 THEN round((random() * 100)::numeric, (random() * 9)::int)::float8 END AS value
		FROM generate_series(1, $units) AS unit, generate_series(1, 3) AS p, generate_series(1, 20) AS c WHERE random() < 0.9;
	CREATE TABLE shape.shuffled AS SELECT * FROM shape.plain ORDER BY random();
	CREATE TABLE shape.parted (LIKE shape.plain) PARTITION BY HASH (unit);
	CREATE TABLE shape.parted0 PARTITION OF shape.parted FOR VALUES WITH (MODULUS 3, REMAINDER 0);
	CREATE TABLE shape.parted1 PARTITION OF shape.parted FOR VALUES WITH (MODULUS 3, REMAINDER 1);
	CREATE TABLE shape.parted2 PARTITION OF shape.parted FOR VALUES WITH (MODULUS 3, REMAINDER 2);
	INSERT INTO shape.parted SELECT * FROM shape.shuffled;
	ALTER TABLE shape.plain SET (parallel_workers = 4); ALTER TABLE shape.shuffled SET (parallel_workers = 4);
	ALTER TABLE shape.parted0 SET (parallel_workers = 2); ALTER TABLE shape.parted1 SET (parallel_workers = 2);
	$groups
	ANALYZE shape.tree; ANALYZE shape.plain; ANALYZE shape.shuffled; ANALYZE shape.parted;});
}

# Aggregates of numbers, from the catalogue, whatever there is: those that take
# (value), (value, weight), and a third number; results as text are exact.
my @statistics = split /\n/, sql(q{SELECT format('%s.%I(%s)::text', pronamespace::regnamespace, proname, array_to_string((ARRAY['a.value', '1 + a.unit % 7', '0.5'])[1:pronargs], ', '))
	FROM pg_proc JOIN pg_aggregate ON aggfnoid = pg_proc.oid WHERE pronamespace = 'dx'::regnamespace AND proargtypes::oid[] <@ ARRAY['float8'::regtype::oid] AND pronargs BETWEEN 1 AND 3 ORDER BY 1});
my $statistics = join(', ', @statistics, 'dx.least_code(a.code)::text', 'dx.greatest_code(a.code)::text');
my @windows = split /\n/, sql(q{SELECT format('%s.%I(s) OVER (PARTITION BY tree) AS w%s', pronamespace::regnamespace, proname, row_number() OVER (ORDER BY proname))
	FROM pg_proc WHERE pronamespace = 'dx'::regnamespace AND prokind = 'w' AND proargtypes[0] = 'float8'::regtype AND pronargs - pronargdefaults = 1 ORDER BY proname});
cmp_ok(scalar @windows, '>=', 2, scalar(@statistics) . ' statistics and ' . scalar(@windows) . ' window functions of numbers found');
my $windows = join(', ', @windows);

# A value as people type it: more than three decimals, which cannot be thousands.
my $typed = q{replace(a.value::numeric(20, 10)::text, '.', ',')};

# ROWS is the table with its condition. Each gives one line whose text has all bits.
my %queries = (
	cards => qq{SELECT a.tree, unit, concat_ws(' ', dx.card(t.tree, a.code, a.value), dx.card(t.tree, a.code, $typed)) AS r FROM ROWS JOIN shape.tree t ON t.id = a.tree GROUP BY a.tree, unit},
	scores => qq{SELECT a.tree, unit, dx.score(t.tree, a.code, a.value) || ' ' || dx.score(t.tree, a.code, $typed) || ' ' || coalesce(dx.score(t.tree, a.code, a.value, NULL, '2'), -1) AS r FROM ROWS JOIN shape.tree t ON t.id = a.tree GROUP BY a.tree, unit},
	statistics => qq{SELECT a.tree, a.unit % 5 AS unit, concat_ws(' ', $statistics) AS r FROM ROWS GROUP BY a.tree, a.unit % 5},
	ranks => qq{SELECT tree, unit, q::text AS r FROM (SELECT tree, unit, s, $windows, dx.rank_by_keys(ARRAY[s, part, unit % 3], 'min', '{0,1,NULL}', NULL, '{1,-1,1}') OVER (PARTITION BY tree) AS by_keys, dx.boxcox(s, 0.5) OVER (PARTITION BY tree) AS boxcox, dx.last_known(CASE WHEN unit % 3 = 0 THEN s END, unit, 5) OVER (PARTITION BY tree) AS last, dx.known_at(part, unit) OVER (PARTITION BY tree) AS at, dx.interpolate(CASE WHEN unit % 4 = 0 THEN s END, unit) OVER (PARTITION BY tree) AS line FROM (SELECT a.tree, unit, dx.score(t.tree, a.code, a.value) AS s, dx.score(t.tree, a.code, a.value, NULL, '1') AS part FROM ROWS JOIN shape.tree t ON t.id = a.tree GROUP BY a.tree, unit) AS p) AS q},
	nodes => q{SELECT tree, unit, r::text FROM (SELECT c.tree, unit, dx.node_ranks(t.tree, card) OVER (PARTITION BY c.tree) AS r FROM (SELECT a.tree, unit, dx.card(s.tree, a.code, a.value) AS card FROM ROWS JOIN shape.tree s ON s.id = a.tree GROUP BY a.tree, unit) AS c JOIN shape.tree t ON t.id = c.tree) AS q},
	merged => q{SELECT c.tree, unit, concat_ws(' ', dx.ratio(t.tree, dx.merge_cards(card)), dx.grade_card(t.tree, dx.merge_cards(card), 'c:-1e9, b:0.2 [1 >= 10%], a:0.5 [each >= 0.4]'), (SELECT string_agg(b::text, ';') FROM dx.breakdown(t.tree, dx.merge_cards(card)) AS b)) AS r
		FROM (SELECT a.tree, unit, dx.card(s.tree, a.code, a.value) AS card FROM ROWS JOIN shape.tree s ON s.id = a.tree GROUP BY a.tree, unit, left(a.code, 1)) AS c JOIN shape.tree t ON t.id = c.tree GROUP BY c.tree, unit, t.tree},
);
my @names = sort keys %queries;

# The settings of a shape, by number.
my @workers = (0, 2, 4);
my @layouts = ('plain', 'shuffled', 'parted');
sub shape
{
	my ($n) = @_;
	my ($workers, $layout) = ($workers[ $n % 3 ], $layouts[ int($n / 3) % 3 ]);
	my ($hash, $jit, $small) = (int($n / 9) % 2, int($n / 18) % 2, int($n / 36) % 2);
	my @settings = ("max_parallel_workers_per_gather = $workers", 'parallel_setup_cost = 0', 'parallel_tuple_cost = 0.03', 'min_parallel_table_scan_size = 0',
		'parallel_leader_participation = ' . ($n % 5 < 3 ? 'on' : 'off'),
		$hash ? ('enable_sort = off', 'enable_incremental_sort = off') : ('enable_hashagg = off'),
		$jit ? ('jit = on', 'jit_above_cost = 0', 'jit_inline_above_cost = -1', 'jit_optimize_above_cost = -1') : 'jit = off',
		$small ? ("work_mem = '64kB'", 'hash_mem_multiplier = 1') : (),
		'enable_partitionwise_aggregate = on', 'enable_partitionwise_join = on');
	return ($layout, join('', map { "SET $_; " } @settings), "$workers workers, $layout, " . ($hash ? 'hash' : 'sort') . ($jit ? ', jit' : '') . ($small ? ', 64 kB' : ''));
}

sub query
{
	my ($name, $table, $where) = @_;
	return $queries{$name} =~ s/ROWS/(SELECT * FROM shape.$table WHERE $where) AS a/r;
}

sub digest
{
	my ($name, $table, $where) = @_;
	my $query = query($name, $table, $where);
	return "SELECT '$name', count(*), md5(string_agg(concat_ws(' ', tree, unit, r), E'\\n' ORDER BY tree, unit)) FROM ($query) AS x;";
}

# Whether a shape, one of the first 72, is what it is called: the plans of all
# queries; and what one of them did in the end, in a sample, as compiling is dear.
my %seen;
sub look
{
	my ($n) = @_;
	my ($layout, $settings, $how) = shape($n);
	my ($workers, $hash, $jit, $small) = ($how !~ /^0/, scalar($how =~ /hash/), scalar($how =~ /jit/), scalar($how =~ /kB/));
	my $sample = $jit ? $n % 4 == 0 : $small;
	my @plans = split /^-- /m, sql($settings . join(' ', map { "\\echo -- $_\nEXPLAIN (COSTS off) " . query($_, $layout, 'true') . ";\n" } @names)
		. ($sample ? "\\echo -- done\nEXPLAIN (ANALYZE, TIMING off) " . query($names[ $n % @names ], $layout, 'true') . ';' : ''));
	foreach my $plan (@plans)
	{
		my ($name) = $plan =~ /^(\w+)\n/ or next;
		if ($name ne 'done')
		{
			$seen{"$name: parts in workers"}++ if $workers && $plan =~ /Gather.*^\s*->  Partial /ms;
			$seen{"$name: hash"}++ if $hash && $plan =~ /HashAggregate/;
			$seen{"$name: sort"}++ if !$hash && $plan =~ /GroupAggregate/;
			$seen{"$name: append"}++ if $plan =~ /Append/;
			next;
		}
		my %what = (
			workers => [ $workers, $plan =~ /Workers Launched: [1-9]/ ],
			'hash on disk' => [ $hash && $small, $plan =~ /Batches: (?:[2-9]|\d\d+)  Memory Usage: \d+kB  Disk Usage: [1-9]/ ],
			'sort on disk' => [ !$hash && $small, $plan =~ /Sort Method: external/ ],
			jit => [ $jit, $plan =~ /^JIT:\n\s+Functions: [1-9]/m ]);
		foreach my $thing (grep { $what{$_}[0] } keys %what)
		{
			$seen{"$thing asked"}++;
			$seen{"$thing done"}++ if $what{$thing}[1];
		}
	}
}

# One, a few and no rows.
my @sizes = (all => 'true', one => 'unit = 7 AND code = \'1.1\'', none => 'unit < 0');

my ($shapes, $runs, @wrong) = (0, 0);
my $all = size(72, 5000);
while ($shapes < $all)
{
	my $round = $seed + int($shapes / 72);
	tables($round);
	my %want;
	for (my $n = 0; $n < 72 && $shapes < $all; $n++, $shapes++)
	{
		my ($layout, $settings, $how) = shape($n);
		my @statements;
		# Compiling is dear, and few rows need no more of it.
		for (my $i = 0; $i < ($settings =~ /jit = on/ && !soak() ? 2 : scalar @sizes); $i += 2)
		{
			push @statements, map { digest($_, $layout, $sizes[ $i + 1 ]) } @names;
		}
		my @got = split /\n/, sql($settings . join(' ', @statements));
		$runs += @names;
		foreach my $i (0 .. $#statements)
		{
			$want{$i} //= $got[$i];
			push @wrong, "$how, seed $round: $got[$i] instead of $want{$i}" if ($got[$i] // 'nothing') ne $want{$i};
		}
		if ($shapes < 72)
		{
			look($n);
		}
	}
	like($want{0}, qr/^cards\|$units\|[0-9a-f]{32}$/, "round $round: every unit has its card") if $shapes <= 72;
	is($want{ 2 * @names }, 'cards|0|', 'no row, no card') if $shapes <= 72;
}
is(join("\n", @wrong), '', commas($shapes) . ' plan shapes x ' . scalar(@names) . ' queries x 3 sizes of input: the same bits, seed ' . $seed . ', ' . commas($runs) . ' runs');
# What was looked at is what it is called.
foreach my $name (@names)
{
	foreach my $thing ('parts in workers of 48', 'hash of 36', 'sort of 36', 'append of 24')
	{
		my ($what, $of) = $thing =~ /(.*) of (\d+)/;
		cmp_ok($seen{"$name: $what"} // 0, '>=', 0.75 * $of, "plans of $name with $what: " . ($seen{"$name: $what"} // 0) . " of $of");
	}
}
foreach my $thing ('workers', 'hash on disk', 'sort on disk', 'jit')
{
	next if $thing eq 'jit' && sql('SET jit = on; SELECT pg_jit_available()') ne 't';
	cmp_ok($seen{"$thing done"} // 0, '>=', 0.75 * $seen{"$thing asked"}, "$thing: " . ($seen{"$thing done"} // 0) . ' of ' . $seen{"$thing asked"} . ' that were run and looked at');
}
sql('DROP SCHEMA shape CASCADE');
done_testing();
