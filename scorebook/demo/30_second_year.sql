-- SPDX-License-Identifier: PostgreSQL
-- The second year: districts ended, the communes of the plain merged.
SET search_path = '';
\echo
\echo '==== (d) 2025: districts ended, communes merged ===='
\echo
\echo 'On 1 July 2025 the districts end, and the communes of the plain merge three by three.'
INSERT INTO dti.unit (unit_id, kind, name, parent_id, ranking_group, valid_from)
SELECT 'M' || lpad(m::text, 3, '0'), 'commune', 'Xã mới ' || lpad(m::text, 3, '0'), '38', 'đồng bằng', '2025-07-01' FROM generate_series(1, 112) AS m;
INSERT INTO dti.merger (old_unit, new_unit, on_date, decision)
SELECT 'C' || lpad(c::text, 3, '0'), 'M' || lpad(((c - 1) / 3 + 1)::text, 3, '0'), '2025-07-01', 'generated' FROM generate_series(1, 336) AS c;
UPDATE dti.unit SET valid_to = '2025-06-30' WHERE unit_id IN (SELECT old_unit FROM dti.merger);
INSERT INTO dti.office (unit_id, office_type, name)
SELECT u.unit_id, o.office_type, o.name || ' ' || u.name FROM dti.unit AS u CROSS JOIN dti.office_type AS o WHERE u.valid_from = '2025-07-01';
UPDATE dti.clock SET stands_at = '2025-12-20 09:00+07';
INSERT INTO dti.period (period_id, name, year, previous_period, self_counts, points_decimals, grades)
VALUES ('2025', 'Năm 2025', 2025, '2024', 'always', 2, 'Yếu:0, Trung bình:0.5, Khá:0.65, Tốt:0.8');
INSERT INTO dti.set_choice (period_id, unit_kind, set_id) VALUES ('2025', 'commune', 'commune-2024');
INSERT INTO dti.not_applicable (period_id, set_id, code, ranking_group, reason)
VALUES ('2025', 'commune-2024', '5.2', 'miền núi', 'Xã miền núi không có chợ loại này');
SELECT dti.enrol('2025') AS "Enrolled";
SELECT count(*) AS "Bad lines" FROM (SELECT 'unit,code,answer,state,note' || E'\n' || string_agg(concat_ws(',', t.unit_id, t.code::text, demo.cell(t.answer), t.state,
		CASE t.state WHEN 'points' THEN 'tự chấm' ELSE '' END), E'\n') AS content FROM demo.typed AS t WHERE t.period_id = '2025') AS f, dti.enter_csv('2025', f.content);
\echo 'An ad-hoc report in the middle of it, then the regular course.'
INSERT INTO dti.publication (period_id, kind, label) VALUES ('2025', 'ad hoc', 'Báo cáo đột xuất ngày 20/12');
UPDATE dti.period SET state = 'appraising' WHERE period_id = '2025';
SELECT dti.set_state('2025', 'closed', 'Chạy thử: phiếu không qua phê duyệt');
INSERT INTO dti.publication (period_id, label) VALUES ('2025', 'Công bố kết quả năm 2025');

\echo 'Both years are ranked over the communes that have a value in both; a merged one has the mean'
\echo 'of those it was made of. The strict comparison needs the same list.'
SELECT unit_name AS "Commune", rank || ' / ' || ranked_count AS "Rank", previous_rank AS "2024", to_char(rank_change, 'SG999') AS "Change", round(points::numeric, 2) AS "Points",
	round(previous_points::numeric, 2) || CASE WHEN previous_derived THEN ' (mean of ' || previous_of || ')' ELSE '' END AS "Points 2024", compared_units AS "Over", coalesce(strict_reason, '') AS "Why not strictly"
FROM dti.ranking WHERE period_id = '2025' AND pillar = '' AND rank <= 3 ORDER BY ranking_group, rank, unit_id;
SELECT view_name AS "View", row_count AS "Rows", changed AS "Rewritten", entries_since AS "Entries since" FROM dti.freshness ORDER BY sort_key;
\echo 'The audit chains are whole:'
SELECT count(*) AS "Entries", count(DISTINCT (period_id, unit_id)) AS "Chains", (SELECT count(*) FROM dti.audit_check()) AS "Broken" FROM dti.audit;

DO $$
BEGIN
	IF (SELECT count(*) FROM dti.ranking WHERE period_id = '2025' AND pillar = '' AND rank_change IS NOT NULL) <> 333
		OR (SELECT count(*) FROM dti.ranking WHERE period_id = '2025' AND pillar = '' AND strict_rank_change = rank_change) <> 221
		OR (SELECT count(*) FROM dti.ranking WHERE period_id = '2025' AND pillar = '' AND previous_derived AND previous_of = 3 AND compared_units = 112 AND strict_reason LIKE '%336%112%') <> 112
		OR EXISTS (SELECT 1 FROM dti.audit_check()) THEN
		RAISE EXCEPTION 'the second year did not come out as it should';
	END IF;
END
$$;
