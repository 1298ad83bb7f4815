-- SPDX-License-Identifier: PostgreSQL
-- dx.code: a place in the tree
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
DROP SCHEMA IF EXISTS code_test CASCADE;
CREATE SCHEMA code_test;
SET search_path = '';

-- SQLSTATE, message, detail and hint of the error a statement raises.
CREATE FUNCTION code_test.error_of(q text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text; m text; d text; h text;
BEGIN
	EXECUTE q;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
	RETURN pg_catalog.concat_ws(' | ', s, m, NULLIF(d, ''), NULLIF(h, ''));
END $$;
-- The lines of a plan that match, without indentation; initplans named as before 17 and 19.
CREATE FUNCTION code_test.plan(q text, pattern text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	l text;
BEGIN
	FOR l IN EXECUTE 'EXPLAIN (COSTS OFF) ' || q LOOP
		IF l ~ pattern THEN
			RETURN NEXT pg_catalog.regexp_replace(pg_catalog.ltrim(l, ' ->'), '\(InitPlan [a-z_]*1\).col1', '$0', 'g');
		END IF;
	END LOOP;
END $$;

-- text comes back as typed
SELECT code::dx.code, code::dx.code::text = code AS same, pg_catalog.pg_column_size(code::dx.code) AS bytes
FROM (VALUES (''), ('4.22.11'), ('II.7.1'), ('007.0.00'), ('Đa.đ_-.ệ'), ('~'), ('4.22.~'),
	('1111111111111111111111111111111111111111111111111111111111111111'::varchar(63))) v(code);
SELECT pg_catalog.count(*), pg_catalog.bool_and(dx.depth(code) = 32 AND pg_catalog.length(code::text) = 1024) AS ok
FROM (SELECT dx.code(pg_catalog.repeat(pg_catalog.repeat(l, 31) || '.', 31) || pg_catalog.repeat(l, 32)) AS code
	FROM pg_catalog.unnest('{9,0,x,I}'::text[]) l) s;

-- mistakes
SELECT v AS input, code_test.error_of(pg_catalog.format('SELECT %L::dx.code', v)) AS error
FROM (VALUES ('.'), ('4.'), ('.4'), ('4..2'), ('.~'), ('4 .2'), ('4,2'), (E'a\tb'), ('~.4'), ('4~'), ('4.~.~'), ('4.22.*')) t(v);
SELECT pg_catalog.left(code_test.error_of(pg_catalog.format('SELECT %L::dx.code', v)), 40) AS error,
	pg_catalog.right(code_test.error_of(pg_catalog.format('SELECT %L::dx.code', v)), 40) AS detail
FROM (VALUES (pg_catalog.repeat('x', 64)), (pg_catalog.repeat('1.', 32) || '1'), (pg_catalog.repeat(pg_catalog.repeat('9', 40) || '.', 25))) t(v);
SELECT code_test.error_of($$SELECT dx.code('4..2'::text)$$);
-- a mistake saved instead of raised, where the server can
SELECT pg_catalog.current_setting('server_version_num')::int >= 160000 AS soft \gset
\if :soft
SELECT pg_catalog.pg_input_is_valid('4..2', 'dx.code') AS bad, pg_catalog.pg_input_is_valid('4.2', 'dx.code') AS good,
	(pg_catalog.pg_input_error_info('4..2', 'dx.code')).sql_error_code AS state \gset
\else
\set bad f
\set good t
\set state 22P02
\endif
\echo bad :bad good :good state :state

-- order: the fixture, shuffled, comes back
CREATE TABLE code_test.ladder (n int GENERATED ALWAYS AS IDENTITY, c dx.code NOT NULL);
INSERT INTO code_test.ladder (c) VALUES
	(''), ('0'), ('0.0'), ('00'), ('1'), ('1.1'), ('1.2'), ('1.10'), ('1.II'), ('1.a'), ('1.~'), ('01'), ('01.1'), ('001'),
	('4.2'), ('4.10'), ('4.22'), ('4.22.1'), ('4.22.11'), ('4.22.~'), ('4.022'), ('10'), ('99999999999999999999'), ('100000000000000000000'),
	('I'), ('I.1'), ('II'), ('II.7'), ('II.7.1'), ('II.10'), ('IX'), ('X'), ('XI'), ('XXXIX'),
	('-'), ('A'), ('C'), ('D'), ('D.1'), ('DZ'), ('Đ'), ('Đ.1'), ('E'), ('IIII'), ('XL'), ('_'), ('a'), ('d'), ('dz'), ('đ'), ('đa'), ('e'), ('i'), ('z'), ('à'), ('~');
SELECT pg_catalog.string_agg(NULLIF(c::text, ''), ' ' ORDER BY c) AS "order" FROM code_test.ladder;
SELECT pg_catalog.bool_and(n = place) AS same, pg_catalog.count(*)
FROM (SELECT n, pg_catalog.row_number() OVER (ORDER BY c) AS place FROM code_test.ladder) s;
-- every operator and twin, in every pair of types, against the place in the fixture
SELECT pg_catalog.count(*) AS pairs,
	pg_catalog.bool_and((a.c OPERATOR(dx.=) b.c) = (a.n = b.n) AND (a.c OPERATOR(dx.<>) b.c) = (a.n <> b.n)
		AND (a.c OPERATOR(dx.<) b.c) = (a.n < b.n) AND (a.c OPERATOR(dx.<=) b.c) = (a.n <= b.n)
		AND (a.c OPERATOR(dx.>) b.c) = (a.n > b.n) AND (a.c OPERATOR(dx.>=) b.c) = (a.n >= b.n)) AS code_code,
	pg_catalog.bool_and((a.c OPERATOR(dx.=) b.c::text) = (a.n = b.n) AND (a.c OPERATOR(dx.<>) b.c::text) = (a.n <> b.n)
		AND (a.c OPERATOR(dx.<) b.c::text) = (a.n < b.n) AND (a.c OPERATOR(dx.<=) b.c::text) = (a.n <= b.n)
		AND (a.c OPERATOR(dx.>) b.c::text) = (a.n > b.n) AND (a.c OPERATOR(dx.>=) b.c::text) = (a.n >= b.n)) AS code_text,
	pg_catalog.bool_and((a.c::text OPERATOR(dx.=) b.c) = (a.n = b.n) AND (a.c::text OPERATOR(dx.<>) b.c) = (a.n <> b.n)
		AND (a.c::text OPERATOR(dx.<) b.c) = (a.n < b.n) AND (a.c::text OPERATOR(dx.<=) b.c) = (a.n <= b.n)
		AND (a.c::text OPERATOR(dx.>) b.c) = (a.n > b.n) AND (a.c::text OPERATOR(dx.>=) b.c) = (a.n >= b.n)) AS text_code,
	pg_catalog.bool_and((a.c::text OPERATOR(dx.=#) b.c::text) = (a.n = b.n) AND (a.c::text OPERATOR(dx.<>#) b.c::text) = (a.n <> b.n)
		AND (a.c::text OPERATOR(dx.<#) b.c::text) = (a.n < b.n) AND (a.c::text OPERATOR(dx.<=#) b.c::text) = (a.n <= b.n)
		AND (a.c::text OPERATOR(dx.>#) b.c::text) = (a.n > b.n) AND (a.c::text OPERATOR(dx.>=#) b.c::text) = (a.n >= b.n)) AS text_text,
	pg_catalog.bool_and(dx.code_cmp(a.c, b.c) = pg_catalog.sign(a.n - b.n) AND dx.code_cmp(a.c::text, b.c) = pg_catalog.sign(a.n - b.n)
		AND dx.code_cmp(a.c, b.c::text) = pg_catalog.sign(a.n - b.n) AND dx.code_cmp(a.c::text, b.c::text) = pg_catalog.sign(a.n - b.n)) AS cmp,
	pg_catalog.bool_and(dx.code_lt(a.c, b.c) = (a.n < b.n) AND dx.code_le(a.c, b.c::text) = (a.n <= b.n) AND dx.code_eq(a.c::text, b.c) = (a.n = b.n)
		AND dx.code_ge(a.c::text, b.c::text) = (a.n >= b.n) AND dx.code_gt(a.c, b.c) = (a.n > b.n) AND dx.code_ne(a.c, b.c::text) = (a.n <> b.n)) AS twins
FROM code_test.ladder a, code_test.ladder b;
-- a text that is no code: after every code, equal to itself only, never an error
SELECT t, '~'::dx.code OPERATOR(dx.<) t AS after_all, t OPERATOR(dx.>) 'z'::dx.code AS after_z, '4.2'::dx.code OPERATOR(dx.=) t AS eq,
	t OPERATOR(dx.=#) t AS itself, t OPERATOR(dx.<#) '4..2' AS before_other
FROM (VALUES ('4..2'), ('4..1'), (' 4.2'), ('N/A')) v(t);
SELECT pg_catalog.array_agg(t ORDER BY t USING OPERATOR(dx.<#)) FROM pg_catalog.unnest('{N/A,4.10,"",4..2,4.2,~}'::text[]) t;
-- hashes: a code and its text agree, with the low half of the 64-bit hash, too
SELECT pg_catalog.bool_and(dx.code_hash(c) = dx.code_hash(c::text)
		AND dx.code_hash_extended(c, 42) = dx.code_hash_extended(c::text, 42)
		AND dx.code_hash_extended(c, 0)::bit(32)::int = dx.code_hash(c)
		AND dx.code_hash_extended(c::text, 0)::bit(32)::int = dx.code_hash(c)
		AND dx.code_hash_extended(c, 1) <> dx.code_hash_extended(c, 2)) AS agree,
	pg_catalog.count(DISTINCT dx.code_hash(c)) = pg_catalog.count(*) AS distinct
FROM code_test.ladder;
SELECT dx.code_hash('4..2') = dx.code_hash('4..2'::text) AS stable;

-- the families are complete
SELECT am.amname, opc.opcname, pg_catalog.amvalidate(opc.oid)
FROM pg_catalog.pg_opclass opc JOIN pg_catalog.pg_am am ON am.oid = opc.opcmethod
WHERE opc.opcintype = 'dx.code'::pg_catalog.regtype ORDER BY 1;
-- leakproof: comparison and hash of codes, nothing else
SELECT pg_catalog.string_agg(oid::pg_catalog.regprocedure::text, ' ' ORDER BY proname COLLATE "C") AS leakproof
FROM pg_catalog.pg_proc WHERE pronamespace = 'dx'::pg_catalog.regnamespace AND proleakproof;

-- functions, for code and text
SELECT c, dx.depth(c), dx.parent(c), dx.label(c), dx.ancestor(c, 0) AS a0, dx.ancestor(c, 1) AS a1, dx.ancestor(c, 2) AS a2, dx.subtree_end(c)
FROM pg_catalog.unnest('{"",4,4.22.11,II.007.0,Đ.đ}'::dx.code[]) c;
SELECT pg_catalog.bool_and(dx.depth(c) = dx.depth(c::text) AND dx.parent(c) IS NOT DISTINCT FROM dx.parent(c::text)
	AND dx.label(c) IS NOT DISTINCT FROM dx.label(c::text) AND dx.ancestor(c, 2) IS NOT DISTINCT FROM dx.ancestor(c::text, 2)) AS same
FROM code_test.ladder;
SELECT dx.depth('4.22'), dx.label('4.22'), dx.parent('4.22'), dx.ancestor('4.22', 1), dx.subtree_end('4.22'), dx.is_under('4.22', '4'), dx.is_over('4', '4.22');
SELECT dx.common_ancestor('4.22.11', '4.22.1'), dx.common_ancestor('4'::dx.code, '4.5'::dx.code), dx.common_ancestor('1', '01') = '' AS root,
	dx.common_ancestor('1.11'::dx.code, '1.1'::dx.code), dx.common_ancestor('II.7.1', 'II.7.1');
-- the end of a subtree: read as it is written, has nothing in it, is its own end
SELECT dx.parent('4.22.~'), dx.depth('4.22.~'), dx.label('4.22.~'), dx.ancestor('4.22.~', 1), dx.ancestor('4.22.~', 3) AS itself,
	dx.common_ancestor('4.22.~', '4.22.1') AS common, dx.common_ancestor('4.22.~', '4.22.~') AS with_itself;
SELECT dx.subtree_end('4.~'), dx.subtree_end('~'::dx.code), dx.is_under('4.1'::dx.code, '4.~'), dx.is_under('4.~', '4.~'),
	'4.~'::dx.code OPERATOR(dx.@>) '4.1'::dx.code AS over, dx.is_under('4.~', '4') AS in_its_own, dx.is_under('4.22.~', '4') AS in_another;
SELECT dx.depth(NULL::dx.code) IS NULL AND dx.parent(NULL::text) IS NULL AND dx.is_under(NULL::dx.code, '4') IS NULL AND dx.ancestor('4', NULL) IS NULL AS nulls;
SELECT code_test.error_of(q) AS error FROM (VALUES
	($$SELECT dx.ancestor('4.22', -1)$$),
	($$SELECT dx.depth('4..2')$$),
	($$SELECT '4.1'::dx.code OPERATOR(dx.<@) '4..2'::text$$),
	($$SELECT dx.common_ancestor('4', '4 ')$$)) v(q);

-- subtrees: itself included, whole labels only, a text that is no code in none
SELECT c, c OPERATOR(dx.<@) '4.2'::dx.code AS under, '4.2'::dx.code OPERATOR(dx.@>) c AS over, c OPERATOR(dx.<@) '' AS under_root
FROM pg_catalog.unnest('{"",4,4.2,4.2.1,4.22,4.02,4.2.~,4.~}'::dx.code[]) c;
SELECT dx.is_under('N/A'::text, ''), 'N/A'::text OPERATOR(dx.<@) '4'::dx.code, '4'::dx.code OPERATOR(dx.@>) 'N/A'::text;
SELECT pg_catalog.bool_and(u = (a.c OPERATOR(dx.>=) b.c AND a.c OPERATOR(dx.<) dx.subtree_end(b.c))
		AND u = (a.c OPERATOR(dx.<@) b.c::text) AND u = (a.c::text OPERATOR(dx.<@) b.c)
		AND u = dx.is_under(a.c, b.c) AND u = dx.is_under(a.c, b.c::text) AND u = dx.is_under(a.c::text, b.c) AND u = dx.is_under(a.c::text, b.c::text)
		AND u = (b.c OPERATOR(dx.@>) a.c) AND u = (b.c OPERATOR(dx.@>) a.c::text) AND u = (b.c::text OPERATOR(dx.@>) a.c)
		AND u = dx.is_over(b.c, a.c) AND u = dx.is_over(b.c, a.c::text) AND u = dx.is_over(b.c::text, a.c) AND u = dx.is_over(b.c::text, a.c::text)) AS same,
	pg_catalog.count(*) FILTER (WHERE u) AS under
FROM code_test.ladder a, code_test.ladder b, LATERAL (SELECT a.c OPERATOR(dx.<@) b.c AS u) s;

-- an ordinary primary key serves subtree queries
CREATE TABLE code_test.t (c dx.code PRIMARY KEY, n int, t text);
INSERT INTO code_test.t
SELECT code, pg_catalog.row_number() OVER (ORDER BY code COLLATE "C"), code
FROM (SELECT DISTINCT pg_catalog.concat_ws('.', a, b, c) AS code
	FROM (VALUES (NULL), ('4'), ('04'), ('10'), ('II'), ('đ')) x(a),
		(SELECT NULL UNION ALL SELECT g::text FROM pg_catalog.generate_series(1, 25) g) y(b),
		(VALUES (NULL), ('1'), ('2'), ('10'), ('11'), ('I'), ('a')) z(c)) s;
VACUUM ANALYZE code_test.t;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.<@) '4.22'$$, '.');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.<@) '4.22'::text$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE '4.22'::text OPERATOR(dx.@>) c$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE '4.22' OPERATOR(dx.@>) c$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE dx.is_under(c, '')$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE dx.is_over('4.22', c)$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.=) '4.22'::text$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.=) ANY ('{4.22,4.23}'::text[])$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE '4.22'::text OPERATOR(dx.<) c ORDER BY c$$, '.');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.<@) (SELECT '4.22'::text)$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.<@) dx.parent('4.22.1'::text)$$, 'Index Cond|Filter');
-- nothing to turn into a range: the wrong way round, no constant, no code
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.@>) '4.22'$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.<@) t$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.<@) pg_catalog.concat(4, pg_catalog.random())$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE dx.is_under(c, t)$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE dx.is_under(c, pg_catalog.concat(4, pg_catalog.random()))$$, 'Index Cond|Filter');
SELECT code_test.error_of($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.<@) '4..2'::text$$);
SELECT pg_catalog.count(*) FROM code_test.t WHERE c OPERATOR(dx.<@) '4.~';
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t WHERE c OPERATOR(dx.<@) '4.~'$$, 'Index Cond|Filter');
SELECT pg_catalog.count(*) FROM code_test.t WHERE c OPERATOR(dx.<@) NULL::text;
-- parameters, in custom and generic plans
PREPARE by_text(text) AS SELECT n FROM code_test.t WHERE c OPERATOR(dx.<@) $1;
PREPARE by_code(dx.code) AS SELECT n FROM code_test.t WHERE $1 OPERATOR(dx.@>) c;
PREPARE by_name(text) AS SELECT n FROM code_test.t WHERE dx.is_under(c, $1);
PREPARE one(text) AS SELECT n FROM code_test.t WHERE c OPERATOR(dx.=) $1;
SET plan_cache_mode = force_custom_plan;
SELECT p FROM (VALUES ('by_text'), ('by_code'), ('by_name'), ('one')) v(s), code_test.plan('EXECUTE ' || s || '(''4.22'')', 'Index Cond|Filter') p;
SET plan_cache_mode = force_generic_plan;
SELECT p FROM (VALUES ('by_text'), ('by_code'), ('by_name'), ('one')) v(s), code_test.plan('EXECUTE ' || s || '(''4.22'')', 'Index Cond|Filter') p;
EXECUTE one('đ.7');
SELECT code_test.error_of($$EXECUTE by_text('4..2')$$);
EXECUTE by_code('4.~');
EXECUTE by_text('4.~');
RESET plan_cache_mode;
-- the inner side of a join; every subtree as a sequential scan finds it
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_material = off;
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t o JOIN code_test.t i ON i.c OPERATOR(dx.<@) o.c$$, 'Index Cond|Filter');
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t o JOIN code_test.t i ON i.c OPERATOR(dx.<@) o.t$$, 'Index Cond|Filter');
CREATE TABLE code_test.found AS
SELECT 'index' AS how, o.n AS outer_n, i.n AS inner_n FROM code_test.t o JOIN code_test.t i ON i.c OPERATOR(dx.<@) o.c
UNION ALL SELECT 'index, text', o.n, i.n FROM code_test.t o JOIN code_test.t i ON i.c OPERATOR(dx.<@) o.t
UNION ALL SELECT 'scan', o.n, i.n FROM code_test.t o JOIN code_test.t i ON dx.is_under(i.t, o.t)
UNION ALL SELECT 'labels', o.n, i.n FROM code_test.t o JOIN code_test.t i ON o.t = '' OR i.t = o.t OR pg_catalog.starts_with(i.t, o.t || '.');
SELECT how, pg_catalog.count(*), pg_catalog.sum(pg_catalog.hashint8(outer_n * 100000::int8 + inner_n)) = (
		SELECT pg_catalog.sum(pg_catalog.hashint8(outer_n * 100000::int8 + inner_n)) FROM code_test.found WHERE how = 'labels') AS same
FROM code_test.found GROUP BY how ORDER BY how COLLATE "C";
-- an end among the ancestors is as good as no row, by the index and without
CREATE TABLE code_test.ends (c dx.code, t text);
INSERT INTO code_test.ends VALUES ('4.22.~', '4.22.~'), ('~', '~'), ('4.22', '4.22');
ANALYZE code_test.ends;
SELECT * FROM code_test.plan($$SELECT * FROM code_test.ends o JOIN code_test.t i ON i.c OPERATOR(dx.<@) o.c$$, 'Index Cond|Filter');
SELECT o.c, pg_catalog.count(*) FROM code_test.ends o JOIN code_test.t i ON i.c OPERATOR(dx.<@) o.c GROUP BY o.c;
SELECT o.c, pg_catalog.count(*) FROM code_test.ends o JOIN code_test.t i ON o.t OPERATOR(dx.@>) i.c GROUP BY o.c;
SELECT o.c, pg_catalog.count(*) FROM code_test.ends o JOIN code_test.t i ON dx.is_over(o.t, i.t) GROUP BY o.c;
RESET enable_hashjoin;
RESET enable_mergejoin;
RESET enable_material;
-- a family that orders another way is left alone
CREATE OPERATOR FAMILY code_test.backwards USING btree;
CREATE OPERATOR CLASS code_test.backwards FOR TYPE dx.code USING btree FAMILY code_test.backwards AS
	OPERATOR 1 dx.>, OPERATOR 2 dx.>=, OPERATOR 3 dx.=, OPERATOR 4 dx.<=, OPERATOR 5 dx.<, FUNCTION 1 dx.code_cmp(dx.code, dx.code);
CREATE TABLE code_test.other (c dx.code);
CREATE INDEX ON code_test.other (c code_test.backwards);
SELECT * FROM code_test.plan($$SELECT * FROM code_test.other WHERE c OPERATOR(dx.<@) '4'$$, 'Index Cond|Filter');
-- so are one without all the operators, one whose functions are only called like ours, one that is ours in half, and a hash index
CREATE OPERATOR FAMILY code_test.less USING btree;
CREATE OPERATOR CLASS code_test.less FOR TYPE dx.code USING btree FAMILY code_test.less AS OPERATOR 3 dx.=, FUNCTION 1 dx.code_cmp(dx.code, dx.code);
CREATE FUNCTION code_test.code_ge(dx.code, dx.code) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT dx.code_ge($1, $2)';
CREATE OPERATOR code_test.>= (FUNCTION = code_test.code_ge, LEFTARG = dx.code, RIGHTARG = dx.code);
CREATE OPERATOR FAMILY code_test.alike USING btree;
CREATE OPERATOR CLASS code_test.alike FOR TYPE dx.code USING btree FAMILY code_test.alike AS OPERATOR 4 code_test.>=, OPERATOR 1 dx.<, FUNCTION 1 dx.code_cmp(dx.code, dx.code);
CREATE OPERATOR FAMILY code_test.half USING btree;
CREATE OPERATOR CLASS code_test.half FOR TYPE dx.code USING btree FAMILY code_test.half AS OPERATOR 4 dx.>=, OPERATOR 3 dx.=, FUNCTION 1 dx.code_cmp(dx.code, dx.code);
CREATE TABLE code_test.families (less dx.code, alike dx.code, half dx.code, hash dx.code);
CREATE INDEX ON code_test.families (less code_test.less);
CREATE INDEX ON code_test.families (alike code_test.alike);
CREATE INDEX ON code_test.families (half code_test.half);
CREATE INDEX ON code_test.families USING hash (hash);
SELECT p FROM pg_catalog.unnest('{less,alike,half,hash}'::text[]) AS f, code_test.plan('SELECT * FROM code_test.families WHERE dx.is_under(' || f || $$, '4'::dx.code)$$, 'Index Cond|Filter') AS p;
-- a constant that is no code, where nothing is known of the table: the scan says so, not the plan
CREATE TABLE code_test.unknown (c dx.code PRIMARY KEY);
SELECT p FROM pg_catalog.unnest('{4..2,4.~,4.2}'::text[]) AS x, code_test.plan(pg_catalog.format('SELECT * FROM code_test.unknown WHERE dx.is_under(c, %L::text)', x), 'Index Cond|Filter') AS p;
SELECT code_test.error_of($$INSERT INTO code_test.unknown VALUES ('4'); SELECT * FROM code_test.unknown WHERE dx.is_under(c, '4..2')$$);
-- our planner support behind functions of somebody else
CREATE FUNCTION code_test.under(dx.code, dx.code) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT SUPPORT dx.is_under_support AS 'booleq';
CREATE FUNCTION code_test.under(dx.code, dx.code, int) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT SUPPORT dx.is_under_support AS 'booleq';
SELECT p FROM pg_catalog.unnest('{"under(c, ''4'')","under(c, ''4'', 1)"}'::text[]) AS f, code_test.plan('SELECT * FROM code_test.unknown WHERE code_test.' || f, 'Index Cond|Filter') AS p;
RESET enable_seqscan;
RESET enable_bitmapscan;

-- hash and merge joins, of codes and of codes with text
SET enable_nestloop = off;
SET enable_mergejoin = off;
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t a JOIN code_test.t b ON a.c OPERATOR(dx.=) b.t$$, 'Join|Cond');
SELECT pg_catalog.count(*) FROM code_test.t a JOIN code_test.t b ON a.c OPERATOR(dx.=) b.t;
SELECT pg_catalog.count(*) FROM code_test.t a JOIN code_test.t b ON a.t OPERATOR(dx.=) b.c;
SELECT pg_catalog.count(*) FROM code_test.t a JOIN code_test.t b ON a.c OPERATOR(dx.=) b.c;
SELECT pg_catalog.count(*) FROM code_test.t a JOIN code_test.t b ON a.t OPERATOR(dx.=#) b.t;
RESET enable_mergejoin;
SET enable_hashjoin = off;
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t a JOIN code_test.t b ON a.c OPERATOR(dx.=) b.t$$, 'Join|Cond');
SELECT pg_catalog.count(*) FROM code_test.t a JOIN code_test.t b ON a.c OPERATOR(dx.=) b.t;
SELECT pg_catalog.count(*) FROM code_test.t a JOIN code_test.t b ON a.t OPERATOR(dx.=) b.c;
SELECT pg_catalog.count(*) FROM code_test.t a JOIN code_test.t b ON a.c OPERATOR(dx.=) b.c;
SELECT pg_catalog.count(*) FROM code_test.t a JOIN code_test.t b ON a.t OPERATOR(dx.=#) b.t;
RESET enable_nestloop;
SET enable_mergejoin = off;
SELECT * FROM code_test.plan($$SELECT * FROM code_test.t a JOIN code_test.t b ON a.c OPERATOR(dx.=) b.t WHERE b.n < 3$$, 'Join|Loop|Cond');
RESET enable_mergejoin;
RESET enable_hashjoin;

-- DISTINCT, GROUP BY, unique indexes, foreign keys, hash partitions
SELECT pg_catalog.count(DISTINCT c), (SELECT pg_catalog.count(*) FROM (SELECT DISTINCT c FROM (TABLE code_test.ladder UNION ALL TABLE code_test.ladder) d) e) AS sorted
FROM (TABLE code_test.ladder UNION ALL TABLE code_test.ladder) d;
SELECT dx.parent(c) AS parent, pg_catalog.count(*) FROM code_test.t GROUP BY dx.parent(c) HAVING pg_catalog.count(*) > 20 ORDER BY 1;
SELECT code_test.error_of($$INSERT INTO code_test.t VALUES ('04.1.I')$$);
SELECT code_test.error_of($$INSERT INTO code_test.t VALUES ('004.1.I')$$);
CREATE TABLE code_test.child (code dx.code REFERENCES code_test.t);
INSERT INTO code_test.child VALUES ('4.22.10');
SELECT code_test.error_of($$INSERT INTO code_test.child VALUES ('4.220')$$);
SELECT code_test.error_of($$DELETE FROM code_test.t WHERE c OPERATOR(dx.=) '4.22.10'$$);
CREATE TABLE code_test.parts (c dx.code) PARTITION BY HASH (c);
CREATE TABLE code_test.part0 PARTITION OF code_test.parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE code_test.part1 PARTITION OF code_test.parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO code_test.parts SELECT c FROM code_test.t;
SELECT pg_catalog.count(*) = (SELECT pg_catalog.count(*) FROM code_test.t) AS all,
	pg_catalog.count(*) FILTER (WHERE tableoid = 'code_test.part0'::pg_catalog.regclass) BETWEEN 400 AND 600 AS spread FROM code_test.parts;

-- sorts of many rows, with abbreviated keys (k = 0) and where they are given up (k = 1)
CREATE TABLE code_test.many AS
SELECT dx.code(pg_catalog.concat(CASE k WHEN 0 THEN '' ELSE '4.10.7.II.' END, i * 7919 % 30011, '.', i % 13)) AS c, i * 7919 % 30011 AS n, k
FROM pg_catalog.generate_series(1, 30000) i, pg_catalog.generate_series(0, 1) k;
ANALYZE code_test.many;
SELECT k, pg_catalog.count(*), pg_catalog.bool_and(n > before) AS sorted
FROM (SELECT k, n, pg_catalog.lag(n) OVER (PARTITION BY k ORDER BY place) AS before
	FROM (SELECT k, n, pg_catalog.row_number() OVER (ORDER BY c) AS place FROM code_test.many WHERE k = 0
		UNION ALL SELECT k, n, pg_catalog.row_number() OVER (ORDER BY c) FROM code_test.many WHERE k = 1) p) s GROUP BY k ORDER BY k;
-- certainly worth while; few codes among many NULLs; texts that are compressed
SET work_mem = '64MB';
SELECT pg_catalog.count(*), pg_catalog.bool_and(c OPERATOR(dx.>) before) AS sorted FROM (SELECT c, pg_catalog.lag(c) OVER (ORDER BY c) AS before
	FROM (SELECT dx.code(pg_catalog.concat('h', pg_catalog.chr(97 + i % 26), pg_catalog.chr(97 + i / 26 % 26), pg_catalog.chr(97 + i / 676 % 26), pg_catalog.chr(97 + i / 17576), 'aaaa')) AS c FROM pg_catalog.generate_series(1, 330000) AS i) AS q) AS s;
SELECT pg_catalog.count(*), pg_catalog.count(c), pg_catalog.bool_and(c OPERATOR(dx.>) before) AS sorted FROM (SELECT c, pg_catalog.lag(c) OVER (ORDER BY c) AS before
	FROM (SELECT CASE WHEN i % 10 = 0 THEN dx.code(i::text) END AS c FROM pg_catalog.generate_series(1, 30000) AS i) AS q) AS s;
RESET work_mem;
CREATE TABLE code_test.long AS SELECT pg_catalog.repeat('no code, ', 1000) AS t;
SELECT pg_catalog.pg_column_size(t) < 1000 AS compressed, dx.code_hash(t) = dx.code_hash(t || '') AS hash, dx.code_hash_extended(t, 1) = dx.code_hash_extended(t || '', 1) AS extended FROM code_test.long;
CREATE INDEX many_c ON code_test.many (c);
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_sort = off;
SELECT * FROM code_test.plan('SELECT c FROM code_test.many ORDER BY c', '.');
SELECT pg_catalog.bool_and(c OPERATOR(dx.>) before) AS sorted, pg_catalog.count(*) FROM (SELECT c, pg_catalog.lag(c) OVER (ORDER BY c) AS before FROM code_test.many) s;
RESET enable_seqscan;
RESET enable_bitmapscan;
RESET enable_sort;

-- aggregates
SELECT dx.least_code(c), dx.greatest_code(c), dx.least_code(t), dx.greatest_code(t) FROM code_test.t WHERE n > 0 AND c OPERATOR(dx.<>) '';
SELECT * FROM code_test.plan('SELECT dx.least_code(c), dx.greatest_code(c) FROM code_test.t', 'Index Only');
SELECT dx.least_code(c) = '' AS least, dx.greatest_code(c) FROM code_test.t;
SELECT dx.least_code(c) IS NULL AND dx.greatest_code(t) IS NULL AS empty FROM code_test.t WHERE n < 0;
SELECT dx.least_code(NULL::dx.code) IS NULL AND dx.greatest_code(NULL::text) IS NULL AS nulls FROM code_test.t;
SELECT dx.label(c) AS label, dx.greatest_code(c) FILTER (WHERE dx.depth(c) = 3) AS code, dx.greatest_code(t) FILTER (WHERE dx.depth(t) = 3) AS text
FROM code_test.t WHERE dx.is_under(c, '4') GROUP BY GROUPING SETS ((dx.label(c)), ()) HAVING pg_catalog.count(*) > 20 ORDER BY 2, 1;
SELECT c, dx.greatest_code(c) OVER w, dx.least_code(t) OVER w FROM (VALUES ('4.10'::dx.code, '4.10', 1), ('4.2', NULL, 2), ('4.9', '4.9', 3), (NULL, '4.1', 4)) v(c, t, n)
WINDOW w AS (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW);
SELECT code_test.error_of($$SELECT dx.least_code(t) FROM (VALUES ('4'), ('4 ')) v(t)$$);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET enable_indexonlyscan = off;
SET enable_indexscan = off;
SELECT * FROM code_test.plan('SELECT dx.least_code(c), dx.greatest_code(c), dx.least_code(c::text), dx.greatest_code(c::text) FROM code_test.many WHERE k = 1', 'Aggregate|Gather');
SELECT dx.least_code(c), dx.greatest_code(c), dx.least_code(c::text), dx.greatest_code(c::text) FROM code_test.many WHERE k = 1;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
RESET enable_indexonlyscan;
RESET enable_indexscan;

-- without dx on the path the implicit cast carries: comparisons are then those of text
SELECT c FROM code_test.t WHERE c = '4.22.1';
SELECT c FROM code_test.t WHERE c IN ('4.22.1', '10.3') ORDER BY c;
SELECT pg_catalog.count(*) FROM code_test.t WHERE c LIKE '4.22%';
SELECT pg_catalog.quote_literal('II.7'::dx.code), pg_catalog.upper('a.b'::dx.code) AS upper, pg_catalog.length('4.22'::dx.code) AS length;
-- max is the one of text: 4.2 is after 4.10 there; dx.greatest_code is natural
SELECT pg_catalog.max(c), dx.greatest_code(c) FROM (VALUES ('4.2'::dx.code), ('4.10')) v(c);
PREPARE untyped AS SELECT n FROM code_test.t WHERE c = $1;
EXECUTE untyped('đ.7');
-- assignment from text and varchar; nothing implicit from text
INSERT INTO code_test.other SELECT t FROM (VALUES ('4.1'::text)) v(t);
INSERT INTO code_test.other SELECT t FROM (VALUES ('4.2'::varchar(10))) v(t);
TABLE code_test.other;
SELECT dx.depth('4.2'::varchar(10)), '4.2'::dx.code OPERATOR(dx.=) '4.2'::varchar(10) AS eq;
-- with text, the result is text
SELECT pg_catalog.pg_typeof(c), c FROM (SELECT '4.2'::dx.code UNION SELECT '4.10'::text) u(c) ORDER BY c COLLATE "C";
SELECT pg_catalog.pg_typeof(CASE WHEN true THEN c ELSE 'total'::text END), COALESCE(c, 'total'::text), c || '.1' AS joined, c || t AS with_text, c || c AS twice
FROM (VALUES ('4.2'::dx.code, 't'::text)) v(c, t);
-- but no other operand: a typo in the literal is an error, as for every type
SELECT code_test.error_of($$SELECT CASE WHEN true THEN '4'::dx.code ELSE 'grand total' END$$);
-- and with dx on the path
SET search_path = dx, pg_catalog;
SELECT c FROM code_test.t WHERE c = '4.22.1' OR c IN ('10.3', '10.1') OR c = ANY ('{II.1,II.2}'::text[]) ORDER BY c DESC;
SELECT count(*), count(*) FILTER (WHERE c = t), count(*) FILTER (WHERE t = c), count(*) FILTER (WHERE c = t::varchar), count(*) FILTER (WHERE c LIKE '4%') FROM code_test.t;
SELECT count(*) FROM code_test.t WHERE c <@ '4' AND NOT '4.22' @> c AND c BETWEEN '4.3' AND '4.20';
SELECT '{1,2}'::int[] <@ '{1,2,3}'::int[] AS arrays, '4.10' < '4.2' AS texts, '4.10'::code < '4.2' AS codes;
SET search_path = '';

-- binary: the text; bad bytes are refused
COPY (SELECT n, c FROM code_test.ladder) TO STDOUT (FORMAT binary) \g results/code.bin
CREATE TABLE code_test.copied (n int, c dx.code);
\copy code_test.copied FROM 'results/code.bin' (FORMAT binary)
SELECT pg_catalog.count(*) AS same FROM code_test.ladder l JOIN code_test.copied p USING (n) WHERE l.c OPERATOR(dx.=) p.c AND dx.code_send(l.c) = pg_catalog.convert_to(l.c::text, 'UTF8');
COPY (SELECT 1, '4..2'::text) TO STDOUT (FORMAT binary) \g results/code.bin
\copy code_test.copied FROM 'results/code.bin' (FORMAT binary)
COPY (SELECT 1, '\x34ff'::bytea) TO STDOUT (FORMAT binary) \g results/code.bin
\copy code_test.copied FROM 'results/code.bin' (FORMAT binary)
COPY (SELECT 1, '\x3400'::bytea) TO STDOUT (FORMAT binary) \g results/code.bin
\copy code_test.copied FROM 'results/code.bin' (FORMAT binary)
\set VERBOSITY sqlstate
COPY (SELECT 1, '4 2'::text) TO STDOUT (FORMAT binary) \g results/code.bin
\copy code_test.copied FROM 'results/code.bin' (FORMAT binary)
COPY (SELECT 1, pg_catalog.repeat('x', 64)) TO STDOUT (FORMAT binary) \g results/code.bin
\copy code_test.copied FROM 'results/code.bin' (FORMAT binary)
\set VERBOSITY default

-- compressed and out-of-line values compare and print alike
CREATE TABLE code_test.wide (c dx.code, filler text);
ALTER TABLE code_test.wide ALTER filler SET STORAGE plain;
INSERT INTO code_test.wide SELECT dx.code(pg_catalog.repeat('99999999999999999999999999.', 30) || l), pg_catalog.repeat('f', 7000) FROM pg_catalog.unnest('{1,2,10}'::text[]) l;
ALTER TABLE code_test.wide ALTER c SET STORAGE external;
INSERT INTO code_test.wide SELECT dx.code(pg_catalog.repeat('99999999999999999999999999.', 30) || l), pg_catalog.repeat('f', 7800) FROM pg_catalog.unnest('{3,20}'::text[]) l;
SELECT pg_catalog.count(*) FILTER (WHERE pg_catalog.pg_column_size(c) < 300) AS compressed, pg_catalog.pg_relation_size(reltoastrelid) > 0 AS outside
FROM code_test.wide, pg_catalog.pg_class WHERE pg_class.oid = 'code_test.wide'::pg_catalog.regclass GROUP BY reltoastrelid;
SELECT dx.label(c), dx.depth(c), c OPERATOR(dx.=) c::text AS eq, dx.code_hash(c) = dx.code_hash(c::text) AS hash FROM code_test.wide ORDER BY c;
SELECT dx.label(dx.least_code(c)), dx.label(dx.greatest_code(c)) FROM code_test.wide;

DROP SCHEMA code_test CASCADE;
