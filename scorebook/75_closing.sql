-- SPDX-License-Identifier: PostgreSQL
-- Closing a period, and opening it again.

-- What stands against closing a period, a row a problem: for people to look at
-- before they close it, and for the closing, which refuses. (Not in SQL: a body
-- that is bound to these views would have pg_upgrade restore them before the
-- operator classes of dx.code, by which they group.)
CREATE FUNCTION closing_check(period text)
RETURNS TABLE (problem text, unit_id text, code text, detail text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	broken boolean := false;
BEGIN
	-- All at once, as nearly always; one by one only where one of them cannot be made.
	BEGIN
		PERFORM count(b.points_exact)
		FROM (SELECT i.tree, dx.card(i.tree, o.code, o.value, o.state) AS card
			FROM settled AS o JOIN index_set AS i ON i.set_id = o.set_id WHERE o.period_id = closing_check.period GROUP BY o.unit_id, i.set_id, i.tree) AS c
			CROSS JOIN LATERAL dx.breakdown(c.tree, c.card) AS b;
	EXCEPTION WHEN OTHERS THEN
		broken := true;
	END;
	RETURN QUERY
	WITH sheet AS (
		SELECT s.*, p.entry_to, p.data_to, p.self_counts, p.points_decimals, t.today
		FROM submission AS s JOIN period AS p ON p.period_id = s.period_id CROSS JOIN book_time AS t
		WHERE s.period_id = closing_check.period AND NOT s.abolished
	), bad AS MATERIALIZED (
		SELECT c.* FROM (SELECT s.unit_id, card_problem(s.period_id, s.unit_id) AS reason FROM sheet AS s WHERE broken) AS c WHERE c.reason IS NOT NULL
	), counting AS (
		SELECT o.unit_id, o.set_id, o.code, o.value, o.state FROM settled AS o WHERE o.period_id = closing_check.period
	), wanted AS (
		SELECT s.unit_id, s.set_id, n.code, n.ordinal, k.evidence_required
		FROM sheet AS s JOIN node AS n ON n.set_id = s.set_id AND n.is_criterion AND coalesce(n.rule::text, '') <> 'unscored'
			LEFT JOIN criterion AS k ON k.set_id = n.set_id AND k.code = n.code
		WHERE NOT EXISTS (SELECT 1 FROM not_applicable_criterion AS x
			WHERE x.period_id = closing_check.period AND x.unit_id = s.unit_id AND x.code = n.code)
	)
	SELECT say('closing_window'), '', '', say('closing_until', '@' || to_char(p.entry_to, 'YYYY-MM-DD'), '@' || to_char(t.today, 'YYYY-MM-DD'))
	FROM period AS p CROSS JOIN book_time AS t WHERE p.period_id = closing_check.period AND t.today <= p.entry_to
	UNION ALL
	SELECT say('closing_extension'), e.unit_id, '', say('closing_until', '@' || to_char(e.entry_to, 'YYYY-MM-DD'), '@' || to_char(s.today, 'YYYY-MM-DD'))
	FROM entry_extension AS e JOIN sheet AS s ON s.unit_id = e.unit_id
	WHERE e.period_id = closing_check.period AND e.entry_to >= s.today
	UNION ALL
	SELECT say('closing_sheet'), s.unit_id, '', say('sheet.' || s.state) FROM sheet AS s WHERE s.state <> 'approved'
	UNION ALL
	SELECT say('closing_other_set'), m.unit_id, '', say('closing_chosen_set', m.set_id, m.chosen_set) FROM sheet_to_move AS m WHERE m.period_id = closing_check.period
	UNION ALL
	SELECT say('closing_nothing'), s.unit_id, '', say('closing_without_points')
	FROM sheet AS s WHERE NOT EXISTS (SELECT 1 FROM counting AS c WHERE c.unit_id = s.unit_id AND c.value IS NOT NULL)
	UNION ALL
	SELECT say('closing_unanswered'), '', w.code::text, say('closing_of_units', w.set_id, count(*)::text)
	FROM wanted AS w LEFT JOIN counting AS c ON c.unit_id = w.unit_id AND c.code = w.code
	GROUP BY w.set_id, w.code HAVING count(c.code) = 0
	UNION ALL
	SELECT say('closing_lapsed'), k.unit_id, k.code, say('closing_confirmed', k.confirmed_answer, k.office_type, k.answer)
	FROM confirmed_figure AS k WHERE k.period_id = closing_check.period AND k.confirmation = 'lapsed'
	UNION ALL
	SELECT say('closing_evidence'), l.unit_id, l.code, '' FROM evidence_lacking AS l JOIN sheet AS s ON s.unit_id = l.unit_id WHERE l.period_id = closing_check.period
	UNION ALL
	SELECT say('closing_card'), b.unit_id, '', b.reason FROM bad AS b
	UNION ALL
	SELECT say('closing_not_enrolled'), n.unit_id, '', n.name FROM not_enrolled AS n WHERE n.period_id = closing_check.period
	UNION ALL
	SELECT say('closing_merged'), m.old_unit, '', say('closing_made_of', m.new_unit, '@' || to_char(m.on_date, 'YYYY-MM-DD'))
	FROM merger AS m JOIN sheet AS s ON s.unit_id = m.old_unit WHERE m.old_unit <> m.new_unit AND m.on_date <= s.data_to
	UNION ALL
	SELECT say('closing_appraisal'), '', '', say('closing_self_counts')
	FROM period AS p WHERE p.period_id = closing_check.period AND p.self_counts = 'no'
		AND NOT EXISTS (SELECT 1 FROM appraised_answer AS a WHERE a.period_id = p.period_id)
	UNION ALL
	SELECT say('closing_parts'), v.unit_id, '', say('closing_printed', v.total::text, v.parts::text)
	FROM (
		SELECT u.unit_id, round(max(b.points_exact) FILTER (WHERE b.code = ''), u.points_decimals) AS total,
			sum(round(b.contribution, u.points_decimals)) FILTER (WHERE b.is_criterion) AS parts
		FROM (
			SELECT s.unit_id, s.points_decimals, i.tree, dx.card(i.tree, c.code, c.value, c.state) AS card
			FROM sheet AS s JOIN index_set AS i ON i.set_id = s.set_id AND i.decimals IS NULL JOIN counting AS c ON c.unit_id = s.unit_id
			WHERE NOT EXISTS (SELECT 1 FROM bad AS o WHERE o.unit_id = s.unit_id)
			GROUP BY s.unit_id, s.points_decimals, i.set_id, i.tree) AS u CROSS JOIN LATERAL dx.breakdown(u.tree, u.card) AS b
		GROUP BY u.unit_id, u.points_decimals) AS v
	WHERE v.total <> v.parts
	ORDER BY 1, 2, 3;
END
$$;
COMMENT ON FUNCTION closing_check(text) IS 'what stands against closing a period: problem, unit and criterion where it has one, and in which way. No row: it may be closed';

-- Changes of state that say more than an UPDATE does.
CREATE FUNCTION set_state(period text, state text, note text DEFAULT NULL, patience interval DEFAULT '10 s') RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	holders text;
	lock_timeout_before text := current_setting('lock_timeout');
BEGIN
	IF NOT EXISTS (SELECT 1 FROM period AS p WHERE p.period_id = set_state.period) THEN
		RAISE EXCEPTION USING MESSAGE = say('no_period', set_state.period), ERRCODE = 'no_data_found';
	END IF;
	BEGIN
		PERFORM set_config('lock_timeout', greatest(1, extract(epoch FROM patience) * 1000)::bigint::text, true);
		UPDATE period AS p SET state = set_state.state, state_note = coalesce(set_state.note, p.state_note)
		WHERE p.period_id = set_state.period AND p.state <> set_state.state;
		IF NOT FOUND THEN -- that it was so already, or that somebody was quicker
			RAISE EXCEPTION USING MESSAGE = say('period_already', set_state.period, '@period.' || set_state.state), ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
		PERFORM set_config('lock_timeout', lock_timeout_before, true);
	EXCEPTION WHEN lock_not_available THEN
		-- Who writes answers holds the period's row until the transaction ends.
		holders := coalesce(lock_holders('period'), strong_lock_holders());
		RAISE EXCEPTION USING MESSAGE = say('period_held', set_state.period),
			DETAIL = say('held_entering', coalesce(holders, say('holder.ended'))), HINT = say('try_again'), ERRCODE = 'lock_not_available';
	END;
END
$$;
COMMENT ON FUNCTION set_state(text, text, text, interval) IS 'changes the state of a period, waiting for those who write answers no longer than it is told, and naming them then';

CREATE FUNCTION reopen(period text, reason text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	IF (SELECT p.state FROM period AS p WHERE p.period_id = reopen.period) IS DISTINCT FROM 'closed' THEN
		RAISE EXCEPTION USING MESSAGE = coalesce((SELECT say('reopen_closed_only', p.period_id, '@period.' || p.state) FROM period AS p WHERE p.period_id = reopen.period), say('no_period', reopen.period)),
			HINT = say('published_corrected'), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	PERFORM set_state(reopen.period, 'appraising', reopen.reason);
END
$$;
COMMENT ON FUNCTION reopen(text, text) IS 'opens a period again that was closed too early, before anything is published: its final answers are withdrawn, corrections become what the council found';
