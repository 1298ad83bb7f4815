-- SPDX-License-Identifier: PostgreSQL
-- The scorebook's change of rank between two years: like for like, and strict.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();
INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree) VALUES
	('so', 'so', 'Sở', '1/QĐ', 'department', '2024-01-01', '[{"code": "1", "max": 60, "rule": "points"}, {"code": "2", "max": 40, "rule": "points"}]');
INSERT INTO book.unit (unit_id, kind, name, ranked) SELECT 'd' || g, 'department', 'Sở ' || g, g <> 5 FROM generate_series(1, 6) AS g;
UPDATE book.period SET self_counts = 'always', points_decimals = 0;
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k', 'department', 'so');
SELECT book.enrol('k');
CREATE FUNCTION tap.enter(period text, VARIADIC totals text[]) RETURNS bigint LANGUAGE sql AS $$
	SELECT count(*) FROM book.enter_csv(period, E'unit,code,answer\n' || (SELECT string_agg(format(E'%1$s,1,%2$s\n%1$s,2,%3$s', split_part(t, '=', 1), least(60, split_part(t, '=', 2)::numeric), greatest(0, split_part(t, '=', 2)::numeric - 60)), E'\n') FROM unnest(totals) AS t))
$$;
SELECT is(tap.enter('k', 'd1=90', 'd2=79', 'd3=84.6', 'd4=60', 'd5=50'), 0::bigint, 'the first year; d6 answers nothing');
UPDATE book.period SET state = 'appraising';
UPDATE book.period SET state = 'closed', state_note = 'thử';
INSERT INTO book.publication (period_id) VALUES ('k');
CREATE FUNCTION tap.shown(period text, of text DEFAULT '') RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(concat_ws(' ', r.unit_id, r.points, coalesce(r.rank || '/' || r.ranked_count, '-'), coalesce(to_char(r.rank_change, 'SG9'), '-'),
		coalesce(r.compared_previous_rank || '>' || r.compared_rank || '/' || r.compared_units, '-'), r.compared_on, r.previous_points || '/' || r.previous_max_points, r.no_change_reason), E'\n' ORDER BY r.unit_id)
	FROM book.ranking AS r WHERE r.period_id = shown.period AND r.pillar = shown.of AND r.unit_kind = 'department'
$$;
SELECT is(tap.shown('k'), E'd1 90 1/4 - - there is no previous period\nd2 79 3/4 - - there is no previous period\nd3 85 2/4 - - there is no previous period\nd4 60 4/4 - - there is no previous period\nd5 50 - - - there is no previous period\nd6 0 - - - there is no previous period',
	'the ranks of the first year');

-- The second year: d1 and d2 become m, d5 is ranked, d7 is new
UPDATE book.clock SET stands_at = '2025-12-15 12:00+07';
INSERT INTO book.period (period_id, name, year, previous_period, self_counts) VALUES ('k2', 'Kỳ 2025', 2025, 'k', 'always');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k2', 'department', 'so');
UPDATE book.unit SET ranked = true WHERE unit_id = 'd5';
INSERT INTO book.unit (unit_id, kind, name, valid_from) VALUES ('d7', 'department', 'Sở 7', '2025-03-01'), ('m', 'department', 'Sở hợp nhất', '2025-03-01');
SELECT book.enrol('k2');
SELECT is_empty($$SELECT * FROM book.merge_units('{d1,d2}', 'm', '2025-03-01') WHERE done <> 'set aside'$$, 'a merger; the new one was enrolled before');
SELECT is(tap.enter('k2', 'm=70', 'd3=75', 'd4=60', 'd5=65', 'd6=90', 'd7=99'), 0::bigint, 'the second year');
SELECT count(*) FROM book.refresh();
SELECT is(tap.shown('k2'), E'd3 75 3/6 +0 1>1/4 points 85/100\nd4 60 6/6 -1 3>4/4 points 60/100\nd5 65 5/6 +1 4>3/4 points 50/100\nd6 90 2/6 - - 0/100 there is no value now or then\nd7 99 1/6 - - there is no value now or then\nm 70 4/6 -1 1>2/4 points 84.5/100',
	'both years are ranked over the four that have a value in both; the mean of d1 and d2 is rounded as was published then, and equals d3');
SELECT is((SELECT string_agg(DISTINCT coalesce(strict_rank_change::text, '-') || ' ' || strict_reason, ', ') FROM book.ranking WHERE period_id = 'k2' AND unit_kind = 'department'), '- the list of ranked units is another one: 5 then, 6 now', 'the strict comparison stands beside it');
SELECT is((SELECT string_agg(unit_id || ' ' || previous_derived || ' ' || previous_of, ', ') FROM book.ranking WHERE period_id = 'k2' AND pillar = '' AND previous_derived), 'm true 2', 'what is a mean is marked');
SELECT is((SELECT string_agg(unit_id || ' ' || compared_previous_rank || '>' || compared_rank || '/' || compared_units, ', ' ORDER BY unit_id) FROM book.ranking WHERE period_id = 'k2' AND pillar = '2' AND compared_units IS NOT NULL),
	'd3 1>1/4, d4 3>4/4, d5 3>3/4, m 1>2/4', 'pillars too: 24.5 is published as 25');
SELECT is(tap.try('book_a1', $$SELECT 1 / count(*) FROM book.ranking WHERE coalesce(compared_rank, compared_previous_rank, strict_rank_change, rank_change) IS NOT NULL$$), '22012 division by zero', 'a unit sees none of it before the publication');
INSERT INTO book.account (role_name, unit_id) VALUES ('book_a1', 'd3');
SELECT is(tap.try('book_a1', $$SELECT 1 / count(*) FROM book.ranking WHERE coalesce(compared_rank, compared_previous_rank, strict_rank_change, rank_change) IS NOT NULL$$), '22012 division by zero', 'of its own neither');
SELECT is(tap.try('book_a1', $$SELECT 1 / count(*) FROM book.ranking WHERE strict_reason = 'ranks are shown once they are published'$$), 'ok', 'and is told why');

-- Where maxima differ, by the ratio
INSERT INTO book.not_applicable (period_id, set_id, code, unit_id, reason) VALUES ('k2', 'so', '2', 'd4', 'không có');
SELECT count(*) FROM book.refresh();
SELECT is(tap.shown('k2'), E'd3 75 3/6 -1 1>2/4 ratio 85/100\nd4 60 6/6 +2 3>1/4 ratio 60/100\nd5 65 5/6 +0 4>4/4 ratio 50/100\nd6 90 2/6 - - 0/100 there is no value now or then\nd7 99 1/6 - - there is no value now or then\nm 70 4/6 -1 2>3/4 ratio 84.5/100',
	'a maximum of 60 beside 100: both years by the ratio, 0.845 and 0.846 are not equal');
DELETE FROM book.not_applicable WHERE unit_id = 'd4';

-- Last year per criterion
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, nullif(code, ''), points, max_points, derived, of_units, is_criterion, is_main), ', ' ORDER BY unit_id, sort_key) FROM book.past_value WHERE period_id = 'k2' AND unit_id IN ('d3', 'm', 'd1')),
	'd3 84.6 100 f 1 f t, d3 1 60 60 f 1 t t, d3 2 24.6 40 f 1 t t, m 84.5 100 t 2 f t, m 1 60 60 t 2 t t, m 2 24.5 40 t 2 t t', 'every criterion, as it was frozen');

-- Frozen, and a third year with the same list
UPDATE book.period SET state = 'appraising' WHERE period_id = 'k2';
UPDATE book.period SET state = 'closed', state_note = 'thử' WHERE period_id = 'k2';
SELECT count(*) FROM book.refresh();
CREATE TEMP TABLE provisional AS SELECT tap.shown('k2') AS shown;
INSERT INTO book.publication (period_id) VALUES ('k2');
SELECT is(tap.shown('k2'), (SELECT shown FROM provisional), 'it is published as it was shown');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, rank_change, compared_units, strict_reason), ', ' ORDER BY unit_id) FROM book.published_ranks WHERE period_id = 'k2' AND pillar = '' AND rank_change IS NOT NULL),
	'd3 0 4 the list of ranked units is another one: 5 then, 6 now, d4 -1 4 the list of ranked units is another one: 5 then, 6 now, d5 1 4 the list of ranked units is another one: 5 then, 6 now, m -1 4 the list of ranked units is another one: 5 then, 6 now', 'in every view');
UPDATE book.clock SET stands_at = '2026-12-15 12:00+07';
INSERT INTO book.period (period_id, name, year, previous_period, self_counts, rank_on) VALUES ('k3', 'Kỳ 2026', 2026, 'k2', 'always', 'ratio');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k3', 'department', 'so');
SELECT book.enrol('k3');
SELECT is(tap.enter('k3', 'm=100', 'd3=75', 'd4=60', 'd5=65', 'd6=90', 'd7=99'), 0::bigint, 'the third year');
SELECT count(*) FROM book.refresh();
SELECT is_empty($$SELECT * FROM book.ranking WHERE period_id = 'k3' AND pillar = '' AND (rank_change, strict_rank_change, compared_rank, compared_previous_rank, compared_units, compared_on)
	IS DISTINCT FROM (previous_rank - rank, rank_change, rank, previous_rank, 6, 'ratio')$$, 'over the same list both comparisons are one');
SELECT is((SELECT rank_change FROM book.ranking WHERE period_id = 'k3' AND unit_id = 'm' AND pillar = ''), 3, 'm has gained');
SELECT * FROM finish();
ROLLBACK;
