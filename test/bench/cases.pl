# SPDX-License-Identifier: PostgreSQL
# cases.pl: what the bench measures: bench_races(units, rows to rank, CASES)
# returns a list of races; bench.pl and count.pl run them.
#
# A race is a set of contestants that take turns, so that whatever else the
# machine does hits all alike:
#   name         for CASES=
#   say          what is being measured
#   workers      parallel workers (DuckDB: threads), default 0
#   needs10      needs the x10 tables
#   once         contestants return a value, not a time: one round, no warm-up
#   contestants  name => { engine, sql, ... }
#     engine     pg, duckdb, numpy, scipy (pandas too)
#     sql        timed; its first row is the answer (numpy, scipy: the job's name)
#     same       contestants of one `same` must give the same answer
#     setup      SQL that DuckDB runs once before, untimed
#     proof      SQL run once before, untimed; compared like `same`: [name, sql]
#     needs      functions of schema dx that must exist
#     script, tables, arguments: what NumPy and SciPy run, on which tables as CSV files
#     count      rows it reads, for COUNT=1 (0 or absent: not counted)
#   rows         lines of the table: { case, ours, peer => [...], of, goal, kind }
#     of         what the peer is
#     kind       at_most: ours / (fastest peer) <= goal
#                faster: (fastest peer) / ours >= goal
#                each: ours, microseconds for each of `each` things, <= goal
#                absolute: ours, a value, `less` another's, <= goal
#     no_spill   the goal is missed if temporary files were needed
#
# No case may be dropped: what this build or machine lacks, the table says.
use strict;
use utf8;
use warnings;

my $tree = '(SELECT tree FROM bench.tree)';
my ($units, $ranked, $rows);

# The root's points of every unit, from long rows.
sub card_root
{
	my ($table, $key) = @_;
	return "SELECT count(*), sum(points) FROM (SELECT dx.points($tree, dx.card($tree, $key, v)) AS points"
	  . " FROM bench.$table GROUP BY unit) AS t";
}

sub floor_sum
{
	my ($table) = @_;
	return "SELECT count(*), sum(s) FROM (SELECT sum(v) AS s FROM bench.$table GROUP BY unit) AS t";
}

# unit, node, p: the points of all 252 nodes, a level from the one below, with integer keys.
sub levels
{
	my ($table, $crit, $schema) = ($_[0], $_[1] // 'crit', $_[2] // 'bench.');
	return "WITH comp AS MATERIALIZED (SELECT unit, comp AS node, sum(v * factor) AS p"
	  . " FROM $schema$table JOIN $schema$crit USING (node) GROUP BY unit, comp),"
	  . " main AS MATERIALIZED (SELECT unit, parent AS node, sum(p) AS p FROM comp JOIN ${schema}node USING (node) GROUP BY unit, parent),"
	  . " pillar AS MATERIALIZED (SELECT unit, parent AS node, sum(p) AS p FROM main JOIN ${schema}node USING (node) GROUP BY unit, parent),"
	  . " root AS (SELECT unit, 1 AS node, sum(p) AS p FROM pillar GROUP BY unit),"
	  . " every AS (SELECT unit, node, v * factor AS p FROM $schema$table JOIN $schema$crit USING (node)"
	  . " UNION ALL SELECT * FROM comp UNION ALL SELECT * FROM main UNION ALL SELECT * FROM pillar UNION ALL SELECT * FROM root)";
}

sub closure
{
	my ($table, $schema) = ($_[0], $_[1] // 'bench.');
	return "WITH every AS (SELECT unit, ancestor AS node, sum(v * factor) AS p"
	  . " FROM $schema$table JOIN ${schema}closure ON criterion = node GROUP BY unit, ancestor)";
}

# The same from cards: all nodes of a card before the next one, in their order.
sub by_points
{
	my ($cards) = @_;
	return "WITH every AS (SELECT unit, node, p FROM ($cards) AS c CROSS JOIN LATERAL"
	  . " (SELECT node, dx.points($tree, card, code) AS p FROM bench.node OFFSET 0) AS n)";
}

# Rows of the arrays that hold all points of a card; summed alone, nodes need no numbers.
sub by_nodes
{
	my ($cards, $by) = ($_[0], $_[1] // $tree);
	return "WITH nodes AS (SELECT unit, dx.node_points($by, card) AS a FROM ($cards) AS c),"
	  . " every AS (SELECT unit, generate_subscripts(a, 1) AS node, unnest(a) AS p FROM nodes), summed AS (SELECT unnest(a) AS p FROM nodes)";
}

sub by_breakdown
{
	my ($cards) = @_;
	return "WITH every AS (SELECT unit, b.ordinality AS node, b.points AS p FROM ($cards) AS c CROSS JOIN bench.tree"
	  . " CROSS JOIN LATERAL dx.breakdown(tree, card) WITH ORDINALITY AS b)";
}

sub cards
{
	my ($table, $key) = @_;
	return "SELECT unit, dx.card($tree, $key, v) AS card FROM bench.$table GROUP BY unit";
}

# Timed: count and sum. Proof: every node of every unit weighs differently.
sub every
{
	my ($engine, $with, $name, %more) = @_;
	return {
		engine => $engine,
		sql => "$with SELECT count(*), sum(p) FROM every",
		same => "every node, $name",
		proof => [ "each node, $name", "$with SELECT count(*), sum(p * (node * 1009 + unit % 997)) FROM every" ],
		count => $rows,
		%more
	};
}

# The bytes of all cards and points, in unit order.
sub card_bits
{
	my ($table, $key) = @_;
	return "SELECT md5(string_agg(card::text || dx.points(tree, card), '' ORDER BY unit)) FROM ("
	  . cards($table, $key)
	  . ") AS c CROSS JOIN bench.tree";
}

# Memory of everything in the backend while all groups are open.
sub memory
{
	my ($table, $aggregate) = @_;
	return "WITH groups AS MATERIALIZED (SELECT $aggregate IS NULL AS nothing FROM bench.$table GROUP BY unit OFFSET 0)"
	  . " SELECT (SELECT sum(total_bytes) FROM pg_backend_memory_contexts WHERE n >= 0) / n FROM (SELECT count(*) AS n FROM groups) AS t";
}

# Ranks of the given columns, and of each rank a sum that weighs rows differently.
sub ranks
{
	my ($rank, $schema, @columns) = @_;
	my $sums = join ', ', map { "sum($_)" } map { "r$_" } 1 .. @columns;
	my $calls = join ', ', map { $rank->($columns[ $_ - 1 ]) . " AS r$_" } 1 .. @columns;
	return ("SELECT $sums FROM (SELECT $calls FROM ${schema}ranked WINDOW w AS (PARTITION BY grp)) AS t",
		"SELECT " . join(', ', map { "sum(r$_ * (id % 1009))" } 1 .. @columns) . " FROM (SELECT id, $calls FROM ${schema}ranked WINDOW w AS (PARTITION BY grp)) AS t");
}

# ---------------- long rows ----------------

sub rows_races
{
	my @races;

	for my $order ('random', 'unit')
	{
		my $in = $order eq 'random' ? 'random order' : 'unit order';
		my %contestants = (
			floor_ord => { engine => 'pg', sql => floor_sum("ord_$order"), same => 'sum', count => $rows },
			floor_code => { engine => 'pg', sql => floor_sum("code_$order"), same => 'sum' },
			floor_text => { engine => 'pg', sql => floor_sum("text_$order"), same => 'sum' },
			ord => { engine => 'pg', sql => card_root("ord_$order", 'node'), same => 'root', count => $rows },
			code => { engine => 'pg', sql => card_root("code_$order", 'code'), same => 'root', count => $rows },
			text => { engine => 'pg', sql => card_root("text_$order", 'code'), same => 'root', count => $rows },
			score => {
				engine => 'pg', same => 'root', count => $rows,
				sql => "SELECT count(*), sum(points) FROM (SELECT dx.score($tree, code, v) AS points FROM bench.code_$order GROUP BY unit) AS t"
			},
			root_levels => {
				engine => 'pg', same => 'root',
				sql => levels("ord_$order") . ' SELECT count(*), sum(p) FROM root'
			},
			nodes => every('pg', by_nodes(cards("ord_$order", 'node')), 'x1', sql => by_nodes(cards("ord_$order", 'node')) . ' SELECT count(*), sum(p) FROM summed'),
			points => every('pg', by_points(cards("ord_$order", 'node')), 'x1'),
			breakdown => every('pg', by_breakdown(cards("ord_$order", 'node')), 'x1'),
			levels => every('pg', levels("ord_$order"), 'x1'),
		);
		my @rows = (
			{ case => "card and root's points by ordinal, $in", ours => 'ord', peer => ['floor_ord'], of => 'floor', goal => 1.1, kind => 'at_most' },
			{ case => "card and root's points by code, $in", ours => 'code', peer => ['floor_code'], of => 'floor', goal => 1.3, kind => 'at_most' },
			{ case => "card and root's points by text, $in", ours => 'text', peer => ['floor_text'], of => 'floor', goal => 1.3, kind => 'at_most' },
			{ case => "dx.score by code, $in", ours => 'score', peer => ['floor_code'], of => 'floor', kind => 'at_most' },
			{ case => "every node's points summed, $in", ours => 'nodes', peer => ['floor_ord'], of => 'floor', goal => 1.6, kind => 'at_most' },
			{ case => "every node's points summed (dx.points), $in", ours => 'points', peer => ['floor_ord'], of => 'floor', kind => 'at_most' },
			{ case => "every node's points summed (dx.breakdown), $in", ours => 'breakdown', peer => ['floor_ord'], of => 'floor', kind => 'at_most' },
		);
		if ($order eq 'random')
		{
			$contestants{closure} = every('pg', closure("ord_$order"), 'x1');
			$contestants{duckdb} = every('duckdb', levels("ord_$order", 'crit', ''), 'x1');
			$contestants{duckdb_pg} = every('duckdb', levels("ord_$order", 'crit', 'pg.bench.'), 'x1');
			push @rows,
			  { case => "every node's points summed", ours => 'nodes', peer => [ 'levels', 'closure' ], of => 'plain SQL', goal => 10, kind => 'faster' },
			  { case => "card and root's points", ours => 'ord', peer => ['root_levels'], of => 'plain SQL to the root', kind => 'faster' },
			  { case => "every node's points summed", ours => 'nodes', peer => ['duckdb'], of => 'DuckDB, its own tables', goal => 1, kind => 'at_most' },
			  { case => "every node's points summed", ours => 'nodes', peer => ['duckdb_pg'], of => 'DuckDB, the same tables of PostgreSQL', goal => 1.5, kind => 'faster' };
		}
		else
		{
			push @rows,
			  { case => "every node's points summed, $in", ours => 'nodes', peer => ['levels'], of => 'plain SQL', goal => 10, kind => 'faster' };
		}
		push @races, { name => "rows-$order", say => "long rows to points, $in", contestants => \%contestants, rows => \@rows };
	}

	push @races, {
		name => 'rows-x10',
		say => 'ten times the rows',
		needs10 => 1,
		rounds => 3,
		contestants => {
			floor => { engine => 'pg', sql => floor_sum('ord_random'), same => 'sum' },
			floor10 => { engine => 'pg', sql => floor_sum('ord_random10'), same => 'sum10' },
			ord => { engine => 'pg', sql => card_root('ord_random', 'node'), same => 'root' },
			ord10 => { engine => 'pg', sql => card_root('ord_random10', 'node'), same => 'root10' },
			code => { engine => 'pg', sql => card_root('code_random', 'code'), same => 'root' },
			code10 => { engine => 'pg', sql => card_root('code_random10', 'code'), same => 'root10' },
			unit => { engine => 'pg', sql => card_root('ord_unit', 'node'), same => 'root' },
			unit10 => { engine => 'pg', sql => card_root('ord_unit10', 'node'), same => 'root10' },
		},
		rows => [
			{ case => 'x10 rows by ordinal, random order', ours => 'ord10', peer => ['ord'], of => 'x1', goal => 10.5, kind => 'at_most', no_spill => 1 },
			{ case => 'x10 rows by code, random order', ours => 'code10', peer => ['code'], of => 'x1', goal => 10.5, kind => 'at_most', no_spill => 1 },
			{ case => 'x10 rows by ordinal, unit order', ours => 'unit10', peer => ['unit'], of => 'x1', goal => 10.5, kind => 'at_most', no_spill => 1 },
			{ case => 'sum(v) GROUP BY unit of x10 rows, random order', ours => 'floor10', peer => ['floor'], of => 'x1', kind => 'at_most' },
			{ case => 'x10 rows by ordinal, random order', ours => 'ord10', peer => ['floor10'], of => 'floor', kind => 'at_most' },
		],
	};

	push @races, {
		name => 'workers',
		say => 'two parallel workers against none',
		contestants => {
			serial => {
				engine => 'pg', sql => card_root('ord_random', 'node'), same => 'root',
				proof => [ 'bits of cards', card_bits('ord_random', 'node') ]
			},
			parallel => {
				engine => 'pg', sql => card_root('ord_random', 'node'), same => 'root', workers => 2,
				proof => [ 'bits of cards', card_bits('ord_random', 'node') ]
			},
			serial_code => {
				engine => 'pg', sql => card_root('code_random', 'code'), same => 'root',
				proof => [ 'bits of cards', card_bits('code_random', 'code') ]
			},
			parallel_code => {
				engine => 'pg', sql => card_root('code_random', 'code'), same => 'root', workers => 2,
				proof => [ 'bits of cards', card_bits('code_random', 'code') ]
			},
			floor => { engine => 'pg', sql => floor_sum('ord_random'), same => 'sum' },
			floor_parallel => { engine => 'pg', sql => floor_sum('ord_random'), same => 'sum', workers => 2 },
			duckdb => { engine => 'duckdb', sql => levels('ord_random', 'crit', '') . ' SELECT count(*), sum(p) FROM every', workers => 2 },
			nodes => { engine => 'pg', sql => by_nodes(cards('ord_random', 'node')) . ' SELECT count(*), sum(p) FROM summed', workers => 2 },
		},
		rows => [
			{ case => 'two workers, by ordinal', ours => 'parallel', peer => ['serial'], of => 'none', goal => 1.7, kind => 'faster' },
			{ case => 'two workers, by code', ours => 'parallel_code', peer => ['serial_code'], of => 'none', goal => 1.7, kind => 'faster' },
			{ case => 'two workers, sum(v) GROUP BY unit', ours => 'floor_parallel', peer => ['floor'], of => 'none', kind => 'faster' },
			{ case => "every node's points summed, two workers", ours => 'nodes', peer => ['duckdb'], of => 'DuckDB, 2 threads', goal => 1, kind => 'at_most' },
		],
	};
	return @races;
}

# ---------------- stored cards ----------------

sub card_races
{
	my @races;

	# Some maxima doubled: card rows are scored by the changed tree, DuckDB's rows by changed factors.
	my $changed = "dx.alter_tree($tree, (SELECT jsonb_object_agg(code_text, jsonb_build_object('max', max_points * 2))"
	  . " FROM bench.node WHERE is_criterion AND node % 3 = 0))";
	push @races, {
		name => 'rescore',
		say => 'stored cards scored anew under changed weights',
		needs10 => 1,
		contestants => {
			root => {
				engine => 'pg', same => 'root changed', count => $units * 10,
				sql => "SELECT count(*), sum(dx.points((SELECT $changed), card)) FROM bench.card10"
			},
			nodes => every('pg', by_nodes('SELECT unit, card FROM bench.card10', "(SELECT $changed)"), 'changed', count => $units * 10,
				sql => by_nodes('SELECT unit, card FROM bench.card10', "(SELECT $changed)") . ' SELECT count(*), sum(p) FROM summed'),
			levels => {
				engine => 'duckdb', same => 'root changed',
				sql => levels('ord_random10', 'crit_changed', '') . ' SELECT count(*), sum(p) FROM root'
			},
			levels_every => every('duckdb', levels('ord_random10', 'crit_changed', ''), 'changed', count => 0),
			direct => {
				engine => 'duckdb', same => 'root changed',
				sql => 'SELECT count(*), sum(p) FROM (SELECT sum(v * factor) AS p FROM ord_random10 JOIN crit_changed USING (node) GROUP BY unit) AS t'
			},
		},
		rows => [
			{ case => 'cards scored anew, root', ours => 'root', each => $units * 10, goal => 2, kind => 'each', of => 'µs a card' },
			{ case => 'cards scored anew, root', ours => 'root', peer => ['levels'], of => 'DuckDB, level by level', goal => 20, kind => 'faster' },
			{ case => 'cards scored anew, root', ours => 'root', peer => ['direct'], of => 'DuckDB, no levels (plain sums only)', kind => 'faster' },
			{ case => 'cards scored anew, every node', ours => 'nodes', peer => ['levels_every'], of => 'DuckDB', kind => 'faster' },
		],
	};

	# The fast path of plans, and trees that have none: by means, and where what is missing is left out.
	foreach my $kind ([ 'rules', 'of eight rules' ], [ 'means', 'by means' ], [ 'skip', 'without what is missing' ])
	{
		my ($name, $say) = @$kind;
		my $by = "(SELECT tree FROM bench.tree_$name)";
		my $cards = "SELECT unit, card FROM bench.${name}_card";
		push @races, {
			name => "rescore-$name",
			say => "stored cards scored anew, $say",
			contestants => {
				root => { engine => 'pg', count => $units, sql => "SELECT count(*), sum(dx.points($by, card)) FROM bench.${name}_card" },
				nodes => every('pg', by_nodes($cards, $by), $name, count => $units, sql => by_nodes($cards, $by) . ' SELECT count(*), sum(p) FROM summed'),
			},
			rows => [
				{ case => "cards scored anew, $say, root", ours => 'root', each => $units, kind => 'each', of => 'µs a card' },
				{ case => "cards scored anew, $say, every node", ours => 'nodes', each => $units, kind => 'each', of => 'µs a card' },
			],
		};
		push @races, {
			name => "rows-$name",
			say => "long rows to points, $say",
			contestants => {
				card => {
					engine => 'pg', same => 'root', count => $rows,
					sql => "SELECT count(*), sum(points) FROM (SELECT dx.points($by, dx.card($by, code, v)) AS points FROM bench.rules_random GROUP BY unit) AS t"
				},
				score => {
					engine => 'pg', same => 'root', count => $rows,
					sql => "SELECT count(*), sum(points) FROM (SELECT dx.score($by, code, v) AS points FROM bench.rules_random GROUP BY unit) AS t"
				},
			},
			rows => [
				{ case => "card and root's points, $say", ours => 'card', each => $rows, kind => 'each', of => 'µs a row' },
				{ case => "dx.score, $say", ours => 'score', each => $rows, kind => 'each', of => 'µs a row' },
			],
		};
	}

	push @races, {
		name => 'size',
		say => 'bytes of stored cards',
		needs10 => 1,
		once => 1,
		contestants => {
			tuple => {
				engine => 'pg',
				sql => 'SELECT avg(24 + 4 + pg_column_size(card)) FROM bench.card10'
			},
			card => { engine => 'pg', sql => 'SELECT pg_relation_size(\'bench.card10\')::float8 / count(*) FROM bench.card10' },
			rows => { engine => 'pg', sql => "SELECT pg_relation_size('bench.code_random10')::float8 / count(DISTINCT unit) FROM bench.code_random10" },
			ord => { engine => 'pg', sql => "SELECT pg_relation_size('bench.ord_random10')::float8 / count(DISTINCT unit) FROM bench.ord_random10" },
		},
		rows => [
			{ case => 'tuple of a stored card (unit, card), 159 results', ours => 'tuple', goal => 415, kind => 'absolute', of => 'bytes' },
			{ case => 'bytes on disk of a card', ours => 'card', peer => ['rows'], of => 'rows of unit, code, value', goal => 20, kind => 'faster' },
			{ case => 'bytes on disk of a card', ours => 'card', peer => ['ord'], of => 'rows of unit, ordinal, value', kind => 'faster' },
		],
	};

	push @races, {
		name => 'memory',
		say => 'memory of open cards',
		once => 1,
		contestants => {
			card => { engine => 'pg', sql => memory('ord_random', "dx.card($tree, node, v)") },
			none => { engine => 'pg', sql => memory('ord_random', 'sum(v)') },
		},
		rows => [
			{
				case => 'bytes of dx.card per group beyond sum(v), 159 results', ours => 'card', less => 'none',
				goal => 2.5 * 8 * 159 + 1024, kind => 'absolute', of => 'bytes'
			},
		],
	};
	return @races;
}

# ---------------- codes ----------------

sub codes_races
{
	my @races;

	push @races, {
		name => 'lookup',
		say => 'the tree through a join against a sub-select',
		contestants => {
			select => { engine => 'pg', sql => card_root('code_random', 'code'), same => 'root', count => $rows },
			join => {
				engine => 'pg', same => 'root', count => $rows,
				sql => "SELECT count(*), sum(points) FROM (SELECT dx.points($tree, dx.card(tree, code, v)) AS points"
				  . ' FROM bench.code_random CROSS JOIN bench.tree GROUP BY unit) AS t'
			},
			floor => { engine => 'pg', sql => floor_sum('code_random'), same => 'sum' },
			floor_join => {
				engine => 'pg', same => 'sum',
				sql => 'SELECT count(*), sum(s) FROM (SELECT sum(v) AS s FROM bench.code_random CROSS JOIN bench.tree WHERE tree IS NOT NULL GROUP BY unit) AS t'
			},
		},
		rows => [
			{ case => 'code lookup, joined TOASTed tree', ours => 'join', peer => ['select'], of => 'sub-select', goal => 1.1, kind => 'at_most' },
			{ case => 'sum(v) GROUP BY unit with the join', ours => 'floor_join', peer => ['floor'], of => 'without', kind => 'at_most' },
		],
	};

	push @races, {
		name => 'sort',
		say => 'sorting codes',
		contestants => {
			code => { engine => 'pg', sql => "SELECT code::text FROM (SELECT code FROM bench.code ORDER BY code OFFSET $ranked - 1) AS t", count => $ranked },
			text => { engine => 'pg', sql => "SELECT code FROM (SELECT code_text AS code FROM bench.code ORDER BY code_text COLLATE \"C\" OFFSET $ranked - 1) AS t", count => $ranked },
		},
		rows => [
			{ case => 'ORDER BY code', ours => 'code', peer => ['text'], of => 'text COLLATE "C"', goal => 1.1, kind => 'at_most' },
		],
	};
	return @races;
}

# ---------------- the field's statistics ----------------

# A contestant of statistics_peers.py.
sub peer
{
	my ($job, %more) = @_;
	return {
		engine => 'scipy', sql => $job, script => 'statistics_peers.py', arguments => [100],
		tables => [
			[ 'results', 'SELECT unit, node, v FROM bench.ord_unit' ],
			[ 'gaps', "SELECT unit, node, coalesce(v, 'NaN') FROM bench.gap" ],
			[ 'pairs', 'SELECT total, economy FROM bench.ranked' ],
			[ 'small_nodes', 'SELECT node, parent, depth, code FROM bench.small_node ORDER BY node' ],
			[ 'small', 'SELECT unit, node, v FROM bench.small' ]
		],
		%more
	};
}

sub correlation_races
{
	my @races;

	for (
		[ 'complete', 'full_card', 'true', 'correlations', 1 ],
		[ 'pairwise', 'gap_card', 'false', 'gaps', 3 ])
	{
		my ($name, $cards, $complete, $job, $goal) = @$_;
		my $from = "FROM dx.correlations($tree, (SELECT dx.moments($tree, card) FROM bench.$cards), $complete) AS c";
		# Places among criteria, as the peer's columns.
		my $places = 'JOIN (SELECT node, row_number() OVER (ORDER BY node) AS place FROM bench.crit)';
		push @races, {
			name => "correlations-$name",
			say => "correlations of every two criteria, $name",
			contestants => {
				dx => {
					engine => 'pg', needs => ['correlations'], same => 'correlations', count => $rows,
					sql => "SELECT count(*), sum(correlation) $from WHERE ordinal_1 < ordinal_2",
					proof => [
						'each correlation',
						"SELECT count(*), sum(correlation * (i.place * 1009 + j.place)) $from $places AS i ON i.node = ordinal_1 $places AS j ON j.node = ordinal_2 WHERE ordinal_1 < ordinal_2"
					]
				},
				pandas => peer($job, same => 'correlations', proof => [ 'each correlation', "each $job" ]),
			},
			rows => [
				{ case => "correlations of 159 criteria, $name cards", ours => 'dx', peer => ['pandas'], of => 'pandas corr', goal => $goal, kind => 'at_most' },
			],
		};
	}
	push @races, {
		name => 'moments-memory',
		say => 'memory of moments',
		once => 1,
		contestants => {
			map {
				$_->[0] => {
					engine => 'pg', needs => ['moments'],
					sql => "WITH groups AS MATERIALIZED (SELECT $_->[1] IS NULL AS nothing FROM bench.gap_card GROUP BY unit % 4 OFFSET 0)"
					  . ' SELECT (SELECT sum(total_bytes) FROM pg_backend_memory_contexts WHERE n >= 0) / n FROM (SELECT count(*) AS n FROM groups) AS t'
				}
			} [ dx => "dx.moments($tree, card)" ], [ none => 'count(card)' ]
		},
		rows => [
			{ case => 'bytes of dx.moments per group, 159 criteria with gaps', ours => 'dx', less => 'none', goal => 2 * 1024 * 1024, kind => 'absolute', of => 'bytes' },
		],
	};
	return @races;
}

sub treat_races
{
	my @races;

	# As they are all columns pass; their tenth powers are so skewed that they get the logarithm.
	for ([ 'treat', 'v', 'treat', '' ], [ 'treat-log', 'power(v / 100, 10)', 'treat_log', ', logarithms' ])
	{
		my ($name, $x, $job, $words) = @$_;
		my $treated = sub { "SELECT count(*), count(t), sum(t) FROM (SELECT $_[0] OVER (PARTITION BY node) AS t FROM bench.ord_random) AS q" };
		push @races, {
			name => $name,
			say => "outliers of every criterion$words",
			contestants => {
				treat => { engine => 'pg', needs => ['treat'], same => 'treated', sql => $treated->("dx.treat($x)"), count => $rows },
				winsorised => { engine => 'pg', needs => ['winsorise'], sql => $treated->("dx.winsorise($x, 5, 0, -10)") },
				floor => { engine => 'pg', sql => $treated->("avg($x)") },
				numpy => peer($job, same => 'treated'),
			},
			rows => [
				{ case => "dx.treat, a partition a criterion$words", ours => 'treat', peer => ['floor'], of => 'avg(v) OVER', goal => 1.5, kind => 'at_most' },
				{ case => "dx.treat$words (COINr elsewhere: 15.1 CPU s)", ours => 'treat', peer => ['numpy'], of => 'NumPy', kind => 'at_most' },
				{ case => "dx.winsorise, 5 points of every criterion$words", ours => 'winsorised', peer => ['floor'], of => 'avg(v) OVER', goal => 1.5, kind => 'at_most' },
			],
		};
	}
	return @races;
}

sub sensitivity_races
{
	my $small = '(SELECT tree FROM bench.small_tree)';
	return {
		name => 'sensitivity',
		say => 'which weight matters: 1,000 runs of 51 units x 49 indicators, weights of 8 pillars',
		contestants => {
			dx => {
				engine => 'pg', needs => ['rank_sensitivity'], same => 'indices', count => 1000 * 51,
				sql => "SELECT sum(first_order * n), sum(total * n) FROM dx.rank_sensitivity($small, (SELECT array_agg(card) FROM bench.small_card),"
				  . ' (SELECT array_agg(code ORDER BY node) FROM bench.small_node WHERE depth = 2), 100) WITH ORDINALITY AS s(code, first_order, total, n)'
			},
			numpy => peer('sensitivity', same => 'indices'),
		},
		rows => [
			{ case => 'dx.rank_sensitivity, 1,000 runs of 51 x 49 (COINr elsewhere: 12.9 s)', ours => 'dx', peer => ['numpy'], of => 'NumPy', goal => 3, kind => 'faster' },
		],
	};
}

sub pairs_races
{
	return map {
		my $name = $_;
		{
			name => "pairs-$name",
			say => "$name of pairs",
			contestants => {
				dx => { engine => 'pg', needs => [$name], same => $name, sql => "SELECT dx.$name(total, economy) FROM bench.ranked", count => $ranked },
				scipy => peer($name, same => $name),
			},
			rows => [ { case => "dx.$name", ours => 'dx', peer => ['scipy'], of => 'SciPy', goal => 1, kind => 'at_most' } ],
		}
	} 'spearman', 'kendall';
}

# ---------------- averages ----------------

sub averages_races
{
	my @races;

	for my $groups (1, 2000)
	{
		my $by = $groups == 1 ? '' : ' GROUP BY grp';
		push @races, {
			name => "wavg-$groups",
			say => "weighted averages, $groups group" . ($groups > 1 ? 's' : ''),
			contestants => {
				dx => {
					engine => 'pg', needs => ['wavg'], same => 'average', count => $ranked,
					sql => "SELECT count(*), sum(a) FROM (SELECT dx.wavg(x, w) AS a FROM bench.weighted$by) AS t"
				},
				plain => {
					engine => 'pg', same => 'average', count => $ranked,
					sql => "SELECT count(*), sum(a) FROM (SELECT sum(x * w) / sum(w) AS a FROM bench.weighted$by) AS t"
				},
			},
			rows => [
				{
					case => "dx.wavg, $groups group" . ($groups > 1 ? 's' : ''), ours => 'dx', peer => ['plain'],
					of => 'sum(x*w)/sum(w)', goal => $groups == 1 ? 1.15 : 1.05, kind => 'at_most'
				},
			],
		};
	}
	return @races;
}

# ---------------- ranks ----------------

sub ranks_races
{
	my @races;

	for my $n (4, 1)
	{
		my @columns = ('total', 'government', 'economy', 'society')[ 0 .. $n - 1 ];
		my ($ours, $ours_proof) = ranks(sub { "dx.rank_by($_[0]) OVER w" }, 'bench.', @columns);
		my ($plain, $plain_proof) = ranks(sub { "rank() OVER (PARTITION BY grp ORDER BY $_[0] DESC)" }, 'bench.', @columns);
		my ($duck, $duck_proof) = ranks(sub { "rank() OVER (PARTITION BY grp ORDER BY $_[0] DESC)" }, '', @columns);
		push @races, {
			name => "rank-$n",
			say => $n == 1 ? 'one rank' : 'four ranks in one pass',
			contestants => {
				dx => { engine => 'pg', sql => $ours, same => 'ranks', proof => [ 'each rank', $ours_proof ], count => $ranked },
				plain => { engine => 'pg', sql => $plain, same => 'ranks', proof => [ 'each rank', $plain_proof ], count => $ranked },
				duckdb => { engine => 'duckdb', sql => $duck, same => 'ranks', proof => [ 'each rank', $duck_proof ] },
			},
			rows => [
				{
					case => $n == 1 ? 'one rank' : 'four ranks in one pass', ours => 'dx', peer => ['plain'], of => 'built-in rank()',
					goal => $n == 1 ? 1 : 4, kind => 'faster'
				},
				{
					case => $n == 1 ? 'one rank' : 'four ranks in one pass', ours => 'dx', peer => ['duckdb'], of => 'DuckDB',
					goal => $n == 1 ? undef : 1, kind => 'at_most'
				},
			],
		};
	}
	return @races;
}

# ---------------- rank intervals ----------------

sub interval_races
{
	# What is missing is left out; a card has it in one criterion of thirty.
	my $skip = "(SELECT dx.alter_tree($tree, '{\"\": {\"missing\": \"skip\"}}'))";
	my $intervals = "SELECT unit, dx.rank_interval($skip, card, 1000, 0.25, 0.9, 1) OVER () AS i FROM bench.gap_card";
	return {
		name => 'interval',
		say => 'ranges of ranks over 1,000 draws of weights',
		rounds => 3,
		contestants => {
			dx => {
				engine => 'pg', needs => ['rank_interval'], same => 'ranges', count => $units,
				sql => "SELECT sum(lower(i)), sum(upper(i)) FROM ($intervals) AS t",
				proof => [ 'each range', "SELECT sum(lower(i) * (unit % 997)), sum(upper(i) * (unit % 997)) FROM ($intervals) AS t" ]
			},
			numpy => {
				engine => 'numpy', sql => 'interval', same => 'ranges', proof => [ 'each range', 'proof' ],
				script => 'rank_interval.py', arguments => [1000],
				tables => [
					[ 'tree', 'SELECT node, parent, depth, max_points, code_text FROM bench.node ORDER BY node' ],
					[ 'gap', "SELECT unit, node, coalesce(v, 'NaN') FROM bench.gap" ]
				]
			},
		},
		rows => [
			{ case => 'dx.rank_interval, 1,000 draws', ours => 'dx', peer => ['numpy'], of => 'NumPy', goal => 2, kind => 'faster' },
		],
	};
}

# ---------------- every node of many cards ----------------

sub node_races
{
	my $ranks = "SELECT unit, dx.node_ranks($tree, card) OVER () AS r FROM bench.gap_card";
	my $rank = sub { "SELECT unit, node, rank() OVER (PARTITION BY node ORDER BY p DESC) AS r FROM $_[0]" };
	# Two nodes of each unit are added up, of all that are ranked; the proof looks at all.
	my $two = sub { 'SELECT sum(r) FILTER (WHERE node IN (1, 252)) FROM (' . $rank->($_[0]) . ') AS t' };
	my $all = sub { 'SELECT sum(r), sum(r * (node * 1009 + unit % 997)) FROM (' . $rank->($_[0]) . ') AS t' };
	my $averages = 'sum(n), sum(mean), sum(sd), sum(least), sum(greatest)';
	my $nodes = $units * 252;
	return (
		{
			name => 'node-ranks',
			say => 'ranks of every unit at every node',
			contestants => {
				dx => {
					engine => 'pg', needs => ['node_ranks'], same => 'ranks of two nodes', count => $nodes,
					sql => "SELECT sum(coalesce(r[1], 0) + coalesce(r[252], 0)) FROM ($ranks) AS t",
					proof => [ 'ranks of all nodes', "SELECT sum(r), sum(r * (node * 1009 + unit % 997)) FROM (SELECT unit, s.node, s.r FROM ($ranks) AS t, ROWS FROM (unnest(r)) WITH ORDINALITY AS s(r, node)) AS u" ],
				},
				plain => { engine => 'pg', sql => $two->('bench.point'), same => 'ranks of two nodes', proof => [ 'ranks of all nodes', $all->('bench.point') ], count => $nodes },
				duckdb => { engine => 'duckdb', sql => $two->('point'), same => 'ranks of two nodes', proof => [ 'ranks of all nodes', $all->('point') ] },
			},
			rows => [
				{ case => 'ranks at every node, from cards', ours => 'dx', peer => ['plain'], of => 'rank() over stored rows', goal => 10, kind => 'faster' },
				{ case => 'ranks at every node, from cards', ours => 'dx', peer => ['duckdb'], of => 'DuckDB, its own table', goal => 1, kind => 'at_most' },
			],
		},
		{
			name => 'node-averages',
			say => 'averages of every node over ten periods of cards',
			needs10 => 1,
			contestants => {
				dx => {
					engine => 'pg', needs => ['node_summary'], same => 'averages', count => 10 * $nodes,
					sql => 'SELECT sum(n), sum(mean), sum(sd), sum(min), sum(max) FROM dx.node_averages((SELECT dx.node_summary(' . $tree . ', card) FROM bench.card10))',
				},
				duckdb => {
					engine => 'duckdb', same => 'averages',
					setup => 'CREATE TABLE IF NOT EXISTS point10 AS ' . levels('ord_random10', 'crit', '') . ' SELECT unit, node, p FROM every',
					sql => "SELECT $averages FROM (SELECT node, count(p) AS n, avg(p) AS mean, stddev_samp(p) AS sd, min(p) AS least, max(p) AS greatest FROM point10 GROUP BY node) AS t",
				},
			},
			rows => [
				{ case => 'averages of every node, from cards', ours => 'dx', peer => ['duckdb'], of => 'DuckDB, its own rows', goal => 5, kind => 'faster' },
			],
		},
		{
			name => 'node-rows',
			say => 'every node of stored cards as rows',
			contestants => {
				dx => { engine => 'pg', needs => ['node_points'], same => 'points', sql => "SELECT count(p), sum(p) FROM (SELECT unnest(dx.node_points($tree, card)) AS p FROM bench.gap_card) AS t", count => $nodes },
				array => { engine => 'pg', same => 'points', sql => 'SELECT count(p), sum(p) FROM (SELECT unnest(a) AS p FROM bench.point_array) AS t', count => $nodes },
			},
			rows => [
				{ case => 'every node of stored cards as rows', ours => 'dx', peer => ['array'], of => 'unnest() of stored numbers', goal => 1.3, kind => 'at_most' },
			],
		});
}

# All races that CASES (words, each a race's name or the beginning of one) asks for.
sub bench_races
{
	my $cases;
	($units, $ranked, $cases) = @_;
	$rows = $units * 159;
	my @wanted = split /[\s,]+/, $cases // '';
	my @races = (rows_races(), card_races(), codes_races(), correlation_races(), treat_races(), sensitivity_races(), pairs_races(), averages_races(), ranks_races(), interval_races(), node_races());
	return grep { my $name = $_->{name}; !@wanted || grep { index($name, $_) == 0 } @wanted } @races;
}

1;
