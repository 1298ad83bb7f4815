# SPDX-License-Identifier: PostgreSQL
# DxTest: a server that finds the extension under test.
package DxTest;

use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

our @EXPORT = qw(dx_contrib dx_node dx_run dx_is_combined dx_is_compiled dx_come_back dx_missing);

# The superuser is called postgres whoever runs the tests; initdb would name it
# after the user of the system, and so would every client.
$ENV{PGUSER} = 'postgres';

# dx_node(NAME, init arguments): a started server. Where the extension is
# comes in DX_SETTINGS, lines of name=value (test/run).
sub dx_node
{
	my ($name, %init) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(%init, extra => [ '--username=postgres', @{ $init{extra} // [] } ]);
	foreach my $line (split /\n/, $ENV{DX_SETTINGS} // '')
	{
		my ($key, $value) = split /=/, $line, 2;
		$node->append_conf('postgresql.conf', "$key = '$value'");
	}
	$node->append_conf('postgresql.conf', 'fsync = off');
	$node->start;
	return $node;
}

# dx_contrib(NODE, DATABASE, EXTENSION): create an extension that servers from elsewhere may come
# without; false, and said so, where it is not there.
sub dx_contrib
{
	my ($node, $database, $extension) = @_;
	if ($node->safe_psql($database, "SELECT count(*) FROM pg_available_extensions WHERE name = '$extension'"))
	{
		$node->safe_psql($database, "SET client_min_messages = warning; CREATE EXTENSION $extension");
		return 1;
	}
	diag("there is no $extension here: what needs it is left out");
	return 0;
}

# dx_run(NODE, DATABASE, SETTINGS, SQL, USER): what it answers, or "failed: ..."; search_path is empty.
sub dx_run
{
	my ($node, $database, $settings, $sql, $user) = @_;
	my ($ret, $out, $err) = $node->psql($database, "SET search_path = ''; $settings; $sql",
		extra_params => $user ? [ '-U', $user ] : []);
	return $ret == 0 ? $out : "failed: $err";
}

# dx_is_combined(RUN, SETTINGS, SQL, EXPECTED, NAME): what RUN(SETTINGS, SQL)
# answers, where states are combined: this very query has a partial plan.
sub dx_is_combined
{
	my ($run, $settings, $sql, $expected, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is($run->($settings, $sql), $expected, $name);
	like($run->($settings, "EXPLAIN (COSTS off) $sql"), qr/Finalize .*Gather.*Partial /s, '... by a partial plan');
}

# dx_is_compiled(RUN, SQL, EXPECTED): the same by a serial plan with just-in-time
# compilation, where the server has it.
sub dx_is_compiled
{
	my ($run, $sql, $expected) = @_;
	my $compiled = 'SET max_parallel_workers_per_gather = 0; SET jit = on; SET jit_above_cost = 0; SET jit_inline_above_cost = 0; SET jit_optimize_above_cost = 0';
	local $Test::Builder::Level = $Test::Builder::Level + 1;
  SKIP:
	{
		skip 'no JIT here', 2 if $run->('SET jit = on', 'SELECT pg_catalog.pg_jit_available()') ne 't';
		is($run->($compiled, $sql), $expected, 'compiled');
		# The server says so only where it tells costs.
		like($run->($compiled, "EXPLAIN (ANALYZE) $sql"), qr/^JIT:/m, '... it is');
	}
}

# dx_come_back(NODE, KILLED): after a kill the server notices, ends all sessions
# and starts anew; until then it may still answer. KILLED: how often by now.
sub dx_come_back
{
	my ($node, $killed) = @_;
	for (my $tries = 0; $tries < 1200 && (() = slurp_file($node->logfile) =~ /all server processes terminated; reinitializing/g) < $killed; $tries++) { usleep(50_000) }
	# Nothing is written to psql, which may be refused and gone before it reads.
	for (my $tries = 0; $tries < 1200; $tries++)
	{
		return if IPC::Run::run([ 'psql', '-X', '-q', '-d', $node->connstr('postgres'), '-c', 'SELECT 1' ], '<', \undef, '>', \my $out, '2>', \my $err);
		usleep(50_000);
	}
	BAIL_OUT('the server does not come back');
}

# dx_missing(NODE, NUMBERS): those that are not in table done.
sub dx_missing
{
	my ($node, @promised) = @_;
	return '' unless @promised;
	return $node->safe_psql('postgres', 'SELECT string_agg(n::text, $$,$$) FROM unnest(ARRAY[' . join(',', @promised) . ']) AS n WHERE NOT EXISTS (SELECT FROM done WHERE id = n)');
}

1;
