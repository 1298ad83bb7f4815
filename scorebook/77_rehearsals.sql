-- SPDX-License-Identifier: PostgreSQL
-- Throwing a rehearsal away.

-- SECURITY DEFINER: nobody may delete what others have entered, or what the book
-- has written, not even who runs the procedure. The period is 'discarded' while
-- that goes on: the guard lets rows of such a period go, and no others come.
CREATE FUNCTION discard_rehearsal(period text) RETURNS TABLE (table_name text, row_count bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	p record;
	follower text;
	t record;
	there boolean;
BEGIN
	-- Waits for those who are writing in it; who comes later finds it gone. The gate
	-- first, as everybody who writes about sheets does.
	LOCK TABLE set_moving IN ROW SHARE MODE;
	SELECT * INTO p FROM period AS o WHERE o.period_id = discard_rehearsal.period FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_period', discard_rehearsal.period), ERRCODE = 'no_data_found';
	ELSIF NOT p.rehearsal THEN
		RAISE EXCEPTION USING MESSAGE = say('no_rehearsal', p.period_id), HINT = say('rehearsal_only'), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	SELECT o.period_id INTO follower FROM period AS o WHERE o.previous_period = p.period_id ORDER BY o.period_id LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('rehearsal_followed', follower, p.period_id), HINT = say('rehearsal_first'),
			ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	UPDATE period AS o SET state = 'discarded' WHERE o.period_id = p.period_id;
	-- Whatever refers to it, over any number of keys, the farthest first.
	FOR t IN
		WITH RECURSIVE linked AS (
			SELECT c.conrelid, 1 AS steps FROM pg_catalog.pg_constraint AS c
			WHERE c.contype = 'f' AND c.confrelid = 'period'::regclass AND c.conrelid <> c.confrelid
			UNION
			SELECT c.conrelid, l.steps + 1 FROM linked AS l JOIN pg_catalog.pg_constraint AS c
				ON c.contype = 'f' AND c.confrelid = l.conrelid AND c.conrelid <> c.confrelid
		)
		SELECT l.conrelid::regclass AS id, c.relname AS name FROM linked AS l
			JOIN pg_catalog.pg_class AS c ON c.oid = l.conrelid
			JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'period_id' AND NOT a.attisdropped
		GROUP BY l.conrelid, c.relname ORDER BY max(l.steps) DESC, c.relname
	LOOP
		EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s AS r WHERE r.period_id = $1)', t.id) INTO there USING p.period_id;
		CONTINUE WHEN NOT there;
		EXECUTE format('DELETE FROM %s AS r WHERE r.period_id = $1', t.id) USING p.period_id;
		GET DIAGNOSTICS row_count = ROW_COUNT;
		table_name := t.name;
		RETURN NEXT;
	END LOOP;
	DELETE FROM period AS o WHERE o.period_id = p.period_id;
	table_name := 'period';
	row_count := 1;
	RETURN NEXT;
END
$$;
COMMENT ON FUNCTION discard_rehearsal(text) IS 'throws a rehearsal away, with everything of it: a row a table that had some. Refused for a period that counts. SECURITY DEFINER because nobody may delete what others have entered; only the administrator may call it, and every row is in the audit';
REVOKE ALL ON FUNCTION discard_rehearsal(text) FROM PUBLIC;
