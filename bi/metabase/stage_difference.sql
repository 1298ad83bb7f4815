-- Tự chấm và thẩm định (hội đồng) | Self-assessed and appraised (council)
-- SPDX-License-Identifier: PostgreSQL
SELECT unit_label, label, max_points, self_points, points, difference, note
FROM dti_bi.stage_difference
WHERE true [[AND {{period_name}}]] [[AND {{unit_kind_name}}]] [[AND {{unit_label}}]]
ORDER BY difference, unit_label, label, period_end DESC LIMIT 1000
