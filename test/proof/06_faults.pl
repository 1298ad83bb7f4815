# SPDX-License-Identifier: PostgreSQL
# Allocations that fail. In the fault build every allocation of the extension,
# or by the server on its behalf, fails at its turn: once, and with all after
# it. Each time the statement ends with "out of memory", and afterwards the same
# session gives the same result and has kept no memory.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Proof;
use Test::More;

sql("\\i $FindBin::Bin/faults.sql");
my $quick = soak() ? 'false' : 'true';
my $most = soak() ? size(0, 1_000_000) : 150;
my ($status, undef, $err) = attempt("SET max_parallel_workers_per_gather = 0; CALL probe.fail_all($quick, $most)");
is($status, 0, 'all statements were tried') or diag($err);
my ($statements, $allocations, $tries, $refused) = split /\|/, sql('SELECT count(*), sum(allocations), sum(tries), sum(refused) FROM probe.failed');
is($statements, sql("SELECT count(*) FROM probe.statement WHERE quick OR NOT $quick"), commas($statements) . ' statements');
is(sql('SELECT statement, wrong FROM probe.failed WHERE wrong IS NOT NULL ORDER BY 1'), '', 'every failure is "out of memory", and results are right afterwards');
is($refused, $tries, commas($allocations) . ' allocations, ' . commas($tries) . ' made to fail (a third of them for good), ' . commas($refused) . ' statements refused');
is(sql('SELECT statement, allocations FROM probe.failed WHERE allocations = 0'), '', 'there was something to fail in each');
is(sql('SELECT statement, tries, leaked FROM probe.failed WHERE leaked > 8192'), '', 'no memory is kept: at most ' . commas(sql('SELECT max(leaked) FROM probe.failed')) . ' bytes more after a pass of failures, the third or later, than before it');
done_testing();
