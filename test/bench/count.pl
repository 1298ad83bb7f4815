#!/usr/bin/perl
# SPDX-License-Identifier: PostgreSQL
# count.pl: instructions per row of the bench's PostgreSQL contestants, by
# callgrind on a single-user backend: the same number whatever else the machine
# does. Called by test/bench/run with COUNT=1.
#
# A statement is given three times. Counted is the second execution, with the
# parsing and planning of the third: from one PortalRun to the next.
use strict;
use warnings;
use File::Basename;

$| = 1;
my $here = dirname(__FILE__);
my ($work, $source, $out_file) = @ENV{qw(dx_work dx_src OUT)};
my $bin = "/usr/lib/postgresql/$ENV{PG_MAJOR}/bin";
my $data = "$work/count/data";

require "$here/cases.pl";
my @races = bench_races($ENV{dx_units}, $ENV{dx_ranked}, $ENV{CASES});

# Valgrind writes there; /tmp may not be the server user's to write.
$ENV{TMPDIR} = "$work/count";

# The server refuses to run as root.
my @as = $> == 0 ? ('runuser', '-u', 'postgres', '--') : ();

sub run
{
	my (@command) = @_;
	system(@command) == 0 or die "failed: @command\n";
}

# ---------------- a cluster with the data ----------------

mkdir "$work/count" or die "cannot make $work/count: $!\n";
run('chown', 'postgres', "$work/count") if @as;
print "making a cluster and the data\n";
run("@as $bin/initdb -D $data -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8 >$work/count.log");
open my $conf, '>>', "$data/postgresql.conf" or die "$data/postgresql.conf: $!\n";
my $settings = `bash -c '. "\$dx_src/test/lib.sh"; dx_settings'`;
$settings =~ s/^(\w+)=(.*)$/$1 = '$2'/mg;
print $conf $settings, <<"SETTINGS";
listen_addresses = ''
unix_socket_directories = '$work/count'
shared_buffers = 256MB
work_mem = 512MB
jit = off
max_parallel_workers_per_gather = 0
autovacuum = off
fsync = off
SETTINGS
close $conf;
run("@as $bin/pg_ctl -D $data -l $work/count/log -w start >>$work/count.log");
eval {
	run("$bin/createdb -h $work/count -U postgres dxbench");
	run("$bin/psql -h $work/count -U postgres -X -q -d dxbench -v ON_ERROR_STOP=1 -v units=$ENV{dx_units} -v ranked=$ENV{dx_ranked}"
		. " -v rows10=$ENV{dx_rows10} -f $here/data.sql >>$work/count.log");
};
my $error = $@;
run("@as $bin/pg_ctl -D $data -w stop >>$work/count.log");
die $error if $error;

# ---------------- counting ----------------

# Instructions of one execution, or nothing where a function is not in this build.
sub count
{
	my ($sql) = @_;
	my $dumps = "$work/count/callgrind.out";
	unlink glob("$dumps*");
	$sql =~ s/\s+/ /g;
	open my $in, '>', "$work/count/in.sql" or die $!;
	print $in "$sql;\n" x 3;
	close $in;
	my $status = system("@as valgrind --tool=callgrind --dump-before=PortalRun --callgrind-out-file=$dumps"
		  . " $bin/postgres --single -D $data dxbench <$work/count/in.sql >$work/count/out 2>$work/count/err");
	my $said = do { local (@ARGV, $/) = ("$work/count/err"); <> };
	return if $said =~ /does not exist/;
	die $said if $status != 0 || $said =~ /ERROR:/;
	# Dump 1 is what came before the first execution, dump 2 the first, ...
	open my $dump, '<', "$dumps.3" or die "no counts: $!\n";
	while (<$dump>)
	{
		return $1 if /^(?:totals|summary): (\d+)/;
	}
	die "no total in $dumps.3\n";
}

my $text = "<!-- Written by make bench COUNT=1; see test/bench/run. -->\n\n"
  . "Instructions per row, commit $ENV{dx_commit}, scale $ENV{SCALE} ($ENV{dx_units} units, $ENV{dx_ranked} rows to rank).\n\n"
  . "| race | contestant | instructions a row |\n|---|---|---|\n";
for my $race (@races)
{
	for my $name (sort keys %{ $race->{contestants} })
	{
		my $c = $race->{contestants}{$name};
		next if $c->{engine} ne 'pg' || !$c->{count} || $c->{workers};
		my $n = count($c->{sql});
		my $figure = defined $n ? sprintf('%.0f', $n / $c->{count}) : 'not in this build';
		print "$race->{name}, $name: $figure\n";
		$text .= "| $race->{name} | $name | $figure |\n";
	}
}
open my $file, '>', $out_file or die "cannot write $out_file: $!\n";
print $file $text;
close $file or die "cannot write $out_file: $!\n";
print "written to $out_file\n";
