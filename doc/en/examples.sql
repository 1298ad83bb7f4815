-- SPDX-License-Identifier: PostgreSQL
-- The tables of doc/en/getting-started.md, in one transaction, made by test/manual script doc/en/getting-started.md.
-- psql runs it in the repository's top: psql -q -f doc/en/examples.sql
BEGIN;
\o /dev/null

-- doc/en/install.md

CREATE EXTENSION IF NOT EXISTS dxindex;
SELECT dx.version();

ALTER EXTENSION dxindex UPDATE;

-- doc/en/getting-started.md

CREATE TABLE province_node (code text, name text, max_points float8, rule text);
\copy province_node FROM 'test/data/province_922.csv' CSV HEADER
CREATE TABLE province_set AS SELECT dx.tree(code, name, max_points, rule) FROM province_node;

CREATE TABLE typed_node (code text, name text, max_points text, rule text);
INSERT INTO typed_node VALUES (' 1.2', 'Họp không giấy', '7,5', 'yesno'), ('1.10 ', 'Văn bản ký số', '12,5', 'percent');
CREATE TABLE typed_set AS
  SELECT dx.tree(trim(code), name, replace(max_points, ',', '.')::float8, rule) FROM typed_node;
SELECT n.code, n.name, n.max_points FROM typed_set, dx.nodes(tree) AS n;

CREATE TABLE province_result (province text, code text, value float8);
\copy province_result FROM 'test/data/province_922_results.csv' CSV HEADER

CREATE TABLE province_card AS
  SELECT province, dx.card(tree, code, value)
  FROM province_result CROSS JOIN province_set GROUP BY province;

CREATE TABLE province_published (province text, published_dti float8, published_rank int);
\copy province_published FROM 'test/data/province_922_published.csv' CSV HEADER
SELECT dx.rank_by(dx.ratio(tree, card)) OVER () AS rank, province,
       dx.points(tree, card), dx.ratio(tree, card)::numeric(6,4) AS dti,
       published_dti, published_rank
FROM province_card CROSS JOIN province_set JOIN province_published USING (province)
ORDER BY rank;

CREATE TABLE criterion (code text, name text, max_points float8, rule text);
INSERT INTO criterion VALUES
  (NULL,   'Bộ chỉ số chuyển đổi số cấp xã', 100, NULL),
  ('1',    'Chính quyền số',                  60, NULL),
  ('1.1',  'Hồ sơ trực tuyến toàn trình',     30, 'percent'),
  ('1.2',  'Họp không giấy',                  10, 'yesno'),
  ('1.10', 'Văn bản điện tử ký số',           20, 'steps(50:0.5, 80:1)'),
  ('2',    'Xã hội số',                       40, NULL),
  ('2.1',  'Người dân có chữ ký số',          20, 'target(50)'),
  ('2.2',  'Mức độ ứng dụng AI',              20, 'choice(Tốt:1, Đạt:0.5, Chưa:0)');
CREATE TABLE answer (commune text, code text, typed text);
INSERT INTO answer VALUES
  ('Hoằng Lộc', '1.1', '87,5'),  ('Hoằng Lộc', '1.2', 'có'),    ('Hoằng Lộc', '1.10', '90'),
  ('Hoằng Lộc', '2.1', '30'),    ('Hoằng Lộc', '2.2', 'Đạt'),
  ('Nga Sơn',   '1.1', '12/15'), ('Nga Sơn',   '1.2', 'không'), ('Nga Sơn',   '1.10', '60'),
  ('Nga Sơn',   '2.1', '25'),    ('Nga Sơn',   '2.2', NULL),
  ('Đông Sơn',  '1.1', '92%'),   ('Đông Sơn',  '1.2', 'có'),    ('Đông Sơn',  '1.10', '79,9'),
  ('Đông Sơn',  '2.1', '41'),    ('Đông Sơn',  '2.2', 'Tốt');

CREATE TABLE commune_set AS
  SELECT dx.tree(code, name, max_points, rule) FROM criterion;
CREATE TABLE commune_card AS
  SELECT commune, dx.card(tree, code, typed)
  FROM answer CROSS JOIN commune_set GROUP BY commune;

SELECT dx.rank_by(dx.points(tree, card)) OVER () AS rank, commune,
       dx.points(tree, card), dx.points(tree, card, '1') AS government,
       dx.points(tree, card, '2') AS society, dx.coverage(tree, card)
FROM commune_card CROSS JOIN commune_set ORDER BY rank;

\o
COMMIT;
