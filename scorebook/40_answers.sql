-- SPDX-License-Identifier: PostgreSQL
-- Answers in three stages, each in a table of its own: GRANT separates them.

CREATE TABLE self_answer (
	period_id text NOT NULL,
	unit_id text NOT NULL,
	set_id text NOT NULL,
	code dx.code NOT NULL,
	state text NOT NULL DEFAULT 'result' CHECK (state IN ('result', 'points', 'na')),
	answer text,
	value float8,
	numerator float8,
	denominator float8,
	note text NOT NULL DEFAULT '',
	explanation text NOT NULL DEFAULT '',
	data_date date,
	provided_by text,
	entered_by text NOT NULL DEFAULT current_user,
	entered_at timestamptz,
	PRIMARY KEY (period_id, unit_id, code),
	CONSTRAINT self_answer_sheet FOREIGN KEY (period_id, unit_id, set_id) REFERENCES submission (period_id, unit_id, set_id) DEFERRABLE,
	FOREIGN KEY (set_id, code) REFERENCES node,
	FOREIGN KEY (unit_id, provided_by) REFERENCES office
);
COMMENT ON TABLE self_answer IS 'stage 1: what units answered about themselves';

CREATE TABLE appraised_answer (
	LIKE self_answer INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
	CHECK (value IS NOT NULL OR state = 'na'),
	PRIMARY KEY (period_id, unit_id, code),
	CONSTRAINT appraised_answer_sheet FOREIGN KEY (period_id, unit_id, set_id) REFERENCES submission (period_id, unit_id, set_id) DEFERRABLE,
	FOREIGN KEY (set_id, code) REFERENCES node,
	FOREIGN KEY (unit_id, provided_by) REFERENCES office
);
COMMENT ON TABLE appraised_answer IS 'stage 2: what the council found; also results of surveys and measurements. What differs from the self-assessment needs a note';

CREATE TABLE correction (
	LIKE self_answer INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
	revision int NOT NULL,
	CHECK (value IS NOT NULL OR state = 'na'),
	PRIMARY KEY (period_id, unit_id, code, revision),
	FOREIGN KEY (period_id, unit_id, set_id) REFERENCES submission (period_id, unit_id, set_id),
	FOREIGN KEY (set_id, code) REFERENCES node,
	FOREIGN KEY (unit_id, provided_by) REFERENCES office
);
COMMENT ON TABLE correction IS 'what an appeal changed after the closing, with its reason in note; it counts from the revision that is published next';
COMMENT ON COLUMN correction.revision IS 'the publication it belongs to: the one after the last; set by the book';

CREATE TABLE final_answer (
	period_id text NOT NULL,
	unit_id text NOT NULL,
	set_id text NOT NULL,
	code dx.code NOT NULL,
	state text NOT NULL,
	value float8,
	taken_from text NOT NULL CHECK (taken_from IN ('appraised', 'self', 'rule')),
	PRIMARY KEY (period_id, unit_id, code),
	FOREIGN KEY (period_id, unit_id, set_id) REFERENCES submission (period_id, unit_id, set_id),
	FOREIGN KEY (set_id, code) REFERENCES node
);
COMMENT ON TABLE final_answer IS 'stage 3: what counts, written by the book when the period is closed, never changed';
COMMENT ON COLUMN final_answer.taken_from IS 'appraised, self (where the period lets it count), rule (not applicable to the unit)';

-- The same words for the same columns.
DO $$
DECLARE
	t text;
	c record;
BEGIN
	FOREACH t IN ARRAY ARRAY['self_answer', 'appraised_answer', 'correction'] LOOP
		FOR c IN SELECT * FROM (VALUES
			('state', 'result; points (awarded in place of the rule, with a note why); na (not applicable, with a note why)'),
			('answer', 'as typed: 8,5, 12/15, có'),
			('value', 'the result, or the points, that the answer became; set by the book'),
			('numerator', 'of a typed fraction, or what was attained of an assigned target; set by the book'),
			('denominator', 'of a typed fraction, or the assigned target; set by the book'),
			('note', 'reason of awarded points, of na, of a change by the council or on appeal'),
			('explanation', 'written explanation, where there is no evidence'),
			('data_date', 'the day the figure speaks of; outside the data window it is listed'),
			('provided_by', 'office or body that provided the figure and is liable for it'),
			('entered_by', 'role that typed it in; set by the book'),
			('entered_at', 'when; set by the book')) AS words(name, comment)
		LOOP
			EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', t, c.name, c.comment);
		END LOOP;
	END LOOP;
END
$$;

CREATE TABLE evidence (
	evidence_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	period_id text NOT NULL,
	unit_id text NOT NULL,
	set_id text NOT NULL,
	code dx.code NOT NULL,
	title text NOT NULL CHECK (NOT blank(title)),
	place text NOT NULL CHECK (NOT blank(place)),
	sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
	dated date,
	entered_by text NOT NULL DEFAULT current_user,
	entered_at timestamptz,
	CONSTRAINT evidence_sheet FOREIGN KEY (period_id, unit_id, set_id) REFERENCES submission (period_id, unit_id, set_id) DEFERRABLE,
	FOREIGN KEY (set_id, code) REFERENCES node
);
CREATE INDEX evidence_of ON evidence (period_id, unit_id, code);
COMMENT ON TABLE evidence IS 'evidence for an answer: a document, by link or file name';
COMMENT ON COLUMN evidence.place IS 'link or file name';
COMMENT ON COLUMN evidence.sha256 IS 'SHA-256 of the file, 64 lower-case hexadecimal digits';
COMMENT ON COLUMN evidence.dated IS 'date of the document; outside the data window it is listed';

-- Criteria that a rule of the period takes from a unit.
CREATE VIEW not_applicable_criterion WITH (security_invoker) AS
SELECT s.period_id, s.unit_id, s.set_id, n.code, min(r.reason) AS reason
FROM submission AS s
	JOIN not_applicable AS r ON r.period_id = s.period_id AND r.set_id = s.set_id
		AND r.ranking_group IN ('', s.ranking_group) AND r.unit_id IN ('', s.unit_id)
	JOIN node AS n ON n.set_id = r.set_id AND n.is_criterion AND dx.is_under(n.code, r.code)
GROUP BY s.period_id, s.unit_id, s.set_id, n.code;
COMMENT ON VIEW not_applicable_criterion IS 'table not_applicable, a row a unit and criterion';

-- What bears on an answer: the sheet, the criterion, a target, a rule that takes it
-- away, who enters it.
CREATE TYPE answer_context AS (
	set_id text,
	is_criterion boolean,
	max_points float8,
	rule text,
	source text,
	target float8,
	times float8,
	provider_known boolean,
	not_applicable text,
	unit_known boolean,
	is_guarded boolean,
	has_account boolean,
	own_unit boolean,
	not_led_by text,
	self_state text,
	self_value float8,
	language text
);
COMMENT ON TYPE answer_context IS 'beneath the entry of answers: what bears on one of them';

-- Who says in the place of an answer that it does not apply, says so; the state need
-- not be said beside it. One notion of such words, that of dx.answer (which takes the
-- label of a choice that is called so for the choice).
CREATE FUNCTION says_na(said text, rule text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN said !~ '[0-9]' AND coalesce(dx.answer_problem(coalesce(rule, 'points'), said, NULL, 'en') LIKE 'Not applicable is a state%', false);
COMMENT ON FUNCTION says_na(text, text) IS 'does an answer say that the criterion is not applicable (không áp dụng, n/a) and is no choice of its rule?';

-- What an answer became under its rule, its parts where it was a fraction, and why it
-- is refused. Nothing is raised: a file may have thousands of bad lines.
CREATE FUNCTION answer_value(said text, state text, n answer_context, OUT value float8, OUT numerator float8, OUT denominator float8, OUT problem text)
LANGUAGE plpgsql IMMUTABLE SET search_path FROM CURRENT AS $$
DECLARE
	parts text[];
	made text;
BEGIN
	IF said IS NULL OR state = 'na' THEN
		RETURN;
	ELSIF state = 'points' THEN
		problem := dx.answer_problem('points', said, n.max_points, n.language);
		IF problem IS NULL THEN
			value := dx.answer('points', said, n.max_points);
		END IF;
	ELSIF n.target IS NULL THEN
		problem := dx.answer_problem(n.rule, said, n.max_points, n.language);
		IF problem IS NULL THEN
			value := dx.answer(n.rule, said, n.max_points);
			parts := CASE WHEN strpos(said, '/') > 0 THEN regexp_match(said, '^\s*([0-9.,]+)\s*/\s*([0-9.,]+)\s*$') END;
			IF dx.answer_problem('linear(0, 1)', parts[1]) IS NULL AND dx.answer_problem('linear(0, 1)', parts[2]) IS NULL THEN
				numerator := dx.answer('linear(0, 1)', parts[1]);
				denominator := dx.answer('linear(0, 1)', parts[2]);
			END IF;
		END IF;
	ELSE
		problem := dx.answer_problem('linear(0, 1)', said, NULL, n.language);
		IF problem IS NULL THEN
			numerator := dx.answer('linear(0, 1)', said);
			denominator := n.target;
			-- rounded once: 7 of 25 is 28 %
			value := numerator * n.times / n.target;
			-- a decimal of one reading
			made := value::numeric::text;
			problem := dx.answer_problem(n.rule, CASE WHEN strpos(made, '.') > 0 THEN made || '0' ELSE made END, n.max_points, n.language);
		END IF;
	END IF;
END
$$;
COMMENT ON FUNCTION answer_value(text, text, answer_context) IS 'beneath the entry of answers: what was typed as a value, with numerator and denominator, or why it cannot be, in words';

-- Why an answer cannot be entered: the SQLSTATE, the code, that of a detail or hint,
-- what is spoken of; NULL where it can.
CREATE FUNCTION answer_refusal(stage text, period text, unit text, code text, state text, said text, note text, provider text, n answer_context) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE SET search_path FROM CURRENT AS $$
DECLARE
	v record;
BEGIN
	IF state = 'result' AND says_na(said, n.rule) THEN
		state := 'na';
	END IF;
	IF n.set_id IS NULL THEN
		RETURN CASE WHEN n.is_guarded AND n.unit_known THEN ARRAY['insufficient_privilege', 'may_not_enter', 'other_unit', at_work(), unit, period]
			ELSE ARRAY['foreign_key_violation', 'not_enrolled', NULL, unit, period] END;
	ELSIF n.is_criterion IS NOT TRUE THEN
		RETURN ARRAY['foreign_key_violation', 'no_criterion', NULL, n.set_id, code];
	ELSIF n.not_applicable IS NOT NULL THEN
		RETURN ARRAY['check_violation', 'not_applicable', NULL, code, unit, n.not_applicable];
	ELSIF stage <> 'self' AND n.is_guarded AND NOT n.has_account THEN
		RETURN ARRAY['insufficient_privilege', 'no_account', 'whose_account', at_work()];
	ELSIF stage <> 'self' AND n.is_guarded AND n.own_unit THEN
		RETURN ARRAY['insufficient_privilege', 'own_unit', NULL, at_work(), unit];
	ELSIF stage = 'self' AND n.source <> 'self' THEN
		RETURN ARRAY['check_violation', 'not_by_unit', 'at_appraisal', code, '@source.' || n.source];
	ELSIF stage = 'self' AND n.not_led_by IS NOT NULL THEN
		RETURN ARRAY['insufficient_privilege', 'not_led', NULL, code, n.not_led_by, at_work()];
	ELSIF NOT n.provider_known THEN
		RETURN ARRAY['foreign_key_violation', 'no_office', NULL, unit, provider];
	ELSIF state IS NULL OR state NOT IN ('result', 'points', 'na') THEN
		RETURN ARRAY['check_violation', 'no_answer_state', 'answer_states', code, state];
	ELSIF state IN ('points', 'na') AND blank(note) THEN
		RETURN ARRAY['check_violation', state || '_without_note', NULL, code];
	ELSIF state = 'result' AND said IS NOT NULL AND n.rule IS NULL THEN
		RETURN ARRAY['invalid_parameter_value', 'not_quantified', 'award_points', code];
	ELSIF said IS NULL AND (state = 'points' OR stage <> 'self' AND state <> 'na') THEN
		RETURN ARRAY['check_violation', 'no_answer', 'award_nothing', code];
	END IF;
	v := answer_value(said, state, n);
	IF v.problem IS NOT NULL THEN
		RETURN ARRAY['invalid_parameter_value', 'answer_refused', NULL, code, shortened(said), shortened(v.problem)];
	ELSIF stage = 'appraised' AND blank(note) AND n.self_state IS NOT NULL AND (n.self_state, n.self_value) IS DISTINCT FROM (state, v.value) THEN
		RETURN ARRAY['check_violation', 'changed_without_note', NULL, code];
	ELSIF stage = 'correction' AND blank(note) THEN
		RETURN ARRAY['check_violation', 'correction_without_note', NULL, code];
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION answer_refusal(text, text, text, text, text, text, text, text, answer_context) IS 'beneath the entry of answers: why one cannot be entered, as SQLSTATE and codes in wording with what is spoken of; NULL where it can';

-- From what was typed to what it means; common to all stages.
CREATE FUNCTION read_answer() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	stage text := TG_ARGV[0];
	n answer_context;
	refusal text[];
	v record;
BEGIN
	IF TG_OP = 'UPDATE' AND (NEW.period_id, NEW.unit_id, NEW.code::text) IS DISTINCT FROM (OLD.period_id, OLD.unit_id, OLD.code::text) THEN
		RAISE EXCEPTION USING MESSAGE = say('answer_moves'), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	SELECT s.set_id, d.is_criterion, d.max_points, d.rule::text, k.source, g.target, g.times,
		NEW.provided_by IS NULL OR EXISTS (SELECT 1 FROM office AS o WHERE o.unit_id = s.unit_id AND o.office_type = NEW.provided_by),
		(SELECT min(r.reason) FROM not_applicable AS r
		 WHERE r.period_id = s.period_id AND r.set_id = s.set_id AND r.ranking_group IN ('', s.ranking_group)
			AND r.unit_id IN ('', s.unit_id) AND dx.is_under(NEW.code, r.code)),
		true, row_security_active('submission'::regclass), true, false,
		(SELECT a.office_type FROM account AS a WHERE stage = 'self' AND a.role_name = current_user AND a.unit_id = s.unit_id AND a.office_type IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM responsibility AS r WHERE r.set_id = s.set_id AND r.code = NEW.code AND r.part = 'lead' AND r.office_type = a.office_type)),
		NULL, NULL, i.language
	INTO n
	FROM submission AS s
		CROSS JOIN sight AS i
		LEFT JOIN node AS d ON d.set_id = s.set_id AND d.code = NEW.code
		LEFT JOIN criterion AS k ON k.set_id = s.set_id AND k.code = NEW.code
		LEFT JOIN unit_target AS g ON g.period_id = s.period_id AND g.unit_id = s.unit_id AND g.code = NEW.code
	WHERE s.period_id = NEW.period_id AND s.unit_id = NEW.unit_id;
	IF NOT FOUND THEN
		n.is_guarded := row_security_active('submission'::regclass);
		n.unit_known := EXISTS (SELECT 1 FROM unit AS u WHERE u.unit_id = NEW.unit_id);
	ELSIF stage <> 'self' THEN
		-- The policies say the same, less clearly.
		IF n.is_guarded THEN
			n.has_account := EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user);
			n.own_unit := NEW.unit_id = ANY ((SELECT i.interests FROM sight AS i)::text[]);
		END IF;
		SELECT a.state, a.value INTO n.self_state, n.self_value FROM self_answer AS a
		WHERE stage = 'appraised' AND a.period_id = NEW.period_id AND a.unit_id = NEW.unit_id AND a.code = NEW.code;
	END IF;
	NEW.answer := trimmed(NEW.answer);
	IF NEW.state = 'result' AND says_na(NEW.answer, n.rule) THEN
		NEW.state := 'na';
	END IF;
	refusal := answer_refusal(stage, NEW.period_id, NEW.unit_id, NEW.code::text, NEW.state, NEW.answer, NEW.note, NEW.provided_by, n);
	IF refusal IS NOT NULL THEN
		IF refusal[3] IS NULL AND refusal[2] <> 'answer_refused' THEN
			RAISE EXCEPTION USING MESSAGE = say(refusal[2], VARIADIC refusal[4:]), ERRCODE = refusal[1];
		END IF;
		RAISE EXCEPTION USING MESSAGE = say(refusal[2], VARIADIC refusal[4:]), ERRCODE = refusal[1],
			DETAIL = CASE WHEN refusal[3] IS NULL THEN say('of_answer', NEW.unit_id, NEW.period_id) ELSE say(refusal[3]) END;
	END IF;
	NEW.set_id := n.set_id;
	-- Only the book itself, with its owner's rights, enters in somebody else's name.
	IF NEW.entered_at IS NULL OR TG_OP = 'UPDATE' AND (NEW.entered_by, NEW.entered_at) IS NOT DISTINCT FROM (OLD.entered_by, OLD.entered_at) AND n.set_id = OLD.set_id
		OR NOT is_owner() THEN
		NEW.entered_by := current_user;
		NEW.entered_at := (SELECT t.now FROM book_time AS t);
	END IF;
	v := answer_value(NEW.answer, NEW.state, n);
	NEW.answer := CASE WHEN NEW.state <> 'na' THEN NEW.answer END;
	NEW.value := v.value;
	NEW.numerator := v.numerator;
	NEW.denominator := v.denominator;
	IF NEW.state = 'result' THEN
		-- whatever was said before, what is kept the rule takes
		PERFORM dx.attainment(n.rule, NEW.value, n.max_points);
	END IF;
	IF stage = 'correction' THEN
		NEW.revision := 1 + (SELECT coalesce(max(b.revision), 0) FROM publication AS b
			WHERE b.period_id = NEW.period_id AND b.kind = 'periodic');
		IF TG_OP = 'UPDATE' AND OLD.revision <> NEW.revision THEN
			RAISE EXCEPTION USING MESSAGE = say('correction_published', OLD.revision::text), ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION read_answer() IS 'trigger: reads what was typed under the criterion''s rule, refuses what cannot be, records who entered it when';
CREATE TRIGGER reads BEFORE INSERT OR UPDATE ON self_answer FOR EACH ROW EXECUTE FUNCTION read_answer('self');
CREATE TRIGGER reads BEFORE INSERT OR UPDATE ON appraised_answer FOR EACH ROW EXECUTE FUNCTION read_answer('appraised');
CREATE TRIGGER reads BEFORE INSERT OR UPDATE ON correction FOR EACH ROW EXECUTE FUNCTION read_answer('correction');
-- By name before the triggers that look which revision is next.
CREATE TRIGGER a_lock BEFORE INSERT OR UPDATE OR DELETE ON correction FOR EACH ROW EXECUTE FUNCTION guard('correction');

CREATE FUNCTION correction_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	IF EXISTS (SELECT 1 FROM publication AS b WHERE b.period_id = OLD.period_id AND b.kind = 'periodic' AND b.revision >= OLD.revision) THEN
		RAISE EXCEPTION USING MESSAGE = say('correction_published', OLD.revision::text), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	RETURN OLD;
END
$$;
COMMENT ON FUNCTION correction_kept() IS 'trigger: published corrections are not deleted';
CREATE TRIGGER kept BEFORE DELETE ON correction FOR EACH ROW EXECUTE FUNCTION correction_kept();

CREATE FUNCTION read_evidence() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	SELECT s.set_id INTO NEW.set_id FROM submission AS s WHERE s.period_id = NEW.period_id AND s.unit_id = NEW.unit_id;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('may_not_enter_evidence', at_work(), NEW.unit_id, NEW.period_id), DETAIL = say('other_unit'),
			ERRCODE = 'insufficient_privilege';
	ELSIF NOT EXISTS (SELECT 1 FROM node AS n WHERE n.set_id = NEW.set_id AND n.code = NEW.code AND n.is_criterion) THEN
		RAISE EXCEPTION USING MESSAGE = say('no_criterion', NEW.set_id, NEW.code::text), ERRCODE = 'foreign_key_violation';
	END IF;
	-- The move to another set keeps who entered it when.
	IF TG_OP = 'INSERT' OR NEW.set_id = OLD.set_id OR NOT is_owner() THEN
		NEW.entered_by := current_user;
		NEW.entered_at := (SELECT b.now FROM book_time AS b);
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION read_evidence() IS 'trigger: which set the evidence belongs to, who entered it when';
CREATE TRIGGER reads BEFORE INSERT OR UPDATE ON evidence FOR EACH ROW EXECUTE FUNCTION read_evidence();

DO $$
BEGIN
	PERFORM guard_table('set_choice', 'setup'), guard_table('not_applicable', 'setup'), guard_table('submission', 'setup'),
		guard_table('entry_extension', 'setup'), guard_table('unit_target', 'setup'),
		guard_table('self_answer', 'self'), guard_table('evidence', 'self'),
		guard_table('appraised_answer', 'appraised'), guard_table('correction', 'correction');
END
$$;
CREATE TRIGGER unchanging BEFORE UPDATE OR TRUNCATE ON final_answer
	FOR EACH STATEMENT EXECUTE FUNCTION unchanging();

-- Once a statement: a country has more than a million of them.
CREATE FUNCTION final_answer_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	IF EXISTS (SELECT 1 FROM period AS p WHERE p.state NOT IN ('appraising', 'discarded') AND p.period_id IN (SELECT o.period_id FROM old_rows AS o)) THEN
		RAISE EXCEPTION USING MESSAGE = say('written_by_book', 'final_answer'), HINT = say('final_withdrawn'), ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION final_answer_stays() IS 'trigger: final answers go only with the opening of their period again';
CREATE TRIGGER stays AFTER DELETE ON final_answer REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION final_answer_stays();

-- What would count if the period were closed now.
CREATE VIEW settled WITH (security_invoker) AS
SELECT o.*, say_in((SELECT i.language FROM sight AS i), 'state.' || o.state) AS state_name, say_in((SELECT i.language FROM sight AS i), 'taken.' || o.taken_from) AS taken_from_name
FROM (
	SELECT s.period_id, s.unit_id, s.set_id, n.code,
		CASE WHEN x.code IS NOT NULL THEN 'na' WHEN a.code IS NOT NULL THEN a.state WHEN counts.self THEN f.state END AS state,
		CASE WHEN x.code IS NOT NULL THEN NULL WHEN a.code IS NOT NULL THEN a.value WHEN counts.self THEN f.value END AS value,
		CASE WHEN x.code IS NOT NULL THEN 'rule' WHEN a.code IS NOT NULL THEN 'appraised'
			WHEN counts.self AND f.code IS NOT NULL THEN 'self' END AS taken_from
	FROM (SELECT * FROM submission WHERE NOT abolished) AS s
		JOIN period AS p ON p.period_id = s.period_id
		CROSS JOIN LATERAL (SELECT p.self_counts = 'always' OR (p.self_counts = 'approved' AND s.state = 'approved') AS self) AS counts
		JOIN node AS n ON n.set_id = s.set_id AND n.is_criterion
		LEFT JOIN not_applicable_criterion AS x ON x.period_id = s.period_id AND x.unit_id = s.unit_id AND x.code = n.code
		LEFT JOIN appraised_answer AS a ON a.period_id = s.period_id AND a.unit_id = s.unit_id AND a.code = n.code
		LEFT JOIN self_answer AS f ON f.period_id = s.period_id AND f.unit_id = s.unit_id AND f.code = n.code) AS o
WHERE taken_from IS NOT NULL AND (value IS NOT NULL OR state = 'na');
COMMENT ON VIEW settled IS 'what counts by the rules of the period, from the answers as they are: appraised where appraised, else the self-assessment if the period says so';

-- SECURITY DEFINER: nobody may write final_answer, not even who closes.
CREATE FUNCTION period_settles() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
	IF NEW.state = 'closed' AND OLD.state <> 'closed' THEN
		EXECUTE format(
			'INSERT INTO %1$I.final_answer (period_id, unit_id, set_id, code, state, value, taken_from)
			 SELECT o.period_id, o.unit_id, o.set_id, o.code, o.state, o.value, o.taken_from
			 FROM %1$I.settled AS o WHERE o.period_id = $1', TG_TABLE_SCHEMA) USING NEW.period_id;
	ELSIF NEW.state = 'appraising' AND OLD.state = 'closed' THEN
		-- What an appeal had changed is what the council found, in its name.
		EXECUTE format(
			'INSERT INTO %1$I.appraised_answer (period_id, unit_id, code, state, answer, note, explanation, data_date, provided_by, entered_by, entered_at)
			 SELECT c.period_id, c.unit_id, c.code, c.state, c.answer, c.note, c.explanation, c.data_date, c.provided_by, c.entered_by, c.entered_at
			 FROM %1$I.correction AS c WHERE c.period_id = $1
			 ON CONFLICT (period_id, unit_id, code) DO UPDATE
			 SET (state, answer, note, explanation, data_date, provided_by, entered_by, entered_at)
				= (excluded.state, excluded.answer, excluded.note, excluded.explanation, excluded.data_date, excluded.provided_by, excluded.entered_by, excluded.entered_at)',
			TG_TABLE_SCHEMA) USING NEW.period_id;
		EXECUTE format('DELETE FROM %I.correction AS c WHERE c.period_id = $1', TG_TABLE_SCHEMA) USING NEW.period_id;
		EXECUTE format('DELETE FROM %I.final_answer AS f WHERE f.period_id = $1', TG_TABLE_SCHEMA) USING NEW.period_id;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION period_settles() IS 'trigger, SECURITY DEFINER because nobody may write final_answer: settles the final answers when a period is closed, withdraws them when it is opened again';
REVOKE ALL ON FUNCTION period_settles() FROM PUBLIC;
CREATE TRIGGER settles AFTER UPDATE OF state ON period FOR EACH ROW EXECUTE FUNCTION period_settles();

-- What counts: before the closing what would, afterwards what was settled,
-- with the corrections made since.
CREATE VIEW outcome WITH (security_invoker) AS
SELECT k.*, say_in((SELECT i.language FROM sight AS i), 'state.' || k.state) AS state_name, say_in((SELECT i.language FROM sight AS i), 'taken.' || k.taken_from) AS taken_from_name
FROM (
	SELECT o.period_id, o.unit_id, o.set_id, o.code, o.state, o.value, o.taken_from
	FROM settled AS o JOIN period AS p ON p.period_id = o.period_id
	WHERE p.state IN ('open', 'appraising')
	UNION ALL
	SELECT f.period_id, f.unit_id, f.set_id, f.code, f.state, f.value, f.taken_from
	FROM final_answer AS f
	WHERE NOT EXISTS (SELECT 1 FROM correction AS c WHERE c.period_id = f.period_id AND c.unit_id = f.unit_id AND c.code = f.code)
	UNION ALL
	SELECT * FROM (
		SELECT DISTINCT ON (c.period_id, c.unit_id, c.code) c.period_id, c.unit_id, c.set_id, c.code, c.state, c.value, 'correction'
		FROM correction AS c ORDER BY c.period_id, c.unit_id, c.code, c.revision DESC) AS c) AS k;
COMMENT ON VIEW outcome IS 'what counts of every unit and criterion: before the closing what would, afterwards what was settled then and corrected since';
COMMENT ON COLUMN outcome.taken_from IS 'appraised, self, rule (not applicable), correction';

-- Lines of a file that cannot be entered, and why: what the triggers would raise,
-- without an exception block a line. Given as enter_csv has them.
CREATE FUNCTION bad_lines(period text, stage text, entries jsonb[])
RETURNS TABLE (line int, reason text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	guarded boolean := row_security_active('submission'::regclass);
	has_account boolean := EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user);
	own text[] := (SELECT i.interests FROM sight AS i);
	of_reader text := (SELECT i.language FROM sight AS i);
	now_today date := (SELECT t.today FROM book_time AS t);
	p record;
BEGIN
	SELECT q.period_id, q.state, q.entry_from, q.entry_to INTO p FROM period AS q WHERE q.period_id = bad_lines.period;
	RETURN QUERY
	SELECT j.line, CASE
		WHEN j.refusal IS NOT NULL THEN say_in(of_reader, j.refusal[2], VARIADIC j.refusal[4:])
		WHEN date_problem(j.dated) IS NOT NULL THEN say_in(of_reader, date_problem(j.dated), j.dated)
		ELSE say_in(of_reader, j.closed[1], VARIADIC j.closed[3:]) END
	FROM (
		SELECT e.line, e.dated,
			CASE
				WHEN p.state <> 'appraising' AND (bad_lines.stage <> 'self' OR p.state <> 'open')
					THEN ARRAY['period_forbids', NULL, p.period_id, '@period.' || p.state, CASE bad_lines.stage WHEN 'self' THEN 'self_answer' ELSE 'appraised_answer' END]
				WHEN bad_lines.stage = 'self'
					THEN window_refusal(s.period_id, s.unit_id, p.state, s.state, p.entry_from, greatest(p.entry_to, w.entry_to), w.entry_to, now_today) END AS closed,
			answer_refusal(bad_lines.stage, bad_lines.period, e.unit_id, e.code, e.state, e.said, e.note, e.provider,
				ROW(s.set_id, d.is_criterion, d.max_points, d.rule::text, k.source, g.target, g.times, e.provider IS NULL OR o.office_type IS NOT NULL,
					(SELECT min(r.reason) FROM not_applicable AS r
					 WHERE r.period_id = bad_lines.period AND r.set_id = s.set_id AND r.ranking_group IN ('', s.ranking_group)
						AND r.unit_id IN ('', s.unit_id) AND dx.is_under(d.code, r.code)),
					u.unit_id IS NOT NULL, guarded, has_account, e.unit_id = ANY (own),
					(SELECT a.office_type FROM account AS a WHERE bad_lines.stage = 'self' AND a.role_name = current_user AND a.unit_id = s.unit_id AND a.office_type IS NOT NULL
						AND NOT EXISTS (SELECT 1 FROM responsibility AS r WHERE r.set_id = s.set_id AND r.code = d.code AND r.part = 'lead' AND r.office_type = a.office_type)),
					f.state, f.value, of_reader)::answer_context) AS refusal
		FROM (
			SELECT (q.value->>'line')::int AS line, q.value->>'unit_id' AS unit_id, q.value->'cells'->>'code' AS code,
				coalesce(nullif(q.value->'cells'->>'state', ''), 'result') AS state, trimmed(q.value->'cells'->>'answer') AS said,
				q.value->'cells'->>'note' AS note, nullif(q.value->'cells'->>'provided_by', '') AS provider, q.value->'cells'->>'data_date' AS dated
			FROM unnest(bad_lines.entries) AS q(value)) AS e
			LEFT JOIN unit AS u ON u.unit_id = e.unit_id
			LEFT JOIN submission AS s ON s.period_id = bad_lines.period AND s.unit_id = e.unit_id
			LEFT JOIN node AS d ON d.set_id = s.set_id AND d.code = e.code
			LEFT JOIN criterion AS k ON k.set_id = d.set_id AND k.code = d.code
			LEFT JOIN unit_target AS g ON g.period_id = bad_lines.period AND g.unit_id = s.unit_id AND g.code = d.code
			LEFT JOIN office AS o ON o.unit_id = s.unit_id AND o.office_type = e.provider
			LEFT JOIN entry_extension AS w ON w.period_id = bad_lines.period AND w.unit_id = s.unit_id
			LEFT JOIN self_answer AS f ON bad_lines.stage = 'appraised' AND f.period_id = bad_lines.period AND f.unit_id = s.unit_id AND f.code = d.code
		OFFSET 0) AS j
	WHERE j.refusal IS NOT NULL OR j.closed IS NOT NULL OR date_problem(j.dated) IS NOT NULL;
END
$$;
COMMENT ON FUNCTION bad_lines(text, text, jsonb[]) IS 'beneath enter_csv: lines that cannot be entered, and why, in the reader''s language';

-- Bulk entry: all or none, and every bad line with its reason.
CREATE FUNCTION enter_csv(period text, content text, stage text DEFAULT 'self')
RETURNS TABLE (line int, unit_id text, code text, answer text, reason text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	target text := CASE stage WHEN 'self' THEN 'self_answer' WHEN 'appraised' THEN 'appraised_answer' END;
	own text;
	statement text;
	rest jsonb[];
	bad jsonb[];
	froms int[];
	tos int[];
	first int;
	last int;
BEGIN
	IF target IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('no_stage', stage), HINT = say('stages'), ERRCODE = 'invalid_parameter_value';
	END IF;
	-- A file without column "unit" is of the unit of who enters it.
	SELECT CASE WHEN count(*) = 1 THEN min(a.unit_id) END INTO own
	FROM account AS a WHERE a.role_name = current_user AND a.unit_id IS NOT NULL;
	SELECT array_agg(x.entry ORDER BY x.unit_id COLLATE "C", x.code COLLATE "C") FILTER (WHERE x.problem IS NULL),
		coalesce(array_agg(x.entry || jsonb_build_object('reason', x.problem)) FILTER (WHERE x.problem IS NOT NULL), '{}') INTO rest, bad
	FROM (
		SELECT e.unit_id, e.cells->>'code' AS code, jsonb_build_object('line', e.line, 'cells', e.cells, 'unit_id', e.unit_id) AS entry, coalesce(e.problem,
			CASE WHEN blank(e.cells->>'code') THEN say('line_without_code') END,
			CASE WHEN NOT e.cells ? 'answer' THEN say('line_without_answer') END,
			CASE WHEN blank(e.unit_id) THEN say('line_without_unit') END,
			CASE WHEN NOT blank(e.cells->>'period') AND e.cells->>'period' <> enter_csv.period THEN say('line_of_period', e.cells->>'period') END,
			CASE WHEN e.times > 1 THEN say('line_twice') END) AS problem
		FROM (SELECT c.line, c.cells, c.problem, u.unit_id, count(*) OVER (PARTITION BY u.unit_id, c.cells->>'code') AS times
			FROM (SELECT r.line, CASE WHEN r.cells->>'state' <> '' OR r.cells->>'answer' ~ '[0-9][., ][0-9]{3}' THEN sheet_cells(r.cells) ELSE r.cells END AS cells, r.problem
				FROM csv_columns(content, sheet_columns()) AS r) AS c,
				LATERAL (SELECT CASE WHEN c.cells ? 'unit' THEN c.cells->>'unit' ELSE own END AS unit_id) AS u) AS e
		-- what a sheet leaves open says nothing
		WHERE NOT (e.cells ? 'period' AND concat(e.cells->>'answer', e.cells->>'state', e.cells->>'note', e.cells->>'explanation', e.cells->>'data_date', e.cells->>'provided_by') = '')) AS x;
	IF rest IS NULL AND cardinality(bad) = 0 THEN
		IF 'period' = ANY (csv_header(content, sheet_columns())) THEN
			RETURN;
		END IF;
		RAISE EXCEPTION USING MESSAGE = say('file_empty'), ERRCODE = 'invalid_parameter_value';
	END IF;
	statement := format($insert$
		INSERT INTO %I AS t (period_id, unit_id, code, answer, state, note, explanation, data_date, provided_by)
		SELECT $1, e.unit_id, (e.cells->>'code')::dx.code, trimmed(e.cells->>'answer'),
			coalesce(nullif(e.cells->>'state', ''), 'result'), coalesce(e.cells->>'note', ''), coalesce(e.cells->>'explanation', ''),
			read_date(e.cells->>'data_date'), nullif(e.cells->>'provided_by', '')
		FROM jsonb_to_recordset($2) AS e(unit_id text, cells jsonb)
		-- in one order, whatever the file's: two files never wait for each other
		ORDER BY e.unit_id COLLATE "C", e.cells->>'code' COLLATE "C"
		ON CONFLICT (period_id, unit_id, code) DO UPDATE
		SET (answer, state, note, explanation, data_date, provided_by)
			= (excluded.answer, excluded.state, excluded.note, excluded.explanation, excluded.data_date, excluded.provided_by)
		WHERE (t.answer, t.state, t.note, t.explanation, t.data_date, t.provided_by)
			IS DISTINCT FROM (excluded.answer, excluded.state, excluded.note, excluded.explanation, excluded.data_date, excluded.provided_by)
		$insert$, target);
	-- What can be known of a line without entering it; the rest is entered to see.
	SELECT array_agg(e.value ORDER BY e.place) FILTER (WHERE b.reason IS NULL),
		bad || coalesce(array_agg(e.value || jsonb_build_object('reason', b.reason)) FILTER (WHERE b.reason IS NOT NULL), '{}') INTO rest, bad
	FROM unnest(rest) WITH ORDINALITY AS e(value, place) LEFT JOIN bad_lines(period, stage, rest) AS b ON b.line = (e.value->>'line')::int;
	IF cardinality(bad) = 0 THEN
		BEGIN
			EXECUTE statement USING period, to_jsonb(rest);
			RETURN;
		EXCEPTION
			WHEN data_exception OR program_limit_exceeded OR integrity_constraint_violation OR insufficient_privilege
				OR object_not_in_prerequisite_state OR raise_exception THEN
			NULL;
		END;
	END IF;
	-- In blocks, halved until every bad line is alone; then all is undone.
	BEGIN
		-- as a rule nothing is found any more, in one go
		IF cardinality(rest) > 0 THEN
			froms := ARRAY[1];
			tos := ARRAY[cardinality(rest)];
			WHILE cardinality(froms) > 0 LOOP
				first := froms[1];
				last := tos[1];
				froms := froms[2:];
				tos := tos[2:];
				BEGIN
					EXECUTE statement USING period, to_jsonb(rest[first:last]);
				EXCEPTION
					WHEN data_exception OR program_limit_exceeded OR integrity_constraint_violation OR insufficient_privilege
						OR object_not_in_prerequisite_state OR raise_exception THEN
					IF first = last THEN
						bad := bad || (rest[first] || jsonb_build_object('reason', SQLERRM));
					ELSE
						froms := ARRAY[first, (first + last) / 2 + 1] || froms;
						tos := ARRAY[(first + last) / 2, last] || tos;
					END IF;
				END;
			END LOOP;
		END IF;
		RAISE EXCEPTION 'undo' USING ERRCODE = 'DXB01';
	EXCEPTION WHEN SQLSTATE 'DXB01' THEN
		NULL;
	END;
	IF cardinality(bad) = 0 THEN
		RAISE EXCEPTION USING MESSAGE = say('not_together'), ERRCODE = 'invalid_parameter_value';
	END IF;
	RETURN QUERY SELECT (j->>'line')::int, j->>'unit_id', j->'cells'->>'code', j->'cells'->>'answer', j->>'reason'
	FROM unnest(bad) AS j ORDER BY 1;
END
$$;
COMMENT ON FUNCTION enter_csv(text, text, text) IS 'enters answers from CSV, all or none: columns code, answer, and any of unit, state, note, explanation, data_date, provided_by, under English or Vietnamese headings; and what else a sheet (sheet_csv) has for the reader: a sheet of another period is refused, a line left open says nothing. Returns the bad lines with their reasons; no row means that all are in';
