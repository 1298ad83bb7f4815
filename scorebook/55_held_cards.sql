-- SPDX-License-Identifier: PostgreSQL
-- Cards that cannot be made: such a unit stays at its last card, and the others
-- do not wait for it.

CREATE TABLE held_card (
	period_id text NOT NULL,
	unit_id text NOT NULL,
	set_id text NOT NULL,
	card dx.card,
	self_card dx.card,
	reason text NOT NULL,
	since timestamptz NOT NULL,
	PRIMARY KEY (period_id, unit_id),
	FOREIGN KEY (period_id, unit_id) REFERENCES submission ON DELETE CASCADE
);
COMMENT ON TABLE held_card IS 'units whose card cannot be made from what is entered, with the last one that could: card_data shows that until they are good again. Written by the refresh; nothing is granted on it';
COMMENT ON COLUMN held_card.card IS 'the last card of what counts; empty: there was none';
COMMENT ON COLUMN held_card.self_card IS 'the last card of the unit''s own answers; empty: there was none';
COMMENT ON COLUMN held_card.reason IS 'what is wrong';
COMMENT ON COLUMN held_card.since IS 'since when';

-- Everything that is made of a card, for one unit: what card_data, ranking_data and
-- node_data make for all, and what the view score makes of them.
CREATE FUNCTION card_problem(period text, unit text) RETURNS text
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	detail text;
	cards record;
BEGIN
	SELECT i.tree, dx.card(i.tree, a.code, a.value, a.state) FILTER (WHERE a.counts) AS card, dx.card(i.tree, a.code, a.value, a.state) FILTER (WHERE NOT a.counts) AS self_card
	INTO cards
	FROM (
		SELECT o.set_id, o.code, o.value, o.state, true AS counts FROM outcome AS o WHERE o.period_id = card_problem.period AND o.unit_id = card_problem.unit
		UNION ALL
		SELECT f.set_id, f.code, f.value, f.state, false FROM self_answer AS f WHERE f.period_id = card_problem.period AND f.unit_id = card_problem.unit
			AND NOT EXISTS (SELECT 1 FROM not_applicable_criterion AS x WHERE x.period_id = f.period_id AND x.unit_id = f.unit_id AND x.code = f.code)
		UNION ALL
		SELECT x.set_id, x.code, NULL, 'na', false FROM not_applicable_criterion AS x WHERE x.period_id = card_problem.period AND x.unit_id = card_problem.unit) AS a
		JOIN index_set AS i ON i.set_id = a.set_id
	GROUP BY a.set_id, i.tree;
	PERFORM check_card(cards.tree, cards.card), check_card(cards.tree, cards.self_card);
	RETURN NULL;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(': ', SQLERRM, nullif(detail, ''));
END
$$;
COMMENT ON FUNCTION card_problem(text, text) IS 'why the card of a unit cannot be made, or not be scored; NULL: it can';

CREATE FUNCTION check_card(tree dx.tree, card dx.card) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	PERFORM count(b.points_exact), count(dx.points(tree, card, b.code)) FROM dx.breakdown(tree, card) AS b;
	PERFORM dx.node_summary(tree, card), dx.node_summary(tree, card, true, 'ratio'), dx.node_summary(tree, card, false, 'lost');
END
$$;
COMMENT ON FUNCTION check_card(dx.tree, dx.card) IS 'an error where a card cannot be scored under a tree; beneath card_problem';

CREATE FUNCTION card_fits(tree dx.tree, card dx.card) RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	PERFORM check_card(tree, card);
	RETURN true;
EXCEPTION WHEN OTHERS THEN
	RETURN false;
END
$$;
COMMENT ON FUNCTION card_fits(dx.tree, dx.card) IS 'can the card be scored under the tree?';

-- Before a refresh: who is good again is let go. What is kept has to fit the set as
-- it is now; else the unit is shown as one without answers.
CREATE FUNCTION let_cards_go() RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	h record;
	problem text;
BEGIN
	FOR h IN SELECT k.*, s.set_id AS set_now, s.abolished, p.state, i.tree FROM held_card AS k
			JOIN submission AS s ON s.period_id = k.period_id AND s.unit_id = k.unit_id
			JOIN period AS p ON p.period_id = k.period_id
			JOIN index_set AS i ON i.set_id = s.set_id
	LOOP
		problem := card_problem(h.period_id, h.unit_id);
		IF problem IS NULL OR h.abolished OR h.state = 'published' THEN
			DELETE FROM held_card AS k WHERE k.period_id = h.period_id AND k.unit_id = h.unit_id;
		ELSIF h.set_now <> h.set_id OR h.card IS NOT NULL AND NOT (card_fits(h.tree, h.card) AND card_fits(h.tree, h.self_card)) THEN
			UPDATE held_card AS k SET set_id = h.set_now, card = NULL, self_card = NULL, reason = problem
			WHERE k.period_id = h.period_id AND k.unit_id = h.unit_id;
		ELSIF problem <> h.reason THEN
			UPDATE held_card AS k SET reason = problem WHERE k.period_id = h.period_id AND k.unit_id = h.unit_id;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION let_cards_go() IS 'beneath refresh_views: units whose card can be made again are no longer held';
REVOKE ALL ON FUNCTION let_cards_go() FROM PUBLIC;

-- After a refresh has failed: whose card it was.
CREATE FUNCTION hold_bad_cards() RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	filled boolean := (SELECT c.relispopulated FROM pg_catalog.pg_class AS c WHERE c.oid = 'card_data'::regclass);
	held bigint := 0;
	b record;
	last record;
BEGIN
	FOR b IN
		SELECT s.period_id, s.unit_id, s.set_id, i.tree, card_problem(s.period_id, s.unit_id) AS reason
		FROM submission AS s JOIN period AS p ON p.period_id = s.period_id JOIN index_set AS i ON i.set_id = s.set_id
		WHERE NOT s.abolished AND NOT p.rehearsal
			AND (p.state <> 'published' OR EXISTS (SELECT 1 FROM publication AS u WHERE u.period_id = p.period_id AND NOT u.frozen))
			AND NOT EXISTS (SELECT 1 FROM held_card AS h WHERE h.period_id = s.period_id AND h.unit_id = s.unit_id)
	LOOP
		CONTINUE WHEN b.reason IS NULL;
		last := NULL;
		IF filled THEN
			SELECT c.card, c.self_card INTO last FROM card_data AS c
			WHERE c.period_id = b.period_id AND c.unit_id = b.unit_id AND c.set_id = b.set_id AND card_fits(b.tree, c.card) AND card_fits(b.tree, c.self_card);
			INSERT INTO held_card (period_id, unit_id, set_id, card, self_card, reason, since)
			VALUES (b.period_id, b.unit_id, b.set_id, last.card, last.self_card, b.reason, clock_timestamp());
		ELSE
			INSERT INTO held_card (period_id, unit_id, set_id, reason, since) VALUES (b.period_id, b.unit_id, b.set_id, b.reason, clock_timestamp());
		END IF;
		held := held + 1;
	END LOOP;
	RETURN held;
END
$$;
COMMENT ON FUNCTION hold_bad_cards() IS 'beneath refresh_views: holds the units whose card cannot be made at their last one; how many there are';
REVOKE ALL ON FUNCTION hold_bad_cards() FROM PUBLIC;
