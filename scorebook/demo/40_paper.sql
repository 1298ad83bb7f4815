-- SPDX-License-Identifier: PostgreSQL
-- Pages, letters and sheets: what officials have in their hands.
SET search_path = '';
\echo
\echo '==== (e) On paper: a report, a reminder, a sheet that went out and came back ===='
\echo
\echo 'The report of a commune is one HTML page (dti.report); here its text, without the table of lost points.'
SELECT regexp_replace(regexp_replace(regexp_replace(replace(replace(regexp_replace(dti.report('2025', 'M001'),
	'<head>.*</head>|<!DOCTYPE[^>]*>', '', 'g'), '</tr>', E'\n'), '</h2>', E'\n'), '<h2>(?=Điểm còn).*(?=<h2>Hội đồng)', E'\n(…)\n'), '<(/td|/th|/span|/b|/p|/h1|/div|br/)>', '  ', 'g'), '<[^>]*>|^\s+', '', 'g') AS "Xã mới 001";
SELECT length(dti.report('2025', 'M001')) / 1000 AS "Report, kB", length(dti.report_all('2025')) / 1000 AS "Ranking, kB", length(dti.set_page('commune-2024')) / 1000 AS "Set, kB";
\echo 'What if it had put somebody in charge (2.1) and met all five parts of its plan (4.22.2)?'
SELECT pillar_name AS "Pillar", points AS "Points", points_then AS "Then", rank || ' / ' || ranked_count AS "Rank", rank_then || ' / ' || ranked_count_then AS "Rank then"
FROM dti.what_if('2025', 'M001', '{"2.1": "Tốt", "4.22.2": "5/5"}') WHERE points_then <> points;

\echo 'A new year opens. A sheet goes out as CSV (byte order mark, semicolons), the first lines of it:'
UPDATE dti.clock SET stands_at = '2026-12-21 09:00+07';
INSERT INTO dti.period (period_id, name, year, previous_period, self_counts) VALUES ('2026', 'Năm 2026', 2026, '2025', 'always');
INSERT INTO dti.set_choice (period_id, unit_kind, set_id) VALUES ('2026', 'commune', 'commune-2024');
SELECT dti.enrol('2026') AS "Enrolled";
SELECT line AS "Line", array_to_string(fields[1:2] || fields[4:4] || fields[6:7] || fields[9:11], ' | ') AS "Sheet" FROM dti.csv_records(dti.sheet_csv('2026', 'M001')) LIMIT 4;
\echo 'Filled in with percentages and one slip of the pen, and sent back:'
SELECT r.line AS "Line", r.code AS "Code", r.answer AS "Answer", r.reason AS "Reason"
FROM dti.enter_csv('2026', regexp_replace(regexp_replace(dti.sheet_csv('2026', 'M001'), '(;"100 %[^\n]*?/2026);;', '\1;87,5%;', 'g'), ';87,5%;', ';875%;')) AS r;
SELECT count(*) AS "Bad lines" FROM dti.enter_csv('2026', regexp_replace(dti.sheet_csv('2026', 'M001'), '(;"100 %[^\n]*?/2026);;', '\1;87,5%;', 'g'));
SELECT count(*) AS "Answers in", (SELECT count(*) FROM dti.enter_csv('2026', dti.sheet_csv('2026', 'M001'))) AS "Bad lines when it goes out and comes back unchanged" FROM dti.self_answer WHERE period_id = '2026';

\echo 'What is still open goes to each office as a letter; the first of them:'
SELECT subject AS "Subject", body AS "Letter" FROM dti.reminders('2026') WHERE unit_id = 'M001' ORDER BY criteria, office_type LIMIT 1;

DO $$
BEGIN
	IF (SELECT count(*) FROM dti.self_answer WHERE period_id = '2026' AND unit_id = 'M001' AND answer = '87,5%') <> 39
		OR (SELECT count(*) FROM dti.audit WHERE period_id = '2026' AND table_name = 'self_answer' AND verb = 'update') <> 0
		OR (SELECT sum(criteria) FROM dti.reminders('2026') WHERE unit_id = 'M001') <> (SELECT count(*) FROM dti.unanswered WHERE period_id = '2026' AND unit_id = 'M001')
		OR (CASE WHEN (SELECT setting FROM pg_config() WHERE name = 'CONFIGURE') LIKE '%with-libxml%' THEN NOT xml_is_well_formed_document(dti.report('2025', 'M001')) ELSE false END) OR EXISTS (SELECT 1 FROM dti.audit_check('2026')) THEN
		RAISE EXCEPTION 'what was on paper did not come out as it should';
	END IF;
END
$$;
