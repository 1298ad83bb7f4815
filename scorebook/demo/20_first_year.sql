-- SPDX-License-Identifier: PostgreSQL
-- A year: self-assessment, appraisal, closing, publishing, an appeal.
SET search_path = '';
\echo
\echo '==== (b) 2024: self-assessment ===='
\echo
\echo 'Lan enters the sheet of her commune from a CSV file. A file with bad lines is taken not at all,'
\echo 'and every bad line is named:'
SET ROLE dti_lan;
SELECT line AS "Line", unit_id AS "Unit", code AS "Code", answer AS "Answer", reason AS "Reason"
FROM dti.enter_csv('2024', $$code;answer;note
1.1;"87,5%";
1.2;120;
1.3;1.500;
9.9;1;
1.4;Xuất sắc;
4.1;5;
1.5;có;
$$);
SELECT count(*) AS "Entered" FROM dti.self_answer;
RESET ROLE;

\echo 'Everybody enters: a file a district with all its communes, and one for all districts.'
SELECT count(*) AS "Files", sum(bad) AS "Bad lines" FROM (
	SELECT (SELECT count(*) FROM dti.enter_csv('2024', f.content)) AS bad
	FROM (SELECT 'unit,code,answer,state,note,provided_by' || E'\n' || string_agg(concat_ws(',', t.unit_id, t.code::text, demo.cell(t.answer), t.state,
			CASE t.state WHEN 'points' THEN 'tự chấm' ELSE '' END, (ARRAY['vhxh', 'vp', 'kt', 'ca', 'bd'])[1 + t.ordinal % 5]), E'\n') AS content
		FROM demo.typed AS t WHERE t.period_id = '2024' GROUP BY t.unit_kind, CASE t.unit_kind WHEN 'commune' THEN t.parent_id END) AS f) AS e;
INSERT INTO dti.evidence (period_id, unit_id, code, title, place, sha256, dated)
SELECT a.period_id, a.unit_id, a.code, 'Báo cáo', 'bao-cao/' || a.unit_id || '-' || a.code || '.pdf', encode(sha256(convert_to(a.unit_id || a.code::text, 'UTF8')), 'hex'),
	CASE WHEN demo.draw('dated', a.unit_id, a.code::text) < 0.003 THEN date '2025-01-15' ELSE '2024-11-20' END
FROM dti.self_answer AS a JOIN dti.criterion AS c ON c.set_id = a.set_id AND c.code = a.code
WHERE a.period_id = '2024' AND c.evidence_required AND demo.draw('evidence', a.unit_id, a.code::text) < 0.95;
SELECT (SELECT count(*) FROM dti.self_answer) AS "Answers", (SELECT count(*) FROM dti.evidence_lacking) AS "Without evidence",
	(SELECT count(*) FROM dti.outside_data_window) AS "Dated outside the window";

\echo 'Lan sees her sheet, and nobody else''s:'
SET ROLE dti_lan;
SELECT unit_id AS "Unit", points AS "Points so far", max_points AS "Maximum", round(100 * coverage::numeric, 1) || ' %' AS "Answered"
FROM dti.my_sheet WHERE level = 0;
UPDATE dti.submission SET state = 'submitted' WHERE unit_id = 'C001';
SET ROLE dti_binh;
UPDATE dti.submission SET state = 'approved' WHERE unit_id = 'C001';
RESET ROLE;
\echo 'Bình, her head, has approved it. So did all others but one.'
UPDATE dti.submission SET state = 'submitted' WHERE period_id = '2024' AND unit_id NOT IN ('C001', 'C077');
UPDATE dti.submission SET state = 'approved' WHERE period_id = '2024' AND unit_id NOT IN ('C001', 'C077');

SELECT view_name AS "View", row_count AS "Rows", coalesce(error, '') AS "Error" FROM dti.refresh('2024');
SET ROLE dti_son;
\echo 'How far are the offices? (the five with most left to do)'
SELECT office_type AS "Office", sum(criteria) AS "To answer", sum(unanswered) AS "Unanswered", sum(evidence_required - evidence_given) AS "Evidence lacking", min(days_left) AS "Days left"
FROM dti.progress WHERE period_id = '2024' GROUP BY office_type ORDER BY 3 DESC LIMIT 5;

\echo
\echo '==== (c) 2024: appraisal, closing, publishing ===='
\echo
UPDATE dti.period SET state = 'appraising' WHERE period_id = '2024';
SET ROLE dti_hoa;
\echo 'Hòa of the council lowers what the evidence does not bear out (2 % of the answers, and a survey comes in).'
SELECT count(*) AS "Bad lines" FROM (SELECT 'unit,code,answer,state,note' || E'\n' || string_agg(concat_ws(',', a.unit_id, a.code::text, demo.cell(
		replace(round((n.max_points * 0.3)::numeric, 1)::text, '.', ',')), 'points', 'không đủ minh chứng'), E'\n') AS content
	FROM dti.self_answer AS a JOIN dti.node AS n ON n.set_id = a.set_id AND n.code = a.code
	WHERE a.period_id = '2024' AND a.unit_id <> 'D02' AND dx.attainment(n.rule, a.value, n.max_points) > 0.5
		AND demo.draw('appraisal', a.unit_id, a.code::text) < 0.02) AS f, dti.enter_csv('2024', f.content, 'appraised');
SELECT count(*) AS "Bad lines" FROM (SELECT 'unit,code,answer,note' || E'\n' || string_agg(concat_ws(',', s.unit_id, '6.2',
		round(100 * demo.draw('survey', s.unit_id)::numeric, 1), 'khảo sát'), E'\n') AS content
	FROM dti.submission AS s WHERE s.period_id = '2024' AND s.set_id = 'commune-2024') AS f, dti.enter_csv('2024', f.content, 'appraised');
\echo 'She belongs to Huyện 02, so she may not appraise it:'
\set ON_ERROR_STOP off
INSERT INTO dti.appraised_answer (period_id, unit_id, code, answer, state, note) VALUES ('2024', 'D02', '1.1.1.1', '0', 'points', 'thử');
\set refused :SQLSTATE
\set ON_ERROR_STOP on
SELECT :'refused' = '42501' AS as_expected \gset
\if :as_expected
\else
	DO $$ BEGIN RAISE EXCEPTION 'the appraisal of her own district should have been refused'; END $$;
\endif
SET ROLE dti_son;
\echo 'What stands against closing:'
SELECT problem AS "Problem", count(*) AS "Times", min(nullif(unit_id, '')) AS "First unit" FROM dti.closing_check('2024') GROUP BY problem ORDER BY problem;
SELECT dti.set_state('2024', 'closed', 'Đã xem: đơn vị chưa nộp được tính theo số liệu hiện có');
\echo 'Closed: nothing changes any more, whoever tries.'
RESET ROLE;
\set ON_ERROR_STOP off
UPDATE dti.self_answer SET answer = '100' WHERE period_id = '2024' AND unit_id = 'C001' AND code::text = '1.1';
\set refused :SQLSTATE
\set ON_ERROR_STOP on
SELECT :'refused' = '55000' AS as_expected \gset
\if :as_expected
\else
	DO $$ BEGIN RAISE EXCEPTION 'the answer in a closed period should have been refused'; END $$;
\endif
SET ROLE dti_son;
INSERT INTO dti.publication (period_id, label) VALUES ('2024', 'Công bố kết quả năm 2024');

SET ROLE dti_dan;
\echo 'What anybody may see: the best districts,'
SELECT rank || ' / ' || ranked_count AS "Rank", unit_name AS "District", round(points::numeric, 2) AS "Points", max_points AS "Maximum", coalesce(grade, '') AS "Grade", round(gap_to_next::numeric, 2) AS "To the next"
FROM dti.ranking WHERE period_id = '2024' AND unit_kind = 'district' AND pillar = '' ORDER BY rank, unit_id LIMIT 5;
\echo 'and communes:'
SELECT ranking_group AS "Group", rank || ' / ' || ranked_count AS "Rank", unit_name AS "Commune", round(points::numeric, 2) AS "Points", max_points AS "Maximum"
FROM dti.ranking WHERE period_id = '2024' AND unit_kind = 'commune' AND pillar = '' AND rank <= 3 ORDER BY 1, rank, unit_id;
RESET ROLE;

\echo 'An appeal of Xã 010 is accepted: a second revision; the first stays.'
SET ROLE dti_hoa;
INSERT INTO dti.correction (period_id, unit_id, code, answer, note)
SELECT '2024', 'C010', '1.1', '100%', 'Kiến nghị được chấp nhận';
SET ROLE dti_son;
INSERT INTO dti.publication (period_id, label, reason) VALUES ('2024', 'Công bố kết quả năm 2024 (điều chỉnh)', 'Kiến nghị của Xã 010');
SELECT b.revision AS "Revision", b.reason AS "Reason", round(r.points::numeric, 2) AS "Xã 010", r.rank AS "Rank", left(b.audit_hash, 16) || '…' AS "Audit hash"
FROM dti.published AS b JOIN dti.published_ranks AS r USING (publication_id)
WHERE b.period_id = '2024' AND r.unit_id = 'C010' AND r.pillar = '' ORDER BY 1;
RESET ROLE;

DO $$
BEGIN
	IF (SELECT count(*) FROM dti.ranking WHERE period_id = '2024' AND pillar = '') <> 585
		OR (SELECT count(*) FROM dti.ranking WHERE period_id = '2024' AND pillar = '' AND rank IS NOT NULL) <> 584
		OR EXISTS (SELECT 1 FROM dti.audit_check()) THEN
		RAISE EXCEPTION 'the year did not come out as it should';
	END IF;
END
$$;
