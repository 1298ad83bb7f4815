# SPDX-License-Identifier: PostgreSQL
# Proof: what the proof scripts share: psql, sizes, seeds.
#
# test/run runs them small (`make test`), test/soak with DX_SOAK=factor at the
# size of the table in doc/en/proof.md. Every script prints how much it did
# and the seed, as a test's name.
package Proof;

use strict;
use warnings;
use Exporter 'import';
use Test::More;

our @EXPORT = qw(size seed psql_ok sql attempt quote commas median_of soak);

# Is this a soak, and of which factor (0: no)?
sub soak { return $ENV{DX_SOAK} // 0 }

# How many: the number for `make test` (DX_TIMES times that, where it is given),
# or the factor times that of a soak (never fewer).
sub size
{
	my ($quick, $full) = @_;
	return $quick * ($ENV{DX_TIMES} // 1) unless soak();
	my $n = int($full * soak());
	return $n > $quick ? $n : $quick;
}

sub seed { return $ENV{DX_SEED} // 1 }

sub quote { my ($text) = @_; $text =~ s/'/''/g; $text =~ s/\\/\\\\/g; return "E'$text'" }

sub commas { my ($n) = @_; 1 while $n =~ s/^(-?\d+)(\d{3})/$1,$2/; return $n }

# attempt(SQL, database, psql options...): (status, output, errors) of one session.
sub attempt
{
	my ($sql, $db, @options) = @_;
	$db //= 'dx_proof';
	my $dir = $ENV{TMPDIR} // '/tmp';
	my ($in, $err) = map { "$dir/proof.$$.$_" } qw(sql err);
	open(my $file, '>:raw', $in) or die "$in: $!";
	print $file $sql, "\n";
	close $file;
	my $pid = open(my $out, '-|') // die $!;
	if (!$pid)
	{
		open(STDERR, '>', $err) or die $!;
		exec('psql', '-X', '-q', '-A', '-t', '-d', $db, '-v', 'ON_ERROR_STOP=1', @options, '-f', $in) or die $!;
	}
	local $/;
	my $text = <$out> // '';
	close $out;
	my $status = $? >> 8;
	open(my $errors, '<', $err) or die $!;
	my $said = <$errors> // '';
	close $errors;
	unlink $in, $err;
	$text =~ s{\n\z}{};
	return ($status, $text, $said);
}

# The output; dies on an error.
sub sql
{
	my ($status, $out, $err) = attempt(@_);
	die "$err\n" if $status != 0;
	return $out;
}

1;
