-- SPDX-License-Identifier: PostgreSQL
-- What a call gives, or the SQLSTATE and message of its error.
CREATE FUNCTION pg_temp.said(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	m text;
BEGIN
	EXECUTE 'SELECT ' || call INTO m;
	RETURN m;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
