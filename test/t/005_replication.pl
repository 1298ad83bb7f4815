# SPDX-License-Identifier: PostgreSQL
# A streaming standby reads trees and cards, indexes and matviews of its
# primary; logical replication carries codes, rules, trees and cards, as text
# and in binary, and updates and deletes find their rows by them.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my $primary = dx_node('primary', allows_streaming => 'logical', extra => [ '--encoding=UTF8', '--locale=C' ]);
$primary->safe_psql('postgres', q{
	SET client_min_messages = warning;
	CREATE EXTENSION dxindex;
	CREATE TABLE tree (id int PRIMARY KEY, tree dx.tree);
	INSERT INTO tree SELECT 1, dx.tree((i % 7) || '.' || i, 'Tiêu chí ' || md5(i::text), i % 9 + 0.5, 'percent') FROM generate_series(1, 300) AS i;
	INSERT INTO tree VALUES (2, '[{"code": "", "method": "geomean"}, {"code": "Đ", "rule": "choice(Tốt:1, Đạt:1/2)"}, {"code": "I", "rule": "yesno", "weight": 0.1}]');
	CREATE TABLE answer (unit int, code dx.code, rule dx.rule, value float8, PRIMARY KEY (unit, code));
	CREATE TABLE card (unit int, tree int, card dx.card, PRIMARY KEY (unit, tree));
	ALTER TABLE card REPLICA IDENTITY FULL;
});
my $amcheck = dx_contrib($primary, 'postgres', 'amcheck');

my $backup = 'base';
$primary->backup($backup);
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, $backup, has_streaming => 1);
$standby->start;

my %subscriber;
foreach my $how ('text', 'binary')
{
	my $node = $subscriber{$how} = dx_node("logical_$how", extra => [ '--encoding=UTF8', '--locale=C' ]);
	$node->safe_psql('postgres', q{SET client_min_messages = warning; CREATE EXTENSION dxindex;
		CREATE TABLE tree (id int PRIMARY KEY, tree dx.tree);
		CREATE TABLE answer (unit int, code dx.code, rule dx.rule, value float8, PRIMARY KEY (unit, code));
		CREATE TABLE card (unit int, tree int, card dx.card); ALTER TABLE card REPLICA IDENTITY FULL;});
}
$primary->safe_psql('postgres', 'CREATE PUBLICATION p FOR TABLE tree, answer, card');
foreach my $how (sort keys %subscriber)
{
	$subscriber{$how}->safe_psql('postgres', sprintf(q{CREATE SUBSCRIPTION s_%s CONNECTION '%s dbname=postgres' PUBLICATION p WITH (binary = %s)}, $how, $primary->connstr, $how eq 'binary' ? 'true' : 'false'));
	$subscriber{$how}->wait_for_subscription_sync($primary, "s_$how");
}

# Every kind of change.
$primary->safe_psql('postgres', q{
	SET client_min_messages = warning;
	INSERT INTO answer SELECT u, code, rule, (u * 7919 + ordinal * 31) % 10001 / 100.0 FROM generate_series(1, 40) AS u, tree, dx.nodes(tree) WHERE id = 1 AND is_criterion;
	INSERT INTO card SELECT unit, 1, dx.card((SELECT tree FROM tree WHERE id = 1), code, value) FROM answer GROUP BY unit;
	INSERT INTO card SELECT unit, 2, dx.card(tree, code, value) FROM tree, (VALUES (1, 'Đ', 2.0::float8), (1, 'I', 1), (2, 'Đ', 1)) AS a(unit, code, value) WHERE id = 2 GROUP BY unit;
	UPDATE card SET card = dx.set_result(t.tree, card, '1.1', 0) FROM tree t WHERE t.id = card.tree AND t.id = 1 AND unit % 2 = 0;
	UPDATE answer SET value = 0 WHERE code = '1.1' AND unit % 2 = 0;
	DELETE FROM card WHERE unit = 3; DELETE FROM answer WHERE unit = 3 AND code OPERATOR(dx.<@) '2';
	UPDATE tree SET tree = dx.alter_tree(tree, '{"1": {"name": "khác"}}') WHERE id = 1;
	CREATE MATERIALIZED VIEW ranking AS SELECT unit, dx.rank_by(points) OVER () AS rank, points FROM (SELECT unit, dx.points(t.tree, card) AS points FROM card JOIN tree t ON t.id = card.tree AND t.id = 1) AS s;
	CREATE UNIQUE INDEX ON ranking (unit);
	UPDATE card SET card = dx.set_result(t.tree, card, '2.2', NULL) FROM tree t WHERE t.id = card.tree AND t.id = 1;
	REFRESH MATERIALIZED VIEW CONCURRENTLY ranking;
	BEGIN; DELETE FROM answer; ROLLBACK;
});

my %queries = (
	trees => q{SELECT id, md5(tree::text), md5(dx.tree_send(tree)::text), dx.tree_hash_extended(tree, 3) FROM tree ORDER BY 1},
	answers => q{SELECT count(*), md5(string_agg(concat_ws(' ', unit, code, rule, float8send(value)), ';' ORDER BY unit, code)) FROM answer},
	cards => q{SELECT count(*), md5(string_agg(concat_ws(' ', unit, tree, card, dx.card_send(card)), ';' ORDER BY unit, tree)) FROM card},
	scores => q{SELECT md5(string_agg(concat_ws(' ', unit, float8send(dx.points(t.tree, card)), dx.coverage(t.tree, card)), ';' ORDER BY unit, t.id)) FROM card JOIN tree t ON t.id = card.tree},
	subtrees => q{SET enable_seqscan = off; SELECT count(*) FROM answer WHERE unit = 1 AND code OPERATOR(dx.<@) '3'},
);
my %want = map { $_ => $primary->safe_psql('postgres', $queries{$_}) } keys %queries;
is($want{cards} =~ s/\|.*//rs, '41', 'cards on the primary');

$primary->wait_for_catchup($standby);
is($standby->safe_psql('postgres', $queries{$_}), $want{$_}, "standby: $_") foreach sort keys %queries;
is($standby->safe_psql('postgres', 'SELECT md5(string_agg(r::text, $$;$$ ORDER BY unit)) FROM ranking AS r'), $primary->safe_psql('postgres', 'SELECT md5(string_agg(r::text, $$;$$ ORDER BY unit)) FROM ranking AS r'), 'standby: a refreshed view');
SKIP: {
	skip 'no amcheck', 1 unless $amcheck;
	is($standby->safe_psql('postgres', q{SELECT count(bt_index_check(indexrelid, true)) FROM pg_index WHERE indrelid IN ('answer'::regclass, 'card'::regclass, 'ranking'::regclass)}), '3', 'standby: its indexes are sound');
}
is($standby->safe_psql('postgres', q{SELECT dx.points(dx.tree(code, NULL, 5, 'yesno'), NULL) IS NULL FROM (VALUES ('1'), ('2')) AS n(code)}), 't', 'standby: aggregates run where nothing can be written');
foreach my $how (sort keys %subscriber)
{
	$primary->wait_for_catchup("s_$how");
	is($subscriber{$how}->safe_psql('postgres', $queries{$_}), $want{$_}, "logical, $how: $_") foreach sort keys %queries;
	unlike(slurp_file($subscriber{$how}->logfile), qr/ERROR|conflict/, "logical, $how: without an error");
}
$standby->promote;
is($standby->safe_psql('postgres', q{UPDATE answer SET value = 1 WHERE unit = 1; REFRESH MATERIALIZED VIEW ranking; SELECT count(*) FROM ranking}), '39', 'the standby, promoted, goes on');
$_->stop foreach ($standby, values %subscriber, $primary);
done_testing();
