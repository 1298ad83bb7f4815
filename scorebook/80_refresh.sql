-- SPDX-License-Identifier: PostgreSQL
-- Refreshing the materialized views, its log, and pg_cron.

CREATE TABLE refresh_log (
	run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	view_name text NOT NULL,
	period_id text NOT NULL,
	started_at timestamptz NOT NULL,
	finished_at timestamptz,
	row_count bigint,
	changed bigint,
	error text,
	run_by text NOT NULL DEFAULT current_user,
	held text NOT NULL DEFAULT ''
);
COMMENT ON TABLE refresh_log IS 'every refresh of every materialized view';
COMMENT ON COLUMN refresh_log.period_id IS 'the period it was asked for; empty: all';
COMMENT ON COLUMN refresh_log.row_count IS 'rows of the view afterwards';
COMMENT ON COLUMN refresh_log.changed IS 'rows inserted and deleted by the refresh: 0 where nothing was new';
COMMENT ON COLUMN refresh_log.error IS 'why it failed: what the server said, or a code in wording; empty: it did not';
COMMENT ON COLUMN refresh_log.held IS 'units that stay at their last card because a new one cannot be made, a line each: period, unit, reason';

-- Whose turn it is to refresh: who does locks the row. Nobody has a right to
-- it, so that nobody else can hold a refresh up (an advisory lock is everybody's).
CREATE TABLE refresh_turn (
	only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one)
);
INSERT INTO refresh_turn DEFAULT VALUES;
COMMENT ON TABLE refresh_turn IS 'one row, locked by the refresh that runs: the next one waits for it. Nothing is granted on it';
COMMENT ON COLUMN refresh_turn.only_one IS 'always true';

-- In the order given. Beneath refresh() and publications.
CREATE FUNCTION refresh_views(VARIADIC views text[]) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
	name text;
	id regclass;
	populated boolean;
	started timestamptz;
	counted bigint;
	different bigint;
	again text;
	held text;
BEGIN
	-- One refresh at a time; the next one waits, and then sees what is new since.
	PERFORM FROM refresh_turn FOR UPDATE;
	-- Plans made for tables as they were before a day of entries are slow ones.
	FOR id IN SELECT c.oid FROM pg_catalog.pg_class AS c
		WHERE c.oid = ANY (ARRAY['submission', 'self_answer', 'appraised_answer', 'final_answer', 'evidence', 'frozen_ranking']::regclass[])
			AND (c.reltuples < 0 OR pg_stat_get_mod_since_analyze(c.oid) > 1000)
	LOOP
		EXECUTE format('ANALYZE %s', id);
	END LOOP;
	PERFORM let_cards_go();
	-- What the figures are called is made anew with the cards, and before them.
	IF 'card_data' = ANY (views) THEN
		PERFORM refresh_labels();
	END IF;
	FOREACH name IN ARRAY views LOOP
		id := format('%I', name)::regclass;
		started := clock_timestamp();
		SELECT c.relispopulated INTO populated FROM pg_catalog.pg_class AS c WHERE c.oid = id;
		BEGIN
			different := renew_view(id);
		EXCEPTION WHEN lock_not_available THEN
			RAISE;
		WHEN OTHERS THEN
			-- Was it a unit's card? Then without that, and what is made of the cards after them.
			IF name NOT IN ('card_data', 'ranking_data', 'node_data') OR hold_bad_cards() = 0 THEN
				RAISE;
			END IF;
			FOREACH again IN ARRAY CASE name WHEN 'card_data' THEN '{card_data}'::text[] WHEN 'ranking_data' THEN '{card_data,ranking_data}' ELSE '{card_data,ranking_data,node_data}' END LOOP
				different := renew_view(again::regclass);
			END LOOP;
		END;
		EXECUTE format('SELECT count(*) FROM %s', id) INTO counted;
		different := CASE WHEN populated THEN different ELSE counted END;
		-- Charts would be planned by what the view was.
		IF different > 0 AND different * 10 >= counted THEN
			EXECUTE format('ANALYZE %s', id);
		END IF;
		held := CASE WHEN name IN ('card_data', 'ranking_data', 'node_data') THEN (SELECT string_agg(format('%s %s: %s', h.period_id, h.unit_id, h.reason), E'\n' ORDER BY h.period_id, h.unit_id) FROM held_card AS h) END;
		INSERT INTO refresh_log (view_name, period_id, started_at, finished_at, row_count, changed, held)
		VALUES (name, '', started, clock_timestamp(), counted, different, coalesce(held, ''));
		IF held IS NOT NULL THEN
			RAISE WARNING USING MESSAGE = say('refresh_held', name, (SELECT string_agg(say('held_line', h.period_id, h.unit_id, h.reason), E'\n' ORDER BY h.period_id, h.unit_id) FROM held_card AS h));
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION refresh_views(text[]) IS 'refreshes materialized views of the book in the order given, concurrently where they have been filled before, and logs it';
REVOKE ALL ON FUNCTION refresh_views(text[]) FROM PUBLIC;

CREATE FUNCTION refresh(period text DEFAULT NULL)
RETURNS TABLE (view_name text, row_count bigint, changed bigint, error text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	-- what is made from what
	views text[] := ARRAY['card_data', 'ranking_data', 'progress_data', 'node_data'];
	name text;
	failed boolean := false;
	began timestamptz;
	done bigint;
	message text;
	lock_timeout_before text := current_setting('lock_timeout');
BEGIN
	IF period IS NOT NULL THEN
		PERFORM FROM period AS p WHERE p.period_id = refresh.period;
		IF NOT FOUND THEN
			RAISE EXCEPTION USING MESSAGE = say('no_period', period), ERRCODE = 'no_data_found';
		END IF;
	END IF;
	PERFORM FROM refresh_turn FOR UPDATE;
	FOREACH name IN ARRAY views LOOP
		began := clock_timestamp();
		message := NULL;
		IF failed THEN
			message := 'refresh_before';
		ELSE
			BEGIN
				-- Who may write a table may lock it: a refresh waits for that no longer than a minute.
				IF lock_timeout_before IN ('0', '') THEN
					PERFORM set_config('lock_timeout', '60s', true);
				END IF;
				PERFORM refresh_views(name);
			EXCEPTION
				WHEN lock_not_available THEN
					message := SQLERRM || coalesce('. ' || say('held_writing', strong_lock_holders()), '');
					failed := true;
				WHEN OTHERS THEN
					message := SQLERRM;
					failed := true;
			END;
		END IF;
		IF message IS NOT NULL THEN
			RAISE WARNING USING MESSAGE = say('refresh_failed', name, say(message));
			INSERT INTO refresh_log (view_name, period_id, started_at, finished_at, error)
			VALUES (name, coalesce(period, ''), began, clock_timestamp(), message);
		ELSE
			UPDATE refresh_log AS l SET period_id = coalesce(refresh.period, '')
			WHERE l.run_id = (SELECT max(m.run_id) FROM refresh_log AS m);
		END IF;
		RETURN QUERY SELECT l.view_name, l.row_count, l.changed, say(l.error) FROM refresh_log AS l ORDER BY l.run_id DESC LIMIT 1;
	END LOOP;
	PERFORM set_config('lock_timeout', lock_timeout_before, true);
END
$$;
COMMENT ON FUNCTION refresh(text) IS 'refreshes all materialized views, in dependency order, for a period that has news (default: for all); published periods are frozen and take no part. An error is logged and returned, not raised, so that the log stays';
REVOKE ALL ON FUNCTION refresh(text) FROM PUBLIC;

CREATE VIEW freshness AS
SELECT v.view_name, v.sort_key, l.finished_at AS refreshed_at, l.row_count, l.changed,
	coalesce(say(e.error), '') AS last_error, e.finished_at AS last_error_at,
	(SELECT count(*) FROM audit AS a WHERE l.started_at IS NULL OR a.at >= l.started_at) AS entries_since,
	-- whoever may see the unit's figures may see what is wrong with them
	CASE WHEN v.view_name IN ('card_data', 'ranking_data', 'node_data') THEN coalesce((SELECT string_agg(say('held_line', h.period_id, h.unit_id, h.reason), E'\n' ORDER BY h.period_id, h.unit_id)
		FROM held_card AS h JOIN period AS p ON p.period_id = h.period_id CROSS JOIN sight AS i
		WHERE (p.state = 'appraising' AND h.unit_id = ANY (i.interests)) IS NOT TRUE AND (i.everything OR h.unit_id = ANY (i.units))), '') ELSE '' END AS held
FROM (VALUES ('card_data', 1), ('ranking_data', 2), ('progress_data', 3), ('node_data', 4)) AS v(view_name, sort_key)
	LEFT JOIN LATERAL (SELECT r.* FROM refresh_log AS r WHERE r.view_name = v.view_name AND r.error IS NULL ORDER BY r.run_id DESC LIMIT 1) AS l ON true
	LEFT JOIN LATERAL (SELECT r.* FROM refresh_log AS r WHERE r.view_name = v.view_name AND r.error IS NOT NULL
		AND r.run_id > coalesce(l.run_id, 0) ORDER BY r.run_id DESC LIMIT 1) AS e ON true;
COMMENT ON VIEW freshness IS 'when each materialized view was last refreshed, and how much has been entered since';
COMMENT ON COLUMN freshness.refreshed_at IS 'end of the last refresh that worked';
COMMENT ON COLUMN freshness.last_error IS 'of a refresh that failed after it; empty: none';
COMMENT ON COLUMN freshness.held IS 'units that stay at their last card because a new one cannot be made, a line each: period, unit, reason; own units, or all for the council';
COMMENT ON COLUMN freshness.entries_since IS 'changes of any table since that refresh began; 0: the view is up to date';

CREATE FUNCTION schedule_refresh(schedule text DEFAULT '*/15 * * * *') RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	book text := (SELECT c.relnamespace::regnamespace::text FROM pg_catalog.pg_class AS c WHERE c.oid = 'refresh_log'::regclass);
	job text := format('scorebook %s refresh', book);
	command text := format('SELECT %s.refresh()', book);
	home text;
	create_it text := say('cron_create', current_user);
	elsewhere text := format('SELECT cron.schedule_in_database(%L, %L, %L, %L, %L);', job, schedule, command, current_database(), current_user);
	id bigint;
BEGIN
	IF NOT pg_has_role(current_user, (SELECT c.relowner FROM pg_catalog.pg_class AS c WHERE c.oid = 'refresh_log'::regclass), 'usage') THEN
		RAISE EXCEPTION USING MESSAGE = say('schedule_owner'), ERRCODE = 'insufficient_privilege';
	END IF;
	IF EXISTS (SELECT 1 FROM pg_catalog.pg_extension AS e WHERE e.extname = 'pg_cron') THEN
		EXECUTE 'SELECT cron.schedule($1, $2, $3)' INTO id USING job, schedule, command;
		RETURN id;
	END IF;
	BEGIN
		home := current_setting('cron.database_name', true);
	EXCEPTION WHEN insufficient_privilege THEN
		-- Ordinary roles may not read it; but it is there only if pg_cron is.
		home := '?';
	END;
	IF home = current_database() THEN
		RAISE EXCEPTION USING MESSAGE = say('cron_not_created'), HINT = create_it, ERRCODE = 'object_not_in_prerequisite_state';
	ELSIF home = '?' THEN
		RAISE EXCEPTION USING MESSAGE = say('cron_not_created'),
			HINT = create_it || ' ' || say('cron_or_there', elsewhere),
			ERRCODE = 'object_not_in_prerequisite_state';
	ELSIF home IS NOT NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('cron_elsewhere', home), HINT = say('cron_run_there', elsewhere), ERRCODE = 'object_not_in_prerequisite_state';
	ELSE
		RAISE EXCEPTION USING MESSAGE = say('cron_not_loaded'),
			HINT = say('cron_install', (current_setting('server_version_num')::int / 10000)::text, current_database(), command), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
END
$$;
COMMENT ON FUNCTION schedule_refresh(text) IS 'has pg_cron refresh the views (default: every quarter of an hour; times are GMT), and says what to do where pg_cron is not ready. Returns the job''s number; calling it again changes the schedule';
REVOKE ALL ON FUNCTION schedule_refresh(text) FROM PUBLIC;

-- Rows of units are guarded by row-level security; the policies are for the
-- roles that roles.sql makes. Without them only the owner sees anything.
DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['account', 'submission', 'entry_extension', 'unit_target', 'self_answer', 'appraised_answer', 'correction', 'final_answer', 'evidence', 'audit', 'publication', 'held_card', 'set_move'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
	END LOOP;
END
$$;
