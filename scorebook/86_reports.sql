-- SPDX-License-Identifier: PostgreSQL
-- Pages to print, to mail and to post: one HTML file each, with nothing outside it.
-- They are made of the views, as the caller, so that nobody reads in a report what
-- he may not read in a table.

CREATE FUNCTION html(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(replace(replace(regexp_replace(coalesce(said, ''), U&'[\0001-\0008\000B\000C\000E-\001F\007F\202A-\202E\2066-\2069]', '', 'g'),
	'&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');
COMMENT ON FUNCTION html(text) IS 'a text as it stands in HTML, in elements and in attributes: nothing in it is a tag, and no control character turns the page around';

-- The words of the pages by code. (Codes of wording: page.report for report.) Like
-- all else they are escaped where they are written: an administrator may have chosen any.
CREATE FUNCTION page_words(language text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
	IF language IS NULL OR language NOT IN ('vi', 'en') THEN
		RAISE EXCEPTION USING MESSAGE = say('no_language', language), HINT = say('languages'), ERRCODE = 'invalid_parameter_value';
	END IF;
	RETURN (SELECT jsonb_object_agg(substr(w.code, length('page.') + 1), CASE language WHEN 'vi' THEN w.vi ELSE w.en END) FROM wording AS w WHERE w.code LIKE 'page.%');
END
$$;
COMMENT ON FUNCTION page_words(text) IS 'the words of reports by code, in Vietnamese or English';

CREATE FUNCTION page(title text, body text, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format($html$<!DOCTYPE html>
<html lang="%s">
<head>
<meta charset="UTF-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>%s</title>
<style>
@page { size: A4; margin: 16mm 14mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.4 "Noto Sans", "DejaVu Sans", Arial, sans-serif; color: #1a1a1a; max-width: 182mm; margin: 0 auto; padding: 4mm 0; }
@media print { body { padding: 0; } }
h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 1mm; }
h2 { font-size: 12.5pt; margin: 7mm 0 2mm; border-bottom: 0.4mm solid #0b5394; color: #0b5394; break-after: avoid; }
p { margin: 1mm 0; }
.sub { color: #555; }
.notice { background: #fff3cd; border: 0.2mm solid #d9b64a; padding: 1.5mm 3mm; margin: 2mm 0; }
.key { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; margin: 4mm 0; }
.key div { border: 0.2mm solid #bbb; border-radius: 1.5mm; padding: 2mm 3mm; }
.key b { display: block; font-size: 15pt; line-height: 1.25; }
.key span { color: #555; font-size: 9pt; }
table { border-collapse: collapse; width: 100%%; font-size: 9.3pt; }
th, td { border-bottom: 0.2mm solid #ccc; padding: 1.1mm 1.6mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eef3f8; border-bottom: 0.3mm solid #0b5394; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
td:nth-child(2), th:nth-child(2) { min-width: 26mm; }
td.n:nth-child(2), th.n:nth-child(2) { min-width: 0; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n, td.c { white-space: nowrap; }
th { overflow-wrap: break-word; font-size: 8.8pt; }
tr.head td { font-weight: 600; background: #f6f8fa; }
svg { display: block; }
footer { margin-top: 7mm; border-top: 0.2mm solid #bbb; padding-top: 2mm; font-size: 8.3pt; color: #555; overflow-wrap: anywhere; }
bdi { unicode-bidi: isolate; }
</style>
</head>
<body>
%s
</body>
</html>
$html$, html(language), html(title), body);
COMMENT ON FUNCTION page(text, text, text) IS 'beneath the reports: a whole page, A4, with its style and nothing from elsewhere; well-formed as XML too';

-- A share as a bar, with a mark where the group's median is.
CREATE FUNCTION share_bar(share numeric, median numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('<svg width="160" height="14" viewBox="0 0 160 14" role="img" aria-label="%s %%"><rect width="160" height="14" fill="#e6e6e6"/><rect width="%s" height="14" fill="#3d85c6"/>%s</svg>',
	round(share * 100), round(least(greatest(share, 0), 1) * 160, 1),
	CASE WHEN median IS NULL THEN '' ELSE format('<rect x="%s" width="2.5" height="14" fill="#b45f06"/>', round(least(greatest(median, 0), 1) * 157.5, 1)) END);
COMMENT ON FUNCTION share_bar(numeric, numeric) IS 'beneath the reports: a share as a bar in SVG, with a mark at the median';

-- What is said of the publication, or that there is none yet.
CREATE FUNCTION page_foot(period text, language text, published_only boolean) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	w jsonb := page_words(language);
	said text;
BEGIN
	SELECT concat_ws('<br/>', CASE WHEN NOT blank(b.doc_number) THEN format('%s <bdi>%s</bdi>%s', html(w->>'document'), html(b.doc_number), CASE WHEN b.doc_date IS NULL THEN '' ELSE format(' %s %s', html(w->>'dated'), to_char(b.doc_date, 'DD/MM/YYYY')) END) END,
			CASE WHEN NOT blank(b.addressee) THEN format('%s: <bdi>%s</bdi>', html(w->>'addressee'), html(b.addressee)) END,
			format('%s: <bdi>%s</bdi> (%s %s), %s', html(w->>'published'), html(coalesce(nullif(b.label, ''), b.period_id)), html(w->>'revision'), b.revision, to_char(b.published_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI DD/MM/YYYY')),
			format('%s: <code>%s</code>', html(w->>'hash'), b.audit_hash)) INTO said
	FROM published AS b WHERE b.period_id = period AND b.kind = 'periodic' AND published_only ORDER BY b.revision DESC LIMIT 1;
	RETURN format('<footer>%s</footer>', coalesce(said, html(w->>'provisional')));
END
$$;
COMMENT ON FUNCTION page_foot(text, text, boolean) IS 'beneath the reports: document number, addressee, publication, hash of the audit';

-- Tables of all pages are made here, and what stands in them is escaped here: a
-- line is a list of cells, a cell a text, or a text with a smaller one beneath it,
-- {"text": …, "sub": …}, or a bar, {"share": …, "median": …}. The kinds of the
-- columns: t text, n number, s a number that matters, c code, b bar.
CREATE FUNCTION page_cell(cell jsonb, kind text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN format('<td%s>%s%s</td>', CASE kind WHEN 'n' THEN ' class="n"' WHEN 's' THEN ' class="n"' WHEN 'c' THEN ' class="c"' ELSE '' END,
	CASE
		WHEN kind = 's' THEN format('<b>%s</b>', html(coalesce(cell#>>'{}', '–')))
		WHEN kind = 'b' THEN coalesce(share_bar((cell->>'share')::numeric, (cell->>'median')::numeric), '')
		WHEN kind IN ('n', 'c') THEN html(coalesce(cell->>'text', cell#>>'{}', '–'))
		ELSE format('<bdi>%s</bdi>', html(CASE jsonb_typeof(cell) WHEN 'object' THEN cell->>'text' ELSE cell#>>'{}' END)) END,
	CASE WHEN blank(cell->>'sub') THEN '' ELSE format('<br/><span class="sub"><bdi>%s</bdi></span>', html(cell->>'sub')) END);
COMMENT ON FUNCTION page_cell(jsonb, text) IS 'beneath the reports: a cell of a table; where there is no number, a dash';

CREATE FUNCTION page_table(title text, kinds text, headings text[], lines jsonb, nothing text DEFAULT NULL) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE
	WHEN lines IS NULL THEN CASE WHEN nothing IS NULL THEN '' ELSE format('<h2>%s</h2><p>%s</p>', html(title), html(nothing)) END
	ELSE format('%s<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>',
		CASE WHEN title IS NULL THEN '' ELSE format('<h2>%s</h2>', html(title)) END,
		(SELECT string_agg(format('<th%s>%s</th>', CASE WHEN substr(kinds, h.place::int, 1) IN ('n', 's') THEN ' class="n"' ELSE '' END, format('<bdi>%s</bdi>', html(h.said))), '' ORDER BY h.place)
		 FROM unnest(headings) WITH ORDINALITY AS h(said, place)),
		(SELECT string_agg(format('<tr%s>%s</tr>', CASE WHEN (l.line->>'head')::boolean THEN ' class="head"' ELSE '' END,
				(SELECT string_agg(page_cell(c.cell, substr(kinds, c.place::int, 1)), '' ORDER BY c.place)
				 FROM jsonb_array_elements(CASE jsonb_typeof(l.line) WHEN 'object' THEN l.line->'cells' ELSE l.line END) WITH ORDINALITY AS c(cell, place))), '' ORDER BY l.place)
		 FROM jsonb_array_elements(lines) WITH ORDINALITY AS l(line, place))) END;
COMMENT ON FUNCTION page_table(text, text, text[], jsonb, text) IS 'beneath the reports: a table with its title, everything escaped; without lines what is said in its place, or nothing';

-- The parts of a report: what is asked of the views, a table each.
CREATE FUNCTION report_pillars(r record, language text, decimals int) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	w jsonb := page_words(language);
BEGIN
	RETURN page_table(w->>'pillars', 'tnnnnb', ARRAY[w->>'pillar', w->>'points', w->>'maximum', w->>'rank', w->>'group_median', w->>'share'],
		(SELECT jsonb_agg(jsonb_build_array(k.pillar_name, dx.number_text(k.points::float8, decimals, language), dx.number_text(k.max_points::float8, NULL, language),
				k.rank || ' / ' || k.ranked_count, dx.number_text(m.median, decimals, language), jsonb_build_object('share', k.ratio, 'median', m.share)) ORDER BY k.pillar_sort, k.pillar)
		 FROM ranking AS k LEFT JOIN LATERAL (
			-- only where the others are shown
			SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY o.points) AS median, percentile_cont(0.5) WITHIN GROUP (ORDER BY o.ratio) AS share
			FROM ranking AS o WHERE o.period_id = k.period_id AND o.unit_kind = k.unit_kind AND o.ranking_group = k.ranking_group AND o.pillar = k.pillar AND o.ranked AND o.coverage > 0
			HAVING count(*) > 1) AS m ON true
		 WHERE k.period_id = r.period_id AND k.unit_id = r.unit_id AND k.pillar <> ''));
END
$$;
COMMENT ON FUNCTION report_pillars(record, text, int) IS 'beneath report: pillars beside the group''s median';

CREATE FUNCTION report_lost(r record, language text, decimals int) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	w jsonb := page_words(language);
	tree dx.tree := (SELECT i.tree FROM index_set AS i WHERE i.set_id = r.set_id);
	card dx.card := card_shown(r.period_id, r.unit_id, r.set_id, CASE r.status WHEN 'published' THEN 'published' ELSE 'counts' END);
BEGIN
	RETURN page_table(w->>'lost', 'ntttnt', ARRAY[w->>'number', w->>'criterion', w->>'office', w->>'result', w->>'points', w->>'next'],
		(SELECT jsonb_agg(jsonb_build_array(coalesce(nullif(s.number, ''), l.code),
				jsonb_build_object('text', l.name, 'sub', coalesce(nullif(CASE language WHEN 'vi' THEN l.rule_vi ELSE l.rule_en END, ''), w->>'unquantified')),
				coalesce(o.name, CASE language WHEN 'en' THEN nullif(t.name_en, '') END, t.name, l.lead_office),
				CASE l.state WHEN 'missing' THEN w->>'missing' WHEN 'points' THEN w->>'awarded' ELSE dx.result_text(nullif(l.rule, ''), l.result, language) END,
				format('%s / %s', coalesce(dx.number_text(l.points::float8, decimals, language), '–'), dx.number_text(l.max_points::float8, NULL, language)),
				CASE WHEN a.next_result IS NULL OR l.rule = '' THEN w->>'awarded' ELSE format('%s: %s %s; %s %s', dx.result_text(l.rule, a.next_result, language),
					dx.number_text(a.next_points, decimals, language), w->>'points_unit', w->>'then_total', dx.number_text(a.next_total, decimals, language)) END) ORDER BY l.lost DESC, l.sort_key)
		 FROM lost_points AS l
			JOIN score AS s ON s.period_id = l.period_id AND s.unit_id = l.unit_id AND s.code = l.code
			LEFT JOIN dx.advice(tree, card) AS a ON a.code::text = l.code
			LEFT JOIN office AS o ON o.unit_id = l.unit_id AND o.office_type = l.lead_office
			LEFT JOIN office_type AS t ON t.office_type = l.lead_office
		 WHERE l.period_id = r.period_id AND l.unit_id = r.unit_id), w->>'nothing_lost');
END
$$;
COMMENT ON FUNCTION report_lost(record, text, int) IS 'beneath report: where points are still to be had: office, rule and result in words, the next step and the total then';

CREATE FUNCTION report_changes(r record, language text, decimals int) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	w jsonb := page_words(language);
BEGIN
	-- What the council did is shown to the unit itself and the council.
	IF NOT has_table_privilege('stage_difference'::regclass, 'select') OR NOT EXISTS (SELECT 1 FROM sight AS i WHERE i.everything OR r.unit_id = ANY (i.units)) THEN
		RETURN '';
	END IF;
	RETURN page_table(w->>'changed', 'ntnnt', ARRAY[w->>'number', w->>'criterion', w->>'self', w->>'counted', w->>'why'],
		(SELECT jsonb_agg(jsonb_build_array(coalesce(nullif(s.number, ''), d.code), d.name,
				dx.number_text(d.self_points::float8, decimals, language), dx.number_text(d.points::float8, decimals, language), d.note) ORDER BY d.sort_key)
		 FROM stage_difference AS d JOIN score AS s ON s.period_id = d.period_id AND s.unit_id = d.unit_id AND s.code = d.code
		 WHERE d.period_id = r.period_id AND d.unit_id = r.unit_id), w->>'nothing_changed');
END
$$;
COMMENT ON FUNCTION report_changes(record, text, int) IS 'beneath report: what the council changed and why, for the unit itself and the council';

CREATE FUNCTION report_strengths(r record, language text, decimals int) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	w jsonb := page_words(language);
BEGIN
	-- The criteria in which the unit is furthest above the median of its group.
	RETURN page_table(w->>'strengths', 'ntnn', ARRAY[w->>'number', w->>'criterion', w->>'points', w->>'group_median'],
		(SELECT jsonb_agg(jsonb_build_array(coalesce(nullif(b.number, ''), b.code), b.name,
				format('%s / %s', dx.number_text(b.points::float8, decimals, language), dx.number_text(b.max_points::float8, NULL, language)),
				dx.number_text(b.median, decimals, language)) ORDER BY b.above DESC, b.sort_key)
		 FROM (SELECT s.code, s.number, s.name, s.sort_key, s.points, s.max_points, m.median, s.points - m.median AS above
			FROM score AS s JOIN (
				SELECT g.code, percentile_cont(0.5) WITHIN GROUP (ORDER BY coalesce(g.points, 0)) AS median
				FROM score AS g WHERE g.period_id = r.period_id AND g.set_id = r.set_id AND g.unit_kind = r.unit_kind AND g.ranking_group = r.ranking_group AND g.is_criterion
				GROUP BY g.code HAVING count(*) > 1) AS m ON m.code = s.code
			WHERE s.period_id = r.period_id AND s.unit_id = r.unit_id AND s.is_criterion AND s.points > m.median
			ORDER BY above DESC, s.sort_key LIMIT 5) AS b));
END
$$;
COMMENT ON FUNCTION report_strengths(record, text, int) IS 'beneath report: the criteria in which the unit is furthest above the median of its group, where the group is shown';

CREATE FUNCTION report_past(r record, language text, decimals int) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	w jsonb := page_words(language);
BEGIN
	RETURN page_table(w->>'past', 'tnnn', ARRAY[w->>'pillar', w->>'then', w->>'now', w->>'difference'],
		(SELECT jsonb_agg(jsonb_build_object('head', v.code = '', 'cells', jsonb_build_array(
				jsonb_build_object('text', s.name, 'sub', CASE WHEN v.derived AND v.code = '' THEN format(w->>'derived', v.of_units) END),
				dx.number_text(v.points::float8, decimals, language), dx.number_text(s.points::float8, decimals, language),
				CASE WHEN s.points > v.points THEN '+' ELSE '' END || dx.number_text((s.points - v.points)::float8, decimals, language))) ORDER BY s.sort_key)
		 FROM past_value AS v JOIN score AS s ON s.period_id = v.period_id AND s.unit_id = v.unit_id AND s.code = v.code
		 WHERE v.period_id = r.period_id AND v.unit_id = r.unit_id AND v.is_main));
END
$$;
COMMENT ON FUNCTION report_past(record, text, int) IS 'beneath report: the period before, down to the main indices';

CREATE FUNCTION report(period text, unit text, language text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	w jsonb;
	p record;
	r record;
	s record;
	digits int;
BEGIN
	language := coalesce(language, (SELECT i.language FROM sight AS i));
	w := page_words(language);
	SELECT * INTO p FROM period_shown AS q WHERE q.period_id = report.period;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_period', report.period), ERRCODE = 'no_data_found';
	END IF;
	SELECT * INTO r FROM ranking AS k WHERE k.period_id = report.period AND k.unit_id = report.unit AND k.pillar = '';
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('shown_nothing', current_user, report.unit, report.period), DETAIL = say('other_unit_or_stale'),
			ERRCODE = 'insufficient_privilege';
	END IF;
	SELECT i.name, i.name_en, i.decision INTO s FROM index_set AS i WHERE i.set_id = r.set_id;
	digits := coalesce((SELECT b.points_decimals FROM published AS b WHERE r.status = 'published' AND b.period_id = report.period AND b.kind = 'periodic' ORDER BY b.revision DESC LIMIT 1), p.points_decimals);
	RETURN page(format('%s: %s, %s', say_in(language, 'page.report'), r.unit_name, p.name), concat(
		format('<h1><bdi>%s</bdi></h1><p class="sub">%s · <bdi>%s</bdi> · <bdi>%s</bdi> (%s <bdi>%s</bdi>)</p>', html(r.unit_name), html(w->>'report'), html(p.name),
			html(coalesce(CASE language WHEN 'en' THEN nullif(s.name_en, '') END, s.name)), html(w->>'decision'), html(s.decision)),
		CASE WHEN r.status <> 'published' THEN format('<p class="notice">%s</p>', html(w->>'provisional')) END,
		format('<div class="key"><div><span>%s</span><b>%s</b></div><div><span>%s</span><b>%s</b><span>%s %s</span></div><div><span>%s</span><b><bdi>%s</bdi></b></div><div><span>%s</span><b>%s</b><span>%s</span></div></div>',
			html(w->>'rank'), CASE WHEN r.rank IS NOT NULL THEN r.rank || ' / ' || r.ranked_count WHEN NOT r.ranked THEN html(w->>'not_ranked') WHEN NOT r.coverage > 0 THEN html(w->>'no_value') ELSE html(w->>'rank_later') END,
			html(w->>'points'), coalesce(dx.number_text(r.points::float8, digits, language), '–'), html(w->>'of'), dx.number_text(r.max_points::float8, NULL, language),
			html(w->>'grade'), html(coalesce(r.grade, '–')),
			-- like for like: in percent where the maxima differ
			html(w->>'change'), CASE
				WHEN (r.compared_on = 'ratio' OR r.max_points <> r.previous_max_points) AND r.ratio IS NOT NULL AND r.previous_ratio IS NOT NULL THEN
					CASE WHEN r.ratio > r.previous_ratio THEN '+' ELSE '' END || dx.number_text(((r.ratio - r.previous_ratio) * 100)::float8, 2, language) || ' %'
				WHEN r.points IS NULL OR r.previous_points IS NULL THEN '–'
				ELSE CASE WHEN r.points > r.previous_points THEN '+' ELSE '' END || dx.number_text((r.points - r.previous_points)::float8, digits, language) END,
			CASE WHEN r.rank_change > 0 THEN html(format(w->>'up', r.rank_change)) WHEN r.rank_change < 0 THEN html(format(w->>'down', -r.rank_change)) WHEN r.rank_change = 0 THEN html(w->>'same') ELSE html(w->>'no_comparison') END
				|| CASE WHEN r.rank_change IS NOT NULL AND r.compared_units <> r.ranked_count THEN ' ' || html(format(w->>'among', r.compared_units)) ELSE '' END),
		report_pillars(r, language, digits), report_lost(r, language, digits), report_changes(r, language, digits),
		report_strengths(r, language, digits), report_past(r, language, digits), page_foot(report.period, language, r.status = 'published')), language);
END
$$;
COMMENT ON FUNCTION report(text, text, text) IS 'the report of a unit as one HTML page, to print, mail or post: rank, points, grade, change; pillars beside the group''s median; where points are still to be had, with office, rule and result in words, the next step and the total then; what the council changed; strengths; the period before. As far as the caller may see it, in Vietnamese or English (default: the reader''s language)';

CREATE FUNCTION report_all(period text, language text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	w jsonb;
	p record;
	digits int;
	tables text;
	final boolean;
BEGIN
	language := coalesce(language, (SELECT i.language FROM sight AS i));
	w := page_words(language);
	SELECT * INTO p FROM period_shown AS q WHERE q.period_id = report_all.period;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_period', report_all.period), ERRCODE = 'no_data_found';
	END IF;
	final := EXISTS (SELECT 1 FROM ranking AS k WHERE k.period_id = report_all.period AND k.status = 'published');
	digits := coalesce((SELECT b.points_decimals FROM published AS b WHERE final AND b.period_id = report_all.period AND b.kind = 'periodic' ORDER BY b.revision DESC LIMIT 1), p.points_decimals);
	WITH line AS (
		SELECT r.unit_kind, r.ranking_group, r.unit_id, r.unit_name, r.rank, r.ranked_count, r.points, r.max_points, r.grade, r.rank_change
		FROM ranking AS r WHERE r.period_id = report_all.period AND r.pillar = ''
	), pillar AS (
		SELECT r.unit_kind, r.ranking_group, r.pillar, min(r.pillar_sort) AS pillar_sort, min(r.pillar_name) AS name FROM ranking AS r
		WHERE r.period_id = report_all.period AND r.pillar <> '' GROUP BY r.unit_kind, r.ranking_group, r.pillar
	), head AS (
		SELECT c.unit_kind, c.ranking_group, array_agg(c.name ORDER BY c.pillar_sort, c.pillar) AS names FROM pillar AS c GROUP BY c.unit_kind, c.ranking_group
	), parts AS (
		SELECT l.unit_id, jsonb_agg(dx.number_text(r.points::float8, digits, language) ORDER BY c.pillar_sort, c.pillar) AS cells
		FROM line AS l JOIN pillar AS c ON c.unit_kind = l.unit_kind AND c.ranking_group = l.ranking_group
			LEFT JOIN ranking AS r ON r.period_id = report_all.period AND r.unit_id = l.unit_id AND r.pillar = c.pillar GROUP BY l.unit_id
	), body AS (
		SELECT l.unit_kind, l.ranking_group, jsonb_agg(jsonb_build_array(l.rank, l.unit_name, dx.number_text(l.points::float8, digits, language), dx.number_text(l.max_points::float8, NULL, language))
				|| coalesce(s.cells, '[]') || jsonb_build_array(coalesce(l.grade, ''), CASE WHEN l.rank_change > 0 THEN '+' ELSE '' END || l.rank_change)
			ORDER BY l.rank, l.unit_name COLLATE "C", l.unit_id COLLATE "C") AS lines
		FROM line AS l LEFT JOIN parts AS s ON s.unit_id = l.unit_id GROUP BY l.unit_kind, l.ranking_group
	)
	SELECT string_agg(page_table(concat_ws(': ', coalesce((SELECT CASE language WHEN 'en' THEN upper(left(coalesce(nullif(k.name_en, ''), k.name), 1)) || substr(coalesce(nullif(k.name_en, ''), k.name), 2) ELSE k.name END
				FROM unit_kind AS k WHERE k.unit_kind = b.unit_kind), b.unit_kind), nullif(b.ranking_group, '')),
			'ntsn' || repeat('n', coalesce(cardinality(h.names), 0)) || 'tn', ARRAY[w->>'rank', w->>'unit', w->>'points', w->>'maximum'] || coalesce(h.names, '{}') || ARRAY[w->>'grade', w->>'change'], b.lines),
		'' ORDER BY b.unit_kind COLLATE "C", b.ranking_group COLLATE "C") INTO tables
	FROM body AS b LEFT JOIN head AS h ON h.unit_kind = b.unit_kind AND h.ranking_group = b.ranking_group;
	IF tables IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('shown_no_results', current_user, report_all.period), ERRCODE = 'no_data_found';
	END IF;
	RETURN page(format('%s: %s', say_in(language, 'page.ranking'), p.name), concat(format('<h1>%s</h1><p class="sub"><bdi>%s</bdi></p>', html(w->>'ranking'), html(p.name)),
		CASE WHEN NOT final THEN format('<p class="notice">%s</p>', html(w->>'provisional')) END, tables, page_foot(report_all.period, language, final)), language);
END
$$;
COMMENT ON FUNCTION report_all(text, text) IS 'the ranking of a period as one HTML page, with the pillars, and the document, the publication and the hash of the audit beneath; as far as the caller may see it';

CREATE FUNCTION set_page(set_id text, language text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	w jsonb;
	s record;
	lines jsonb;
BEGIN
	language := coalesce(language, (SELECT i.language FROM sight AS i));
	w := page_words(language);
	SELECT * INTO s FROM index_set AS i WHERE i.set_id = set_page.set_id;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_set', set_page.set_id), ERRCODE = 'no_data_found';
	END IF;
	SELECT jsonb_agg(CASE WHEN n.is_criterion THEN jsonb_build_array(coalesce(n.number, n.code::text), coalesce(CASE language WHEN 'en' THEN nullif(g.name_en, '') END, n.name),
				coalesce(dx.number_text(n.max_points::float8, NULL, language), ''),
				jsonb_build_object('text', coalesce(nullif(CASE language WHEN 'vi' THEN g.rule_vi ELSE g.rule_en END, ''), w->>'unquantified'), 'sub', CASE language WHEN 'vi' THEN g.how_vi ELSE g.how_en END),
				concat_ws(' ', nullif(CASE language WHEN 'vi' THEN g.evidence_vi ELSE g.evidence_en END, ''), CASE WHEN g.evidence_required THEN format('(%s)', w->>'required') END),
				concat_ws('; ', (SELECT coalesce(CASE language WHEN 'en' THEN nullif(t.name_en, '') END, t.name) FROM office_type AS t WHERE t.office_type = g.lead_office),
					(SELECT string_agg(coalesce(CASE language WHEN 'en' THEN nullif(t.name_en, '') END, t.name), ', ' ORDER BY t.office_type) FROM responsibility AS c JOIN office_type AS t ON t.office_type = c.office_type
					 WHERE c.set_id = n.set_id AND c.code = n.code AND c.part = 'cooperate')))
			ELSE jsonb_build_object('head', true, 'cells', jsonb_build_array(coalesce(n.number, n.code::text), n.name, coalesce(dx.number_text(n.max_points::float8, NULL, language), ''), '', '', '')) END
		ORDER BY n.ordinal) INTO lines
	FROM node AS n LEFT JOIN guidance AS g ON g.set_id = n.set_id AND g.code = n.code::text
	WHERE n.set_id = set_page.set_id;
	RETURN page(coalesce(CASE language WHEN 'en' THEN nullif(s.name_en, '') END, s.name), concat(
		format('<h1><bdi>%s</bdi></h1><p class="sub">%s <bdi>%s</bdi>, %s</p>', html(coalesce(CASE language WHEN 'en' THEN nullif(s.name_en, '') END, s.name)), html(w->>'decision'), html(s.decision), to_char(s.valid_from, 'DD/MM/YYYY')),
		page_table(NULL, 'ctnttt', ARRAY[w->>'number', w->>'criterion', w->>'maximum', w->>'how', w->>'evidence', w->>'offices'], lines)), language);
END
$$;
COMMENT ON FUNCTION set_page(text, text) IS 'an index set as one HTML page for the portal: every criterion with its maximum, its rule in words, guidance, evidence and offices';
