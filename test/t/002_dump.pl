# SPDX-License-Identifier: PostgreSQL
# Trees, cards, codes and rules with their data through dump and restore,
# binary COPY, and a materialized view that is computed anew on restore, with
# the empty search_path that the tools set.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my $node = dx_node('dump', extra => [ '--encoding=UTF8', '--locale=C' ]);

$node->safe_psql('postgres', 'CREATE DATABASE before');
$node->safe_psql('before', <<'SQL');
CREATE EXTENSION dxindex;
CREATE SCHEMA book;

-- one tree in the row, one TOASTed, with names that need escapes
CREATE TABLE book.tree (version int PRIMARY KEY, tree dx.tree NOT NULL);
INSERT INTO book.tree
SELECT 1, dx.tree(code, name, max_points, rule, options) FROM (VALUES
	('', E'Bộ chỉ số "2023" \\ n\n', NULL::float8, NULL, '{"decimals": 2}'::jsonb),
	('1', 'Nhận thức số', NULL, NULL, '{"method": "power(-0.5)", "min_coverage": "1/2"}'),
	('1.1', 'Đào tạo', 40, 'percent', '{"weight": 0.1}'),
	('1.2', 'Họp', 60, 'steps(1:20p, >2:1)', '{"weight": 0.2}'),
	('2', 'Chọn', 33.3333333333333, 'choice(''chưa, có'':0, đang:1/3, xong:1)', NULL),
	('3', 'Thưởng', 5, 'yesno', '{"bonus": true}'),
	('4', 'Lớn', 100000000000000, NULL, NULL)) AS v(code, name, max_points, rule, options);
INSERT INTO book.tree
SELECT 2, dx.tree((i % 20) || '.' || i, md5(i::text), i % 9 + 1, 'percent') FROM generate_series(1, 600) AS i;

CREATE TABLE book.answer (unit int, version int REFERENCES book.tree, code dx.code, rule dx.rule, result float8, state text, PRIMARY KEY (unit, version, code));
INSERT INTO book.answer
SELECT unit, 2, code, rule, nullif((unit * 7919 + ordinal * 31) % 1009, 13) / 10.1 / 1.000001, NULL
FROM generate_series(1, 20) AS unit, book.tree, dx.nodes(tree) WHERE version = 2 AND is_criterion;
INSERT INTO book.answer VALUES
	(1, 1, '1.1', 'percent', 87.5, NULL), (1, 1, '1.2', NULL, 0.1 + 0.2, NULL), (1, 1, '4', NULL, 5.25, 'points'), (1, 1, '2', NULL, NULL, 'na'),
	(2, 1, '2', NULL, 2, NULL), (2, 1, '3', NULL, 1, NULL);

CREATE TABLE book.card (unit int, version int, card dx.card, PRIMARY KEY (unit, version));
INSERT INTO book.card
SELECT unit, version, dx.card(tree, code, result, state) FROM book.answer JOIN book.tree USING (version) GROUP BY unit, version;
-- trees and cards in a unique index, a default, a check, a generated column
CREATE UNIQUE INDEX ON book.tree (tree) WHERE version = 1;
CREATE UNIQUE INDEX ON book.card (unit, card) WHERE version = 1;
CREATE TABLE book.uses (code dx.code DEFAULT '4.22' CHECK (dx.is_under(code, '4')), rule dx.rule DEFAULT 'percent',
	depth int GENERATED ALWAYS AS (dx.depth(code)) STORED, small dx.tree DEFAULT '[{"code": "1", "max": 1}]');
INSERT INTO book.uses DEFAULT VALUES;

-- statistics of all kinds and of moving frames, also by an aggregate of the owner's
CREATE AGGREGATE book.own(float8, float8, float8) (SFUNC = dx.stat_accum_powmean, STYPE = dx.stat, MSFUNC = dx.stat_accum_powmean, MINVFUNC = dx.stat_undo_powmean, MSTYPE = dx.stat);
CREATE TABLE book.stat AS
SELECT unit, ordinal, dx.wstat(x, w) OVER f AS moments, dx.wquantile_stat(x, w) OVER f AS vals, dx.wpowmean_stat(x * 1e300, w, 500) OVER f AS powers, book.own(x, w, 2.5) OVER f AS own,
	dx.merge_stats(dx.stat_accum_sum(NULL, x)) OVER f AS sums
FROM (SELECT unit, row_number() OVER (PARTITION BY unit ORDER BY code) AS ordinal, coalesce(result, 0) AS x, unit % 3 AS w FROM book.answer) AS a
WINDOW f AS (PARTITION BY unit ORDER BY ordinal ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING);
INSERT INTO book.stat (unit, moments) VALUES (0, 'moments:00000000000000400000000000000000');

CREATE VIEW book.score AS
SELECT unit, version, dx.points(tree, card) AS points, dx.ratio(tree, card) AS ratio, dx.coverage(tree, card) AS coverage
FROM book.card JOIN book.tree USING (version);
CREATE MATERIALIZED VIEW book.ranking AS
SELECT *, dx.rank_by(points) OVER (PARTITION BY version) AS rank FROM book.score;
CREATE UNIQUE INDEX ON book.ranking (version, unit);
CREATE MATERIALIZED VIEW book.compiled AS
SELECT version, dx.tree(n.code, n.name, n.max_points, n.rule) AS tree FROM book.tree, dx.nodes(tree) AS n WHERE is_criterion AND version = 2 GROUP BY version;
SQL

# Everything as text, bits included.
my %queries = (
	trees => q{SELECT version, md5(tree::text), md5(dx.tree_send(tree)::text), dx.tree_hash_extended(tree, 1) FROM book.tree ORDER BY 1},
	cards => q{SELECT unit, version, card, encode(dx.card_send(card), 'hex'), dx.card_hash_extended(card, 1) FROM book.card ORDER BY 1, 2},
	answers => q{SELECT unit, version, code, rule, encode(float8send(result), 'hex'), state FROM book.answer ORDER BY 1, 2, 3},
	scores => q{SELECT unit, version, encode(float8send(points), 'hex'), encode(float8send(ratio), 'hex'), coverage FROM book.score ORDER BY 1, 2},
	ranking => q{SELECT unit, version, encode(float8send(points), 'hex'), rank FROM book.ranking ORDER BY 1, 2},
	compiled => q{SELECT version, md5(tree::text) FROM book.compiled},
	uses => q{SELECT code, rule, depth, small FROM book.uses},
	statistics => q{SELECT unit, ordinal, moments, vals, powers, own, sums FROM book.stat ORDER BY 1, 2},
	'cards against their trees' => q{SELECT count(*), count(*) FILTER (WHERE r.state = 'missing'), count(DISTINCT r.code)
		FROM book.card JOIN book.tree USING (version), dx.results(tree, card) AS r},
);
my %before = map { $_ => $node->safe_psql('before', $queries{$_}) } keys %queries;
is(scalar(split /\n/, $before{cards}), 22, 'twenty-two cards');
like($before{scores}, qr/^1\|1\|[0-9a-f]{16}\|/m, 'and their scores');
is($node->safe_psql('before', q{SELECT bool_and(pg_column_size(tree) < 2000) FILTER (WHERE version = 1), bool_and(length(tree::text) > 30000) FILTER (WHERE version = 2) FROM book.tree}),
	't|t', 'one tree is in the row, one is too large for it');

sub same_as_before
{
	my ($db, $how) = @_;
	is($node->safe_psql($db, $queries{$_}), $before{$_}, "$how: $_") foreach sort keys %queries;
}

# What could not be read again is not stored: rows beyond the most, rows taken out that were never in.
foreach my $refused ([ '22003', q{CREATE AGGREGATE book.most(float8, float8) (SFUNC = dx.stat_accum_moments, STYPE = dx.stat, INITCOND = 'moments:00000000000000400000000000000000');
		INSERT INTO book.stat (moments) SELECT book.most(1, 1)} ],
	[ '22023', q{CREATE AGGREGATE book.less(float8) (SFUNC = dx.stat_accum_sum, STYPE = dx.stat, MSFUNC = dx.stat_undo_sum, MINVFUNC = dx.stat_accum_sum, MSTYPE = dx.stat, MINITCOND = 'sum:01000000000000000100940103');
		INSERT INTO book.stat (sums) SELECT book.less(x) OVER (ORDER BY x ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) FROM (VALUES (1), (2)) AS v(x)} ])
{
	my ($ret, undef, $err) = $node->psql('before', "BEGIN; $refused->[1]; ROLLBACK", extra_params => [ '-v', 'VERBOSITY=sqlstate' ]);
	like($err, qr/ERROR:  $refused->[0]/, "not stored: $refused->[0]");
}

# The custom format and plain SQL, with COPY and with INSERT.
my $dir = $node->basedir;
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dir/custom.dump", '-d', $node->connstr('before') ], 'dump');
$node->safe_psql('postgres', 'CREATE DATABASE custom');
$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', $node->connstr('custom'), "$dir/custom.dump" ], 'restore');
same_as_before('custom', 'restored');

$node->command_ok([ 'pg_dump', '--inserts', '-f', "$dir/plain.sql", '-d', $node->connstr('before') ], 'dump as statements');
$node->safe_psql('postgres', 'CREATE DATABASE plain');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dir/plain.sql", '-d', $node->connstr('plain') ], 'run them');
same_as_before('plain', 'from statements');

# Dumping the copy again gives the same text.
$node->command_ok([ 'pg_dump', '--inserts', '-f', "$dir/again.sql", '-d', $node->connstr('custom') ], 'dump the copy');
# Minor releases put a random key into \restrict lines; short rows may find room in earlier pages.
my ($first, $second) = map { my $text = slurp_file($_); $text =~ s/^\\(un)?restrict .*$//mg; join "\n", sort split /\n/, $text } ("$dir/plain.sql", "$dir/again.sql");
ok($first eq $second, 'the dump of the copy is the dump');

# The restored view refreshes, with nothing in the search_path, concurrently too.
is($node->safe_psql('custom', q{SET search_path = '';
	UPDATE book.card SET card = dx.set_result(t.tree, card, '1.1', 0) FROM book.tree AS t WHERE t.version = card.version AND unit = 1 AND card.version = 1;
	REFRESH MATERIALIZED VIEW CONCURRENTLY book.ranking; REFRESH MATERIALIZED VIEW book.compiled;
	SELECT pg_catalog.count(*) FROM book.ranking JOIN book.score USING (unit, version) WHERE ranking.points IS NOT DISTINCT FROM score.points}),
	'22', 'the ranking follows');
is($node->safe_psql('custom', $queries{compiled}), $before{compiled}, 'the compiled tree is as it was');

# Binary COPY of every table into an empty one, into another database.
$node->safe_psql('postgres', 'CREATE DATABASE wire');
$node->command_ok([ 'pg_restore', '--exit-on-error', '--section=pre-data', '-d', $node->connstr('wire'), "$dir/custom.dump" ], 'tables alone');
foreach my $table ('tree', 'answer', 'card', 'stat')
{
	$node->safe_psql('before', "COPY book.$table TO '$dir/$table.bin' (FORMAT binary)");
	$node->safe_psql('wire', "COPY book.$table FROM '$dir/$table.bin' (FORMAT binary)");
}
$node->safe_psql('wire', 'INSERT INTO book.uses DEFAULT VALUES; REFRESH MATERIALIZED VIEW book.ranking; REFRESH MATERIALIZED VIEW book.compiled');
same_as_before('wire', 'binary');

# A cut file is an error, not a crash; so is one with bytes of another kind.
my $bytes = slurp_file("$dir/tree.bin");
foreach my $length (30, 60, length($bytes) - 10)
{
	open(my $out, '>:raw', "$dir/cut.bin") or die;
	print $out substr($bytes, 0, $length);
	close $out;
	my ($ret) = $node->psql('wire', "CREATE TEMP TABLE cut (LIKE book.tree); COPY cut FROM '$dir/cut.bin' (FORMAT binary)");
	is($ret, 3, "cut at $length: refused");
}
my ($ret, undef, $err) = $node->psql('wire', qq{COPY (SELECT 1, '\\x07'::bytea) TO '$dir/cut.bin' (FORMAT binary);
	CREATE TEMP TABLE cut (LIKE book.tree); COPY cut FROM '$dir/cut.bin' (FORMAT binary)});
like($err, qr/index tree has an unknown byte format/, 'another version byte: said so');

$node->stop;
done_testing();
