# SPDX-License-Identifier: PostgreSQL
# The order of dx.code: laws on random triples, in a backend; an index, a hash
# and a sort of many codes against an order said once more, in Perl.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Proof;
use Test::More;
use Encode qw(decode);

my $triples = size(1_000_000, 100_000_000);
my $seed = seed();
my ($status, $out, $err) = attempt("SELECT probe.orders($triples, $seed)");
ok($status == 0 && $out > $triples / 100, 'laws of order: ' . commas($triples) . " triples, seed $seed, " . commas($out || 0) . ' equal pairs')
  or diag($err);

# The oracle: a code as text to a list of labels; numbers before Roman
# numerals before the rest; numbers by value, then more leading zeros last, and
# behind all that is below the plain number.
my %roman;
{
	my $n = 0;
	foreach my $tens ('', 'X', 'XX', 'XXX')
	{
		$roman{"$tens$_"} = $n++ foreach ('', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX');
	}
	delete $roman{''};
}

# The letters and numbers of a label. đ and Đ come right after d and D: a mark
# that sorts behind everything that may follow d.
sub other_key
{
	my ($label) = @_;
	my @marks;
	foreach my $unit (decode('UTF-8', $label) =~ /[0-9]+|./gs)
	{
		push @marks, $unit =~ /^[0-9]/ ? [ ord('0'), 0, $unit ] : $unit eq "\x{111}" ? [ ord('d'), 1 ] : $unit eq "\x{110}" ? [ ord('D'), 1 ] : [ ord($unit), 0 ];
	}
	return \@marks;
}

# By value; 0 where only the zeros before it differ.
sub compare_number
{
	my ($dx, $dy) = map { s/^0+//r } @_;
	return length($dx) <=> length($dy) || $dx cmp $dy;
}

sub compare_label
{
	my ($x, $y) = @_;
	return 0 if $x eq $y;
	my ($cx, $cy) = map { /^[0-9]+$/ ? 0 : exists $roman{$_} ? 1 : 2 } ($x, $y);
	return $cx <=> $cy if $cx != $cy;
	return $roman{$x} <=> $roman{$y} if $cx == 1;
	return compare_number($x, $y) || length($x) <=> length($y) if $cx == 0;
	my ($kx, $ky) = (other_key($x), other_key($y));
	my $zeros = 0;
	for (my $i = 0; $i < @$kx && $i < @$ky; $i++)
	{
		my $order = $kx->[$i][0] <=> $ky->[$i][0] || $kx->[$i][1] <=> $ky->[$i][1];
		if (!$order && defined $kx->[$i][2])
		{
			$order = compare_number($kx->[$i][2], $ky->[$i][2]);
			$zeros ||= length($kx->[$i][2]) <=> length($ky->[$i][2]);
		}
		return $order if $order;
	}
	return @$kx <=> @$ky || $zeros;
}

sub compare_code
{
	my ($x, $y) = @_;
	my @x = split /\./, $x;
	my @y = split /\./, $y;
	for (my $i = 0; $i < @x && $i < @y; $i++)
	{
		my $order = compare_label($x[$i], $y[$i]);
		return $order if $order;
	}
	return @x <=> @y;
}

# Codes of every kind, random, from Perl's own generator.
srand($seed);
my @labels = (qw(1 2 9 10 11 01 001 0 00 4294967296 18446744073709551616 I II IV V IX X XXXIX XL iv A B D Da d da E e 1a 01a 10a a1 a2 a02 a10 a002 a1-1 a1-02 a01-1 a01-01 a1-10 TC2 TC10 TC02 _ - --1 --01 --10), 'đ', 'Đ', 'Đa', 'đa', 'ê', 'ü', '字', 'đ2', 'đ10', '字9', '字10');
my $codes = size(20_000, 1_000_000);
my %codes = ('' => 1);
while (keys %codes < $codes)
{
	my $code = join '.', map { rand() < 0.6 ? $labels[ rand @labels ] : (rand() < 0.2 ? ('TC', 'a-', '-')[ rand 3 ] : '') . int(10**rand(6)) } 1 .. 1 + int(rand(5));
	$codes{$code} = 1;
}
my @sorted = sort { compare_code($a, $b) } keys %codes;

my $dir = $ENV{TMPDIR} // '/tmp';
my $file = "$dir/proof.codes.$$";
open(my $handle, '>:raw', $file) or die $!;
print $handle "$_\n" foreach sort keys %codes;
close $handle;
sql("CREATE TABLE probe.plain (code dx.code);
\\copy probe.plain FROM '$file' (FORMAT csv, FORCE_NOT_NULL (code))
CREATE TABLE probe.keyed (code dx.code PRIMARY KEY); INSERT INTO probe.keyed TABLE probe.plain; ANALYZE probe.plain; ANALYZE probe.keyed;");
unlink $file;

my $list = q{string_agg('[' || code::text || ']', ' '};
my %got = (
	'a sort' => sql("SELECT $list ORDER BY code) FROM probe.plain"),
	'a sort of text' => sql("SELECT $list ORDER BY code USING OPERATOR(dx.<#)) FROM (SELECT code::text FROM probe.plain) AS t"),
	'a sort that spills' => sql("SET work_mem = '64kB'; SELECT $list) FROM (SELECT code FROM probe.plain ORDER BY code) AS s"),
	'an index' => sql("SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off; SELECT $list) FROM (SELECT code FROM probe.keyed ORDER BY code) AS s"),
	'an index, backwards' => sql("SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off; SELECT string_agg('[' || code::text || ']', ' ' ORDER BY n DESC) FROM (SELECT code, row_number() OVER () AS n FROM (SELECT code FROM probe.keyed ORDER BY code DESC) AS s) AS t"),
);
my $want = join ' ', map { "[$_]" } @sorted;
foreach my $how (sort keys %got)
{
	my @got = split /(?<=\]) (?=\[)/, $got{$how};
	my ($where) = grep { ($got[$_] // '') ne "[$sorted[$_]]" } 0 .. $#sorted;
	ok($got{$how} eq $want, "$how of " . commas(scalar @sorted) . " codes is the order said in Perl, seed $seed")
	  or diag(defined $where ? "at $where: got $got[$where], expected [$sorted[$where]]" : 'lengths differ');
}
like(sql('SET enable_seqscan = off; SET enable_sort = off; EXPLAIN SELECT code FROM probe.keyed ORDER BY code'), qr/Index Only Scan/, 'that was the index');

# Every subtree by index, by sequence, and by text: two scans of all codes each.
my $ancestors = 300;
is(sql(qq{SET enable_seqscan = off; SET enable_bitmapscan = off;
	CREATE TEMP TABLE few AS SELECT DISTINCT dx.ancestor(code, 1 + (n % 3)::int) AS a FROM (SELECT code, row_number() OVER (ORDER BY md5(code::text || '$seed')) AS n FROM probe.plain) AS c WHERE n <= $ancestors AND dx.depth(code) > n % 3;
	SELECT string_agg(format('%s: %s, %s, %s', a, by_index, by_scan, by_text), '; ') FROM (
		SELECT a, (SELECT count(*) FROM probe.keyed WHERE code OPERATOR(dx.<@) a) AS by_index,
			(SELECT count(*) FROM probe.plain WHERE code OPERATOR(dx.<@) a) AS by_scan,
			(SELECT count(*) FROM probe.plain WHERE code::text = a::text OR starts_with(code::text, a::text || '.')) AS by_text
		FROM few) AS q WHERE by_index <> by_text OR by_scan <> by_text OR by_text = 0}), '',
	"subtrees by index, by sequential scan and by text are the same, $ancestors ancestors");
is(sql('SELECT count(*), count(DISTINCT code), count(DISTINCT code::text) FROM probe.plain'), join('|', ($codes) x 3), 'distinct codes are distinct texts');
is(sql(q{SELECT (SELECT count(*) FROM probe.plain JOIN probe.keyed USING (code)) || ' ' || (SELECT count(*) FROM probe.plain AS p, probe.keyed AS k WHERE p.code::text OPERATOR(dx.=) k.code)}),
	"$codes $codes", 'a join on codes, and of text with codes, finds each once');
sql('SELECT bt_index_check(indexrelid, true) FROM pg_index WHERE indrelid = \'probe.keyed\'::regclass');
pass('the index is sound');
sql('DROP TABLE probe.plain, probe.keyed');
done_testing();
