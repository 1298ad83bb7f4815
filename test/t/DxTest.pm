# DxTest: a server that finds the extension under test.
package DxTest;

use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Cluster;

our @EXPORT = qw(dx_node);

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

1;
