# SPDX-License-Identifier: PostgreSQL
# Filling cards: the ways to say the same rows (criteria by ordinal, code, text
# of either length; with and without a state; trees TOASTed and in memory; sorted,
# hashed, in workers, as a window, in parts that are merged; values as numbers, as
# people type them, and as true and false where all criteria are of yes and no) give the bytes of
# the card written down here as text, or all the same error. dx.score of the
# same rows gives the points of that card, of the root and of a node, also of
# one that needs a sibling.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Proof;
use Test::More;

my $seed = seed();
srand($seed);

# Criteria: codes (some longer than short names are), and a rule each.
my @rules = ('percent', 'ratio', 'yesno', 'checklist(7)', 'linear(0, 70)', 'steps(20:1/3, 50:0.5, >80:1)', 'curve(0:0, 30:1/3, 100:1)', 'choice(Tốt:1, Đạt:0.5, Chưa:0)', 'points', 'unscored', '', 'target(100%)', 'target(5) whole', 'log(1, 100)');
my $rules = @rules;
my @sizes = (25, 159, 2048, 2049, 5000);
sql(qq{SET client_min_messages = warning; DROP SCHEMA IF EXISTS cards CASCADE; CREATE SCHEMA cards;
	CREATE TABLE cards.tree (id int PRIMARY KEY, tree dx.tree);
	ALTER TABLE cards.tree ALTER tree SET STORAGE EXTERNAL, SET (toast_tuple_target = 128);
	INSERT INTO cards.tree SELECT n, dx.tree((i % 7) || '.' || CASE WHEN i % 13 = 0 THEN 'tieu-chi-thu-' ELSE '' END || i, 'n' || i, CASE WHEN i % $rules <> 9 THEN i % 9 + 4.5 END, } . 'nullif((ARRAY[' . join(', ', map { "'$_'" } @rules) . qq{])[1 + i % $rules], ''))
		FROM unnest(ARRAY[@{[ join ', ', @sizes ]}]) AS n, LATERAL generate_series(1, n) AS i GROUP BY n;
	UPDATE cards.tree SET tree = dx.alter_tree(tree, '{"": {"cap": 500}, "2": {"cap": 20}, "3": {"threshold": 0.1, "needs": {"2": "20%"}}}') WHERE id IN (159, 2049);
	CREATE TABLE cards.row (c int, g int, n int, tree int, ordinal int, code dx.code, name text, value float8, state text, bad int, typed text);
	CREATE TABLE cards.want (c int, card text, error text);
	CREATE TABLE cards.run (c int, what text, way text, settings text[], query text, got text);
	CREATE AGGREGATE cards.tally(dx.tree, dx.code, float8, text, dx.code) (SFUNC = dx.score_accum, STYPE = dx.tally);
	CREATE AGGREGATE cards.tally(dx.tree, dx.code, text, text, dx.code) (SFUNC = dx.score_accum, STYPE = dx.tally);
	CREATE AGGREGATE cards.tally(dx.tree, dx.code, boolean, text, dx.code) (SFUNC = dx.score_accum, STYPE = dx.tally);
	CREATE AGGREGATE cards.total(dx.tally) (SFUNC = dx.score_combine, STYPE = dx.tally, FINALFUNC = dx.score_final);});
is(sql(q{SELECT count(DISTINCT chunk_id) FROM pg_toast.} . sql(q{SELECT c.relname FROM pg_class c JOIN pg_class t ON t.reltoastrelid = c.oid WHERE t.oid = 'cards.tree'::regclass})),
	scalar @sizes, 'the trees are TOASTed');

# [ordinal, code, rule, maximum] of the criteria in order, by tree; inner codes; the fingerprint.
my (%criteria, %inner, %of);
foreach my $n (@sizes)
{
	foreach my $line (split /\n/, sql("SELECT ordinal, code, is_criterion, coalesce(substring(name FROM 2), '0') FROM cards.tree, dx.nodes(tree) WHERE id = $n ORDER BY ordinal"))
	{
		my ($ordinal, $code, $is, $i) = split /\|/, $line;
		if ($is eq 't') { push @{ $criteria{$n} }, [ $ordinal, $code, $rules[ $i % $rules ], $i % 9 + 4.5 ] }
		else { push @{ $inner{$n} }, [ $ordinal, $code ] }
	}
	is(scalar @{ $criteria{$n} }, $n, "a tree of $n criteria");
	$of{$n} = sql("SELECT left(dx.card(tree, '1.1', NULL)::text, 32) FROM cards.tree WHERE id = $n");
}

sub any { return $_[ rand @_ ] }

sub hundredths
{
	my ($most) = @_;
	my $text = sprintf '%.2f', int(rand($most * 100 + 1)) / 100;
	$text =~ s/\.?0+\z// if $text =~ /\./;
	return $text;
}

my @wide = qw(0 16383 16384 163.83 163.84 1638.3 1638.4 0.01 655.36 99.999 -0.01 -5 -16383 0.000001 123456789.125 33.333333333333336 1000000000000000);

# A result that the rule takes, as it is printed.
sub good
{
	my ($rule, $max) = @_;
	return any(0, 1) if $rule eq 'yesno';
	return any(1 .. 3) if $rule =~ /^choice/;
	return any(0 .. 7) if $rule =~ /^checklist/;
	return any('0', '1', '0.3333333333333333', hundredths(1)) if $rule eq 'ratio';
	return any('0', $max, '0.1234567', hundredths($max), hundredths($max)) if $rule eq 'points';
	return any('0', '100', '0.01', '99.99', '66.66666666666667', hundredths(100), hundredths(100)) if $rule eq 'percent';
	return any('0', '1', '4', '5', '7', '-3', '16383', '16384', '1000000') if $rule =~ / whole/;
	return any('1', '10', '100', '0.01', '0.5', '1e-300', '16384', 1 + hundredths(100)) if $rule =~ /^log/;
	return rand() < 0.4 ? any(@wide) : hundredths(200);
}

# One that it does not.
sub bad
{
	my ($rule, $max) = @_;
	my @bad = ('NaN', 'Infinity', '-Infinity');
	push @bad, '0.5', '2', '-1', '1e300' if $rule eq 'yesno';
	push @bad, '0', '4', '1.5' if $rule =~ /^choice/;
	push @bad, '8', '1.5', '-1', '16384' if $rule =~ /^checklist/;
	push @bad, '1.01', '-0.01', '85', '1.0000000000000002' if $rule eq 'ratio';
	push @bad, $max + 0.01, '-0.01', '1e15' if $rule eq 'points';
	push @bad, '100.01', '-0.01', '100.00000000000001', '16383' if $rule eq 'percent';
	push @bad, '0.01', '2.5', '4.99', '-0.5', '16383.84' if $rule =~ / whole/;
	push @bad, '0', '-0.01', '-16384' if $rule =~ /^log/;
	push @bad, '1', '0' if $rule eq '';
	return any(@bad);
}

# A value as somebody types it: by the rule, in one of the ways that mean it; what the rule does not take as it is.
sub typed
{
	my ($rule, $value, $state) = @_;
	return any(undef, '', ' ', '  ') if !defined $value;
	if (($state // '') ne 'points')
	{
		return any(@{ ([ 'Tốt', 'TỐT', ' tốt' ], [ 'Đạt', 'đạt', 'ĐẠT ' ], [ 'Chưa', 'chưa' ])[ $value - 1 ] }) if $rule =~ /^choice/ && $value =~ /^[123]\z/;
		return any('Có', 'yes', ' có ', '1', 'TRUE') if $rule eq 'yesno' && $value eq '1';
		return any('không', 'No', '0', 'false') if $rule eq 'yesno' && $value eq '0';
		return "$value/7" if $rule =~ /^checklist/ && $value =~ /^[0-7]\z/ && rand() < 0.3;
	}
	# Three digits behind a separator might be thousands: write a fourth.
	$value .= '0' if $value =~ /^-?\d{1,3}\.\d{3}\z/;
	$value .= '%' if $rule eq 'percent' && ($state // '') ne 'points' && $value =~ /^\d/ && rand() < 0.2;
	$value =~ s/\./,/ if rand() < 0.5;
	return any('', '', '', ' ') . $value;
}

# Cases: rows in a fixed order, as hashes; and what is expected of each unit.
my (@rows, @want, @runs);
my $case = 0;

# Rows of one unit: [criterion, value, state] in random order, with rows that say nothing among them.
sub unit
{
	my ($n, $states, $share, $only) = @_;
	my (@unit, %given);
	foreach my $i (sort { $a->[1] <=> $b->[1] } map { [ $_, rand ] } 0 .. $n - 1)
	{
		my $k = $i->[0];
		my (undef, undef, $rule, $max) = @{ $criteria{$n}[$k] };
		next if defined $only && $rule ne $only;
		push @unit, [ $k, undef, $states ? any(undef, 'result', 'missing', 'points') : undef ] if rand() < 0.05;
		next if rand() > $share;
		if ($states && rand() < 0.1 && $rule ne 'unscored' && !defined $only) { push @unit, [ $k, any('0.5', '4.5', '1.2345678'), 'points' ] }
		elsif ($states && rand() < 0.1) { push @unit, [ $k, undef, 'na' ] }
		elsif ($rule eq '') { next }
		else
		{
			my $value = good($rule, $max);
			push @unit, [ $k, $value, $states ? any(undef, 'result') : undef ];
		}
		$given{$k} = $unit[-1];
	}
	# A unit without rows would have no card.
	push @unit, [ 0, undef, undef ] if !@unit;
	return (\@unit, \%given);
}

sub entry { my ($row) = @_; return !$row ? '_' : ($row->[2] // '') eq 'na' ? 'na' : $row->[1] . (($row->[2] // '') eq 'points' ? 'p' : '') }
sub card { my ($n, $given) = @_; return $of{$n} . '{' . join(',', map { entry($given->{$_}) } 0 .. $n - 1) . '}' }

# Every way that a case can be said: all (0), those that take the rows in their
# order (1), the others (2). (A large tree in memory would be sorted with each row.)
my @in_order = ('sorted', 'window');
my @others = ('hashed', 'workers', 'merged', 'merged as text');
sub ways
{
	my ($n, $states, $ordered, @names) = @_;
	my @ways;
	foreach my $name (@names)
	{
		foreach my $state ($states ? ', r.state' : ('', ', NULL', ", 'result'"))
		{
			foreach my $tree ('toasted', $n > 1000 ? () : 'in memory')
			{
				push @ways, map { [ $name, $state, $tree, $_ ] } $ordered < 2 ? @in_order : (), $ordered != 1 ? @others : ();
			}
		}
	}
	return @ways;
}

# The same of dx.score: of the root (1), or of the node 3.
sub score_ways
{
	my ($n, $states, $ordered, @names) = @_;
	my @ways = grep { $_->[0] ne 'ordinal' && ($_->[0] eq 'code' || $_->[3] !~ /^merged/) } ways($n, $states, $ordered, @names);
	return map { my $way = $_; map { [ @$way, $_ ] } $ordered ? 1 : (1, 3) } @ways;
}

my %named = (ordinal => 'r.ordinal', code => 'r.code', text => 'r.name', 'long text' => "r.name || ''");
sub run
{
	my ($name, $state, $tree, $shape, $node) = @{ $_[0] };
	my ($c, $given) = @_[ 1, 2 ];
	my $what = (!$node ? 'card' : $node == 1 ? 'score' : 'score of 3') . ($given eq 'value' ? '' : " $given");
	my $value = $given eq 'boolean' ? 'r.value = 1' : "r.$given";
	my $rest = !$node || ($node == 1 && $shape !~ /^merged/) ? $state : ($state || ', NULL') . ($node == 3 ? ", '3'" : ', NULL');
	my $row = "CASE r.bad WHEN 1 THEN NULL WHEN 2 THEN other.tree ELSE t.tree END, $named{$name}, $value$rest";
	my $card = $node ? "dx.score($row" : "dx.card($row";
	my $t = $tree eq 'toasted' ? 'cards.tree' : 'memory';
	my $from = "FROM cards.row AS r JOIN $t AS t ON t.id = r.tree CROSS JOIN (SELECT tree FROM $t WHERE id = 25) AS other WHERE c = $c";
	my %shape = (
		sorted => "SELECT g, $card ORDER BY n) AS card $from GROUP BY g",
		window => "SELECT DISTINCT ON (g) g, $card) OVER (PARTITION BY g ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS card $from",
		hashed => "SELECT g, $card) AS card $from GROUP BY g",
		merged => "SELECT g, dx.merge_cards(card) AS card FROM (SELECT g, $card) AS card $from GROUP BY g, n % 3) AS p GROUP BY g",
		'merged as text' => "SELECT g, dx.merge_cards(card::text::dx.card) AS card FROM (SELECT g, $card) AS card $from GROUP BY g, n / 4) AS p GROUP BY g");
	$shape{merged} = "SELECT g, cards.total(tally) AS card FROM (SELECT g, cards.tally($row) AS tally $from GROUP BY g, n % 3) AS p GROUP BY g" if $node;
	$shape{'merged as text'} = "SELECT g, cards.total(tally::text::dx.tally) AS card FROM (SELECT g, cards.tally($row) AS tally $from GROUP BY g, n / 4) AS p GROUP BY g" if $node;
	$shape{workers} = $shape{hashed};
	my @settings = ('max_parallel_workers_per_gather=' . ($shape eq 'workers' ? 2 : 0), 'enable_hashagg=' . ($shape eq 'sorted' ? 'off' : 'on'), 'enable_sort=' . ($shape =~ /hashed|workers/ ? 'off' : 'on'),
		map { "$_=" . ($shape eq 'workers' ? 'off' : 'on') } 'enable_indexscan', 'enable_bitmapscan');
	my $query = ($tree eq 'toasted' ? '' : "WITH memory AS MATERIALIZED (SELECT id, dx.subtree(tree, '') AS tree FROM cards.tree WHERE id IN (25, (SELECT max(tree) FROM cards.row WHERE c = $c))) ")
	  . "SELECT md5(string_agg(format('%s:%s;', g, " . ($node ? 'float8send' : 'dx.card_send') . "(card)), '' ORDER BY g)) FROM ($shape{$shape}) AS q";
	push @runs, join("\t", $c, $what, "$name$state, $tree, $shape", '{' . join(',', @settings) . '}', $query);
}

# add(rows of each unit, how many ways, states, how the values can be given, names): rows are kept in turn, one of each unit.
sub add
{
	my ($n, $units, $number, $ordered, $states, $given, @names) = @_;
	$case++;
	my ($at, $left) = (0, 1);
	for (my $i = 0; $left; $i++)
	{
		$left = 0;
		foreach my $g (0 .. $#$units)
		{
			my $row = $units->[$g][$i] or next;
			$left = 1;
			my ($k, $value, $state, %more) = @$row;
			my ($ordinal, $code) = defined $k ? @{ $criteria{$n}[$k] } : @more{ 'ordinal', 'code' };
			my $typed = typed(defined $k ? $criteria{$n}[$k][2] : $more{rule} // '', $value, $state);
			push @rows, join "\t", map { $_ // '\N' } $case, $g, $at++, $n, $ordinal, $more{text} ? undef : $code, $more{text} // $code, $value, $state, $more{bad}, $typed;
		}
	}
	my @ways = ways($n, $states, $ordered, @names);
	my @scores = score_ways($n, $states, $ordered, @names);
	# The general way first: no row waits in a window.
	my @general = ($states ? ', r.state' : ', NULL', 'toasted', 'window');
	foreach my $how (@$given)
	{
		run([ $names[0], @general ], $case, $how);
		run([ $names[-1], @general, 1 ], $case, $how);
	}
	run(any(@ways), $case, any(@$given)) foreach 1 .. $number;
	run(any(@scores), $case, any(@$given)) foreach 1 .. $number / 2;
	return $case if !$ordered;
	@ways = ways($n, $states, 2, @names);
	@scores = score_ways($n, $states, 2, @names);
	run(any(@ways), $case, any(@$given)) foreach 1 .. $number / 2;
	run(any(@scores), $case, any(@$given)) foreach 1 .. $number / 4;
	return $case;
}

my @all = ('ordinal', 'code', 'text', 'long text');
my ($right, $wrong) = (0, 0);
my $factor = soak() ? size(1, 10) : 1;
foreach my $plan ([ 25, 30, 0.8 ], [ 159, 8, 0.9 ], [ 2048, 1, 0.9 ], [ 2049, 1, 0.9 ], [ 5000, 1, 0.6 ])
{
	my ($n, $times, $share) = @$plan;
	foreach my $round (1 .. $times * $factor)
	{
		my $states = $round % 3 == 2;
		# Some sets are of yes and no alone: these may be given as true and false.
		my $only = $round % 5 == 4 ? 'yesno' : undef;
		my @given = map { [ unit($n, $states, $share, $only) ] } 1 .. ($n > 1000 ? 2 : 7);
		my $c = add($n, [ map { $_->[0] } @given ], $n > 1000 ? 6 : 14, 0, $states, [ 'value', 'typed', $only ? 'boolean' : () ], @all);
		push @want, join("\t", $c, join(' ', map { card($n, $_->[1]) } @given), '\N');
		$right++;
	}
}

# The same with one row that cannot be taken, anywhere after the first.
my @kinds = ('twice', 'twice', 'twice, changed', 'outside the rule', 'outside the rule', 'inner', 'unknown', 'no code', 'no name', 'no tree', 'two trees', 'state', 'missing with a value', 'na with a value', 'twice, na', 'too many points');
my %kinds;
foreach my $plan ([ 25, 3 ], [ 159, 2 ], [ 5000, 1 ])
{
	my ($n, $times) = @$plan;
	foreach my $kind ((@kinds) x ($times * $factor))
	{
		# A tree of its own is none other.
		next if $n == 25 && $kind eq 'two trees';
		next if $n == 5000 && $factor == 1 && rand() < 0.6;
		my $states = $kind =~ /state|with a value|na$|points/ ? 1 : rand() < 0.3;
		my @units = map { [ unit($n, $states, $n > 1000 ? 0.5 : 0.9) ] } 1 .. 3;
		my $unit = any(@units)->[0];
		my @names = @all;
		my @taken = grep { defined $unit->[$_][1] && ($unit->[$_][2] // 'result') eq 'result' } 0 .. $#$unit;
		my $first = any(@taken) // next;
		my ($k, $value) = @{ $unit->[$first] };
		my (undef, undef, $rule, $max) = @{ $criteria{$n}[$k] };
		# To a tally an unscored criterion is 0 points, applicable or not.
		next if $kind eq 'twice, na' && $rule eq 'unscored';
		my $at = $first + 1 + int(rand(@$unit - $first));
		my %more;
		my $new =
		    $kind eq 'twice' ? [ $k, $value ]
		  : $kind eq 'twice, changed' ? [ $k, good($rule, $max) ]
		  : $kind eq 'twice, na' ? [ $k, undef, 'na' ]
		  : $kind eq 'inner' ? do { my $node = any(@{ $inner{$n} }); [ undef, 1, undef, ordinal => $node->[0], code => $node->[1] ] }
		  : $kind eq 'unknown' ? do { @names = ('code', 'text', 'long text'); [ undef, 1, undef, ordinal => 1, code => any('7.7', '1.x', '1', "$criteria{$n}[$k][1].1", "0$criteria{$n}[$k][1]") . 'x' ] }
		  : $kind eq 'no code' ? do { @names = ('text', 'long text'); [ undef, 1, undef, ordinal => 1, text => any('1..1', '.', ' 1.1', '1.1 ', '1.', '1,1') ] }
		  : $kind eq 'no name' ? do { @names = ('code', 'text', 'long text'); [ undef, 1, undef ] }
		  : $kind eq 'no tree' ? [ $k, $value, undef, bad => 1 ]
		  : $kind eq 'two trees' ? [ undef, 1, undef, bad => 2, ordinal => $criteria{25}[0][0], code => $criteria{25}[0][1], rule => $criteria{25}[0][2] ]
		  : $kind eq 'state' ? [ $k, $value, any('Result', 'resultx', '', 'NA') ]
		  : $kind eq 'missing with a value' ? [ $k, $value, 'missing' ]
		  : $kind eq 'na with a value' ? [ $k, $value, 'na' ]
		  : $kind eq 'too many points' ? [ $k, $max + 0.01, 'points' ]
		  : [ $k, bad($rule, $max), undef ];
		# What is outside the rule must come before the same criterion comes right.
		if ($kind eq 'outside the rule' || $kind eq 'too many points') { $unit->[$first] = $new }
		else { splice @$unit, $at, 0, $new }
		my $c = add($n, [ map { $_->[0] } @units ], $n > 1000 ? 4 : 12, 1, $states, [ 'value', 'typed' ], @names);
		push @want, join("\t", $c, '\N', $kind);
		$wrong++;
		$kinds{$kind}++;
	}
}

my $script = "SET client_min_messages = warning;\nCOPY cards.row FROM STDIN;\n" . join("\n", @rows) . "\n\\.\nCOPY cards.want FROM STDIN;\n" . join("\n", @want) . "\n\\.\nCOPY cards.run (c, what, way, settings, query) FROM STDIN;\n" . join("\n", map { s/\\/\\\\/gr } @runs) . "\n\\.\n";
sql($script . q{
	CREATE INDEX ON cards.row (c); ALTER TABLE cards.row SET (parallel_workers = 2); ANALYZE cards.row; ANALYZE cards.tree;
	CREATE PROCEDURE cards.all_ways() LANGUAGE plpgsql AS $$
	DECLARE
		r record;
		s text;
		answer text;
		detail text;
		hint text;
	BEGIN
		PERFORM set_config('jit', 'off', false), set_config('parallel_setup_cost', '0', false), set_config('parallel_tuple_cost', '0.1', false), set_config('min_parallel_table_scan_size', '0', false);
		FOR r IN SELECT ctid, * FROM cards.run LOOP
			FOREACH s IN ARRAY r.settings LOOP
				PERFORM set_config(split_part(s, '=', 1), split_part(s, '=', 2), false);
			END LOOP;
			BEGIN
				EXECUTE r.query INTO answer;
			EXCEPTION WHEN OTHERS THEN
				GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
				answer := concat_ws('|', SQLSTATE, SQLERRM, detail, hint);
			END;
			UPDATE cards.run SET got = answer WHERE ctid = r.ctid;
		END LOOP;
	END $$;
	SET work_mem = '64MB';
	CALL cards.all_ways();});

# How many ways were run of these shapes, of sets with a row that cannot be taken.
sub of_shape { return q{error IS NOT NULL AND way ~ ', (} . join('|', @_) . q{)$'} }
sub ways_in { return commas(sql('SELECT count(*) FROM cards.run JOIN cards.want USING (c) WHERE ' . of_shape(@_))) }

# Against the text written above; errors against each other and their kind.
is(sql(q{SELECT count(*), string_agg(way || ': ' || coalesce(got, 'NULL'), '; ') FROM cards.run JOIN
	(SELECT c, (SELECT md5(string_agg(format('%s:%s;', g - 1, dx.card_send(one::dx.card)), '' ORDER BY g)) FROM unnest(string_to_array(card, ' ')) WITH ORDINALITY AS u(one, g)) AS card FROM cards.want WHERE error IS NULL) AS w USING (c)
	WHERE what ~ '^card' AND got IS DISTINCT FROM card}), '0|',
	commas($right) . ' sets of rows, seed ' . $seed . ', ' . commas(sql('SELECT count(*) FROM cards.run JOIN cards.want USING (c) WHERE error IS NULL AND what ~ \'^card\'')) . ' ways to fill their cards: the bytes of their text');
is(sql(q{SELECT count(*), string_agg(what || ' ' || way || ': ' || coalesce(got, 'NULL'), '; ') FROM cards.run JOIN
	(SELECT w.c, 'score' || node AS scored, (SELECT md5(string_agg(format('%s:%s;', g - 1, float8send(CASE node WHEN '' THEN dx.points(cards.tree.tree, one::dx.card) ELSE dx.points(cards.tree.tree, one::dx.card, '3') END)), '' ORDER BY g))
		FROM unnest(string_to_array(card, ' ')) WITH ORDINALITY AS u(one, g)) AS points
		FROM cards.want AS w JOIN (SELECT DISTINCT c, tree FROM cards.row) AS r USING (c) JOIN cards.tree ON id = r.tree CROSS JOIN (VALUES (''), (' of 3')) AS n(node) WHERE error IS NULL) AS w ON w.c = run.c AND scored = regexp_replace(what, ' (typed|boolean)$', '')
	WHERE got IS DISTINCT FROM points}), '0|',
	commas(sql('SELECT count(*) FROM cards.run JOIN cards.want USING (c) WHERE error IS NULL AND what !~ \'^card\'')) . ' ways to score them: the points of their cards');
is(sql(q{SELECT count(*), string_agg(DISTINCT error || ': ' || what || ' ' || way || ': ' || coalesce(got, 'NULL') || ' but ' || first, E'\n') FROM (
	SELECT error, what, way, got, first_value(got) OVER (PARTITION BY c, what ORDER BY run.ctid) AS first FROM cards.run JOIN cards.want USING (c) WHERE } . of_shape(@in_order) . q{) AS x
	WHERE got IS DISTINCT FROM first OR (got ~ '^22(003|004|023|P02)\|') IS NOT TRUE}), '0|',
	commas($wrong) . ' with a row that cannot be taken, ' . ways_in(@in_order) . ' ways in order: the same error each');
# Out of their order, the one of two rows or the other is the first that is too many.
is(sql(q{SELECT string_agg(DISTINCT error || ': ' || what || ' ' || way || ': ' || coalesce(got, 'NULL'), E'\n') FROM (SELECT error, what, way, got, CASE error WHEN 'twice' THEN 'is given twice' WHEN 'twice, changed' THEN 'is given twice' WHEN 'twice, na' THEN 'is given twice: .* and not applicable' || CASE WHEN way !~ '(sorted|window)$' THEN '|is given twice: not applicable and ' ELSE '' END
		WHEN 'inner' THEN 'is not a criterion' WHEN 'unknown' THEN 'has no node' WHEN 'no code' THEN 'code' WHEN 'no name' THEN 'is not a criterion' WHEN 'no tree' THEN 'index tree of a (card|score) is NULL' WHEN 'two trees' THEN 'two index trees'
		WHEN 'state' THEN 'unknown result state' WHEN 'missing with a value' THEN 'is missing, so' WHEN 'na with a value' THEN 'is not applicable, so' WHEN 'too many points' THEN 'cannot be awarded|no points can be awarded' ELSE 'outside what the rule|is not a whole number|cannot be|cannot read the answer|has no rule|is not a finite number' END AS pattern
	FROM cards.run JOIN cards.want USING (c) WHERE error IS NOT NULL) AS x WHERE (got ~ ('^22(003|004|023|P02)\|.*(' || pattern || ')')) IS NOT TRUE}), '',
	'and it is the one that the row deserves, as is that of ' . ways_in(@others) . ' ways without an order: ' . join(', ', map { "$_ $kinds{$_}" } sort keys %kinds));
like(sql(q{SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0.1; SET min_parallel_table_scan_size = 0; SET enable_sort = off; SET enable_indexscan = off; SET enable_bitmapscan = off; EXPLAIN (COSTS off) }
	. sql(q{SELECT query FROM cards.run WHERE way LIKE '%toasted, workers' AND what = 'card' LIMIT 1})), qr/Partial HashAggregate/, 'workers fill parts of cards');

# Parts that overlap: the first criterion that two parts have, in words.
my (@parts, @expected);
foreach my $set (1 .. 150 * $factor)
{
	my $n = any(25, 25, 159);
	my $long = rand() < 0.4;
	my %whole;
	my $error = '';
	foreach my $part (0 .. 1 + int(rand(4)))
	{
		my %given;
		foreach my $k (0 .. $n - 1)
		{
			next if rand() > 0.15 || ($whole{$k} && rand() < 0.9);
			$given{$k} = [ $k, $long ? any('0.5', '-1', '33.333333333333336', '100') : any('0', '16383', '163.83', '2.5', '100'), $long && rand() < 0.2 ? 'points' : undef ];
			$given{$k} = [ $k, undef, 'na' ] if rand() < 0.1;
		}
		push @parts, join "\t", $set, $part, card($n, \%given);
		foreach my $k ($error ne '' ? () : sort { $a <=> $b } keys %given)
		{
			my @both = map { ($_->[2] // '') eq 'na' ? 'not applicable' : $_->[1] . ($_->[2] ? ' points' : '') } $whole{$k} // next, $given{$k};
			$error = 'criterion number ' . ($k + 1) . " is given twice: $both[0] and $both[1]";
			last;
		}
		$whole{$_} = $given{$_} foreach keys %given;
	}
	push @expected, join "\t", $set, $error ne '' ? $error : card($n, \%whole);
}
sql("SET client_min_messages = warning; CREATE TABLE cards.part (c int, n int, card dx.card); CREATE TABLE cards.whole (c int, want text, got text);
COPY cards.part FROM STDIN;\n" . join("\n", @parts) . "\n\\.\nCOPY cards.whole (c, want) FROM STDIN;\n" . join("\n", @expected) . "\n\\.\n" . q{
	DO $$ DECLARE r record; answer text; BEGIN
		FOR r IN SELECT c FROM cards.whole LOOP
			BEGIN SELECT dx.merge_cards(card ORDER BY n) INTO answer FROM cards.part WHERE c = r.c; EXCEPTION WHEN invalid_parameter_value THEN answer := SQLERRM; END;
			UPDATE cards.whole SET got = answer WHERE c = r.c;
		END LOOP;
	END $$;});
is(sql('SELECT c, want, got FROM cards.whole WHERE got IS DISTINCT FROM want LIMIT 3'), '', commas(scalar @expected) . ' cards of parts, ' . commas(sql(q{SELECT count(*) FROM cards.whole WHERE want LIKE 'criterion%'})) . ' of which overlap: the card, or the criterion said twice');
cmp_ok(sql(q{SELECT least(count(*) FILTER (WHERE want LIKE 'criterion%'), count(*) FILTER (WHERE want NOT LIKE 'criterion%')) FROM cards.whole}), '>', 15, 'some of each');
sql('DROP SCHEMA cards CASCADE');
done_testing();
