-- SPDX-License-Identifier: PostgreSQL
-- What the catalogue says of an extension, a line a fact, sorted: two
-- databases whose lists are alike have the same extension, whatever way they
-- came to it (a script in one file or in parts, CREATE EXTENSION or ALTER
-- EXTENSION UPDATE, a dump). No object identifiers, no paths of libraries.
--
--   psql -X -q -A -t -v ON_ERROR_STOP=1 -f test/catalogue.sql DATABASE
--
-- -v extension=NAME: another extension than dxindex. A line is the object, a
-- bar, the property, a bar, the value; C symbols are the lines with |prosrc|.
\if :{?extension}
\else
\set extension dxindex
\endif
BEGIN;
SET LOCAL search_path = '';
SET LOCAL client_min_messages = warning;

-- The members, and what belongs to a member: array and row types, entries of
-- operator families.
CREATE TEMP VIEW object AS
WITH RECURSIVE member AS (
	SELECT d.classid, d.objid
	FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid
	WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e' AND e.extname = :'extension'
	UNION
	SELECT d.classid, d.objid
	FROM member AS m JOIN pg_catalog.pg_depend AS d ON d.refclassid = m.classid AND d.refobjid = m.objid
	WHERE d.deptype = 'i' OR d.classid IN ('pg_catalog.pg_amop'::regclass, 'pg_catalog.pg_amproc'::regclass)
)
SELECT m.classid, m.objid, i.type || ' ' || i.identity AS name
FROM member AS m CROSS JOIN LATERAL pg_catalog.pg_identify_object(m.classid, m.objid, 0) AS i;

-- Rows of the catalogue as JSON: object identifiers become names; what cannot
-- be compared (oid, probin, expressions with positions in the script) goes.
CREATE TEMP VIEW fact AS
SELECT o.name, to_jsonb(p) - '{oid,probin,proargdefaults}'::text[] || jsonb_build_object(
	'pronamespace', p.pronamespace::regnamespace, 'proowner', p.proowner::regrole, 'prolang', l.lanname, 'provariadic', p.provariadic::regtype,
	'prosupport', p.prosupport::regprocedure, 'prorettype', pg_catalog.pg_get_function_result(p.oid), 'proargtypes', p.proargtypes::regtype[],
	'proallargtypes', p.proallargtypes::regtype[], 'arguments', pg_catalog.pg_get_function_arguments(p.oid)) AS facts
FROM object AS o JOIN pg_catalog.pg_proc AS p ON o.classid = 'pg_catalog.pg_proc'::regclass AND o.objid = p.oid JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
UNION ALL
SELECT o.name, to_jsonb(a) || jsonb_build_object('aggfnoid', a.aggfnoid::regprocedure, 'aggtransfn', a.aggtransfn::regprocedure, 'aggfinalfn', a.aggfinalfn::regprocedure,
	'aggcombinefn', a.aggcombinefn::regprocedure, 'aggserialfn', a.aggserialfn::regprocedure, 'aggdeserialfn', a.aggdeserialfn::regprocedure,
	'aggmtransfn', a.aggmtransfn::regprocedure, 'aggminvtransfn', a.aggminvtransfn::regprocedure, 'aggmfinalfn', a.aggmfinalfn::regprocedure,
	'aggsortop', a.aggsortop::regoperator, 'aggtranstype', a.aggtranstype::regtype, 'aggmtranstype', a.aggmtranstype::regtype)
FROM object AS o JOIN pg_catalog.pg_aggregate AS a ON o.classid = 'pg_catalog.pg_proc'::regclass AND o.objid = a.aggfnoid
UNION ALL
SELECT o.name, to_jsonb(t) - '{oid,typdefaultbin}'::text[] || jsonb_build_object('typnamespace', t.typnamespace::regnamespace, 'typowner', t.typowner::regrole,
	'typrelid', t.typrelid::regclass, 'typelem', t.typelem::regtype, 'typarray', t.typarray::regtype, 'typbasetype', t.typbasetype::regtype, 'typcollation', t.typcollation::regcollation)
FROM object AS o JOIN pg_catalog.pg_type AS t ON o.classid = 'pg_catalog.pg_type'::regclass AND o.objid = t.oid
UNION ALL
SELECT o.name, to_jsonb(p) - '{oid}'::text[] || jsonb_build_object('oprnamespace', p.oprnamespace::regnamespace, 'oprowner', p.oprowner::regrole,
	'oprleft', p.oprleft::regtype, 'oprright', p.oprright::regtype, 'oprresult', p.oprresult::regtype, 'oprcom', p.oprcom::regoperator, 'oprnegate', p.oprnegate::regoperator,
	'oprcode', p.oprcode::regprocedure, 'oprrest', p.oprrest::regprocedure, 'oprjoin', p.oprjoin::regprocedure)
FROM object AS o JOIN pg_catalog.pg_operator AS p ON o.classid = 'pg_catalog.pg_operator'::regclass AND o.objid = p.oid
UNION ALL
SELECT o.name, to_jsonb(f) - '{oid}'::text[] || jsonb_build_object('opfmethod', m.amname, 'opfnamespace', f.opfnamespace::regnamespace, 'opfowner', f.opfowner::regrole)
FROM object AS o JOIN pg_catalog.pg_opfamily AS f ON o.classid = 'pg_catalog.pg_opfamily'::regclass AND o.objid = f.oid JOIN pg_catalog.pg_am AS m ON m.oid = f.opfmethod
UNION ALL
SELECT o.name, to_jsonb(c) - '{oid}'::text[] || jsonb_build_object('opcmethod', m.amname, 'opcnamespace', c.opcnamespace::regnamespace, 'opcowner', c.opcowner::regrole,
	'opcfamily', f.opfnamespace::regnamespace || '.' || f.opfname, 'opcintype', c.opcintype::regtype, 'opckeytype', c.opckeytype::regtype)
FROM object AS o JOIN pg_catalog.pg_opclass AS c ON o.classid = 'pg_catalog.pg_opclass'::regclass AND o.objid = c.oid
JOIN pg_catalog.pg_am AS m ON m.oid = c.opcmethod JOIN pg_catalog.pg_opfamily AS f ON f.oid = c.opcfamily
UNION ALL
SELECT o.name, to_jsonb(a) - '{oid}'::text[] || jsonb_build_object('amopfamily', f.opfnamespace::regnamespace || '.' || f.opfname, 'amoplefttype', a.amoplefttype::regtype,
	'amoprighttype', a.amoprighttype::regtype, 'amopopr', a.amopopr::regoperator, 'amopmethod', m.amname,
	'amopsortfamily', (SELECT s.opfnamespace::regnamespace || '.' || s.opfname FROM pg_catalog.pg_opfamily AS s WHERE s.oid = a.amopsortfamily))
FROM object AS o JOIN pg_catalog.pg_amop AS a ON o.classid = 'pg_catalog.pg_amop'::regclass AND o.objid = a.oid
JOIN pg_catalog.pg_am AS m ON m.oid = a.amopmethod JOIN pg_catalog.pg_opfamily AS f ON f.oid = a.amopfamily
UNION ALL
SELECT o.name, to_jsonb(a) - '{oid}'::text[] || jsonb_build_object('amprocfamily', f.opfnamespace::regnamespace || '.' || f.opfname,
	'amproclefttype', a.amproclefttype::regtype, 'amprocrighttype', a.amprocrighttype::regtype, 'amproc', a.amproc::regprocedure)
FROM object AS o JOIN pg_catalog.pg_amproc AS a ON o.classid = 'pg_catalog.pg_amproc'::regclass AND o.objid = a.oid JOIN pg_catalog.pg_opfamily AS f ON f.oid = a.amprocfamily
UNION ALL
SELECT o.name, to_jsonb(c) - '{oid}'::text[] || jsonb_build_object('castsource', c.castsource::regtype, 'casttarget', c.casttarget::regtype, 'castfunc', c.castfunc::regprocedure)
FROM object AS o JOIN pg_catalog.pg_cast AS c ON o.classid = 'pg_catalog.pg_cast'::regclass AND o.objid = c.oid
UNION ALL
SELECT o.name, to_jsonb(n) - '{oid}'::text[] || jsonb_build_object('nspowner', n.nspowner::regrole)
FROM object AS o JOIN pg_catalog.pg_namespace AS n ON o.classid = 'pg_catalog.pg_namespace'::regclass AND o.objid = n.oid
UNION ALL
SELECT 'extension ' || e.extname, to_jsonb(e) - '{oid,extconfig}'::text[] || jsonb_build_object('extowner', e.extowner::regrole, 'extnamespace', e.extnamespace::regnamespace,
	'extconfig', e.extconfig::regclass[], 'comment', pg_catalog.obj_description(e.oid, 'pg_extension'))
FROM pg_catalog.pg_extension AS e WHERE e.extname = :'extension';

SELECT line FROM (
	SELECT name || '|' || key || '|' || coalesce(value, '') FROM fact CROSS JOIN LATERAL jsonb_each_text(facts) AS each (key, value)
	UNION ALL
	SELECT name || '|comment|' || pg_catalog.obj_description(objid, classid::regclass::name) FROM object WHERE pg_catalog.obj_description(objid, classid::regclass::name) IS NOT NULL
	UNION ALL
	-- What a dump takes for granted: privileges as the script left them.
	SELECT o.name || '|initprivs|' || p.initprivs::text FROM object AS o JOIN pg_catalog.pg_init_privs AS p ON p.classoid = o.classid AND p.objoid = o.objid AND p.objsubid = 0
	UNION ALL
	SELECT o.name || '|depends (' || d.deptype::text || ')|' || i.type || ' ' || i.identity
	FROM object AS o JOIN pg_catalog.pg_depend AS d ON d.classid = o.classid AND d.objid = o.objid CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid) AS i
	UNION ALL
	-- A kind of object that has no facts above is said, not passed over.
	SELECT name || '|of a kind that test/catalogue.sql does not know|' FROM object WHERE name NOT IN (SELECT name FROM fact)
) AS list (line)
ORDER BY line COLLATE "C";
ROLLBACK;
