-- SPDX-License-Identifier: PostgreSQL
-- The scorebook's roles: psql -q -v schema=dti -f scorebook/roles.sql
--
-- Separate from install.sql, because roles belong to the whole server. Run it
-- as the owner of the scorebook, or a superuser. Makes eight group roles, named after the schema
-- (or -v prefix=...; run again, as they were named before), where they do not
-- exist yet (that needs CREATEROLE), and grants them their rights and row
-- policies. A role of such a name that this book did not make is refused: it may
-- be another database's. May be run again. Persons get login roles of their own,
-- a group role each, and a row in table account:
--
--     CREATE ROLE lan LOGIN; GRANT dti_assessor TO lan;
--     INSERT INTO dti.account (role_name, unit_id) VALUES ('lan', '16012');
\set ON_ERROR_STOP on
\ir enter.sql
\if :{?prefix}
\else
	SELECT coalesce((SELECT left(b.role_name, -length('_administrator')) FROM book_role AS b WHERE b.duty = 'administrator'), :'schema') AS prefix \gset
\endif
SELECT octet_length(:'prefix' || '_administrator') > 63 AS too_long,
	:'prefix' || '_administrator' AS administrator, :'prefix' || '_assessor' AS assessor, :'prefix' || '_appraiser' AS appraiser,
	:'prefix' || '_publisher' AS publisher, :'prefix' || '_viewer' AS viewer, :'prefix' || '_auditor' AS auditor,
	:'prefix' || '_bi' AS bi, :'prefix' || '_bi_council' AS bi_council, :'schema' || '_bi' AS bi_schema \gset
\if :too_long
	\set refusal_vi 'tên các vai trò sẽ quá dài: chọn -v prefix=... ngắn hơn'
	\set refusal_en 'the names of the roles would be too long: choose a shorter -v prefix=...'
	\ir refuse.sql
\endif

-- Roles belong to the whole server.
SELECT coalesce(string_agg(format('%I', r.rolname), ', ' ORDER BY r.rolname), '') AS strangers, count(*) > 0 AS any_strangers
FROM pg_catalog.pg_roles AS r
WHERE r.rolname = ANY (ARRAY[:'administrator', :'assessor', :'appraiser', :'publisher', :'viewer', :'auditor', :'bi', :'bi_council'])
	AND NOT EXISTS (SELECT 1 FROM book_role AS b WHERE b.role_name = r.rolname) \gset
\if :any_strangers
	\set refusal_vi 'các vai trò này đã có, và không do sổ này tạo ra: ' :strangers
	\set refusal_en 'these roles are there already, and this book did not make them: ' :strangers
	\set condition 42710
	\set hint_vi 'Chúng có thể thuộc một sổ khác trên máy chủ này: chọn tên khác bằng -v prefix=...'
	\set hint_en 'They may be those of another book on this server: choose other names with -v prefix=...'
	\ir refuse.sql
\endif

SELECT format('CREATE ROLE %I NOLOGIN', d.role_name)
FROM unnest(ARRAY[:'administrator', :'assessor', :'appraiser', :'publisher', :'viewer', :'auditor', :'bi', :'bi_council']) AS d(role_name)
WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles AS r WHERE r.rolname = d.role_name) \gexec

INSERT INTO book_role AS b (duty, role_name) VALUES
	('administrator', :'administrator'), ('assessor', :'assessor'), ('appraiser', :'appraiser'),
	('publisher', :'publisher'), ('viewer', :'viewer'), ('auditor', :'auditor'), ('bi', :'bi'), ('bi_council', :'bi_council')
ON CONFLICT (duty) DO UPDATE SET role_name = excluded.role_name WHERE b.role_name <> excluded.role_name;

-- Begin from nothing: what was granted before goes.
REVOKE ALL ON ALL TABLES IN SCHEMA :"schema" FROM :"administrator", :"assessor", :"appraiser", :"publisher", :"viewer", :"auditor";
REVOKE ALL ON ALL TABLES IN SCHEMA :"schema", :"bi_schema" FROM :"bi", :"bi_council";
GRANT USAGE ON SCHEMA :"schema" TO :"administrator", :"assessor", :"appraiser", :"publisher", :"viewer", :"auditor";

-- Everybody: what is published, and how it came about.
GRANT SELECT ON book_version, wording, score, ranking, node_average, lost_points, past_value, published, published_ranks, published_scores, freshness, guidance, unquantified, sight, period_shown, office_points
	TO :"administrator", :"assessor", :"appraiser", :"publisher", :"viewer", :"auditor";
-- Reference data; views and what_if read it with the caller's rights.
GRANT SELECT ON unit_kind, index_set, node, pillar, pillar_of_set, criterion, responsibility, office_type, office TO :"viewer";
GRANT SELECT ON unit_kind, index_set, node, pillar, pillar_of_set, criterion, unit, merger, office_type, office, responsibility,
	period, set_choice, not_applicable, not_applicable_criterion, book_time, predecessor, last_publication
	TO :"administrator", :"assessor", :"appraiser", :"publisher", :"auditor";
-- Units read the view published: internal reports are not for them.
GRANT SELECT ON publication TO :"administrator", :"appraiser", :"publisher", :"auditor";
-- Working data: row-level security says whose.
GRANT SELECT ON account, submission, entry_extension, unit_target, self_answer, appraised_answer, correction, final_answer, evidence,
	settled, outcome, my_sheet, self_assessed, stage_difference, progress, outside_data_window, target_changed, evidence_lacking, unanswered, plausibility, confirmation, confirmed_figure, figure_request, collected,
	sheet_to_move
	TO :"administrator", :"assessor", :"appraiser", :"publisher", :"auditor";

GRANT INSERT, UPDATE, DELETE ON unit_kind, index_set, pillar, criterion, unit, merger, office_type, office, responsibility, account,
	period, set_choice, not_applicable, submission, entry_extension, unit_target TO :"administrator";
GRANT INSERT (period_id, old_set, new_set, map, leave_out, dry_run) ON set_move TO :"administrator";
GRANT SELECT ON audit, audit_hidden, refresh_log, set_move TO :"administrator", :"auditor";
GRANT SELECT ON audit_head, book_role, clock TO :"auditor";

GRANT UPDATE ON wording TO :"administrator";
GRANT INSERT, UPDATE, DELETE ON self_answer, evidence, confirmation, figure_request TO :"assessor";
GRANT UPDATE (state) ON submission TO :"assessor";

GRANT INSERT, UPDATE, DELETE ON appraised_answer, correction TO :"appraiser";
GRANT UPDATE (state, reason) ON submission TO :"appraiser";

GRANT INSERT (period_id, kind, label, reason, for_viewers, points_decimals, ratio_decimals, unit_id, doc_number, doc_date, addressee) ON publication TO :"publisher";
-- The standing office of a unit, for reports of its own.
GRANT INSERT (period_id, kind, label, reason, unit_id, doc_number, doc_date, addressee) ON publication TO :"assessor";

GRANT SELECT ON offered_count TO :"administrator", :"assessor", :"appraiser", :"publisher", :"auditor";
-- A unit, which sees its own sheet, would take every other for one without.
GRANT SELECT ON not_enrolled TO :"administrator", :"appraiser", :"publisher", :"auditor";

-- What runs with the owner's rights.
GRANT EXECUTE ON FUNCTION discard_rehearsal(text) TO :"administrator";

-- BI tools read their own schema and nothing else: what is published, or every unit's.
GRANT USAGE ON SCHEMA :"bi_schema" TO :"bi", :"bi_council";
GRANT SELECT ON ALL TABLES IN SCHEMA :"bi_schema" TO :"bi", :"bi_council";

-- Policies anew, so that this script may be run again.
SELECT format('DROP POLICY %I ON %s', p.polname, p.polrelid::regclass)
FROM pg_catalog.pg_policy AS p JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid
	AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = :'schema') \gexec

-- Those of the council and the office that runs it see every unit's rows.
SELECT format('CREATE POLICY see_all ON %I FOR SELECT TO %I, %I, %I, %I USING (true)', t.name, :'administrator', :'appraiser', :'publisher', :'auditor')
FROM unnest(ARRAY['submission', 'entry_extension', 'unit_target', 'self_answer', 'appraised_answer', 'correction', 'final_answer', 'evidence', 'confirmation', 'figure_request']) AS t(name) \gexec
CREATE POLICY see_all ON publication FOR SELECT TO :"administrator", :"appraiser", :"publisher", :"auditor" USING (true);
CREATE POLICY publish ON publication FOR INSERT TO :"publisher" WITH CHECK (true);
CREATE POLICY report_own ON publication FOR INSERT TO :"assessor"
	WITH CHECK (kind = 'ad hoc' AND NOT for_viewers AND unit_id IN (SELECT a.unit_id FROM account AS a WHERE a.role_name = current_user AND a.is_standing));
CREATE POLICY see_all ON account FOR SELECT TO :"administrator", :"auditor" USING (true);
CREATE POLICY see_own ON account FOR SELECT TO :"assessor", :"appraiser", :"publisher" USING (role_name = current_user);
CREATE POLICY see_all ON audit FOR SELECT TO :"administrator", :"auditor" USING (true);

-- Assessors: rows of their own units; the appraisal once the period is closed.
SELECT format('CREATE POLICY see_own ON %I FOR SELECT TO %I USING (unit_id IN (SELECT a.unit_id FROM account AS a WHERE a.role_name = current_user))', t.name, :'assessor')
FROM unnest(ARRAY['submission', 'entry_extension', 'unit_target', 'self_answer', 'final_answer', 'correction', 'evidence', 'confirmation', 'figure_request']) AS t(name) \gexec
CREATE POLICY see_own ON appraised_answer FOR SELECT TO :"assessor"
	USING (unit_id IN (SELECT a.unit_id FROM account AS a WHERE a.role_name = current_user)
		AND (SELECT p.state FROM period AS p WHERE p.period_id = appraised_answer.period_id) IN ('closed', 'published'));
SELECT format('CREATE POLICY write_own_%s ON %I FOR %s TO %I %s', lower(v.verb), t.name, v.verb, :'assessor',
	(SELECT string_agg(format('%s (unit_id IN (SELECT a.unit_id FROM account AS a WHERE a.role_name = current_user))', c.clause), ' ')
	 FROM unnest(v.clauses) AS c(clause)))
FROM unnest(ARRAY['self_answer', 'evidence', 'confirmation', 'figure_request']) AS t(name),
	(VALUES ('INSERT', ARRAY['WITH CHECK']), ('UPDATE', ARRAY['USING', 'WITH CHECK']), ('DELETE', ARRAY['USING'])) AS v(verb, clauses) \gexec
-- Only the head of the unit approves; nobody returns his own sheet.
CREATE POLICY submit_own ON submission FOR UPDATE TO :"assessor"
	USING (unit_id IN (SELECT a.unit_id FROM account AS a WHERE a.role_name = current_user))
	WITH CHECK (state = 'submitted' AND unit_id IN (SELECT a.unit_id FROM account AS a WHERE a.role_name = current_user)
		OR state = 'approved' AND unit_id IN (SELECT a.unit_id FROM account AS a WHERE a.role_name = current_user AND a.is_head));

-- Appraisers: every unit but those they belong to. Without a row in account
-- nobody knows where they belong, so they may not write at all.
SELECT format('CREATE POLICY appraise_%s ON %I FOR %s TO %I %s', lower(v.verb), t.name, v.verb, :'appraiser',
	(SELECT string_agg(format('%s (EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user)
		AND NOT EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user AND a.unit_id = %I.unit_id))', c.clause, t.name), ' ')
	 FROM unnest(v.clauses) AS c(clause)))
FROM unnest(ARRAY['appraised_answer', 'correction']) AS t(name),
	(VALUES ('INSERT', ARRAY['WITH CHECK']), ('UPDATE', ARRAY['USING', 'WITH CHECK']), ('DELETE', ARRAY['USING'])) AS v(verb, clauses) \gexec
CREATE POLICY return ON submission FOR UPDATE TO :"appraiser"
	USING (EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user)
		AND NOT EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user AND a.unit_id = submission.unit_id))
	WITH CHECK (state = 'returned' AND EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user)
		AND NOT EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user AND a.unit_id = submission.unit_id));

-- Permissive policies add up in who has two duties; these take away. Whoever
-- belongs to a unit neither returns its sheet nor sees its appraisal early, be it in
-- the audit, or as another group by SET ROLE: who has logged in belongs to it still.
CREATE POLICY not_own_return ON submission AS RESTRICTIVE FOR UPDATE
	USING (true)
	WITH CHECK (state <> 'returned' OR NOT unit_id = ANY ((SELECT i.interests FROM sight AS i)::text[]));
CREATE POLICY not_own_early ON appraised_answer AS RESTRICTIVE FOR SELECT
	USING ((SELECT p.state FROM period AS p WHERE p.period_id = appraised_answer.period_id) IN ('closed', 'published')
		OR NOT unit_id = ANY ((SELECT i.interests FROM sight AS i)::text[]));
SELECT format('CREATE POLICY not_own_%s ON %I AS RESTRICTIVE FOR %s %s', lower(v.verb), t.name, v.verb,
	(SELECT string_agg(format('%s (NOT unit_id = ANY ((SELECT i.interests FROM sight AS i)::text[]))', c.clause), ' ') FROM unnest(v.clauses) AS c(clause)))
FROM unnest(ARRAY['appraised_answer', 'correction']) AS t(name),
	(VALUES ('INSERT', ARRAY['WITH CHECK']), ('UPDATE', ARRAY['USING', 'WITH CHECK']), ('DELETE', ARRAY['USING'])) AS v(verb, clauses) \gexec
CREATE POLICY not_own_early ON audit AS RESTRICTIVE FOR SELECT
	USING (table_name <> 'appraised_answer'
		OR (SELECT p.state FROM period AS p WHERE p.period_id = audit.period_id) IN ('closed', 'published')
		OR NOT unit_id = ANY ((SELECT i.interests FROM sight AS i)::text[]));
-- What did not fit of a move names answers of the council too. (The administrator moves.)
CREATE POLICY see_all ON set_move FOR SELECT TO :"administrator", :"auditor" USING (true);
CREATE POLICY move ON set_move FOR INSERT TO :"administrator" WITH CHECK (true);
CREATE POLICY not_own_early ON set_move AS RESTRICTIVE FOR SELECT TO :"auditor"
	USING (moved_by = current_user OR (SELECT p.state FROM period AS p WHERE p.period_id = set_move.period_id) IN ('closed', 'published')
		OR (SELECT i.interests FROM sight AS i) = '{}');

-- An account of an office writes what that office leads, and neither submits nor
-- approves the sheet of the unit; requests to it are answered, and made by others.
SELECT format('CREATE POLICY only_led_%s ON %I AS RESTRICTIVE FOR %s TO %I %s', lower(v.verb), t.name, v.verb, :'assessor',
	(SELECT string_agg(format('%s (NOT EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user AND a.unit_id = %2$I.unit_id AND a.office_type IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM responsibility AS r WHERE r.set_id = %2$I.set_id AND r.code = %2$I.code AND r.part = ''lead'' AND r.office_type = a.office_type)))', c.clause, t.name), ' ')
	 FROM unnest(v.clauses) AS c(clause)))
FROM unnest(ARRAY['self_answer', 'evidence']) AS t(name),
	(VALUES ('INSERT', ARRAY['WITH CHECK']), ('UPDATE', ARRAY['USING', 'WITH CHECK']), ('DELETE', ARRAY['USING'])) AS v(verb, clauses) \gexec
CREATE POLICY only_whole_sheet ON submission AS RESTRICTIVE FOR UPDATE TO :"assessor"
	USING (NOT EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user AND a.unit_id = submission.unit_id AND a.office_type IS NOT NULL));
SELECT format('CREATE POLICY only_own_office_%s ON confirmation AS RESTRICTIVE FOR %s TO %I %s', lower(v.verb), v.verb, :'assessor',
	(SELECT string_agg(format('%s (EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user AND a.unit_id = confirmation.unit_id AND a.office_type = confirmation.office_type))', c.clause), ' ')
	 FROM unnest(v.clauses) AS c(clause)))
FROM (VALUES ('INSERT', ARRAY['WITH CHECK']), ('UPDATE', ARRAY['USING', 'WITH CHECK']), ('DELETE', ARRAY['USING'])) AS v(verb, clauses) \gexec
CREATE POLICY only_asked ON figure_request AS RESTRICTIVE FOR DELETE TO :"assessor"
	USING (answer IS NULL AND NOT EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user AND a.unit_id = figure_request.unit_id AND a.office_type IS NOT NULL));

-- The administrator runs the procedure, and enters no answers.
SELECT format('CREATE POLICY administer_%s ON %I FOR %s TO %I %s', lower(v.verb), t.name, v.verb, :'administrator', v.clauses)
FROM unnest(ARRAY['account', 'submission', 'entry_extension', 'unit_target']) AS t(name),
	(VALUES ('INSERT', 'WITH CHECK (true)'), ('UPDATE', 'USING (true) WITH CHECK (true)'), ('DELETE', 'USING (true)')) AS v(verb, clauses) \gexec

SELECT format('COMMENT ON POLICY %I ON %s IS %L', p.polname, p.polrelid::regclass, CASE
	WHEN p.polname = 'see_all' THEN 'these duties see the rows of every unit'
	WHEN p.polname = 'see_own' THEN 'rows of the role''s own units'
	WHEN p.polname LIKE 'write_own%' THEN 'assessors write for their own units only'
	WHEN p.polname = 'submit_own' THEN 'assessors submit, the head of the unit approves'
	WHEN p.polname LIKE 'appraise%' THEN 'appraisers write for every unit but their own'
	WHEN p.polname LIKE 'not_own%' THEN 'restrictive: nobody judges the own unit, or sees its appraisal early, by a second duty'
	WHEN p.polname LIKE 'only%' THEN 'restrictive: who works for an office acts for it, and what others do stays theirs'
	WHEN p.polname = 'move' THEN 'the administrator moves sheets to another set'
	WHEN p.polname = 'publish' THEN 'publishers publish'
	WHEN p.polname = 'report_own' THEN 'the standing office makes ad-hoc reports of its own unit'
	WHEN p.polname = 'return' THEN 'appraisers return sheets of units other than their own'
	ELSE 'the administrator runs the procedure' END)
FROM pg_catalog.pg_policy AS p JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid
	AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = :'schema') \gexec

\if :{?nested}
	RESET search_path;
	RESET client_min_messages;
\else
	COMMIT;
\endif
