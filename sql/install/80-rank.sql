-- SPDX-License-Identifier: PostgreSQL
-- ======== rank: places, scales and grades in a partition ========

-- Places. Window functions have no SUPPORT: their answers neither rise nor
-- fall along the window's order, so the planner may not stop at a condition on
-- them.
CREATE FUNCTION dx.rank_by(x double precision, ties text DEFAULT 'min', decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_rank_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.rank_by(double precision, text, integer, boolean, integer) IS
	'rank of x in the partition, highest first; ties min, max, dense or first; direction -1: less is better; NULL where x is NULL or ranked is false (unknown counts as true)';

CREATE FUNCTION dx.rank_by_keys(x double precision[], ties text DEFAULT 'min', decimals integer[] DEFAULT NULL, ranked boolean DEFAULT true, direction integer[] DEFAULT NULL) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_rank_by_keys'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.rank_by_keys(double precision[], text, integer[], boolean, integer[]) IS
	'rank in the partition by the first key, where that is tied by the next, and so on; decimals and direction are one a key; NULL where x or its first key is NULL or ranked is false (unknown counts as true)';

CREATE FUNCTION dx.ranked_count(x double precision, ties text DEFAULT 'min', decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_ranked_count'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.ranked_count(double precision, text, integer, boolean, integer) IS 'how many rows of the partition dx.rank_by ranks';

CREATE FUNCTION dx.midrank_by(x double precision, decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_midrank_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.midrank_by(double precision, integer, boolean, integer) IS
	'rank of x in the partition, highest first; tied rows get the mean of their ranks; direction -1: less is better';

CREATE FUNCTION dx.percentile_by(x double precision, decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_percentile_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.percentile_by(double precision, integer, boolean, integer) IS
	'share of the other rows of the partition that are worse than x: (ascending rank - 1)/(n - 1); NULL for one row; direction -1: less is better';

CREATE FUNCTION dx.band_by(x double precision, n integer, decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_band_by'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.band_by(double precision, integer, integer, boolean, integer) IS
	'which of n bands of equal size x falls in, 1 is the best; tied rows stay together; direction -1: less is better';

CREATE FUNCTION dx.gap_to_best(x double precision, decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_gap_to_best'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.gap_to_best(double precision, integer, boolean, integer) IS 'how far x is from the best value of the partition; direction -1: less is better';

CREATE FUNCTION dx.gap_to_next(x double precision, decimals integer DEFAULT NULL, ranked boolean DEFAULT true, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_gap_to_next'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.gap_to_next(double precision, integer, boolean, integer) IS
	'how far x is from the next better value of the partition; NULL for the best; direction -1: less is better';

-- Scales.
CREATE FUNCTION dx.minmax(x double precision, lo double precision DEFAULT 0, hi double precision DEFAULT 100, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_minmax'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.minmax(double precision, double precision, double precision, integer) IS
	'x on a scale where the worst value of the partition is lo and the best is hi; direction -1: less is better; NULL where all are tied';

CREATE FUNCTION dx.zscore(x double precision, mean double precision DEFAULT 0, sd double precision DEFAULT 1, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_zscore'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.zscore(double precision, double precision, double precision, integer) IS
	'x on a scale where the partition has this mean and this standard deviation (n - 1); direction -1: less is better; NULL where all are tied';

CREATE FUNCTION dx.borda(x double precision, direction integer DEFAULT 1, decimals integer DEFAULT NULL, ranked boolean DEFAULT true) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_borda'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.borda(double precision, integer, integer, boolean) IS
	'how many rows of the partition are worse than x; direction -1: less is better';

CREATE FUNCTION dx.ampi_scale(x double precision, base boolean, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_ampi_scale'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.ampi_scale(double precision, boolean, integer) IS
	'x on the scale of the adjusted Mazziotta-Pareto index: 100 is the mean of the rows of the base, the range of the partition is 60 wide; direction -1: less is better; NULL where all are tied, and without a base (may change until 1.1)';

CREATE FUNCTION dx.share_of_best(x double precision, direction integer DEFAULT 1) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_share_of_best'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.share_of_best(double precision, integer) IS
	'x as a share of the best value of the partition, which is 1: x / best; direction -1: less is better, best / x; NULL where the best is 0 or less';

CREATE FUNCTION dx.distance_to_target(x double precision, target double precision, direction integer DEFAULT 1, cap boolean DEFAULT false) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_distance_to_target'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.distance_to_target(double precision, double precision, integer, boolean) IS
	'share of the way from the worst value of the partition (0) to the target (1); cap: at most 1; direction -1: less is better; NULL where the target is not above the worst';

CREATE FUNCTION dx.owa(x double precision[], weights double precision[]) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_owa'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.owa(double precision[], double precision[]) IS
	'ordered weighted average: the greatest value by the first weight, the next by the second, and so on; NULL where a value is missing (may change until 1.1)';

-- Treatment of skewed columns.
CREATE FUNCTION dx.winsorise(x double precision, winmax integer DEFAULT 5, skew double precision DEFAULT 2, kurt double precision DEFAULT 3.5) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_winsorise'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.winsorise(double precision, integer, double precision, double precision) IS
	'x winsorised: while the absolute skewness of the partition is skew or more and its kurtosis kurt or more, and fewer than winmax points are changed, the greatest points (the least where skewness is below 0) take the next value';

CREATE FUNCTION dx.treat(x double precision, winmax integer DEFAULT 5, skew double precision DEFAULT 2, kurt double precision DEFAULT 3.5) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_treat'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.treat(double precision, integer, double precision, double precision) IS
	'x winsorised as by dx.winsorise; where that is not enough, the logarithm log_CT of the partition as it was';

CREATE FUNCTION dx.treatment(x double precision, winmax integer DEFAULT 5, skew double precision DEFAULT 2, kurt double precision DEFAULT 3.5) RETURNS text
AS 'MODULE_PATHNAME', 'dx_treatment'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.treatment(double precision, integer, double precision, double precision) IS
	'what dx.treat does to x: winhi or winlo (it takes the next value), log_CT; NULL where it is left as it is';

CREATE FUNCTION dx.treat_bounds(x double precision, winmax integer DEFAULT 5, skew double precision DEFAULT 2, kurt double precision DEFAULT 3.5) RETURNS double precision[]
AS 'MODULE_PATHNAME', 'dx_treat_bounds'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.treat_bounds(double precision, integer, double precision, double precision) IS
	'the least and the greatest value that dx.treat leaves, to treat later values alike; NULL where a side is open, and where it takes the logarithm';

CREATE FUNCTION dx.log_shift(x double precision, form text DEFAULT 'log_CT') RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_log_shift'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.log_shift(double precision, text) IS
	'logarithm of x by a form of COINr: log_CT, log_CT_orig, log_CT_plus, log_GII; NULL where all values are equal';

CREATE FUNCTION dx.boxcox(x double precision, lambda double precision) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_boxcox'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dx.boxcox(double precision, double precision) IS
	'Box-Cox transform (y^lambda - 1) / lambda of y = x - least + 1; ln y where lambda is 0';

-- Over time.
CREATE FUNCTION dx.last_known(x double precision, at double precision, within double precision DEFAULT NULL) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_last_known'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.last_known(double precision, double precision, double precision) IS
	'x at the last time, not after at, at which it is known in the partition; NULL where that is more than within ago';

CREATE FUNCTION dx.known_at(x double precision, at double precision, within double precision DEFAULT NULL) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_known_at'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.known_at(double precision, double precision, double precision) IS
	'the time that the value of dx.last_known is of';

CREATE FUNCTION dx.interpolate(x double precision, at double precision, flat_ends boolean DEFAULT true) RETURNS double precision
AS 'MODULE_PATHNAME', 'dx_interpolate'
LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION dx.interpolate(double precision, double precision, boolean) IS
	'x, where it is not known on the straight line between the values known before and after at; beyond the first and the last one equal to it, or NULL unless flat_ends';

-- Grades.
CREATE FUNCTION dx.grade(x double precision, grades text, decimals integer DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'dx_grade'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.grade(double precision, text, integer) IS
	'the grade of x, rounded to decimals if given; grades are label:cut-off, ..., numbers or fractions, which x has reached from 1e-12 of them below; NULL below the lowest';

CREATE FUNCTION dx.grade_place(x double precision, grades text, decimals integer DEFAULT NULL) RETURNS integer
AS 'MODULE_PATHNAME', 'dx_grade_place'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.grade_place(double precision, text, integer) IS
	'place of the grade of x among the grades, 1 is the best: what dx.grade sorts by; NULL below the lowest';

CREATE FUNCTION dx.grade_card(tree dx.tree, card dx.card, grades text, decimals integer DEFAULT NULL, figure text DEFAULT 'ratio') RETURNS text
AS 'MODULE_PATHNAME', 'dx_grade_card'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.grade_card(dx.tree, dx.card, text, integer, text) IS
	'the grade of the ratio of a card whose conditions hold, as in Good:0.8 [each >= 0.5], Fair:0.65 [1 >= 60%], Poor:0; where one fails the next lower grade; NULL if none is reached and met. Given decimals, ratios are rounded first, or (figure points) made of rounded points';

CREATE FUNCTION dx.grade_card_place(tree dx.tree, card dx.card, grades text, decimals integer DEFAULT NULL, figure text DEFAULT 'ratio') RETURNS integer
AS 'MODULE_PATHNAME', 'dx_grade_card_place'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION dx.grade_card_place(dx.tree, dx.card, text, integer, text) IS
	'place of the grade of a card among the grades, 1 is the best: what dx.grade_card sorts by';

CREATE FUNCTION dx.plain_grades(grades text) RETURNS text
AS 'MODULE_PATHNAME', 'dx_plain_grades'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION dx.plain_grades(text) IS
	'the same grades without their conditions, for dx.grade: Good:0.8, Fair:0.65, Poor:0; an error where they cannot be read';
