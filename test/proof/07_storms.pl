# SPDX-License-Identifier: PostgreSQL
# Cancelling: statements that keep the extension busy are cut off by
# statement_timeout and by pg_cancel_backend after random times, a few at
# once; each ends as cancelled or, seldom, whole; the sessions go on and give
# the right result. A soak says how late they end. At last the functions that
# can take longest, each with the largest trees, texts, partitions and many
# draws: cancelled at moments spread over all that they do, they use no more
# than 0.2 s of a processor afterwards.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use POSIX ();
use IO::Handle;
use IO::Select;
use IPC::Open2;
use Proof;
use Test::More;
use Time::HiRes qw(time);

my $seed = seed();
srand($seed);
my $storms = size(300, 20_000);

my $nodes = soak() ? 30_000 : 6_000;
# A wide tree, its cards, many codes: single calls that take long.
sql(qq{SET client_min_messages = warning; DROP SCHEMA IF EXISTS storm CASCADE; CREATE SCHEMA storm;
	CREATE TABLE storm.node AS SELECT (i % 100) || '.' || i AS code, i % 9 + 1.5 AS max, 'steps(20:1/3, 50:0.5, 80:1)'::text AS rule FROM generate_series(1, $nodes) AS i;
	CREATE TABLE storm.tree AS SELECT 1 AS id, dx.tree(code, 'n' || code, max, rule) FROM storm.node;
	CREATE TABLE storm.card AS SELECT g, dx.card(tree, code, length(code) * 10 + g) FROM storm.tree, storm.node, generate_series(0, 3) AS g GROUP BY g;
	CREATE TABLE storm.code AS SELECT DISTINCT (random() * 50)::int || '.' || (random() * 1000)::int || '.' || (random() * 100)::int AS code FROM generate_series(1, $nodes);
	ANALYZE storm.node; ANALYZE storm.code; ANALYZE storm.tree; ANALYZE storm.card;});
my @statements = (
	'a tree built' => 'SELECT md5(dx.tree(code, NULL, max, rule)::text) FROM storm.node',
	'a tree written and read' => 'SELECT md5((tree::text::dx.tree)::text) FROM storm.tree',
	'nodes' => 'SELECT md5(string_agg(n::text, NULL)) FROM storm.tree, dx.nodes(tree) AS n',
	'cards filled' => 'SELECT md5(dx.card(tree, code, 50.5)::text) FROM storm.tree, storm.node',
	'a card written and read' => 'SELECT md5(string_agg((card::text::dx.card)::text, NULL ORDER BY g)) FROM storm.card',
	'scores' => 'SELECT md5(string_agg(dx.points(tree, card)::text, NULL)) FROM storm.tree, storm.card, generate_series(1, 10)',
	'scores of rows' => 'SELECT dx.score(tree, code, 33) FROM storm.tree, storm.node, generate_series(1, 3) AS g GROUP BY g',
	'breakdowns' => 'SELECT md5(string_agg(b::text, NULL)) FROM storm.tree, storm.card, dx.breakdown(tree, card) AS b',
	'differences' => q{SELECT count(*) FROM storm.tree AS a, (SELECT dx.alter_tree(tree, '{"1": {"name": "x"}}') AS tree FROM storm.tree) AS b, dx.tree_diff(a.tree, b.tree)},
	'codes sorted' => 'SELECT md5(string_agg(code, NULL ORDER BY code::dx.code)) FROM storm.code',
	'ranks' => 'SELECT sum(r) FROM (SELECT dx.rank_by(x) OVER () AS r FROM generate_series(1, 30000) AS x) AS q',
	'ranks by keys' => 'SELECT sum(r) FROM (SELECT dx.rank_by_keys(ARRAY[x % 100, x % 7, x]) OVER () AS r FROM generate_series(1, 20000) AS x) AS q',
	'ranks at every node' => q{SELECT md5(string_agg(r::text, NULL)) FROM (SELECT dx.node_ranks(tree, card) OVER () AS r FROM storm.tree, storm.card) AS q},
	'averages' => q{SELECT md5(string_agg(a::text, NULL)) FROM (SELECT dx.node_summary(tree, card, true) AS s FROM storm.tree, storm.card) AS q, dx.node_averages(s, '{0.5}') AS a},
	'moments' => q{SELECT md5(dx.moments(tree, card, 1, 'children')::text) FROM storm.tree, storm.card},
	'changes explained' => q{SELECT count(*) FROM storm.tree, storm.card AS a, LATERAL (SELECT card FROM storm.card WHERE g = (a.g + 1) % 4 LIMIT 1) AS b, dx.explain_change(tree, a.card, tree, b.card)},
	'grades of cards' => q{SELECT count(dx.grade_card(tree, card, 'b:0, a:0.1 [each >= 10%, ' || quote_literal((SELECT min(code) FROM storm.node)) || ' >= 0.5]')) FROM storm.tree, storm.card, generate_series(1, 10)},
);
my %statement = @statements;
# Window functions of numbers, all there are.
foreach my $name (split /\n/, sql(q{SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'dx'::regnamespace AND prokind = 'w' AND proargtypes[0] = 'float8'::regtype AND pronargs - pronargdefaults = 1}))
{
	$statement{"window $name"} = "SELECT coalesce(md5(string_agg(r::text, NULL)), 'none') FROM (SELECT dx.$name(x) OVER () AS r FROM generate_series(1, 20000) AS x) AS q";
}
my @names = sort keys %statement;
my %want;
my %takes;
foreach my $name (@names)
{
	sql($statement{$name});
	my $start = time;
	$want{$name} = sql($statement{$name});
	$takes{$name} = 1000 * (time - $start);
}

# The server's own way to be cancelled, for comparison.
my $baseline = 'SELECT count(*) FROM generate_series(1, 100000000) AS g WHERE g % 3 = 1';

# storm(statements): one session; each statement with its own timeout. Returns [late ms, name, what happened].
sub storm
{
	my (@list) = @_;
	# Compiling an expression is the server's, takes long, and cannot be cancelled.
	my $script = "SET jit = off;\n\\timing on\n\\set ON_ERROR_STOP 0\n\\set VERBOSITY sqlstate\n";
	my @timeouts;
	foreach my $name (@list)
	{
		# Somewhere within what the statement takes.
		my $after = 1 + int(rand($name eq 'baseline' ? 60 : $takes{$name} > 800 ? 800 : $takes{$name} / 2));
		push @timeouts, $after;
		$script .= "SET statement_timeout = $after;\n\\echo begin $name\n" . ($name eq 'baseline' ? $baseline : $statement{$name}) . ";\nSET statement_timeout = 0;\n";
	}
	my ($status, $out, $err) = attempt("$script;", undef, '-v', 'ON_ERROR_STOP=0');
	return ($status, $out, \@timeouts, $err);
}

my (@late, @base, %wrong);
my ($cancelled, $whole) = (0, 0);
my $done = 0;
while ($done < $storms)
{
	my @list = map { $names[ rand @names ] } 1 .. 20;
	push @list, ('baseline') x 2;
	my ($status, $out, $timeouts, $err) = storm(@list);
	my @errors = ($err =~ /ERROR:\s+(\w{5})/g);
	$wrong{"status $status"}++ if $status != 0;
	# What was printed for each statement: nothing or a result, then its time.
	my @parts = split /^begin .*\n/m, $out;
	shift @parts;
	$wrong{'statements are missing'}++ if @parts != @list;
	foreach my $i (0 .. $#list)
	{
		my $name = $list[$i];
		my ($said, $time) = $parts[$i] =~ /\A(.*?)\n?Time: ([\d.]+) ms/s;
		$done++ if $name ne 'baseline';
		if (!defined $time) { $wrong{"$name: no time"}++; next }
		if ($said eq '')
		{
			my $state = shift @errors // 'none';
			if ($state ne '57014') { $wrong{"$name: $state"}++; next }
			if ($name eq 'baseline') { push @base, $time - $timeouts->[$i]; next }
			push @late, [ $time - $timeouts->[$i], $name ];
			$cancelled++;
		}
		elsif ($name ne 'baseline')
		{
			$wrong{"$name: another result"}++ if $said ne $want{$name};
			$whole++;
		}
	}
}
is(join(', ', %wrong), '', commas($done) . ' statements with a timeout: ' . commas($cancelled) . ' cancelled, ' . commas($whole) . " whole and right, seed $seed");
cmp_ok($cancelled, '>', 0, 'some were cancelled');
my @sorted = sort { $a->[0] <=> $b->[0] } @late;
@base = sort { $a <=> $b } @base;
my ($p99, $worst) = ($sorted[ int(0.99 * $#sorted) ], $sorted[-1]);
my $base99 = $base[ int(0.99 * $#base) ];
my $figures = sprintf('late by %.0f ms at most (%s), %.0f ms in 99 of 100; the server by itself %.0f ms at most', $worst->[0], $worst->[1], $p99->[0], $base[-1]);
if (soak())
{
	cmp_ok($p99->[0] - $base99, '<', 100, $figures);
}
else
{
	diag($figures);
}

# pg_cancel_backend, from another session, at any moment; then pg_terminate_backend.
# The rain begins when the session is there: what is seen of it stays as it was
# first seen in a transaction, if it is not cleared.
sql(q{CREATE FUNCTION storm.rain(name text, drops int) RETURNS text LANGUAGE plpgsql AS $$
	DECLARE
		of int;
		hit int := 0;
		ended boolean;
	BEGIN
		FOR i IN 1 .. 6000 LOOP
			PERFORM pg_stat_clear_snapshot();
			SELECT pid INTO of FROM pg_stat_activity WHERE application_name = name AND state = 'active';
			EXIT WHEN FOUND;
			PERFORM pg_sleep(0.01);
		END LOOP;
		FOR i IN 1 .. drops LOOP
			PERFORM pg_sleep(random() * 0.03);
			PERFORM pg_stat_clear_snapshot();
			hit := hit + (SELECT count(*) FILTER (WHERE pg_cancel_backend(pid)) FROM pg_stat_activity WHERE application_name = name);
		END LOOP;
		-- True when it is gone.
		ended := pg_terminate_backend(of, 60000);
		RETURN concat_ws(' ', hit, ended);
	END $$;} =~ s/\n\t*--[^\n]*//gr);
my $sessions = size(3, 20);
my $drops = 60;
my (%states, %strange);
my ($hit, $terminated) = (0, 0);
foreach my $round (1 .. $sessions)
{
	my $name = $names[ rand @names ];
	my $other = open(my $rain, '-|') // die $!;
	if ($other == 0)
	{
		my (undef, $said, $err) = attempt("SELECT storm.rain('storm $round', $drops)");
		print "$said$err";
		close STDOUT;
		POSIX::_exit(0);
	}
	# More than there is time for: it is terminated at work.
	my ($status, $out, $err) = attempt("\\set VERBOSITY verbose\n" . "$statement{$name};\n" x 20_000, "dbname=dx_proof application_name='storm $round'", '-v', 'ON_ERROR_STOP=0');
	my $said = join '', <$rain>;
	close $rain;
	my ($some, $gone) = $said =~ /\A(\d+) t\z/ ? ($1, 1) : (0, 0);
	$strange{"$name: the rain ended with $said"}++ if !$gone;
	$strange{"$name: psql ended with status $status"}++ if $status != 2;
	$hit += $some;
	my @states = $err =~ /(?:ERROR|FATAL|PANIC):\s+(\w{5}):/g;
	$states{$_}++ foreach @states;
	$terminated++ if $gone && @states && $states[-1] eq '57P01';
	# What was not cancelled is right.
	$out =~ s/^\Q$want{$name}\E$//mg;
	$strange{"$name: another result"}++ if $out =~ /\S/;
}
is(join(', ', sort keys %strange), '', commas($hit) . " cancels rained on $sessions sessions, " . ($states{57014} // 0) . ' of them on a statement, what ended before was right');
is(join(', ', grep { !/^(57014|57P01)\z/ } sort keys %states), '', 'no error but that it was cancelled or terminated');
is($terminated, $sessions, "$terminated sessions terminated at work");
cmp_ok($hit, '>=', $sessions * $drops, 'every cancel found its session');
cmp_ok($states{57014} // 0, '>=', $sessions, 'and some of them a statement');
foreach my $name (@names)
{
	is(sql($statement{$name}), $want{$name}, "$name: right afterwards");
}
# Wide trees of methods that have to look at all children, one of long rules, one of ten criteria.
my $wide = soak() ? 65_534 : 30_000;
# Components take the cube of this.
my $square = soak() ? 1_000 : 500;
# (Detoasting is the server's, and cannot be cancelled.)
my $long = soak() ? 3_000 : 2_000;
sql(qq{SET client_min_messages = warning;
	CREATE TABLE storm.wide (name text PRIMARY KEY, tree dx.tree, card dx.card, written text);
	INSERT INTO storm.wide SELECT m, dx.tree(code, 'n' || code, NULL::float8, CASE WHEN code <> '' THEN 'percent' END, CASE WHEN code = '' THEN jsonb_build_object('method', m) END)
		FROM (SELECT '' AS code UNION ALL SELECT i::text FROM generate_series(1, $wide) AS i) AS c, unnest('{median,power(3.3),mpi_down,mean}'::text[]) AS m GROUP BY m;
	UPDATE storm.wide SET card = (SELECT dx.card(tree, i::text, i % 100) FROM generate_series(1, $wide) AS i);
	INSERT INTO storm.wide SELECT 'small', t, (SELECT dx.card(t, i::text, i * 9) FROM generate_series(1, 10) AS i) FROM (SELECT dx.tree(i::text, NULL, 10, 'percent') AS t FROM generate_series(1, 10) AS i) AS t;
	INSERT INTO storm.wide SELECT 'steps', dx.tree(i::text, NULL, 10, r) FROM generate_series(1, $long) AS i, (SELECT 'steps(' || string_agg(k || ':' || k || '/512', ', ') || ')' AS r FROM generate_series(1, 512) AS k) AS s;
	UPDATE storm.wide SET card = (SELECT dx.card(tree, i::text, i % 500) FROM generate_series(1, $long) AS i) WHERE name = 'steps';
	UPDATE storm.wide SET written = tree::text WHERE name IN ('mean', 'steps');
	CREATE TABLE storm.unit AS SELECT g, (SELECT dx.card(tree, i::text, (g * i) % 97) FROM generate_series(1, 10) AS i) AS card FROM storm.wide, generate_series(1, 400) AS g WHERE name = 'small';
	CREATE TABLE storm.patch AS SELECT jsonb_object_agg(i, '{"weight": 2, "name": "other", "number": "1", "kind": "k", "guide": "g"}'::jsonb) AS patch, jsonb_object_agg(i, ($wide + 1 - i)::text) AS map FROM generate_series(1, $wide) AS i;
	CREATE TABLE storm.long (name text, x text);
	ALTER TABLE storm.long ALTER x SET STORAGE EXTERNAL;
	INSERT INTO storm.long VALUES ('string', '[{"name": "' || repeat('x', 100000000) || '"}]'), ('escapes', '[{"name": "' || repeat('\\u0061', 17000000) || '"}]'), ('spaces', '[' || repeat(' ', 100000000) || ']'),
		('number', '[{"max": 1' || repeat('0', 100000000) || '}]'), ('statistics', 'sum:' || repeat('00', 50000000));
	CREATE TABLE storm.square AS SELECT tree, card, (SELECT dx.card(tree, i::text, i % 90) FROM generate_series(1, $square - 20) AS i) AS gaps, NULL::dx.moment_stat AS s
		FROM (SELECT tree, (SELECT dx.card(tree, i::text, i % 100) FROM generate_series(1, $square) AS i) AS card FROM (SELECT dx.tree(i::text, NULL, 10, 'percent') AS tree FROM generate_series(1, $square) AS i) AS t) AS t;
	UPDATE storm.square SET s = (SELECT dx.moments(tree, (SELECT dx.card(tree, i::text, (i * i + g * g * i) % 97) FROM generate_series(1, $square) AS i)) FROM generate_series(1, 30) AS g);
	CREATE TABLE storm.stat AS SELECT dx.wquantile_stat(i + 0.25 * j, 1) AS s FROM generate_series(1, 3 * $wide) AS i, generate_series(1, 4) AS j GROUP BY j;});
my @longest = (
	'rank_interval, a wide median' => q{SELECT dx.rank_interval(tree, card, 16, 0.2, 0.9, 1) OVER () FROM storm.wide, generate_series(1, 8) WHERE name = 'median'},
	'rank_interval, a wide power mean' => q{SELECT dx.rank_interval(tree, card, 32, 0.2, 0.9, 1) OVER () FROM storm.wide, generate_series(1, 3) WHERE name = 'power(3.3)'},
	'rank_chance, a wide Mazziotta-Pareto mean' => q{SELECT dx.rank_chance(tree, card, 2, 64, 0.2, 1) OVER () FROM storm.wide, generate_series(1, 3) WHERE name = 'mpi_down'},
	'rank_interval, many draws and units' => q{SELECT dx.rank_interval(tree, u.card, 20000, 0.3, 0, 1) OVER () FROM storm.wide, storm.unit AS u WHERE name = 'small'},
	'rank_interval, given factors' => qq{SELECT dx.rank_interval(tree, card, (SELECT array_fill(NULL::float8, ARRAY[32, $wide + 1])), 0.9) OVER () FROM storm.wide, generate_series(1, 3) WHERE name = 'median'},
	'draw_factors' => q{SELECT array_length(dx.draw_factors(tree, 60, 0.5, 1), 1) FROM storm.wide WHERE name = 'mean'},
	'rank_shares, many draws and units' => q{SELECT dx.rank_shares(tree, u.card, 20000, 0.3, 1) OVER () FROM storm.wide, storm.unit AS u WHERE name = 'small'},
	'rank_interval, trees that take turns' => q{SELECT dx.rank_interval(ARRAY[tree, tree, tree], card, 32, 0.2, 0.9, 1) OVER () FROM storm.wide, generate_series(1, 3) WHERE name = 'power(3.3)'},
	'rank_sensitivity, a wide mean' => q{SELECT count(*) FROM (SELECT tree, array_agg(card) AS c FROM storm.wide, generate_series(1, 20) WHERE name = 'mean' GROUP BY tree) AS t, dx.rank_sensitivity(tree, c, '{7,8}'::text[], 8)},
	'rank_sensitivity, many weights' => q{SELECT count(*) FROM (SELECT tree, array_agg(u.card) AS c FROM storm.wide, storm.unit AS u WHERE name = 'small' GROUP BY tree) AS t, dx.rank_sensitivity(tree, c, NULL::text[], 1500)},
	'rank_sensitivity, given factors' => qq{SELECT count(*) FROM storm.wide, dx.rank_sensitivity(tree, ARRAY[card, card], (SELECT array_agg(a) FROM (SELECT array_fill(0.5 + i / 40.0, ARRAY[1]) || array_fill(1.0, ARRAY[$wide - 1]) || 2.0 AS x FROM generate_series(1, 8) AS i) AS s, LATERAL (SELECT array_prepend(1.0, x[2:]) AS a) AS t)::float8[], (SELECT array_fill(1::float8, ARRAY[8, $wide + 1]))) WHERE name = 'mean'},
	'ranks without every node' => q{SELECT count(r) FROM (SELECT dx.rank_removal(tree, card) OVER () AS r FROM (SELECT t AS tree, (SELECT dx.card(t, i::text, i % 100) FROM generate_series(1, 1500) AS i) AS card FROM (SELECT dx.tree(i::text, NULL, 10, 'percent') AS t FROM generate_series(1, 1500) AS i) AS t) AS q) AS q},
	'ranks at every node' => q{SELECT count(r) FROM (SELECT dx.node_ranks(tree, card) OVER () AS r FROM storm.wide, generate_series(1, 200) WHERE name = 'mean') AS q},
	'averages' => q{SELECT dx.node_summary(tree, card, true) IS NOT NULL FROM storm.wide, generate_series(1, 60) WHERE name = 'mean'},
	'averages read' => q{SELECT count(*) FROM (SELECT dx.node_summary(tree, card, true) AS s FROM storm.wide WHERE name = 'mean') AS q, dx.node_averages(s, (SELECT array_agg(i / 40.0) FROM generate_series(0, 40) AS i))},
	'moments' => q{SELECT dx.moments(tree, card) IS NOT NULL FROM storm.square, generate_series(1, 400)},
	'moments with gaps' => q{SELECT dx.moments(tree, gaps) IS NOT NULL FROM storm.square, generate_series(1, 400)},
	'moments with weights' => q{SELECT dx.moments(tree, gaps, g) IS NOT NULL FROM storm.square, generate_series(1, 60) AS g},
	'moments read' => q{SELECT length(s::text::dx.moment_stat::text) FROM storm.square},
	'moments united' => q{SELECT dx.merge_moments(s) IS NOT NULL FROM storm.square, generate_series(1, 8)},
	'correlations' => q{SELECT count(*) FROM storm.square, dx.correlations(tree, s)},
	'alphas' => q{SELECT count(*) FROM storm.square, dx.cronbach(tree, s)},
	'components' => q{SELECT count(*) FROM storm.square, dx.components(tree, s)},
	# (another call each time, of cards that differ)
	'changes explained' => qq{SELECT count(*) FROM (SELECT tree, card, (SELECT dx.card(w.tree, i::text, (i * 7) % 101) FROM generate_series(1, $wide) AS i) AS other FROM storm.wide AS w WHERE w.name = 'mean' OFFSET 0) AS w,
		generate_series(1, 12) AS g, dx.explain_change(tree, CASE WHEN g > 0 THEN card END, tree, other)},
	'copeland' => q{SELECT dx.copeland(tree, card, '', 'criteria') OVER () FROM storm.wide, generate_series(1, 100) WHERE name = 'mean'},
	'outranking' => q{SELECT count(*) FROM (SELECT tree, array_agg(card) AS c FROM storm.wide, generate_series(1, 70) WHERE name = 'mean' GROUP BY tree) AS t, dx.outranking(tree, c, '', 'criteria')},
	'a tree of long rules read' => q{SELECT length(written::dx.tree::text) FROM storm.wide WHERE name = 'steps'},
	'a wide tree read' => q{SELECT length(written::dx.tree::text) FROM storm.wide WHERE name = 'mean'},
	'a tree of long rules altered' => q{SELECT dx.alter_tree(tree, '{"1": {"max": 11}}') IS NOT NULL FROM storm.wide WHERE name = 'steps'},
	'a large patch' => q{SELECT dx.alter_tree(tree, patch) IS NOT NULL FROM storm.wide, storm.patch WHERE name = 'mean'},
	'a large difference' => q{SELECT count(*) FROM storm.wide, storm.patch, dx.tree_diff(tree, dx.alter_tree(tree, patch)) WHERE name = 'mean'},
	'a subtree' => q{SELECT dx.subtree(tree, '') IS NOT NULL FROM storm.wide WHERE name = 'steps'},
	'nodes' => q{SELECT count(*) FROM storm.wide, dx.nodes(tree)},
	'cards of long rules scored' => q{SELECT count(dx.points(tree, card)) FROM storm.wide, generate_series(1, 60) WHERE name = 'steps'},
	'cards of wide means scored' => q{SELECT count(dx.ratio(tree, card)) FROM storm.wide, generate_series(1, 20)},
	'advice' => q{SELECT count(*) FROM storm.wide, dx.advice(tree, card) WHERE name <> 'steps'},
	'breakdowns' => q{SELECT count(*) FROM storm.wide, dx.breakdown(tree, card)},
	'a card recast' => q{SELECT dx.recast(card, tree, tree, map) IS NOT NULL FROM storm.wide, storm.patch WHERE name = 'mean'},
	'points of many nodes' => q{SELECT dx.points(tree, card, c) FROM storm.wide, (SELECT array_agg((i % 1000 + 1)::text) AS c FROM generate_series(1, 1000000) AS i) AS c WHERE name = 'mean'},
	'a long JSON string' => q{SELECT x::dx.tree FROM storm.long WHERE name = 'string'},
	'a long JSON string of escapes' => q{SELECT x::dx.tree FROM storm.long WHERE name = 'escapes'},
	'spaces in JSON' => q{SELECT x::dx.tree FROM storm.long WHERE name = 'spaces'},
	'a long number in JSON' => q{SELECT x::dx.tree FROM storm.long WHERE name = 'number'},
	'statistics read' => q{SELECT x::dx.stat FROM storm.long WHERE name = 'statistics'},
	'statistics united' => q{SELECT dx.quantile_of(dx.merge_stats(s), 0.5) FROM storm.stat},
	'Spearman, all different' => q{SELECT dx.spearman(i, (i * 7919::bigint) % 1500007) FROM generate_series(1, 1500000) AS i},
	'Kendall, all different' => q{SELECT dx.kendall(i, (i * 7919::bigint) % 1500007) FROM generate_series(1, 1500000) AS i},
	'Kendall of two classes' => q{SELECT dx.kendall(i % 2, i / 700000) FROM generate_series(1, 1500000) AS i},
	'pairs written and read' => q{SELECT dx.kendall_of(dx.pairs_stat(i % 100, -i)::text::dx.stat) FROM generate_series(1, 400000) AS i},
	'an ordered weighted average' => q{SELECT dx.owa(a, a) FROM (SELECT array_agg((i * 7919::bigint) % 1500007) AS a FROM generate_series(1, 1500000) AS i) AS q},
	'ranks of one class' => q{SELECT count(r) FROM (SELECT dx.rank_by(1) OVER () AS r FROM generate_series(1, 1000000)) AS q},
	'ranks by keys' => q{SELECT count(r) FROM (SELECT dx.rank_by_keys(ARRAY[1, i % 2, 1, i / 2, -i]) OVER () AS r FROM generate_series(1, 600000) AS i) AS q},
	'a treated column' => q{SELECT count(r) FROM (SELECT dx.treat(i ^ 3, 1000000000, 1e-3, -1e9) OVER () AS r FROM generate_series(1, 300000) AS i) AS q},
	'logarithms' => q{SELECT count(r) FROM (SELECT dx.log_shift(i ^ 2, 'log_CT_plus') OVER () AS r FROM generate_series(1, 500000) AS i) AS q},
	'values over time' => q{SELECT count(r) FROM (SELECT dx.interpolate(CASE WHEN i % 1000 = 0 THEN i END, i / 2) OVER () AS r FROM generate_series(1, 500000) AS i) AS q},
	'ranks of one class by order' => q{SELECT count(r) FROM (SELECT dx.rank_by(1, 'first') OVER (ORDER BY i DESC) AS r FROM generate_series(1, 700000) AS i) AS q},
);

# Seconds of a processor that a process has used.
sub used
{
	my ($pid) = @_;
	open(my $file, '<', "/proc/$pid/schedstat") or return 0;
	return (split ' ', <$file>)[0] / 1e9;
}

# One session for all: what a statement prints, errors too.
my $session = open2(my $said, my $say, "exec psql -X -q -A -t -d dx_proof -v ON_ERROR_STOP=0 2>&1");
sub begin { print $say "$_[0];\n\\echo end of statement\n" }
sub ended
{
	my $text = '';
	while (my $line = <$said>)
	{
		last if $line eq "end of statement\n";
		$text .= $line;
	}
	return $text;
}
sub say_all { begin(@_); return ended() }
$say->autoflush(1);
my $ready = IO::Select->new($said);
say_all('SET jit = off; SET max_parallel_workers_per_gather = 0');
my $backend = 0 + say_all('SELECT pg_backend_pid()');
my $moments = size(3, 25);
my $latest = 0;
while (my ($name, $statement) = splice @longest, 0, 2)
{
	my $call = "SELECT count(q) FROM ($statement) AS q";
	my $start = used($backend);
	my $answer = say_all($call);
	my $whole = used($backend) - $start;
	# Long texts are nothing that is taken.
	like($answer, qr/^\d+$/, "$name: it runs") unless $statement =~ /FROM storm\.long/;
	my ($worst, $cut) = (0, 0);
	foreach my $moment (1 .. $moments)
	{
		my $at = $whole * ($moment - rand) / $moments;
		my ($late, $cancelled);
		# A machine that others use too may stop for a while: what is late at this moment is so each time.
		foreach my $try (1 .. 5)
		{
			$start = used($backend);
			begin($call);
			# It may be quicker than before.
			while (used($backend) - $start < $at)
			{
				last if $ready->can_read(0.002);
			}
			my $asked = used($backend);
			kill 'INT', $backend;
			$cancelled = 1 if ended() =~ /canceling statement/;
			my $took = used($backend) - $asked;
			$late = $took if !defined $late || $took < $late;
			last if $late < 0.2;
		}
		$cut++ if $cancelled;
		$worst = $late if $late > $worst;
	}
	# The server fetches and copies a long text before anybody sees it, and cannot be cancelled meanwhile.
	if ($statement =~ /FROM (storm\.long WHERE name = '\w+')/)
	{
		$start = used($backend);
		say_all("SELECT length(textsend(x)) FROM $1");
		$worst -= used($backend) - $start;
	}
	$latest = $worst if $worst > $latest;
	cmp_ok($worst, '<', 0.2, sprintf('%s: %.1f s, cancelled %d of %d times, at most %.3f s of a processor late', $name, $whole, $cut, $moments, $worst));
}
print $say "\\q\n";
close $say;
waitpid $session, 0;
cmp_ok($latest, '<', 0.2, sprintf('no function is later than %.3f s', $latest));

sql('DROP SCHEMA storm CASCADE');
done_testing();
