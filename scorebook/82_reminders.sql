-- SPDX-License-Identifier: PostgreSQL
-- What is still to be answered, by whom and until when; and what would be if.

-- Which periods a reader may know of, for those who may not read the table.
CREATE VIEW period_shown WITH (security_barrier) AS
SELECT p.period_id, p.name, p.year, p.previous_period, p.data_from, p.data_to, p.entry_from, p.entry_to, p.state, p.rehearsal,
	p.self_counts, p.rank_on, p.points_decimals, p.ratio_decimals, coalesce(p.grades, '') AS grades,
	CASE i.language WHEN 'en' THEN w.en ELSE w.vi END AS state_name, CASE i.language WHEN 'en' THEN c.en ELSE c.vi END AS self_counts_name, CASE i.language WHEN 'en' THEN m.en ELSE m.vi END AS rank_on_name
FROM period AS p CROSS JOIN sight AS i
	LEFT JOIN wording AS w ON w.code = 'period.' || p.state
	LEFT JOIN wording AS c ON c.code = 'counts.' || p.self_counts
	LEFT JOIN wording AS m ON m.code = 'measure.' || p.rank_on
WHERE i.everything
	OR EXISTS (SELECT 1 FROM last_publication AS l WHERE l.period_id = p.period_id AND l.for_viewers)
	OR EXISTS (SELECT 1 FROM submission AS s WHERE s.period_id = p.period_id AND s.unit_id = ANY (i.units));
COMMENT ON VIEW period_shown IS 'periods that are published, that the reader''s own units take part in, or all for the council';
COMMENT ON COLUMN period_shown.entry_from IS 'first day answers may be entered';
COMMENT ON COLUMN period_shown.self_counts IS 'whether self-assessments count where nothing was appraised';
COMMENT ON COLUMN period_shown.rank_on IS 'what is ranked: points, or ratio';
COMMENT ON COLUMN period_shown.grades IS 'grades and their cut-offs of the ratio; empty: none';

-- From the tables as they are now, so that nobody is reminded of what is in.
CREATE VIEW unanswered WITH (security_invoker) AS
SELECT s.period_id, p.year, p.state AS period_state, p.rehearsal, s.unit_id, u.name AS unit_name, s.unit_kind, s.ranking_group, coalesce(u.parent_id, '') AS parent_unit,
	s.set_id, coalesce(r.office_type, '') AS office_type, coalesce(o.name, t.name, '') AS office_name,
	n.code::text AS code, n.ordinal AS sort_key, coalesce(n.number, n.code::text) AS number, coalesce(n.name, '') AS name, coalesce(c.name_en, '') AS name_en,
	trim_scale(dx.round_to(n.max_points, 12)) AS max_points, s.state AS sheet_state, d.deadline, greatest(0, d.deadline - b.today) AS days_left, b.today > d.deadline AS late,
	say_in(i.language, 'sheet.' || s.state) AS sheet_state_name, say_in(i.language, 'period.' || p.state) AS period_state_name,
	(SELECT CASE i.language WHEN 'en' THEN coalesce(nullif(x.name_en, ''), x.name) ELSE x.name END FROM unit_kind AS x WHERE x.unit_kind = s.unit_kind) AS unit_kind_name
FROM submission AS s
	JOIN period AS p ON p.period_id = s.period_id AND p.state IN ('open', 'appraising') AND NOT s.abolished
	JOIN unit AS u ON u.unit_id = s.unit_id
	JOIN node AS n ON n.set_id = s.set_id AND n.is_criterion AND coalesce(n.rule::text, '') <> 'unscored'
	LEFT JOIN criterion AS c ON c.set_id = n.set_id AND c.code = n.code
	LEFT JOIN responsibility AS r ON r.set_id = n.set_id AND r.code = n.code AND r.part = 'lead'
	LEFT JOIN office AS o ON o.unit_id = s.unit_id AND o.office_type = r.office_type
	LEFT JOIN office_type AS t ON t.office_type = r.office_type
	LEFT JOIN entry_extension AS e ON e.period_id = s.period_id AND e.unit_id = s.unit_id
	CROSS JOIN book_time AS b
	CROSS JOIN sight AS i
	-- who was given more time has it for every criterion
	CROSS JOIN LATERAL (SELECT CASE WHEN e.entry_to > p.entry_to THEN e.entry_to ELSE least(c.deadline, p.entry_to) END AS deadline) AS d
-- (not by coalesce: of that the planner would expect one row in two hundred)
WHERE (c.source IS NULL OR c.source = 'self')
	AND NOT EXISTS (SELECT 1 FROM self_answer AS f WHERE f.period_id = s.period_id AND f.unit_id = s.unit_id AND f.code = n.code
		AND (f.value IS NOT NULL OR f.state = 'na')
		-- looked up along the key for each criterion asked: all answers there are would be read for those of one group
		OFFSET 0)
	AND NOT EXISTS (SELECT 1 FROM not_applicable_criterion AS x WHERE x.period_id = s.period_id AND x.unit_id = s.unit_id AND x.code = n.code);
COMMENT ON VIEW unanswered IS 'the reminder list, at this moment: every criterion of an open or appraising period that a unit has not answered, with the office that leads it, the deadline and the days left; own units, or all for the council';
COMMENT ON COLUMN unanswered.office_type IS 'kind of office that leads the criterion; empty where none does';
COMMENT ON COLUMN unanswered.office_name IS 'the unit''s office of that kind; the name of the kind where the unit lists none';
COMMENT ON COLUMN unanswered.number IS 'the number that the decision prints; the code where it prints none';
COMMENT ON COLUMN unanswered.deadline IS 'last day, included: the criterion''s own where it is before the end of the entry window; the unit''s extension where it has one';
COMMENT ON COLUMN unanswered.late IS 'the deadline has passed';

CREATE FUNCTION letter_day(day date, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_char(day, CASE language WHEN 'en' THEN 'FMDD FMMonth YYYY' ELSE 'DD/MM/YYYY' END);
COMMENT ON FUNCTION letter_day(date, text) IS 'a day as letters have it: 25/12/2024, or 25 December 2024';

-- The reminder list as letters, one an office of a unit.
CREATE FUNCTION reminders(period text, language text DEFAULT NULL)
RETURNS TABLE (unit_id text, unit_name text, office_type text, office_name text, criteria bigint, deadline date, subject text, body text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	shown_in text := coalesce(reminders.language, (SELECT i.language FROM sight AS i));
BEGIN
	IF reminders.language NOT IN ('vi', 'en') THEN
		RAISE EXCEPTION USING MESSAGE = say('no_language', reminders.language), HINT = say('languages'), ERRCODE = 'invalid_parameter_value';
	ELSIF NOT EXISTS (SELECT 1 FROM period_shown AS p WHERE p.period_id = reminders.period) THEN
		RAISE EXCEPTION USING MESSAGE = say('no_period', reminders.period), ERRCODE = 'no_data_found';
	END IF;
	RETURN QUERY
	SELECT l.unit_id, l.unit_name, l.office_type, l.office_name, l.criteria, l.deadline,
		say_in(shown_in, 'letter.subject', l.unit_name, l.criteria::text, letter_day(l.deadline, shown_in)),
		concat_ws(E'\n', say_in(shown_in, 'letter.to', coalesce(nullif(l.office_name, ''), l.unit_name)), '', say_in(shown_in, 'letter.criteria', l.unit_name, l.period_name), '', l.lines)
	FROM (
		SELECT w.unit_id, w.unit_name, w.office_type, w.office_name, p.name AS period_name, count(*) AS criteria, min(w.deadline) AS deadline,
			string_agg(format('- %s. %s: %s', w.number, coalesce(CASE shown_in WHEN 'en' THEN nullif(w.name_en, '') END, w.name),
				CASE WHEN w.late THEN say_in(shown_in, 'letter.late', letter_day(w.deadline, shown_in))
					ELSE say_in(shown_in, CASE w.days_left WHEN 1 THEN 'letter.left_one' ELSE 'letter.left' END, letter_day(w.deadline, shown_in), w.days_left::text) END), E'\n' ORDER BY w.deadline, w.sort_key) AS lines
		FROM unanswered AS w JOIN period_shown AS p ON p.period_id = w.period_id
		WHERE w.period_id = reminders.period
			-- who cannot enter now is not told to
			AND (w.sheet_state = 'returned' OR w.sheet_state = 'draft' AND w.period_state = 'open')
		GROUP BY w.unit_id, w.unit_name, w.office_type, w.office_name, p.name) AS l
	ORDER BY l.unit_id COLLATE "C", l.office_type COLLATE "C";
END
$$;
COMMENT ON FUNCTION reminders(text, text) IS 'the reminder list of a period as letters to mail, one an office of a unit whose sheet is still to be filled in: subject and text, in Vietnamese or English (default: the reader''s language); units as in the view unanswered';

-- A supposed answer: JSON as people write it, read by the function that reads what
-- is entered: a text or a number, true or false, null (no answer), or an object
-- with state and answer.
CREATE FUNCTION supposed_value(code text, said jsonb, n answer_context, OUT value float8, OUT state text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	answer jsonb := CASE jsonb_typeof(said) WHEN 'object' THEN said->'answer' ELSE said END;
	typed text;
	problem text;
BEGIN
	state := coalesce(CASE jsonb_typeof(said) WHEN 'object' THEN said->>'state' END, 'result');
	IF state NOT IN ('result', 'points', 'na') OR jsonb_typeof(answer) IN ('object', 'array')
		OR (jsonb_typeof(said) = 'object' AND said - '{state,answer,note}'::text[] <> '{}') THEN
		RAISE EXCEPTION USING MESSAGE = say('change_unreadable', code, said::text), HINT = say('change_forms'), ERRCODE = 'invalid_parameter_value';
	END IF;
	typed := trimmed(CASE jsonb_typeof(answer)
		WHEN 'boolean' THEN CASE answer WHEN 'true' THEN 'có' ELSE 'không' END
		-- a number of JSON has one reading; 1.125 in a text has two
		WHEN 'number' THEN csv_number(answer::numeric)
		ELSE answer #>> '{}' END);
	IF state = 'result' AND says_na(typed, n.rule) THEN
		state := 'na';
	END IF;
	IF state = 'na' OR typed IS NULL THEN
		RETURN;
	ELSIF state = 'result' AND n.rule IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('not_quantified', code), HINT = say('award_points'), ERRCODE = 'invalid_parameter_value';
	END IF;
	SELECT v.value, v.problem INTO value, problem FROM answer_value(typed, state, n) AS v;
	IF problem IS NOT NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('answer_refused', code, shortened(typed), shortened(problem)), ERRCODE = 'invalid_parameter_value';
	END IF;
	IF state = 'result' THEN
		PERFORM dx.attainment(n.rule, value, n.max_points);
	END IF;
END
$$;
COMMENT ON FUNCTION supposed_value(text, jsonb, answer_context) IS 'beneath what_if: a supposed answer, read by answer_value as the tables of answers read theirs';

-- The answers of a unit as a card: published, what counts, or its own.
CREATE FUNCTION card_shown(period text, unit text, set_id text, basis text) RETURNS dx.card
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	tree dx.tree := (SELECT i.tree FROM index_set AS i WHERE i.set_id = card_shown.set_id);
	result dx.card;
BEGIN
	IF basis = 'published' THEN
		SELECT dx.card(tree, s.code, CASE s.state WHEN 'points' THEN s.points ELSE s.result END, CASE WHEN s.state IN ('points', 'na') THEN s.state END) INTO result
		FROM score AS s WHERE s.period_id = period AND s.unit_id = unit AND s.is_criterion;
	ELSIF basis = 'counts' THEN
		SELECT dx.card(tree, n.code, o.value, o.state) INTO result
		FROM node AS n LEFT JOIN outcome AS o ON o.period_id = period AND o.unit_id = unit AND o.code = n.code
		WHERE n.set_id = card_shown.set_id AND n.is_criterion;
	ELSE
		SELECT dx.card(tree, n.code, CASE WHEN x.code IS NULL THEN a.value END, CASE WHEN x.code IS NULL THEN a.state ELSE 'na' END) INTO result
		FROM node AS n
			LEFT JOIN self_answer AS a ON a.period_id = period AND a.unit_id = unit AND a.code = n.code
			LEFT JOIN not_applicable_criterion AS x ON x.period_id = period AND x.unit_id = unit AND x.code = n.code
		WHERE n.set_id = card_shown.set_id AND n.is_criterion;
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION card_shown(text, text, text, text) IS 'beneath what_if and the reports: the answers of a unit, as far as the caller may see them, as a card: published, counts or self';

-- Which answers of a unit the caller would start from; NULL: none are shown.
CREATE FUNCTION basis_shown(period text, unit text, OUT basis text, OUT set_id text, OUT unit_kind text, OUT ranking_group text, OUT ranked boolean)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
	SELECT 'published', r.set_id, r.unit_kind, r.ranking_group, r.ranked INTO basis, set_id, unit_kind, ranking_group, ranked
	FROM ranking AS r WHERE r.period_id = period AND r.unit_id = unit AND r.pillar = '' AND r.status = 'published';
	IF NOT FOUND AND has_table_privilege('submission'::regclass, 'select') THEN
		-- The own unit is not shown what the council is at work on.
		SELECT CASE
				WHEN p.state = 'closed' THEN 'counts'
				WHEN p.state = 'appraising' AND s.unit_id = ANY (i.interests) OR NOT i.everything THEN 'self'
				WHEN EXISTS (SELECT 1 FROM outcome AS o WHERE o.period_id = s.period_id AND o.unit_id = s.unit_id AND o.value IS NOT NULL) THEN 'counts'
				ELSE 'self' END,
			s.set_id, s.unit_kind, s.ranking_group, s.ranked INTO basis, set_id, unit_kind, ranking_group, ranked
		FROM submission AS s JOIN period AS p ON p.period_id = s.period_id CROSS JOIN sight AS i
		WHERE s.period_id = period AND s.unit_id = unit AND p.state <> 'published';
	END IF;
END
$$;
COMMENT ON FUNCTION basis_shown(text, text) IS 'beneath what_if and the reports: published, counts (what counts so far) or self (the unit''s own answers): what the caller may start from; NULL where nothing of the unit is shown';

-- A card with some answers changed; what a rule of the period takes away stays away.
CREATE FUNCTION supposed_card(period text, unit text, set_id text, card dx.card, changes jsonb) RETURNS dx.card
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	tree dx.tree := (SELECT i.tree FROM index_set AS i WHERE i.set_id = supposed_card.set_id);
	working boolean := has_table_privilege('unit_target'::regclass, 'select');
	targets jsonb := '{}';
	c record;
	result dx.card;
BEGIN
	IF working THEN
		SELECT coalesce(jsonb_object_agg(t.code::text, jsonb_build_array(t.target, t.times)), '{}') INTO targets
		FROM unit_target AS t WHERE t.period_id = period AND t.unit_id = unit;
		SELECT x.code::text AS code, x.reason INTO c FROM not_applicable_criterion AS x
		WHERE x.period_id = period AND x.unit_id = unit AND changes ? x.code::text ORDER BY x.code LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION USING MESSAGE = say('not_applicable', c.code, unit, c.reason), ERRCODE = 'check_violation';
		END IF;
	END IF;
	SELECT dx.card(tree, r.code, CASE WHEN changes ? r.code::text THEN v.value ELSE r.value END,
		CASE WHEN NOT changes ? r.code::text THEN r.state WHEN v.state = 'na' OR v.value IS NOT NULL THEN v.state END) INTO result
	FROM dx.results(tree, card) AS r JOIN node AS n ON n.set_id = supposed_card.set_id AND n.code = r.code
		LEFT JOIN LATERAL supposed_value(n.code::text, changes->(r.code::text),
			jsonb_populate_record(NULL::answer_context, jsonb_build_object('rule', n.rule::text, 'max_points', n.max_points, 'language', (SELECT i.language FROM sight AS i),
				'target', targets->(r.code::text)->0, 'times', targets->(r.code::text)->1))) AS v ON changes ? r.code::text;
	RETURN result;
END
$$;
COMMENT ON FUNCTION supposed_card(text, text, text, dx.card, jsonb) IS 'beneath what_if: a card with the answers that are supposed to change';

CREATE FUNCTION what_if(period text, unit text, changes jsonb)
RETURNS TABLE (pillar text, pillar_name text, basis text, points numeric, points_then numeric, max_points numeric, max_points_then numeric,
	ratio numeric, ratio_then numeric, rank int, rank_then int, ranked_count int, ranked_count_then int, grade text, grade_then text, basis_name text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	p record;
	b record;
	index_tree dx.tree;
	card_now dx.card;
	card_then dx.card;
	strange text;
	ranks boolean;
	decimals int;
BEGIN
	SELECT * INTO p FROM period_shown AS s WHERE s.period_id = what_if.period;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_period', what_if.period), ERRCODE = 'no_data_found';
	ELSIF jsonb_typeof(what_if.changes) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION USING MESSAGE = say('changes_form'), ERRCODE = 'invalid_parameter_value';
	END IF;
	b := basis_shown(what_if.period, what_if.unit);
	IF b.basis IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('shown_nothing', current_user, what_if.unit, what_if.period), DETAIL = say('other_unit'),
			ERRCODE = 'insufficient_privilege';
	END IF;
	index_tree := (SELECT i.tree FROM index_set AS i WHERE i.set_id = b.set_id);
	card_now := card_shown(what_if.period, what_if.unit, b.set_id, b.basis);
	SELECT c.key INTO strange FROM jsonb_object_keys(what_if.changes) AS c(key)
	WHERE NOT EXISTS (SELECT 1 FROM node AS n WHERE n.set_id = b.set_id AND n.code::text = c.key AND n.is_criterion) ORDER BY c.key LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_criterion', b.set_id, strange), ERRCODE = 'foreign_key_violation';
	END IF;
	decimals := CASE p.rank_on WHEN 'points' THEN p.points_decimals ELSE p.ratio_decimals END;
	card_then := supposed_card(what_if.period, what_if.unit, b.set_id, card_now, what_if.changes);
	-- A rank is told to whom the view ranking tells the ranks of all.
	SELECT b.basis <> 'self' AND b.ranked AND (i.everything OR EXISTS (SELECT 1 FROM ranking AS r
		WHERE r.period_id = what_if.period AND r.unit_kind = b.unit_kind AND r.ranking_group = b.ranking_group AND r.unit_id <> what_if.unit)) INTO ranks
	FROM sight AS i;
	RETURN QUERY
	WITH list AS (
		SELECT t.pillar, t.name, t.sort_key, t.codes FROM pillar_of_set AS t WHERE t.set_id = b.set_id
		UNION ALL
		SELECT '', coalesce(n.name, ''), -1, ARRAY[''] FROM node AS n WHERE n.set_id = b.set_id AND n.depth = 0
	), own AS (
		SELECT l.pillar, c.after, trim_scale(dx.round_to(dx.points(index_tree, c.card, l.codes), p.points_decimals)) AS points,
			trim_scale(dx.round_to(dx.max_points(index_tree, c.card, l.codes), 12)) AS max_points,
			trim_scale(dx.round_to(dx.ratio(index_tree, c.card, l.codes), p.ratio_decimals)) AS ratio, dx.coverage(index_tree, c.card, l.codes) AS coverage,
			CASE WHEN l.pillar = '' THEN dx.grade_card(index_tree, c.card, nullif(p.grades, ''), decimals, p.rank_on) END AS card_grade
		FROM list AS l CROSS JOIN (VALUES (false, card_now), (true, card_then)) AS c(after, card)
	), graded AS (
		SELECT o.*, CASE
			WHEN o.coverage <= 0 OR o.ratio IS NULL THEN NULL
			WHEN o.pillar = '' THEN o.card_grade
			ELSE dx.grade((CASE p.rank_on WHEN 'points' THEN o.points / nullif(o.max_points, 0) ELSE o.ratio END)::float8, dx.plain_grades(nullif(p.grades, ''))) END AS grade
		FROM own AS o
	), field AS (
		SELECT o.pillar, o.after, true AS own, (CASE p.rank_on WHEN 'points' THEN o.points ELSE o.ratio END)::float8 AS measure, o.coverage > 0 AS takes_part FROM own AS o
		UNION ALL
		SELECT r.pillar, a.after, false, (CASE p.rank_on WHEN 'points' THEN r.points ELSE r.ratio END)::float8, r.ranked AND r.coverage > 0
		FROM ranking AS r CROSS JOIN (VALUES (false), (true)) AS a(after)
		WHERE r.period_id = what_if.period AND r.unit_kind = b.unit_kind AND r.ranking_group = b.ranking_group AND r.unit_id <> what_if.unit
	), placed AS (
		SELECT f.pillar, f.after, f.own, dx.rank_by(f.measure, 'min', decimals, f.takes_part) OVER w AS rank,
			dx.ranked_count(f.measure, 'min', decimals, f.takes_part) OVER w AS ranked_count
		FROM field AS f WHERE ranks WINDOW w AS (PARTITION BY f.pillar, f.after)
	)
	SELECT l.pillar, l.name, b.basis, o.points, t.points, o.max_points, t.max_points, o.ratio, t.ratio,
		k.rank, h.rank, k.ranked_count, h.ranked_count,
		o.grade, t.grade, say('basis.' || b.basis)
	FROM list AS l
		JOIN graded AS o ON o.pillar = l.pillar AND NOT o.after JOIN graded AS t ON t.pillar = l.pillar AND t.after
		LEFT JOIN placed AS k ON k.pillar = l.pillar AND NOT k.after AND k.own LEFT JOIN placed AS h ON h.pillar = l.pillar AND h.after AND h.own
	ORDER BY l.sort_key, l.pillar;
END
$$;
COMMENT ON FUNCTION what_if(text, text, jsonb) IS 'total and pillars of a unit as they are and as they would be if these answers changed, {"1.1": "87,5", "2.3": {"state": "points", "answer": 6}}; nothing is written. It starts from what is published, from what counts so far, or from the unit''s own answers (basis), as far as the caller may see them; ranks only for those who see the ranks of all';
