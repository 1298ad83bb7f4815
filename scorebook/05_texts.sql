-- SPDX-License-Identifier: PostgreSQL
-- How the book reads what people type: one notion of blank, one reader of dates.

-- White space and invisible characters of Unicode, whatever the collation says.
-- (The body is bound when it is created; without a setting of its own the planner
-- writes it into the statement. It runs for every row that is entered.)
CREATE FUNCTION trimmed(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(btrim(said, U&'\0009\000A\000B\000C\000D\0020\0085\00A0\00AD\1680\180E\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\200B\200C\200D\2028\2029\202F\205F\2060\3000\FEFF'), '');
COMMENT ON FUNCTION trimmed(text) IS 'the text without white space and invisible characters around it; NULL if nothing is left, which is what the book calls blank';

-- A quote that is never closed makes one answer of the rest of a file.
CREATE FUNCTION shortened(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN length(said) > 240 THEN left(said, 160) || ' … ' || right(said, 60) ELSE said END;
COMMENT ON FUNCTION shortened(text) IS 'a text as it is quoted in a message: of a long one its beginning and its end';

CREATE FUNCTION blank(said text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN trimmed(said) IS NULL;
COMMENT ON FUNCTION blank(text) IS 'is there nothing to read: NULL, empty, or white space and invisible characters alone? The one notion of blank in the book';

-- Never a cast of text to date: that follows DateStyle.
CREATE FUNCTION date_parts(said text) RETURNS int[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
	iso text[] := regexp_match(trimmed(said), '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$');
	day_first text[] := regexp_match(trimmed(said), '^([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})$');
BEGIN
	RETURN coalesce(iso, ARRAY[day_first[4], day_first[3], day_first[1]])::int[];
END
$$;
COMMENT ON FUNCTION date_parts(text) IS 'year, month and day of a date as people write it, whether or not there is such a day; NULLs where it is none';

CREATE FUNCTION date_problem(said text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
	parts int[];
BEGIN
	IF blank(said) THEN
		RETURN NULL;
	END IF;
	parts := date_parts(said);
	RETURN CASE
		WHEN parts[1] IS NULL THEN 'date_unreadable'
		WHEN parts[1] < 1 OR parts[2] NOT BETWEEN 1 AND 12 OR parts[3] < 1 THEN 'date_none'
		WHEN parts[3] > extract(day FROM make_date(parts[1], parts[2], 1) + interval '1 month' - interval '1 day') THEN 'date_none' END;
END
$$;
COMMENT ON FUNCTION date_problem(text) IS 'why read_date would refuse a text, as a code in wording; NULL where it reads it';

CREATE FUNCTION read_date(said text) RETURNS date
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
	problem text := date_problem(said);
	parts int[];
BEGIN
	IF problem IS NOT NULL THEN
		RAISE EXCEPTION USING MESSAGE = say(problem, said), HINT = say('date_how'),
			ERRCODE = CASE problem WHEN 'date_none' THEN 'datetime_field_overflow' ELSE 'invalid_datetime_format' END;
	END IF;
	parts := date_parts(said);
	RETURN CASE WHEN parts[1] IS NOT NULL THEN make_date(parts[1], parts[2], parts[3]) END;
END
$$;
COMMENT ON FUNCTION read_date(text) IS 'a date as people write it, day first (05/12/2025, 5-12-2025, 5.12.2025), or as ISO 8601 has it (2025-12-05); blank: NULL. Whatever DateStyle is, and an error where there is no such day';
