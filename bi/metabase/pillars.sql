-- Trụ cột so với trung vị của nhóm | Pillars beside the median of the group
-- SPDX-License-Identifier: PostgreSQL
SELECT pillar_label, max(ratio) AS ratio, max(group_median) AS group_median
FROM dti_bi.pillars
WHERE true [[AND {{period_name}}]] [[AND {{unit_label}}]]
GROUP BY pillar_label ORDER BY pillar_label
