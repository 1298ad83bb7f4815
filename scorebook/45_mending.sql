-- Mending an index set that is in use: what may change in place, and what that
-- means for the cards that are stored.

-- Names, numbers, kinds, guides; a rule where there was none. A result needs a
-- rule to be read by, so nothing that was entered changes its meaning.
CREATE FUNCTION check_mending(mended text, old_tree dx.tree, new_tree dx.tree) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	p record;
	d record;
	hint text := format('For anything but names, numbers, kinds, guides and a first rule make a new version, new_version(%L, ...), and move the sheets to it, move_set(...).', mended);
BEGIN
	SELECT t.* INTO d FROM dx.tree_diff(old_tree, new_tree) AS t
	WHERE (t.change = 'changed' AND (t.field IN ('name', 'number', 'kind', 'guide') OR t.field = 'rule' AND t.old_value IS NULL)) IS NOT TRUE
	-- sums that follow from another change last
	ORDER BY t.field IS NOT DISTINCT FROM 'max' AND NOT EXISTS (SELECT 1 FROM node AS n WHERE n.set_id = mended AND n.code = t.code AND n.is_criterion), t.code
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'index set "%" is in use and cannot change', mended
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = hint, DETAIL = CASE d.change
				WHEN 'changed' THEN format('Node "%s": its %s is %s and would be %s.', d.code, d.field, coalesce(d.old_value, 'none'), coalesce(d.new_value, 'none'))
				ELSE format('Node "%s" would be %s.', d.code, d.change) END;
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
			RAISE EXCEPTION 'index set "%" is in use in a closed period: criterion "%" cannot be given a rule', mended, d.code
				USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = format('Period "%s" is %s.', p.period_id, p.state), HINT = hint;
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
	IF (SELECT c.relispopulated FROM pg_catalog.pg_class AS c WHERE c.oid = format('%I.card_data', TG_TABLE_SCHEMA)::regclass) THEN
		EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.card_data AS c WHERE c.set_id = $1)', TG_TABLE_SCHEMA) INTO stored USING NEW.set_id;
		IF stored THEN
			EXECUTE format('SELECT %I.refresh_views(''card_data'', ''ranking_data'')', TG_TABLE_SCHEMA);
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
		RAISE EXCEPTION 'it is not said what is to be mended' USING ERRCODE = 'null_value_not_allowed',
			HINT = 'For example mend_set(''commune-2025'', ''{"1.2": {"name": "..."}}'').';
	END IF;
	PERFORM lock_set(mend_set.set_id);
	SELECT i.tree INTO before FROM index_set AS i WHERE i.set_id = mend_set.set_id;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'there is no index set "%"', mend_set.set_id USING ERRCODE = 'no_data_found';
	END IF;
	mended := dx.alter_tree(before, mend_set.patch);
	IF NOT dx.tree_eq(before, mended) THEN
		UPDATE index_set AS i SET tree = mended WHERE i.set_id = mend_set.set_id;
	END IF;
	RETURN QUERY SELECT d.code::text, d.change, d.field, d.old_value, d.new_value FROM dx.tree_diff(before, mended) AS d;
END
$$;
COMMENT ON FUNCTION mend_set(text, jsonb) IS 'changes an index set by a patch as dx.alter_tree takes it, and returns what is another now. In a set in use: names, numbers, kinds and guides at any time, a rule where there was none until a period that uses it is closed';
