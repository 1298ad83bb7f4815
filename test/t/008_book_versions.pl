# SPDX-License-Identifier: PostgreSQL
# The scorebook's way to a next version, and back from a dump of its data alone.
# The next version is a pretended one: a copy of the files with a new table, a
# column, a function and a view changed, and the step that goes there. A book that
# was upgraded equals one installed afresh, and keeps data, audit, publications.
use strict;
use warnings;
use File::Copy qw(copy);
use File::Path qw(make_path);
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my @encoding = (extra => [ '--encoding=UTF8', '--locale=C' ]);
my $node = dx_node('books', @encoding);
my $other = dx_node('fresh', @encoding);
my $book = $ENV{DX_SCOREBOOK};
my $dir = $node->basedir;

# psql options for a script of the book, which says in English what it refuses.
sub script
{
	my ($server, $db, $file, @variables) = @_;
	return [ 'psql', '-X', '-q', '-d', $server->connstr($db) . ' user=owner', '-v', 'schema=dti', '-v', 'language=en', (map { ('-v', $_) } @variables), '-f', $file ];
}
sub slurp { return slurp_file($_[0]) }
sub spew { my ($file, $text) = @_; open(my $out, '>', $file) or die "$file: $!"; print $out $text; close $out }
# A change of a text that must be there once.
sub change
{
	my ($file, $from, $to) = @_;
	my $text = slurp($file);
	my $times = () = $text =~ /\Q$from\E/g;
	die "$file: $times times: $from" if $times != 1;
	$text =~ s/\Q$from\E/$to/;
	spew($file, $text);
}

foreach my $server ($node, $other)
{
	$server->safe_psql('postgres', 'CREATE ROLE owner LOGIN CREATEROLE');
	$server->safe_psql('postgres', 'CREATE DATABASE b OWNER owner');
}
$node->command_ok(script($node, 'b', "$book/install.sql"), 'a book');
$node->command_ok(script($node, 'b', "$book/roles.sql"), 'with roles');
my ($version) = slurp("$book/version.sql") =~ /^\\set book_version (\S+)$/m;
is($node->safe_psql('b', 'SELECT version FROM dti.book_version'), $version, "of version $version");
$node->safe_psql('b', <<'SQL', extra_params => [ '-U', 'owner' ]);
INSERT INTO dti.index_set (set_id, family, name, decision, unit_kind, valid_from, decimals, tree)
SELECT 's', 's', 'Bộ chỉ số', '1/QĐ', 'commune', '2024-01-01', 2, dx.tree(code, 'Tiêu chí ' || code, 10, rule)
FROM (VALUES ('1.1', 'percent'), ('1.2', 'yesno'), ('2', 'linear(0, 3)')) AS n(code, rule);
INSERT INTO dti.unit (unit_id, kind, name) SELECT 'x' || g, 'commune', 'Xã ' || g FROM generate_series(1, 5) AS g;
INSERT INTO dti.unit (unit_id, kind, name, parent_id) VALUES ('a', 'district', 'Huyện', NULL);
UPDATE dti.unit SET parent_id = 'a' WHERE unit_id <> 'a';
INSERT INTO dti.clock (stands_at) VALUES ('2024-12-12 12:00+07');
INSERT INTO dti.period (period_id, name, year, self_counts) VALUES ('2024', 'Năm 2024', 2024, 'always'), ('2025', 'Năm 2025', 2025, 'always');
UPDATE dti.period SET previous_period = '2024' WHERE period_id = '2025';
INSERT INTO dti.set_choice (period_id, unit_kind, set_id) VALUES ('2024', 'commune', 's'), ('2025', 'commune', 's');
SELECT dti.enrol('2024');
INSERT INTO dti.self_answer (period_id, unit_id, code, answer) SELECT '2024', s.unit_id, '1.1', (length(s.unit_id) * 7)::text || ',5' FROM dti.submission AS s;
INSERT INTO dti.evidence (period_id, unit_id, code, title, place) VALUES ('2024', 'x1', '1.1', 'Báo cáo', 'bc.pdf');
UPDATE dti.period SET state = 'appraising' WHERE period_id = '2024';
UPDATE dti.period SET state = 'closed', state_note = 'thử' WHERE period_id = '2024';
INSERT INTO dti.publication (period_id) VALUES ('2024');
INSERT INTO dti.correction (period_id, unit_id, code, answer, note) VALUES ('2024', 'x2', '2', '3', 'kiến nghị');
INSERT INTO dti.publication (period_id, reason) VALUES ('2024', 'kiến nghị');
SELECT dti.enrol('2025');
SELECT dti.refresh();
SQL

# Every table and view as text, but for what is new and what says when.
sub contents
{
	my ($server, $db) = @_;
	my $list = $server->safe_psql($db, q{SELECT string_agg(format('SELECT %L, count(*), md5(string_agg((to_jsonb(t) - ''remark'')::text, E''\n'' ORDER BY (to_jsonb(t) - ''remark'')::text COLLATE "C")) FROM dti.%I AS t', relname, relname), ' UNION ALL ' ORDER BY relname)
		FROM pg_class WHERE relnamespace = 'dti'::regnamespace AND relkind IN ('r', 'v', 'm')
			AND relname NOT IN ('book_time', 'sight', 'book_version', 'audit', 'audit_head', 'refresh_log', 'freshness', 'remark', 'remarked')});
	return $server->safe_psql($db, "SET jit = off; $list");
}
sub schema
{
	my ($server, $db) = @_;
	my ($out, $err) = run_command([ 'pg_dump', '--schema-only', '--schema=dti', '--schema=dti_bi', '-d', $server->connstr($db) ]);
	$out =~ s/^\\(?:un)?restrict .*\n//gm;
	return $out;
}

# A dump of the data alone
$node->command_ok([ 'pg_dump', '--data-only', '--schema=dti', '-f', "$dir/data.sql", '-d', $node->connstr('b') . ' user=owner' ], 'its owner dumps the data alone');
my $before = contents($node, 'b');
$node->safe_psql('postgres', 'CREATE DATABASE copy OWNER owner');
$node->command_ok(script($node, 'copy', "$book/install.sql"), 'a new book elsewhere');
$node->command_fails_like(script($node, 'copy', "$book/restore.sql"), qr/say which dump/, 'which dump is to be said');
$node->command_ok(script($node, 'copy', "$book/restore.sql", "data=$dir/data.sql"), 'takes the data');
is(contents($node, 'copy'), $before, 'every table, view and materialized view is as it was');
is($node->safe_psql('copy', 'SELECT * FROM dti.audit_check()'), '', 'its audit is whole');
is($node->safe_psql('copy', q{SELECT actor || ' ' || verb || ' ' || (new_row->>'restored_at' IS NOT NULL) FROM dti.audit WHERE table_name = 'book_version'}), 'owner update true', 'and says that it was restored');
is($node->safe_psql('copy', q{SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'}), '0', 'all its triggers are back');
$node->safe_psql('copy', q{UPDATE dti.clock SET stands_at = '2025-12-12 12:00+07'; INSERT INTO dti.evidence (period_id, unit_id, code, title, place) VALUES ('2025', 'x1', '1.1', 'a', 'b')});
is($node->safe_psql('copy', 'SELECT max(evidence_id) FROM dti.evidence'), '2', 'numbers go on');
$node->command_fails_like(script($node, 'copy', "$book/restore.sql", "data=$dir/data.sql"), qr/has data already/, 'a book with data takes none');
$node->command_fails_like(script($node, 'copy', "$book/restore.sql", "data=$dir/data.sql", 'language=vi'), qr/ERROR:  sổ chấm điểm đã có dữ liệu\nHINT:  Dữ liệu được nạp vào sổ mà install\.sql vừa tạo\.\n$/, 'said in Vietnamese where that is wanted');
$node->safe_psql('copy', q{UPDATE dti.book_version SET language = 'vi'});
$node->command_fails_like([ 'psql', '-X', '-q', '-d', $node->connstr('copy'), '-v', 'schema=dti', '-v', "data=$dir/data.sql", '-f', "$book/restore.sql" ], qr/ERROR:  sổ chấm điểm đã có dữ liệu\n/, 'and else in the language of the book');
$node->command_fails_like([ 'psql', '-X', '-q', '-d', $node->connstr('copy'), '-v', 'schema=dti', '-v', 'language=fr', '-f', "$book/roles.sql" ], qr/không có ngôn ngữ "fr".* \| there is no language "fr"/, 'which there are two of');
my $broken = slurp("$dir/data.sql");
$broken =~ s/(COPY dti\.audit \(.*?\n(?:[^\n]*\n){3})[^\n]*\n/$1/s or die 'no audit in the dump';
spew("$dir/broken.sql", $broken);
$node->safe_psql('postgres', 'CREATE DATABASE broken OWNER owner');
$node->command_ok(script($node, 'broken', "$book/install.sql"), 'another');
$node->command_fails_like(script($node, 'broken', "$book/restore.sql", "data=$dir/broken.sql"), qr/the audit of the data is broken \(period, unit, entry\): "", "", \d+: .+Nothing was loaded/s, 'a dump with a broken audit is refused');
is($node->safe_psql('broken', 'SELECT count(*) FROM dti.unit') . $node->safe_psql('broken', q{SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'}), '00', 'as a whole');
(my $newer = slurp("$dir/data.sql")) =~ s/(COPY dti\.book_version .*?\nt\t)\Q$version\E\t/${1}9.9.9\t/s or die 'no version in the dump';
spew("$dir/newer.sql", $newer);
$node->command_fails_like(script($node, 'broken', "$book/restore.sql", "data=$dir/newer.sql"), qr/the data is of version 9\.9\.9 of the scorebook, the book of \Q$version\E/, 'so is one of another version');

# The pretended next version
my $next = "$dir/next";
make_path("$next/upgrades");
copy($_, $next) or die "$_: $!" foreach glob "$book/*.sql";
change("$next/version.sql", "\\set book_version $version", '\\set book_version 9.0.0');
change("$next/install.sql", "\\ir 90_comments.sql\n", "\\ir 85_remarks.sql\n\\ir 90_comments.sql\n");
change("$next/20_units.sql", "	ranked boolean NOT NULL DEFAULT true,\n	CHECK (valid_to >= valid_from)\n", "	ranked boolean NOT NULL DEFAULT true,\n	remark text NOT NULL DEFAULT '',\n	CHECK (valid_to >= valid_from)\n");
change("$next/20_units.sql", "COMMENT ON COLUMN unit.ranked IS", "COMMENT ON COLUMN unit.remark IS 'anything';\nCOMMENT ON COLUMN unit.ranked IS");
my ($blank) = slurp("$book/05_texts.sql") =~ /^(CREATE FUNCTION blank\(.*?;\n)/ms;
(my $new_blank = $blank) =~ s/trimmed\(said\) IS NULL/coalesce(trimmed(said), '') = ''/ or die 'blank() is not as it was';
change("$next/05_texts.sql", $blank, $new_blank);
my $remarks = <<'SQL';
CREATE TABLE remark (unit_id text PRIMARY KEY REFERENCES unit, remark text NOT NULL);
COMMENT ON TABLE remark IS 'what one may say of a unit';
COMMENT ON COLUMN remark.remark IS 'anything';
CREATE VIEW remarked WITH (security_invoker) AS SELECT r.unit_id, r.remark FROM remark AS r WHERE NOT blank(r.remark);
COMMENT ON VIEW remarked IS 'units of which something is said';
CREATE VIEW :"bi".remarks AS SELECT r.unit_id, r.remark FROM remark AS r;
COMMENT ON VIEW :"bi".remarks IS 'the same for BI tools';
SELECT audit_table('remark', 'unit_id') \gset
ALTER TABLE remark ENABLE ROW LEVEL SECURITY;
SQL
spew("$next/85_remarks.sql", $remarks);
(my $replaced = $new_blank) =~ s/CREATE FUNCTION/CREATE OR REPLACE FUNCTION/;
# What 90_comments.sql says of columns and triggers, it says of new ones too.
spew("$next/upgrades/$version--9.0.0.sql", "$replaced\nALTER TABLE unit ADD COLUMN remark text NOT NULL DEFAULT '';\nCOMMENT ON COLUMN unit.remark IS 'anything';\n$remarks\\ir ../90_comments.sql\n");

my $audit = $node->safe_psql('b', 'SELECT count(*) FROM dti.audit');
$node->command_ok(script($node, 'b', "$book/upgrade.sql"), 'the same version is no upgrade');
is($node->safe_psql('b', 'SELECT count(*) FROM dti.audit'), $audit, 'and writes nothing');
$node->command_fails_like(script($node, 'b', "$next/upgrade.sql"), qr/there is no way from version \Q$version\E of the scorebook to 9\.0\.0/, 'without the step there is no way');
change("$next/upgrade.sql", "-- (end of the steps)\n", "SELECT :'version' = '$version' AS step \\gset\n\\if :step\n	\\ir upgrades/$version--9.0.0.sql\n	\\set version 9.0.0\n\\endif\n");
$node->command_ok(script($node, 'b', "$next/upgrade.sql"), 'with it there is');
$node->command_ok(script($node, 'b', "$next/roles.sql"), 'and roles are granted anew');
$other->command_ok(script($other, 'b', "$next/install.sql"), 'a fresh book of the next version');
$other->command_ok(script($other, 'b', "$next/roles.sql"), 'with its roles');
my @upgraded = split /\n/, schema($node, 'b');
my @fresh = split /\n/, schema($other, 'b');
cmp_ok(scalar(@fresh), '>', 1000, 'has a schema');
is(join("\n", sort @upgraded), join("\n", sort @fresh), 'an upgraded book equals a fresh one');
is(contents($node, 'b'), $before, 'it has its data, and what is published');
is($node->safe_psql('b', 'SELECT * FROM dti.audit_check()'), '', 'its audit is whole');
cmp_ok($node->safe_psql('b', 'SELECT count(*) FROM dti.audit'), '>', $audit, 'and longer');
is($node->safe_psql('b', q{SELECT version || ' ' || (upgraded_at IS NOT NULL) FROM dti.book_version}), '9.0.0 true', 'it knows what it is');
$node->safe_psql('b', q{INSERT INTO dti.remark VALUES ('x1', 'a')});
is($node->safe_psql('b', q{SELECT count(*) FROM dti.audit WHERE table_name = 'remark'}), '1', 'what is new is audited');
$node->command_fails_like(script($node, 'b', "$book/upgrade.sql"), qr/there is no way from version 9\.0\.0 of the scorebook to \Q$version\E/, 'older files leave it alone');
$node->command_fails_like([ 'psql', '-X', '-q', '-d', $node->connstr('b'), '-v', 'schema=none', '-f', "$book/upgrade.sql" ], qr/không có sổ chấm điểm trong lược đồ "none" .* \| there is no scorebook in the schema "none" .*\)\n$/, 'where there is no book, nothing is upgraded, and nothing else is said, in both languages');

done_testing();
