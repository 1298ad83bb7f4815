-- SPDX-License-Identifier: PostgreSQL
-- Who may do what in the scorebook: every role, relation and verb, really
-- tried; then rows of units, through tables and views.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();

\set matrix `cat scorebook/matrix.csv`
CREATE TEMP TABLE matrix AS
SELECT c.cells->>'object' AS object, d.duty, c.cells->>d.duty AS verbs
FROM book.csv_rows(:'matrix') AS c, unnest(ARRAY['administrator', 'assessor', 'appraiser', 'publisher', 'viewer', 'auditor']) AS d(duty);
SELECT is_empty($$SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'book'::regnamespace AND c.relkind IN ('r', 'v', 'm') EXCEPT SELECT object FROM matrix$$, 'every relation is in the matrix');
SELECT is_empty($$SELECT object FROM matrix EXCEPT SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'book'::regnamespace$$, 'and nothing else');

CREATE FUNCTION tap.attempt(duty text, object text, verb text) RETURNS boolean LANGUAGE sql AS $$
SELECT tap.try('book_' || duty, format(CASE verb
	WHEN 'S' THEN 'SELECT 1 FROM book.%1$I LIMIT 0'
	WHEN 'I' THEN CASE object WHEN 'publication' THEN 'INSERT INTO book.publication (period_id) VALUES (NULL)' WHEN 'set_move' THEN 'INSERT INTO book.set_move (period_id) VALUES (NULL)' ELSE 'INSERT INTO book.%1$I DEFAULT VALUES' END
	WHEN 'U' THEN CASE object WHEN 'submission' THEN 'UPDATE book.submission SET state = state WHERE false' ELSE 'UPDATE book.%1$I SET %2$I = NULL' END
	WHEN 'D' THEN 'DELETE FROM book.%1$I WHERE false'
	WHEN 'T' THEN 'TRUNCATE book.%1$I' END, object,
	(SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = format('book.%I', object)::regclass AND a.attnum > 0 AND a.attidentity = '' ORDER BY a.attnum LIMIT 1)))
	-- not granted; or a view that takes no writes
	!~ '^(42501 permission denied|55000 cannot (insert into|update|delete from) view|42809 )'
$$;
SELECT is_empty($$
	SELECT m.duty, m.object, v.verb, CASE WHEN tap.attempt(m.duty, m.object, v.verb) THEN 'may' ELSE 'may not' END
	FROM matrix AS m, unnest(ARRAY['S', 'I', 'U', 'D', 'T']) AS v(verb)
	WHERE tap.attempt(m.duty, m.object, v.verb) <> (strpos(m.verbs, v.verb) > 0)$$, 'each role may do to each relation what the matrix says, and nothing else');
SELECT cmp_ok((SELECT count(*) FROM matrix AS m, unnest(ARRAY['S', 'I', 'U', 'D', 'T'])), '>', 1500::bigint, 'more than 1500 attempts');
-- People with two duties may do what either may, and nothing else.
DO $$
DECLARE
	two record;
BEGIN
	FOR two IN SELECT a.duty AS one, b.duty AS other FROM (SELECT DISTINCT duty FROM matrix) AS a, (SELECT DISTINCT duty FROM matrix) AS b WHERE a.duty < b.duty LOOP
		EXECUTE format('CREATE ROLE %I; GRANT %I, %I TO %1$I', 'book_' || two.one || '_' || two.other, 'book_' || two.one, 'book_' || two.other);
	END LOOP;
END
$$;
SELECT is_empty($$
	SELECT m.duty || '_' || o.duty, m.object, v.verb
	FROM matrix AS m JOIN matrix AS o ON o.object = m.object AND m.duty < o.duty, unnest(ARRAY['S', 'I', 'U', 'D', 'T']) AS v(verb)
	WHERE tap.attempt(m.duty || '_' || o.duty, m.object, v.verb) <> (strpos(m.verbs || o.verbs, v.verb) > 0)$$, 'two duties add up, to nothing beyond them');
SELECT is_empty($$SELECT object FROM matrix WHERE duty = 'viewer' AND tap.attempt('nobody', object, 'S')$$, 'a role of no duty sees nothing');
SELECT is(tap.try('book_nobody', 'SELECT * FROM book.ranking'), '42501 permission denied for schema book', 'not even the schema');

-- Functions
SELECT is(tap.try(r, s), '42501 permission denied for function ' || split_part(split_part(s, '.', 2), '(', 1), r || ': ' || s)
FROM unnest(ARRAY['book_boss', 'book_a1', 'book_press']) AS r, unnest(ARRAY['SELECT book.refresh()', $$SELECT book.refresh_views('card_data')$$, 'SELECT book.schedule_refresh()', $$SELECT book.guard_table('book.unit', 'self')$$]) AS s;
SELECT is_empty($$SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = 'book'::regnamespace AND p.prosecdef AND p.prorettype = 'trigger'::regtype
	AND (p.proname NOT IN ('guard', 'index_set_nodes', 'index_set_recasts', 'set_move_moves', 'period_settles', 'audit_write', 'publication_rules', 'publication_freezes')
		OR p.proconfig <> ARRAY['search_path=""'] OR has_function_privilege('public', p.oid, 'execute')
		OR obj_description(p.oid, 'pg_proc') NOT LIKE '%SECURITY DEFINER because%')$$,
	'SECURITY DEFINER: eight trigger functions only, with an empty search_path, for nobody to use, and their reason');
SELECT is((SELECT count(*) FROM pg_proc AS p WHERE p.pronamespace = 'book'::regnamespace AND p.prosecdef AND p.prorettype = 'trigger'::regtype), 8::bigint, 'which are there');
-- Others run in the book's own path, for a duty that roles.sql grants them to.
SELECT is((SELECT string_agg(p.proname, ' ' ORDER BY p.proname) FROM pg_proc AS p WHERE p.pronamespace = 'book'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype), 'discard_rehearsal', 'beside them one that is called');
SELECT is_empty($$SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = 'book'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
	AND (p.proconfig <> ARRAY['search_path=book, dx, pg_temp'] OR has_function_privilege('public', p.oid, 'execute') OR obj_description(p.oid, 'pg_proc') NOT LIKE '%SECURITY DEFINER because%')$$,
	'in the book''s path, not for everybody, and with its reason');
SELECT is(tap.try(r, $$SELECT * FROM book.discard_rehearsal('k')$$), '42501 permission denied for function discard_rehearsal', r || ' throws nothing away')
FROM unnest(ARRAY['book_a1', 'book_council', 'book_press', 'book_control']) AS r;
SELECT is(tap.try('book_boss', $$SELECT * FROM book.discard_rehearsal('k')$$), '55000 period "k" is no rehearsal: it stays', 'nor does the administrator, of what counts');
SELECT is_empty($$SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'book'::regnamespace AND c.relkind = 'r'
	AND EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'unit_id' AND a.attnum > 0)
	AND NOT c.relrowsecurity AND c.relname NOT IN ('unit', 'office', 'not_applicable', 'audit_head', 'frozen_score', 'frozen_ranking')$$,
	'tables with rows of units have row-level security');

-- Rows
SELECT book.enrol('k');
SELECT is(tap.try('book_a1', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.1', '80'), ('k', 'x1', '1.2', 'có')$$), 'ok', 'an assessor enters for the own unit');
SELECT is(tap.try('book_a1', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x2', '1.1', '80')$$), '42501 role "book_a1" may not enter answers of unit "x2" in period "k"', 'and for no other, with a clear message');
SELECT is(tap.try('book_a2', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x2', '1.1', '70')$$), 'ok', 'another for hers');
SELECT is((SELECT entered_by FROM book.self_answer WHERE unit_id = 'x2'), 'book_a2', 'and that is who entered it');
SELECT is(tap.try('book_a1', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer, entered_by) VALUES ('k', 'x1', '2.1', '0.5', 'book_a2')$$), 'ok', 'who claims to be another');
SELECT is((SELECT entered_by FROM book.self_answer WHERE unit_id = 'x1' AND code::text = '2.1'), 'book_a1', 'does not become her');
SELECT is((SELECT DISTINCT actor FROM book.audit WHERE table_name = 'self_answer' AND unit_id = 'x1'), 'book_a1', 'the audit knows too');
SELECT is(tap.try('book_a1', $$INSERT INTO book.evidence (period_id, unit_id, code, title, place) VALUES ('k', 'x2', '1.1', 'a', 'b')$$), '42501 role "book_a1" may not enter evidence of unit "x2" in period "k"', 'no evidence for another unit');
SELECT is(tap.try('book_a1', $$INSERT INTO book.evidence (period_id, unit_id, code, title, place) VALUES ('k', 'x1', '1.1', 'a', 'b')$$), 'ok', 'evidence for the own');
CREATE FUNCTION tap.sees(who text, relation text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	EXECUTE format('SELECT coalesce(string_agg(DISTINCT unit_id, '' '' ORDER BY unit_id), '''') FROM %s', relation) INTO seen;
	RESET ROLE;
	RETURN seen;
END
$$;
SELECT count(*) FROM book.refresh();
SELECT is(tap.sees('book_a1', r), 'x1', 'an assessor sees the own unit in ' || r)
FROM unnest(ARRAY['book.submission', 'book.self_answer', 'book.evidence', 'book.my_sheet', 'book.account', 'book.score', 'book.ranking', 'book.stage_difference', 'book.progress', 'book.lost_points']) AS r;
SELECT is(tap.sees('book_council', r), (SELECT string_agg(unit_id, ' ' ORDER BY unit_id) FROM book.submission), 'the council sees all units in ' || r)
FROM unnest(ARRAY['book.submission', 'book.my_sheet', 'book.score', 'book.ranking', 'book.progress']) AS r;
CREATE FUNCTION tap.ranked(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT string_agg(concat_ws(' ', unit_id, points, ranked_count, rank, rank_points, gap_to_next, gap_to_best, rank_change, no_change_reason), ', ' ORDER BY unit_id) INTO seen
	FROM book.ranking WHERE period_id = 'k' AND unit_kind = 'commune' AND ranking_group = '' AND pillar = '';
	RESET ROLE;
	RETURN seen;
END
$$;
SELECT is(tap.ranked('book_a1'), 'x1 0 0 ranks are shown once they are published', 'before publication an assessor sees no rank, and no distance to others');
SELECT is(tap.ranked('book_council'), 'x1 0 0 there is no previous period, x2 0 0 there is no previous period, x3 0 0 there is no previous period, x9 0 0 there is no previous period', 'of whom nothing counts yet, nobody sees one');
SELECT is((SELECT count(*) FROM book.ranking WHERE rank IS NOT NULL OR grade IS NOT NULL), 0::bigint, 'neither a rank nor a grade');
SELECT is(tap.sees(w, 'book.self_assessed'), s, 'points by the own answers, for ' || w) FROM (VALUES ('book_council', (SELECT string_agg(unit_id, ' ' ORDER BY unit_id) FROM book.submission)), ('book_a1', '')) AS v(w, s);
SELECT is((SELECT string_agg(unit_id || ' ' || self_points, ', ' ORDER BY unit_id) FROM book.self_assessed WHERE pillar = '' AND self_points > 0), 'x1 44, x2 21', 'which are there');
SELECT is(tap.sees('book_reader', r), '', 'before publication a viewer sees nothing in ' || r) FROM unnest(ARRAY['book.score', 'book.ranking', 'book.lost_points', 'book.published_ranks', 'book.published_scores']) AS r;
SELECT is(tap.try('book_a1', 'UPDATE book.self_answer SET answer = ''1'' WHERE unit_id = ''x2'''), 'ok', 'updating what one does not see');
SELECT is((SELECT answer FROM book.self_answer WHERE unit_id = 'x2'), '70', 'does nothing');
SELECT is(tap.try('book_a1', 'DELETE FROM book.self_answer WHERE unit_id = ''x2'''), 'ok', 'nor deleting');
SELECT is((SELECT count(*) FROM book.self_answer WHERE unit_id = 'x2'), 1::bigint, 'it');
-- a leaky function in a filter sees no row of another unit either
CREATE FUNCTION tap.peek(text, numeric) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE WARNING 'peek %', $1; PERFORM set_config('tap.peeked', coalesce(current_setting('tap.peeked', true), '') || $1 || ' ', true); RETURN true; END$$;
SET client_min_messages = error;
SELECT is(tap.try('book_a1', 'SELECT * FROM book.ranking WHERE tap.peek(unit_id, points)'), 'ok', 'a filter that tells what it is shown');
SELECT is(current_setting('tap.peeked'), 'x1 x1 x1 ', 'is shown own rows only');
SET client_min_messages = warning;
SELECT is(tap.try('book_a1', $$UPDATE book.submission SET set_id = 'huyen-1' WHERE unit_id = 'x1'$$), '42501 permission denied for table submission', 'an assessor changes the state of the sheet only');
SELECT is(tap.try('book_a1', $$UPDATE book.submission SET state = 'submitted' WHERE unit_id = 'x1'$$), 'ok', 'submits it');
SELECT is(tap.try('book_a1', $$UPDATE book.submission SET state = 'approved' WHERE unit_id = 'x1'$$), '42501 the sheet of unit "x1" is approved by its head, role "book_a1" may submit it', 'and does not approve it');
SELECT is(tap.try('book_head1', $$UPDATE book.submission SET state = 'approved' WHERE unit_id = 'x1'$$), 'ok', 'the head does');
SELECT alike(tap.try('book_council_x1', $$UPDATE book.submission SET state = 'returned', reason = 'a' WHERE unit_id = 'x1' RETURNING 1$$), 'ok', 'an appraiser does not return the own unit''s sheet');
SELECT is((SELECT state FROM book.submission WHERE unit_id = 'x1'), 'approved', 'it stays approved');
CREATE ROLE book_both;
GRANT book_assessor, book_appraiser TO book_both;
INSERT INTO book.account (role_name, unit_id, is_head) VALUES ('book_both', 'x1', true);
SELECT alike(tap.try('book_both', $$UPDATE book.submission SET state = 'returned', reason = 'a' WHERE unit_id = 'x1'$$), '42501 new row violates row-level security%', 'nor does an assessor who is an appraiser too');
SELECT is((SELECT state FROM book.submission WHERE unit_id = 'x1'), 'approved', 'it still stays approved');
SELECT is(tap.try('book_council', $$UPDATE book.submission SET state = 'returned', reason = 'a' WHERE unit_id = 'x1'$$), 'ok', 'another appraiser returns it');

SELECT is(tap.try('book_a1', $$UPDATE book.period SET state = 'appraising'$$), '42501 permission denied for table period', 'an assessor does not end the entry');
SELECT is(tap.try('book_a1', $$UPDATE book.clock SET stands_at = now()$$), '42501 permission denied for table clock', 'nor moves the clock');
SELECT is(tap.try('book_boss', $$UPDATE book.clock SET stands_at = now()$$), '42501 permission denied for table clock', 'nor does the administrator');
SELECT is(tap.try('book_boss', $$INSERT INTO book.pillar (set_id, pillar, name, codes) VALUES ('huyen-1', 'p', 'p', '{A}')$$), 'ok', 'who names pillars while the period is not closed');
SELECT is(tap.try('book_boss', $$UPDATE book.index_set SET name = 'Huyện' WHERE set_id = 'huyen-1'$$), 'ok', 'may rename a set in use');
SELECT is(tap.try('book_boss', $$DELETE FROM book.pillar$$), 'ok', 'may think better of it');
SELECT is(tap.try('book_a1', $$SELECT book.lock_set('xa-1')$$), '42501 permission denied for table index_set', 'what nobody else locks');
SELECT is(tap.try('book_boss', $$UPDATE book.period SET state = 'appraising'$$), 'ok', 'and ends the entry');
SELECT is(tap.sees('book_a1', 'book.appraised_answer'), '', 'no appraisal yet');
SELECT is(tap.try('book_council', $$INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.1', '60', 'x'), ('k', 'x2', '1.1', '60', 'x')$$), 'ok', 'the council appraises');
SELECT is(tap.try('book_council_x1', $$INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.2', 'không', 'x')$$), '42501 role "book_council_x1" may not appraise unit "x1": it belongs to it', 'nobody appraises the own unit');
SELECT is(tap.try('book_council_x1', $$UPDATE book.appraised_answer SET note = 'y' WHERE unit_id = 'x1'$$), 'ok', 'nor changes');
SELECT is(tap.try('book_council_x1', $$DELETE FROM book.appraised_answer WHERE unit_id = 'x1'$$), 'ok', 'or deletes');
SELECT is((SELECT string_agg(code || ' ' || note, ', ') FROM book.appraised_answer WHERE unit_id = 'x1'), '1.1 x', 'what is said of it');
ALTER TABLE book.appraised_answer DISABLE TRIGGER reads;
SELECT alike(tap.try('book_council_x1', $$INSERT INTO book.appraised_answer (period_id, unit_id, set_id, code, answer, note) VALUES ('k', 'x1', 'xa-1', '1.2', 'không', 'x')$$), '42501 new row violates row-level security%', 'which the policies see to, whatever the triggers do');
ALTER TABLE book.appraised_answer ENABLE TRIGGER reads;
SELECT is(tap.try('book_council_x1', $$INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x2', '1.2', 'không', 'x')$$), 'ok', 'but others');
SELECT alike(tap.try('book_appraiser', $$INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x3', '1.2', 'không', 'x')$$), '42501 role "book_appraiser" may not appraise: it has no row in account', 'who has no account appraises nobody');
SELECT is(tap.sees('book_a1', 'book.appraised_answer'), '', 'an appraisal in progress is not shown to the unit');
SELECT is(tap.sees(w, 'book.appraised_answer'), 'x2', 'nor to appraisers who belong to it: ' || w) FROM unnest(ARRAY['book_both', 'book_council_x1']) AS w;
SELECT is(tap.sees('book_council', 'book.appraised_answer'), 'x1 x2', 'others see it');
SELECT count(*) FROM book.refresh();
SELECT is(tap.sees('book_both', r), 'h1 h2 m1 x2 x3 x9', 'nor what it makes of the points, by a second duty, in ' || r) FROM unnest(ARRAY['book.score', 'book.ranking']) AS r;
SELECT is(tap.sees('book_a1', r), '', 'nor what it makes of the points, in ' || r) FROM unnest(ARRAY['book.score', 'book.ranking', 'book.lost_points', 'book.stage_difference']) AS r;
SELECT is(tap.sees('book_a1', 'book.my_sheet'), 'x1', 'its own sheet stays');
SELECT is(tap.try('book_boss', $$UPDATE book.period SET state = 'closed', state_note = 'thử'$$), 'ok', 'the administrator closes');
SELECT is(tap.sees('book_a1', 'book.appraised_answer'), 'x1', 'then the unit sees its own');
SELECT is(tap.sees('book_both', 'book.appraised_answer'), 'x1 x2', 'with two duties too');
SELECT is(tap.sees('book_a1', 'book.final_answer'), 'x1', 'and what counts');
SELECT is(tap.sees('book_a1', r), 'x1', 'and its points, in ' || r) FROM unnest(ARRAY['book.score', 'book.ranking', 'book.lost_points', 'book.stage_difference']) AS r;
SELECT is(tap.ranked('book_a1'), 'x1 18 2 ranks are shown once they are published', 'but not yet its rank');
SELECT is(tap.try('book_a1', 'SELECT 1 / count(rank) FROM book.ranking'), '22012 division by zero', 'in no row');
SELECT is(tap.try('book_boss', $$INSERT INTO book.publication (period_id) VALUES ('k')$$), '42501 permission denied for table publication', 'publishing is another duty');
SELECT is(tap.try('book_press', $$INSERT INTO book.publication (period_id, revision, published_by) VALUES ('k', 7, 'book_boss')$$), '42501 permission denied for table publication', 'whose revision and author are not chosen');
SELECT is(tap.try('book_press', $$INSERT INTO book.publication (period_id) VALUES ('k')$$), 'ok', 'the publisher publishes');
SELECT is((SELECT published_by || ' ' || revision FROM book.published), 'book_press 1', 'by that name');
SELECT is(tap.sees('book_reader', 'book.ranking'), (SELECT string_agg(unit_id, ' ' ORDER BY unit_id) FROM book.submission), 'now everybody sees the ranking');
SELECT is(tap.sees('book_a1', 'book.ranking'), tap.sees('book_reader', 'book.ranking'), 'assessors too');
SELECT is(tap.ranked('book_a1'), tap.ranked('book_council'), 'with the ranks');
SELECT is(tap.try('book_a1', 'SELECT 1 / count(rank) FROM book.ranking WHERE rank_points + gap_to_best IS NOT NULL'), 'ok', 'which are there');
SELECT is(tap.sees('book_a1', 'book.stage_difference'), 'x1', 'but what the council changed only of the own unit');
SELECT is(tap.try('book_reader', 'SELECT 1 / count(self_points) FROM book.score'), '22012 division by zero', 'viewers do not see what the units gave themselves');
SELECT is(tap.try('book_council', 'SELECT 1 / count(self_points) FROM book.score'), 'ok', 'the council does');
CREATE FUNCTION tap.ranks(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT string_agg(unit_id || pillar || rank, ' ' ORDER BY unit_id, pillar) INTO seen FROM book.ranking WHERE unit_id = 'x1';
	RESET ROLE;
	RETURN seen;
END
$$;
SELECT is(tap.ranks(w), tap.ranks('book_reader'), 'a rank does not depend on who looks: ' || w) FROM unnest(ARRAY['book_a1', 'book_a2', 'book_council', 'book_boss', 'book_control']) AS w;
SELECT is(tap.try('book_press', $$INSERT INTO book.publication (period_id, kind, label) VALUES ('k', 'ad hoc', 'nội bộ')$$), 'ok', 'an internal report');
SELECT is((SELECT count(*) FROM book.published), 2::bigint, 'is there');
SELECT is(tap.try('book_reader', $$SELECT 1 / (SELECT count(*) FROM book.published WHERE label = 'nội bộ')$$), '22012 division by zero', 'not for viewers');
SELECT is(tap.try('book_press', $$INSERT INTO book.publication (period_id, reason, for_viewers) VALUES ('k', 'Lưu hành nội bộ', false)$$), 'ok', 'an official result that is not for viewers yet');
SELECT is(tap.sees('book_reader', r), '', 'is not shown to them, in ' || r) FROM unnest(ARRAY['book.score', 'book.ranking', 'book.lost_points']) AS r;
SELECT is(tap.sees('book_a1', r), 'x1', 'a unit sees its own figures, in ' || r) FROM unnest(ARRAY['book.score', 'book.ranking']) AS r;
SELECT is(tap.ranks('book_a1'), NULL::text, 'without a rank');
SELECT is(tap.sees('book_council', 'book.ranking'), (SELECT string_agg(unit_id, ' ' ORDER BY unit_id) FROM book.submission), 'the council sees all');
SELECT is(tap.try('book_press', $$INSERT INTO book.publication (period_id, reason) VALUES ('k', 'Công bố')$$), 'ok', 'the next revision');
SELECT is(tap.sees('book_reader', 'book.ranking'), tap.sees('book_council', 'book.ranking'), 'is for everybody');
SELECT is(tap.try('book_control', 'SELECT 1 / count(*) FROM book.audit'), 'ok', 'the auditor reads the audit');
SELECT is_empty($$SELECT * FROM book.audit WHERE login IS DISTINCT FROM session_user$$, 'which names the login beside the role');
SELECT isnt((SELECT count(DISTINCT actor) FROM book.audit WHERE actor <> login), 0::bigint, 'where they differ');
SELECT is(tap.try('book_control', 'SELECT * FROM book.audit_check()'), 'ok', 'and checks it');
SELECT is_empty('SELECT * FROM book.audit_check()', 'it is whole');

-- A trigger function that is SECURITY DEFINER cannot be borrowed
GRANT CREATE ON SCHEMA tap TO book_a1;
SELECT is(tap.try('book_a1', 'CREATE TABLE tap.mine (period_id text, unit_id text); CREATE TRIGGER t AFTER INSERT ON tap.mine REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION book.audit_write(''period_id'')'),
	'42501 permission denied for function book.audit_write', 'no trigger of one''s own with the book''s functions');
-- Nobody holds up a refresh: its lock is a row without rights.
SELECT is(tap.try(w, 'SELECT * FROM book.refresh_turn FOR UPDATE'), '42501 permission denied for table refresh_turn', w || ' cannot hold up a refresh')
FROM unnest(ARRAY['book_boss', 'book_a1', 'book_press', 'book_control']) AS w;
SELECT is_empty($$SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = 'book'::regnamespace AND p.prosrc ~* 'pg_(try_)?advisory|pg_trigger_depth'$$, 'nothing rests on locks that are everybody''s, or on the depth of triggers');
-- A group that the book did not make is refused
CREATE ROLE other_viewer;
SAVEPOINT strangers;
\set ON_ERROR_STOP off
\set prefix other
\i ../../scorebook/roles.sql
ROLLBACK TO strangers;
\unset prefix
SET client_min_messages = warning;
SET search_path = tap, pg_catalog;
SELECT is(:'LAST_ERROR_MESSAGE'::text, 'these roles are there already, and this book did not make them: other_viewer', 'another book''s group is refused');
SELECT is_empty($$SELECT * FROM book.book_role WHERE role_name LIKE 'other%'$$, 'and nothing of it is taken over');
-- A second run of roles.sql changes nothing
CREATE TEMP TABLE policies AS SELECT polname, polrelid, pg_get_expr(polqual, polrelid) AS using, pg_get_expr(polwithcheck, polrelid) AS checks, polroles FROM pg_policy;
\i ../../scorebook/roles.sql
SET client_min_messages = warning;
SET search_path = tap, pg_catalog;
SELECT set_eq('SELECT polname, polrelid, pg_get_expr(polqual, polrelid) AS a, pg_get_expr(polwithcheck, polrelid) AS b, polroles FROM pg_policy', 'TABLE policies', 'roles.sql may be run again');
SELECT * FROM finish();
ROLLBACK;
