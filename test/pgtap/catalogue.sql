-- SPDX-License-Identifier: PostgreSQL
-- Properties of the API, read from the catalogue: whatever the extension
-- holds, every object of every kind is audited.
BEGIN;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
CREATE EXTENSION IF NOT EXISTS dxindex;
SET search_path = tap, pg_catalog;
SELECT no_plan();

-- Every member of the extension, with the name a reader knows it by.
CREATE TEMP VIEW member AS
SELECT d.classid, d.objid, i.type, i.schema, pg_describe_object(d.classid, d.objid, 0) AS object
FROM pg_depend d
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'dxindex'
CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) i
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e';

CREATE TEMP VIEW func AS
SELECT p.*, p.oid::regprocedure::text AS signature, l.lanname
FROM member m
JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
JOIN pg_language l ON l.oid = p.prolang;

CREATE TEMP VIEW oper AS
SELECT o.*, o.oid::regoperator::text AS signature
FROM member m
JOIN pg_operator o ON m.classid = 'pg_operator'::regclass AND o.oid = m.objid;

CREATE TEMP VIEW agg AS
SELECT a.*, f.signature, f.proname, f.proparallel
FROM func f JOIN pg_aggregate a ON a.aggfnoid = f.oid;

SELECT isnt_empty('SELECT 1 FROM func', 'the extension has functions');
SELECT isnt_empty('SELECT 1 FROM member WHERE type = ''schema'' AND object = ''schema dx''', 'the schema dx is a member');

-- Where things live.
SELECT is_empty($$SELECT object FROM member WHERE schema IS NOT NULL AND schema <> 'dx' AND type <> 'cast'$$,
	'nothing lives outside schema dx');
SELECT is_empty($$SELECT object FROM member WHERE type IN ('table', 'view', 'materialized view', 'sequence', 'index', 'trigger', 'event trigger', 'language', 'rule')$$,
	'no tables, views, sequences or triggers');
SELECT is_empty($$
	SELECT pg_describe_object('pg_proc'::regclass, oid, 0) FROM pg_proc p WHERE pronamespace = 'dx'::regnamespace
	AND NOT EXISTS (SELECT FROM func f WHERE f.oid = p.oid)$$,
	'every function in dx is a member');
SELECT is_empty($$
	SELECT typname FROM pg_type t WHERE typnamespace = 'dx'::regnamespace AND typelem = 0
	AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)$$,
	'every type in dx is a member');
SELECT is(has_schema_privilege('public', 'dx', 'USAGE') AND NOT has_schema_privilege('public', 'dx', 'CREATE'), true,
	'everybody may use dx, nobody may create in it');
SELECT set_eq($$SELECT oid FROM func WHERE NOT has_function_privilege('public', oid, 'EXECUTE')$$,
	$$SELECT f.oid FROM func f WHERE EXISTS (SELECT FROM pg_aggregate a WHERE a.aggminvtransfn = f.oid)
	OR (EXISTS (SELECT FROM pg_aggregate a WHERE a.aggmtransfn = f.oid)
		AND NOT EXISTS (SELECT FROM pg_aggregate a WHERE f.oid IN (a.aggtransfn, a.aggcombinefn, a.aggfinalfn, a.aggmfinalfn)))$$,
	'everybody may call every function but those that only moving frames call');
SELECT is_empty($$
	SELECT proname FROM func WHERE proname <> 'version' AND (proname IN ('rank', 'sum', 'median', 'quantile', 'unnest',
		'flatten', 'explode', 'normalize', 'contains', 'first', 'last', 'rollup', 'describe')
	OR EXISTS (SELECT FROM pg_proc b WHERE b.pronamespace = 'pg_catalog'::regnamespace AND b.proname = func.proname))$$,
	'no function is called like a built-in one or like a word that BI tools rewrite');
SELECT is_empty($$SELECT proname FROM func WHERE prokind = 'a' AND proname IN (SELECT proname FROM func WHERE prokind IN ('f', 'p'))
	AND proname NOT IN ('code', 'rule', 'tree', 'card')$$,
	'no scalar and aggregate of one name (constructors named like their type apart)');

-- Comments.
SELECT is_empty($$
	SELECT object FROM member WHERE classid <> 'pg_namespace'::regclass
	AND obj_description(objid, classid::regclass::name) IS NULL
	AND type IN ('function', 'aggregate', 'operator', 'type', 'cast', 'operator class', 'operator family', 'procedure', 'schema')
	-- The array type and the row type come with their type.
	AND NOT (classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type t WHERE t.oid = objid AND (t.typelem <> 0 OR t.typrelid <> 0)))$$,
	'every function, aggregate, operator, type, cast, operator class and family has a comment');
SELECT isnt(obj_description('dx'::regnamespace, 'pg_namespace'), NULL, 'so has the schema');

-- Functions.
SELECT is_empty($$SELECT signature, lanname FROM func WHERE lanname <> 'c' AND NOT (prokind IN ('a', 'w') AND lanname = 'internal')$$,
	'every function is C');
SELECT is_empty($$SELECT signature FROM func WHERE proparallel <> 's'$$, 'every function is PARALLEL SAFE');
SELECT is_empty($$SELECT signature FROM func WHERE provolatile = 'v'$$, 'no function is volatile');
SELECT is_empty($$SELECT signature FROM func WHERE provolatile <> 'i' AND proname <> 'version'$$, 'every function but version is immutable');
SELECT is_empty($$SELECT signature FROM func WHERE prosecdef$$, 'no function is SECURITY DEFINER');
SELECT is_empty($$SELECT signature FROM func WHERE proconfig IS NOT NULL$$, 'no function changes a setting');
SELECT is_empty($$
	SELECT signature FROM func WHERE proleakproof AND NOT (
		'dx.code'::regtype::oid = ANY (proargtypes::oid[])
		AND (EXISTS (SELECT FROM pg_amproc ap WHERE ap.amproc = func.oid)
			OR EXISTS (SELECT FROM pg_amop ao JOIN pg_operator o ON ao.amopopr IN (o.oid, o.oprnegate) WHERE o.oprcode = func.oid)))$$,
	'only comparison and hash of dx.code are leakproof')
WHERE to_regtype('dx.code') IS NOT NULL;
SELECT is_empty($$SELECT signature FROM func WHERE proleakproof$$, 'nothing is leakproof yet')
WHERE to_regtype('dx.code') IS NULL;
SELECT is_empty($$SELECT signature FROM func WHERE proretset AND (prorows <= 0 OR prorows = 1000)$$, 'a function returning rows says about how many');
SELECT is_empty($$
	SELECT signature FROM func WHERE prokind = 'f' AND prorettype = 'internal'::regtype AND NOT 'internal'::regtype::oid = ANY (proargtypes::oid[])$$,
	'internal is never made from nothing');

-- Users' tables hold codes and rules as text. What takes a code, an array of
-- codes or a rule takes text in its place; operator and index support,
-- in/out and casts apart.
SELECT is_empty($$
	SELECT f.signature FROM func f
	CROSS JOIN LATERAL (SELECT array_agg(CASE t.x WHEN to_regtype('dx.code') THEN 'text'::regtype WHEN to_regtype('dx.code[]') THEN 'text[]'::regtype
			WHEN to_regtype('dx.rule') THEN 'text'::regtype ELSE t.x END ORDER BY t.n)::oid[] AS args
		FROM unnest(f.proargtypes::oid[]) WITH ORDINALITY t(x, n)) twin
	WHERE (to_regtype('dx.code')::oid = ANY (proargtypes::oid[]) OR to_regtype('dx.code[]')::oid = ANY (proargtypes::oid[])
		OR to_regtype('dx.rule')::oid = ANY (proargtypes::oid[]))
	AND NOT EXISTS (SELECT FROM func g WHERE g.proname = f.proname AND array_to_string(g.proargtypes::oid[], ' ') = array_to_string(twin.args, ' '))
	AND NOT EXISTS (SELECT FROM pg_amproc ap WHERE ap.amproc = f.oid)
	AND NOT EXISTS (SELECT FROM oper o WHERE o.oprcode = f.oid)
	AND NOT EXISTS (SELECT FROM pg_type t WHERE f.oid IN (t.typinput, t.typoutput, t.typreceive, t.typsend))
	AND NOT EXISTS (SELECT FROM pg_cast c WHERE c.castfunc = f.oid)
	AND NOT EXISTS (SELECT FROM agg a WHERE f.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn))$$,
	'text is taken wherever a code or a rule is');

-- Operators.
SELECT is_empty($$SELECT signature FROM oper WHERE oprcom = 0 AND oprkind = 'b' AND oprname IN ('=', '<>', '<', '<=', '>', '>=', '<@', '@>')$$,
	'comparison and containment operators have commutators');
SELECT is_empty($$SELECT signature FROM oper WHERE oprnegate = 0 AND oprname IN ('=', '<>', '<', '<=', '>', '>=')$$,
	'comparison operators have negators');
SELECT is_empty($$SELECT signature FROM oper o WHERE oprcom <> 0 AND NOT EXISTS
	(SELECT FROM pg_operator c WHERE c.oid = o.oprcom AND c.oprcom = o.oid AND c.oprleft = o.oprright AND c.oprright = o.oprleft AND c.oprcode <> 0)$$,
	'a commutator commutes back, and exists');
SELECT is_empty($$SELECT signature FROM oper o WHERE oprnegate <> 0 AND NOT EXISTS
	(SELECT FROM pg_operator n WHERE n.oid = o.oprnegate AND n.oprnegate = o.oid AND n.oprcode <> 0)$$,
	'a negator negates back, and exists');
SELECT is_empty($$SELECT signature FROM oper o WHERE oprcanhash AND NOT EXISTS
	(SELECT FROM pg_amop ao JOIN pg_am am ON am.oid = ao.amopmethod WHERE ao.amopopr = o.oid AND am.amname = 'hash' AND ao.amopstrategy = 1)$$,
	'what HASHES is the equality of a hash family');
SELECT is_empty($$SELECT signature FROM oper o WHERE oprcanmerge AND NOT EXISTS
	(SELECT FROM pg_amop ao JOIN pg_am am ON am.oid = ao.amopmethod WHERE ao.amopopr = o.oid AND am.amname = 'btree' AND ao.amopstrategy = 3)$$,
	'what MERGES is the equality of a btree family');
SELECT is_empty($$
	SELECT signature FROM oper o WHERE EXISTS (SELECT FROM pg_proc p WHERE p.oid IN (o.oprrest, o.oprjoin) AND p.pronamespace <> 'pg_catalog'::regnamespace)$$,
	'selectivity estimators are the built-in ones');
SELECT is_empty($$
	SELECT signature FROM oper o JOIN pg_proc p ON p.oid = o.oprcode WHERE p.pronamespace <> 'dx'::regnamespace OR NOT p.proisstrict$$,
	'every operator is a strict function of dx');

-- Types and operator classes.
SELECT is_empty($$
	SELECT t.oid::regtype FROM pg_type t JOIN member m ON m.classid = 'pg_type'::regclass AND m.objid = t.oid
	WHERE t.typtype = 'b' AND t.typelem = 0 AND (t.typsend = 0 OR t.typreceive = 0)$$,
	'every type travels in binary');
SELECT is_empty($$
	SELECT t.oid::regtype, am.amname FROM pg_type t JOIN member m ON m.classid = 'pg_type'::regclass AND m.objid = t.oid, pg_am am
	WHERE t.typname IN ('code', 'rule', 'tree', 'card', 'stat') AND am.amname IN ('btree', 'hash')
	AND NOT EXISTS (SELECT FROM pg_opclass c WHERE c.opcmethod = am.oid AND c.opcintype = t.oid AND c.opcdefault)$$,
	'code, rule, tree, card and stat have default btree and hash operator classes');
SELECT is_empty($$
	SELECT opcname FROM pg_opclass WHERE opcnamespace = 'dx'::regnamespace AND NOT amvalidate(oid)$$,
	'every operator class is valid');
SELECT is_empty($$
	SELECT c.opcname FROM pg_opclass c JOIN pg_am am ON am.oid = c.opcmethod AND am.amname = 'hash'
	WHERE c.opcnamespace = 'dx'::regnamespace AND NOT EXISTS (SELECT FROM pg_amproc p
		WHERE p.amprocfamily = c.opcfamily AND p.amproclefttype = c.opcintype AND p.amprocrighttype = c.opcintype AND p.amprocnum = 2)$$,
	'every hash operator class has the extended hash');
SELECT is_empty($$
	SELECT castsource::regtype, casttarget::regtype FROM pg_cast c JOIN member m ON m.classid = 'pg_cast'::regclass AND m.objid = c.oid
	WHERE castcontext = 'i' AND NOT (casttarget = 'text'::regtype AND castsource = to_regtype('dx.code'))$$,
	'the only implicit cast is code to text');

-- Aggregates.
SELECT is_empty($$SELECT signature FROM agg WHERE aggtranstype = 'internal'::regtype AND proname <> 'tree'$$,
	'no state is internal, that of the tree builder apart');
SELECT is_empty($$SELECT signature FROM agg WHERE aggcombinefn = 0 AND proname <> 'tree'$$,
	'every aggregate but the tree builder combines');
SELECT is_empty($$SELECT signature FROM agg WHERE aggfinalmodify <> 'r'$$, 'final functions are read-only');
SELECT is_empty($$
	SELECT a.signature FROM agg a JOIN pg_proc p ON p.oid = a.aggcombinefn WHERE a.aggtranstype <> 'internal'::regtype
	AND NOT (p.proargtypes[0] = a.aggtranstype AND p.proargtypes[1] = a.aggtranstype AND p.prorettype = a.aggtranstype)$$,
	'a combine function takes and returns the state');
SELECT is_empty($$
	SELECT a.signature FROM agg a WHERE a.aggmtransfn <> 0 AND (a.aggminvtransfn = 0 OR a.aggmtranstype <> a.aggtranstype OR a.aggmfinalfn <> a.aggfinalfn OR a.aggmfinalmodify <> 'r')$$,
	'in a moving frame the state and the final function are the same');

SELECT * FROM finish();
ROLLBACK;
