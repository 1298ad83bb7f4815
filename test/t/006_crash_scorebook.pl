# SPDX-License-Identifier: PostgreSQL
# Killed backends and immediate shutdowns while the scorebook is written and
# refreshed: afterwards what was promised is there, every answer is the last
# that its audit chain tells, the chains are whole, the indexes sound, and a
# refresh gives the points of the answers.
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
$node->append_conf('postgresql.conf', "fsync = on\nrestart_after_crash = on\nautovacuum = off\njit = off");
$node->restart;
$node->command_ok([ 'psql', '-X', '-q', '-d', $node->connstr('postgres'), '-v', 'schema=dti', '-f', "$ENV{DX_SCOREBOOK}/install.sql" ], 'a scorebook');
my $amcheck = dx_contrib($node, 'postgres', 'amcheck');
$node->safe_psql('postgres', q{
	SET client_min_messages = warning;
	CREATE TABLE done (id int PRIMARY KEY);
	INSERT INTO dti.index_set (set_id, family, name, decision, unit_kind, valid_from, decimals, tree)
	SELECT 's', 's', 'Bộ chỉ số', '1/QĐ', 'commune', '2024-01-01', 2, dx.tree((i % 3) || '.' || i, 'Tiêu chí ' || i, i % 7 + 1, (ARRAY['percent', 'linear(0, 90)', 'steps(20:1/3, 50:0.5, >80:1)'])[1 + i % 3]) FROM generate_series(1, 24) AS i;
	INSERT INTO dti.unit (unit_id, kind, name) SELECT 'x' || g, 'commune', 'Xã ' || g FROM generate_series(1, 12) AS g;
	INSERT INTO dti.clock (stands_at) VALUES ('2024-12-12 12:00+07');
	INSERT INTO dti.period (period_id, name, year, self_counts) VALUES ('2024', 'Năm 2024', 2024, 'always');
	INSERT INTO dti.set_choice (period_id, unit_kind, set_id) VALUES ('2024', 'commune', 's');
	SELECT dti.enrol('2024');
	SELECT dti.refresh();});

# A writer: some answers of a unit come, change or go in one transaction, which leaves its number.
sub writer
{
	my ($first, $n) = @_;
	my $sql = '';
	foreach my $i ($first .. $first + $n - 1)
	{
		my $unit = 'x' . (1 + int(rand(12)));
		my $some = 2 + int(rand(6));
		$sql .= "BEGIN; DELETE FROM dti.self_answer WHERE unit_id = '$unit' AND dx.is_under(code, '" . int(rand(3)) . "');\n";
		$sql .= "INSERT INTO dti.self_answer (period_id, unit_id, code, answer) SELECT '2024', '$unit', code, round((" . rand(75) . " + ordinal % 25)::numeric, 2)::text FROM dti.index_set, dx.nodes(tree) WHERE is_criterion AND ordinal % $some = 0
			ON CONFLICT (period_id, unit_id, code) DO UPDATE SET answer = excluded.answer;
			INSERT INTO done VALUES ($i); COMMIT;\n\\echo done $i\n";
	}
	return $sql;
}

# Answers and what the audit tells of them, points and what the answers give: rows that differ.
my %checks = (
	'broken chains' => q{SELECT count(*) FROM dti.audit_check()},
	'answers that the audit tells otherwise' => q{SELECT count(*) FROM dti.self_answer AS a FULL JOIN
		(SELECT DISTINCT ON (row_key) row_key->>'unit_id' AS unit_id, row_key->>'code' AS code, new_row->>'answer' AS answer FROM dti.audit WHERE table_name = 'self_answer' ORDER BY row_key, seq DESC) AS h
		ON h.unit_id = a.unit_id AND h.code = a.code::text WHERE a.answer IS DISTINCT FROM h.answer},
);
my $refreshed = q{SELECT count(*) FROM (SELECT unit_id, points FROM dti.ranking WHERE pillar = '') AS r FULL JOIN
	(SELECT u.unit_id, dx.score(s.tree, n.code, (SELECT dx.answer(n.rule, a.answer) FROM dti.self_answer AS a WHERE a.unit_id = u.unit_id AND a.code::text = n.code::text)) AS points
		FROM dti.submission AS u JOIN dti.index_set AS s USING (set_id), dx.nodes(s.tree) AS n WHERE n.is_criterion GROUP BY u.unit_id) AS w USING (unit_id)
	WHERE r.points IS DISTINCT FROM w.points};
my $indexes = q{SELECT count(bt_index_check(indexrelid, true)) FROM pg_index JOIN pg_class c ON c.oid = indexrelid JOIN pg_am am ON am.oid = c.relam AND amname = 'btree'
	WHERE indisvalid AND c.relnamespace = 'dti'::regnamespace};
my $there = $indexes =~ s/bt_index_check\(indexrelid, true\)/*/r =~ s/indisvalid AND //r;

my ($killed, $shut, $number, $promised) = (0, 0, 1, 0);
my @wrong;
foreach my $cycle (1 .. $cycles)
{
	my ($script, $out, $err) = ($node->basedir . '/writer.sql', '', '');
	open(my $file, '>', $script) or die $!;
	print $file writer($number, 200);
	close $file;
	open($file, '>', $node->basedir . '/refresher.sql') or die $!;
	print $file "SELECT * FROM dti.refresh();\n" x 100;
	close $file;
	$number += 200;
	my @sessions = map { IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('postgres'), '-v', 'ON_ERROR_STOP=1', '-f', $node->basedir . "/$_.sql" ], '<', \undef, '>', $_ eq 'writer' ? \$out : \my $ignored, '2>', $_ eq 'writer' ? \$err : \my $lost) } 'writer', 'refresher';
	usleep(150_000 + int(rand(400_000)));
	if ($cycle % 2)
	{
		my $pid = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY query LIKE '%refresh%' = } . ($cycle % 4 == 1 ? 'true' : 'false') . ' DESC LIMIT 1');
		if ($pid) { kill 'KILL', $pid; $killed++ }
		$_->finish foreach @sessions;
		dx_come_back($node, $killed) if $pid;
	}
	else
	{
		$node->stop('immediate');
		$_->finish foreach @sessions;
		$shut++;
		$node->start;
	}
	push @wrong, "cycle $cycle: $1" if $err =~ /(ERROR:.*)/;
	my @promised = ($out =~ /^done (\d+)$/mg);
	$promised += @promised;
	my $missing = dx_missing($node, @promised);
	push @wrong, "cycle $cycle: committed and gone: $missing" if $missing ne '';
	foreach my $check (sort keys %checks)
	{
		my $found = $node->safe_psql('postgres', $checks{$check});
		push @wrong, "cycle $cycle: $check: $found" if $found ne '0';
	}
	my $all = $node->safe_psql('postgres', $there);
	my $sound = $amcheck ? $node->safe_psql('postgres', $indexes) : $all;
	push @wrong, "cycle $cycle: $sound of $all indexes" if $sound != $all || $all < 40;
	my $errors = $node->safe_psql('postgres', 'SELECT count(error) FROM dti.refresh()');
	my $differ = $node->safe_psql('postgres', $refreshed);
	push @wrong, "cycle $cycle: $errors errors of a refresh, $differ units whose points are not those of their answers" if "$errors$differ" ne '00';
}
is(join("\n", @wrong), '', "$killed killed backends, $shut immediate shutdowns, seed $seed: $promised transactions promised, all kept; audit, answers and points agree" . ($amcheck ? '; indexes are sound' : ''));
cmp_ok($promised, '>', $cycles, 'transactions were under way');
cmp_ok($killed, '>=', int($cycles / 2) - 1, 'backends were killed at work');
cmp_ok($node->safe_psql('postgres', 'SELECT count(*) FROM dti.audit'), '>', $promised, 'the audit is long');
cmp_ok($node->safe_psql('postgres', q{SELECT count(DISTINCT points) FROM dti.ranking WHERE pillar = ''}), '>', 3, 'points differ');
$node->stop;
done_testing();
