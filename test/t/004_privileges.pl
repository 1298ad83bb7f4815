# SPDX-License-Identifier: PostgreSQL
# An ordinary owner of a database creates the extension where somebody planted
# look-alikes: functions, operators, types and casts of the names that the
# script uses, in every schema of every path. What is made must be what is
# made in a clean database, object by object; and none of the plants may run.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my $node = dx_node('privileges');
$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN; CREATE ROLE reader LOGIN; CREATE DATABASE clean OWNER owner; CREATE DATABASE planted OWNER owner');

# Everything that the catalogue says of the extension. The schema that it is
# booked under is the creator's choice.
my $list = slurp_file('catalogue.sql');

sub catalogue
{
	my ($db) = @_;
	return $node->safe_psql($db, $list) =~ s/^extension dxindex\|extnamespace\|.*\n//mr;
}

sub as
{
	my ($role, $db, $sql) = @_;
	my ($ret, $out, $err) = $node->psql($db, "SET client_min_messages = warning; $sql", extra_params => [ '-U', $role, '-v', 'VERBOSITY=sqlstate' ]);
	return $ret == 0 ? $out : $err =~ /ERROR:\s+(\w{5})/ ? $1 : "status $ret: $err";
}

is(as('owner', 'clean', 'CREATE EXTENSION dxindex'), '', 'into a clean database');
my $want = catalogue('clean');
my @lines = split /\n/, $want;
cmp_ok(scalar(@lines), '>', 10000, scalar(@lines) . ' facts about the extension');
# The list leaves no member out.
my %listed = map { /^(.*?)\|depends \(e\)\|extension dxindex$/ ? ($1 => 1) : () } @lines;
is(join("\n", grep { !$listed{$_} } split /\n/, $node->safe_psql('clean', q{SET search_path = ''; SELECT i.type || ' ' || i.identity FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid, pg_identify_object(d.classid, d.objid, 0) AS i
	WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'dxindex'})), '', 'every member is in the list');
is(join("\n", grep { /does not know/ } @lines), '', '... with facts');

# Plants: names that the script uses, or could fall for, in schemas that stand
# first in the path.
is(as('owner', 'planted', q{
	CREATE SCHEMA evil; CREATE SCHEMA worse;
	CREATE TABLE evil.ran (what pg_catalog.text);
	GRANT USAGE ON SCHEMA evil, worse TO PUBLIC; GRANT ALL ON evil.ran TO PUBLIC;
	DO $plant$
	DECLARE s pg_catalog.text; t pg_catalog.text; f record; body pg_catalog.text;
	BEGIN
		FOREACH s IN ARRAY ARRAY['evil', 'worse', 'public']::pg_catalog.text[] LOOP
			FOR f IN SELECT DISTINCT p.proname, p.args FROM (
				SELECT unnest(ARRAY['code_eq', 'code_ne', 'code_lt', 'code_le', 'code_gt', 'code_ge', 'code_cmp', 'is_under', 'is_over', 'rule_eq', 'rule_cmp', 'tree_eq', 'card_eq', 'starts_with', 'concat', 'md5'])::pg_catalog.text AS proname, 'pg_catalog.text, pg_catalog.text'::pg_catalog.text AS args
				UNION ALL SELECT unnest(ARRAY['code', 'rule', 'tree', 'card', 'code_in', 'tree_in', 'version', 'quote_ident', 'format', 'current_schema', 'hashtext']), 'pg_catalog.text') AS p LOOP
				body := format('INSERT INTO evil.ran VALUES (%L); SELECT true', s || '.' || f.proname);
				EXECUTE format('CREATE FUNCTION %I.%I(%s) RETURNS pg_catalog.bool LANGUAGE sql AS %L', s, f.proname, f.args, body);
			END LOOP;
			FOREACH t IN ARRAY ARRAY['=', '<>', '<', '<=', '>', '>=', '<@', '@>', '=#', '<#', '||'] LOOP
				EXECUTE format('CREATE OPERATOR %I.%s (LEFTARG = pg_catalog.text, RIGHTARG = pg_catalog.text, FUNCTION = %I.code_eq)', s, t, s);
			END LOOP;
			FOREACH t IN ARRAY ARRAY['text', 'float8', 'int4', 'int8', 'bool', 'bytea', 'jsonb', 'json', 'varchar', 'record', 'internal', 'cstring', 'code', 'rule', 'tree', 'card', 'tally', 'stat'] LOOP
				EXECUTE format('CREATE DOMAIN %I.%I AS pg_catalog.int2', s, t);
			END LOOP;
		END LOOP;
	END $plant$;
	ALTER DATABASE planted SET search_path = evil, worse, public, pg_catalog}), '', 'plants');

# Under every path that an owner may set.
foreach my $path ('evil, worse, public', 'evil, pg_catalog', 'worse, evil, public, pg_catalog, dx', 'public', 'pg_temp, evil, pg_catalog')
{
	is(as('owner', 'planted', "SET search_path = $path; CREATE EXTENSION dxindex" . ($path =~ /^pg_temp/ ? ' SCHEMA evil' : '')), '', "created under $path");
	my $got = catalogue('planted');
	# The first difference says more than two long texts.
	my @got = split /\n/, $got;
	my @want = split /\n/, $want;
	my ($first) = grep { ($got[$_] // '') ne ($want[$_] // '') } 0 .. ($#got > $#want ? $#got : $#want);
	is(defined $first ? $got[$first] // '' : 'same', defined $first ? $want[$first] // '' : 'same', '... the objects are those of the clean database');
	is(as('reader', 'planted', q{SET search_path = evil, worse, public, pg_catalog;
		SELECT dx.points(tree, card) FROM (SELECT tree, dx.card(tree, code, value) FROM (SELECT dx.tree(code, name, max, rule) FROM (VALUES ('1'::pg_catalog.text, 'a'::pg_catalog.text, 10::pg_catalog.float8, 'percent'::pg_catalog.text), ('2', 'b', 5, 'yesno')) AS n(code, name, max, rule)) AS t,
			(VALUES ('1'::pg_catalog.text, 50::pg_catalog.float8), ('2', 1)) AS a(code, value) GROUP BY tree) AS c}), '10', '... and work');
	is(as('owner', 'planted', 'RESET search_path; SELECT pg_catalog.count(*) FROM evil.ran; DROP EXTENSION dxindex'), '0', '... and no plant ran');
}

# Plants are not toothless: they do run where nobody is careful.
is(as('owner', 'planted', q{SELECT code_eq('a'::pg_catalog.text, 'b'::pg_catalog.text); SELECT pg_catalog.count(*) FROM evil.ran}), "t\n1", 'a plant runs when it is asked for');

# A schema dx that is there is refused, whatever is in it, and stays as it was.
is(as('owner', 'planted', 'CREATE SCHEMA dx; CREATE FUNCTION dx.points(pg_catalog.text) RETURNS pg_catalog.int4 LANGUAGE sql AS $$SELECT 1$$'), '', 'a planted schema dx');
is(as('owner', 'planted', 'SET search_path = public; CREATE EXTENSION dxindex'), '42P06', '... is refused');
is(as('owner', 'planted', 'SET search_path = public; CREATE EXTENSION dxindex SCHEMA dx'), '42P06', '... also as the schema to use');
is($node->safe_psql('planted', q{SELECT pg_catalog.count(*) FROM pg_catalog.pg_proc WHERE pronamespace = 'dx'::pg_catalog.regnamespace}), '1', '... and left as it was');

# Who may put something into dx, or change what is there: the superuser.
foreach my $what ('CREATE TABLE dx.a (b int)', 'CREATE VIEW dx.v AS SELECT 1', 'CREATE FUNCTION dx.f() RETURNS int LANGUAGE sql AS $$SELECT 1$$', 'CREATE TYPE dx.t AS (a int)', 'CREATE DOMAIN dx.d AS int', 'CREATE SEQUENCE dx.s',
	'CREATE OPERATOR dx.+ (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl)', 'CREATE AGGREGATE dx.g(int) (SFUNC = int4pl, STYPE = int)', 'ALTER SCHEMA dx RENAME TO dy', 'ALTER SCHEMA dx OWNER TO owner', 'DROP FUNCTION dx.depth(text)',
	'ALTER FUNCTION dx.depth(text) COST 100', 'ALTER FUNCTION dx.depth(text) SET search_path = evil', 'COMMENT ON FUNCTION dx.depth(text) IS NULL', 'ALTER TYPE dx.code OWNER TO owner', 'DROP SCHEMA dx CASCADE', 'CREATE CAST (dx.card AS text) WITH INOUT')
{
	is(as('owner', 'clean', $what), '42501', "not for the owner of the database: $what");
}
is(catalogue('clean'), $want, 'nothing has changed');

# Who may call what: everybody everything, but what only moving frames need.
my $revoked = q{SELECT coalesce(string_agg(p.oid::regprocedure::text, ' ' ORDER BY p.oid::regprocedure::text), '') FROM pg_proc AS p WHERE p.pronamespace = 'dx'::regnamespace AND };
my $not_mine = as('reader', 'clean', "$revoked NOT has_function_privilege(p.oid, 'EXECUTE')");
like($not_mine, qr/dx\.stat_undo_co_moments.* dx\.stat_undo_powmean/, 'inverse functions are not for everybody');
is($not_mine, as('reader', 'clean', "$revoked p.oid IN (SELECT unnest(ARRAY[aggmtransfn, aggminvtransfn]::oid[]) FROM pg_aggregate)
	AND p.oid NOT IN (SELECT unnest(ARRAY[aggtransfn, aggcombinefn, aggfinalfn, aggmfinalfn]::oid[]) FROM pg_aggregate)"), '... nor other functions of moving frames alone, and all others are');
foreach my $what ('SELECT dx.stat_undo_sum(NULL, 1)', 'SELECT dx.stat_merge(dx.stat_accum_sum(NULL, 1), dx.stat_accum_sum(NULL, 1))',
	'CREATE AGGREGATE pg_temp.e(float8, float8, float8) (SFUNC = dx.stat_undo_powmean, STYPE = dx.stat)',
	'CREATE AGGREGATE pg_temp.e(float8) (SFUNC = dx.stat_accum_sum, STYPE = dx.stat, MSFUNC = dx.stat_accum_sum, MINVFUNC = dx.stat_undo_sum, MSTYPE = dx.stat)')
{
	is(as('reader', 'clean', $what), '42501', "not for everybody: $what");
}

# Every aggregate, found in the catalogue, as a role without any grant on it:
# plain, grouped both ways, in parallel, over frames that grow, slide and jump;
# the answers are the superuser's. (Regression tests run as superuser.)
$node->safe_psql('clean', q{CREATE TABLE fact (g int, i int, tree dx.tree, code text, ordinal int, value float8, x float8, w float8, card dx.card, stat dx.stat, nodes dx.node_stat, moments dx.moment_stat);
	INSERT INTO fact SELECT g, c, tree, c::text, c + 1, 10 * c + g % 7, g * c, c, dx.card(tree, c::text, 10.0 * c), dx.wstat(g * c, c), dx.node_stat_accum(NULL, tree, dx.card(tree, c::text, 10.0 * c)), dx.moment_stat_accum(NULL, tree, dx.card(tree, c::text, 10.0 * c))
		FROM (SELECT dx.tree(c::text, 'n', 10, 'percent') AS tree FROM generate_series(1, 9) AS c) AS t, generate_series(1, 200) AS g, generate_series(1, 9) AS c GROUP BY g, c, tree;
	GRANT SELECT ON fact TO PUBLIC; ANALYZE fact});
my %named = (tree => 'tree', code => 'code', ordinal => 'ordinal', value => 'value', state => 'NULL', node => q{''}, name => q{'n'}, max_points => '10', rule => q{'percent'}, options => q{'{}'}, weight => '2', method => 'NULL',
	typed => 'value', 'typed boolean' => 'NULL', quantiles => 'true', measure => q{'ratio'}, card => 'card', x => 'x', y => 'value', w => 'w', p => '2', q => '0.5', penalty => '1', level => q{'criteria'});
my %typed = ('dx.card' => 'card', 'dx.stat' => 'stat', 'dx.node_stat' => 'nodes', 'dx.moment_stat' => 'moments', 'dx.code' => 'code', text => 'code');
my @aggregates = split /\n/, $node->safe_psql('clean', q{SET search_path = ''; SELECT concat_ws('|', p.oid::regprocedure, p.oid::regproc, array_to_string(proargtypes::regtype[], ','), array_to_string(proargnames, ','))
	FROM pg_proc AS p WHERE pronamespace = 'dx'::regnamespace AND prokind = 'a' ORDER BY 1} =~ s/::regproc\b/::pg_catalog.regproc/gr);
cmp_ok(scalar(@aggregates), '>', 40, scalar(@aggregates) . ' aggregates');
my %shape = (
	plain => q{SELECT AGG::text FROM fact WHERE g = 5},
	grouped => q{SET enable_hashagg = off; SELECT md5(string_agg(coalesce(a::text, 'none'), ' ' ORDER BY g)) FROM (SELECT g, AGG AS a FROM fact GROUP BY g) AS q},
	hashed => q{SET enable_sort = off; SET enable_incremental_sort = off; SELECT md5(string_agg(coalesce(a::text, 'none'), ' ' ORDER BY g)) FROM (SELECT g, AGG AS a FROM fact GROUP BY g OFFSET 0) AS q},
	parallel => q{SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SELECT md5(string_agg(coalesce(a::text, 'none'), ' ' ORDER BY g)) FROM (SELECT g, AGG AS a FROM fact GROUP BY g) AS q},
	growing => q{SELECT md5(string_agg(coalesce(a::text, 'none'), ' ' ORDER BY g, i)) FROM (SELECT g, i, AGG OVER (PARTITION BY g ORDER BY i) AS a FROM fact) AS q},
	sliding => q{SELECT md5(string_agg(coalesce(a::text, 'none'), ' ' ORDER BY g, i)) FROM (SELECT g, i, AGG OVER (PARTITION BY g ORDER BY i ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS a FROM fact) AS q},
	jumping => q{SELECT md5(string_agg(coalesce(a::text, 'none'), ' ' ORDER BY g, i)) FROM (SELECT g, i, AGG OVER (PARTITION BY g ORDER BY i ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS a FROM fact) AS q},
	filtered => q{SELECT md5(string_agg(coalesce(a::text, 'none'), ' ' ORDER BY g)) FROM (SELECT g, AGG FILTER (WHERE i > 2) AS a FROM fact GROUP BY GROUPING SETS ((g, tree), (g))) AS q});
my ($calls, @differ) = (0);
foreach my $aggregate (@aggregates)
{
	my ($signature, $name, $types, $names) = split /\|/, $aggregate;
	my @types = split /,/, $types;
	my @names = split /,/, $names // '';
	my @given = map { my $given = ($names[$_] // '') ne '' ? $named{"$names[$_] $types[$_]"} // $named{ $names[$_] } : $typed{ $types[$_] }; defined $given ? "$given\::$types[$_]" : BAIL_OUT("no argument for $signature, give it one here") } 0 .. $#types;
	my $call = "$name(" . join(', ', @given) . ')';
	foreach my $shape (sort keys %shape)
	{
		my $query = $shape{$shape} =~ s/AGG/$call/r;
		my ($mine, $theirs) = map { as($_, 'clean', $query) } 'reader', $node->safe_psql('clean', 'SELECT current_user');
		$calls++;
		push @differ, "$signature $shape: $mine, not $theirs" if $mine ne $theirs || $mine !~ /^(?!\w{5}$).+$/;
	}
}
is(join("\n", @differ), '', "every aggregate as a role without grants, $calls queries");
$node->stop;
done_testing();
