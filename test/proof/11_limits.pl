# SPDX-License-Identifier: PostgreSQL
# Limits. What is too large is refused with 54000 and a message that says which
# limit, while it is read: the memory of the process may not grow by more than a
# few times the input. (Nothing ends in XX000, "invalid memory alloc request
# size".) Inputs are in tables, so that making them does not count.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Proof;
use Test::More;

my $steps = q{(SELECT 'steps(' || string_agg(k || ':0', ',' ORDER BY k) || ')' FROM generate_series(1, 512) AS k)};

# name => [what makes the input x (and its size in bytes), the call, the message, memory it may take in MB]
my @cases = (
	'an array of numbers' => [ q{'[' || repeat('0,', 20000000) || '0]'}, 'x::dx.tree', 'node of an index tree must be a JSON object', 100 ],
	'more nodes than a tree has' => [ q{'[' || repeat('{},', 5000000) || '{}]'}, 'x::dx.tree', 'index tree has more than 65535 nodes', 100 ],
	'an array within a node' => [ q{'[{"code": [' || repeat('0,', 10000000) || '0]}]'}, 'x::dx.tree', 'an element of a JSON text has more than 250 values', 60 ],
	'an object within a node' => [ q{'[{' || (SELECT string_agg('"' || i || '":0', ',') FROM generate_series(1, 3000000) AS i) || '}]'}, 'x::dx.tree', 'an element of a JSON text has more than 250 values', 90 ],
	'an object in place of a tree' => [ q{'{' || (SELECT string_agg('"' || i || '":0', ',') FROM generate_series(1, 3000000) AS i) || '}'}, 'x::dx.tree', 'index tree must be a JSON array of nodes, not an object', 90 ],
	'many rules of many steps' => [ qq{(SELECT '[' || string_agg('{"code": "' || i || '", "max": 1, "rule": "' || s || '"}', ',') || ']' FROM $steps AS s(s), generate_series(1, 9000) AS i)}, 'x::dx.tree', 'index tree is larger than 268435456 bytes', 600 ],
	'a patch of many nodes' => [ q{(SELECT jsonb_object_agg(i, '{}'::jsonb) FROM generate_series(1, 500000) AS i)}, q{dx.alter_tree('[{"code": "1", "max": 1}]', x)}, 'index tree "" has no node', 130 ],
	'a large patch' => [ q{(SELECT jsonb_object_agg(i, repeat('x', 1000)) FROM generate_series(1, 140000) AS i)}, q{dx.alter_tree('[{"code": "1", "max": 1}]', x)}, 'patch of an index tree is larger than 134217728 bytes', 30 ],
	'a large code map' => [ q{(SELECT jsonb_object_agg(i, repeat('x', 1000)) FROM generate_series(1, 140000) AS i)}, q{dx.recast(card, t, t, x)}, 'code map is larger than 134217728 bytes', 30 ],
	'large options' => [ q{jsonb_build_object('guide', repeat('x', 50000000))}, q{dx.tree('1', NULL, 1, 'percent', x)}, 'options of a node are larger than 262144 bytes', 10 ],
	'a long name' => [ q{repeat('x', 50000000)}, q{dx.tree('1', x, 1, 'percent')}, 'node "1" has a text longer than 32768 bytes', 10 ],
	'a long rule' => [ q{'percent' || repeat(' ', 50000000)}, q{dx.tree('1', NULL, 1, x)}, 'node "1" has a rule longer than 131072 bytes', 10 ],
	'texts of many rows' => [ q{repeat('x', 32768)}, q{(SELECT dx.tree(i::text, x, 1, 'percent') FROM generate_series(1, 9000) AS i)}, 'texts of the nodes of an index tree are longer than 268435456 bytes', 360 ],
	'options of many rows' => [ q{jsonb_build_object('number', repeat('x', 32768), 'guide', repeat('x', 32768))}, q{(SELECT dx.tree(i::text, NULL, 1, 'percent', x) FROM generate_series(1, 9000) AS i)}, 'texts of the nodes of an index tree are longer than 268435456 bytes', 360 ],
	'names that JSON makes long' => [ q{repeat(chr(1), 32768)}, q{length((SELECT dx.tree(i::text, x, 1, 'percent') FROM generate_series(1, 5500) AS i)::text)}, 'text of an index tree is longer than 524288000 bytes', 500 ],
	'a rule of a million steps' => [ q{'steps(' || (SELECT string_agg(k || ':0', ',' ORDER BY k) FROM generate_series(1, 1000000) AS k) || ')'}, 'x::dx.rule', 'rule "steps.*" is too long', 30 ],
	'a choice of many labels' => [ q{'choice(' || (SELECT string_agg('l' || k || ':0', ',') FROM generate_series(1, 1000000) AS k) || ')'}, 'x::dx.rule', 'rule "choice.*" is too long', 30 ],
	'many grades' => [ q{(SELECT string_agg('l' || k || ':' || k, ',' ORDER BY k) FROM generate_series(1, 1000000) AS k)}, 'dx.grade(1, x)', 'grades .* are too long', 60 ],
	'a long answer' => [ q{repeat(' ', 50000000) || '1'}, q{dx.answer('percent', x)}, 'answer .* is longer than 8192 bytes', 60 ],
	'a card of many criteria' => [ q{repeat('0', 32) || '{' || repeat('1,', 20000000) || '}'}, 'x::dx.card', 'card has more than 65535 criteria', 100 ],
	'a long code' => [ q{repeat('1.', 20000000) || '1'}, 'x::dx.code', 'code "1.*" is too long', 100 ],
	'factors that are all NULL' => [ q{array_fill(NULL::float8, ARRAY[20000000, 2])}, q{(SELECT dx.rank_interval(t, card, x, 0.9) OVER ())}, 'factors are of more than', 60 ],
	'a set of NULL nodes' => [ q{array_fill(NULL::text, ARRAY[50000000])}, q{dx.points(t, card, x)}, 'set of nodes has a NULL code', 60 ],
	'NULL cards' => [ q{array_fill(NULL::dx.card, ARRAY[50000000])}, q{(SELECT count(*) FROM dx.outranking(t, x))}, '', 60 ],
);
my $t = q{(SELECT t, dx.card(t, '1', 1) FROM (SELECT dx.tree('1', NULL, 1, 'percent') AS t) AS q GROUP BY t) AS t};
while (my ($name, $case) = splice @cases, 0, 2)
{
	my ($input, $call, $message, $most) = @$case;
	sql("DROP TABLE IF EXISTS probe.input; CREATE TABLE probe.input AS SELECT $input AS x");
	my $from = "FROM probe.input" . ($call =~ /\bt\b/ ? ", $t" : '');
	# The input itself in memory, then the call.
	my ($status, $out, $err) = attempt(qq{\\set VERBOSITY verbose
		SELECT count(x::text) FROM probe.input \\g /dev/null
		SELECT substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\\s+(\\d+) kB');
		SELECT $call $from \\g /dev/null
		SELECT substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\\s+(\\d+) kB');}, undef, '-v', 'ON_ERROR_STOP=0');
	my ($state, $said) = $err =~ /ERROR:\s+(\w{5}): (.*)/ ? ($1, $2) : ('', '');
	my ($before, $after) = split /\n/, $out;
	my $mb = (($after // 0) - ($before // 0)) / 1024;
	like($said, $message eq '' ? qr/\A\z/ : qr/^$message/, sprintf('%s: %s %s', $name, $state, substr($said, 0, 70)));
	isnt($state, 'XX000', "$name: not an internal error");
	cmp_ok($mb, '<', $most, sprintf('%s: %.0f MB more', $name, $mb));
}
sql('DROP TABLE probe.input');
done_testing();
