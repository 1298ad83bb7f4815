# SPDX-License-Identifier: PostgreSQL
# The scorebook through dump and restore: everything comes back, guarded and
# refreshable as before, with the audit chains whole.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my $node = dx_node('scorebook', extra => [ '--encoding=UTF8', '--locale=C' ]);
my $book = $ENV{DX_SCOREBOOK};
ok(-f "$book/install.sql", 'make install ships the scorebook');

$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN CREATEROLE; CREATE DATABASE before OWNER owner');
my @psql = ('psql', '-X', '-q', '-d', $node->connstr('before') . ' user=owner', '-v', 'schema=dti');
$node->command_ok([ @psql, '-f', "$book/install.sql" ], 'an ordinary role installs it with one command');
$node->command_ok([ @psql, '-f', "$book/roles.sql" ], 'and makes its roles with another');
$node->command_fails_like([ @psql, '-f', "$book/install.sql" ], qr/schema "dti" already exists/, 'not into a schema that is there');
$node->command_fails_like([ 'psql', '-X', '-q', '-d', $node->connstr('before'), '-v', 'schema=$user', '-f', "$book/install.sql" ],
	qr/cannot be called \$user/, 'nor under a name that a search_path reads as another');

# Two periods: one published twice, one open.
$node->safe_psql('before', <<'SQL', extra_params => [ '-U', 'owner' ]);
UPDATE dti.book_version SET language = 'en';
INSERT INTO dti.index_set (set_id, family, name, decision, unit_kind, valid_from, decimals, tree)
SELECT 's', 's', 'Bộ chỉ số', '1/QĐ', 'commune', '2024-01-01', 2, dx.tree(code, 'Tiêu chí ' || code, 10, rule)
FROM (VALUES ('1.1', 'percent'), ('1.2', 'yesno'), ('2', 'linear(0, 3)')) AS n(code, rule);
INSERT INTO dti.unit (unit_id, kind, name) SELECT 'x' || g, 'commune', 'Xã ' || g FROM generate_series(1, 20) AS g;
INSERT INTO dti.clock (stands_at) VALUES ('2024-12-12 12:00+07');
INSERT INTO dti.period (period_id, name, year, self_counts) VALUES ('2024', 'Năm 2024', 2024, 'always'), ('2025', 'Năm 2025', 2025, 'always');
UPDATE dti.period SET previous_period = '2024' WHERE period_id = '2025';
INSERT INTO dti.set_choice (period_id, unit_kind, set_id) VALUES ('2024', 'commune', 's'), ('2025', 'commune', 's');
INSERT INTO dti.not_applicable (period_id, set_id, code, unit_id, reason) VALUES ('2024', 's', '1.2', 'x3', 'Không có');
SELECT dti.enrol('2024');
INSERT INTO dti.self_answer (period_id, unit_id, code, answer)
SELECT '2024', s.unit_id, n.code, CASE n.rule::text WHEN 'percent' THEN (length(s.unit_id) * 7 % 100)::text || ',5' WHEN 'yesno' THEN 'có' ELSE '1' END
FROM dti.submission AS s JOIN dti.node AS n USING (set_id) WHERE n.is_criterion AND (s.unit_id, n.code::text) <> ('x3', '1.2');
UPDATE dti.period SET state = 'appraising' WHERE period_id = '2024';
INSERT INTO dti.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('2024', 'x1', '2', '0,5', E'xuống dòng\n\t"\\');
UPDATE dti.period SET state = 'closed', state_note = 'thử' WHERE period_id = '2024';
INSERT INTO dti.publication (period_id) VALUES ('2024');
INSERT INTO dti.correction (period_id, unit_id, code, answer, note) VALUES ('2024', 'x2', '2', '3', 'kiến nghị');
INSERT INTO dti.publication (period_id, reason) VALUES ('2024', 'kiến nghị');
SELECT dti.enrol('2025');
UPDATE dti.clock SET stands_at = '2025-12-12 12:00+07';
INSERT INTO dti.self_answer (period_id, unit_id, code, answer) SELECT '2025', 'x' || g, '1.1', g::text FROM generate_series(1, 20) AS g;
SELECT dti.refresh();
SQL

# Every table and view as text.
sub contents
{
	my ($db) = @_;
	my $list = $node->safe_psql($db, q{SELECT string_agg(format('SELECT %L, count(*), md5(string_agg(t::text, E''\n'' ORDER BY t::text COLLATE "C")) FROM dti.%I AS t', relname, relname), ' UNION ALL ' ORDER BY relname)
		FROM pg_class WHERE relnamespace = 'dti'::regnamespace AND relkind IN ('r', 'v', 'm') AND relname NOT IN ('book_time', 'sight')});
	return $node->safe_psql($db, "SET jit = off; $list");
}
my $before = contents('before');
like($before, qr/^ranking\|120\|/m, 'two periods are there to be dumped');

my $dir = $node->basedir;
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dir/book.dump", '-d', $node->connstr('before') . ' user=owner' ], 'its owner dumps it');
$node->safe_psql('postgres', 'CREATE DATABASE custom OWNER owner');
$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', $node->connstr('custom'), "$dir/book.dump" ], 'restore');
is(contents('custom'), $before, 'every table, view and materialized view is as it was');
$node->command_ok([ 'pg_dump', '--inserts', '-f', "$dir/plain.sql", '-d', $node->connstr('before') . ' user=owner' ], 'dump as statements');
$node->safe_psql('postgres', 'CREATE DATABASE plain OWNER owner');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dir/plain.sql", '-d', $node->connstr('plain') ], 'run them');
is(contents('plain'), $before, 'as well');

# What a statement does as a role in the copy.
sub try_it
{
	my ($role, $sql) = @_;
	my ($ret, $out, $err) = $node->psql('custom', $sql, extra_params => [ '-U', $role ]);
	return $ret == 0 ? $out : ($err =~ /ERROR:\s+([^\n]*)/)[0];
}
is(try_it('owner', 'SELECT * FROM dti.audit_check()'), '', 'the audit chains are whole');
cmp_ok(try_it('owner', 'SELECT count(*) FROM dti.audit'), '>', 100, 'and long');
is(try_it('owner', "SET search_path = ''; SELECT string_agg(view_name || ' ' || changed, ', ') FROM dti.refresh()"),
	'card_data 0, ranking_data 0, progress_data 0, node_data 0', 'a refresh of the copy rewrites nothing');
is(try_it('owner', q{UPDATE dti.self_answer SET answer = '1' WHERE period_id = '2024'}),
	'period "2024" is published: table "self_answer" cannot change', 'what was closed stays closed');
is(try_it('owner', q{DELETE FROM dti.publication}), 'a publication never changes', 'what was published stays');
is(try_it('owner', q{UPDATE dti.self_answer SET answer = '99' WHERE period_id = '2025' AND unit_id = 'x1'; SELECT count(*) FROM dti.audit_check()}), '0', 'writing goes on, and the chains with it');
is(try_it('owner', q{SELECT changed FROM dti.refresh('2025') WHERE view_name = 'card_data'}), '2', 'the refresh sees it');
is(try_it('owner', q{SELECT count(*) FROM pg_policy}), $node->safe_psql('before', 'SELECT count(*) FROM pg_policy'), 'the policies are there');
$node->safe_psql('postgres', 'CREATE ROLE lan LOGIN IN ROLE dti_assessor; CREATE ROLE dan LOGIN IN ROLE dti_viewer');
is(try_it('owner', q{INSERT INTO dti.account (role_name, unit_id) VALUES ('lan', 'x5')}), '', 'accounts are opened');
is(try_it('lan', q{SELECT string_agg(DISTINCT unit_id, ' ') FROM dti.self_answer}), 'x5', 'an assessor sees the own unit');
is(try_it('dan', q{SELECT count(DISTINCT unit_id), string_agg(DISTINCT period_id, ' ') FROM dti.ranking}), '20|2024', 'a viewer what is published');

$node->stop;
done_testing();
