-- Ai còn chậm (hội đồng) | Who is late (council)
-- SPDX-License-Identifier: PostgreSQL
SELECT unit_label, sheet_state_name, sum(criteria) AS criteria, sum(unanswered) AS unanswered, sum(evidence_lacking) AS evidence_lacking, min(days_left) AS days_left
FROM dti_bi.progress
WHERE true [[AND {{period_name}}]] [[AND {{parent_label}}]] [[AND {{office_type_name}}]]
GROUP BY unit_label, sheet_state_name ORDER BY unanswered DESC, unit_label
