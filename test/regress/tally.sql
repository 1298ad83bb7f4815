-- SPDX-License-Identifier: PostgreSQL
-- A tally in its bytes (src/rows/tally.h), taken apart and put together by hand.
CREATE FUNCTION pg_temp.tally_text(bytes bytea) RETURNS text LANGUAGE sql AS $$
	SELECT pg_catalog.translate(pg_catalog.encode(bytes, 'base64'), E'\n', '') $$;
-- a number, least significant byte first
CREATE FUNCTION pg_temp.little(n bigint, size int) RETURNS bytea LANGUAGE sql AS $$
	SELECT pg_catalog.string_agg(pg_catalog.set_byte('\x00', 0, ((n >> LEAST(8 * b, 63)) & 255)::int), '' ORDER BY b)
	FROM pg_catalog.generate_series(0, size - 1) AS b $$;
CREATE FUNCTION pg_temp.little(x float8) RETURNS bytea LANGUAGE sql AS $$
	SELECT pg_catalog.string_agg(pg_catalog.substr(pg_catalog.float8send(x), b, 1), '' ORDER BY b DESC) FROM pg_catalog.generate_series(1, 8) AS b $$;
-- a programme by its columns, without limits and powers; maxima in units of 10^-12
CREATE FUNCTION pg_temp.programme(weight float8[], max bigint[], method int[], missing int[], flags int[], depth int[]) RETURNS bytea LANGUAGE sql AS $$
	SELECT pg_catalog.string_agg(pg_temp.little(w), '' ORDER BY i)
		|| pg_catalog.string_agg(pg_temp.little(0, 16), '')
		|| pg_catalog.string_agg(pg_temp.little(m, 16), '' ORDER BY i)
		|| pg_catalog.string_agg(pg_temp.little(1, 4), '') || pg_catalog.string_agg(pg_temp.little(1, 4), '')
		|| pg_catalog.string_agg(pg_temp.little(0, 12), '')
		|| pg_catalog.string_agg(pg_temp.little(me, 1), '' ORDER BY i) || pg_catalog.string_agg(pg_temp.little(mi, 1), '' ORDER BY i)
		|| pg_catalog.string_agg(pg_temp.little(f, 1), '' ORDER BY i) || pg_catalog.string_agg(pg_temp.little(d, 1), '' ORDER BY i)
	FROM ROWS FROM (pg_catalog.unnest(weight), pg_catalog.unnest(max), pg_catalog.unnest(method), pg_catalog.unnest(missing), pg_catalog.unnest(flags), pg_catalog.unnest(depth))
		WITH ORDINALITY AS v (w, m, me, mi, f, d, i) $$;
-- the same tally with other bytes for its programme
CREATE FUNCTION pg_temp.with_programme(tally dx.tally, programme bytea) RETURNS text LANGUAGE sql AS $$
	SELECT pg_temp.tally_text(pg_catalog.substr(b, 1, 36) || pg_temp.little(pg_catalog.length(programme), 4)
		|| pg_catalog.substr(b, 41, pg_catalog.length(b) - 40 - pg_catalog.get_byte(b, 36) - 256 * pg_catalog.get_byte(b, 37)) || programme)
	FROM dx.tally_send(tally) AS b $$;
