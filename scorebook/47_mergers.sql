-- SPDX-License-Identifier: PostgreSQL
-- Mergers at any date: what they do to the sheets of periods that are under way,
-- and the counts of the old units offered to the new one.

CREATE VIEW not_enrolled WITH (security_invoker) AS
SELECT p.period_id, u.unit_id, u.name, k.assessed_as AS unit_kind, u.ranking_group, u.ranked, c.set_id,
	(SELECT CASE i.language WHEN 'en' THEN coalesce(nullif(x.name_en, ''), x.name) ELSE x.name END FROM unit_kind AS x CROSS JOIN sight AS i WHERE x.unit_kind = k.assessed_as) AS unit_kind_name
FROM period AS p
	JOIN unit AS u ON p.data_to BETWEEN u.valid_from AND coalesce(u.valid_to, 'infinity')
	JOIN unit_kind AS k ON k.unit_kind = u.kind
	JOIN LATERAL (
		SELECT s.set_id FROM set_choice AS s
		WHERE s.period_id = p.period_id AND s.unit_kind = k.assessed_as AND s.ranking_group IN ('', u.ranking_group)
		ORDER BY s.ranking_group DESC LIMIT 1) AS c ON true
WHERE NOT EXISTS (SELECT 1 FROM submission AS s WHERE s.period_id = p.period_id AND s.unit_id = u.unit_id);
COMMENT ON VIEW not_enrolled IS 'units that exist on the last day of a period''s data window, have a set chosen and no sheet yet: enrol(period) makes them one';

-- A sheet whose unit comes to an end before the last day of the data window is set
-- aside: it is neither settled nor ranked, and its answers stay. The sheet says so
-- itself, so that what is closed stays as it was closed.
CREATE FUNCTION unit_ends() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	-- A closing waits for this, or is waited for and then seen: FOR SHARE looks again.
	PERFORM FROM period AS p WHERE p.state IN ('open', 'appraising')
		AND p.period_id IN (SELECT s.period_id FROM submission AS s WHERE s.unit_id = NEW.unit_id) ORDER BY p.period_id FOR SHARE;
	UPDATE submission AS s SET abolished = NOT s.abolished FROM period AS p
	WHERE s.unit_id = NEW.unit_id AND p.period_id = s.period_id AND p.state IN ('open', 'appraising')
		AND s.abolished = (p.data_to BETWEEN NEW.valid_from AND coalesce(NEW.valid_to, 'infinity'));
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION unit_ends() IS 'trigger: the sheets of a unit that ends, in periods under way, are set aside; taken up again where it does not end after all';
CREATE TRIGGER ends AFTER UPDATE OF valid_from, valid_to ON unit
	FOR EACH ROW WHEN ((OLD.valid_from, OLD.valid_to) IS DISTINCT FROM (NEW.valid_from, NEW.valid_to)) EXECUTE FUNCTION unit_ends();

CREATE FUNCTION period_looks_again() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	UPDATE submission AS s SET abolished = NOT s.abolished FROM unit AS u
	WHERE s.period_id = NEW.period_id AND u.unit_id = s.unit_id
		AND s.abolished = (NEW.data_to BETWEEN u.valid_from AND coalesce(u.valid_to, 'infinity'));
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION period_looks_again() IS 'trigger: another data window, and a period that is opened again: which units exist on its last day now';
CREATE TRIGGER looks_again AFTER UPDATE OF data_to, state ON period
	FOR EACH ROW WHEN (NEW.state IN ('open', 'appraising') AND (OLD.data_to <> NEW.data_to OR OLD.state = 'closed')) EXECUTE FUNCTION period_looks_again();

CREATE FUNCTION merge_units(old_units text[], new_unit text, on_date date, decision text DEFAULT '')
RETURNS TABLE (period_id text, unit_id text, done text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	odd text;
	p record;
BEGIN
	SELECT o.id INTO odd FROM unnest(old_units || new_unit) AS o(id) WHERE NOT EXISTS (SELECT 1 FROM unit AS u WHERE u.unit_id = o.id) LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_unit', odd), HINT = say('unit_first'), ERRCODE = 'no_data_found';
	ELSIF coalesce(cardinality(old_units), 0) = 0 OR on_date IS NULL OR old_units = ARRAY[new_unit] THEN
		RAISE EXCEPTION USING MESSAGE = say('merger_of_what'), ERRCODE = 'invalid_parameter_value';
	END IF;
	SELECT u.unit_id INTO odd FROM unit AS u WHERE u.unit_id = ANY (old_units) AND on_date NOT BETWEEN u.valid_from + 1 AND coalesce(u.valid_to + 1, 'infinity') LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('merger_not_there', odd, '@' || to_char(on_date, 'YYYY-MM-DD')), HINT = say('merger_day'),
			ERRCODE = 'invalid_parameter_value';
	END IF;
	SELECT u.unit_id INTO odd FROM unit AS u WHERE u.unit_id = merge_units.new_unit AND u.unit_id <> ALL (old_units) AND u.valid_from <> on_date
		AND EXISTS (SELECT 1 FROM submission AS s WHERE s.unit_id = u.unit_id);
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('merger_sheets', odd), HINT = say('merger_keeps'), ERRCODE = 'invalid_parameter_value';
	END IF;
	-- Closings wait, or are waited for.
	PERFORM FROM period AS o WHERE o.state IN ('open', 'appraising') ORDER BY o.period_id FOR SHARE;
	INSERT INTO merger AS m (old_unit, new_unit, on_date, decision)
	SELECT DISTINCT o.id, merge_units.new_unit, merge_units.on_date, merge_units.decision FROM unnest(old_units) AS o(id);
	UPDATE unit AS u SET valid_to = on_date - 1 WHERE u.unit_id = ANY (old_units) AND u.unit_id <> merge_units.new_unit;
	-- One that was entered as if it had always been there has not.
	UPDATE unit AS u SET valid_from = on_date
	WHERE u.unit_id = merge_units.new_unit AND u.unit_id <> ALL (old_units) AND u.valid_from < on_date;
	FOR p IN SELECT o.period_id FROM period AS o WHERE o.state IN ('open', 'appraising') AND o.data_to >= on_date
		AND EXISTS (SELECT 1 FROM submission AS s WHERE s.period_id = o.period_id AND s.unit_id = ANY (old_units)) ORDER BY o.period_id
	LOOP
		RETURN QUERY SELECT s.period_id, s.unit_id, say('merged.aside') FROM submission AS s
			WHERE s.period_id = p.period_id AND s.unit_id = ANY (old_units) AND s.abolished ORDER BY s.unit_id;
		IF enrol(p.period_id, merge_units.new_unit) > 0 THEN
			period_id := p.period_id;
			unit_id := merge_units.new_unit;
			done := say('merged.enrolled');
			RETURN NEXT;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION merge_units(text[], text, date, text) IS 'merges units on a day: writes the mergers down, ends the old ones the day before, enrols the new one in the periods under way that the old ones were in. Returns the sheets that were set aside and made. A unit that takes in others and keeps its code is among the old ones too';

-- A count as people type it: three decimals would be read as a thousand too.
CREATE FUNCTION count_text(x numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN trim_scale(x)::text || CASE WHEN scale(trim_scale(x)) = 3 THEN '0' ELSE '' END;
COMMENT ON FUNCTION count_text(numeric) IS 'a count, as dx.answer reads it in one way only';

-- Runs with the owner's rights: a unit sees no sheet but its own, and is shown of
-- its predecessors what they answered.
CREATE VIEW offered_count WITH (security_barrier) AS
WITH RECURSIVE line AS (
	SELECT s.period_id, s.unit_id, s.set_id, n.code, n.ordinal, n.name, m.old_unit,
		CASE WHEN m.old_unit = s.unit_id THEN p.data_to ELSE m.on_date END AS on_date, own.counts AS own_counts
	FROM submission AS s
		JOIN period AS p ON p.period_id = s.period_id AND p.state IN ('open', 'appraising')
		JOIN merger AS m ON m.new_unit = s.unit_id AND m.on_date <= p.data_to
		JOIN submission AS o ON o.period_id = s.period_id AND o.unit_id = m.old_unit
		JOIN node AS n ON n.set_id = s.set_id AND n.is_criterion
		LEFT JOIN self_answer AS f ON f.period_id = s.period_id AND f.unit_id = s.unit_id AND f.code = n.code AND f.answer IS NOT NULL
		-- what a unit that keeps its code answered before it took others in is its own part
		CROSS JOIN LATERAL (SELECT (f.entered_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS entered) AS e
		CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM merger AS k WHERE k.new_unit = s.unit_id AND k.old_unit = s.unit_id
			AND k.on_date > e.entered AND k.on_date <= p.data_to) AS counts) AS own
	WHERE NOT s.abolished AND (NOT own.counts OR m.on_date > e.entered)
	UNION
	-- of one that was made during the year itself, and has answered nothing, what it was made of
	SELECT l.period_id, l.unit_id, l.set_id, l.code, l.ordinal, l.name, m.old_unit, m.on_date, l.own_counts
	FROM line AS l
		JOIN merger AS m ON m.new_unit = l.old_unit AND m.old_unit <> l.old_unit AND m.on_date <= l.on_date
		JOIN submission AS o ON o.period_id = l.period_id AND o.unit_id = m.old_unit
	WHERE l.old_unit <> l.unit_id
		AND NOT EXISTS (SELECT 1 FROM self_answer AS a WHERE a.period_id = l.period_id AND a.unit_id = l.old_unit AND a.code = l.code AND a.answer IS NOT NULL)
), part AS (
	SELECT l.*, a.answer, a.numerator::numeric AS numerator, a.denominator::numeric AS denominator, strpos(a.answer, '/') = 0 AS by_target
	FROM line AS l
		LEFT JOIN self_answer AS a ON a.period_id = l.period_id AND a.unit_id = l.old_unit AND a.code = l.code AND a.set_id = l.set_id AND a.state = 'result'
			AND (l.old_unit <> l.unit_id OR l.own_counts)
	WHERE a.answer IS NOT NULL OR l.old_unit = l.unit_id OR NOT EXISTS (SELECT 1 FROM line AS d JOIN merger AS m ON m.old_unit = d.old_unit
		WHERE m.new_unit = l.old_unit AND m.old_unit <> l.old_unit AND d.period_id = l.period_id AND d.unit_id = l.unit_id AND d.code = l.code)
), total AS (
	SELECT k.period_id, k.unit_id, k.code, k.ordinal, k.name, count(*)::int AS of_units, count(k.numerator)::int AS with_counts,
		sum(k.numerator) AS numerator, sum(k.denominator) AS denominator,
		count(k.numerator) = count(*) AND bool_and(k.by_target) = bool_or(k.by_target) AND bool_and(k.by_target) = (max(t.target) IS NOT NULL) AS adds_up,
		bool_or(k.by_target) AS by_target,
		string_agg(format('%s: %s', u.name, coalesce(k.answer, '–')), '; ' ORDER BY u.name COLLATE "C", k.old_unit COLLATE "C") AS parts
	FROM part AS k JOIN unit AS u ON u.unit_id = k.old_unit
		LEFT JOIN unit_target AS t ON t.period_id = k.period_id AND t.unit_id = k.unit_id AND t.code = k.code
	GROUP BY k.period_id, k.unit_id, k.code, k.ordinal, k.name
)
SELECT t.period_id, t.unit_id, t.code::text AS code, t.ordinal AS sort_key, coalesce(t.name, '') AS name, t.of_units, t.with_counts, t.adds_up,
	CASE WHEN t.adds_up THEN t.numerator END AS numerator, CASE WHEN t.adds_up AND NOT t.by_target THEN t.denominator END AS denominator,
	CASE WHEN t.adds_up THEN count_text(t.numerator) || CASE WHEN t.by_target THEN '' ELSE '/' || count_text(t.denominator) END END AS answer,
	t.parts, f.answer AS answer_now
FROM total AS t
	CROSS JOIN sight AS i
	LEFT JOIN self_answer AS f ON f.period_id = t.period_id AND f.unit_id = t.unit_id AND f.code = t.code
WHERE t.with_counts > 0 AND (i.everything OR t.unit_id = ANY (i.units));
COMMENT ON VIEW offered_count IS 'what the units that a unit was made of have answered in counts (12/15, or what was attained of a target) in a period under way, added up for the new one to take over; own units, or all for the council';
COMMENT ON COLUMN offered_count.with_counts IS 'how many of them gave a count';
COMMENT ON COLUMN offered_count.adds_up IS 'all of them did, of the same form, and the new unit answers in that form too';
COMMENT ON COLUMN offered_count.numerator IS 'the sum; empty where it does not add up';
COMMENT ON COLUMN offered_count.denominator IS 'the sum; empty where it does not add up, and where the new unit has a target';
COMMENT ON COLUMN offered_count.answer IS 'the sum as the new unit can enter it; empty where it does not add up';
COMMENT ON COLUMN offered_count.parts IS 'each of them with its answer';
COMMENT ON COLUMN offered_count.answer_now IS 'what the new unit has answered; empty: nothing yet';
