-- SPDX-License-Identifier: PostgreSQL
-- After the two years of the scorebook's demo (without its scene on paper): a third one in the
-- middle of its entry, two communes of one name, and logins for BI tools.
SET search_path = '';
\echo
\echo '==== 2026: in the middle of the entry ===='
\echo
UPDATE dti.clock SET stands_at = '2026-12-18 09:00+07';
INSERT INTO dti.period (period_id, name, year, previous_period, self_counts, grades)
VALUES ('2026', 'Năm 2026', 2026, '2025', 'always', 'Yếu:0, Trung bình:0.5, Khá:0.65, Tốt:0.8');
INSERT INTO dti.set_choice (period_id, unit_kind, set_id) VALUES ('2026', 'commune', 'commune-2024');
UPDATE dti.unit SET name = 'Xã Tân Lập' WHERE unit_id IN ('C379', 'C400');
SELECT dti.enrol('2026') AS "Enrolled";
\echo 'Some have entered everything, others little.'
SELECT count(*) AS "Bad lines" FROM (SELECT 'unit,code,answer,state,note' || E'\n' || string_agg(concat_ws(',', t.unit_id, t.code::text, demo.cell(t.answer), t.state,
		CASE t.state WHEN 'points' THEN 'tự chấm' ELSE '' END), E'\n') AS content
	FROM demo.typed AS t WHERE t.period_id = '2026' AND demo.draw('done', t.unit_id) * 1.6 > demo.draw('late', t.unit_id, t.code::text)) AS f, dti.enter_csv('2026', f.content);
UPDATE dti.submission SET state = 'submitted' WHERE period_id = '2026' AND demo.draw('done', unit_id) > 0.7;
UPDATE dti.submission SET state = 'approved' WHERE period_id = '2026' AND demo.draw('done', unit_id) > 0.8;
SELECT view_name AS "View", row_count AS "Rows", coalesce(error, '') AS "Error" FROM dti.refresh('2026');
\echo 'Three logins for BI tools: what is published, in Vietnamese and in English, and the council.'
CREATE ROLE dti_bieudo LOGIN; CREATE ROLE dti_chart LOGIN; CREATE ROLE dti_hoidong LOGIN;
GRANT dti_bi TO dti_bieudo, dti_chart;
GRANT dti_bi_council TO dti_hoidong;
INSERT INTO dti.account (role_name, language) VALUES ('dti_chart', 'en');
