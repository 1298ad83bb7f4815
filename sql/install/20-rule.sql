-- SPDX-License-Identifier: PostgreSQL
-- ======== rule: from result to attainment ========

-- Type, input and output.
CREATE TYPE dx.rule;

CREATE FUNCTION dx.rule_in(cstring) RETURNS dx.rule
AS 'MODULE_PATHNAME', 'dx_rule_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.rule_in(cstring) IS 'text input of dx.rule';

CREATE FUNCTION dx.rule_out(dx.rule) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_rule_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_out(dx.rule) IS 'text output of dx.rule';

CREATE FUNCTION dx.rule_recv(internal) RETURNS dx.rule
AS 'MODULE_PATHNAME', 'dx_rule_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.rule_recv(internal) IS 'binary input of dx.rule (its text)';

CREATE FUNCTION dx.rule_send(dx.rule) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_rule_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_send(dx.rule) IS 'binary output of dx.rule (its canonical text)';

CREATE TYPE dx.rule (
	INPUT = dx.rule_in,
	OUTPUT = dx.rule_out,
	RECEIVE = dx.rule_recv,
	SEND = dx.rule_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE dx.rule IS 'how the result of a criterion becomes an attainment: yesno, steps(50:0.5, >80:1), ...';

-- Casts.
CREATE FUNCTION dx.rule_from_text(text) RETURNS dx.rule
AS 'MODULE_PATHNAME', 'dx_rule_from_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.rule_from_text(text) IS 'text to dx.rule';

CREATE FUNCTION dx.rule_to_text(dx.rule) RETURNS text
AS 'MODULE_PATHNAME', 'dx_rule_to_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_to_text(dx.rule) IS 'dx.rule to its canonical text';

CREATE CAST (text AS dx.rule) WITH FUNCTION dx.rule_from_text(text) AS ASSIGNMENT;
COMMENT ON CAST (text AS dx.rule) IS 'reads a rule';

CREATE CAST (varchar AS dx.rule) WITH FUNCTION dx.rule_from_text(text) AS ASSIGNMENT;
COMMENT ON CAST (varchar AS dx.rule) IS 'reads a rule';

CREATE CAST (dx.rule AS text) WITH FUNCTION dx.rule_to_text(dx.rule) AS ASSIGNMENT;
COMMENT ON CAST (dx.rule AS text) IS 'canonical text of a rule';

-- Comparison.
CREATE FUNCTION dx.rule_eq(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_eq(dx.rule, dx.rule) IS 'implementation of = operator';

CREATE FUNCTION dx.rule_ne(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_ne(dx.rule, dx.rule) IS 'implementation of <> operator';

CREATE FUNCTION dx.rule_lt(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_lt(dx.rule, dx.rule) IS 'implementation of < operator';

CREATE FUNCTION dx.rule_le(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_le(dx.rule, dx.rule) IS 'implementation of <= operator';

CREATE FUNCTION dx.rule_gt(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_gt(dx.rule, dx.rule) IS 'implementation of > operator';

CREATE FUNCTION dx.rule_ge(dx.rule, dx.rule) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_rule_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_ge(dx.rule, dx.rule) IS 'implementation of >= operator';

CREATE FUNCTION dx.rule_cmp(dx.rule, dx.rule) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_rule_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_cmp(dx.rule, dx.rule) IS 'less-equal-greater by canonical text';

CREATE FUNCTION dx.rule_hash(dx.rule) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_rule_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_hash(dx.rule) IS 'hash';

CREATE FUNCTION dx.rule_hash_extended(dx.rule, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_rule_hash_extended'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.rule_hash_extended(dx.rule, bigint) IS 'hash with a seed';

CREATE OPERATOR dx.= (
	LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_eq,
	COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (dx.rule, dx.rule) IS 'equal: the same canonical text';

CREATE OPERATOR dx.<> (
	LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_ne,
	COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (dx.rule, dx.rule) IS 'not equal';

CREATE OPERATOR dx.< (
	LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_lt,
	COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (dx.rule, dx.rule) IS 'less than, by canonical text';

CREATE OPERATOR dx.<= (
	LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_le,
	COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (dx.rule, dx.rule) IS 'less than or equal, by canonical text';

CREATE OPERATOR dx.> (
	LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_gt,
	COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (dx.rule, dx.rule) IS 'greater than, by canonical text';

CREATE OPERATOR dx.>= (
	LEFTARG = dx.rule, RIGHTARG = dx.rule, FUNCTION = dx.rule_ge,
	COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (dx.rule, dx.rule) IS 'greater than or equal, by canonical text';

CREATE OPERATOR FAMILY dx.rule_ops USING btree;
COMMENT ON OPERATOR FAMILY dx.rule_ops USING btree IS 'canonical text of rules';

CREATE OPERATOR CLASS dx.rule_ops DEFAULT FOR TYPE dx.rule USING btree FAMILY dx.rule_ops AS
	OPERATOR 1 dx.<,
	OPERATOR 2 dx.<=,
	OPERATOR 3 dx.=,
	OPERATOR 4 dx.>=,
	OPERATOR 5 dx.>,
	FUNCTION 1 dx.rule_cmp(dx.rule, dx.rule),
	FUNCTION 4 (dx.rule, dx.rule) pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS dx.rule_ops USING btree IS 'canonical text of rules';

CREATE OPERATOR FAMILY dx.rule_ops USING hash;
COMMENT ON OPERATOR FAMILY dx.rule_ops USING hash IS 'canonical text of rules';

CREATE OPERATOR CLASS dx.rule_ops DEFAULT FOR TYPE dx.rule USING hash FAMILY dx.rule_ops AS
	OPERATOR 1 dx.=,
	FUNCTION 1 dx.rule_hash(dx.rule),
	FUNCTION 2 dx.rule_hash_extended(dx.rule, bigint);
COMMENT ON OPERATOR CLASS dx.rule_ops USING hash IS 'canonical text of rules';

-- Functions.
CREATE FUNCTION dx.attainment(rule dx.rule, result double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_attainment_rule'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(dx.rule, double precision) IS 'share of the maximum that a result earns, 0 to 1';

CREATE FUNCTION dx.attainment(rule text, result double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_attainment_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(text, double precision) IS 'share of the maximum that a result earns, 0 to 1';

CREATE FUNCTION dx.attainment(rule dx.rule, result double precision, max_points double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_attainment_rule'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(dx.rule, double precision, double precision) IS
	'share of the maximum that a result earns, for rules that speak of points';

CREATE FUNCTION dx.attainment(rule text, result double precision, max_points double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_attainment_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.attainment(text, double precision, double precision) IS
	'share of the maximum that a result earns, for rules that speak of points';

CREATE FUNCTION dx.answer(rule dx.rule, answer text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_answer_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(dx.rule, text) IS 'what people type (8,5  12/15  a choice) as the result the rule takes';

CREATE FUNCTION dx.answer(rule text, answer text) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_answer_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(text, text) IS 'what people type (8,5  12/15  a choice) as the result the rule takes';

CREATE FUNCTION dx.answer(rule dx.rule, answer text, max_points double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_answer_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(dx.rule, text, double precision) IS
	'what people type as the result the rule takes, within the maximum';

CREATE FUNCTION dx.answer(rule text, answer text, max_points double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_answer_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer(text, text, double precision) IS
	'what people type as the result the rule takes, within the maximum';

CREATE FUNCTION dx.answer_problem(rule dx.rule, answer text, max_points double precision DEFAULT NULL, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_answer_problem_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer_problem(dx.rule, text, double precision, text) IS
	'why dx.answer would refuse an answer, in English (en) or Vietnamese (vi); NULL where it takes it';

CREATE FUNCTION dx.answer_problem(rule text, answer text, max_points double precision DEFAULT NULL, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_answer_problem_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.answer_problem(text, text, double precision, text) IS
	'why dx.answer would refuse an answer, in English (en) or Vietnamese (vi); NULL where it takes it';

CREATE FUNCTION dx.result_text(rule dx.rule, result double precision, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_result_text_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.result_text(dx.rule, double precision, text) IS
	'a result as people say it (a choice  4/5  87,5 %), in English (en) or Vietnamese (vi); dx.answer reads it back';

CREATE FUNCTION dx.result_text(rule text, result double precision, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_result_text_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.result_text(text, double precision, text) IS
	'a result as people say it (a choice  4/5  87,5 %), in English (en) or Vietnamese (vi); dx.answer reads it back';

CREATE FUNCTION dx.rule_text(rule dx.rule, max_points double precision, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_rule_text_rule'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.rule_text(dx.rule, double precision, text) IS
	'a rule in words with its points, in English (en) or Vietnamese (vi); NULL points: shares of the maximum';

CREATE FUNCTION dx.rule_text(rule text, max_points double precision, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'dx_rule_text_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.rule_text(text, double precision, text) IS
	'a rule in words with its points, in English (en) or Vietnamese (vi); NULL points: shares of the maximum';
