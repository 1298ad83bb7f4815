-- SPDX-License-Identifier: PostgreSQL
-- Units, mergers, offices and who is responsible for what.

CREATE TABLE unit (
	unit_id text PRIMARY KEY CHECK (NOT blank(unit_id)),
	kind text NOT NULL REFERENCES unit_kind,
	name text NOT NULL,
	name_en text NOT NULL DEFAULT '',
	parent_id text REFERENCES unit,
	valid_from date NOT NULL DEFAULT '1900-01-01',
	valid_to date,
	ranking_group text NOT NULL DEFAULT '',
	ranked boolean NOT NULL DEFAULT true,
	CHECK (valid_to >= valid_from)
);
-- Namesakes are told apart in what BI tools show.
CREATE INDEX unit_of_name ON unit (name);
COMMENT ON TABLE unit IS 'units (đơn vị) that are assessed, and their parents';
COMMENT ON COLUMN unit.unit_id IS 'the unit''s code, for example the official one of the administrative unit';
COMMENT ON COLUMN unit.kind IS 'its kind, from table unit_kind';
COMMENT ON COLUMN unit.parent_id IS 'the unit above it';
COMMENT ON COLUMN unit.valid_from IS 'first day it existed';
COMMENT ON COLUMN unit.valid_to IS 'last day it existed; empty: it exists';
COMMENT ON COLUMN unit.ranking_group IS 'units are ranked among those of their level (unit_kind.assessed_as) and group; empty: one ranking for all';
COMMENT ON COLUMN unit.ranked IS 'false: assessed, but not ranked';

CREATE TABLE merger (
	old_unit text NOT NULL REFERENCES unit,
	new_unit text NOT NULL REFERENCES unit,
	on_date date NOT NULL,
	decision text NOT NULL DEFAULT '',
	PRIMARY KEY (old_unit, new_unit)
);
COMMENT ON TABLE merger IS 'which units became which. A unit that takes in others and keeps its code is its own predecessor too: list it as old and new';
COMMENT ON COLUMN merger.on_date IS 'the first day of the new unit';
COMMENT ON COLUMN merger.decision IS 'resolution or decision that merged them';

CREATE TABLE office_type (
	office_type text PRIMARY KEY CHECK (NOT blank(office_type)),
	name text NOT NULL,
	name_en text NOT NULL DEFAULT '',
	beside boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE office_type IS 'kinds of offices, as the decisions name them: one list for those who provide and those who are responsible';
COMMENT ON COLUMN office_type.beside IS 'a body beside the unit (police, post, telecoms, statistics office, association), not an office of it';

CREATE TABLE office (
	unit_id text NOT NULL REFERENCES unit,
	office_type text NOT NULL REFERENCES office_type,
	name text NOT NULL,
	PRIMARY KEY (unit_id, office_type)
);
COMMENT ON TABLE office IS 'the offices of a unit and the bodies beside it';

CREATE TABLE responsibility (
	set_id text NOT NULL,
	code dx.code NOT NULL,
	office_type text NOT NULL REFERENCES office_type,
	part text NOT NULL CHECK (part IN ('lead', 'cooperate')),
	PRIMARY KEY (set_id, code, office_type),
	FOREIGN KEY (set_id, code) REFERENCES node ON DELETE CASCADE
);
CREATE UNIQUE INDEX responsibility_one_lead ON responsibility (set_id, code) WHERE part = 'lead';
COMMENT ON TABLE responsibility IS 'column C of the decisions: which office leads a criterion, and which cooperate';
COMMENT ON COLUMN responsibility.part IS 'lead (one for a criterion) or cooperate';

CREATE TABLE account (
	role_name text NOT NULL CHECK (NOT blank(role_name)),
	unit_id text REFERENCES unit,
	is_head boolean NOT NULL DEFAULT false,
	full_name text NOT NULL DEFAULT '',
	is_standing boolean NOT NULL DEFAULT false,
	language text CHECK (language IN ('vi', 'en')),
	office_type text,
	CHECK (office_type IS NULL OR unit_id IS NOT NULL AND NOT is_head),
	FOREIGN KEY (unit_id, office_type) REFERENCES office,
	UNIQUE NULLS NOT DISTINCT (role_name, unit_id)
);
COMMENT ON TABLE account IS 'login roles and the units they belong to. An assessor enters for these; an appraiser never appraises them';
COMMENT ON COLUMN account.role_name IS 'the database role the person works as';
COMMENT ON COLUMN account.unit_id IS 'the unit; empty: a person of the council who belongs to none';
COMMENT ON COLUMN account.is_head IS 'may approve the unit''s submission';
COMMENT ON COLUMN account.is_standing IS 'works in the standing office of the unit, which runs its assessment: may make ad-hoc reports of it';
COMMENT ON COLUMN account.office_type IS 'the office of the unit, or the body beside it, that the role works for: it enters and confirms the criteria that this leads, and no others; empty: all of the unit''s';
COMMENT ON COLUMN account.full_name IS 'who it is';
COMMENT ON COLUMN account.language IS 'in which language texts are shown to this role: vi or en; empty: the book''s';

CREATE TABLE book_role (
	duty text PRIMARY KEY CHECK (duty IN ('administrator', 'assessor', 'appraiser', 'publisher', 'viewer', 'auditor', 'bi', 'bi_council')),
	role_name text NOT NULL
);
COMMENT ON TABLE book_role IS 'which group role stands for which duty; written by roles.sql';
COMMENT ON COLUMN book_role.duty IS 'administrator, assessor, appraiser, publisher, viewer, auditor; bi and bi_council read the schema for BI tools alone';
COMMENT ON COLUMN book_role.role_name IS 'the group role';

-- Read by guarded views with their owner's rights: what the caller may see.
CREATE VIEW sight AS
SELECT pg_has_role(c.relowner, 'usage') OR EXISTS (
		SELECT 1 FROM book_role AS b JOIN pg_catalog.pg_roles AS r ON r.rolname = b.role_name
		WHERE b.duty IN ('administrator', 'appraiser', 'publisher', 'auditor', 'bi_council') AND pg_has_role(r.oid, 'usage')) AS everything,
	o.units,
	CASE WHEN EXISTS (
		SELECT 1 FROM book_role AS b JOIN pg_catalog.pg_roles AS r ON r.rolname = b.role_name
		-- also who is at work as a group, by SET ROLE, is who has logged in
		WHERE b.duty IN ('assessor', 'appraiser') AND (pg_has_role(r.oid, 'usage') OR pg_has_role(session_user, r.oid, 'member') AND NOT s.rolsuper))
		THEN ARRAY(SELECT a.unit_id FROM account AS a WHERE a.role_name IN (current_user, session_user) AND a.unit_id IS NOT NULL) ELSE '{}' END AS interests,
	coalesce((SELECT min(a.language) FROM account AS a WHERE a.role_name = at_work()), (SELECT min(a.language) FROM account AS a WHERE a.role_name = session_user),
		(SELECT v.language FROM book_version AS v)) AS language
FROM (SELECT ARRAY(SELECT a.unit_id FROM account AS a WHERE a.role_name = current_user AND a.unit_id IS NOT NULL) AS units) AS o, pg_catalog.pg_class AS c, pg_catalog.pg_roles AS s
WHERE c.oid = 'account'::regclass AND s.rolname = session_user
-- One row, computed once for a query. Asked at every row, the planner would expect one row in hundreds to pass.
OFFSET 0;
COMMENT ON VIEW sight IS 'one row: does the current role see every unit before publication, which units are its own, and in which language it reads';
COMMENT ON COLUMN sight.everything IS 'owner, administrator, appraiser, publisher, auditor and bi_council do';
COMMENT ON COLUMN sight.units IS 'own units by account';
COMMENT ON COLUMN sight.interests IS 'own units of assessors and appraisers, those of the login included: while the council is at work on these, they see nothing of it, whatever else they are';
COMMENT ON COLUMN sight.language IS 'in which language texts are shown, vi or en: as the account of the role says, or of the login, else the book''s';
