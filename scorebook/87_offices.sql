-- SPDX-License-Identifier: PostgreSQL
-- Offices act: what an account of an office may do, confirmations of figures,
-- requests to bodies beside the unit, figures collected from the units beneath,
-- and what each office has done.

-- A confirmation names the figure it is of, and lapses when that changes.
CREATE TABLE confirmation (
	period_id text NOT NULL,
	unit_id text NOT NULL,
	code dx.code NOT NULL,
	office_type text NOT NULL,
	state text NOT NULL,
	answer text,
	value float8,
	confirmed_by text NOT NULL DEFAULT current_user,
	confirmed_at timestamptz,
	PRIMARY KEY (period_id, unit_id, code),
	FOREIGN KEY (period_id, unit_id, code) REFERENCES self_answer ON DELETE CASCADE,
	FOREIGN KEY (unit_id, office_type) REFERENCES office
);
COMMENT ON TABLE confirmation IS 'figures confirmed by the office that leads the criterion: with the answer that was confirmed. It lapses when that changes (view confirmed_figure)';
COMMENT ON COLUMN confirmation.office_type IS 'the office that leads the criterion; of the role''s account';
COMMENT ON COLUMN confirmation.state IS 'of the answer that was confirmed; set by the book';
COMMENT ON COLUMN confirmation.answer IS 'the answer that was confirmed; set by the book';
COMMENT ON COLUMN confirmation.value IS 'its value; set by the book';
COMMENT ON COLUMN confirmation.confirmed_by IS 'role that confirmed it; set by the book';
COMMENT ON COLUMN confirmation.confirmed_at IS 'when; set by the book';

CREATE FUNCTION confirmation_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	f record;
	lead text;
BEGIN
	IF TG_OP = 'UPDATE' AND (NEW.period_id, NEW.unit_id, NEW.code::text) IS DISTINCT FROM (OLD.period_id, OLD.unit_id, OLD.code::text) THEN
		RAISE EXCEPTION USING MESSAGE = say('confirmation_moves'), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	SELECT a.* INTO f FROM self_answer AS a WHERE a.period_id = NEW.period_id AND a.unit_id = NEW.unit_id AND a.code = NEW.code;
	IF NOT FOUND OR f.value IS NULL AND f.state <> 'na' THEN
		RAISE EXCEPTION USING MESSAGE = say('nothing_to_confirm', NEW.code::text, NEW.unit_id), ERRCODE = 'no_data_found';
	END IF;
	lead := (SELECT r.office_type FROM responsibility AS r WHERE r.set_id = f.set_id AND r.code = NEW.code AND r.part = 'lead');
	-- Whose account it is, is who confirms; the owner of the book says for whom.
	NEW.office_type := coalesce((SELECT a.office_type FROM account AS a WHERE a.role_name = current_user AND a.unit_id = NEW.unit_id), NEW.office_type);
	IF NEW.office_type IS DISTINCT FROM lead THEN
		RAISE EXCEPTION USING MESSAGE = CASE WHEN lead IS NULL THEN say('confirmed_by_none', NEW.code::text) ELSE say('confirmed_by', NEW.code::text, lead, coalesce(NEW.office_type, '–')) END,
			ERRCODE = 'insufficient_privilege';
	END IF;
	-- Under the code of another set it is still what was confirmed then.
	IF NOT moves_sets() THEN
		NEW.state := f.state;
		NEW.answer := f.answer;
		NEW.value := f.value;
		NEW.confirmed_by := current_user;
		NEW.confirmed_at := (SELECT t.now FROM book_time AS t);
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION confirmation_rules() IS 'trigger: the office that leads the criterion confirms the figure as it is, and nobody another';
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON confirmation FOR EACH ROW EXECUTE FUNCTION confirmation_rules();

CREATE VIEW confirmed_figure WITH (security_invoker) AS
SELECT a.period_id, a.unit_id, a.code::text AS code, n.ordinal AS sort_key, coalesce(n.name, '') AS name, coalesce(a.answer, '') AS answer, r.office_type,
	now.confirmation, coalesce(k.answer, '') AS confirmed_answer, coalesce(k.confirmed_by, '') AS confirmed_by, k.confirmed_at,
	say_in(i.language, 'confirmation.' || now.confirmation) AS confirmation_name, coalesce(CASE i.language WHEN 'en' THEN nullif(t.name_en, '') END, t.name) AS office_type_name
FROM self_answer AS a
	JOIN node AS n ON n.set_id = a.set_id AND n.code = a.code
	JOIN responsibility AS r ON r.set_id = a.set_id AND r.code = a.code AND r.part = 'lead'
	JOIN office_type AS t ON t.office_type = r.office_type
	LEFT JOIN confirmation AS k ON k.period_id = a.period_id AND k.unit_id = a.unit_id AND k.code = a.code
	CROSS JOIN sight AS i
	CROSS JOIN LATERAL (SELECT CASE WHEN k.code IS NULL THEN 'open' WHEN (k.state, k.answer, k.value) IS NOT DISTINCT FROM (a.state, a.answer, a.value) THEN 'confirmed' ELSE 'lapsed' END AS confirmation) AS now
WHERE a.value IS NOT NULL OR a.state = 'na';
COMMENT ON VIEW confirmed_figure IS 'figures that an office leads, and whether it has confirmed them';
COMMENT ON COLUMN confirmed_figure.office_type IS 'the office that leads the criterion';
COMMENT ON COLUMN confirmed_figure.confirmation IS 'open, confirmed, or lapsed: the figure is another one since';
COMMENT ON COLUMN confirmed_figure.confirmed_answer IS 'what was confirmed';
COMMENT ON COLUMN confirmed_figure.confirmed_by IS 'role that confirmed it';
COMMENT ON COLUMN confirmed_figure.confirmed_at IS 'when';

-- What a unit asks of a body beside it (police, post, tax, enterprises), and what
-- that answers.
CREATE TABLE figure_request (
	period_id text NOT NULL,
	unit_id text NOT NULL,
	code dx.code NOT NULL,
	office_type text NOT NULL,
	asked text NOT NULL DEFAULT '',
	due date,
	asked_by text NOT NULL DEFAULT current_user,
	asked_at timestamptz,
	answer text,
	data_date date,
	note text NOT NULL DEFAULT '',
	answered_by text,
	answered_at timestamptz,
	PRIMARY KEY (period_id, unit_id, code, office_type),
	FOREIGN KEY (period_id, unit_id) REFERENCES submission,
	FOREIGN KEY (unit_id, office_type) REFERENCES office
);
COMMENT ON TABLE figure_request IS 'figures asked of a body beside the unit (khi có đề nghị), and its answer; take_figures enters those that are answered';
COMMENT ON COLUMN figure_request.office_type IS 'the body that is asked';
COMMENT ON COLUMN figure_request.asked IS 'what exactly is asked for';
COMMENT ON COLUMN figure_request.due IS 'by when';
COMMENT ON COLUMN figure_request.asked_by IS 'role that asked; set by the book';
COMMENT ON COLUMN figure_request.asked_at IS 'when; set by the book';
COMMENT ON COLUMN figure_request.answer IS 'the figure, as people write it; empty: not answered yet';
COMMENT ON COLUMN figure_request.data_date IS 'the day the figure speaks of';
COMMENT ON COLUMN figure_request.note IS 'what the body says to it';
COMMENT ON COLUMN figure_request.answered_by IS 'role that answered; set by the book';
COMMENT ON COLUMN figure_request.answered_at IS 'when; set by the book';

CREATE FUNCTION figure_request_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	c record;
	problem text;
	-- Of whom the account is an office, that office answers; the unit asks.
	own text := (SELECT a.office_type FROM account AS a WHERE a.role_name = current_user AND a.unit_id = NEW.unit_id);
BEGIN
	SELECT n.is_criterion, n.rule, n.max_points, i.language INTO c FROM submission AS s JOIN node AS n ON n.set_id = s.set_id AND n.code = NEW.code CROSS JOIN sight AS i
	WHERE s.period_id = NEW.period_id AND s.unit_id = NEW.unit_id;
	IF c.is_criterion IS NOT TRUE THEN
		RAISE EXCEPTION USING MESSAGE = say('unit_no_criterion', NEW.unit_id, NEW.code::text, NEW.period_id), ERRCODE = 'foreign_key_violation';
	ELSIF TG_OP = 'UPDATE' AND (NEW.period_id, NEW.unit_id, NEW.code::text, NEW.office_type) IS DISTINCT FROM (OLD.period_id, OLD.unit_id, OLD.code::text, OLD.office_type) THEN
		RAISE EXCEPTION USING MESSAGE = say('request_moves'), ERRCODE = 'object_not_in_prerequisite_state';
	ELSIF own IS NOT NULL AND (TG_OP = 'INSERT' OR own <> NEW.office_type OR (NEW.asked, NEW.due) IS DISTINCT FROM (OLD.asked, OLD.due)) THEN
		RAISE EXCEPTION USING MESSAGE = say('answers_requests', current_user, own), ERRCODE = 'insufficient_privilege';
	ELSIF own IS NULL AND row_security_active('figure_request'::regclass) AND (CASE TG_OP WHEN 'INSERT' THEN NOT blank(NEW.answer)
			ELSE (NEW.answer, NEW.data_date, NEW.note) IS DISTINCT FROM (OLD.answer, OLD.data_date, OLD.note) END) THEN
		RAISE EXCEPTION USING MESSAGE = say('request_answered_by', NEW.office_type), ERRCODE = 'insufficient_privilege';
	END IF;
	NEW.answer := trimmed(NEW.answer);
	IF TG_OP = 'INSERT' AND NOT moves_sets() THEN
		NEW.asked_by := current_user;
		NEW.asked_at := (SELECT t.now FROM book_time AS t);
	ELSIF TG_OP = 'UPDATE' THEN
		-- Whoever changes anything else of it says nothing of who did what.
		NEW.asked_by := OLD.asked_by;
		NEW.asked_at := OLD.asked_at;
		NEW.answered_by := OLD.answered_by;
		NEW.answered_at := OLD.answered_at;
	END IF;
	IF NEW.answer IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.answer IS DISTINCT FROM OLD.answer) THEN
		-- of an assigned target it is what was attained, whatever the rule takes
		problem := dx.answer_problem(CASE WHEN EXISTS (SELECT 1 FROM unit_target AS t WHERE t.period_id = NEW.period_id AND t.unit_id = NEW.unit_id AND t.code = NEW.code)
			THEN 'linear(0, 1)'::dx.rule ELSE c.rule END, NEW.answer, c.max_points, c.language);
		IF problem IS NOT NULL AND c.rule IS NOT NULL THEN
			RAISE EXCEPTION USING MESSAGE = say('answer_refused', NEW.code::text, shortened(NEW.answer), shortened(problem)), ERRCODE = 'invalid_text_representation';
		END IF;
		IF NOT moves_sets() THEN
			NEW.answered_by := current_user;
			NEW.answered_at := (SELECT t.now FROM book_time AS t);
		END IF;
	ELSIF NEW.answer IS NULL THEN
		NEW.answered_by := NULL;
		NEW.answered_at := NULL;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION figure_request_rules() IS 'trigger: the unit asks, the body that is asked answers, in a way that the criterion''s rule can read';
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON figure_request FOR EACH ROW EXECUTE FUNCTION figure_request_rules();

CREATE FUNCTION take_figures(period text, unit text) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	taken bigint;
BEGIN
	INSERT INTO self_answer AS t (period_id, unit_id, code, answer, data_date, provided_by)
	SELECT r.period_id, r.unit_id, r.code, r.answer, r.data_date, r.office_type
	FROM figure_request AS r WHERE r.period_id = take_figures.period AND r.unit_id = take_figures.unit AND r.answer IS NOT NULL
	ORDER BY r.code
	ON CONFLICT (period_id, unit_id, code) DO UPDATE SET (state, answer, data_date, provided_by) = ('result', excluded.answer, excluded.data_date, excluded.provided_by)
	WHERE (t.state, t.answer, t.data_date, t.provided_by) IS DISTINCT FROM ('result', excluded.answer, excluded.data_date, excluded.provided_by);
	GET DIAGNOSTICS taken = ROW_COUNT;
	RETURN taken;
END
$$;
COMMENT ON FUNCTION take_figures(text, text) IS 'enters what bodies beside the unit have answered, as provided by them; returns how many answers are new';

-- Sums of the fractions of the units beneath, with the owner's rights: the unit
-- above sees the sums, not the answers.
CREATE VIEW collected WITH (security_barrier) AS
SELECT a.period_id, u.parent_id AS unit_id, a.code::text AS code, count(*) AS units_with_figure,
	(SELECT count(*) FROM submission AS s JOIN unit AS b ON b.unit_id = s.unit_id WHERE s.period_id = a.period_id AND b.parent_id = u.parent_id AND NOT s.abolished) AS units,
	trim_scale(sum(a.numerator::numeric)) AS numerator, trim_scale(sum(a.denominator::numeric)) AS denominator
FROM self_answer AS a
	JOIN unit AS u ON u.unit_id = a.unit_id AND u.parent_id IS NOT NULL
	JOIN submission AS own ON own.period_id = a.period_id AND own.unit_id = a.unit_id AND NOT own.abolished
	CROSS JOIN sight AS i
WHERE strpos(a.answer, '/') > 0 AND a.denominator IS NOT NULL AND (i.everything OR u.parent_id = ANY (i.units))
GROUP BY a.period_id, u.parent_id, a.code
HAVING count(*) > 1 OR bool_or(i.everything);
COMMENT ON VIEW collected IS 'figures of the units beneath a unit, of those that were typed as a fraction: numerators and denominators added up. For the unit above and the council; never of one unit alone';
COMMENT ON COLUMN collected.unit_id IS 'the unit above';
COMMENT ON COLUMN collected.units_with_figure IS 'how many units beneath have such a figure';
COMMENT ON COLUMN collected.numerator IS 'the sum of their numerators';
COMMENT ON COLUMN collected.denominator IS 'the sum of their denominators';
COMMENT ON COLUMN collected.units IS 'of how many that are enrolled';

CREATE FUNCTION collect(period text, unit text, code text, code_beneath text DEFAULT NULL, period_beneath text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	c record;
	figure text;
BEGIN
	SELECT * INTO c FROM collected AS k
	WHERE k.period_id = coalesce(collect.period_beneath, collect.period) AND k.unit_id = collect.unit AND k.code = coalesce(collect.code_beneath, collect.code);
	IF NOT FOUND OR NOT c.denominator > 0 THEN
		RAISE EXCEPTION USING MESSAGE = say('nothing_to_collect', collect.unit, coalesce(collect.code_beneath, collect.code)), HINT = say('collect_fractions'),
			ERRCODE = 'no_data_found';
	END IF;
	figure := csv_number(c.numerator) || '/' || csv_number(c.denominator);
	INSERT INTO self_answer AS t (period_id, unit_id, code, answer, note)
	VALUES (collect.period, collect.unit, collect.code::dx.code, figure, say('collected_of', c.units_with_figure::text, c.units::text))
	ON CONFLICT ON CONSTRAINT self_answer_pkey DO UPDATE SET (state, answer, note) = ('result', excluded.answer, excluded.note);
	RETURN figure;
END
$$;
COMMENT ON FUNCTION collect(text, text, text, text, text) IS 'enters the figure of a unit as the sum of the fractions of the units beneath, of the same criterion or another, and says it; the note has how many units it is of';

-- What each office has done (thi đua). One leads, and what it leads is added up;
-- where it cooperates it is listed, never added.
CREATE VIEW office_points WITH (security_barrier) AS
SELECT s.period_id, s.year, s.period_end, s.status, s.unit_id, s.unit_name, s.unit_kind, s.ranking_group, s.set_id, r.office_type, coalesce(o.name, t.name) AS office_name,
	count(*) FILTER (WHERE r.part = 'lead') AS criteria, trim_scale(coalesce(sum(s.points) FILTER (WHERE r.part = 'lead'), 0)) AS points,
	trim_scale(coalesce(sum(s.max_points) FILTER (WHERE r.part = 'lead'), 0)) AS max_points, trim_scale(coalesce(sum(s.lost) FILTER (WHERE r.part = 'lead'), 0)) AS lost,
	count(*) FILTER (WHERE r.part = 'lead' AND s.state = 'missing') AS missing, count(*) FILTER (WHERE r.part = 'cooperate') AS joint,
	coalesce(string_agg(s.code, ', ' ORDER BY s.sort_key) FILTER (WHERE r.part = 'cooperate'), '') AS joint_codes, s.status_name, s.unit_kind_name
FROM score AS s
	JOIN responsibility AS r ON r.set_id = s.set_id AND r.code::text = s.code
	JOIN office_type AS t ON t.office_type = r.office_type
	LEFT JOIN office AS o ON o.unit_id = s.unit_id AND o.office_type = r.office_type
WHERE s.is_criterion
GROUP BY s.period_id, s.year, s.period_end, s.status, s.unit_id, s.unit_name, s.unit_kind, s.ranking_group, s.set_id, r.office_type, o.name, t.name, s.status_name, s.unit_kind_name;
COMMENT ON VIEW office_points IS 'points, open criteria and lost points of each office of a unit, of the criteria that it leads; those where it cooperates are listed, and counted for nobody but who leads';
COMMENT ON COLUMN office_points.office_type IS 'kind of office';
COMMENT ON COLUMN office_points.criteria IS 'criteria it leads';
COMMENT ON COLUMN office_points.points IS 'their points';
COMMENT ON COLUMN office_points.max_points IS 'their applicable maximum';
COMMENT ON COLUMN office_points.missing IS 'of those, without a result';
COMMENT ON COLUMN office_points.joint IS 'criteria where it cooperates; not in the points';
COMMENT ON COLUMN office_points.joint_codes IS 'which';

DO $$
BEGIN
	PERFORM guard_table('confirmation', 'setup'), guard_table('figure_request', 'setup'),
		audit_table('confirmation', 'period_id', 'unit_id', 'code'), audit_table('figure_request', 'period_id', 'unit_id', 'code', 'office_type');
END
$$;
ALTER TABLE confirmation ENABLE ROW LEVEL SECURITY;
ALTER TABLE figure_request ENABLE ROW LEVEL SECURITY;
