-- SPDX-License-Identifier: PostgreSQL
-- ======== number: read, written and rounded as people do ========

-- Functions.
CREATE FUNCTION dx.number(number text, locale text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_number'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.number(text, text) IS 'a number as written in a locale: 1.189,8 in vi, 1,189.8 in en';

CREATE FUNCTION dx.number_text(x double precision, decimals integer, locale text) RETURNS text
AS 'MODULE_PATHNAME', 'dx_number_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.number_text(double precision, integer, text) IS
	'a number as a locale writes it, rounded half away from zero; NULL decimals: as many as it has';

CREATE FUNCTION dx.round_to(x double precision, decimals integer) RETURNS numeric
AS 'MODULE_PATHNAME', 'dx_round_to'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.round_to(double precision, integer) IS
	'the number as written, rounded half away from zero: 2.675 to 2 decimals is 2.68';
