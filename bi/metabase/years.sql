-- Các kỳ của một đơn vị | A unit over the years
-- SPDX-License-Identifier: PostgreSQL
SELECT year_label, rank_of, points, max_points, ratio
FROM dti_bi.years
WHERE true [[AND {{unit_label}}]]
ORDER BY year_label, unit_label
