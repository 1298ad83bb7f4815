-- SPDX-License-Identifier: PostgreSQL
-- The audit: who changed what when, append-only, one hash chain for each
-- period and unit (so that writers of different units do not queue), one for
-- each period, and one for what belongs to no period.

CREATE TABLE audit (
	period_id text NOT NULL,
	unit_id text NOT NULL,
	seq bigint NOT NULL,
	at timestamptz NOT NULL,
	actor text NOT NULL,
	login text NOT NULL,
	table_name text NOT NULL,
	verb text NOT NULL,
	row_key jsonb NOT NULL,
	old_row jsonb,
	new_row jsonb,
	previous_hash text NOT NULL,
	hash text NOT NULL,
	PRIMARY KEY (period_id, unit_id, seq)
);
COMMENT ON TABLE audit IS 'who changed what when, from what to what; append-only and hash-chained. audit_check() looks for broken links';
COMMENT ON COLUMN audit.period_id IS 'the chain''s period; empty: what belongs to no period';
COMMENT ON COLUMN audit.unit_id IS 'the chain''s unit; empty: what concerns no single unit';
COMMENT ON COLUMN audit.seq IS 'place in the chain, from 1';
COMMENT ON COLUMN audit.at IS 'the real time, whatever the book''s clock says';
COMMENT ON COLUMN audit.actor IS 'the role that did it: the login, or the role it had set';
COMMENT ON COLUMN audit.login IS 'who had logged in';
COMMENT ON COLUMN audit.verb IS 'insert, update or delete';
COMMENT ON COLUMN audit.row_key IS 'the row''s key';
COMMENT ON COLUMN audit.old_row IS 'the row before';
COMMENT ON COLUMN audit.new_row IS 'the row after';
COMMENT ON COLUMN audit.previous_hash IS 'hash of the entry before it in the chain; empty for the first';
COMMENT ON COLUMN audit.hash IS 'SHA-256, hexadecimal, of lines: previous_hash, period, unit, seq, [time in UTC, actor, login, table, verb], [key, old row, new row]';

CREATE TABLE audit_head (
	period_id text NOT NULL,
	unit_id text NOT NULL,
	seq bigint NOT NULL,
	hash text NOT NULL,
	PRIMARY KEY (period_id, unit_id)
);
COMMENT ON TABLE audit_head IS 'the last entry of each chain: who appends locks it, and entries cut off the end are missed';

-- SECURITY DEFINER: nobody may write the audit tables, not even who is audited.
CREATE FUNCTION audit_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
	-- SET ROLE shows in the setting; current_user is the owner in here.
	who text := CASE current_setting('role') WHEN 'none' THEN session_user::text ELSE current_setting('role') END;
	key_of text := (SELECT 'jsonb_build_object(' || string_agg(format('%1$L, t.%1$I', k), ', ') || ')'
		FROM unnest(TG_ARGV) AS k);
	at timestamptz := clock_timestamp();
	head text := jsonb_build_array(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), who, session_user, TG_TABLE_NAME, lower(TG_OP))::text;
	entry record;
	chain_period text;
	chain_unit text;
	previous text;
	place bigint;
	seqs bigint[] := '{}';
	hashes text[] := '{}';
	befores text[] := '{}';
	periods text[] := '{}';
	units text[] := '{}';
	bodies text[] := '{}';
BEGIN
	FOR entry IN EXECUTE format(
		'SELECT coalesce(c.one->>''period_id'', '''') AS period_id, coalesce(c.one->>''unit_id'', '''') AS unit_id, jsonb_build_array(c.row_key, c.old_row, c.new_row)::text AS body
		 FROM (SELECT r.row_key, r.old_row, r.new_row, coalesce(r.new_row, r.old_row) AS one FROM (%s) AS r) AS c
		 ORDER BY 1, 2, c.row_key::text COLLATE pg_catalog."C"',
		CASE TG_OP
			WHEN 'INSERT' THEN format('SELECT %s AS row_key, NULL::jsonb AS old_row, to_jsonb(t) AS new_row FROM new_rows AS t', key_of)
			WHEN 'DELETE' THEN format('SELECT %s AS row_key, to_jsonb(t) AS old_row, NULL::jsonb AS new_row FROM old_rows AS t', key_of)
			ELSE format('SELECT coalesce(o.row_key, n.row_key) AS row_key, o.row AS old_row, n.row AS new_row
				FROM (SELECT %1$s AS row_key, to_jsonb(t) AS row FROM old_rows AS t) AS o
				FULL JOIN (SELECT %1$s AS row_key, to_jsonb(t) AS row FROM new_rows AS t) AS n ON n.row_key = o.row_key
				WHERE o.row IS DISTINCT FROM n.row', key_of)
		END)
	LOOP
		IF (chain_period, chain_unit) IS DISTINCT FROM (entry.period_id, entry.unit_id) THEN
			IF chain_period IS NOT NULL THEN
				EXECUTE format('UPDATE %I.audit_head AS h SET seq = $3, hash = $4 WHERE h.period_id = $1 AND h.unit_id = $2', TG_TABLE_SCHEMA)
					USING chain_period, chain_unit, place, previous;
			END IF;
			EXECUTE format('INSERT INTO %I.audit_head VALUES ($1, $2, 0, '''') ON CONFLICT DO NOTHING', TG_TABLE_SCHEMA)
				USING entry.period_id, entry.unit_id;
			EXECUTE format('SELECT h.period_id, h.unit_id, h.seq, h.hash FROM %I.audit_head AS h WHERE h.period_id = $1 AND h.unit_id = $2 FOR UPDATE', TG_TABLE_SCHEMA)
				INTO STRICT chain_period, chain_unit, place, previous USING entry.period_id, entry.unit_id;
		END IF;
		place := place + 1;
		befores := befores || previous;
		previous := encode(sha256(convert_to(concat_ws(E'\n', previous, entry.period_id, entry.unit_id, place, head, entry.body), 'UTF8')), 'hex');
		periods := periods || entry.period_id;
		units := units || entry.unit_id;
		seqs := seqs || place;
		bodies := bodies || entry.body;
		hashes := hashes || previous;
	END LOOP;
	IF chain_period IS NULL THEN
		RETURN NULL;
	END IF;
	EXECUTE format('UPDATE %I.audit_head AS h SET seq = $3, hash = $4 WHERE h.period_id = $1 AND h.unit_id = $2', TG_TABLE_SCHEMA)
		USING chain_period, chain_unit, place, previous;
	EXECUTE format(
		'INSERT INTO %I.audit (period_id, unit_id, seq, at, actor, login, table_name, verb, row_key, old_row, new_row, previous_hash, hash)
		 SELECT e.period_id, e.unit_id, e.seq, $7, $8, $9, $10, $11, b.body->0, nullif(b.body->1, ''null''), nullif(b.body->2, ''null''), e.before, e.hash
		 FROM unnest($1, $2, $3, $4, $5, $6) AS e(period_id, unit_id, seq, body, before, hash), LATERAL (SELECT e.body::jsonb AS body OFFSET 0) AS b', TG_TABLE_SCHEMA)
		USING periods, units, seqs, bodies, befores, hashes, at, who, session_user, TG_TABLE_NAME, lower(TG_OP);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION audit_write() IS 'trigger, SECURITY DEFINER because nobody may write the audit tables: appends what the statement changed to the chains it belongs to';
REVOKE ALL ON FUNCTION audit_write() FROM PUBLIC;

-- Whoever belongs to a unit is not shown what the council enters about it, while it is
-- at work: of these chains he cannot tell whether they are whole.
CREATE VIEW audit_hidden WITH (security_barrier) AS
SELECT p.period_id, u.unit_id FROM period AS p CROSS JOIN sight AS i CROSS JOIN LATERAL unnest(i.interests) AS u(unit_id) WHERE p.state = 'appraising';
COMMENT ON VIEW audit_hidden IS 'chains of the audit of which the reader is not shown all: those of the own units, while the council is at work on them';

CREATE FUNCTION audit_check(period text DEFAULT NULL)
RETURNS TABLE (period_id text, unit_id text, seq bigint, problem text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT a.period_id, a.unit_id, a.seq, CASE
		WHEN a.seq <> a.place THEN say('audit.missing')
		WHEN a.previous_hash <> a.hash_before THEN say('audit.unlinked')
		ELSE say('audit.changed') END
	FROM (
		SELECT e.*, row_number() OVER chain AS place, lag(e.hash, 1, '') OVER chain AS hash_before
		FROM audit AS e WHERE (audit_check.period IS NULL OR e.period_id = audit_check.period)
			AND NOT EXISTS (SELECT 1 FROM audit_hidden AS x WHERE x.period_id = e.period_id AND x.unit_id = e.unit_id)
		WINDOW chain AS (PARTITION BY e.period_id, e.unit_id ORDER BY e.seq)) AS a
	WHERE a.seq <> a.place OR a.previous_hash <> a.hash_before
		OR a.hash <> encode(sha256(convert_to(concat_ws(E'\n', a.previous_hash, a.period_id, a.unit_id, a.seq,
			jsonb_build_array(to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), a.actor, a.login, a.table_name, a.verb)::text,
			jsonb_build_array(a.row_key, a.old_row, a.new_row)::text), 'UTF8')), 'hex')
	UNION ALL
	SELECT coalesce(h.period_id, l.period_id), coalesce(h.unit_id, l.unit_id), coalesce(l.seq, 0), say('audit.cut')
	FROM audit_head AS h
		FULL JOIN (SELECT DISTINCT ON (e.period_id, e.unit_id) e.period_id, e.unit_id, e.seq, e.hash FROM audit AS e
			ORDER BY e.period_id, e.unit_id, e.seq DESC) AS l ON l.period_id = h.period_id AND l.unit_id = h.unit_id
	WHERE (l.seq, l.hash) IS DISTINCT FROM (h.seq, h.hash)
		AND (audit_check.period IS NULL OR coalesce(h.period_id, l.period_id) = audit_check.period)
		AND NOT EXISTS (SELECT 1 FROM audit_hidden AS x WHERE x.period_id = coalesce(h.period_id, l.period_id) AND x.unit_id = coalesce(h.unit_id, l.unit_id))
	ORDER BY 1, 2, 3;
END
$$;
COMMENT ON FUNCTION audit_check(text) IS 'broken links of the audit chains of a period (default: of all); no row means intact. Chains of which the reader is not shown all (audit_hidden) are left to others';

-- audit_table(table, key columns): its triggers.
CREATE FUNCTION audit_table(audited regclass, VARIADIC key_columns text[]) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	event text;
BEGIN
	FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
		EXECUTE format('CREATE TRIGGER %I AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION audit_write(%s)',
			'b_audit_' || event, event, audited, CASE event
				WHEN 'insert' THEN 'NEW TABLE AS new_rows' WHEN 'delete' THEN 'OLD TABLE AS old_rows'
				ELSE 'OLD TABLE AS old_rows NEW TABLE AS new_rows' END,
			(SELECT string_agg(quote_literal(k), ', ') FROM unnest(key_columns) AS k));
	END LOOP;
	EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION never_truncated()', audited);
END
$$;
COMMENT ON FUNCTION audit_table(regclass, text[]) IS 'puts the audit''s triggers on a table; used when the book is installed, and for tables of your own with columns period_id, unit_id';
REVOKE ALL ON FUNCTION audit_table(regclass, text[]) FROM PUBLIC;

DO $$
BEGIN
	PERFORM audit_table('book_version', 'only_one'), audit_table('wording', 'code'), audit_table('clock', 'only_one'), audit_table('unit_kind', 'unit_kind'), audit_table('index_set', 'set_id'), audit_table('node', 'set_id', 'code'), audit_table('pillar', 'set_id', 'pillar'),
		audit_table('criterion', 'set_id', 'code'), audit_table('unit', 'unit_id'), audit_table('merger', 'old_unit', 'new_unit'),
		audit_table('office_type', 'office_type'), audit_table('office', 'unit_id', 'office_type'),
		audit_table('responsibility', 'set_id', 'code', 'office_type'), audit_table('account', 'role_name', 'unit_id'),
		audit_table('book_role', 'duty'), audit_table('period', 'period_id'),
		audit_table('set_choice', 'period_id', 'unit_kind', 'ranking_group'),
		audit_table('not_applicable', 'period_id', 'set_id', 'code', 'ranking_group', 'unit_id'),
		audit_table('submission', 'period_id', 'unit_id'), audit_table('entry_extension', 'period_id', 'unit_id'),
		audit_table('unit_target', 'period_id', 'unit_id', 'code'),
		audit_table('self_answer', 'period_id', 'unit_id', 'code'), audit_table('appraised_answer', 'period_id', 'unit_id', 'code'),
		audit_table('correction', 'period_id', 'unit_id', 'code', 'revision'), audit_table('evidence', 'evidence_id'),
		audit_table('set_move', 'move_id');
END
$$;
-- Final answers follow from what is audited; that they were withdrawn does not.
CREATE TRIGGER b_audit_delete AFTER DELETE ON final_answer REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION audit_write('period_id', 'unit_id', 'code');
CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
	FOR EACH STATEMENT EXECUTE FUNCTION unchanging();
-- Its rows follow their chains; none goes.
CREATE TRIGGER unchanging BEFORE DELETE OR TRUNCATE ON audit_head
	FOR EACH STATEMENT EXECUTE FUNCTION unchanging();
