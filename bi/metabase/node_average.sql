-- Tiêu chí mất nhiều điểm nhất | The criteria that lose most
-- SPDX-License-Identifier: PostgreSQL
SELECT label, sum(lost) AS lost, max(mean_ratio) AS mean_ratio, max(median_ratio) AS median_ratio
FROM dti_bi.node_average
WHERE is_criterion [[AND {{period_name}}]] [[AND {{unit_kind_name}}]] [[AND {{group_name}}]]
GROUP BY label ORDER BY lost DESC, label LIMIT 25
