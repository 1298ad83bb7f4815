# SPDX-License-Identifier: PostgreSQL
# Memory. Every function, aggregate and window function called again and again
# in one query: the last third of the calls may not add more than 8 kB to what
# the second third left. (SOAK_SECONDS: of a function that takes longer for all
# its calls, as many as take about so long.) A function that leaks is noticed.
# Aggregates over many groups under work_mem of 64 kB: four times the groups may
# not need more memory of the process; one that keeps 64 bytes a group is noticed.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use List::Util 'min';
use Proof;
use Test::More;

my $seed = seed();
my $calls = size(600, 10_000_000);
my $seconds = soak() && $ENV{SOAK_SECONDS} || q{'Infinity'};
sql(q{
DROP TABLE IF EXISTS probe.kept;
CREATE TABLE probe.kept (signature text, call text, calls int, bytes bigint);
CREATE OR REPLACE PROCEDURE probe.keep_all(most int, seconds float8) LANGUAGE plpgsql AS $$
DECLARE
	f record;
	types oid[];
	width int;
	columns text;
	call text;
	n int;
	began timestamptz;
	m bigint[];
	of_tree int;
	one text;
	rows text;
	results bigint;
	done boolean;
BEGIN
	FOR f IN SELECT p.oid::regprocedure::text AS signature, p.pronamespace::regnamespace || '.' || quote_ident(p.proname) AS name, p.prokind, p.proretset, p.proargtypes::oid[] AS argtypes FROM pg_proc p
		WHERE (p.pronamespace = 'dx'::regnamespace OR p.oid = 'probe.leak(int)'::regprocedure) AND NOT 'internal'::regtype::oid = ANY (p.proargtypes::oid[]) AND NOT 'cstring'::regtype::oid = ANY (p.proargtypes::oid[]) ORDER BY 1
	LOOP
		types := ARRAY(SELECT u.t FROM unnest(f.argtypes) WITH ORDINALITY AS u(t, o) ORDER BY u.o);
		width := coalesce(array_length(types, 1), 0);
		columns := (SELECT string_agg('c' || i, ', ') FROM generate_series(1, width) AS i);
		done := false;
		m := NULL;
		-- Arguments of which it makes something; in a table, so that the call is not computed in advance.
		FOR try IN 1 .. 3000 LOOP
			BEGIN
				EXECUTE 'DROP TABLE IF EXISTS pg_temp.given';
				of_tree := CASE WHEN try % 3 > 0 THEN 1 + floor(random() * 6)::int END;
				-- Three to five rows for aggregates and windows, alike or not.
				one := probe.arguments(types, 1, try / 3, of_tree);
				rows := (SELECT string_agg(format('(%s)', coalesce(nullif(CASE WHEN g = 1 OR try % 2 = 0 THEN one ELSE probe.arguments(types, 1, try / 3, of_tree) END, ''), '1')), ', ')
					FROM generate_series(1, CASE f.prokind WHEN 'f' THEN 1 ELSE 3 + try / 2 % 3 END) AS g);
				EXECUTE format('CREATE TEMP TABLE given AS SELECT %s FROM (VALUES %s) AS v(%s), (VALUES (%s)) AS o(%3$s)',
					-- At times the first argument alone differs: bounds, methods and thresholds are one for all rows.
					(SELECT string_agg(format('%s.c%s', CASE WHEN i > 1 AND try % 4 = 1 THEN 'o' ELSE 'v' END, i), ', ') FROM generate_series(1, greatest(width, 1)) AS i),
					rows, coalesce(columns, 'c1'), coalesce(nullif(one, ''), '1'));
				call := format('SELECT %s(%s) %s AS r FROM pg_temp.given WHERE n > 0', f.name, columns, CASE WHEN f.prokind = 'w' THEN 'OVER ()' END);
				began := clock_timestamp();
				EXECUTE format('SELECT count((SELECT max(length(r::text)) FROM (%s) AS q)) FROM generate_series(1, 200) AS n', call) INTO results;
				n := least(most, greatest(600, 200 * seconds / extract(epoch FROM clock_timestamp() - began)));
				done := results > 0;
				EXIT WHEN done;
			EXCEPTION WHEN OTHERS THEN NULL;
			END;
			COMMIT;
		END LOOP;
		IF done THEN
			-- Once more, where other sessions have made the server's caches grow; what leaks does so each time.
			FOR round IN 1 .. 3 LOOP
				-- Counted, or the planner would leave the calls out.
				EXECUTE format('SELECT array_agg(m ORDER BY n) FILTER (WHERE m IS NOT NULL), count(r) FROM (
					SELECT n, (SELECT max(length(r::text)) FROM (%s) AS q) AS r, CASE WHEN n %% %s = 0 THEN probe.memory() END AS m FROM generate_series(1, %s) AS n OFFSET 0) AS x', call, n / 3, n / 3 * 3) INTO m, results;
				EXIT WHEN m[3] - m[2] <= 8192;
			END LOOP;
		END IF;
		INSERT INTO probe.kept VALUES (f.signature, CASE WHEN done THEN call END, n / 3 * 3, m[3] - m[2]);
		COMMIT;
	END LOOP;
END $$;
} =~ s/\n\t*--[^\n]*//gr);
my ($status, undef, $err) = attempt("SET client_min_messages = warning; SET jit = off; SELECT setseed($seed / 1000.0); CALL probe.keep_all($calls, $seconds)");
is($status, 0, 'all functions were called') or diag($err);
is(sql('SELECT signature FROM probe.kept WHERE call IS NULL'), '', 'each with arguments of which it makes something');
like(sql(q{DELETE FROM probe.kept WHERE signature = 'probe.leak(integer)' RETURNING bytes > 8192}), qr/^t/, 'a leak is seen');
my ($functions, $most, $full, $least) = split /\|/, sql("SELECT count(*), max(bytes), count(*) FILTER (WHERE calls = $calls / 3 * 3), min(calls) FROM probe.kept");
is(sql('SELECT signature, bytes FROM probe.kept WHERE bytes > 8192'), '', sprintf("memory: %s functions, %s of them %s calls, each %s at least, seed %s: ", $functions, $full, commas($calls), commas($least), $seed) . 'at most ' . commas($most // 0) . ' bytes more after the last third than after the second');

# The most memory that a session's process ever had, after a query over so many groups, in kB.
my $groups = size(10_000, 250_000);
# Going to disk, string_agg of as many bytes needs some 20 bytes more for each group more: 34 are too many.
my $limit = $groups / 10;
my @numbers = split /\n/, sql(q{SELECT format('%s.%I(%s)', pronamespace::regnamespace, proname, array_to_string((ARRAY['c * 1.5', 'c', '0.5'])[1:pronargs], ', ')) FROM pg_proc JOIN pg_aggregate ON aggfnoid = pg_proc.oid
	WHERE pronamespace = 'dx'::regnamespace AND proargtypes::oid[] <@ ARRAY['float8'::regtype::oid] AND pronargs BETWEEN 1 AND 3 ORDER BY proname});
# What four times the groups need more, in kB: the least peak of up to three
# sessions each, asked again while that is not yet as $wanted. Other things only
# add: a session that begins after another has changed the catalogue needs one
# or two megabytes more to read it, and that may be the one of few groups.
sub more
{
	my ($call, $wanted) = @_;
	my ($few, $many);
	for (1 .. 3)
	{
		$few = min(grep { defined } $few, peak($call, $groups));
		$many = min(grep { defined } $many, peak($call, 4 * $groups));
		last if $wanted->($many - $few);
	}
	return $many - $few;
}
sub peak
{
	my ($call, $n) = @_;
	return sql("SET client_min_messages = warning; SET jit = off; SET work_mem = '64kB'; SET max_parallel_workers_per_gather = 0; SET enable_sort = off;
		SELECT count(r) FROM (SELECT $call AS r FROM (SELECT dx.tree('1.' || i, NULL, 3, 'percent') FROM generate_series(1, 10) AS i) AS t, generate_series(1, 10) AS c, generate_series(1, $n) AS g GROUP BY g) AS q \\g /dev/null
		SELECT substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\\s+(\\d+) kB')");
}
foreach my $call (q{dx.card(tree, '1.' || c, 50.5)}, q{dx.score(tree, '1.' || c, 50.5)}, q{dx.least_code(c::text)}, @numbers)
{
	my $kb = more($call, sub { $_[0] < $limit });
	cmp_ok($kb, '<', $limit, sprintf('%s: %s groups need %s kB more than %s', $call, commas(4 * $groups), commas($kb), commas($groups)));
}
my $kb = more('probe.hoard(c)', sub { $_[0] > $limit });
cmp_ok($kb, '>', $limit, sprintf('64 bytes kept for each group are seen: %s kB more', commas($kb)));
done_testing();
