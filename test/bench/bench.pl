#!/usr/bin/perl
# SPDX-License-Identifier: PostgreSQL
# bench.pl: runs the races of cases.pl on the server that test/bench/run has
# started, prints a table of ratios and writes it as Markdown. Called by run.
#
# A ratio is one of medians. Behind it stand the least and the greatest ratio
# of a single round, where contestants ran right after one another.
use strict;
use utf8;
use warnings;
use File::Basename;
use IO::Handle;
use IPC::Open2;
use POSIX qw(strftime);
use Time::HiRes qw(time);

binmode STDOUT, ':utf8';
STDOUT->autoflush(1);
my $here = dirname(__FILE__);
my $work = $ENV{dx_work};
my ($scale, $rounds, $out_file) = @ENV{qw(SCALE ROUNDS OUT)};
my $units = int(11000 * $scale + 0.5) || 1;
my $ranked = int(1000000 * $scale + 0.5) || 1;
my $database = 'dxbench';

# ---------------- races wanted ----------------

require "$here/cases.pl";
my @races = bench_races($units, $ranked, $ENV{CASES});
die "no case begins with: $ENV{CASES}\n" unless @races;

sub median
{
	my @sorted = sort { $a <=> $b } @_;
	my $middle = int(@sorted / 2);
	return @sorted % 2 ? $sorted[$middle] : ($sorted[ $middle - 1 ] + $sorted[$middle]) / 2;
}

# Equal texts, or numbers within 1e-9 of each other, field by field.
sub agree
{
	my @a = split /\t/, $_[0];
	my @b = split /\t/, $_[1];
	return 0 if @a != @b;
	for my $i (0 .. $#a)
	{
		next if $a[$i] eq $b[$i];
		my $number = qr/^[-+]?[0-9.]+(?:e[-+]?[0-9]+)?$/i;
		return 0 unless $a[$i] =~ $number && $b[$i] =~ $number;
		my $most = abs($a[$i]) > abs($b[$i]) ? abs($a[$i]) : abs($b[$i]);
		return 0 if abs($a[$i] - $b[$i]) > 1e-9 * $most;
	}
	return 1;
}

# ---------------- engines: processes that answer a line with a line ----------------

my %engines;

sub start
{
	my ($name, @command) = @_;
	my $pid = open2(my $out, my $in, @command);
	binmode $_, ':utf8' for $in, $out;
	$in->autoflush(1);
	$engines{$name} = { pid => $pid, in => $in, out => $out };
}

# One statement or command of psql: the rows it prints, values separated by tabs.
sub psql
{
	my ($sql) = @_;
	my ($in, $out) = @{ $engines{pg} }{qw(in out)};
	my @rows;
	$sql =~ s/\s+/ /g;
	$sql .= ';' unless $sql =~ /^\\/;
	print $in "$sql\n\\echo bench: :ERROR :LAST_ERROR_MESSAGE\n";
	while (defined(my $line = <$out>))
	{
		chomp $line;
		if ($line =~ /^bench: (true|false) ?(.*)/)
		{
			die "$2\nin: $sql\n" if $1 eq 'true';
			return wantarray ? @rows : $rows[0] // '';
		}
		push @rows, $line;
	}
	die "psql ended\nin: $sql\n";
}

sub ask
{
	my ($engine, $request) = @_;
	return scalar psql($request) if $engine eq 'pg';
	my ($in, $out) = @{ $engines{$engine} }{qw(in out)};
	$request =~ s/\s+/ /g;
	print $in "$request\n";
	my $line = <$out>;
	die "$engine ended\nin: $request\n" unless defined $line;
	chomp $line;
	my ($status, $answer) = split /\t/, $line, 2;
	die "$engine: $answer\nin: $request\n" if $status ne 'ok';
	return $answer // '';
}

# A table as a CSV file, for the other engines.
sub export
{
	my ($name, $query) = @_;
	my $file = "$work/csv/$name.csv";
	unless (-e $file)
	{
		mkdir "$work/csv";
		print "  writing $name.csv\n";
		psql("\\copy ($query) TO '$file' WITH (FORMAT csv, HEADER)");
	}
	return $file;
}

my %duckdb_tables = (
	node => 'SELECT node, depth, parent FROM bench.node',
	crit => 'SELECT node, comp, main, pillar, factor FROM bench.crit',
	crit_changed => 'SELECT node, comp, main, pillar, factor * CASE WHEN node % 3 = 0 THEN 2 ELSE 1 END AS factor FROM bench.crit',
	ord_random => 'SELECT unit, node, v FROM bench.ord_random',
	ord_random10 => 'SELECT unit, node, v FROM bench.ord_random10',
	point => 'SELECT unit, node, p FROM bench.point',
	ranked => 'SELECT grp, id, total, government, economy, society FROM bench.ranked',
);
my %duckdb_types = (factor => 'DOUBLE', v => 'DOUBLE', p => 'DOUBLE', map { $_ => 'DOUBLE' } qw(total government economy society));
my %loaded;

# Load into DuckDB the tables that a query names.
sub duckdb_load
{
	my ($sql) = @_;
	for my $table (sort keys %duckdb_tables)
	{
		# (what it reads from PostgreSQL is not loaded)
		next if $loaded{$table} || $sql !~ /(?<!pg\.bench\.)\b$table\b/;
		my $file = export($table, $duckdb_tables{$table});
		my ($columns) = $duckdb_tables{$table} =~ /^SELECT (.*) FROM/;
		$columns =~ s/factor \* .* AS factor/factor/;
		my $types = join ', ', map { "'$_': '" . ($duckdb_types{$_} // 'INTEGER') . "'" } split /, /, $columns;
		print "  loading $table into DuckDB\n";
		ask('duckdb', "CREATE TABLE $table AS SELECT * FROM read_csv('$file', header = true, columns = {$types})");
		$loaded{$table} = 1;
	}
}

# Why a contestant cannot take part; nothing if it can.
sub absence
{
	my ($c) = @_;
	for my $name (@{ $c->{needs} // [] })
	{
		return "dx.$name is not in this build"
		  unless psql("SELECT 1 FROM pg_proc WHERE pronamespace = 'dx'::regnamespace AND proname = '$name' LIMIT 1");
	}
	if ($c->{engine} eq 'duckdb' && !$engines{duckdb})
	{
		return $ENV{dx_no_duckdb} if $ENV{dx_no_duckdb};
		start('duckdb', "$work/venv/bin/python", "$here/duckdb_peer.py", $database);
	}
	if ($c->{script} && !$engines{ $c->{engine} })
	{
		return $ENV{"dx_no_$c->{engine}"} if $ENV{"dx_no_$c->{engine}"};
		start($c->{engine}, "$work/venv/bin/python", '-B', "$here/$c->{script}", map({ export(@$_) } @{ $c->{tables} }), @{ $c->{arguments} });
	}
	if ($c->{engine} eq 'duckdb')
	{
		duckdb_load(($c->{setup} // '') . ' ' . $c->{sql});
		ask('duckdb', $c->{setup}) if $c->{setup};
	}
	return;
}

sub prepare
{
	my ($c) = @_;
	my $workers = $c->{workers} // 0;
	if ($c->{engine} eq 'pg')
	{
		psql("SET max_parallel_workers_per_gather = $workers");
	}
	elsif ($c->{engine} eq 'duckdb')
	{
		ask('duckdb', 'SET threads = ' . ($workers || 1));
	}
}

sub temp_files
{
	psql('SELECT pg_stat_force_next_flush()');
	return psql('SELECT temp_files FROM pg_stat_database WHERE datname = current_database()');
}

# ---------------- one race ----------------

# Fills in each contestant: times (milliseconds), or value; absent, notes.
sub run_race
{
	my ($race) = @_;
	my $all = $race->{contestants};
	my @names;
	my $n_rounds = $race->{once} ? 1 : $race->{rounds} && $race->{rounds} < $rounds ? $race->{rounds} : $rounds;
	my (%answers, $order);

	print "$race->{name}: $race->{say}\n";
	for my $name (sort keys %$all)
	{
		my $c = $all->{$name};
		if (my $why = absence($c))
		{
			$c->{absent} = $why;
			print "  without $name: $why\n";
		}
		else
		{
			push @names, $name;
		}
	}

	# Warm up, and compare all answers.
	my $check = sub {
		my ($what, $name, $answer) = @_;
		my $first = $answers{$what} //= [ $name, $answer ];
		die "different answers ($what):\n  $first->[0]: $first->[1]\n  $name: $answer\n" unless agree($first->[1], $answer);
	};
	for my $name (@names)
	{
		my $c = $all->{$name};
		prepare($c);
		if ($c->{engine} eq 'pg' && ($c->{workers} // 0) > 0)
		{
			$c->{notes}{'no parallel plan'} = 1 unless grep { /Workers Planned/ } psql("EXPLAIN $c->{sql}");
		}
		$check->($c->{proof}[0], $name, ask($c->{engine}, $c->{proof}[1])) if $c->{proof};
		next if $race->{once};
		my $before = $c->{engine} eq 'pg' ? temp_files() : 0;
		my $answer = ask($c->{engine}, $c->{sql});
		$check->($c->{same}, $name, $answer) if $c->{same};
		$c->{notes}{spilled} = 1 if $c->{engine} eq 'pg' && temp_files() > $before;
	}
	print "  answers agree\n" if grep { $_->{same} || $_->{proof} } values %$all;

	for my $round (1 .. $n_rounds)
	{
		my @line;
		# Everybody starts once before anybody starts twice.
		for my $i (0 .. $#names)
		{
			my $name = $names[ ($i + $round - 1) % @names ];
			my $c = $all->{$name};
			prepare($c);
			my $start = time;
			my $answer = ask($c->{engine}, $c->{sql});
			my $ms = (time - $start) * 1000;
			$check->($c->{same}, $name, $answer) if $c->{same};
			if ($race->{once})
			{
				$c->{value} = $answer;
				push @line, sprintf '%s %.0f', $name, $answer;
			}
			else
			{
				push @{ $c->{times} }, $ms;
				push @line, sprintf '%s %.1f', $name, $ms;
			}
		}
		print $race->{once} ? '  ' : "  round $round of $n_rounds (ms): ", join(', ', @line), "\n";
	}
}

# ---------------- the table ----------------

sub figure
{
	my ($x) = @_;
	return $x >= 100 ? sprintf('%.0f', $x) : $x >= 10 ? sprintf('%.1f', $x) : sprintf('%.2f', $x);
}

# One line: case, ours, peer, ratio, range of rounds, goal, verdict.
sub table_line
{
	my ($race, $row) = @_;
	my $all = $race->{contestants};
	my $ours = $all->{ $row->{ours} };
	my @peers = map { $all->{$_} } @{ $row->{peer} // [] };
	my $workers = 0;
	my %notes = map { %{ $_->{notes} // {} } } $ours, @peers;
	my ($goal, $good, $ours_text, $peer_text, $ratio_text, $range) = ('', undef, '', $row->{of}, '', '');
	my $ratio;

	$goal = ($row->{kind} eq 'faster' ? '≥ ' : '≤ ') . $row->{goal} if defined $row->{goal};
	if (my ($absent) = grep { $_->{absent} } $ours, @peers)
	{
		return [ $row->{case}, '', $row->{of}, '', '', $goal, $absent->{absent} ];
	}
	my $value = sub { my ($c) = @_; return $race->{once} ? $c->{value} : median(@{ $c->{times} }); };
	my $mine = $value->($ours);
	if ($row->{kind} eq 'each')
	{
		$ratio = $mine * 1000 / $row->{each};
		$ours_text = figure($mine) . ' ms';
		my @each = sort { $a <=> $b } map { $_ * 1000 / $row->{each} } @{ $ours->{times} };
		$range = figure($each[0]) . '–' . figure($each[-1]);
	}
	elsif ($row->{kind} eq 'absolute')
	{
		$ratio = $mine - ($row->{less} ? $value->($all->{ $row->{less} }) : 0);
		$ours_text = figure($ratio);
	}
	else
	{
		my ($peer) = sort { $value->($a) <=> $value->($b) } @peers;
		my $unit = $race->{once} ? '' : ' ms';
		my $theirs = $value->($peer);
		my $of = sub { $row->{kind} eq 'faster' ? $_[1] / $_[0] : $_[0] / $_[1] };
		$ratio = $of->($mine, $theirs);
		$ours_text = figure($mine) . $unit;
		$peer_text = "$row->{of} " . figure($theirs) . $unit;
		unless ($race->{once})
		{
			my @each = sort { $a <=> $b } map { $of->($ours->{times}[$_], $peer->{times}[$_]) } 0 .. $#{ $ours->{times} };
			$range = figure($each[0]) . '–' . figure($each[-1]);
		}
	}
	$good = $row->{kind} eq 'faster' ? $ratio >= $row->{goal} : $ratio <= $row->{goal} if defined $row->{goal};
	$good = 0 if defined $good && $row->{no_spill} && $notes{spilled};
	my $verdict = defined $good ? ($good ? 'met' : '**missed**') : '';
	$verdict = join ', ', grep { $_ } $verdict, sort keys %notes;
	return [ $row->{case}, $ours_text, $peer_text, figure($ratio), $range, $goal, $verdict ];
}

sub one_line
{
	my ($command) = @_;
	my ($line) = `$command 2>/dev/null`;
	$line //= '';
	chomp $line;
	utf8::decode($line);
	return $line;
}

sub machine
{
	my $cpu = one_line(q(grep -m 1 'model name' /proc/cpuinfo | sed 's/.*: //'));
	my $memory = one_line(q(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo));
	return sprintf '%s, %s cores, %s, Linux %s', $cpu || one_line('uname -m'), one_line('nproc'), $memory, one_line('uname -r');
}

sub load { return one_line('cut -d " " -f 1-2 /proc/loadavg'); }

# ---------------- all ----------------

$ENV{PGOPTIONS} = '';
start('pg', 'psql', '-X', '-q', '-A', '-t', '-F', "\t", '-d', $database);
psql('SET statement_timeout = 0');
# Small data is also spread over workers, where workers are asked for; the nodes are not.
psql("SET $_") for 'parallel_setup_cost = 0', 'parallel_tuple_cost = 0', "min_parallel_table_scan_size = '256kB'";

my $load_before = load();
my $started = time;
run_race($_) for @races;

my @head = ('case', 'ours', 'peer', 'ratio', 'single rounds', 'goal', '');
my @lines = map { my $race = $_; map { table_line($race, $_) } @{ $race->{rows} } } @races;
my $versions = join ', ', 'PostgreSQL ' . psql('SHOW server_version'), one_line('${CC:-gcc} --version'),
  ($engines{duckdb} ? 'DuckDB ' . ask('duckdb', 'SELECT version()') : ()),
  ($engines{scipy} || $engines{numpy} ? 'NumPy ' . ask($engines{scipy} ? 'scipy' : 'numpy', 'version') : ());
my $settings = join ', ', map { "$_ " . psql("SHOW $_") } qw(shared_buffers work_mem jit);
my $text = join "\n", '<!-- Written by make bench; see test/bench/run. -->', '',
  sprintf('%s UTC, commit %s, scale %s (%d units, %d rows to rank), %d rounds, %.0f minutes.', strftime('%Y-%m-%d %H:%M', gmtime),
	$ENV{dx_commit} || 'unknown', $scale, $units, $ranked, $rounds, (time - $started) / 60),
  "$versions. " . machine() . ". Load average before $load_before, after " . load() . '.',
  "Settings: $settings. One process, one thread, unless two workers are named.",
  'A ratio is one of medians; "single rounds" are the least and the greatest of a round.', '',
  '| ' . join(' | ', @head) . ' |', '|---|---|---|---|---|---|---|', map({ '| ' . join(' | ', @$_) . ' |' } @lines), '';

print "\n$text";
open my $file, '>:utf8', $out_file or die "cannot write $out_file: $!\n";
print $file $text;
close $file or die "cannot write $out_file: $!\n";
print "\nwritten to $out_file\n";
