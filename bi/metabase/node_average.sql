-- Tiêu chí mất nhiều điểm nhất | The criteria that lose most
-- SPDX-License-Identifier: PostgreSQL
SELECT label, group_name, lost, mean_ratio, median_ratio
FROM dti_bi.node_average
WHERE is_criterion [[AND {{period_name}}]] [[AND {{unit_kind_name}}]] [[AND {{group_name}}]]
ORDER BY lost DESC, label, group_name, unit_kind_name, period_end DESC LIMIT 25
