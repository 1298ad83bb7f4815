-- SPDX-License-Identifier: PostgreSQL
-- dx.number, dx.number_text, dx.round_to: numbers as people read, write and round them.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';

-- SQLSTATE, message, detail and hint of the error that a call raises; or its result.
CREATE FUNCTION pg_temp.said(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text; m text; d text; h text;
BEGIN
	EXECUTE 'SELECT ' || call INTO m;
	RETURN m;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
	RETURN pg_catalog.concat_ws(' | ', s, m, NULLIF(d, ''), NULLIF(h, ''));
END $$;

-- read
SELECT dx.number('1.189,8', 'vi') AS vi, dx.number('1,189.8', 'en') AS en, dx.number('1 189,8', 'vi') AS spaces, dx.number(U&' 12\00A0345\00A0', 'en') AS no_break,
	dx.number('1.500', 'vi') AS thousands, dx.number('1.500', 'en') AS decimals, dx.number('-1,5e3', 'vi') AS exponent, dx.number(' ', 'vi') IS NULL AS blank, dx.number(NULL, 'vi') IS NULL AS nothing;
SELECT t AS typed, l AS locale, pg_temp.said(pg_catalog.format('dx.number(%L, %L)', t, l)) AS number
FROM (VALUES ('1.5', 'vi'), ('1,5', 'en'), ('1.189,8', 'en'), ('1234.567', 'vi'), ('0.500', 'vi'), ('1.234 567', 'vi'), ('12 34', 'en'), ('1,', 'vi'), ('', 'fr'), ('5%', 'en'), ('x', 'en'), ('-', 'vi'), ('NaN', 'en'), ('1e400', 'en'),
	('1.2345678901234567890123456789012345678', 'en'), ('0.000000000000000000000000123456789012345678', 'en'), (U&'5\2212', 'en'), ('5', 'EN'), ('5', '')) AS v (t, l);
SELECT pg_temp.said($$dx.number(pg_catalog.repeat('1', 1001), 'en')$$) AS long, pg_temp.said($$dx.number(pg_catalog.repeat(' ', 1001), 'en')$$) LIKE '54000%' AS blank_and_long;
-- written
SELECT d AS decimals, dx.number_text(1189.85, d, 'vi') AS vi, dx.number_text(1189.85, d, 'en') AS en, dx.number_text(-0.004, d, 'en') AS small FROM (VALUES (0), (1), (2), (3), (-2), (-4), (NULL)) AS v (d);
SELECT dx.number_text(NULL, 1, 'vi') IS NULL AS nothing, dx.number_text(1, 1, NULL) IS NULL AS nowhere, dx.number_text(1e22, NULL, 'vi') AS large, pg_catalog.length(dx.number_text(1.5e-300, NULL, 'vi')) AS long;
SELECT c AS call, pg_temp.said(c) FROM pg_catalog.unnest(ARRAY['dx.number_text(1, 16, ''vi'')', 'dx.number_text(1, -16, ''vi'')', 'dx.number_text(''NaN'', 1, ''vi'')', 'dx.number_text(''Infinity'', 1, ''vi'')', 'dx.number_text(1, 1, ''de'')',
	'dx.round_to(1, 16)', 'dx.round_to(1, -16)', 'dx.round_to(''NaN'', 1)', 'dx.round_to(''-Infinity'', 1)']) AS c;
-- rounded, half away from zero, what is written and not the binary number beside it
SELECT x, d AS decimals, dx.round_to(x, d) FROM (VALUES (2.675::float8, 2), (-2.675, 2), (1.005, 2), (0.285, 2), (2.5, 0), (-2.5, 0), (2.5, 2), (1250, -2), (1249.99, -2), (49, -2), (50, -2), (0.1::float8 + 0.2, 15), (1e-20, 15), (1e22, 2), (-0.001, 2), (NULL, 2)) AS v (x, d);
-- as numeric rounds the same digits, and back again in both locales
SELECT count(*) AS numbers, count(*) FILTER (WHERE dx.round_to(x, d) IS DISTINCT FROM pg_catalog.round(x::text::numeric, d)) AS rounded_otherwise,
	count(*) FILTER (WHERE dx.round_to(x, d)::text IS DISTINCT FROM pg_catalog.round(x::text::numeric, d)::text) AS written_otherwise,
	count(*) FILTER (WHERE dx.number(dx.number_text(x, NULL, 'vi'), 'vi') IS DISTINCT FROM x OR dx.number(dx.number_text(x, NULL, 'en'), 'en') IS DISTINCT FROM x) AS read_otherwise,
	count(*) FILTER (WHERE dx.number_text(x, d, 'en') IS DISTINCT FROM pg_catalog.ltrim(pg_catalog.to_char(dx.round_to(x, d), 'FM9,999,999,999,990' || CASE WHEN d > 0 THEN '.' || pg_catalog.repeat('0', d) ELSE '' END))) AS shown_otherwise,
	count(*) FILTER (WHERE pg_catalog.translate(dx.number_text(x, d, 'vi'), '.,', ',.') <> dx.number_text(x, d, 'en')) AS mirrored_otherwise
FROM (SELECT (n * 7919 % 2000003 - 1000000) / 800.0::float8 AS x, n % 9 - 3 AS d FROM pg_catalog.generate_series(1, 3000) AS n) AS v;
