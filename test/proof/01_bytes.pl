# SPDX-License-Identifier: PostgreSQL
# Random and mutated bytes against the input and the receive function of every
# type of schema dx, inside a backend: refused with an error of class 22 or
# 54, or a value that comes back from its text and from its bytes.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Proof;
use Test::More;

my $total = size(1_000_000, 100_000_000);
my $seed = seed();

# Every base type with both ways in, and values of it to begin with.
my @types = split /\n/, sql(q{SELECT t.oid::regtype FROM pg_type t WHERE t.typnamespace = 'dx'::regnamespace
	AND t.typtype = 'b' AND t.typelem = 0 ORDER BY 1});
cmp_ok(scalar @types, '>=', 5, 'types of schema dx: ' . join(' ', @types));

my $each = int($total / (2 * @types)) + 1;
foreach my $type (@types)
{
	foreach my $binary (0, 1)
	{
		my $how = $binary ? 'bytes' : 'text';
		my $values = $binary ? 'bytes' : 'text_bytes';
		my ($status, $out, $err) = attempt(qq{SELECT probe.bytes('$type', ${binary}::boolean,
			ARRAY(SELECT $values FROM probe.seed WHERE type = '$type'::regtype ORDER BY 1), $each, $seed),
			(SELECT count(*) FROM probe.seed WHERE type = '$type'::regtype)});
		my ($accepted, $seeds) = split /\|/, $out;
		ok($status == 0 && $seeds > 0 && $accepted > 0 && $accepted < $each,
			"$how of $type: " . commas($each) . " inputs from " . ($seeds // 0) . " values, seed $seed, " . commas($accepted // 0) . ' accepted')
		  or diag($err);
	}
}
is(sql('SELECT 1'), '1', 'the server is alive');
done_testing();
