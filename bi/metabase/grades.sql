-- Xếp loại | Grades
-- SPDX-License-Identifier: PostgreSQL
SELECT grade, sum(units) AS units
FROM dti_bi.grades
WHERE true [[AND {{period_name}}]] [[AND {{unit_kind_name}}]] [[AND {{group_name}}]]
GROUP BY grade ORDER BY min(least_ratio) DESC, grade
