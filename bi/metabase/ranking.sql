-- Bảng xếp hạng | League table
-- SPDX-License-Identifier: PostgreSQL
SELECT rank_of, unit_label, points, max_points, ratio, grade, change, previous_rank
FROM dti_bi.ranking
WHERE true [[AND {{period_name}}]] [[AND {{unit_kind_name}}]] [[AND {{group_name}}]]
ORDER BY rank_points DESC, unit_label, period_end DESC
