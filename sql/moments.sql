-- SPDX-License-Identifier: PostgreSQL
-- Moments of criteria: correlations, Cronbach's alpha, principal components.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
\set VERBOSITY terse
CREATE SCHEMA moments_test;

-- An invented panel of 14 units and 8 indicators in 3 pillars, with gaps; expected values by exact
-- fractions and 60 digits, of the doubles nearest to these decimals (so the last digit may differ).
CREATE TABLE moments_test.set AS SELECT dx.tree(code, NULL, max, rule) FROM (VALUES ('1', NULL::float8, NULL), ('1.1', 10000, 'points'), ('1.2', 10000, 'points'), ('1.3', 10000, 'points'), ('2', NULL::float8, NULL), ('2.1', 10000, 'points'), ('2.2', 10000, 'points'), ('2.3', 10000, 'points'), ('3', NULL::float8, NULL), ('3.1', 10000, 'points'), ('3.2', 10000, 'points')) AS v(code, max, rule);
CREATE TABLE moments_test.panel (unit text, population float8, v float8[]);
INSERT INTO moments_test.panel VALUES
	('U01', 2433, '{94.6,18.55,81.06,7.941,86.7,5.0,87.8,0.0}'),
	('U02', 28746, '{81.5,21.12,113.84,NULL,83.0,6.0,81.4,0.0}'),
	('U03', 20267, '{69.2,19.4,92.49,7.022,87.9,4.0,NULL,6.0}'),
	('U04', 11197, '{37.2,NULL,61.37,198.243,NULL,8.0,100.6,0.0}'),
	('U05', 3858, '{29.0,8.35,97.14,0.813,73.8,3.0,115.8,0.0}'),
	('U06', 26772, '{41.0,22.33,85.09,33.518,4.9,7.0,NULL,1.0}'),
	('U07', 20973, '{18.8,10.01,112.26,0.693,70.1,5.0,105.7,0.0}'),
	('U08', 11321, '{94.4,28.17,102.28,NULL,80.8,NULL,111.5,0.0}'),
	('U09', 13635, '{63.1,22.59,81.84,1.4,83.5,5.0,NULL,4.0}'),
	('U10', 41903, '{31.4,10.25,112.77,0.11,76.9,5.0,117.0,0.0}'),
	('U11', 2644, '{NULL,NULL,96.36,59.067,NULL,5.0,117.8,4.0}'),
	('U12', 6040, '{56.4,23.18,94.61,5.804,77.4,4.0,NULL,2.0}'),
	('U13', 32524, '{58.0,87.59,134.02,0.119,78.8,0.0,109.0,1.0}'),
	('U14', 10421, '{80.5,30.74,87.97,4.321,82.1,7.0,80.7,0.0}');
CREATE TABLE moments_test.unit AS SELECT unit, population, dx.card(tree, c, x) AS card FROM moments_test.set, moments_test.panel, ROWS FROM (pg_catalog.unnest('{1.1,1.2,1.3,2.1,2.2,2.3,3.1,3.2}'::text[]), pg_catalog.unnest(v)) AS u(c, x) GROUP BY unit, population;
CREATE VIEW moments_test.given AS SELECT tree, dx.moments(tree, card) AS s, dx.moments(tree, card, population) AS weighted FROM moments_test.set, moments_test.unit GROUP BY tree;

CREATE TABLE moments_test.correlation (code_1 text, code_2 text, n bigint, covariance float8, correlation float8, weighted float8);
INSERT INTO moments_test.correlation VALUES
	('1.1', '1.2', 12, 122.65690909090911, 0.22971613838764027, 0.2598949709420544),
	('1.1', '1.3', 13, -33.37087820512821, -0.07078728658108956, -0.014411436427853423),
	('1.1', '2.1', 11, -289.2833245454545, -0.2103145626825322, -0.12672633200597935),
	('1.1', '2.2', 12, 233.1684090909091, 0.4083674054744883, 0.35901752904766376),
	('1.1', '2.3', 12, 1.5962121212121219, 0.03174233010482689, -0.08287126064476667),
	('1.1', '3.1', 9, -256.1473611111111, -0.5943420395599491, -0.6405299778175059),
	('1.1', '3.2', 13, 5.517948717948719, 0.11529915083438118, 0.24305235977663453),
	('1.2', '1.3', 12, 177.06871818181824, 0.5307841326167266, 0.585361986187149),
	('1.2', '2.1', 10, -22.858868777777786, -0.09886106709501569, -0.15470873002054605),
	('1.2', '2.2', 12, 31.694181818181807, 0.068152064543231, 0.10467994281901163),
	('1.2', '2.3', 11, -27.029363636363637, -0.6300889790806518, -0.8217503782237041),
	('1.2', '3.1', 8, 3.447892857142864, 0.008679920765851475, 0.04504871962673246),
	('1.2', '3.2', 12, 0.9436363636363628, 0.02324959714990485, 0.0241857144244869),
	('1.3', '2.1', 12, -636.1397925757576, -0.6020855772257117, -0.6132549591995254),
	('1.3', '2.2', 12, 62.67324999999997, 0.1756872217003515, 0.39646111546099355),
	('1.3', '2.3', 13, -25.932756410256413, -0.6922278372782873, -0.7414854323081643),
	('1.3', '3.1', 10, 77.17510000000004, 0.26290476771972604, 0.23399137984206758),
	('1.3', '3.2', 14, -4.894615384615387, -0.13825313229669509, -0.2832591494692506),
	('2.1', '2.2', 10, -215.67359, -0.8828511693386986, -0.9356398227922994),
	('2.1', '2.3', 12, 64.41228787878788, 0.5439299569401542, 0.4749131473041826),
	('2.1', '3.1', 8, -22.402957142857282, -0.023322676516322055, -0.22496192785121763),
	('2.1', '3.2', 12, -13.575590909090907, -0.11544934086190635, -0.1290356587379979),
	('2.2', '2.3', 11, -15.713636363636363, -0.3438757194389039, -0.4105419790542662),
	('2.2', '3.1', 8, -54.01178571428571, -0.6617350930869006, -0.5959191923770374),
	('2.2', '3.2', 12, 6.031818181818186, 0.1389763420654831, 0.14150618679629665),
	('2.3', '3.1', 9, -16.280555555555555, -0.4676077115689992, -0.4187925780218973),
	('2.3', '3.2', 13, -0.8012820512820513, -0.1962325808929487, -0.18612869203676663),
	('3.1', '3.2', 10, 7.394444444444443, 0.40154569965784165, 0.23183716187684564);
SELECT count(*), pg_catalog.bool_and(c.n = e.n) AS n, max(pg_catalog.abs(c.covariance / e.covariance - 1)) < 1e-14 AS covariance, max(pg_catalog.abs(c.correlation - e.correlation)) < 5e-16 AS correlation
FROM moments_test.given, dx.correlations(tree, s) AS c JOIN moments_test.correlation AS e ON e.code_1 = c.code_1::text AND e.code_2 = c.code_2::text;
SELECT count(*), max(pg_catalog.abs(c.correlation - e.weighted)) < 5e-16 AS weighted
FROM moments_test.given, dx.correlations(tree, weighted) AS c JOIN moments_test.correlation AS e ON e.code_1 = c.code_1::text AND e.code_2 = c.code_2::text;
-- the same numbers as of two columns
SELECT count(*), max(pg_catalog.abs(c.correlation - e.r)) < 5e-16 AS correlation, max(pg_catalog.abs(c.covariance / e.c - 1)) < 1e-14 AS covariance FROM moments_test.given, dx.correlations(tree, weighted) AS c JOIN (
	SELECT a.i AS a, b.i AS b, dx.wcorr(v[a.i], v[b.i], population) AS r, dx.wcovar_samp(v[a.i], v[b.i], population) AS c FROM moments_test.panel, pg_catalog.generate_series(1, 8) AS a(i), pg_catalog.generate_series(1, 8) AS b(i) GROUP BY 1, 2) AS e
	ON ('{1.1,1.2,1.3,2.1,2.2,2.3,3.1,3.2}'::text[])[a] = c.code_1::text AND ('{1.1,1.2,1.3,2.1,2.2,2.3,3.1,3.2}'::text[])[b] = c.code_2::text;
CREATE TABLE moments_test.cronbach (code text, complete boolean, without text, k int, n bigint, alpha float8, standardised float8);
INSERT INTO moments_test.cronbach VALUES
	('1', false, NULL, 3, NULL, 0.41438643811526177, 0.44520851216916607),
	('1', true, NULL, 3, 12, 0.3311368346395085, 0.3718068339269453),
	('1', false, '1.1', 2, NULL, 0.6384189779749884, 0.6434825157416806),
	('1', false, '1.2', 2, NULL, -0.1493166451900734, -0.15907396927187387),
	('1', false, '1.3', 2, NULL, 0.37154080427184866, 0.37719815424284586),
	('2', false, NULL, 3, NULL, -0.1471757358581127, 0.04065161515386171),
	('2', true, NULL, 3, 10, -2.7375781345621077, -1.5869142452285883),
	('2', false, '2.1', 2, NULL, -0.13374733870034422, -1.0721044119781928),
	('2', false, '2.2', 2, NULL, 0.07647515110956546, 0.7185843898990852),
	('2', false, '2.3', 2, NULL, -0.26125559437018736, -0.4096658509129115),
	('3', false, NULL, 2, NULL, 0.12905729374640795, 0.4097799068869516),
	('3', true, NULL, 2, 10, 0.13036615651480626, 0.5730040765076311),
	('', false, NULL, 8, NULL, -0.523818842045673, -1.0665069082279017),
	('', true, NULL, 8, 6, 0.12049213964653852, -0.058915821787621746),
	('', false, '1.1', 7, NULL, -0.4213400684789902, -1.1608815920399282),
	('', false, '1.2', 7, NULL, -0.9879037250040364, -1.7067463320489866),
	('', false, '1.3', 7, NULL, -0.25919152913464216, -0.6938285585995708),
	('', false, '2.1', 7, NULL, 0.2549348181485645, -0.7140854576789519),
	('', false, '2.2', 7, NULL, -0.6745950991584169, -1.59247392229856),
	('', false, '2.3', 7, NULL, -0.5171689934609011, -0.019679569067685775),
	('', false, '3.1', 7, NULL, -0.3399153864894862, -0.49970766700085895),
	('', false, '3.2', 7, NULL, -0.5358758078992765, -1.5535722939568501);
SELECT count(*), max(pg_catalog.abs(c.alpha - e.alpha)) < 1e-14 AS alpha, max(pg_catalog.abs(c.standardised - e.standardised)) < 1e-13 AS standardised
FROM moments_test.given, dx.cronbach(tree, s) AS c JOIN moments_test.cronbach AS e ON e.code = c.code::text AND e.without IS NOT DISTINCT FROM c.without::text AND e.k = c.k AND NOT complete AND c.n IS NULL;
-- complete cards of a node: moments of what is under it
SELECT count(*), max(pg_catalog.abs(c.alpha - e.alpha)) < 1e-14 AS alpha, max(pg_catalog.abs(c.standardised - e.standardised)) < 1e-14 AS standardised
FROM moments_test.set, moments_test.cronbach AS e, LATERAL (SELECT dx.moments(tree, card, 1, 'criteria', e.code) AS s FROM moments_test.unit) AS q, dx.cronbach(tree, s, true) AS c
WHERE complete AND c.code::text = e.code AND c.without IS NULL AND e.n = c.n AND e.k = c.k;

CREATE TABLE moments_test.eigenvalue (code text, component int, eigenvalue float8, share float8, cumulative float8);
INSERT INTO moments_test.eigenvalue VALUES
	('1', 1, 1.5323777401746868, 0.5107925800582289, 0.5107925800582289),
	('1', 2, 1.1728708113914594, 0.39095693713048646, 0.9017495171887153),
	('1', 3, 0.2947514484338539, 0.09825048281128464, 1.0),
	('2', 1, 2.212119287349991, 0.7373730957833303, 0.7373730957833303),
	('2', 2, 0.6800779642766005, 0.22669265475886685, 0.9640657505421971),
	('2', 3, 0.10780274837340853, 0.03593424945780284, 1.0),
	('3', 1, 1.4015456996578417, 0.7007728498289209, 0.7007728498289209),
	('3', 2, 0.5984543003421584, 0.2992271501710792, 1.0),
	('', 1, 4.543641360172441, 0.5679551700215552, 0.5679551700215552),
	('', 2, 2.807550224227263, 0.35094377802840787, 0.9188989480499631),
	('', 3, 0.41884972575242974, 0.05235621571905372, 0.9712551637690168),
	('', 4, 0.16806996925205295, 0.02100874615650662, 0.9922639099255234),
	('', 5, 0.06188872059581305, 0.007736090074476632, 1.0),
	('', 6, 0.0, 0.0, 1.0),
	('', 7, 0.0, 0.0, 1.0),
	('', 8, 0.0, 0.0, 1.0);
CREATE TABLE moments_test.first (code text, criterion text, coefficient float8, loading float8);
INSERT INTO moments_test.first VALUES
	('1', '1.1', -0.06170807394524323, -0.07638795939936202),
	('1', '1.2', 0.6912216152043026, 0.8556580249942782),
	('1', '1.3', 0.7200033279675333, 0.8912866901824459),
	('2', '2.1', 0.6391244249249849, 0.9505822184563095),
	('2', '2.2', -0.6144536960009259, -0.913888962312455),
	('2', '2.3', 0.4625652655951471, 0.687982338340263),
	('3', '3.1', 0.7071067811865476, 0.8371217652342584),
	('3', '3.2', 0.7071067811865476, 0.8371217652342584),
	('', '1.1', 0.35107265673389054, 0.7483401176948985),
	('', '1.2', -0.17744058557511683, -0.3782291390291469),
	('', '1.3', -0.43165087236010274, -0.9200991829731473),
	('', '2.1', 0.4368984111472401, 0.9312847416267553),
	('', '2.2', 0.33727526182847645, 0.7189298405646379),
	('', '2.3', 0.34719785349364324, 0.7400806572748604),
	('', '3.1', -0.3986977276017204, -0.8498568563381881),
	('', '3.2', -0.27349460928053154, -0.5829761565653594);
CREATE VIEW moments_test.component AS SELECT w.code AS above, c.* FROM moments_test.set, (SELECT DISTINCT code FROM moments_test.first) AS w, LATERAL (SELECT dx.moments(tree, card, 1, 'criteria', w.code) AS s FROM moments_test.unit) AS q, dx.components(tree, s) AS c;
SELECT count(*), max(pg_catalog.abs(c.eigenvalue - e.eigenvalue)) < 5e-15 AS eigenvalue, max(pg_catalog.abs(c.share - e.share)) < 5e-15 AS share, max(pg_catalog.abs(c.cumulative - e.cumulative)) < 5e-15 AS cumulative,
	count(*) FILTER (WHERE c.eigenvalue = 0) AS zeros
FROM (SELECT DISTINCT above, component, eigenvalue, share, cumulative FROM moments_test.component) AS c JOIN moments_test.eigenvalue AS e ON e.code = above AND e.component = c.component;
SELECT count(*), max(pg_catalog.abs(c.coefficient - e.coefficient)) < 5e-15 AS coefficient, max(pg_catalog.abs(c.loading - e.loading)) < 5e-15 AS loading
FROM moments_test.component AS c JOIN moments_test.first AS e ON e.code = above AND e.criterion = c.code::text WHERE component = 1;
-- vectors of length 1, at right angles, whose numbers add up to more than 0
SELECT count(*), max(pg_catalog.abs(p - CASE WHEN a = b THEN 1 ELSE 0 END)) < 1e-14 AS orthonormal FROM (
	SELECT a.above, a.component AS a, b.component AS b, sum(a.coefficient * b.coefficient) AS p FROM moments_test.component AS a JOIN moments_test.component AS b USING (above, code) GROUP BY 1, 2, 3) AS q;
SELECT pg_catalog.bool_and(s > 0) AS sign FROM (SELECT sum(coefficient) AS s FROM moments_test.component GROUP BY above, component) AS q;

-- ---- levels ----
SELECT c.* FROM moments_test.set, LATERAL (SELECT dx.moments(tree, card, 1, 'children') AS s FROM moments_test.unit) AS q, LATERAL (SELECT code_1, code_2, n, round(correlation::numeric, 12) AS correlation FROM dx.correlations(tree, s)) AS c;
-- with what is above them
SELECT c.* FROM moments_test.set, LATERAL (SELECT dx.moments(tree, card, 1, 'nodes', '3'::dx.code) AS s FROM moments_test.unit) AS q, LATERAL (SELECT ordinal_1, code_1, ordinal_2, code_2, n, round(correlation::numeric, 12) AS correlation FROM dx.correlations(tree, s)) AS c;
-- items are the lowest: the same alpha, whatever else is looked at
SELECT (SELECT pg_catalog.array_agg(c ORDER BY ordinal, without) FROM dx.cronbach(tree, a) AS c WHERE c.code::text = '3') = (SELECT pg_catalog.array_agg(c ORDER BY ordinal, without) FROM dx.cronbach(tree, b) AS c) AS same
FROM moments_test.set, LATERAL (SELECT dx.moments(tree, card, 1, 'nodes') AS a, dx.moments(tree, card, 1, NULL, '3') AS b FROM moments_test.unit) AS q;

-- ---- constants, lines, few cards ----
CREATE TABLE moments_test.line AS SELECT dx.tree(c, NULL, 10, 'points') AS tree FROM (VALUES ('1'), ('2'), ('3'), ('4')) AS v(c);
CREATE TABLE moments_test.row AS SELECT g, dx.card(tree, c, x) AS card FROM moments_test.line, pg_catalog.generate_series(1, 5) AS g, LATERAL (VALUES ('1', g * 0.1), ('2', 1 - g * 0.2 + 1), ('3', 0.1), ('4', CASE WHEN g < 3 THEN g END)) AS v(c, x) GROUP BY g;
SELECT c.* FROM moments_test.line, LATERAL (SELECT dx.moments(tree, card) AS s FROM moments_test.row) AS q, dx.correlations(tree, s) AS c;
SELECT c.* FROM moments_test.line, LATERAL (SELECT dx.moments(tree, card, g) AS s FROM moments_test.row WHERE g IN (1, 3)) AS q, dx.correlations(tree, s, true) AS c;
SELECT c.* FROM moments_test.line, LATERAL (SELECT dx.moments(tree, card, CASE WHEN g = 2 THEN 0.3 ELSE 0 END) AS s FROM moments_test.row) AS q, dx.correlations(tree, s) AS c WHERE ordinal_1 = 2 AND ordinal_2 = 3;
SELECT component, round(eigenvalue::numeric, 14) AS eigenvalue, code, CASE component WHEN 1 THEN round(coefficient::numeric, 12) END AS coefficient FROM moments_test.line, LATERAL (SELECT dx.moments(tree, card) AS s FROM moments_test.row WHERE g < 3) AS q, dx.components(tree, s) AS c WHERE code::text IN ('1', '2');
SELECT count(*) AS one_card FROM moments_test.line, LATERAL (SELECT dx.moments(tree, card) AS s FROM moments_test.row WHERE g = 1) AS q, dx.components(tree, s) AS c;
SELECT count(*) AS no_complete_card FROM moments_test.line, LATERAL (SELECT dx.moments(tree, card) AS s FROM moments_test.row WHERE g > 2) AS q, dx.components(tree, s) AS c;
SELECT k, n, alpha, standardised FROM moments_test.line, LATERAL (SELECT dx.moments(tree, card) AS s FROM moments_test.row WHERE g > 2) AS q, dx.cronbach(tree, s, true) AS c WHERE without IS NULL;
SELECT dx.moments(tree, NULL) IS NULL AS no_card, dx.moments(NULL, card) IS NULL AS no_tree, dx.moments(tree, card, NULL) IS NULL AS no_weight, dx.merge_moments(NULL) IS NULL AS nothing FROM moments_test.line, moments_test.row;
SELECT count(*) FROM dx.correlations(NULL, NULL);

-- ---- two steps: any order, any parts, text and binary, the same bytes; a weight of 1 is none ----
CREATE TABLE moments_test.kept AS SELECT pg_catalog.right(unit, 1) AS day, dx.moments(tree, card) AS s, dx.moments(tree, card, population) AS w FROM moments_test.set, moments_test.unit GROUP BY 1;
SELECT dx.merge_moments(k.s) OPERATOR(dx.=) g.s AS s, dx.merge_moments(k.w) OPERATOR(dx.=) g.weighted AS w, dx.merge_moments(k.w ORDER BY day DESC) OPERATOR(dx.=) g.weighted AS backwards FROM moments_test.kept AS k, moments_test.given AS g GROUP BY g.s, g.weighted;
SELECT count(*) FROM moments_test.kept WHERE s::text::dx.moment_stat OPERATOR(dx.=) s AND w::text::dx.moment_stat OPERATOR(dx.=) w;
SELECT dx.moments(tree, card, 1.0) OPERATOR(dx.=) s AS one, dx.moments(tree, card, 1, 'criteria', '') OPERATOR(dx.=) s AS all_said FROM (SELECT s FROM moments_test.given) AS g, moments_test.set, moments_test.unit GROUP BY s;
SELECT dx.merge_moments(x) OPERATOR(dx.=) dx.merge_moments(y) AS mixed FROM (SELECT s, w FROM moments_test.kept UNION ALL SELECT w, s FROM moments_test.kept) AS q(x, y);
SELECT dx.moment_stat_hash(s) IS NOT NULL AS hash, s OPERATOR(dx.<>) w AS ne, dx.moment_stat_cmp(s, w) AS cmp FROM moments_test.kept WHERE day = '0';
SELECT unit, (SELECT n FROM dx.correlations(tree, s) AS c WHERE ordinal_1 = 3 AND ordinal_2 = 4) AS n FROM (SELECT unit, tree, dx.moments(tree, card) OVER (ORDER BY unit ROWS 3 PRECEDING) AS s FROM moments_test.set, moments_test.unit) AS q WHERE unit < 'U06' ORDER BY unit;
SELECT half, (SELECT (n, round(correlation::numeric, 9)) FROM dx.correlations(tree, s) WHERE ordinal_1 = 3 AND ordinal_2 = 5) AS pair FROM (SELECT unit < 'U08' AS half, tree, dx.moments(tree, card) AS s FROM moments_test.set, moments_test.unit GROUP BY tree, ROLLUP (unit < 'U08')) AS q ORDER BY half;
SELECT dx.moment_stat_accum(dx.moment_stat_accum(NULL, tree, a.card), tree, b.card) OPERATOR(dx.=) dx.moment_stat_combine(dx.moment_stat_accum(NULL, tree, b.card), dx.moment_stat_accum(NULL, tree, a.card)) AS same
FROM moments_test.set, moments_test.unit AS a, moments_test.unit AS b WHERE a.unit = 'U01' AND b.unit = 'U02';
-- more cards than wait together
SELECT n, correlation FROM moments_test.line, LATERAL (SELECT dx.moments(tree, card) AS s FROM moments_test.row, pg_catalog.generate_series(1, 200)) AS q, dx.correlations(tree, s) AS c WHERE ordinal_1 = 2 AND ordinal_2 IN (3, 5);

-- ---- refused ----
SELECT dx.moments(tree, card, -1) FROM moments_test.set, moments_test.unit;
SELECT dx.moments(tree, card, 'NaN') FROM moments_test.set, moments_test.unit;
SELECT dx.moments(tree, card, 1e-25) FROM moments_test.set, moments_test.unit;
SELECT dx.moments(tree, card, 1, 'pillars') FROM moments_test.set, moments_test.unit;
SELECT dx.moments(tree, card, 1, 'criteria', '9') FROM moments_test.set, moments_test.unit;
SELECT dx.moments(tree, card, 1, 'children', '1.1') FROM moments_test.set, moments_test.unit;
SELECT dx.moments(tree, card, 1, CASE WHEN unit < 'U05' THEN 'criteria' ELSE 'children' END) FROM moments_test.set, moments_test.unit;
SELECT dx.moments(CASE WHEN unit < 'U05' THEN tree ELSE dx.alter_tree(tree, '{"1.1": {"max": 20000}}') END, card) FROM moments_test.set, moments_test.unit;
SELECT dx.merge_moments(s) FROM (SELECT s FROM moments_test.kept UNION ALL SELECT dx.moments(tree, card, 1, 'children') FROM moments_test.set, moments_test.unit) AS q(s);
SELECT dx.merge_moments(s) FROM (SELECT s FROM moments_test.kept UNION ALL SELECT dx.moments(tree, card) FROM moments_test.line, moments_test.row) AS q(s);
SELECT count(*) FROM moments_test.line, moments_test.kept, dx.correlations(tree, s);
SELECT count(*) FROM moments_test.line, LATERAL (SELECT dx.moments(tree, card) AS s FROM (SELECT g, dx.card(tree, CASE WHEN g < 3 THEN '1' ELSE '2' END, g) AS card FROM pg_catalog.generate_series(1, 5) AS g GROUP BY g) AS r) AS q, dx.components(tree, s, false);
SELECT dx.moments(t, c) FROM (SELECT t, dx.card(t, '1', 1) AS c FROM (SELECT dx.tree(g::text, NULL, 1, 'percent') FROM pg_catalog.generate_series(1, 1001) AS g) AS t(t) GROUP BY t) AS u;
SELECT ''::dx.moment_stat;
SELECT 'moments:0'::dx.moment_stat;
SELECT 'moments:0000'::dx.moment_stat;
SELECT 'moments:zz'::dx.moment_stat;
SELECT pg_catalog.replace(s::text, 'moments:0', 'moments:f')::dx.moment_stat FROM moments_test.kept WHERE day = '0';
SELECT (s::text || '00')::dx.moment_stat FROM moments_test.kept WHERE day = '0';
SELECT pg_catalog.left(s::text, -2)::dx.moment_stat FROM moments_test.kept WHERE day = '0';
