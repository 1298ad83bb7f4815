# DxTest: a server that finds the extension under test.
package DxTest;

use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

our @EXPORT = qw(dx_node dx_come_back dx_missing);

# dx_node(NAME, init arguments): a started server. Where the extension is
# comes in DX_SETTINGS, lines of name=value (test/run).
sub dx_node
{
	my ($name, %init) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(%init);
	foreach my $line (split /\n/, $ENV{DX_SETTINGS} // '')
	{
		my ($key, $value) = split /=/, $line, 2;
		$node->append_conf('postgresql.conf', "$key = '$value'");
	}
	$node->append_conf('postgresql.conf', 'fsync = off');
	$node->start;
	return $node;
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
