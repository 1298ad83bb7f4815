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
