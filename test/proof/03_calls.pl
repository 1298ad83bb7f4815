# SPDX-License-Identifier: PostgreSQL
# Every function, aggregate and window function of schema dx, found in the
# catalogue, called with NULL, extremes, empty and wrong-shaped values, cards of
# other trees: a result, or an error of class 22 or 54; and the server lives.
# Aggregates: plain, grouped, filtered, over moving frames.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Proof;
use Test::More;

my $seed = seed();
my $rounds = size(80, 400);
my $wanted = size(3, 1000);

my ($status, undef, $err) = attempt("SELECT setseed($seed / 1000.0); SET statement_timeout = '4h'; CALL probe.call_all($rounds, $wanted)");
is($status, 0, 'all functions were called') or diag($err);
is(sql('SELECT signature, wrong FROM probe.called WHERE wrong IS NOT NULL ORDER BY 1'), '', 'every refusal is an error of class 22 or 54');
is(sql('SELECT signature FROM probe.called WHERE successes = 0 ORDER BY 1'), '', 'every function also succeeded');
my ($functions, $calls, $successes, $fewest) = split /\|/, sql('SELECT count(*), sum(calls), sum(successes), min(successes) FROM probe.called');
is($functions, sql(q{SELECT count(*) FROM pg_proc p WHERE pronamespace = 'dx'::regnamespace AND NOT 'internal'::regtype::oid = ANY (proargtypes::oid[])}),
	"every function: $functions (those with an argument of type internal cannot be called), " . commas($calls) . ' calls, ' . commas($successes) . " successful, at least $fewest each, seed $seed");
if (soak())
{
	is(sql("SELECT signature, successes FROM probe.called WHERE successes < $wanted ORDER BY 1"), '', "at least $wanted successful calls of each wanted");
}

# Types that come with the extension have values to be called with.
is(sql(q{SELECT t.oid::regtype FROM pg_type t WHERE t.typnamespace = 'dx'::regnamespace AND t.typtype = 'b' AND t.typelem = 0 AND NOT EXISTS (SELECT FROM probe.argument WHERE type = t.oid AND expression NOT LIKE 'NULL%')}),
	'', 'there are arguments of every type');
# What takes internal says so where it cannot be called from SQL.
my $internal = sql(q{SELECT count(*) FROM pg_proc p WHERE pronamespace = 'dx'::regnamespace AND 'internal'::regtype::oid = ANY (proargtypes::oid[])});
cmp_ok($internal, '>', 0, "$internal functions take internal");
done_testing();
