# SPDX-License-Identifier: PostgreSQL

# Nothing depends on a locale: in databases of other collations, of libc, of ICU
# and of the server itself, codes, answers, trees, cards, scores, ranks and bytes
# are the same, and an index on codes outlives a libc that sorts otherwise, as it
# comes with an upgrade of the operating system.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

# Locales of our own, where their sources are installed (Debian's package locales):
# the server finds them by LOCPATH. "moving" is first made as C sorts, later as Viet Nam does.
my $locales = PostgreSQL::Test::Utils::tempdir();
sub made
{
	my ($source, $name) = @_;
	return system("localedef --quiet --no-archive -c -i $source -f UTF-8 '$locales/$name' >>'$locales/log' 2>&1") >> 8 <= 1 && -e "$locales/$name/LC_COLLATE";
}
my %libc = map { $_ => made($_, "$_.UTF-8") } qw(vi_VN tr_TR cs_CZ de_DE);
my @libc = grep { $libc{$_} } sort keys %libc;
my $moving = made('C', 'moving.UTF-8');
$ENV{LOCPATH} = $locales;

my $node = dx_node('locales', extra => [ '--encoding=UTF8', '--locale=C' ]);
my $major = int($node->safe_psql('postgres', "SELECT current_setting('server_version_num')::int / 10000"));
# One, unicode, is there from 16 on in builds without ICU too.
my $has_icu = $node->safe_psql('postgres', "SELECT count(*) > 0 FROM pg_collation WHERE collprovider = 'i' AND collname LIKE '%-x-icu'") eq 't';

my %database = (libc_c => "LOCALE_PROVIDER libc LOCALE 'C'");
$database{'libc_' . lc} = "LOCALE_PROVIDER libc LOCALE '$_.UTF-8'" foreach @libc;
if ($has_icu)
{
	my %icu = (vi => 'vi', tr => 'tr', upper => 'da-u-kf-upper', numbers => 'en-u-kn-true', letters => 'en-u-kr-latn-digit', blind => 'en-u-ka-shifted-ks-level1');
	$database{"icu_$_"} = "LOCALE_PROVIDER icu ICU_LOCALE '$icu{$_}' LOCALE '" . ($libc{vi_VN} ? 'vi_VN.UTF-8' : 'C') . "'" foreach keys %icu;
	$database{icu_rules} = "LOCALE_PROVIDER icu ICU_LOCALE 'en' ICU_RULES '&9 < 2 < 1 & z < a' LOCALE 'C'" if $major >= 16;
}
$database{builtin} = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'" if $major >= 17;
note join ' ', 'databases:', sort keys %database;

# Codes that locales have in many orders: numbers, case, signs, dotted and dotless i, ch, umlauts, đ.
my $codes = q{'{1,1.2,1.10,1.02,10,2,II,IX,IV,I.1,a,A,b,B,ch,cz,h,i,I,ı,İ,z,s,š,ä,ae,ö,o,ß,ss,d,đ,Đ,e,a-b,ab,a_b,a-c,TC2,TC10,TC02,ấ,ẩ,â}'::text[]};

# Questions by name; each answers with a text.
my %question = (
	codes => "SELECT string_agg(c::text, ' ' ORDER BY c) || concat(' ', least_code(c), ' ', greatest_code(c)) FROM unnest($codes) AS t, LATERAL (SELECT t::dx.code AS c) AS c",
	compared => "SELECT string_agg(concat(a < b, a = b, dx.is_under(a, b)), '' ORDER BY a, b) FROM unnest($codes) AS t, LATERAL (SELECT t::dx.code AS a) AS a, unnest($codes) AS u, LATERAL (SELECT u::dx.code AS b) AS b",
	indexed => "SET enable_seqscan = off; SET enable_sort = off; SELECT string_agg(code::text, ' ') FROM (SELECT code FROM d.code ORDER BY code) AS q; SELECT string_agg(code::text, ' ' ORDER BY code) FROM d.code WHERE code > 'B' AND code <= 'đ'",
	ranged => "SELECT string_agg(r.tableoid::regclass::text, ' ' ORDER BY r.code) FROM d.ranged AS r",
	hashed => "SELECT sum(hashtext(dx.code_hash(t::dx.code)::text)) FROM unnest($codes) AS t",
	padded => "SELECT string_agg(dx.padded(t, 4), ' ' ORDER BY t::dx.code) FROM unnest($codes) AS t",
	tree => "SELECT md5(string_agg(tree::text || encode(dx.tree_send(tree), 'hex'), ' ' ORDER BY name COLLATE \"C\")) FROM d.tree",
	nodes => "SELECT string_agg(n.code || ' ' || n.ordinal, ' ' ORDER BY t.name COLLATE \"C\", n.ordinal) FROM d.tree AS t, dx.nodes(t.tree) AS n",
	cards => "SELECT md5(string_agg(card::text || encode(dx.card_send(card), 'hex'), ' ' ORDER BY unit)) FROM d.card",
	scores => "SELECT string_agg(concat_ws(':', unit, dx.points(tree, card), dx.ratio(tree, card)), ' ' ORDER BY unit) FROM d.card",
	ranks => "SELECT string_agg(r, ' ' ORDER BY unit) FROM (SELECT unit, concat_ws(':', unit, dx.rank_by(dx.points(tree, card)) OVER w, dx.grade(dx.ratio(tree, card), 'Tốt:0.8, Khá:0.5, Yếu:0')) AS r FROM d.card WINDOW w AS ()) AS q",
	sorted => "SELECT string_agg(unit::text, ' ' ORDER BY card, unit) FROM d.card; SELECT string_agg(name, ' ' ORDER BY tree) FROM d.tree; SELECT string_agg(r::text, ' ' ORDER BY r) FROM unnest('{yesno,percent,points,ratio,\"linear(0, 5)\",\"linear(0.5, 1)\",\"choice(I:1, i x:0.5)\"}'::text[]) AS t, LATERAL (SELECT t::dx.rule AS r) AS r",
	words => "SELECT string_agg(coalesce(dx.answer_problem(rule, typed, 10, l), dx.answer(rule, typed)::text), '|' ORDER BY n, l) FROM unnest('{yesno,yesno,yesno,\"choice(Tốt:1, Khá ạ:0.5)\",\"choice(IĞ:1, ıx:0.5)\",\"choice(IĞ:1, ıx:0.5)\",\"choice(IĞ:1, ıx:0.5)\",points,percent,\"linear(0, 5000)\"}'::text[],
		'{CÓ,KHÔNG,TITLE,TỐT,iğ,IX,Ix,\"8,5\",\"1.189,5\",1.500}'::text[]) WITH ORDINALITY AS q (rule, typed, n), unnest('{en,vi}'::text[]) AS l",
	numbers => "SELECT concat_ws('|', dx.number('1.189,8', 'vi'), dx.number('1,189.8', 'en'), dx.number_text(1189.85, 1, 'vi'), dx.number_text(1189.85, 1, 'en'), dx.result_text('percent', 87.5, 'vi'), dx.rule_text('percent', 12.5, 'en'), 'linear(0.5, 7.25)'::dx.rule)",
	statistics => "SELECT md5(string_agg(concat_ws(' ', dx.stat_send(s), s), ' ' ORDER BY u)) FROM (SELECT unit % 3 AS u, dx.wstat(dx.points(tree, card), unit + 0.5) AS s FROM d.card GROUP BY 1) AS q",
);

# What each database has: a partition by codes, an index, trees and cards. The names of kinds, states
# and options have an i, which Turkish spells in two ways.
my $make = qq{
	CREATE EXTENSION dxindex;
	CREATE SCHEMA d;
	CREATE TABLE d.code (code dx.code PRIMARY KEY);
	INSERT INTO d.code SELECT t::dx.code FROM unnest($codes) AS t ORDER BY t;
	CREATE TABLE d.ranged (code dx.code) PARTITION BY RANGE (code);
	CREATE TABLE d.ranged_low PARTITION OF d.ranged FOR VALUES FROM (MINVALUE) TO ('B');
	CREATE TABLE d.ranged_high PARTITION OF d.ranged FOR VALUES FROM ('B') TO (MAXVALUE);
	INSERT INTO d.ranged SELECT code FROM d.code;
	CREATE TABLE d.tree AS SELECT 'sum' AS name, dx.tree(code, 'tên ' || code, max_points, rule) AS tree
		FROM (VALUES ('1', NULL, NULL), ('1.2', 10.5, 'yesno'), ('1.10', 4, 'percent'), ('II', NULL, NULL), ('II.i', 3, 'choice(Tốt:1, Ít:0.25)'), ('II.I', 10, 'points'), ('đ', 7, 'linear(0, 5)')) AS v (code, max_points, rule);
	INSERT INTO d.tree SELECT 'ch', dx.tree(t, t, 1.5, 'percent') FROM unnest($codes) AS t WHERE t NOT LIKE '%.%';
	CREATE TABLE d.card AS SELECT unit, tree, dx.card(tree, code, typed) AS card FROM d.tree, generate_series(1, 30) AS unit,
		LATERAL (VALUES ('1.2', CASE unit % 3 WHEN 0 THEN 'CÓ' WHEN 1 THEN 'Không' ELSE 'KHÔNG ÁP DỤNG' END), ('1.10', (unit * 7 % 100) || ',5'), ('II.i', CASE WHEN unit % 2 = 0 THEN 'TỐT' ELSE 'ít' END), ('II.I', (unit % 10) || '.25'), ('đ', (unit % 5)::text)) AS a (code, typed)
		WHERE name = 'sum' GROUP BY unit, tree;
};

# Operators and functions of dx are found by the path; without it codes would be compared as texts.
sub answer
{
	my ($db, $sql) = @_;
	my ($ret, $out, $err) = $node->psql($db, "SET client_min_messages = warning; SET search_path = dx, public; $sql");
	return $ret == 0 ? $out : "failed: $err";
}

# All questions in one session: a hash of answers.
sub answers
{
	my ($db) = @_;
	my @parts = split /^== (\w+)\n/m, answer($db, join ' ', map { "RESET enable_seqscan; RESET enable_sort; SELECT '== $_'; $question{$_};" } sort keys %question);
	shift @parts;
	return @parts;
}

my %want;
my %texts;
foreach my $db ('libc_c', grep { $_ ne 'libc_c' } sort keys %database)
{
	my $made = answer('postgres', "CREATE DATABASE $db TEMPLATE template0 ENCODING 'UTF8' $database{$db}");
	is($made, '', "$db: a database") or next;
	# What a session reads of the locale beside collations.
	answer('postgres', "ALTER DATABASE $db SET lc_numeric = 'vi_VN.UTF-8'; ALTER DATABASE $db SET lc_monetary = 'vi_VN.UTF-8'; ALTER DATABASE $db SET lc_time = 'vi_VN.UTF-8'") if $libc{vi_VN} && $db ne 'libc_c';
	is(answer($db, $make), '', "$db: codes, trees and cards");
	$texts{ answer($db, "SELECT string_agg(t, ' ' ORDER BY t) FROM unnest($codes) AS t") }++;
	my %is = answers($db);
	if ($db eq 'libc_c')
	{
		%want = %is;
		like($want{$_}, qr/\S/, "$db: $_") foreach sort keys %question;
	}
	else { is($is{$_}, $want{$_}, "$db: $_ as in C") foreach sort keys %question }
}
cmp_ok(scalar keys %texts, '>=', $has_icu ? 4 : @libc ? 2 : 1, 'these databases sort texts in ' . keys(%texts) . ' ways');
like($want{codes}, qr/^1 1\.2 1\.02 1\.10 2 10 I /, 'codes are in the order of a printed set');

# No type has a collation, and no index on any of them.
is(answer('libc_c', "SELECT count(*), count(*) FILTER (WHERE typcollation <> 0) FROM pg_type WHERE typnamespace = 'dx'::regnamespace AND typtype = 'b' AND typcategory <> 'A'") =~ /^[1-9]\d*\|0$/ ? 'none' : 'some', 'none', 'types with a collation');
is(answer('libc_c', q{DO $$ DECLARE t regtype; n int := 0; BEGIN
	FOR t IN SELECT opcintype::regtype FROM pg_opclass AS o JOIN pg_am AS a ON a.oid = opcmethod WHERE amname = 'btree' AND opcdefault AND opcnamespace = 'dx'::regnamespace LOOP
		n := n + 1; EXECUTE format('CREATE TABLE d.kept%s (v %s); CREATE INDEX ON d.kept%s (v)', n, t, n); END LOOP;
	IF n < 5 THEN RAISE EXCEPTION '% types', n; END IF; END $$;
	SELECT count(*) FROM pg_index WHERE indrelid::regclass::text LIKE 'd.%' AND EXISTS (SELECT 1 FROM unnest(indcollation) AS c WHERE c <> 0)}), '0', 'indexes with a collation');

# An upgrade of the operating system: the same name, another order.
SKIP:
{
	skip 'no sources of locales (package locales), or no amcheck', 1
		unless $moving && $libc{vi_VN} && $node->safe_psql('postgres', "SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'");
	is(answer('postgres', "CREATE DATABASE moving TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'moving.UTF-8'"), '', 'a database of a locale that will change');
	is(answer('moving', "$make CREATE TABLE d.text (code text PRIMARY KEY); INSERT INTO d.text SELECT code FROM d.code; CREATE EXTENSION amcheck SCHEMA public"), '', 'with the same content, and an index on texts');
	my $check = 'SET client_min_messages = error; SELECT bt_index_parent_check(%s, true)';
	# Sorted, and not read from the index, from which servers from 16 on take what an aggregate wants in order.
	my $sorted = "SELECT string_agg(code, ' ' ORDER BY code || '') FROM d.text";
	my $before = answer('moving', $sorted);
	is(answer('moving', sprintf($check, "'d.text_pkey'")), '', 'which is in order');
	$node->stop;
	ok(system("rm -rf '$locales/moving.UTF-8'") == 0 && made('vi_VN', 'moving.UTF-8'), 'the locale is made anew, as Viet Nam sorts');
	$node->start;
	isnt(answer('moving', $sorted), $before, 'texts are sorted otherwise now');
	like(answer('moving', sprintf($check, "'d.text_pkey'")), qr/^failed: .*item order invariant violated/s, 'and their index is broken');
	is(answer('moving', sprintf($check, "'d.code_pkey'")), '', 'that of codes is not');
	my %is = answers('moving');
	is($is{$_}, $want{$_}, "$_ as before") foreach sort keys %question;
}

$node->stop;
done_testing();
