# SPDX-License-Identifier: PostgreSQL
# Who may create the extension, what then belongs to whom, and that a
# database with it survives dump and restore.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my $node = dx_node('install');
my $quiet = "SET client_min_messages = warning; SET search_path = '';";

$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN; CREATE ROLE reader LOGIN; CREATE DATABASE dxi OWNER owner');

# CREATE EXTENSION wants a schema to book the extension under; its objects go
# to dx whatever that is.
my $create = 'RESET search_path; CREATE EXTENSION';

# Output, or the SQLSTATE, of statements run as a role (in dxi).
sub as_role
{
	my ($role, $sql, $db) = @_;
	my ($ret, $out, $err) = $node->psql($db // 'dxi', "$quiet $sql",
		extra_params => [ '-U', $role, '-v', 'VERBOSITY=sqlstate' ]);
	return $out if $ret == 0;
	return $err =~ /ERROR:\s+(\w{5})/ ? $1 : "status $ret: $err";
}

# A schema dx that is there already could hold look-alikes.
is(as_role('owner', 'CREATE SCHEMA dx'), '', 'somebody has a schema dx');
is(as_role('owner', "$create dxindex"), '42P06', 'an existing schema dx is refused');
is(as_role('owner', "$create dxindex SCHEMA public"), '42P06', '... with SCHEMA as well');
is(as_role('owner', "$create IF NOT EXISTS dxindex CASCADE"), '42P06', '... with every option');
is(as_role('owner', 'SELECT count(*) FROM pg_catalog.pg_extension WHERE extname = $$dxindex$$'),
	'0', 'nothing is left of the attempt');
is(as_role('owner', 'DROP SCHEMA dx'), '', 'the schema is out of the way');

# Trusted: whoever may create in the database.
is(as_role('reader', "$create dxindex"), '42501', 'a stranger may not create it');
is(as_role('owner', "$create dxindex"), '', 'the owner of the database may');
like(as_role('reader', 'SELECT dx.version()'), qr/^dxindex \d+\.\d+\.\d+ /, 'everybody may use it');

# Nobody but a superuser puts anything into the schema.
foreach my $role ('owner', 'reader')
{
	is(as_role($role, 'CREATE TABLE dx.planted (a int)'), '42501', "$role cannot create a table in dx");
	is(as_role($role, 'CREATE FUNCTION dx.planted() RETURNS int LANGUAGE sql AS $$SELECT 1$$'),
		'42501', "$role cannot create a function in dx");
	is(as_role($role, 'GRANT CREATE ON SCHEMA dx TO PUBLIC; CREATE TABLE dx.planted (a int)'),
		'42501', "$role cannot open dx to others");
	is(as_role($role, 'CREATE OR REPLACE FUNCTION dx.version(script text) RETURNS text LANGUAGE sql AS $$SELECT 1::text$$'),
		'42501', "$role cannot replace a function of dx");
}
is( as_role('owner', q{SELECT pg_catalog.count(*) FROM pg_catalog.pg_proc p
	WHERE pronamespace = 'dx'::pg_catalog.regnamespace AND proowner <> 10}),
	'0', 'the functions belong to the bootstrap superuser');

# Dump and restore, the extension with an object that depends on it.
is(as_role('owner', 'CREATE VIEW public.versions AS SELECT dx.version() AS v'), '', 'a view on top');
my $before = as_role('reader', 'SELECT dx.version()');
my $dump = $node->basedir . '/dxi.dump';
$node->command_ok([ 'pg_dump', '-Fc', '-f', $dump, '-d', $node->connstr('dxi') ], 'dump');
$node->safe_psql('postgres', 'CREATE DATABASE dxcopy OWNER owner');
$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', $node->connstr('dxcopy'), $dump ], 'restore');
is(as_role('owner', 'SELECT v FROM public.versions', 'dxcopy'), $before, 'the restored view works');
my ($script) = slurp_file($node->basedir . '/dxi.dump') =~ /(CREATE SCHEMA dx\b)/;
ok(!defined $script, 'the dump leaves the schema to the extension');

# Dropping takes the schema along, and spares what depends on it.
is(as_role('owner', 'DROP EXTENSION dxindex'), '2BP01', 'a view on top keeps the extension');
is(as_role('owner', 'DROP VIEW public.versions; DROP EXTENSION dxindex'), '', 'the creator may drop it');
is(as_role('owner', q{SELECT pg_catalog.count(*) FROM pg_catalog.pg_namespace WHERE nspname = 'dx'}),
	'0', 'the schema is gone with it');
is(as_role('owner', "$create dxindex; SELECT pg_catalog.count(*) FROM pg_catalog.pg_extension WHERE extname = 'dxindex'"),
	'1', 'and it can be created again');

$node->stop;
done_testing();
