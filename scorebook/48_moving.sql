-- SPDX-License-Identifier: PostgreSQL
-- Moving the sheets of a period to another version of their index set: a row in
-- set_move moves them, with all that is entered, all or nothing.

-- Everybody who writes about sheets locks it weakly before the first row, who
-- moves them strongly: the one waits for the other, and neither for a row.
CREATE TABLE set_moving (
	xid xid8 PRIMARY KEY
);
COMMENT ON TABLE set_moving IS 'a row while sheets are being moved to another set, in the transaction that moves them: the guard lets those through. Nothing is granted on it';
COMMENT ON COLUMN set_moving.xid IS 'the transaction';

CREATE TABLE set_move (
	move_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	period_id text NOT NULL REFERENCES period,
	old_set text NOT NULL,
	new_set text NOT NULL CHECK (new_set <> old_set),
	map jsonb,
	leave_out boolean NOT NULL DEFAULT false,
	dry_run boolean NOT NULL DEFAULT false,
	sheets int NOT NULL,
	found jsonb NOT NULL,
	moved_by text NOT NULL,
	moved_at timestamptz NOT NULL
);
COMMENT ON TABLE set_move IS 'moves of sheets to another index set: inserting a row moves them; move_set does that, and lists beforehand what no longer fits. Never changed';
COMMENT ON COLUMN set_move.move_id IS 'number of the move';
COMMENT ON COLUMN set_move.old_set IS 'the set they were on';
COMMENT ON COLUMN set_move.new_set IS 'the set they are on since';
COMMENT ON COLUMN set_move.map IS 'codes of the old set and what they are in the new one, null: what is entered there goes; completed by what new_version has renumbered';
COMMENT ON COLUMN set_move.leave_out IS 'true: what does not fit was left out; the audit has it';
COMMENT ON COLUMN set_move.dry_run IS 'true: nothing was moved';
COMMENT ON COLUMN set_move.sheets IS 'how many; set by the book';
COMMENT ON COLUMN set_move.found IS 'what did not fit, and which sheets go back to their heads: kinds and problems as codes in wording; set by the book';
COMMENT ON COLUMN set_move.moved_by IS 'role that moved them; set by the book';
COMMENT ON COLUMN set_move.moved_at IS 'when; set by the book';
-- They go with a rehearsal only; nobody may delete them.
CREATE TRIGGER unchanging BEFORE UPDATE OR TRUNCATE ON set_move
	FOR EACH STATEMENT EXECUTE FUNCTION unchanging();

CREATE FUNCTION is_owner() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
	RETURN current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class AS c WHERE c.oid = 'set_moving'::regclass);
END
$$;
COMMENT ON FUNCTION is_owner() IS 'is it the owner of the book who acts, as the book itself does? Beneath the triggers';

CREATE FUNCTION moves_sets() RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	IF NOT is_owner() THEN
		RETURN false;
	END IF;
	RETURN EXISTS (SELECT 1 FROM set_moving AS m WHERE m.xid = pg_current_xact_id());
END
$$;
COMMENT ON FUNCTION moves_sets() IS 'is the book moving sheets to another set, in this transaction, now? Beneath the triggers';

-- current_user is the owner in what runs with the owner's rights.
CREATE FUNCTION acting_role() RETURNS text
LANGUAGE sql STABLE
RETURN CASE current_setting('role') WHEN 'none' THEN session_user::text ELSE current_setting('role') END;
COMMENT ON FUNCTION acting_role() IS 'the login, or the role it has set, also in what runs with the owner''s rights';

CREATE FUNCTION holders_of(held regclass[], modes text[]) RETURNS text
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	RETURN (
		SELECT string_agg(DISTINCT CASE WHEN a.pid IS NOT NULL THEN say('holder.session', a.pid::text, a.usename, to_char(a.xact_start AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI:SS'))
				WHEN x.gid IS NOT NULL THEN say('holder.prepared', x.gid, x.owner, to_char(x.prepared AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI:SS')) ELSE say('holder.unknown') END, '; ')
		FROM pg_catalog.pg_locks AS l
			LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
			LEFT JOIN pg_catalog.pg_locks AS t ON l.pid IS NULL AND t.virtualtransaction = l.virtualtransaction AND t.locktype = 'transactionid'
			LEFT JOIN pg_catalog.pg_prepared_xacts AS x ON x.transaction = t.transactionid
		WHERE l.locktype = 'relation' AND l.granted AND l.relation = ANY (held)
			AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())
			AND l.mode = ANY (modes) AND l.pid IS DISTINCT FROM pg_backend_pid());
END
$$;
COMMENT ON FUNCTION holders_of(regclass[], text[]) IS 'which other sessions and prepared transactions hold locks of these modes on these tables; NULL: none. Beneath the next two';

CREATE FUNCTION lock_holders(held regclass) RETURNS text
LANGUAGE sql SET search_path FROM CURRENT
RETURN holders_of(ARRAY[held], '{RowShareLock,RowExclusiveLock,ExclusiveLock}');
COMMENT ON FUNCTION lock_holders(regclass) IS 'which other sessions and prepared transactions write a table, or lock its rows; NULL: none';

-- Who may change rows of a table may lock all of it (LOCK TABLE).
CREATE FUNCTION strong_lock_holders() RETURNS text
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	RETURN holders_of(ARRAY(SELECT c.oid::regclass FROM pg_catalog.pg_class AS c WHERE c.relkind IN ('r', 'm')
		AND c.relnamespace = (SELECT b.relnamespace FROM pg_catalog.pg_class AS b WHERE b.oid = 'set_moving'::regclass)), '{ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}');
END
$$;
COMMENT ON FUNCTION strong_lock_holders() IS 'which other sessions and prepared transactions have locked a table of the book as a whole; NULL: none';

-- Sheets made before the choice of sets changed.
CREATE VIEW sheet_to_move WITH (security_invoker) AS
SELECT s.period_id, s.unit_id, s.set_id, c.set_id AS chosen_set
FROM submission AS s
	JOIN period AS p ON p.period_id = s.period_id AND p.state IN ('open', 'appraising')
	JOIN LATERAL (
		SELECT h.set_id FROM set_choice AS h
		WHERE h.period_id = s.period_id AND h.unit_kind = s.unit_kind AND h.ranking_group IN ('', s.ranking_group)
		ORDER BY h.ranking_group DESC LIMIT 1) AS c ON c.set_id <> s.set_id;
COMMENT ON VIEW sheet_to_move IS 'sheets that are on another index set than set_choice says now: move_set(period, set_id, chosen_set) moves them';
COMMENT ON COLUMN sheet_to_move.chosen_set IS 'the index set chosen now for the unit''s kind and group';

CREATE FUNCTION check_choices(period text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	other record;
BEGIN
	SELECT t.set_id, t.chosen_set, count(*) AS sheets, min(t.unit_id COLLATE "C") AS first INTO other
	FROM sheet_to_move AS t WHERE t.period_id = check_choices.period GROUP BY t.set_id, t.chosen_set ORDER BY t.set_id, t.chosen_set LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('sheets_other_set', other.sheets::text, period, other.set_id, other.chosen_set),
			DETAIL = say('sheets_other_first', other.first), HINT = say('sheets_move_them', period, other.set_id, other.chosen_set),
			ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
END
$$;
COMMENT ON FUNCTION check_choices(text) IS 'refuses to go on while sheets of a period are on another set than the one chosen; beneath enrol';

CREATE FUNCTION check_movable(period text, state text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path FROM CURRENT AS $$
BEGIN
	IF state IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('no_period', period), ERRCODE = 'no_data_found';
	ELSIF state NOT IN ('open', 'appraising') THEN
		RAISE EXCEPTION USING MESSAGE = say('period_not_movable', period, '@period.' || state), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
END
$$;
COMMENT ON FUNCTION check_movable(text, text) IS 'sheets of open and appraising periods can go to another index set; beneath move_set';

-- In the order of everybody: the gate, the sets, the period, the sheets.
CREATE FUNCTION lock_for_move(period text, old_set text, new_set text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	lock_timeout_before text := current_setting('lock_timeout');
	state text;
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION USING MESSAGE = say('moves_committed'), ERRCODE = 'invalid_transaction_state';
	END IF;
	SELECT p.state INTO state FROM period AS p WHERE p.period_id = lock_for_move.period;
	PERFORM check_movable(period, state);
	BEGIN
		PERFORM set_config('lock_timeout', '10s', true);
		LOCK TABLE set_moving IN EXCLUSIVE MODE;
		PERFORM FROM index_set AS i WHERE i.set_id IN (old_set, new_set) ORDER BY i.set_id FOR KEY SHARE;
		SELECT p.state INTO state FROM period AS p WHERE p.period_id = lock_for_move.period FOR UPDATE;
		PERFORM set_config('lock_timeout', lock_timeout_before, true);
	EXCEPTION WHEN lock_not_available THEN
		RAISE EXCEPTION USING MESSAGE = say('sheets_held', lock_for_move.period),
			DETAIL = say('held_writing', coalesce(lock_holders('set_moving'), lock_holders('period'), say('holder.ended'))),
			HINT = say('try_again'), ERRCODE = 'lock_not_available';
	END;
	PERFORM check_movable(period, state);
END
$$;
COMMENT ON FUNCTION lock_for_move(text, text, text) IS 'locks what a move to another set changes, and says who holds it; beneath move_set';
REVOKE ALL ON FUNCTION lock_for_move(text, text, text) FROM PUBLIC;

-- The map that holds: what the new version has renumbered, and what is said now.
CREATE FUNCTION map_of_move(old_set text, new_set text, map jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	old record;
	new record;
	result jsonb;
	pair record;
BEGIN
	SELECT i.* INTO old FROM index_set AS i WHERE i.set_id = old_set;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_set', old_set), ERRCODE = 'no_data_found';
	END IF;
	SELECT i.* INTO new FROM index_set AS i WHERE i.set_id = new_set;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_set', new_set), ERRCODE = 'no_data_found';
	ELSIF old_set = new_set THEN
		RAISE EXCEPTION USING MESSAGE = say('sheets_there', new_set), ERRCODE = 'invalid_parameter_value';
	ELSIF old.unit_kind <> new.unit_kind THEN
		RAISE EXCEPTION USING MESSAGE = say('set_of_kind', new_set, new.unit_kind, old.unit_kind), ERRCODE = 'check_violation';
	END IF;
	result := check_map(CASE WHEN jsonb_typeof(map) <> 'object' THEN map
		ELSE CASE WHEN new.made_from = old_set THEN new.renumbered ELSE '{}' END || coalesce(map, '{}') END, old_set);
	SELECT e.key, e.value, n.is_criterion AS was, t.is_criterion AS is INTO pair FROM jsonb_each_text(result) AS e JOIN node AS n ON n.set_id = old_set AND n.code = dx.code(e.key)
		LEFT JOIN node AS t ON t.set_id = new_set AND t.code = dx.code(e.value)
	WHERE e.value IS NOT NULL AND t.is_criterion IS DISTINCT FROM n.is_criterion ORDER BY e.key COLLATE "C" LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = CASE WHEN pair.was THEN say('map_no_criterion', new_set, pair.value, pair.key) ELSE say('map_no_inner', new_set, pair.value, pair.key) END,
			ERRCODE = 'invalid_parameter_value';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION map_of_move(text, text, jsonb) IS 'the whole map of a move: what new_version has renumbered and what is said beside it, checked against both sets; beneath move_set';

-- The rows of a unit in one of the tables that hold what is entered, with the
-- codes of the new set, read anew under its rules. codes: criterion of the old
-- set to that of the new one; null: to go; not in it: without a place. What does
-- not fit is deleted and returned. A row that keeps its code is updated; others go
-- and come, for two may change places. (Who waits to change them is refused: guard.)
CREATE FUNCTION move_rows(place text, what text, entry text, period text, unit text, new_set text, codes jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	target boolean := place = 'unit_target';
	-- has no set of its own: only what is renumbered changes
	request boolean := place = 'figure_request';
	mine text := format('FROM %I AS t WHERE t.period_id = $1 AND t.unit_id = $2', place);
	-- times of a target is what the rule says, where it says it
	change text := format('UPDATE %I AS t SET set_id = $3, code = n.code %s FROM node AS n
		WHERE t.period_id = $1 AND t.unit_id = $2 AND n.set_id = $3 AND n.code = dx.code($4->>(t.code::text))', place,
		CASE WHEN target THEN ', times = CASE WHEN rule_times(n.rule::text) > 0 THEN NULL ELSE t.times END' ELSE '' END);
	insertion text := format('INSERT INTO %1$I SELECT (jsonb_populate_record(NULL::%1$I, r.value || jsonb_build_object(''set_id'', $1, ''code'', $2->>(r.value->>''code'')) || %2$s)).*
		FROM jsonb_array_elements($3) AS r JOIN node AS n ON n.set_id = $1 AND n.code = dx.code($2->>(r.value->>''code''))', place,
		CASE WHEN target THEN 'CASE WHEN rule_times(n.rule::text) > 0 THEN ''{"times": null}'' ELSE ''{}'' END::jsonb' ELSE '''{}''::jsonb' END);
	told text := format('jsonb_build_object(''unit_id'', $2, ''code'', t.code, ''what'', %L, ''entry'', %s, ''blocks'', ', what, entry);
	noted jsonb;
	gone jsonb;
	r record;
BEGIN
	EXECUTE format('SELECT coalesce(jsonb_agg(%s NOT $3 ? t.code::text, ''problem'', CASE WHEN $3 ? t.code::text THEN ''["moving_left_out"]''::jsonb
		ELSE jsonb_build_array(''moving_no_criterion'', $4) END) ORDER BY t.code), ''[]'') %s AND $3->>(t.code::text) IS NULL', told, mine) INTO noted USING period, unit, codes, new_set;
	IF noted <> '[]' THEN
		EXECUTE format('DELETE %s AND $3->>(t.code::text) IS NULL', mine) USING period, unit, codes;
	END IF;
	IF place <> 'evidence' THEN
		EXECUTE format('SELECT coalesce(jsonb_agg(to_jsonb(t)), ''[]'') %s AND $3->>(t.code::text) <> t.code::text', mine) INTO gone USING period, unit, codes;
		IF gone <> '[]' THEN
			EXECUTE format('DELETE %s AND $3->>(t.code::text) <> t.code::text', mine) USING period, unit, codes;
		END IF;
	END IF;
	BEGIN
		IF NOT request THEN
			EXECUTE change USING period, unit, new_set, codes;
		END IF;
		IF gone <> '[]' THEN
			EXECUTE insertion USING new_set, codes, gone;
		END IF;
		RETURN noted;
	EXCEPTION WHEN data_exception OR program_limit_exceeded OR integrity_constraint_violation OR object_not_in_prerequisite_state OR raise_exception THEN
		NULL;
	END;
	-- One by one, to know which.
	FOR r IN EXECUTE format('SELECT t.code, t.ctid AS at, NULL::jsonb AS one, %s true) AS told %s
		UNION ALL SELECT t.code, NULL, $3->(k.n::int - 1), %s true) FROM jsonb_array_elements($3) WITH ORDINALITY AS k(o, n), jsonb_populate_record(NULL::%I, k.o) AS t ORDER BY 1', told, mine, told, place)
		USING period, unit, coalesce(gone, '[]')
	LOOP
		BEGIN
			CONTINUE WHEN r.one IS NULL AND request;
			IF r.one IS NULL THEN
				EXECUTE change || ' AND t.ctid = $5' USING period, unit, new_set, codes, r.at;
			ELSE
				EXECUTE insertion USING new_set, codes, jsonb_build_array(r.one);
			END IF;
		EXCEPTION WHEN data_exception OR program_limit_exceeded OR integrity_constraint_violation OR object_not_in_prerequisite_state OR raise_exception THEN
			noted := noted || (r.told || jsonb_build_object('problem', SQLERRM));
			EXECUTE format('DELETE %s AND t.ctid = $3', mine) USING period, unit, r.at;
		END;
	END LOOP;
	RETURN noted;
END
$$;
COMMENT ON FUNCTION move_rows(text, text, text, text, text, text, jsonb) IS 'what a unit has entered in one table, under the codes and rules of another set; returns what does not fit, which is gone. Beneath move_set';
REVOKE ALL ON FUNCTION move_rows(text, text, text, text, text, text, jsonb) FROM PUBLIC;

-- The self-assessment, with what offices have confirmed: a confirmation goes with
-- its answer, and comes with it under the new code where the same office leads.
CREATE FUNCTION move_answers(period text, unit text, new_set text, codes jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	signed jsonb := (SELECT jsonb_agg(to_jsonb(k) ORDER BY k.code) FROM confirmation AS k
		WHERE k.period_id = move_answers.period AND k.unit_id = move_answers.unit AND codes->>(k.code::text) <> k.code::text);
	noted jsonb := move_rows('self_answer', 'answer', 'coalesce(t.answer, t.state)', period, unit, new_set, codes);
	k record;
BEGIN
	FOR k IN
		SELECT c.one, c.one || jsonb_build_object('code', a.code) AS moved
		FROM jsonb_array_elements(signed) AS c(one)
			JOIN self_answer AS a ON a.period_id = move_answers.period AND a.unit_id = move_answers.unit AND a.code = dx.code(codes->>(c.one->>'code'))
		ORDER BY a.code
	LOOP
		BEGIN
			INSERT INTO confirmation SELECT (jsonb_populate_record(NULL::confirmation, k.moved)).*;
		EXCEPTION WHEN no_data_found OR insufficient_privilege OR integrity_constraint_violation THEN
			noted := noted || jsonb_build_object('unit_id', unit, 'code', k.one->>'code', 'what', 'confirmation', 'entry', k.one->>'office_type', 'blocks', false, 'problem', SQLERRM);
		END;
	END LOOP;
	RETURN noted;
END
$$;
COMMENT ON FUNCTION move_answers(text, text, text, jsonb) IS 'the self-assessment of a unit and what is confirmed of it, under the codes and rules of another set; returns what does not fit. Beneath move_set';
REVOKE ALL ON FUNCTION move_answers(text, text, text, jsonb) FROM PUBLIC;

-- What a rule of the period takes away. Rows of the old set go once nobody is on it.
CREATE FUNCTION move_not_applicable(period text, units text[], old_set text, new_set text, map jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	noted jsonb := '[]';
	r record;
BEGIN
	FOR r IN
		SELECT k.*, n.code AS new_code, renumbered(k.code, map) AS place
		FROM not_applicable AS k LEFT JOIN node AS n ON n.set_id = move_not_applicable.new_set AND n.code = dx.code(renumbered(k.code, map))
		WHERE k.period_id = move_not_applicable.period AND k.set_id = move_not_applicable.old_set AND EXISTS (SELECT 1 FROM submission AS s
			WHERE s.period_id = k.period_id AND s.unit_id = ANY (units) AND k.ranking_group IN ('', s.ranking_group) AND k.unit_id IN ('', s.unit_id))
		ORDER BY k.unit_id COLLATE "C", k.ranking_group COLLATE "C", k.code
	LOOP
		IF r.new_code IS NULL THEN
			noted := noted || jsonb_build_object('unit_id', r.unit_id, 'code', r.code, 'what', 'not_applicable', 'entry', r.reason, 'blocks', r.place IS NOT NULL,
				'problem', CASE WHEN r.place IS NULL THEN jsonb_build_array('moving_left_out') ELSE jsonb_build_array('moving_no_node', new_set) END);
		ELSE
			INSERT INTO not_applicable (period_id, set_id, code, ranking_group, unit_id, reason)
			VALUES (period, new_set, r.new_code, r.ranking_group, r.unit_id, r.reason) ON CONFLICT DO NOTHING;
		END IF;
	END LOOP;
	IF NOT EXISTS (SELECT 1 FROM submission AS s WHERE s.period_id = move_not_applicable.period AND s.set_id = move_not_applicable.old_set) THEN
		DELETE FROM not_applicable AS k WHERE k.period_id = move_not_applicable.period AND k.set_id = move_not_applicable.old_set;
	END IF;
	RETURN noted;
END
$$;
COMMENT ON FUNCTION move_not_applicable(text, text[], text, text, jsonb) IS 'what does not exist for a group of units or for one, under the codes of another set; returns what has no place there. Beneath move_set';
REVOKE ALL ON FUNCTION move_not_applicable(text, text[], text, text, jsonb) FROM PUBLIC;

-- Points by the own answers of sheets that somebody has put his name to.
CREATE FUNCTION signed_points(period text, units text[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
	RETURN (
		SELECT coalesce(jsonb_object_agg(s.unit_id, v.points), '{}')
		FROM submission AS s
			JOIN index_set AS i ON i.set_id = s.set_id
			CROSS JOIN LATERAL (
				SELECT dx.card(i.tree, k.code, CASE WHEN x.code IS NULL THEN a.value END, CASE WHEN x.code IS NULL THEN a.state ELSE 'na' END) AS card
				FROM node AS k
					LEFT JOIN self_answer AS a ON a.period_id = s.period_id AND a.unit_id = s.unit_id AND a.code = k.code
					LEFT JOIN not_applicable_criterion AS x ON x.period_id = s.period_id AND x.unit_id = s.unit_id AND x.code = k.code
				WHERE k.set_id = s.set_id AND k.is_criterion) AS c
			CROSS JOIN LATERAL (SELECT jsonb_object_agg(b.code::text, b.points) AS points FROM dx.breakdown(i.tree, c.card) AS b WHERE b.is_criterion OR b.code = '') AS v
		WHERE s.period_id = signed_points.period AND s.unit_id = ANY (units) AND s.state IN ('submitted', 'approved'));
END
$$;
COMMENT ON FUNCTION signed_points(text, text[]) IS 'the points of submitted and approved sheets, in all and by criterion; beneath move_set';
REVOKE ALL ON FUNCTION signed_points(text, text[]) FROM PUBLIC;

-- A sheet whose points are others now goes back: its head has signed those.
CREATE FUNCTION return_changed(period text, units text[], old_set text, new_set text, codes jsonb, before jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	noted jsonb := '[]';
	r record;
BEGIN
	FOR r IN
		SELECT b.key AS unit_id, s.state, round((b.value->>'')::numeric, p.points_decimals) AS points, round((a.value->>'')::numeric, p.points_decimals) AS points_now
		FROM jsonb_each(before) AS b JOIN jsonb_each(signed_points(period, units)) AS a ON a.key = b.key
			JOIN submission AS s ON s.period_id = return_changed.period AND s.unit_id = b.key JOIN period AS p ON p.period_id = s.period_id
		WHERE b.value->'' IS DISTINCT FROM a.value->''
			OR EXISTS (SELECT 1 FROM jsonb_each_text(codes) AS c WHERE c.value IS NOT NULL AND b.value->c.key IS DISTINCT FROM a.value->c.value)
		ORDER BY b.key COLLATE "C"
	LOOP
		UPDATE submission AS s SET state = 'returned', reason = format('%s → %s: %s → %s', old_set, new_set, r.points, r.points_now)
		WHERE s.period_id = return_changed.period AND s.unit_id = r.unit_id;
		noted := noted || jsonb_build_object('unit_id', r.unit_id, 'code', '', 'what', 'sheet', 'entry', r.state, 'blocks', false,
			'problem', jsonb_build_array('moving_points', r.points, r.points_now));
	END LOOP;
	RETURN noted;
END
$$;
COMMENT ON FUNCTION return_changed(text, text[], text, text, jsonb, jsonb) IS 'returns submitted and approved sheets whose points the move changed, in all or at a criterion; beneath move_set';
REVOKE ALL ON FUNCTION return_changed(text, text[], text, text, jsonb, jsonb) FROM PUBLIC;

-- Which sheets: those that set_choice gives the new set now; where it still gives
-- all of them the old one, the choice goes with them.
CREATE FUNCTION sheets_of_move(period text, old_set text, new_set text) RETURNS text[]
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	units text[];
BEGIN
	FOR attempt IN 1 .. 2 LOOP
		units := ARRAY(SELECT t.unit_id FROM sheet_to_move AS t
			WHERE t.period_id = sheets_of_move.period AND t.set_id = sheets_of_move.old_set AND t.chosen_set = sheets_of_move.new_set ORDER BY t.unit_id COLLATE "C");
		IF cardinality(units) > 0 THEN
			RETURN units;
		ELSIF attempt = 1 THEN
			UPDATE set_choice AS c SET set_id = sheets_of_move.new_set WHERE c.period_id = sheets_of_move.period AND c.set_id = sheets_of_move.old_set;
		END IF;
	END LOOP;
	RAISE EXCEPTION USING MESSAGE = say('no_sheets_to_move', period, old_set, new_set), HINT = say('sheets_where'), ERRCODE = 'no_data_found';
END
$$;
COMMENT ON FUNCTION sheets_of_move(text, text, text) IS 'the units whose sheets a move takes along, and the choice of sets with them; beneath move_set';
REVOKE ALL ON FUNCTION sheets_of_move(text, text, text) FROM PUBLIC;

-- What was found is kept as codes, and said in the language of who reads it.
CREATE FUNCTION moving_problem(entry jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
	IF jsonb_typeof(entry->'problem') <> 'array' THEN
		RETURN entry->>'problem';
	END IF;
	RETURN say(entry->'problem'->>0, VARIADIC ARRAY(SELECT a.said FROM jsonb_array_elements_text(entry->'problem') WITH ORDINALITY AS a(said, place) WHERE a.place > 1 ORDER BY a.place));
END
$$;
COMMENT ON FUNCTION moving_problem(jsonb) IS 'why an entry of set_move.found does not fit, in the reader''s language';

CREATE FUNCTION move_sheets(period text, old_set text, new_set text, INOUT map jsonb, leave_out boolean, dry_run boolean, OUT sheets int, OUT noted jsonb)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	units text[];
	unit text;
	codes jsonb;
	before jsonb;
	amiss bigint;
BEGIN
	PERFORM lock_for_move(period, old_set, new_set);
	map := map_of_move(old_set, new_set, map);
	SELECT jsonb_object_agg(o.code::text, n.code::text) INTO codes
	FROM node AS o LEFT JOIN node AS n ON n.set_id = new_set AND n.code = dx.code(renumbered(o.code, map)) AND n.is_criterion
	WHERE o.set_id = old_set AND o.is_criterion AND (n.code IS NOT NULL OR renumbered(o.code, map) IS NULL);
	BEGIN
		INSERT INTO set_moving (xid) VALUES (pg_current_xact_id());
		SET CONSTRAINTS unit_target_sheet, self_answer_sheet, appraised_answer_sheet, evidence_sheet DEFERRED;
		units := sheets_of_move(period, old_set, new_set);
		sheets := cardinality(units);
		before := signed_points(period, units);
		noted := '[]';
		FOREACH unit IN ARRAY units LOOP
			UPDATE submission AS s SET set_id = move_sheets.new_set WHERE s.period_id = move_sheets.period AND s.unit_id = unit;
			-- targets first: answers are read by them
			noted := noted || move_rows('unit_target', 'target', 't.target', period, unit, new_set, codes)
				|| move_answers(period, unit, new_set, codes)
				|| move_rows('appraised_answer', 'appraisal', 'coalesce(t.answer, t.state)', period, unit, new_set, codes)
				|| move_rows('evidence', 'evidence', 't.title', period, unit, new_set, codes)
				|| move_rows('figure_request', 'request', 't.office_type', period, unit, new_set, codes);
		END LOOP;
		noted := noted || move_not_applicable(period, units, old_set, new_set, map);
		noted := noted || return_changed(period, units, old_set, new_set, codes, before);
		SET CONSTRAINTS unit_target_sheet, self_answer_sheet, appraised_answer_sheet, evidence_sheet IMMEDIATE;
		DELETE FROM set_moving;
		IF dry_run THEN
			RAISE EXCEPTION 'undo' USING ERRCODE = 'DXB01';
		END IF;
	EXCEPTION WHEN SQLSTATE 'DXB01' THEN
		NULL;
	END;
	amiss := (SELECT count(*) FROM jsonb_array_elements(noted) AS f WHERE (f->>'blocks')::boolean);
	IF amiss > 0 AND NOT dry_run AND NOT leave_out THEN
		RAISE EXCEPTION USING MESSAGE = say('moving_unfit', amiss::text, period, new_set),
			DETAIL = (
				SELECT string_agg(say('moving_entry', f.one->>'unit_id', '@moved.' || (f.one->>'what'), f.one->>'code', moving_problem(f.one)), E'\n' ORDER BY f.at)
				FROM (SELECT e.one, e.at FROM jsonb_array_elements(noted) WITH ORDINALITY AS e(one, at) WHERE (e.one->>'blocks')::boolean ORDER BY e.at LIMIT 5) AS f),
			HINT = say('moving_how', period, old_set, new_set), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
END
$$;
COMMENT ON FUNCTION move_sheets(text, text, text, jsonb, boolean, boolean) IS 'moves the sheets of a period to another index set, or undoes it and tells what it found; with the owner''s rights, beneath set_move';
REVOKE ALL ON FUNCTION move_sheets(text, text, text, jsonb, boolean, boolean) FROM PUBLIC;

CREATE FUNCTION set_move_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
	EXECUTE format('SELECT m.*, %1$I.acting_role(), (SELECT b.now FROM %1$I.book_time AS b) FROM %1$I.move_sheets($1, $2, $3, $4, $5, $6) AS m', TG_TABLE_SCHEMA)
		INTO NEW.map, NEW.sheets, NEW.found, NEW.moved_by, NEW.moved_at
		USING NEW.period_id, NEW.old_set, NEW.new_set, NEW.map, NEW.leave_out, NEW.dry_run;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION set_move_moves() IS 'trigger, SECURITY DEFINER because it writes what units and the council have entered: moves the sheets';
REVOKE ALL ON FUNCTION set_move_moves() FROM PUBLIC;
CREATE TRIGGER moves BEFORE INSERT ON set_move
	FOR EACH ROW EXECUTE FUNCTION set_move_moves();

CREATE FUNCTION move_set(period text, old_set text, new_set text, map jsonb DEFAULT NULL, dry_run boolean DEFAULT true, leave_out boolean DEFAULT false)
RETURNS TABLE (unit_id text, code text, what text, entry text, problem text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	moved record;
BEGIN
	BEGIN
		INSERT INTO set_move AS m (period_id, old_set, new_set, map, leave_out, dry_run)
		VALUES (move_set.period, move_set.old_set, move_set.new_set, move_set.map, coalesce(move_set.leave_out, false), coalesce(move_set.dry_run, true))
		RETURNING m.sheets, m.found, m.dry_run INTO moved;
		IF moved.dry_run THEN
			RAISE EXCEPTION 'undo' USING ERRCODE = 'DXB01';
		END IF;
	EXCEPTION WHEN SQLSTATE 'DXB01' THEN
		RAISE NOTICE USING MESSAGE = say('moving_dry', moved.sheets::text, move_set.old_set, move_set.new_set);
	END;
	RETURN QUERY SELECT f->>'unit_id', f->>'code', say('moved.' || (f->>'what')), f->>'entry', moving_problem(f) FROM jsonb_array_elements(moved.found) AS f;
END
$$;
COMMENT ON FUNCTION move_set(text, text, text, jsonb, boolean, boolean) IS 'moves the sheets of an open or appraising period to another index set, with targets, answers of both stages, evidence and what is not applicable, all or none; first as a dry run (the default), which lists what does not fit. Answers are read anew under the new rules; who entered them when is kept; a submitted or approved sheet whose points change is returned. map: codes that are others there, null for what is to go; leave_out: whatever does not fit goes';
