-- SPDX-License-Identifier: PostgreSQL
-- The scorebook's figures: what counts, ranks, refreshes, publications,
-- revisions, mergers.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();
SELECT book.enrol('k');
SELECT is_empty($$SELECT * FROM book.enter_csv('k', $csv$unit,code,answer
x1,1.1,90
x1,1.2,có
x1,2.1,0.5
x2,1.1,80
x2,1.2,có
x2,1.10,85
x3,1.1,80.01
x9,1.1,100
m1,1.1,50
h1,A,60
h1,B,7
h2,A,60
h2,B,9
$csv$)$$, 'answers of two sets');
UPDATE book.submission SET state = 'submitted';
UPDATE book.submission SET state = 'approved' WHERE unit_id IN ('x1', 'h1', 'h2');

-- The first refresh fills, the second rewrites nothing
CREATE TEMP VIEW run AS SELECT string_agg(view_name || ' ' || row_count || ' ' || changed || coalesce(' ' || error, ''), ', ') AS run FROM book.refresh('k');
SELECT is((SELECT run FROM run), 'card_data 7 7, ranking_data 21 21, progress_data 17 17, node_data 21 21', 'the first refresh fills the views, in their order');
CREATE TEMP TABLE before AS SELECT 'card' AS v, xmin::text AS x, ctid::text AS at FROM book.card_data
	UNION ALL SELECT 'ranking', xmin::text, ctid::text FROM book.ranking_data UNION ALL SELECT 'progress', xmin::text, ctid::text FROM book.progress_data UNION ALL SELECT 'node', xmin::text, ctid::text FROM book.node_data;
SELECT is((SELECT run FROM run), 'card_data 7 0, ranking_data 21 0, progress_data 17 0, node_data 21 0', 'the second rewrites no row');
SELECT is_empty($$(SELECT 'card' AS v, xmin::text, ctid::text FROM book.card_data
	UNION ALL SELECT 'ranking', xmin::text, ctid::text FROM book.ranking_data UNION ALL SELECT 'progress', xmin::text, ctid::text FROM book.progress_data UNION ALL SELECT 'node', xmin::text, ctid::text FROM book.node_data)
	EXCEPT SELECT v, x, at FROM before$$, 'every row is where it was');
SELECT is((SELECT string_agg(view_name || ' ' || entries_since || last_error, ', ' ORDER BY sort_key) FROM book.freshness), 'card_data 0, ranking_data 0, progress_data 0, node_data 0', 'nothing entered since');
UPDATE book.period SET self_counts = 'approved';
SELECT is((SELECT entries_since FROM book.freshness WHERE view_name = 'ranking_data'), 1::bigint, 'something has been since');
SELECT throws_ok($$SELECT book.refresh('z')$$, 'P0002', NULL, 'a refresh for a period there is');

-- What counts: nothing, approved, always
CREATE TEMP VIEW total AS SELECT string_agg(unit_id || ' ' || coalesce(points::text, '-') || ' ' || coalesce(rank || '/' || ranked_count, '-'), ', ' ORDER BY unit_id) AS total
	FROM book.ranking WHERE period_id = 'k' AND pillar = '';
SELECT is((SELECT total FROM total), 'h1 0 -, h2 0 -, m1 0 -, x1 0 -, x2 0 -, x3 0 -, x9 0 -', 'no: nothing is appraised yet');
SELECT is((SELECT run FROM run), 'card_data 7 6, ranking_data 21 36, progress_data 17 0, node_data 21 18', 'a refresh rewrites what is new');
SELECT is((SELECT total FROM total), 'h1 13 2/2, h2 15 1/2, m1 0 -, x1 47 1/1, x2 0 -, x3 0 -, x9 0 -', 'approved: the approved sheets');
UPDATE book.period SET self_counts = 'always';
SELECT count(*) FROM book.refresh();
SELECT is((SELECT total FROM total), 'h1 13 2/2, h2 15 1/2, m1 15 1/1, x1 47 2/3, x2 54 1/3, x3 24 3/3, x9 30 -', 'always: all that was entered; x9 is assessed, not ranked');
SELECT is((SELECT max_points FROM book.ranking WHERE unit_id = 'm1' AND pillar = ''), 87.5::numeric, 'what is not applicable is off the maximum');
SELECT is((SELECT string_agg(pillar || ' ' || points || ' ' || rank, ', ' ORDER BY pillar_sort) FROM book.ranking WHERE unit_id = 'x1'), ' 47 2, 1 37 2, 2 10 1', 'pillars: the nodes of depth 1, ranked');
SELECT is((SELECT rank_points FROM book.ranking WHERE unit_id = 'x2' AND pillar = ''), 3, 'the best of three has three');

-- Ranks at published decimals
UPDATE book.period SET points_decimals = 0, rank_on = 'points';
UPDATE book.submission SET state = 'returned', reason = 'z' WHERE unit_id IN ('h1', 'h2');
UPDATE book.self_answer SET answer = '9.4' WHERE unit_id = 'h2' AND code::text = 'B';
UPDATE book.self_answer SET answer = '8.6' WHERE unit_id = 'h1' AND code::text = 'B';
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(unit_id || ' ' || points || ' ' || rank, ', ' ORDER BY unit_id) FROM book.ranking WHERE unit_id LIKE 'h%' AND pillar = ''), 'h1 15 1, h2 15 1', 'points are published, and ranked, at the decimals of the period');
UPDATE book.period SET points_decimals = 2, rank_on = 'ratio';

-- Gaps and grades
UPDATE book.period SET grades = 'Yếu:0, Khá:0.45, Tốt:0.5';
SELECT throws_ok($$UPDATE book.period SET grades = 'Yếu'$$, '22P02', NULL, 'grades are checked when they are set');
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, grade, coalesce(round(gap_to_next::numeric, 2)::text, '-'), coalesce(round(gap_to_best::numeric, 2)::text, '-')), ', ' ORDER BY unit_id) FROM book.ranking WHERE unit_kind = 'commune' AND pillar = ''),
	'm1 Yếu - 0.00, x1 Khá 0.07 0.07, x2 Tốt - 0.00, x3 Yếu 0.23 0.30, x9 Yếu - -', 'gaps and grades');

-- Overlapping pillars
INSERT INTO book.pillar (set_id, pillar, name, sort_key, codes) VALUES ('xa-1', 'cq', 'Chính quyền và ký số', 1, '{1,2.1}'), ('xa-1', 'xh', 'Xã hội', 2, '{2,1.1}'), ('xa-1', 'trong', 'Trong nhau', 3, '{2,2.1}');
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(pillar || ' ' || points || '/' || max_points, ', ' ORDER BY pillar_sort) FROM book.ranking WHERE unit_id = 'x1'), ' 47/100, cq 47/80, xh 37/70, trong 10/40', 'pillars may overlap; a node within another counts once');

-- Progress and the clock
SELECT is((SELECT string_agg(office_type || ' ' || criteria || ' ' || answered || ' ' || evidence_required || ' ' || evidence_given || ' ' || days_left, ', ' ORDER BY office_type) FROM book.progress WHERE unit_id = 'x1'),
	' 3 1 0 0 15, ca 1 1 0 0 15, vp 1 1 1 0 15', 'progress by leading office; what is measured is not the unit''s to answer');
UPDATE book.clock SET stands_at = '2024-12-26 12:00+07';
SELECT is((SELECT max(days_left) FROM book.progress), 0, 'no days left afterwards');
UPDATE book.clock SET stands_at = '2024-12-25 12:00+07';

-- Ad hoc
INSERT INTO book.publication (period_id, kind, label) VALUES ('k', 'ad hoc', 'Đột xuất 25/12');
SELECT throws_ok($$INSERT INTO book.publication (period_id, kind) VALUES ('k', 'ad hoc')$$, '23514', NULL, 'an ad-hoc report has a label');
SELECT throws_like($$INSERT INTO book.publication (period_id) VALUES ('k')$$, '%only a closed period can be published', 'the periodic one waits for the closing');
SELECT is((SELECT string_agg(kind || ' ' || period_state || ' ' || revision, ', ') FROM book.published), 'ad hoc open 0', 'the snapshot is labelled');
SELECT is((SELECT status FROM book.ranking WHERE unit_id = 'x1' AND pillar = ''), 'provisional', 'and beside the periodic result');

-- Appraisal, closing, publishing
UPDATE book.period SET state = 'appraising';
INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, state, note) VALUES ('k', 'x2', '1.1', '10,5', 'points', 'Không đủ minh chứng'), ('k', 'x3', '1.10', '90', 'result', 'đo'), ('k', 'x1', '2.2', NULL, 'na', 'Không có');
UPDATE book.period SET state = 'closed', state_note = 'thử';
SELECT count(*) FROM book.refresh('k');
SELECT is((SELECT string_agg(unit_id || ' ' || code || ' ' || coalesce(self_points::text, '-') || ' ' || coalesce(points::text, '-') || ' ' || difference || ' ' || note, ', ' ORDER BY unit_id, code) FROM book.stage_difference),
	'x2 1.1 24 10.5 -13.5 Không đủ minh chứng, x3 1.10 - 20 20 đo', 'what the council changed, and why');
SELECT is((SELECT total FROM total), 'h1 14.6 2/2, h2 15.4 1/2, m1 15 1/1, x1 47 1/3, x2 40.5 3/3, x3 44 2/3, x9 30 -', 'ranked on the ratio: x1 has 47 of 87.5');
SELECT throws_like($$DELETE FROM book.pillar$$, '%in use in a closed period: its pillars cannot change', 'closed: pillars too');
-- What every node is on the average: of one who has less to reach, by the ratio.
CREATE TEMP VIEW astray AS SELECT period_id, unit_kind, ranking_group, set_id, code FROM book.node_average AS a FULL JOIN (
		SELECT s.period_id, s.unit_kind, s.ranking_group, s.set_id, s.code, count(s.points) AS units, avg(s.points) AS mean_points, max(s.points) AS best_points, avg(s.ratio) AS mean_ratio,
			percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY s.ratio) AS quartiles, max(s.ratio) AS best_ratio, min(s.ratio) AS worst_ratio, sum(s.lost) AS lost
		FROM book.score AS s JOIN book.ranking AS r ON r.period_id = s.period_id AND r.unit_id = s.unit_id AND r.pillar = '' AND r.ranked GROUP BY s.period_id, s.unit_kind, s.ranking_group, s.set_id, s.code) AS e
		USING (period_id, unit_kind, ranking_group, set_id, code)
	WHERE (a.units = e.units AND abs(a.lost - e.lost) <= 1e-9 AND greatest(abs(coalesce(a.mean_points, -1) - coalesce(e.mean_points, -1)), abs(coalesce(a.best_points, -1) - coalesce(e.best_points, -1)),
		abs(coalesce(a.mean_ratio, -1) - coalesce(e.mean_ratio, -1)), abs(coalesce(a.best_ratio, -1) - coalesce(e.best_ratio, -1)), abs(coalesce(a.worst_ratio, -1) - coalesce(e.worst_ratio, -1)),
		abs(coalesce(a.lower_quartile::float8, -1) - coalesce(e.quartiles[1], -1)), abs(coalesce(a.median_ratio::float8, -1) - coalesce(e.quartiles[2], -1)), abs(coalesce(a.upper_quartile::float8, -1) - coalesce(e.quartiles[3], -1))) <= 1e-9) IS NOT TRUE;
SELECT is_empty('SELECT * FROM astray', 'averages of every node are those of the scores');
SELECT is((SELECT units || ' ' || mean_ratio || ' ' || mean_points || ' ' || best_ratio || ' ' || worst_ratio || ' ' || median_ratio || ' ' || lost FROM book.node_average WHERE unit_kind = 'commune' AND ranking_group = '' AND code = ''), '3 0.460714285714 43.833333333333 0.537142857143 0.405 0.44 156', 'by the ratio');
CREATE FUNCTION tap.averages(who text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	n bigint;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT count(*) INTO n FROM book.node_average;
	RESET ROLE;
	RETURN n;
END
$$;
SELECT is((SELECT string_agg(w || ' ' || tap.averages(w), ', ') FROM unnest(ARRAY['book_a1', 'book_reader', 'book_control', 'book_boss']) AS w), 'book_a1 0, book_reader 0, book_control 21, book_boss 21', 'before publication averages are the council''s');
INSERT INTO book.publication (period_id, label) VALUES ('k', 'Kết quả');
SELECT is((SELECT string_agg(w || ' ' || tap.averages(w), ', ') FROM unnest(ARRAY['book_a1', 'book_reader', 'book_control', 'book_boss']) AS w), 'book_a1 21, book_reader 21, book_control 21, book_boss 21', 'then everybody''s');
SELECT is_empty('SELECT * FROM astray', 'and frozen as the scores are');
SELECT is((SELECT string_agg(DISTINCT status || revision, ', ') FROM book.node_average), 'published1', 'of the first revision');
SELECT throws_like('UPDATE book.frozen_node SET lost = 0', '%', 'for good');
SELECT is((SELECT state FROM book.period), 'published', 'publishing publishes');
SELECT is((SELECT total FROM total), 'h1 14.6 2/2, h2 15.4 1/2, m1 15 1/1, x1 47 1/3, x2 40.5 3/3, x3 44 2/3, x9 30 -', 'what was shown');
SELECT is((SELECT string_agg(DISTINCT status || revision, ', ') FROM book.ranking), 'published1', 'as the first revision');
SELECT is((SELECT count(*) FROM book.score), 51::bigint, 'with every node');
SELECT throws_like(s, '%', s) FROM unnest(ARRAY['DELETE FROM book.publication', $$UPDATE book.publication SET label = ''$$, 'DELETE FROM book.frozen_ranking', 'UPDATE book.frozen_score SET points = 1',
	$$INSERT INTO book.frozen_score SELECT * FROM book.frozen_score$$]) AS s;
SELECT is((SELECT string_agg(code || ' ' || lost, ', ' ORDER BY lost DESC, code) FROM book.lost_points WHERE unit_id = 'x2'), '2.1 20, 1.1 19.5, 2.2 12.5, 2.3 7.5', 'where points were lost');
SELECT is((SELECT string_agg(view_name || ' ' || row_count, ', ') FROM book.refresh()), 'card_data 0, ranking_data 0, progress_data 0, node_data 0', 'what is published is no longer computed');

-- An appeal
SELECT throws_like($$INSERT INTO book.correction (period_id, unit_id, code, answer) VALUES ('k', 'x2', '1.1', '75')$$, '%without a note that says why', 'a correction has a reason');
INSERT INTO book.correction (period_id, unit_id, code, answer, note, data_date) VALUES ('k', 'x2', '1.1', '75', 'Kiến nghị 3/CV', '2024-12-01');
SELECT is((SELECT string_agg(unit_id || ' ' || code || ' ' || what, ', ') FROM book.outside_data_window), 'x2 1.1 correction', 'whose figure may lie outside the data window too');
SELECT throws_like($$INSERT INTO book.publication (period_id) VALUES ('k')$$, 'revision 2 of period "k" needs a reason', 'so has a revision');
SELECT is((SELECT rank FROM book.ranking WHERE unit_id = 'x2' AND pillar = ''), 3, 'until then nothing changes');
INSERT INTO book.publication (period_id, reason, ratio_decimals) VALUES ('k', 'Kiến nghị 3/CV', 0);
SELECT is((SELECT string_agg(b.revision || ': ' || r.points || ' ' || r.rank, ', ' ORDER BY b.publication_id) FROM book.published AS b JOIN book.published_ranks AS r USING (publication_id) WHERE unit_id = 'x2' AND pillar = ''),
	'0: 54 1, 1: 40.5 3, 2: 52.5 1', 'the ad-hoc report, the first revision and the second stand beside each other');
SELECT is((SELECT rank FROM book.ranking WHERE unit_id = 'x2' AND pillar = ''), 1, 'the last one is shown (a ratio at no decimals: all equal)');
SELECT throws_like($$UPDATE book.correction SET answer = '76'$$, '%was published in revision 2 and cannot change', 'a published correction stays');
SELECT throws_like($$DELETE FROM book.correction$$, '%was published in revision 2 and cannot change', 'and is not deleted');
SELECT is((SELECT value FROM book.final_answer WHERE unit_id = 'x2' AND code::text = '1.1'), 10.5::float8, 'what was settled at the closing stays too');
SELECT isnt((SELECT audit_hash FROM book.published WHERE revision = 1), (SELECT audit_hash FROM book.published WHERE revision = 2), 'each publication carries a hash of the audit');
INSERT INTO book.publication (period_id, reason) VALUES ('k', 'Hai chữ số');

-- The next year: x1 and x2 become y, x3 goes on, the districts stay as they are
INSERT INTO book.unit (unit_id, kind, name, valid_from) VALUES ('y', 'commune', 'Xã y', '2025-07-01');
INSERT INTO book.merger (old_unit, new_unit, on_date) VALUES ('x1', 'y', '2025-07-01'), ('x2', 'y', '2025-07-01');
UPDATE book.unit SET valid_to = '2025-06-30' WHERE unit_id IN ('x1', 'x2');
UPDATE book.clock SET stands_at = '2025-12-15 12:00+07';
INSERT INTO book.period (period_id, name, year, previous_period, self_counts) VALUES ('k2', 'Kỳ 2025', 2025, 'k', 'always');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k2', 'commune', 'xa-1'), ('k2', 'district', 'huyen-1');
SELECT is(book.enrol('k2'), 6::bigint, 'the next year');
SELECT is_empty($$SELECT * FROM book.enter_csv('k2', E'unit,code,answer\ny,1.1,100\nx3,1.1,90\nh1,A,100\nh2,A,50\nh2,B,1\n')$$, 'its answers');
SELECT count(*) FROM book.refresh('k2');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, rank, previous_rank, rank_change, no_change_reason), E'\n' ORDER BY unit_id) FROM book.ranking WHERE period_id = 'k2' AND pillar = ''),
	'h1 1 2 1' || E'\nh2 2 1 -1\nm1 1 there is no value now or then\nx3 2 3 0\nx9 the unit is not ranked\ny 1 0',
	'ranks are compared like for like');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, strict_rank_change, strict_reason), E'\n' ORDER BY unit_id) FROM book.ranking WHERE period_id = 'k2' AND pillar = ''),
	'h1 1' || E'\nh2 -1\nm1 there is no value now or then\nx3 the list of ranked units is another one: 3 then, 2 now\nx9 the unit is not ranked\ny the list of ranked units is another one: 3 then, 2 now',
	'and strictly, where the list is the same');
SELECT is((SELECT concat_ws(' ', previous_points, round(previous_ratio::numeric, 6), previous_derived, previous_of) FROM book.ranking WHERE period_id = 'k2' AND unit_id = 'y' AND pillar = ''),
	'49.75 ' || round((round(47 / 87.5, 4) + 0.525) / 2, 6) || ' t 2', 'a merged unit''s past is the mean of its predecessors, marked as derived');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, points, derived, of_units), ', ' ORDER BY unit_id, sort_key) FROM book.past_value WHERE unit_id IN ('x3', 'y') AND is_main),
	'x3  44 f 1, x3 1 44 f 1, x3 2 0 f 1, y  49.75 t 2, y 1 44.75 t 2, y 2 5 t 2', 'down to the main indices');
INSERT INTO book.period (period_id, name, year, previous_period) VALUES ('k3', 'Kỳ 2026', 2026, 'k2'), ('k4', 'Đầu tiên', 2026, NULL);
-- several periods at once, for the same units, by two sets
INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree) VALUES ('huyen-an-ninh', 'an-ninh', 'An ninh mạng', '9/QĐ', 'district', '2026-01-01', '[{"code": "1", "max": 5, "rule": "yesno"}]');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k3', 'district', 'huyen-1'), ('k4', 'district', 'huyen-an-ninh');
SELECT book.enrol(p) FROM unnest(ARRAY['k3', 'k4']) AS p;
UPDATE book.period SET self_counts = 'always' WHERE period_id IN ('k3', 'k4');
UPDATE book.clock SET stands_at = '2026-12-15 12:00+07';
SELECT is_empty($$SELECT * FROM book.enter_csv('k3', E'unit,code,answer\nh1,A,40\nh2,A,50\n') UNION ALL SELECT * FROM book.enter_csv('k4', E'unit,code,answer\nh1,1,có\nh2,1,không\n')$$, 'two sets for the same units, in two periods at once');
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(DISTINCT period_id || ' ' || no_change_reason, ', ') FROM book.ranking WHERE period_id IN ('k3', 'k4')), 'k3 the previous period is not published, k4 there is no previous period', 'other reasons');
SELECT is((SELECT string_agg(concat_ws(' ', period_id, unit_id, points, max_points, rank), ', ' ORDER BY period_id, unit_id) FROM book.ranking WHERE period_id IN ('k3', 'k4') AND pillar = ''),
	'k3 h1 4 30 2, k3 h2 5 30 1, k4 h1 5 5 1, k4 h2 0 5 2', 'each is ranked on its own');

-- A unit merged twice, one that keeps its code
INSERT INTO book.unit (unit_id, kind, name) VALUES ('z', 'commune', 'Xã z');
INSERT INTO book.merger (old_unit, new_unit, on_date) VALUES ('y', 'z', '2025-09-01'), ('x3', 'x3', '2025-08-01'), ('m1', 'x3', '2025-08-01');
SELECT is((SELECT string_agg(unit_id || '<' || old_unit, ' ' ORDER BY unit_id, old_unit) FROM book.predecessor WHERE period_id = 'k2'), 'x3<m1 x3<x3 y<x1 y<x2 z<x1 z<x2 z<y', 'predecessors, through mergers of mergers, and of a unit that keeps its code');

-- A refresh that fails says so, and leaves the log
CREATE FUNCTION tap.boom() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''boom''; END';
CREATE TRIGGER boom BEFORE INSERT ON book.refresh_log FOR EACH ROW WHEN (NEW.view_name = 'ranking_data' AND NEW.error IS NULL) EXECUTE FUNCTION tap.boom();
SET client_min_messages = error;
SELECT is((SELECT string_agg(view_name || ': ' || coalesce(error, 'ok'), ', ') FROM book.refresh('k2')),
	'card_data: ok, ranking_data: boom, progress_data: not refreshed, because a view before it failed, node_data: not refreshed, because a view before it failed', 'a refresh that fails stops there');
SELECT is((SELECT last_error FROM book.freshness WHERE view_name = 'ranking_data'), 'boom', 'and the freshness says so');
SELECT throws_ok('SELECT book.schedule_refresh()', '55000', 'pg_cron is not loaded on this server', 'without pg_cron its scheduling says what to do');
SELECT is_empty('SELECT * FROM book.audit_check()', 'the audit chains are whole');
SELECT * FROM finish();
ROLLBACK;
