-- SPDX-License-Identifier: PostgreSQL
-- ======== rows: rows in, cards and points out ========

-- Type, input and output: what the aggregate dx.score keeps of its rows.
CREATE TYPE dx.tally;

CREATE FUNCTION dx.tally_in(cstring) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_tally_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.tally_in(cstring) IS 'text input of dx.tally';

CREATE FUNCTION dx.tally_out(dx.tally) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_tally_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.tally_out(dx.tally) IS 'text output of dx.tally';

CREATE FUNCTION dx.tally_recv(internal) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_tally_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.tally_recv(internal) IS 'binary input of dx.tally (packed bytes)';

CREATE FUNCTION dx.tally_send(dx.tally) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_tally_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.tally_send(dx.tally) IS 'binary output of dx.tally (packed bytes)';

CREATE TYPE dx.tally (
	INPUT = dx.tally_in,
	OUTPUT = dx.tally_out,
	RECEIVE = dx.tally_recv,
	SEND = dx.tally_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE dx.tally IS 'state of the aggregate dx.score; not for columns';

-- Aggregates: cards.
CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, double precision) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, double precision) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, double precision, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, double precision, text) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, double precision) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, double precision) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, double precision, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, double precision, text) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, double precision) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, double precision) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, double precision, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, double precision, text) IS 'transition of dx.card: one result';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, text, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, text, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, text, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, text, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, text, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 8;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, text, text) IS 'transition of dx.card: one answer as people type it';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, boolean) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, boolean) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, boolean, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_code_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, dx.code, boolean, text) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, boolean) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, boolean) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, text, boolean, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_text_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, text, boolean, text) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, boolean) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, boolean) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_accum(dx.card, dx.tree, integer, boolean, text) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_accum_ordinal_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.card_accum(dx.card, dx.tree, integer, boolean, text) IS 'transition of dx.card: one answer, yes or no';

CREATE FUNCTION dx.card_combine(dx.card, dx.card) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.card_combine(dx.card, dx.card) IS 'unites two cards of one index tree with no criterion in common';

CREATE FUNCTION dx.card_final(dx.card) RETURNS dx.card
AS 'MODULE_PATHNAME', 'dx_card_final'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.card_final(dx.card) IS 'final function of dx.card: packs it';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, value double precision) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, double precision) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, value double precision, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, double precision, text) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code text, value double precision) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, double precision) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code text, value double precision, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, double precision, text) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, value double precision) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, double precision) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, value double precision, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, double precision, text) IS 'fills in a card, one row a result';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, typed text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, typed text, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, text, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, code text, typed text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, code text, typed text, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, text, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, typed text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, typed text, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, text, text) IS 'fills in a card from answers as people type them, one row an answer';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, typed boolean) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, boolean) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.card(tree dx.tree, code dx.code, typed boolean, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, dx.code, boolean, text) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.card(tree dx.tree, code text, typed boolean) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, boolean) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.card(tree dx.tree, code text, typed boolean, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, text, boolean, text) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, typed boolean) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, boolean) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.card(tree dx.tree, ordinal integer, typed boolean, state text) (
	SFUNC = dx.card_accum,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.card(dx.tree, integer, boolean, text) IS 'fills in a card, one row an answer yes or no';

CREATE AGGREGATE dx.merge_cards(dx.card) (
	SFUNC = dx.card_combine,
	STYPE = dx.card,
	FINALFUNC = dx.card_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.card_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.merge_cards(dx.card) IS 'unites cards that share no criterion';

-- Aggregates: points.
CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision, text) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision, text, dx.code) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, double precision, text, dx.code) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision, text) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, double precision, text, text) IS 'transition of dx.score: one result';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text, text) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text, text, dx.code) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, text, text, dx.code) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, text) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, text, text) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, text, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_typed'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 13;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, text, text, text) IS 'transition of dx.score: one answer as people type it';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean, text) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean, text, dx.code) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_code_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, dx.code, boolean, text, dx.code) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean, text) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean, text, text) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_accum_text_boolean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.score_accum(dx.tally, dx.tree, text, boolean, text, text) IS 'transition of dx.score: one answer, yes or no';

CREATE FUNCTION dx.score_combine(dx.tally, dx.tally) RETURNS dx.tally
AS 'MODULE_PATHNAME', 'dx_score_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.score_combine(dx.tally, dx.tally) IS 'unites two tallies of one index tree and node';

CREATE FUNCTION dx.score_final(dx.tally) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_score_final'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.score_final(dx.tally) IS 'final function of dx.score: rolls the tally up';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, value double precision) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, double precision) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, value double precision, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, double precision, text) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, value double precision, state text, node dx.code) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, double precision, text, dx.code) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, value double precision) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, double precision) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, value double precision, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, double precision, text) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, value double precision, state text, node text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, double precision, text, text) IS 'points of the rows: results to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, text) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed text, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, text, text) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed text, state text, node dx.code) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, text, text, dx.code) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, text) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed text, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, text, text) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed text, state text, node text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, text, text, text) IS 'points of the rows: answers as people type them to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed boolean) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, boolean) IS 'points of the rows: answers yes or no to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed boolean, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, boolean, text) IS 'points of the rows: answers yes or no to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code dx.code, typed boolean, state text, node dx.code) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, dx.code, boolean, text, dx.code) IS 'points of the rows: answers yes or no to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed boolean) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, boolean) IS 'points of the rows: answers yes or no to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed boolean, state text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, boolean, text) IS 'points of the rows: answers yes or no to points in one step';

CREATE AGGREGATE dx.score(tree dx.tree, code text, typed boolean, state text, node text) (
	SFUNC = dx.score_accum,
	STYPE = dx.tally,
	FINALFUNC = dx.score_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.score_combine,
	SSPACE = 600,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.score(dx.tree, text, boolean, text, text) IS 'points of the rows: answers yes or no to points in one step';
