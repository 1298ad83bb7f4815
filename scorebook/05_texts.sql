-- How the book reads what people type: one notion of blank, one reader of dates.

-- White space and invisible characters of Unicode, whatever the collation says.
-- (The body is bound when it is created; without a setting of its own the planner
-- writes it into the statement. It runs for every row that is entered.)
CREATE FUNCTION trimmed(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(btrim(said, U&'\0009\000A\000B\000C\000D\0020\0085\00A0\00AD\1680\180E\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\200B\200C\200D\2028\2029\202F\205F\2060\3000\FEFF'), '');
COMMENT ON FUNCTION trimmed(text) IS 'the text without white space and invisible characters around it; NULL if nothing is left, which is what the book calls blank';

CREATE FUNCTION blank(said text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN trimmed(said) IS NULL;
COMMENT ON FUNCTION blank(text) IS 'is there nothing to read: NULL, empty, or white space and invisible characters alone? The one notion of blank in the book';

-- Never a cast of text to date: that follows DateStyle.
CREATE FUNCTION read_date(said text) RETURNS date
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
	iso text[] := regexp_match(trimmed(said), '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$');
	day_first text[] := regexp_match(trimmed(said), '^([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})$');
BEGIN
	IF blank(said) THEN
		RETURN NULL;
	ELSIF iso IS NOT NULL THEN
		RETURN make_date(iso[1]::int, iso[2]::int, iso[3]::int);
	ELSIF day_first IS NOT NULL THEN
		RETURN make_date(day_first[4]::int, day_first[3]::int, day_first[1]::int);
	END IF;
	RAISE EXCEPTION 'cannot read the date "%"', said
		USING ERRCODE = 'invalid_datetime_format', HINT = 'Write the day first, 05/12/2025, or 2025-12-05.';
EXCEPTION WHEN datetime_field_overflow THEN
	RAISE EXCEPTION 'there is no such day as "%"', said
		USING ERRCODE = 'datetime_field_overflow', HINT = 'Write the day first, 05/12/2025, or 2025-12-05.';
END
$$;
COMMENT ON FUNCTION read_date(text) IS 'a date as people write it, day first (05/12/2025, 5-12-2025, 5.12.2025), or as ISO 8601 has it (2025-12-05); blank: NULL. Whatever DateStyle is, and an error where there is no such day';
