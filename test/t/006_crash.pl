# SPDX-License-Identifier: PostgreSQL
# Killed backends and immediate shutdowns while cards are written and views
# refreshed: afterwards every unit's card is whole and is that of its answers,
# what was committed is there, and the indexes are sound.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);
use DxTest;

my $cycles = ($ENV{DX_SOAK} // 0) > 0 ? int(1000 * $ENV{DX_SOAK}) : 10;
$cycles = 10 if $cycles < 10;
my $seed = $ENV{DX_SEED} // 1;
srand($seed);

my $node = dx_node('crash', extra => [ '--encoding=UTF8', '--locale=C' ]);
# Here what is written must be there.
$node->append_conf('postgresql.conf', "fsync = on\nrestart_after_crash = on\nautovacuum = off");
$node->restart;
my $amcheck = dx_contrib($node, 'postgres', 'amcheck');
$node->safe_psql('postgres', q{
	SET client_min_messages = warning;
	CREATE EXTENSION dxindex;
	CREATE TABLE tree (id int PRIMARY KEY, tree dx.tree);
	INSERT INTO tree SELECT 1, dx.tree((i % 5) || '.' || i, 'n' || md5(i::text), i % 9 + 0.5, 'percent') FROM generate_series(1, 200) AS i;
	CREATE TABLE answer (unit int, code dx.code, value float8, PRIMARY KEY (unit, code));
	CREATE TABLE card (unit int PRIMARY KEY, card dx.card);
	CREATE INDEX ON card (card); CREATE INDEX ON answer USING hash (code);
	CREATE TABLE done (id int PRIMARY KEY);
	INSERT INTO answer SELECT u, code, u FROM generate_series(1, 20) AS u, tree, dx.nodes(tree) WHERE is_criterion;
	INSERT INTO card SELECT unit, dx.card((SELECT tree FROM tree), code, value) FROM answer GROUP BY unit;
	CREATE MATERIALIZED VIEW ranking AS SELECT unit, dx.rank_by(points) OVER () AS rank, points FROM (SELECT unit, dx.points(tree, card) AS points FROM card, tree) AS s;
	CREATE UNIQUE INDEX ON ranking (unit);});

# A writer: answers of a unit and its card change in one transaction; every
# commit leaves its number. Views are refreshed in between.
sub writer
{
	my ($first, $n) = @_;
	my $sql = '';
	foreach my $i ($first .. $first + $n - 1)
	{
		my $unit = 1 + int(rand(25));
		my $value = sprintf('%.3f', rand(100));
		$sql .= "BEGIN; DELETE FROM answer WHERE unit = $unit AND code OPERATOR(dx.<@) '" . int(rand(5)) . "';
			INSERT INTO answer SELECT $unit, code, $value FROM tree, dx.nodes(tree) WHERE is_criterion AND ordinal % " . (2 + int(rand(9))) . " = 0 ON CONFLICT (unit, code) DO UPDATE SET value = excluded.value;
			INSERT INTO card SELECT unit, dx.card((SELECT tree FROM tree), code, value) FROM answer WHERE unit = $unit GROUP BY unit ON CONFLICT (unit) DO UPDATE SET card = excluded.card;
			INSERT INTO done VALUES ($i); COMMIT;\n\\echo done $i\n";
		$sql .= 'REFRESH MATERIALIZED VIEW ' . (rand() < 0.7 ? 'CONCURRENTLY ' : '') . "ranking;\n" if $i % 5 == 0;
	}
	return $sql;
}

# Codes that the hash index finds more or less often than they are there.
my $there = 'SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; CREATE TEMP TABLE there AS SELECT code, count(*) FROM answer GROUP BY code;
	SET enable_indexscan = on; SET enable_seqscan = off; ';
my $hashed = q{SELECT string_agg(t.code::text, ',') FROM there AS t, LATERAL (SELECT count(*) FROM answer AS a WHERE a.code OPERATOR(dx.=) t.code) AS h(count) WHERE h.count <> t.count};

my ($killed, $shut, $number, $promised, $redone) = (0, 0, 1, 0, 0);
my @wrong;
foreach my $cycle (1 .. $cycles)
{
	my ($script, $out, $err) = ($node->basedir . '/writer.sql', '', '');
	open(my $file, '>', $script) or die $!;
	print $file writer($number, 400);
	close $file;
	$number += 400;
	my $session = IPC::Run::start([ 'psql', '-X', '-q', '-d', $node->connstr('postgres'), '-v', 'ON_ERROR_STOP=1', '-f', $script ], '<', \undef, '>', \$out, '2>', \$err);
	usleep(50_000 + int(rand(300_000)));
	if ($cycle % 2)
	{
		my $pid = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1});
		if ($pid) { kill 'KILL', $pid; $killed++ }
		$session->finish;
		dx_come_back($node, $killed) if $pid;
	}
	else
	{
		$node->stop('immediate');
		$session->finish;
		$shut++;
		$node->start;
	}
	push @wrong, "cycle $cycle: $1" if $err =~ /(ERROR:.*)/;
	my @promised = ($out =~ /^done (\d+)$/mg);
	$promised += @promised;
	my $missing = dx_missing($node, @promised);
	push @wrong, "cycle $cycle: committed and gone: $missing" if $missing ne '';
	my $differ = $node->safe_psql('postgres', q{SELECT string_agg(coalesce(c.unit, a.unit)::text, ',') FROM card AS c FULL JOIN (SELECT unit, dx.card((SELECT tree FROM tree), code, value) AS card FROM answer GROUP BY unit) AS a USING (unit) WHERE (c.card OPERATOR(dx.=) a.card) IS NOT TRUE});
	push @wrong, "cycle $cycle: cards that are not those of their answers: $differ" if $differ ne '';
	my $checked = $amcheck && $node->safe_psql('postgres', q{SELECT count(bt_index_check(indexrelid, true)) FROM pg_index JOIN pg_class c ON c.oid = indexrelid JOIN pg_am am ON am.oid = c.relam AND amname = 'btree' WHERE indrelid IN ('answer'::regclass, 'card'::regclass, 'ranking'::regclass, 'done'::regclass)});
	push @wrong, "cycle $cycle: $checked indexes" if $amcheck && $checked != 5;
	my $found = $node->safe_psql('postgres', $there . $hashed);
	push @wrong, "cycle $cycle: codes not found by the hash index, or too often: $found" if $found ne '';
	$node->safe_psql('postgres', 'SET enable_seqscan = off; REFRESH MATERIALIZED VIEW CONCURRENTLY ranking');
}
is(join("\n", @wrong), '', "$killed killed backends, $shut immediate shutdowns, seed $seed: $promised transactions promised, all kept; cards are those of their answers" . ($amcheck ? '; indexes are sound' : ''));
cmp_ok($promised, '>', $cycles, 'transactions were under way');
cmp_ok($killed, '>=', int($cycles / 2) - 1, 'backends were killed at work');
like($node->safe_psql('postgres', "${there}EXPLAIN (COSTS off) $hashed"), qr/Index Scan using answer_code_idx/, 'the hash index was read');
is($node->safe_psql('postgres', q{SELECT count(*) FROM ranking r JOIN card USING (unit), tree WHERE r.points IS DISTINCT FROM dx.points(tree, card)}), '0', 'the ranking is that of the cards');
$node->stop;
done_testing();
