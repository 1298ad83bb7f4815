-- SPDX-License-Identifier: PostgreSQL
-- ======== stat: weighted statistics of any column ========

-- Type, input and output.
CREATE TYPE dx.stat;

CREATE FUNCTION dx.stat_in(cstring) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_in'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.stat_in(cstring) IS 'text input of dx.stat';

CREATE FUNCTION dx.stat_out(dx.stat) RETURNS cstring
AS 'MODULE_PATHNAME', 'dx_stat_out'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.stat_out(dx.stat) IS 'text output of dx.stat';

CREATE FUNCTION dx.stat_recv(internal) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_recv'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dx.stat_recv(internal) IS 'binary input of dx.stat (packed bytes)';

CREATE FUNCTION dx.stat_send(dx.stat) RETURNS bytea
AS 'MODULE_PATHNAME', 'dx_stat_send'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.stat_send(dx.stat) IS 'binary output of dx.stat (packed bytes)';

CREATE TYPE dx.stat (
	INPUT = dx.stat_in,
	OUTPUT = dx.stat_out,
	RECEIVE = dx.stat_recv,
	SEND = dx.stat_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE dx.stat IS 'exact sums over weighted rows: what means and variances are read from, and what can be merged';

-- Comparison.
CREATE FUNCTION dx.stat_eq(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_eq'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_eq(dx.stat, dx.stat) IS 'implementation of = operator';

CREATE FUNCTION dx.stat_ne(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_ne'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_ne(dx.stat, dx.stat) IS 'implementation of <> operator';

CREATE FUNCTION dx.stat_lt(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_lt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_lt(dx.stat, dx.stat) IS 'implementation of < operator';

CREATE FUNCTION dx.stat_le(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_le'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_le(dx.stat, dx.stat) IS 'implementation of <= operator';

CREATE FUNCTION dx.stat_gt(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_gt'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_gt(dx.stat, dx.stat) IS 'implementation of > operator';

CREATE FUNCTION dx.stat_ge(dx.stat, dx.stat) RETURNS boolean
AS 'MODULE_PATHNAME', 'dx_stat_ge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_ge(dx.stat, dx.stat) IS 'implementation of >= operator';

CREATE FUNCTION dx.stat_cmp(dx.stat, dx.stat) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_stat_cmp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_cmp(dx.stat, dx.stat) IS 'less-equal-greater by canonical bytes';

CREATE FUNCTION dx.stat_hash(dx.stat) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_stat_hash'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_hash(dx.stat) IS 'hash';

CREATE FUNCTION dx.stat_hash_extended(dx.stat, bigint) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_stat_hash_extended'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_hash_extended(dx.stat, bigint) IS 'hash with a seed';

CREATE OPERATOR dx.= (
	LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_eq,
	COMMUTATOR = OPERATOR(dx.=), NEGATOR = OPERATOR(dx.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR dx.= (dx.stat, dx.stat) IS 'equal: the same rows counted and the same sums';

CREATE OPERATOR dx.<> (
	LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_ne,
	COMMUTATOR = OPERATOR(dx.<>), NEGATOR = OPERATOR(dx.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR dx.<> (dx.stat, dx.stat) IS 'not equal';

CREATE OPERATOR dx.< (
	LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_lt,
	COMMUTATOR = OPERATOR(dx.>), NEGATOR = OPERATOR(dx.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR dx.< (dx.stat, dx.stat) IS 'less than, by canonical bytes';

CREATE OPERATOR dx.<= (
	LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_le,
	COMMUTATOR = OPERATOR(dx.>=), NEGATOR = OPERATOR(dx.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR dx.<= (dx.stat, dx.stat) IS 'less than or equal, by canonical bytes';

CREATE OPERATOR dx.> (
	LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_gt,
	COMMUTATOR = OPERATOR(dx.<), NEGATOR = OPERATOR(dx.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR dx.> (dx.stat, dx.stat) IS 'greater than, by canonical bytes';

CREATE OPERATOR dx.>= (
	LEFTARG = dx.stat, RIGHTARG = dx.stat, FUNCTION = dx.stat_ge,
	COMMUTATOR = OPERATOR(dx.<=), NEGATOR = OPERATOR(dx.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR dx.>= (dx.stat, dx.stat) IS 'greater than or equal, by canonical bytes';

CREATE OPERATOR FAMILY dx.stat_ops USING btree;
COMMENT ON OPERATOR FAMILY dx.stat_ops USING btree IS 'canonical bytes of dx.stat';

CREATE OPERATOR CLASS dx.stat_ops DEFAULT FOR TYPE dx.stat USING btree FAMILY dx.stat_ops AS
	OPERATOR 1 dx.<,
	OPERATOR 2 dx.<=,
	OPERATOR 3 dx.=,
	OPERATOR 4 dx.>=,
	OPERATOR 5 dx.>,
	FUNCTION 1 dx.stat_cmp(dx.stat, dx.stat),
	FUNCTION 4 (dx.stat, dx.stat) pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS dx.stat_ops USING btree IS 'canonical bytes of dx.stat';

CREATE OPERATOR FAMILY dx.stat_ops USING hash;
COMMENT ON OPERATOR FAMILY dx.stat_ops USING hash IS 'canonical bytes of dx.stat';

CREATE OPERATOR CLASS dx.stat_ops DEFAULT FOR TYPE dx.stat USING hash FAMILY dx.stat_ops AS
	OPERATOR 1 dx.=,
	FUNCTION 1 dx.stat_hash(dx.stat),
	FUNCTION 2 dx.stat_hash_extended(dx.stat, bigint);
COMMENT ON OPERATOR CLASS dx.stat_ops USING hash IS 'canonical bytes of dx.stat';

-- Functions.
CREATE FUNCTION dx.count_of(stat dx.stat) RETURNS bigint
AS 'MODULE_PATHNAME', 'dx_count_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.count_of(dx.stat) IS 'rows that statistics have taken, those of weight 0 too';

CREATE FUNCTION dx.weight_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_weight_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.weight_of(dx.stat) IS 'sum of the weights';

CREATE FUNCTION dx.sum_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_sum_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.sum_of(dx.stat) IS 'sum of the values, by weight where there are weights';

CREATE FUNCTION dx.mean_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_mean_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.mean_of(dx.stat) IS 'weighted mean';

CREATE FUNCTION dx.variance_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_variance_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.variance_of(dx.stat) IS 'weighted population variance';

CREATE FUNCTION dx.variance_of(stat dx.stat, sample boolean) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_variance_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.variance_of(dx.stat, boolean) IS 'weighted variance of the population, or of a sample';

CREATE FUNCTION dx.stddev_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stddev_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stddev_of(dx.stat) IS 'weighted population standard deviation';

CREATE FUNCTION dx.stddev_of(stat dx.stat, sample boolean) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stddev_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stddev_of(dx.stat, boolean) IS 'weighted standard deviation of the population, or of a sample';

CREATE FUNCTION dx.powmean_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_powmean_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.powmean_of(dx.stat) IS 'weighted power mean that statistics of kind power-mean are of';

CREATE FUNCTION dx.median_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_median_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.median_of(dx.stat) IS 'weighted median of statistics that keep values';

CREATE FUNCTION dx.quantile_of(stat dx.stat, q double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_quantile_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.quantile_of(dx.stat, double precision) IS 'weighted quantile of statistics that keep values';

CREATE FUNCTION dx.mpi_of(stat dx.stat, penalty double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_mpi_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.mpi_of(dx.stat, double precision) IS 'Mazziotta-Pareto index: mean less penalty times variance by mean';

CREATE FUNCTION dx.covariance_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_covariance_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.covariance_of(dx.stat) IS 'weighted population covariance of statistics of two columns';

CREATE FUNCTION dx.covariance_of(stat dx.stat, sample boolean) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_covariance_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.covariance_of(dx.stat, boolean) IS 'weighted covariance of the population, or of a sample';

CREATE FUNCTION dx.corr_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_corr_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.corr_of(dx.stat) IS 'weighted correlation (Pearson) of statistics of two columns';

CREATE FUNCTION dx.slope_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_slope_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.slope_of(dx.stat) IS 'slope of the weighted least-squares line of the first column over the second';

CREATE FUNCTION dx.intercept_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_intercept_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.intercept_of(dx.stat) IS 'intercept of the weighted least-squares line of the first column over the second';

CREATE FUNCTION dx.skewness_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_skewness_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.skewness_of(dx.stat) IS 'skewness of a sample, of statistics of kind shape';

CREATE FUNCTION dx.kurtosis_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_kurtosis_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.kurtosis_of(dx.stat) IS 'excess kurtosis of a sample, of statistics of kind shape';

CREATE FUNCTION dx.spearman_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_spearman_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.spearman_of(dx.stat) IS 'rank correlation (Spearman) of statistics of kind pairs; may change until 1.1';

CREATE FUNCTION dx.kendall_of(stat dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_kendall_of'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION dx.kendall_of(dx.stat) IS 'rank correlation (Kendall, tau-b) of statistics of kind pairs; may change until 1.1';

-- Comparisons in pairs.
CREATE FUNCTION dx.ahp(comparisons text[]) RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_ahp_text'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.ahp(text[]) IS
	'the matrix of comparisons in pairs (analytic hierarchy process) from those above its diagonal, row by row: numbers or fractions, how many times as important the first is (may change until 1.1)';

CREATE FUNCTION dx.ahp(comparisons double precision[]) RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_ahp_double'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.ahp(double precision[]) IS
	'the same of numbers, as of the geometric means of what several experts say (may change until 1.1)';

CREATE FUNCTION dx.ahp_weights(matrix double precision[], method text DEFAULT 'eigenvector') RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_ahp_weights'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ahp_weights(double precision[], text) IS
	'weights from a matrix of comparisons in pairs, which add up to 1: its principal eigenvector, or (geomean) the geometric means of its rows (may change until 1.1)';

CREATE FUNCTION dx.ahp_consistency(
	matrix double precision[],
	OUT n integer,
	OUT lambda_max double precision,
	OUT ci double precision,
	OUT ri double precision,
	OUT cr double precision,
	OUT gci double precision
) RETURNS record
AS 'MODULE_PATHNAME', 'dx_ahp_consistency'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.ahp_consistency(double precision[]) IS
	'how consistent a matrix of comparisons in pairs is: eigenvalue, consistency index, random index (to 10 criteria), consistency ratio (up to 0.1 is good enough), geometric consistency index (may change until 1.1)';

-- Aggregates: sums, means and variances.
CREATE FUNCTION dx.stat_accum_sum(dx.stat, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_sum'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_sum(dx.stat, double precision) IS 'transition: takes one value';

CREATE FUNCTION dx.stat_undo_sum(dx.stat, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_sum'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_undo_sum(dx.stat, double precision) IS 'inverse transition: gives back one value';

CREATE FUNCTION dx.stat_accum_mean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_mean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_mean(dx.stat, double precision, double precision) IS 'transition: takes one row, for its mean';

CREATE FUNCTION dx.stat_undo_mean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_mean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_undo_mean(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for its mean';

CREATE FUNCTION dx.stat_accum_moments(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_moments'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_moments(dx.stat, double precision, double precision) IS
	'transition: takes one row, for its mean and variance';

CREATE FUNCTION dx.stat_undo_moments(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_moments'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_undo_moments(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for its mean and variance';

CREATE FUNCTION dx.stat_combine(dx.stat, dx.stat) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_combine'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_combine(dx.stat, dx.stat) IS 'unites two statistics of one kind';

CREATE FUNCTION dx.stat_merge(dx.stat, dx.stat) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_merge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_merge(dx.stat, dx.stat) IS 'transition in a moving frame: unites two statistics of one kind';

CREATE FUNCTION dx.stat_undo_merge(dx.stat, dx.stat) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_merge'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_undo_merge(dx.stat, dx.stat) IS 'inverse transition: statistics without those that were united with them';

CREATE FUNCTION dx.stat_final(dx.stat) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_final'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_final(dx.stat) IS 'final function: packs statistics';

CREATE FUNCTION dx.stat_var_samp(dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stat_var_samp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_var_samp(dx.stat) IS 'final function: weighted sample variance';

CREATE FUNCTION dx.stat_stddev_samp(dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stat_stddev_samp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_stddev_samp(dx.stat) IS 'final function: weighted sample standard deviation';

CREATE AGGREGATE dx.exact_sum(x double precision) (
	SFUNC = dx.stat_accum_sum,
	STYPE = dx.stat,
	FINALFUNC = dx.sum_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_sum,
	MINVFUNC = dx.stat_undo_sum,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.sum_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 160,
	MSSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.exact_sum(double precision) IS 'sum, exact and rounded once';

CREATE AGGREGATE dx.wsum(x double precision, w double precision) (
	SFUNC = dx.stat_accum_mean,
	STYPE = dx.stat,
	FINALFUNC = dx.sum_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_mean,
	MINVFUNC = dx.stat_undo_mean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.sum_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 256,
	MSSPACE = 256,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wsum(double precision, double precision) IS 'weighted sum, exact and rounded once';

CREATE AGGREGATE dx.wavg(x double precision, w double precision) (
	SFUNC = dx.stat_accum_mean,
	STYPE = dx.stat,
	FINALFUNC = dx.mean_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_mean,
	MINVFUNC = dx.stat_undo_mean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.mean_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 256,
	MSSPACE = 256,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wavg(double precision, double precision) IS 'weighted mean, exact and rounded once';

CREATE AGGREGATE dx.wvar_pop(x double precision, w double precision) (
	SFUNC = dx.stat_accum_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.variance_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_moments,
	MINVFUNC = dx.stat_undo_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.variance_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wvar_pop(double precision, double precision) IS 'weighted population variance, exact and rounded once';

CREATE AGGREGATE dx.wvar_samp(x double precision, w double precision) (
	SFUNC = dx.stat_accum_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_var_samp, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_moments,
	MINVFUNC = dx.stat_undo_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_var_samp, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wvar_samp(double precision, double precision) IS 'weighted sample variance, exact and rounded once';

CREATE AGGREGATE dx.wstddev_pop(x double precision, w double precision) (
	SFUNC = dx.stat_accum_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stddev_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_moments,
	MINVFUNC = dx.stat_undo_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stddev_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wstddev_pop(double precision, double precision) IS 'weighted population standard deviation, exact and rounded once';

CREATE AGGREGATE dx.wstddev_samp(x double precision, w double precision) (
	SFUNC = dx.stat_accum_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_stddev_samp, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_moments,
	MINVFUNC = dx.stat_undo_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_stddev_samp, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wstddev_samp(double precision, double precision) IS 'weighted sample standard deviation, exact and rounded once';

CREATE AGGREGATE dx.wstat(x double precision, w double precision) (
	SFUNC = dx.stat_accum_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_moments,
	MINVFUNC = dx.stat_undo_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wstat(double precision, double precision) IS
	'statistics of weighted rows, to keep, to merge and to read means and variances from';

CREATE AGGREGATE dx.merge_stats(dx.stat) (
	SFUNC = dx.stat_combine,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_merge,
	MINVFUNC = dx.stat_undo_merge,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.merge_stats(dx.stat) IS 'unites statistics of one kind';

-- Aggregates: power means, medians and quantiles, Mazziotta-Pareto.
CREATE FUNCTION dx.stat_accum_geomean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_geomean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.stat_accum_geomean(dx.stat, double precision, double precision) IS 'transition: takes one row, for a geometric mean';

CREATE FUNCTION dx.stat_undo_geomean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_geomean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.stat_undo_geomean(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for a geometric mean';

CREATE FUNCTION dx.stat_accum_harmean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_harmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_accum_harmean(dx.stat, double precision, double precision) IS 'transition: takes one row, for a harmonic mean';

CREATE FUNCTION dx.stat_undo_harmean(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_harmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_undo_harmean(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for a harmonic mean';

CREATE FUNCTION dx.stat_accum_powmean(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_powmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.stat_accum_powmean(dx.stat, double precision, double precision, double precision) IS
	'transition: takes one row, for a power mean';

CREATE FUNCTION dx.stat_undo_powmean(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_powmean'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.stat_undo_powmean(dx.stat, double precision, double precision, double precision) IS
	'inverse transition: gives back one row, for a power mean';

CREATE FUNCTION dx.stat_accum_values(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_values'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_accum_values(dx.stat, double precision, double precision) IS
	'transition: takes one row, for medians and quantiles';

CREATE FUNCTION dx.stat_undo_values(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_values'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_undo_values(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for medians and quantiles';

CREATE FUNCTION dx.stat_accum_quantile(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_quantile'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_accum_quantile(dx.stat, double precision, double precision, double precision) IS
	'transition: takes one row, for one quantile';

CREATE FUNCTION dx.stat_undo_quantile(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_quantile'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15;
COMMENT ON FUNCTION dx.stat_undo_quantile(dx.stat, double precision, double precision, double precision) IS
	'inverse transition: gives back one row, for one quantile';

CREATE FUNCTION dx.stat_accum_mpi(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_mpi'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.stat_accum_mpi(dx.stat, double precision, double precision, double precision) IS
	'transition: takes one row, for a Mazziotta-Pareto index';

CREATE FUNCTION dx.stat_undo_mpi(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_mpi'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 4;
COMMENT ON FUNCTION dx.stat_undo_mpi(dx.stat, double precision, double precision, double precision) IS
	'inverse transition: gives back one row, for a Mazziotta-Pareto index';

CREATE FUNCTION dx.stat_quantile_final(dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stat_quantile_final'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.stat_quantile_final(dx.stat) IS 'final function: weighted quantile';

CREATE FUNCTION dx.stat_mpi_final(dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stat_mpi_final'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_mpi_final(dx.stat) IS 'final function: Mazziotta-Pareto index';

CREATE AGGREGATE dx.wgeomean(x double precision, w double precision) (
	SFUNC = dx.stat_accum_geomean,
	STYPE = dx.stat,
	FINALFUNC = dx.powmean_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_geomean,
	MINVFUNC = dx.stat_undo_geomean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.powmean_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wgeomean(double precision, double precision) IS 'weighted geometric mean, rounded once';

CREATE AGGREGATE dx.wharmean(x double precision, w double precision) (
	SFUNC = dx.stat_accum_harmean,
	STYPE = dx.stat,
	FINALFUNC = dx.powmean_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_harmean,
	MINVFUNC = dx.stat_undo_harmean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.powmean_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wharmean(double precision, double precision) IS 'weighted harmonic mean, rounded once';

CREATE AGGREGATE dx.wpowmean(x double precision, w double precision, p double precision) (
	SFUNC = dx.stat_accum_powmean,
	STYPE = dx.stat,
	FINALFUNC = dx.powmean_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_powmean,
	MINVFUNC = dx.stat_undo_powmean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.powmean_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wpowmean(double precision, double precision, double precision) IS
	'weighted power mean, rounded once; p = 0 is the geometric mean';

CREATE AGGREGATE dx.wmedian(x double precision, w double precision) (
	SFUNC = dx.stat_accum_values,
	STYPE = dx.stat,
	FINALFUNC = dx.median_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_values,
	MINVFUNC = dx.stat_undo_values,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.median_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 2000,
	MSSPACE = 2000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wmedian(double precision, double precision) IS
	'weighted median; the mean of two values where they meet at half of the weight';

CREATE AGGREGATE dx.wquantile(x double precision, w double precision, q double precision) (
	SFUNC = dx.stat_accum_quantile,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_quantile_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_quantile,
	MINVFUNC = dx.stat_undo_quantile,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_quantile_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 2000,
	MSSPACE = 2000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wquantile(double precision, double precision, double precision) IS 'weighted quantile';

CREATE AGGREGATE dx.mpi(x double precision, w double precision, penalty double precision) (
	SFUNC = dx.stat_accum_mpi,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_mpi_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_mpi,
	MINVFUNC = dx.stat_undo_mpi,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_mpi_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 480,
	MSSPACE = 480,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.mpi(double precision, double precision, double precision) IS
	'Mazziotta-Pareto index: mean less penalty times variance by mean, exact and rounded once';

CREATE AGGREGATE dx.wpowmean_stat(x double precision, w double precision, p double precision) (
	SFUNC = dx.stat_accum_powmean,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_powmean,
	MINVFUNC = dx.stat_undo_powmean,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wpowmean_stat(double precision, double precision, double precision) IS
	'statistics to keep, to merge and to read a power mean from';

CREATE AGGREGATE dx.wquantile_stat(x double precision, w double precision) (
	SFUNC = dx.stat_accum_values,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_values,
	MINVFUNC = dx.stat_undo_values,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 2000,
	MSSPACE = 2000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wquantile_stat(double precision, double precision) IS
	'statistics to keep, to merge and to read medians and quantiles from';

-- Aggregates: two columns, and the shape of one.
CREATE FUNCTION dx.stat_accum_co_moments(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_co_moments'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_accum_co_moments(dx.stat, double precision, double precision, double precision) IS 'transition: takes one row of two columns';

CREATE FUNCTION dx.stat_undo_co_moments(dx.stat, double precision, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_co_moments'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_undo_co_moments(dx.stat, double precision, double precision, double precision) IS
	'inverse transition: gives back one row of two columns';

CREATE FUNCTION dx.stat_accum_shape(dx.stat, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_shape'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_accum_shape(dx.stat, double precision) IS 'transition: takes one value, for skewness and kurtosis';

CREATE FUNCTION dx.stat_undo_shape(dx.stat, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_shape'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_undo_shape(dx.stat, double precision) IS 'inverse transition: gives back one value, for skewness and kurtosis';

CREATE FUNCTION dx.stat_accum_shape(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_shape'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_accum_shape(dx.stat, double precision, double precision) IS 'transition: takes one row, for skewness and kurtosis';

CREATE FUNCTION dx.stat_undo_shape(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_undo_shape'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION dx.stat_undo_shape(dx.stat, double precision, double precision) IS
	'inverse transition: gives back one row, for skewness and kurtosis';

CREATE FUNCTION dx.stat_covar_samp(dx.stat) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_stat_covar_samp'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.stat_covar_samp(dx.stat) IS 'final function: weighted sample covariance';

CREATE AGGREGATE dx.wcorr(x double precision, y double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.corr_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.corr_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wcorr(double precision, double precision, double precision) IS
	'weighted correlation (Pearson), exact and rounded once; NULL where a column is constant';

CREATE AGGREGATE dx.wcovar_pop(x double precision, y double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.covariance_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.covariance_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wcovar_pop(double precision, double precision, double precision) IS
	'weighted population covariance, exact and rounded once';

CREATE AGGREGATE dx.wcovar_samp(x double precision, y double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_covar_samp, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_covar_samp, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wcovar_samp(double precision, double precision, double precision) IS
	'weighted sample covariance, exact and rounded once';

CREATE AGGREGATE dx.wslope(y double precision, x double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.slope_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.slope_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wslope(double precision, double precision, double precision) IS
	'slope of the weighted least-squares line of y over x, exact and rounded once';

CREATE AGGREGATE dx.wintercept(y double precision, x double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.intercept_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.intercept_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wintercept(double precision, double precision, double precision) IS
	'intercept of the weighted least-squares line of y over x, exact and rounded once';

CREATE AGGREGATE dx.wcostat(y double precision, x double precision, w double precision) (
	SFUNC = dx.stat_accum_co_moments,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_co_moments,
	MINVFUNC = dx.stat_undo_co_moments,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 880,
	MSSPACE = 880,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wcostat(double precision, double precision, double precision) IS
	'statistics of two columns, to keep, to merge and to read correlation, covariance and the line of y over x from';

CREATE AGGREGATE dx.skewness(x double precision) (
	SFUNC = dx.stat_accum_shape,
	STYPE = dx.stat,
	FINALFUNC = dx.skewness_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_shape,
	MINVFUNC = dx.stat_undo_shape,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.skewness_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.skewness(double precision) IS
	'skewness of a sample, exact and rounded once';

CREATE AGGREGATE dx.kurtosis(x double precision) (
	SFUNC = dx.stat_accum_shape,
	STYPE = dx.stat,
	FINALFUNC = dx.kurtosis_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_shape,
	MINVFUNC = dx.stat_undo_shape,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.kurtosis_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.kurtosis(double precision) IS
	'excess kurtosis of a sample, exact and rounded once';

CREATE AGGREGATE dx.skewness(x double precision, w double precision) (
	SFUNC = dx.stat_accum_shape,
	STYPE = dx.stat,
	FINALFUNC = dx.skewness_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_shape,
	MINVFUNC = dx.stat_undo_shape,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.skewness_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.skewness(double precision, double precision) IS
	'skewness of a sample of weighted rows, exact and rounded once';

CREATE AGGREGATE dx.kurtosis(x double precision, w double precision) (
	SFUNC = dx.stat_accum_shape,
	STYPE = dx.stat,
	FINALFUNC = dx.kurtosis_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_shape,
	MINVFUNC = dx.stat_undo_shape,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.kurtosis_of, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.kurtosis(double precision, double precision) IS
	'excess kurtosis of a sample of weighted rows, exact and rounded once';

CREATE AGGREGATE dx.wshape_stat(x double precision, w double precision) (
	SFUNC = dx.stat_accum_shape,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	MSFUNC = dx.stat_accum_shape,
	MINVFUNC = dx.stat_undo_shape,
	MSTYPE = dx.stat,
	MFINALFUNC = dx.stat_final, MFINALFUNC_MODIFY = READ_ONLY,
	SSPACE = 800,
	MSSPACE = 800,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.wshape_stat(double precision, double precision) IS
	'statistics to keep, to merge and to read skewness, kurtosis, mean and variance from';

-- Aggregates: likeness of rankings.
CREATE FUNCTION dx.stat_accum_pairs(dx.stat, double precision, double precision) RETURNS dx.stat
AS 'MODULE_PATHNAME', 'dx_stat_accum_pairs'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.stat_accum_pairs(dx.stat, double precision, double precision) IS 'transition: takes one pair, for rank correlations';

CREATE AGGREGATE dx.spearman(x double precision, y double precision) (
	SFUNC = dx.stat_accum_pairs,
	STYPE = dx.stat,
	FINALFUNC = dx.spearman_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	SSPACE = 4000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.spearman(double precision, double precision) IS
	'rank correlation (Spearman), ties at their mean rank, exact and rounded once; NULL where a column is constant; may change until 1.1';

CREATE AGGREGATE dx.kendall(x double precision, y double precision) (
	SFUNC = dx.stat_accum_pairs,
	STYPE = dx.stat,
	FINALFUNC = dx.kendall_of, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	SSPACE = 4000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.kendall(double precision, double precision) IS
	'rank correlation (Kendall, tau-b), exact and rounded once; NULL where a column is constant; may change until 1.1';

CREATE AGGREGATE dx.pairs_stat(x double precision, y double precision) (
	SFUNC = dx.stat_accum_pairs,
	STYPE = dx.stat,
	FINALFUNC = dx.stat_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = dx.stat_combine,
	SSPACE = 4000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE dx.pairs_stat(double precision, double precision) IS
	'statistics to keep, to merge and to read rank correlations from: the pairs themselves; may change until 1.1';

-- What only moving frames need. The server checks it as the owner of the
-- aggregate, and whoever makes an aggregate of these functions himself can keep
-- statistics of rows that never were. (Transition, combine and final functions
-- are left to everybody: Citus checks those as whoever asks, and what reads
-- stored statistics is a final function too.)
REVOKE EXECUTE ON FUNCTION dx.stat_undo_sum(dx.stat, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_mean(dx.stat, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_moments(dx.stat, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_merge(dx.stat, dx.stat) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_merge(dx.stat, dx.stat) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_geomean(dx.stat, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_harmean(dx.stat, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_powmean(dx.stat, double precision, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_values(dx.stat, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_quantile(dx.stat, double precision, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_mpi(dx.stat, double precision, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_co_moments(dx.stat, double precision, double precision, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_shape(dx.stat, double precision) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION dx.stat_undo_shape(dx.stat, double precision, double precision) FROM PUBLIC;
