# SPDX-License-Identifier: PostgreSQL
# The same bits from gcc and clang, at -O0 and -O3, and with AVX2 and FMA hidden
# from the C library: geometric and power means, exp, log, pow, roll-ups. Each
# build of bits.c prints a digest of millions of results; all must be one.
use strict;
use warnings;
use FindBin;
use Test::More;

my $src = "$FindBin::Bin/../../src";
my $dir = ($ENV{TMPDIR} // '/tmp') . "/bits.$$";
mkdir $dir or die $!;
my @cores = grep { !/_sql\.c$|\/dxindex\.c$/ } glob("$src/*/*.c");
my @compilers = grep { system("command -v $_ >/dev/null") == 0 } ('gcc', 'clang');
is("@compilers", 'gcc clang', 'both compilers are here');
# As the Makefile has it: no contraction.
my $flags = '-std=c11 -ffp-contract=off -w';
my %builds;
foreach my $cc (@compilers)
{
	# Of gcc, also what it makes of a newer processor.
	foreach my $level ('-O0', '-O3', $cc eq 'gcc' ? '-O3 -mavx2 -mfma' : ())
	{
		my $name = "$dir/bits" . keys %builds;
		is(system("$cc $flags $level -I$src $FindBin::Bin/bits.c $FindBin::Bin/../unit/host.c @cores -lm -o $name"), 0, "$cc $level builds");
		$builds{"$cc $level"} = $name;
	}
}
my ($avx2) = grep { /^flags.*\bavx2\b.*\bfma\b|^flags.*\bfma\b.*\bavx2\b/ } do { open(my $f, '<', '/proc/cpuinfo') or die $!; <$f> };
my %digest;
foreach my $build (sort keys %builds)
{
	next if $build =~ /avx2/ && !$avx2;
	foreach my $masked ('', 'glibc.cpu.hwcaps=-AVX2_Usable,-FMA_Usable,-AVX2,-FMA')
	{
		local $ENV{GLIBC_TUNABLES} = $masked;
		my $out = `$builds{$build}`;
		chomp $out;
		like($out, qr/^\d+ results [0-9a-f]{16}$/, "$build" . ($masked ? ', AVX2 and FMA masked' : '') . ": $out");
		$digest{$out}++;
	}
}
is(keys %digest, 1, 'all are the same');
# The digest sees a last bit: with contraction allowed, where the machine has FMA, it is another.
SKIP:
{
	skip 'no FMA here', 1 if !$avx2;
	skip 'seen in a soak', 1 if !$ENV{DX_SOAK};
	system("gcc -std=c11 -ffp-contract=fast -w -O3 -mavx2 -mfma -I$src $FindBin::Bin/bits.c $FindBin::Bin/../unit/host.c @cores -lm -o $dir/fused") == 0 or die;
	my $out = `$dir/fused`;
	chomp $out;
	ok(!$digest{$out}, 'with fused multiply-add the digest is another, so it would be noticed');
}
system('rm', '-rf', $dir);
done_testing();
