-- SPDX-License-Identifier: PostgreSQL
-- Index sets by version, their criteria, guidance, and reading CSV.

-- What time it is for the book. The owner alone may set it (tests, training):
-- nothing is granted on it, and the audit table records the real time beside it.
CREATE TABLE clock (
	only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
	stands_at timestamptz NOT NULL
);
COMMENT ON TABLE clock IS 'empty: the real time. A row: the book''s time stands still there, for tests and training. Only the owner may write it; every change is audited';

CREATE VIEW book_time AS
SELECT t.now, (t.now AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS today
FROM (SELECT coalesce((SELECT stands_at FROM clock), clock_timestamp()) AS now) AS t;
COMMENT ON VIEW book_time IS 'now, and which day it is in Viet Nam: the one place where the book asks for the time';
COMMENT ON COLUMN book_time.now IS 'the real time, unless the owner has set the clock';
COMMENT ON COLUMN book_time.today IS 'the date in Asia/Ho_Chi_Minh; entry windows are compared with it, both ends included';

CREATE TABLE index_set (
	set_id text PRIMARY KEY CHECK (NOT blank(set_id)),
	family text NOT NULL CHECK (NOT blank(family)),
	name text NOT NULL,
	name_en text NOT NULL DEFAULT '',
	decision text NOT NULL,
	unit_kind text NOT NULL REFERENCES unit_kind,
	valid_from date NOT NULL,
	decimals int CHECK (decimals BETWEEN 0 AND 12),
	main_depth int NOT NULL DEFAULT 1 CHECK (main_depth BETWEEN 1 AND 32),
	tree dx.tree NOT NULL,
	made_from text REFERENCES index_set ON DELETE SET NULL,
	renumbered jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(renumbered) = 'object'),
	UNIQUE (family, valid_from)
);
COMMENT ON TABLE index_set IS 'index sets (bộ chỉ số), a row a version; once a period uses it its tree is mended, and does not change otherwise';
COMMENT ON COLUMN index_set.set_id IS 'a version of a set: commune-2025';
COMMENT ON COLUMN index_set.family IS 'what the versions have in common: commune';
COMMENT ON COLUMN index_set.decision IS 'number of the decision that issued it: 707/QĐ-UBND';
COMMENT ON COLUMN index_set.unit_kind IS 'who is assessed by it: a kind, with those that are assessed as it';
COMMENT ON COLUMN index_set.decimals IS 'a criterion''s points are rounded to so many decimals before they are added; empty: not rounded. Written into the tree';
COMMENT ON COLUMN index_set.main_depth IS 'depth of the main indices in the tree: is_main in past_value';
COMMENT ON COLUMN index_set.tree IS 'the compiled index tree';
COMMENT ON COLUMN index_set.made_from IS 'the version it was made from by new_version; empty: it stands by itself';
COMMENT ON COLUMN index_set.renumbered IS 'codes of that version and what they are in this one, {"1.3": "1.4"}; sheets that move from it follow';

CREATE TABLE node (
	set_id text NOT NULL REFERENCES index_set ON DELETE CASCADE,
	code dx.code NOT NULL,
	ordinal int NOT NULL,
	number text,
	kind text,
	parent dx.code,
	name text,
	depth int NOT NULL,
	is_criterion boolean NOT NULL,
	max_points float8,
	rule dx.rule,
	guide text,
	PRIMARY KEY (set_id, code)
);
COMMENT ON TABLE node IS 'the nodes of every index set, written by the book itself from the tree, for keys and look-ups';
COMMENT ON COLUMN node.rule IS 'how a result becomes points; empty: an unquantified criterion, or an inner node';

CREATE TABLE pillar (
	set_id text NOT NULL REFERENCES index_set ON DELETE CASCADE,
	pillar text NOT NULL CHECK (NOT blank(pillar)),
	name text NOT NULL,
	name_en text NOT NULL DEFAULT '',
	sort_key int NOT NULL DEFAULT 0,
	codes text[] NOT NULL CHECK (cardinality(codes) > 0),
	PRIMARY KEY (set_id, pillar)
);
COMMENT ON TABLE pillar IS 'named sets of nodes that are ranked beside the total; they may overlap, a node within another counts once. None listed for a set: its nodes of depth 1';
COMMENT ON COLUMN pillar.pillar IS 'short name, equal in all sets that are ranked together: government';
COMMENT ON COLUMN pillar.codes IS 'the nodes it is made of: {I,II.7}';

CREATE VIEW pillar_of_set WITH (security_invoker) AS
SELECT set_id, pillar, name, sort_key, codes FROM pillar
UNION ALL
SELECT n.set_id, n.code::text, coalesce(n.name, n.code::text), n.ordinal, ARRAY[n.code::text]
FROM node AS n
WHERE n.depth = 1 AND NOT EXISTS (SELECT 1 FROM pillar AS p WHERE p.set_id = n.set_id);
COMMENT ON VIEW pillar_of_set IS 'what is ranked beside the total: the pillars listed, else the nodes of depth 1';

CREATE TABLE criterion (
	set_id text NOT NULL,
	code dx.code NOT NULL,
	source text NOT NULL DEFAULT 'self' CHECK (source IN ('self', 'survey', 'measured', 'derived')),
	evidence_required boolean NOT NULL DEFAULT false,
	how_vi text NOT NULL DEFAULT '',
	how_en text NOT NULL DEFAULT '',
	evidence_vi text NOT NULL DEFAULT '',
	evidence_en text NOT NULL DEFAULT '',
	data_source text NOT NULL DEFAULT '',
	checked_by text NOT NULL DEFAULT '',
	deadline date,
	rule_vi text,
	rule_en text,
	name_en text NOT NULL DEFAULT '',
	PRIMARY KEY (set_id, code),
	FOREIGN KEY (set_id, code) REFERENCES node ON DELETE CASCADE
);
COMMENT ON TABLE criterion IS 'what the decision says about a criterion beside its points: guidance, evidence, who checks';
COMMENT ON COLUMN criterion.source IS 'where the result comes from: self (the unit answers), survey, measured, derived (from other units); the last three are entered in the council''s stage, and never count as unanswered by the unit';
COMMENT ON COLUMN criterion.evidence_required IS 'an answer without evidence or written explanation is listed in evidence_lacking';
COMMENT ON COLUMN criterion.how_vi IS 'how to score, in Vietnamese';
COMMENT ON COLUMN criterion.how_en IS 'how to score, in English';
COMMENT ON COLUMN criterion.evidence_vi IS 'which evidence is wanted, in Vietnamese';
COMMENT ON COLUMN criterion.evidence_en IS 'which evidence is wanted, in English';
COMMENT ON COLUMN criterion.data_source IS 'system or report the figure is taken from';
COMMENT ON COLUMN criterion.checked_by IS 'office or body that checks it';
COMMENT ON COLUMN criterion.deadline IS 'last day to provide the figure, where it is earlier than the entry window';
COMMENT ON COLUMN criterion.rule_vi IS 'the rule in words where the decision has words of its own; empty: made from the rule';
COMMENT ON COLUMN criterion.rule_en IS 'the same in English';

-- Locks a set before what it is made of changes: who chooses it, or makes
-- sheets of it, holds its key and waits, or is waited for and then seen.
CREATE FUNCTION lock_set(wanted text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION USING MESSAGE = say('sets_committed'), ERRCODE = 'invalid_transaction_state';
	END IF;
	PERFORM FROM index_set AS i WHERE i.set_id = wanted FOR UPDATE;
END
$$;
COMMENT ON FUNCTION lock_set(text) IS 'locks an index set against being chosen, before it changes; beneath the triggers';

-- The decimals of a criterion are stated once, in the column.
CREATE FUNCTION index_set_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	whole boolean;
BEGIN
	IF TG_OP <> 'DELETE' THEN
		NEW.tree := dx.alter_tree(NEW.tree, jsonb_build_object('', jsonb_build_object('decimals', NEW.decimals)));
	END IF;
	IF TG_OP = 'INSERT' THEN
		RETURN NEW;
	END IF;
	whole := TG_OP = 'DELETE' OR (NEW.set_id, NEW.unit_kind, NEW.main_depth, NEW.decimals) IS DISTINCT FROM (OLD.set_id, OLD.unit_kind, OLD.main_depth, OLD.decimals);
	IF whole OR NOT dx.tree_eq(NEW.tree, OLD.tree) THEN
		PERFORM lock_set(OLD.set_id);
		IF EXISTS (SELECT 1 FROM set_choice AS c WHERE c.set_id = OLD.set_id) OR EXISTS (SELECT 1 FROM submission AS s WHERE s.set_id = OLD.set_id) THEN
			IF whole THEN
				RAISE EXCEPTION USING MESSAGE = say('set_in_use', OLD.set_id), HINT = say('make_version', OLD.set_id), ERRCODE = 'object_not_in_prerequisite_state';
			END IF;
			PERFORM check_mending(OLD.set_id, OLD.tree, NEW.tree);
		END IF;
	END IF;
	RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION index_set_rules() IS 'trigger: a set in use is mended and does not change otherwise; the decimals are written into the tree';
CREATE TRIGGER rules BEFORE INSERT OR UPDATE OR DELETE ON index_set
	FOR EACH ROW EXECUTE FUNCTION index_set_rules();

-- SECURITY DEFINER: nobody may write the table node, not even who enters sets.
CREATE FUNCTION index_set_nodes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
	gone record;
BEGIN
	EXECUTE format(
		'SELECT p.pillar, c.code FROM %I.pillar AS p, unnest(p.codes) AS c(code)
		 WHERE p.set_id = $1 AND NOT EXISTS (SELECT 1 FROM dx.nodes($2) AS t WHERE t.code::text = c.code) LIMIT 1', TG_TABLE_SCHEMA)
		INTO gone USING NEW.set_id, NEW.tree;
	IF gone IS NOT NULL THEN
		EXECUTE format('SELECT %I.refuse(''foreign_key_violation'', ''pillar_loses'', $1, ''change_pillar'')', TG_TABLE_SCHEMA)
			USING ARRAY[gone.pillar, NEW.set_id, gone.code];
	END IF;
	EXECUTE format(
		'DELETE FROM %I.node AS n
		 WHERE n.set_id = $1 AND NOT EXISTS (SELECT 1 FROM dx.nodes($2) AS t WHERE t.code::text = n.code::text)', TG_TABLE_SCHEMA)
		USING NEW.set_id, NEW.tree;
	EXECUTE format(
		'INSERT INTO %I.node AS n (set_id, code, ordinal, number, kind, parent, name, depth, is_criterion, max_points, rule, guide)
		 SELECT $1, t.code, t.ordinal, t.number, t.kind, t.parent, t.name, t.depth, t.is_criterion, t.max_points, t.rule, t.guide
		 FROM dx.nodes($2) AS t
		 ON CONFLICT (set_id, code) DO UPDATE
		 SET (ordinal, number, kind, parent, name, depth, is_criterion, max_points, rule, guide)
			= (excluded.ordinal, excluded.number, excluded.kind, excluded.parent, excluded.name, excluded.depth,
				excluded.is_criterion, excluded.max_points, excluded.rule, excluded.guide)', TG_TABLE_SCHEMA)
		USING NEW.set_id, NEW.tree;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION index_set_nodes() IS 'trigger, SECURITY DEFINER because nobody may write the table node: it follows the tree';
REVOKE ALL ON FUNCTION index_set_nodes() FROM PUBLIC;
CREATE TRIGGER nodes AFTER INSERT OR UPDATE OF tree ON index_set
	FOR EACH ROW EXECUTE FUNCTION index_set_nodes();

-- Tables that only grow. Who may add to them is a matter of rights alone: nobody
-- but the book, whose functions have its owner's.
CREATE FUNCTION unchanging() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	RAISE EXCEPTION USING MESSAGE = say('written_by_book', TG_TABLE_NAME), ERRCODE = 'insufficient_privilege';
END
$$;
COMMENT ON FUNCTION unchanging() IS 'trigger: what the book has written is neither changed nor deleted, not even by its owner';

-- Fields and records of RFC 4180, leniently: commas, semicolons or tabs
-- (whichever the first line has most of), either line end, a byte order mark.
CREATE FUNCTION csv_records(content text)
RETURNS TABLE (line int, fields text[])
LANGUAGE sql IMMUTABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	WITH input AS (
		SELECT c.body, (
			SELECT d FROM unnest(ARRAY[',', ';', E'\t']) WITH ORDINALITY AS s(d, preferred)
			ORDER BY length(f.first_line) - length(replace(f.first_line, d, '')) DESC, preferred LIMIT 1) AS mark
		FROM (SELECT ltrim(content, U&'\FEFF') AS body) AS c,
			LATERAL (SELECT split_part(replace(c.body, E'\r', E'\n'), E'\n', 1) AS first_line) AS f
	), token AS (
		-- quoted field, or plain one; then the mark, a line end, or the end
		SELECT t.at, CASE WHEN t.m[1] IS NOT NULL THEN replace(t.m[1], '""', '"') ELSE coalesce(trimmed(t.m[2]), '') END AS field,
			t.m[3] AS ended_by, i.mark,
			length(coalesce(t.m[1], '')) - length(replace(coalesce(t.m[1], ''), E'\n', '')) + (t.m[3] ~ '[\r\n]')::int AS lines
		FROM input AS i,
			regexp_matches(i.body, '(?:"((?:[^"]|"")*)"|([^' || i.mark || '\r\n]*))(' || i.mark || '|\r\n|\n|\r|$)', 'g')
				WITH ORDINALITY AS t(m, at)
	), counted AS (
		SELECT k.*, coalesce(sum((k.ended_by <> k.mark)::int) OVER earlier, 0) AS record,
			1 + coalesce(sum(k.lines) OVER earlier, 0) AS line
		FROM token AS k
		WINDOW earlier AS (ORDER BY k.at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
	)
	SELECT min(c.line)::int AS line, array_agg(c.field ORDER BY c.at)
	FROM counted AS c GROUP BY c.record
	HAVING string_agg(c.field, '') <> ''
	ORDER BY c.record;
END;
COMMENT ON FUNCTION csv_records(text) IS 'the records of a CSV text, the header first: line number, and fields without blanks around them; empty lines are left out';

CREATE FUNCTION csv_rows(content text)
RETURNS TABLE (line int, cells jsonb, problem text)
LANGUAGE sql IMMUTABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	WITH record AS (
		SELECT r.line, r.fields FROM csv_records(content) AS r
	), header AS (
		SELECT array_agg(lower(h.name) ORDER BY h.at) AS names
		FROM (SELECT r.fields FROM record AS r ORDER BY r.line LIMIT 1) AS f, unnest(f.fields) WITH ORDINALITY AS h(name, at)
	)
	SELECT r.line,
		(SELECT coalesce(jsonb_object_agg(n.name, coalesce(r.fields[n.at], '')) FILTER (WHERE n.name <> ''), '{}')
		 FROM unnest(h.names) WITH ORDINALITY AS n(name, at)),
		CASE WHEN cardinality(r.fields) <> cardinality(h.names)
			THEN say('line_fields', cardinality(r.fields)::text, cardinality(h.names)::text) END
	FROM record AS r CROSS JOIN header AS h
	WHERE r.line > (SELECT min(record.line) FROM record)
	ORDER BY r.line;
END;
COMMENT ON FUNCTION csv_rows(text) IS 'the records of a CSV text with a header line: line number, cells by column name, what is wrong with the record';
