-- SPDX-License-Identifier: PostgreSQL
-- Periods, which set a unit is assessed by, submissions, and the guard that
-- keeps writes inside their windows and states.

CREATE TABLE period (
	period_id text PRIMARY KEY CHECK (NOT blank(period_id)),
	name text NOT NULL,
	year int NOT NULL,
	previous_period text REFERENCES period,
	data_from date NOT NULL,
	data_to date NOT NULL,
	entry_from date NOT NULL,
	entry_to date NOT NULL,
	state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'appraising', 'closed', 'published', 'discarded')),
	state_note text NOT NULL DEFAULT '',
	rehearsal boolean NOT NULL DEFAULT false,
	self_counts text NOT NULL DEFAULT 'approved' CHECK (self_counts IN ('no', 'approved', 'always')),
	rank_on text NOT NULL DEFAULT 'points' CHECK (rank_on IN ('points', 'ratio')),
	points_decimals int NOT NULL DEFAULT 2 CHECK (points_decimals BETWEEN 0 AND 12),
	ratio_decimals int NOT NULL DEFAULT 4 CHECK (ratio_decimals BETWEEN 0 AND 12),
	grades text,
	CHECK (data_from <= data_to),
	CHECK (entry_from <= entry_to),
	CHECK (previous_period <> period_id)
);
COMMENT ON TABLE period IS 'assessment periods; several may be open at once';
COMMENT ON COLUMN period.year IS 'year assessed; the windows default from it';
COMMENT ON COLUMN period.previous_period IS 'the period that changes are counted from';
COMMENT ON COLUMN period.data_from IS 'first day of the data window; default 1 December of the year before';
COMMENT ON COLUMN period.data_to IS 'last day of the data window, included; default 30 November. Units that exist on it are assessed';
COMMENT ON COLUMN period.entry_from IS 'first day answers may be entered; default 10 December';
COMMENT ON COLUMN period.entry_to IS 'last day answers may be entered, included; default 25 December. Table entry_extension extends it for a unit';
COMMENT ON COLUMN period.state IS 'open, appraising, closed, published: forward, and from closed back to appraising while nothing is published; published by inserting into publication; discarded: a rehearsal, within the transaction that throws it away';
COMMENT ON COLUMN period.state_note IS 'why it was closed although closing_check lists something, or why it was opened again';
COMMENT ON COLUMN period.rehearsal IS 'for training: never counts, never published; discard_rehearsal throws it away';
COMMENT ON COLUMN period.self_counts IS 'where nothing was appraised: approved (the self-assessment counts if the head of the unit approved it), always, no (the criterion is missing: where a council appraises everything)';
COMMENT ON COLUMN period.rank_on IS 'what is ranked, as it is published: points, or ratio (points / applicable maximum). Ranks, gaps and grades are made from that one figure';
COMMENT ON COLUMN period.points_decimals IS 'decimals of published points; ranked on points, the grade is that of points so rounded / applicable maximum';
COMMENT ON COLUMN period.ratio_decimals IS 'decimals of published ratios: 4 is hundredths of a percent';
COMMENT ON COLUMN period.grades IS 'grades and their cut-offs of the ratio, as dx.grade_card takes them: Yếu:0, Trung bình:0.5, Khá:0.65, Tốt:0.8 [each >= 0.5]; conditions in brackets bind the total, pillars are graded by the cut-offs';

CREATE TABLE set_choice (
	period_id text NOT NULL REFERENCES period,
	unit_kind text NOT NULL REFERENCES unit_kind,
	ranking_group text NOT NULL DEFAULT '',
	set_id text NOT NULL REFERENCES index_set,
	reason text NOT NULL DEFAULT '',
	PRIMARY KEY (period_id, unit_kind, ranking_group)
);
COMMENT ON TABLE set_choice IS 'by which index set the units of a level (a kind, with those that are assessed as it) and ranking group are assessed; an empty group is the rest';

CREATE TABLE not_applicable (
	period_id text NOT NULL REFERENCES period,
	set_id text NOT NULL,
	code dx.code NOT NULL,
	ranking_group text NOT NULL DEFAULT '',
	unit_id text NOT NULL DEFAULT '',
	reason text NOT NULL CHECK (NOT blank(reason)),
	PRIMARY KEY (period_id, set_id, code, ranking_group, unit_id),
	FOREIGN KEY (set_id, code) REFERENCES node
);
COMMENT ON TABLE not_applicable IS 'criteria, or whole parts of a set, that do not exist for a group of units or for one; an empty group or unit is every one';
COMMENT ON COLUMN not_applicable.code IS 'criterion, or an inner node for all beneath it';

CREATE TABLE submission (
	period_id text NOT NULL REFERENCES period,
	unit_id text NOT NULL REFERENCES unit,
	set_id text NOT NULL REFERENCES index_set,
	ranking_group text NOT NULL,
	ranked boolean NOT NULL,
	state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'returned')),
	reason text NOT NULL DEFAULT '',
	changed_by text NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	unit_kind text NOT NULL REFERENCES unit_kind,
	abolished boolean NOT NULL DEFAULT false,
	PRIMARY KEY (period_id, unit_id),
	UNIQUE (period_id, unit_id, set_id)
);
COMMENT ON TABLE submission IS 'the sheet of a unit in a period: its set, and how far it is. Made by enrol(period)';
COMMENT ON COLUMN submission.ranking_group IS 'the unit''s ranking group as it was when enrolled';
COMMENT ON COLUMN submission.ranked IS 'false: assessed, not ranked; as it was when enrolled';
COMMENT ON COLUMN submission.unit_kind IS 'the kind it is assessed as, and ranked among; as it was when enrolled';
COMMENT ON COLUMN submission.abolished IS 'the unit ends before the last day of the data window: the sheet is set aside, neither settled nor ranked. Set by the book while the period is open or appraised';
COMMENT ON COLUMN submission.state IS 'draft, submitted, approved by the head of the unit, returned (with a reason) for another round';
COMMENT ON COLUMN submission.reason IS 'why it was returned';

CREATE TABLE entry_extension (
	period_id text NOT NULL,
	unit_id text NOT NULL,
	entry_to date NOT NULL,
	reason text NOT NULL CHECK (NOT blank(reason)),
	PRIMARY KEY (period_id, unit_id),
	FOREIGN KEY (period_id, unit_id) REFERENCES submission
);
COMMENT ON TABLE entry_extension IS 'a longer entry window for a unit; a returned sheet needs one to be changed during appraisal';
COMMENT ON COLUMN entry_extension.entry_to IS 'the unit''s last day, included';

CREATE TABLE unit_target (
	period_id text NOT NULL,
	unit_id text NOT NULL,
	set_id text NOT NULL,
	code dx.code NOT NULL,
	target float8 NOT NULL CHECK (target > 0 AND target < 'Infinity'),
	times float8 NOT NULL CHECK (times IN (1, 100)),
	assigned_by text NOT NULL DEFAULT '',
	PRIMARY KEY (period_id, unit_id, code),
	CONSTRAINT unit_target_sheet FOREIGN KEY (period_id, unit_id, set_id) REFERENCES submission (period_id, unit_id, set_id) DEFERRABLE,
	FOREIGN KEY (set_id, code) REFERENCES node
);
COMMENT ON TABLE unit_target IS 'targets assigned to units (chỉ tiêu được giao): the unit types what it attained, the result is attained x times / target';
COMMENT ON COLUMN unit_target.target IS 'what the unit was to attain';
COMMENT ON COLUMN unit_target.times IS '1: the rule takes a share, as target(1) does; 100: it takes a percentage. Set by the book where the rule says it';
COMMENT ON COLUMN unit_target.assigned_by IS 'decision that assigned it';

-- What grades ask of nodes can be asked in every set of the period, before a
-- refresh asks it.
CREATE FUNCTION grades_fit(grades text, of_set text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
	PERFORM dx.grade_card(e.tree, e.card, grades_fit.grades)
	FROM (SELECT i.tree, dx.card(i.tree, n.code, NULL::float8) AS card
		FROM index_set AS i JOIN node AS n ON n.set_id = i.set_id AND n.is_criterion
		WHERE i.set_id = of_set GROUP BY i.set_id, i.tree) AS e;
EXCEPTION WHEN data_exception THEN
	RAISE EXCEPTION USING MESSAGE = say('grades_unfit', of_set, SQLERRM), HINT = say('grades_conditions'), ERRCODE = SQLSTATE;
END
$$;
COMMENT ON FUNCTION grades_fit(text, text) IS 'an error where the conditions of grades name nodes that an index set does not have; beneath the triggers';

-- Windows default from the year; states only go forward.
CREATE FUNCTION period_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	told boolean;
	listed text;
BEGIN
	IF TG_OP = 'INSERT' THEN
		NEW.data_from := coalesce(NEW.data_from, make_date(NEW.year - 1, 12, 1));
		NEW.data_to := coalesce(NEW.data_to, make_date(NEW.year, 11, 30));
		NEW.entry_from := coalesce(NEW.entry_from, make_date(NEW.year, 12, 10));
		NEW.entry_to := coalesce(NEW.entry_to, make_date(NEW.year, 12, 25));
		IF NEW.state <> 'open' THEN
			RAISE EXCEPTION USING MESSAGE = say('period_begins', NEW.period_id, '@period.' || NEW.state), ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
		PERFORM dx.plain_grades(NEW.grades);
		RETURN NEW;
	END IF;
	IF (NEW.period_id, NEW.rehearsal) IS DISTINCT FROM (OLD.period_id, OLD.rehearsal)
		OR (OLD.state IN ('closed', 'published') AND to_jsonb(NEW) - '{state,state_note}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{state,state_note}'::text[])
		OR (OLD.state IN ('closed', 'published') AND NEW.state = OLD.state AND NEW.state_note <> OLD.state_note) THEN
		RAISE EXCEPTION USING MESSAGE = say('period_fixed', OLD.period_id, '@period.' || OLD.state), DETAIL = say('period_never'),
			ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	PERFORM dx.plain_grades(NEW.grades);
	IF NEW.grades <> OLD.grades OR OLD.grades IS NULL THEN
		PERFORM grades_fit(NEW.grades, s.set_id)
		FROM (SELECT c.set_id FROM set_choice AS c WHERE c.period_id = NEW.period_id
			UNION SELECT k.set_id FROM submission AS k WHERE k.period_id = NEW.period_id) AS s;
	END IF;
	IF NEW.state = OLD.state THEN
		RETURN NEW;
	END IF;
	-- discard_rehearsal() does, with the owner's rights.
	IF NEW.state = 'discarded' AND OLD.rehearsal AND current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class AS c WHERE c.oid = 'period'::regclass) THEN
		RETURN NEW;
	ELSIF NEW.state = 'discarded' THEN
		RAISE EXCEPTION USING MESSAGE = say('period_not_discarded', OLD.period_id), HINT = say('rehearsal_discard'),
			ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	IF (OLD.state, NEW.state) NOT IN (('open', 'appraising'), ('appraising', 'closed'), ('closed', 'appraising'), ('closed', 'published')) THEN
		RAISE EXCEPTION USING MESSAGE = say('period_goes', OLD.period_id, '@period.' || OLD.state, '@period.' || NEW.state), HINT = say('period_order'),
			ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	-- What the publication itself does, with its row before it: nobody else can make one.
	IF NEW.state = 'published' AND NOT EXISTS (SELECT 1 FROM publication AS b
		WHERE b.period_id = OLD.period_id AND b.kind = 'periodic' AND b.frozen) THEN
		RAISE EXCEPTION USING MESSAGE = say('period_published_by', OLD.period_id), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	-- A snapshot taken before the last writer committed would settle without it.
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION USING MESSAGE = say('periods_committed'), ERRCODE = 'invalid_transaction_state';
	END IF;
	told := NOT blank(NEW.state_note) AND NEW.state_note <> OLD.state_note;
	IF (OLD.state, NEW.state) = ('closed', 'appraising') AND NOT told THEN
		RAISE EXCEPTION USING MESSAGE = say('reopened_without_reason', OLD.period_id), HINT = say('reopen_how'), ERRCODE = 'check_violation';
	ELSIF NEW.state = 'closed' AND NOT told THEN
		SELECT string_agg(format('%s (%s)', c.problem, c.times), ', ' ORDER BY c.problem) INTO listed
		FROM (SELECT k.problem, count(*) AS times FROM closing_check(OLD.period_id) AS k GROUP BY k.problem) AS c;
		IF listed IS NOT NULL THEN
			RAISE EXCEPTION USING MESSAGE = say('not_ready', OLD.period_id, listed), DETAIL = say('closing_lists', quote_literal(OLD.period_id)),
				HINT = say('closing_all_the_same'), ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION period_rules() IS 'trigger: default windows, the order of states, nothing changes in a closed period, none is closed against closing_check without a word';
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON period
	FOR EACH ROW EXECUTE FUNCTION period_rules();

-- What is ranked may change until a period that uses it is closed.
CREATE FUNCTION pillar_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	used text := CASE WHEN TG_OP = 'INSERT' THEN NEW.set_id ELSE OLD.set_id END;
	p record;
	strange text;
BEGIN
	IF TG_OP = 'UPDATE' AND NEW.set_id <> OLD.set_id THEN
		RAISE EXCEPTION USING MESSAGE = say('pillar_moves'), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	PERFORM lock_set(used);
	IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM index_set AS i WHERE i.set_id = used) THEN
		SELECT c.code INTO strange FROM unnest(NEW.codes) WITH ORDINALITY AS c(code, place)
		WHERE NOT EXISTS (SELECT 1 FROM node AS n WHERE n.set_id = used AND n.code::text = c.code) ORDER BY c.place LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION USING MESSAGE = say('no_node', used, strange), DETAIL = say('pillar_made_of', NEW.pillar), ERRCODE = 'foreign_key_violation';
		END IF;
	END IF;
	-- A closing waits for this, or is waited for.
	FOR p IN
		SELECT o.period_id, o.state FROM period AS o
		WHERE o.period_id IN (SELECT c.period_id FROM set_choice AS c WHERE c.set_id = used UNION SELECT s.period_id FROM submission AS s WHERE s.set_id = used)
		ORDER BY o.period_id FOR SHARE
	LOOP
		IF p.state IN ('closed', 'published') THEN
			RAISE EXCEPTION USING MESSAGE = say('pillars_closed', used), DETAIL = say('period_is', p.period_id, '@period.' || p.state),
				HINT = say('insert_version'), ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
	END LOOP;
	RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION pillar_rules() IS 'trigger: the pillars of a set stay as they are once a period that uses it is closed';
CREATE TRIGGER rules BEFORE INSERT OR UPDATE OR DELETE ON pillar
	FOR EACH ROW EXECUTE FUNCTION pillar_rules();

CREATE FUNCTION set_choice_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	made_for text := (SELECT i.unit_kind FROM index_set AS i WHERE i.set_id = NEW.set_id);
	level text := (SELECT k.assessed_as FROM unit_kind AS k WHERE k.unit_kind = NEW.unit_kind);
BEGIN
	IF level <> NEW.unit_kind THEN
		RAISE EXCEPTION USING MESSAGE = say('choice_level', NEW.unit_kind, level), HINT = say('change_assessed_as'), ERRCODE = 'check_violation';
	END IF;
	IF made_for <> NEW.unit_kind THEN
		RAISE EXCEPTION USING MESSAGE = say('set_of_kind', NEW.set_id, made_for, NEW.unit_kind), ERRCODE = 'check_violation';
	END IF;
	PERFORM grades_fit(p.grades, NEW.set_id) FROM period AS p WHERE p.period_id = NEW.period_id AND p.grades IS NOT NULL;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION set_choice_rules() IS 'trigger: units are assessed by a set made for their level, the kind they are assessed as';
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON set_choice
	FOR EACH ROW EXECUTE FUNCTION set_choice_rules();

CREATE FUNCTION not_applicable_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	IF NEW.unit_id <> '' AND NOT EXISTS (SELECT 1 FROM unit AS u WHERE u.unit_id = NEW.unit_id) THEN
		RAISE EXCEPTION USING MESSAGE = say('no_unit', NEW.unit_id), ERRCODE = 'foreign_key_violation';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION not_applicable_rules() IS 'trigger: the unit, where one is named, is there';
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON not_applicable
	FOR EACH ROW EXECUTE FUNCTION not_applicable_rules();

-- What a rule takes when it is given a target: 1 a share, 100 a percentage, 0 it
-- does not say, NULL it takes none.
CREATE FUNCTION rule_times(rule text) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN rule = 'percent' OR rule ~ '^(linear|target|steps|curve)\(.*%' OR rule ~ '^target\(100\)' THEN 100
	WHEN rule = 'ratio' OR rule ~ '^target\(1\)' THEN 1
	WHEN rule ~ '^(linear|target|steps|curve|log)\(' AND rule !~ ' whole$' THEN 0
END;
COMMENT ON FUNCTION rule_times(text) IS 'what a rule makes of attained / target: 1 it takes a share, 100 a percentage, 0 the rule does not say which, NULL it takes no target';

CREATE FUNCTION unit_target_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	n record;
	said float8;
BEGIN
	SELECT d.rule::text AS rule, d.is_criterion INTO n FROM node AS d WHERE d.set_id = NEW.set_id AND d.code = NEW.code;
	IF n.is_criterion IS NOT TRUE THEN
		-- the key refuses what is not there
		IF FOUND THEN
			RAISE EXCEPTION USING MESSAGE = say('target_of_node', NEW.code::text), ERRCODE = 'check_violation';
		END IF;
		NEW.times := coalesce(NEW.times, 1);
		RETURN NEW;
	END IF;
	said := rule_times(n.rule);
	IF said IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = CASE WHEN n.rule IS NULL THEN say('target_without_rule', NEW.code::text) ELSE say('target_of_rule', NEW.code::text, n.rule) END,
			HINT = say('target_rules'), ERRCODE = 'check_violation';
	ELSIF said = 0 AND NEW.times IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('target_share', NEW.code::text, n.rule), HINT = say('state_times'), ERRCODE = 'check_violation';
	ELSIF said > 0 AND NEW.times <> said THEN
		RAISE EXCEPTION USING MESSAGE = say('target_times', NEW.code::text, n.rule, said::text, NEW.times::text), HINT = say('leave_times'),
			ERRCODE = 'check_violation';
	END IF;
	NEW.times := coalesce(NEW.times, said);
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION unit_target_rules() IS 'trigger: whether the criterion takes a target, and whether as a share or as a percentage';
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON unit_target
	FOR EACH ROW EXECUTE FUNCTION unit_target_rules();

CREATE FUNCTION submission_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		NEW.state := 'draft';
		NEW.unit_kind := coalesce(NEW.unit_kind,
			(SELECT k.assessed_as FROM unit AS u JOIN unit_kind AS k ON k.unit_kind = u.kind WHERE u.unit_id = NEW.unit_id));
	ELSIF (NEW.period_id, NEW.unit_id) IS DISTINCT FROM (OLD.period_id, OLD.unit_id) THEN
		RAISE EXCEPTION USING MESSAGE = say('sheet_moves'), ERRCODE = 'object_not_in_prerequisite_state';
	ELSIF NEW.set_id <> OLD.set_id AND NOT moves_sets() THEN
		RAISE EXCEPTION USING MESSAGE = say('sheet_to_set', OLD.unit_id, quote_literal(OLD.period_id), quote_literal(OLD.set_id), quote_literal(NEW.set_id)),
			ERRCODE = 'object_not_in_prerequisite_state';
	ELSIF NEW.state <> OLD.state THEN
		IF (OLD.state, NEW.state) NOT IN (('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'approved'),
			('submitted', 'returned'), ('approved', 'returned')) THEN
			RAISE EXCEPTION USING MESSAGE = say('sheet_goes', OLD.unit_id, '@sheet.' || OLD.state, '@sheet.' || NEW.state), HINT = say('sheet_order'),
				ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
		IF NEW.state = 'returned' AND (blank(NEW.reason) OR NEW.reason = OLD.reason) THEN
			RAISE EXCEPTION USING MESSAGE = say('sheet_without_reason', OLD.unit_id), HINT = say('new_reason'), ERRCODE = 'check_violation';
		END IF;
		-- The policies say the same, less clearly. An administrator may write more than the state.
		IF NEW.state = 'approved' AND row_security_active('submission'::regclass) AND NOT has_column_privilege('submission'::regclass, 'set_id', 'update')
			AND (SELECT NOT bool_or(a.is_head) FROM account AS a WHERE a.role_name = current_user AND a.unit_id = NEW.unit_id) THEN
			RAISE EXCEPTION USING MESSAGE = say('only_head', NEW.unit_id, current_user), ERRCODE = 'insufficient_privilege';
		END IF;
	END IF;
	NEW.abolished := coalesce((SELECT p.data_to NOT BETWEEN u.valid_from AND coalesce(u.valid_to, 'infinity')
		FROM period AS p CROSS JOIN unit AS u WHERE p.period_id = NEW.period_id AND u.unit_id = NEW.unit_id), false);
	-- Who moves a sheet to another set has changed nothing in it.
	IF TG_OP = 'INSERT' OR NEW.set_id = OLD.set_id THEN
		NEW.changed_by := CASE WHEN TG_OP = 'UPDATE' AND moves_sets() THEN acting_role() ELSE current_user END;
		NEW.changed_at := (SELECT t.now FROM book_time AS t);
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION submission_rules() IS 'trigger: the states of a sheet, and who changed it';
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON submission
	FOR EACH ROW EXECUTE FUNCTION submission_rules();

CREATE FUNCTION enrol(period text, unit text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	enrolled bigint;
BEGIN
	IF NOT EXISTS (SELECT 1 FROM period AS p WHERE p.period_id = enrol.period) THEN
		RAISE EXCEPTION USING MESSAGE = say('no_period', enrol.period), ERRCODE = 'no_data_found';
	END IF;
	PERFORM check_choices(enrol.period);
	INSERT INTO submission (period_id, unit_id, set_id, ranking_group, ranked, unit_kind)
	SELECT n.period_id, n.unit_id, n.set_id, n.ranking_group, n.ranked, n.unit_kind
	FROM not_enrolled AS n WHERE n.period_id = enrol.period AND n.unit_id = coalesce(enrol.unit, n.unit_id)
	ON CONFLICT (period_id, unit_id) DO NOTHING;
	GET DIAGNOSTICS enrolled = ROW_COUNT;
	RETURN enrolled;
END
$$;
COMMENT ON FUNCTION enrol(text, text) IS 'makes a sheet for every unit (or the one given) that exists on the last day of the data window and has a set chosen; returns how many are new. May be called again';

-- Why the answers of a sheet cannot change now: the code, that of the hint, what is
-- spoken of; NULL where they can. For the guard, and for lists of bad lines.
CREATE FUNCTION window_refusal(period text, unit text, period_state text, sheet_state text, entry_from date, entry_to date, extended_to date, today date) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE SET search_path FROM CURRENT AS $$
BEGIN
	RETURN CASE
		WHEN sheet_state NOT IN ('draft', 'returned') THEN ARRAY['sheet_forbids', 'council_may_return', unit, '@sheet.' || sheet_state]
		WHEN period_state = 'appraising' AND (sheet_state <> 'returned' OR extended_to IS NULL) THEN ARRAY['appraisal_forbids', 'returned_may_change', period, unit]
		WHEN today < entry_from OR today > entry_to
			THEN ARRAY['window_forbids', 'window_extends', unit, period, '@' || to_char(entry_from, 'YYYY-MM-DD'), '@' || to_char(entry_to, 'YYYY-MM-DD'), '@' || to_char(today, 'YYYY-MM-DD')] END;
END
$$;
COMMENT ON FUNCTION window_refusal(text, text, text, text, date, date, date, date) IS 'why the answers of a sheet cannot change: codes of the refusal and of its hint, and what is spoken of; NULL where they can';

-- Who writes what when. SECURITY DEFINER: it locks the period and the sheet,
-- so that a closing waits for this transaction or this statement sees the
-- closing; a role that may only read a row cannot lock it.
CREATE FUNCTION guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
	phase text := TG_ARGV[0];
	allowed text[] := CASE phase
		WHEN 'setup' THEN '{open,appraising}' WHEN 'self' THEN '{open,appraising}'
		WHEN 'appraised' THEN '{appraising}'
		-- a period that is opened again takes its corrections away
		WHEN 'correction' THEN CASE TG_OP WHEN 'DELETE' THEN '{appraising,closed,published}' ELSE '{closed,published}' END END;
	changed text := CASE TG_OP
		WHEN 'INSERT' THEN 'TABLE new_rows' WHEN 'DELETE' THEN 'TABLE old_rows'
		ELSE 'TABLE old_rows UNION ALL TABLE new_rows' END;
	p record;
	s record;
	refusal text[];
	coded boolean;
	last_move bigint;
	moved record;
BEGIN
	IF TG_WHEN = 'BEFORE' AND TG_LEVEL = 'STATEMENT' THEN
		-- Before any row: whoever moves sheets to another set waits for this, or is waited for.
		coded := TG_OP <> 'INSERT' AND TG_TABLE_NAME NOT IN ('submission', 'entry_extension', 'set_choice');
		IF coded THEN
			EXECUTE format('SELECT coalesce(max(m.move_id), 0) FROM %I.set_move AS m', TG_TABLE_SCHEMA) INTO last_move;
		END IF;
		EXECUTE format('LOCK TABLE %I.set_moving IN ROW SHARE MODE', TG_TABLE_SCHEMA);
		-- A statement that has waited looks for rows where they were when it began; rows
		-- that have another code now, or went, it would pass over without a word.
		IF coded THEN
			EXECUTE format('SELECT m.period_id, m.new_set FROM %I.set_move AS m WHERE m.move_id > $1 AND NOT m.dry_run AND (m.map <> ''{}'' OR m.leave_out) ORDER BY m.move_id LIMIT 1', TG_TABLE_SCHEMA)
				INTO moved USING last_move;
			IF moved.period_id IS NOT NULL THEN
				EXECUTE format('SELECT %I.refuse(''serialization_failure'', ''moved_meanwhile'', $1, ''moved_look'')', TG_TABLE_SCHEMA) USING ARRAY[moved.period_id, moved.new_set];
			END IF;
		END IF;
		RETURN NULL;
	ELSIF TG_LEVEL = 'ROW' THEN
		-- Before a row of what is numbered by publications: those wait.
		IF current_setting('transaction_isolation') <> 'read committed' THEN
			EXECUTE format('SELECT %I.refuse(''invalid_transaction_state'', ''table_committed'', ARRAY[$1])', TG_TABLE_SCHEMA) USING TG_TABLE_NAME::text;
		END IF;
		EXECUTE format('SELECT FROM %I.period AS p WHERE p.period_id = $1 FOR SHARE', TG_TABLE_SCHEMA)
			USING CASE WHEN TG_OP = 'DELETE' THEN OLD.period_id ELSE NEW.period_id END;
		RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
	END IF;
	FOR p IN EXECUTE format(
		'SELECT p.period_id, p.state FROM %I.period AS p
		 WHERE p.period_id IN (SELECT c.period_id FROM (%s) AS c) ORDER BY p.period_id FOR SHARE', TG_TABLE_SCHEMA, changed)
	LOOP
		-- A rehearsal that is thrown away: everything goes.
		IF p.state <> ALL (allowed) AND (TG_OP, p.state) IS DISTINCT FROM ('DELETE', 'discarded') THEN
			EXECUTE format('SELECT ARRAY[%1$I.say(''period_forbids'', $1, ''@period.'' || $2, $3),
				%1$I.say(''may_change_while'', (SELECT string_agg(%1$I.say(''period.'' || a.state), format('' %%s '', %1$I.say(''or'')) ORDER BY a.place) FROM unnest($4) WITH ORDINALITY AS a(state, place)))]', TG_TABLE_SCHEMA)
				INTO refusal USING p.period_id, p.state, TG_TABLE_NAME, allowed;
			RAISE EXCEPTION USING MESSAGE = refusal[1], DETAIL = refusal[2], ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
	END LOOP;
	IF phase <> 'self' THEN
		RETURN NULL;
	END IF;
	FOR s IN EXECUTE format(
		'SELECT s.period_id, s.unit_id, s.state, p.state AS period_state, p.entry_from,
			greatest(p.entry_to, e.entry_to) AS entry_to, e.entry_to AS extended_to, t.today
		 FROM %1$I.submission AS s
			JOIN %1$I.period AS p ON p.period_id = s.period_id
			LEFT JOIN %1$I.entry_extension AS e ON e.period_id = s.period_id AND e.unit_id = s.unit_id
			CROSS JOIN (SELECT b.today FROM %1$I.book_time AS b) AS t
		 WHERE (s.period_id, s.unit_id) IN (SELECT c.period_id, c.unit_id FROM (%2$s) AS c)
			AND NOT EXISTS (SELECT 1 FROM %1$I.set_moving AS m WHERE m.xid = pg_current_xact_id())
		 ORDER BY s.period_id, s.unit_id FOR SHARE OF s', TG_TABLE_SCHEMA, changed)
	LOOP
		CONTINUE WHEN s.period_state = 'discarded';
		EXECUTE format('SELECT %I.window_refusal($1, $2, $3, $4, $5, $6, $7, $8)', TG_TABLE_SCHEMA) INTO refusal
			USING s.period_id, s.unit_id, s.period_state, s.state, s.entry_from, s.entry_to, s.extended_to, s.today;
		IF refusal IS NOT NULL THEN
			EXECUTE format('SELECT ARRAY[%1$I.say($1[1], VARIADIC $1[3:]), %1$I.say($1[2])]', TG_TABLE_SCHEMA) INTO refusal USING refusal;
			RAISE EXCEPTION USING MESSAGE = refusal[1], HINT = refusal[2], ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION guard() IS 'trigger, SECURITY DEFINER because it locks the rows of the period and the sheet, which readers of them may not: refuses changes outside the period''s state and the entry window';
REVOKE ALL ON FUNCTION guard() FROM PUBLIC;

-- guard_table(table, phase): its triggers, one an event, for transition tables.
CREATE FUNCTION guard_table(guarded regclass, phase text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	event text;
BEGIN
	FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
		EXECUTE format('CREATE TRIGGER %I AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION guard(%L)',
			'a_guard_' || event, event, guarded, CASE event
				WHEN 'insert' THEN 'NEW TABLE AS new_rows' WHEN 'delete' THEN 'OLD TABLE AS old_rows'
				ELSE 'OLD TABLE AS old_rows NEW TABLE AS new_rows' END, phase);
	END LOOP;
	EXECUTE format('CREATE TRIGGER a_gate BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION guard(%L)', guarded, phase);
END
$$;
COMMENT ON FUNCTION guard_table(regclass, text) IS 'puts the guard''s triggers on a table; used when the book is installed';
REVOKE ALL ON FUNCTION guard_table(regclass, text) FROM PUBLIC;

-- Nothing may be truncated past the row triggers.
CREATE FUNCTION never_truncated() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	RAISE EXCEPTION USING MESSAGE = say('never_truncated', TG_TABLE_NAME), ERRCODE = 'object_not_in_prerequisite_state';
END
$$;
COMMENT ON FUNCTION never_truncated() IS 'trigger: TRUNCATE would pass by the guard and the audit';
