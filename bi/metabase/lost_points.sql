-- Mười tiêu chí còn lấy được nhiều điểm nhất | The ten criteria with most to win back
-- SPDX-License-Identifier: PostgreSQL
SELECT label, lead_office_name, result_text, next_step, points, max_points, lost, rule_text
FROM dti_bi.lost_points
WHERE true [[AND {{period_name}}]] [[AND {{unit_label}}]]
ORDER BY lost DESC, label, unit_label, period_end DESC LIMIT 10
