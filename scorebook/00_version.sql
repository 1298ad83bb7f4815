-- SPDX-License-Identifier: PostgreSQL
-- Which version of these files made the book.

CREATE TABLE book_version (
	only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
	version text NOT NULL CHECK (version ~ '^[0-9]+\.[0-9]+\.[0-9]+$'),
	installed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	upgraded_at timestamptz,
	restored_at timestamptz,
	language text NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en'))
);
\if :{?language}
	INSERT INTO book_version (version, language) VALUES (:'book_version', :'language');
\else
	INSERT INTO book_version (version) VALUES (:'book_version');
\endif
COMMENT ON TABLE book_version IS 'one row: the version of the scorebook, which upgrade.sql brings to that of newer files, and its language';
COMMENT ON COLUMN book_version.only_one IS 'always true';
COMMENT ON COLUMN book_version.version IS 'three numbers with dots';
COMMENT ON COLUMN book_version.installed_at IS 'when install.sql made the book';
COMMENT ON COLUMN book_version.upgraded_at IS 'when upgrade.sql last brought it to another version; empty: never';
COMMENT ON COLUMN book_version.restored_at IS 'when restore.sql loaded the data of a dump into it; empty: never';
COMMENT ON COLUMN book_version.language IS 'in which language texts are shown to those whose account names none: vi or en';
