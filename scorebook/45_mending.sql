-- SPDX-License-Identifier: PostgreSQL
-- Mending an index set that is in use: what may change in place, and what that
-- means for the cards that are stored.

-- Names, numbers, kinds, guides; a rule where there was none. A result needs a
-- rule to be read by, so nothing that was entered changes its meaning.
CREATE FUNCTION check_mending(mended text, old_tree dx.tree, new_tree dx.tree) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	p record;
	d record;
	hint text := say('mending_hint', mended);
BEGIN
	SELECT t.* INTO d FROM dx.tree_diff(old_tree, new_tree) AS t
	WHERE (t.change = 'changed' AND (t.field IN ('name', 'number', 'kind', 'guide') OR t.field = 'rule' AND t.old_value IS NULL)) IS NOT TRUE
	-- sums that follow from another change last
	ORDER BY t.field IS NOT DISTINCT FROM 'max' AND NOT EXISTS (SELECT 1 FROM node AS n WHERE n.set_id = mended AND n.code = t.code AND n.is_criterion), t.code
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('set_in_use', mended), HINT = hint,
			DETAIL = CASE d.change
				WHEN 'changed' THEN say('mending_changes', d.code::text, d.field, coalesce(d.old_value, '@none'), coalesce(d.new_value, '@none'))
				ELSE say('mending_node', d.code::text, '@change.' || d.change) END, ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	SELECT t.* INTO d FROM dx.tree_diff(old_tree, new_tree) AS t WHERE t.field = 'rule' LIMIT 1;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	-- A closing waits for this, or is waited for.
	FOR p IN
		SELECT o.period_id, o.state FROM period AS o
		WHERE o.period_id IN (SELECT c.period_id FROM set_choice AS c WHERE c.set_id = mended UNION SELECT s.period_id FROM submission AS s WHERE s.set_id = mended)
		ORDER BY o.period_id FOR SHARE
	LOOP
		IF p.state IN ('closed', 'published') THEN
			RAISE EXCEPTION USING MESSAGE = say('mending_closed', mended, d.code::text), DETAIL = say('period_is', p.period_id, '@period.' || p.state),
				HINT = hint, ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION check_mending(text, dx.tree, dx.tree) IS 'refuses what cannot be mended in an index set in use; beneath the triggers';

-- SECURITY DEFINER: who mends may not refresh. A card fits the trees that have
-- the same criteria under the same kinds of rules, so stored ones are made anew
-- before anybody sees the new tree.
CREATE FUNCTION index_set_recasts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
	stored boolean;
BEGIN
	IF NOT EXISTS (SELECT 1 FROM dx.tree_diff(OLD.tree, NEW.tree) AS d WHERE d.field = 'rule' OR d.change <> 'changed') THEN
		RETURN NULL;
	END IF;
	-- Whoever refreshes now ends first; one whose snapshot is older fails.
	EXECUTE format('UPDATE %I.refresh_turn SET only_one = true', TG_TABLE_SCHEMA);
	-- Cards that are kept because new ones cannot be made.
	EXECUTE format('UPDATE %I.held_card AS h SET card = dx.recast(h.card, $2, $3), self_card = dx.recast(h.self_card, $2, $3) WHERE h.set_id = $1', TG_TABLE_SCHEMA)
		USING NEW.set_id, OLD.tree, NEW.tree;
	IF (SELECT c.relispopulated FROM pg_catalog.pg_class AS c WHERE c.oid = format('%I.card_data', TG_TABLE_SCHEMA)::regclass) THEN
		EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.card_data AS c WHERE c.set_id = $1)', TG_TABLE_SCHEMA) INTO stored USING NEW.set_id;
		IF stored THEN
			EXECUTE format('SELECT %I.refresh_views(''card_data'', ''ranking_data'', ''node_data'')', TG_TABLE_SCHEMA);
		END IF;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION index_set_recasts() IS 'trigger, SECURITY DEFINER because only the owner may refresh: a set whose criteria changed takes its stored cards with it, in the same transaction';
REVOKE ALL ON FUNCTION index_set_recasts() FROM PUBLIC;
CREATE TRIGGER recasts AFTER UPDATE OF tree ON index_set
	FOR EACH ROW EXECUTE FUNCTION index_set_recasts();

CREATE FUNCTION mend_set(set_id text, patch jsonb)
RETURNS TABLE (code text, change text, field text, old_value text, new_value text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	before dx.tree;
	mended dx.tree;
BEGIN
	IF mend_set.patch IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('mend_nothing'), HINT = say('mend_example'), ERRCODE = 'null_value_not_allowed';
	END IF;
	PERFORM lock_set(mend_set.set_id);
	SELECT i.tree INTO before FROM index_set AS i WHERE i.set_id = mend_set.set_id;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_set', mend_set.set_id), ERRCODE = 'no_data_found';
	END IF;
	mended := dx.alter_tree(before, mend_set.patch);
	IF NOT dx.tree_eq(before, mended) THEN
		UPDATE index_set AS i SET tree = mended WHERE i.set_id = mend_set.set_id;
	END IF;
	RETURN QUERY SELECT d.code::text, say('change.' || d.change), d.field, d.old_value, d.new_value FROM dx.tree_diff(before, mended) AS d;
END
$$;
COMMENT ON FUNCTION mend_set(text, jsonb) IS 'changes an index set by a patch as dx.alter_tree takes it, and returns what is another now. In a set in use: names, numbers, kinds and guides at any time, a rule where there was none until a period that uses it is closed';

-- What a code of one version is in the next: the nearest node above it that is
-- listed, or it itself, says it; all are changed at once, so that two may change
-- places. NULL: it has no place there.
CREATE FUNCTION renumbered(code dx.code, map jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
	above text;
BEGIN
	FOR depth IN REVERSE dx.depth(code) .. 1 LOOP
		above := dx.ancestor(code, depth)::text;
		IF map ? above THEN
			RETURN map->>above || substr(code::text, length(above) + 1);
		END IF;
	END LOOP;
	RETURN code::text;
END
$$;
COMMENT ON FUNCTION renumbered(dx.code, jsonb) IS 'what a code is by a map of codes, {"1.3": "1.4", "2": "3"}: a node takes what is beneath it along; NULL where the map says null';

-- The map as the book writes codes; an error for what is none, for codes that the
-- set has not, and where two would become one.
CREATE FUNCTION check_map(map jsonb, of_set text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	pair record;
	result jsonb := '{}';
	twice record;
BEGIN
	IF jsonb_typeof(map) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION USING MESSAGE = say('map_form'), ERRCODE = 'invalid_parameter_value';
	END IF;
	FOR pair IN SELECT e.key, e.value FROM jsonb_each(map) AS e LOOP
		IF NOT EXISTS (SELECT 1 FROM node AS n WHERE n.set_id = of_set AND n.code = dx.code(pair.key) AND n.depth > 0) THEN
			RAISE EXCEPTION USING MESSAGE = say('map_no_node', of_set, pair.key), ERRCODE = 'invalid_parameter_value';
		ELSIF result ? dx.code(pair.key)::text THEN
			RAISE EXCEPTION USING MESSAGE = say('map_twice', pair.key), ERRCODE = 'invalid_parameter_value';
		ELSIF jsonb_typeof(pair.value) NOT IN ('string', 'null') OR pair.value = '""' THEN
			RAISE EXCEPTION USING MESSAGE = say('map_no_code', pair.key, pair.value::text), ERRCODE = 'invalid_parameter_value';
		END IF;
		result := result || jsonb_build_object(dx.code(pair.key)::text, dx.code(pair.value#>>'{}')::text);
	END LOOP;
	SELECT min(n.code::text COLLATE "C") AS one, max(n.code::text COLLATE "C") AS other, c.new_code INTO twice
	FROM node AS n, LATERAL (SELECT renumbered(n.code, result) AS new_code) AS c
	WHERE n.set_id = of_set AND c.new_code IS NOT NULL GROUP BY c.new_code HAVING count(*) > 1 ORDER BY 3 LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('map_both', twice.one, twice.other, twice.new_code), HINT = say('say_either'), ERRCODE = 'invalid_parameter_value';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION check_map(jsonb, text) IS 'a map of codes of an index set, as it is written everywhere; beneath new_version and move_set';

-- The tree with other codes, nothing else; conditions on siblings follow.
CREATE FUNCTION renumbered_tree(of_set text, map jsonb) RETURNS dx.tree
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	before dx.tree := (SELECT i.tree FROM index_set AS i WHERE i.set_id = of_set);
	result dx.tree;
	strange text;
BEGIN
	IF map = '{}' THEN
		RETURN before;
	ELSIF EXISTS (SELECT 1 FROM jsonb_each(map) AS e WHERE e.value = 'null') THEN
		RAISE EXCEPTION USING MESSAGE = say('map_goes'), HINT = say('patch_example'), ERRCODE = 'invalid_parameter_value';
	END IF;
	-- The maximum of a sum is that of its nodes, also where some go elsewhere.
	SELECT jsonb_agg(t.node - CASE WHEN n.method = 'sum' AND NOT t.node ? 'cap' THEN 'max' ELSE '' END || jsonb_build_object('code', renumbered(n.code, map))
		|| CASE WHEN t.node ? 'needs' THEN jsonb_build_object('needs', (SELECT jsonb_object_agg(renumbered(dx.code(d.key), map), d.value) FROM jsonb_each(t.node->'needs') AS d)) ELSE '{}' END)::dx.tree INTO result
	FROM jsonb_array_elements(before::jsonb) AS t(node) JOIN dx.nodes(before) AS n ON n.code = dx.code(t.node->>'code');
	SELECT n.code::text INTO strange FROM dx.nodes(before) AS n JOIN dx.nodes(result) AS r ON r.code = dx.code(renumbered(n.code, map))
	WHERE n.is_criterion <> r.is_criterion ORDER BY n.code LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = CASE WHEN (SELECT n.is_criterion FROM node AS n WHERE n.set_id = of_set AND n.code = strange) THEN say('map_above', strange) ELSE say('map_bare', strange) END,
			HINT = say('renumber_first'), ERRCODE = 'invalid_parameter_value';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION renumbered_tree(text, jsonb) IS 'the tree of an index set under other codes; beneath new_version';

-- Rows about nodes of one version, for the next; what is left behind is returned.
CREATE FUNCTION carry_over(old_set text, new_set text, map jsonb)
RETURNS TABLE (code text, change text, field text, old_value text, new_value text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH place AS (
		SELECT o.code, n.code AS new_code, n.code IS NOT NULL AND (o.rule, o.max_points) IS DISTINCT FROM (n.rule, n.max_points) AS other_rule
		FROM node AS o LEFT JOIN node AS n ON n.set_id = carry_over.new_set AND n.code = dx.code(renumbered(o.code, carry_over.map))
		WHERE o.set_id = carry_over.old_set
	), guided AS (
		-- words of the decision for a rule that is another now would say what is not so
		INSERT INTO criterion SELECT (jsonb_populate_record(NULL::criterion, to_jsonb(c) || jsonb_build_object('set_id', carry_over.new_set, 'code', p.new_code)
			|| CASE WHEN p.other_rule THEN '{"rule_vi": null, "rule_en": null}' ELSE '{}' END::jsonb)).*
		FROM criterion AS c JOIN place AS p ON p.code = c.code AND p.new_code IS NOT NULL WHERE c.set_id = carry_over.old_set
	), led AS (
		INSERT INTO responsibility SELECT (jsonb_populate_record(NULL::responsibility, to_jsonb(r) || jsonb_build_object('set_id', carry_over.new_set, 'code', p.new_code))).*
		FROM responsibility AS r JOIN place AS p ON p.code = r.code AND p.new_code IS NOT NULL WHERE r.set_id = carry_over.old_set
	), part AS (
		SELECT l.pillar, c.at, c.code, p.new_code FROM pillar AS l, unnest(l.codes) WITH ORDINALITY AS c(code, at) LEFT JOIN place AS p ON p.code = dx.code(c.code)
		WHERE l.set_id = carry_over.old_set
	), grouped AS (
		INSERT INTO pillar SELECT (jsonb_populate_record(NULL::pillar, to_jsonb(l) || jsonb_build_object('set_id', carry_over.new_set, 'codes', k.codes))).*
		FROM pillar AS l JOIN (SELECT a.pillar, jsonb_agg(a.new_code ORDER BY a.at) AS codes FROM part AS a WHERE a.new_code IS NOT NULL GROUP BY a.pillar) AS k ON k.pillar = l.pillar
		WHERE l.set_id = carry_over.old_set
	)
	SELECT c.code::text, say('change.left_behind'), say('left.guidance'), nullif(c.how_vi, ''), NULL::text FROM criterion AS c JOIN place AS p ON p.code = c.code AND p.new_code IS NULL WHERE c.set_id = carry_over.old_set
	UNION ALL
	SELECT c.code::text, say('change.left_behind'), say('left.rule'), concat_ws(' / ', c.rule_vi, c.rule_en), NULL FROM criterion AS c JOIN place AS p ON p.code = c.code AND p.other_rule
	WHERE c.set_id = carry_over.old_set AND concat(c.rule_vi, c.rule_en) <> ''
	UNION ALL
	SELECT r.code::text, say('change.left_behind'), say('left.responsibility'), r.office_type || ' ' || r.part, NULL FROM responsibility AS r JOIN place AS p ON p.code = r.code AND p.new_code IS NULL WHERE r.set_id = carry_over.old_set
	UNION ALL
	SELECT a.code, say('change.left_behind'), say('left.pillar'), a.pillar, NULL FROM part AS a WHERE a.new_code IS NULL
	ORDER BY 3, 1;
END
$$;
COMMENT ON FUNCTION carry_over(text, text, jsonb) IS 'guidance, evidence duty, responsibilities and pillars of one version for the next; returns what has no place there. Beneath new_version';

CREATE FUNCTION new_version(old_set text, new_set text, patch jsonb, map jsonb DEFAULT '{}', decision text DEFAULT NULL, valid_from date DEFAULT NULL)
RETURNS TABLE (code text, change text, field text, old_value text, new_value text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	codes jsonb;
	version index_set;
	middle dx.tree;
BEGIN
	IF new_version.patch IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('version_nothing'), HINT = say('patch_empty'), ERRCODE = 'null_value_not_allowed';
	END IF;
	SELECT * INTO version FROM index_set AS i WHERE i.set_id = new_version.old_set;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_set', new_version.old_set), ERRCODE = 'no_data_found';
	ELSIF EXISTS (SELECT 1 FROM index_set AS i WHERE i.set_id = new_version.new_set) THEN
		RAISE EXCEPTION USING MESSAGE = say('set_there', new_version.new_set), ERRCODE = 'unique_violation';
	END IF;
	codes := check_map(coalesce(new_version.map, '{}'), new_version.old_set);
	middle := renumbered_tree(new_version.old_set, codes);
	version.set_id := new_version.new_set;
	version.decision := coalesce(new_version.decision, version.decision);
	version.valid_from := coalesce(new_version.valid_from, (SELECT t.today FROM book_time AS t));
	version.tree := dx.alter_tree(middle, new_version.patch);
	-- stated once, in the column
	version.decimals := CASE WHEN new_version.patch->'' ? 'decimals' THEN (new_version.patch->''->>'decimals')::int ELSE version.decimals END;
	version.made_from := new_version.old_set;
	version.renumbered := codes;
	IF EXISTS (SELECT 1 FROM index_set AS i WHERE i.family = version.family AND i.valid_from = version.valid_from) THEN
		RAISE EXCEPTION USING MESSAGE = say('version_there', version.family, '@' || to_char(version.valid_from, 'YYYY-MM-DD')), HINT = say('version_day'),
			ERRCODE = 'unique_violation';
	END IF;
	INSERT INTO index_set SELECT version.*;
	RETURN QUERY
	SELECT n.code::text, say('change.renumbered'), NULL::text, n.code::text, renumbered(n.code, codes) FROM node AS n
	WHERE n.set_id = new_version.old_set AND renumbered(n.code, codes) <> n.code::text ORDER BY n.code;
	RETURN QUERY SELECT d.code::text, say('change.' || d.change), d.field, d.old_value, d.new_value FROM dx.tree_diff(middle, (SELECT i.tree FROM index_set AS i WHERE i.set_id = new_version.new_set)) AS d;
	RETURN QUERY SELECT * FROM carry_over(new_version.old_set, new_version.new_set, codes);
END
$$;
COMMENT ON FUNCTION new_version(text, text, jsonb, jsonb, text, date) IS 'a new version of an index set, by a patch as dx.alter_tree takes it; where the map renumbers nodes, the patch speaks of the new codes. Guidance, evidence duty, responsibilities and pillars come along. Returns what is another, and what is left behind. In force from today, by the old decision, unless said';
