-- SPDX-License-Identifier: PostgreSQL
-- Pages of HTML: what is in them for whom, and that no name breaks them.
BEGIN;
\ir scorebook/small.sql
UPDATE book.book_version SET language = 'vi';
SELECT no_plan();
SELECT is(book.html(U&'<a href="x" onclick=''y''>&amp;\202E\0001</a>'), '&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;', 'a text in HTML');
SELECT is(book.html(NULL), '', 'nothing');
SELECT is_empty($$SELECT w.key FROM jsonb_each_text(book.page_words('vi')) AS w WHERE book.blank(w.value) OR NOT book.page_words('en') ? w.key$$, 'words in both languages');
SELECT is((SELECT count(*) FROM jsonb_object_keys(book.page_words('en'))), (SELECT count(*) FROM jsonb_object_keys(book.page_words('vi'))), 'as many');
SELECT is_empty($$SELECT p.proname, m[1] FROM pg_proc AS p, regexp_matches(p.prosrc, 'w->>''([a-z_]+)''', 'g') AS m WHERE p.pronamespace = 'book'::regnamespace AND p.prosrc ~ 'page_words' AND NOT book.page_words('vi') ? m[1]$$, 'every word that is asked for is there');

SELECT book.enrol('k');
UPDATE book.period SET grades = 'Yếu:0, Khá:0.2, Tốt:0.5', self_counts = 'always';
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES
	('k', 'x1', '1.1', '87,5%'), ('k', 'x1', '1.2', 'có'), ('k', 'x1', '1.10', '60'), ('k', 'x1', '2.2', 'Đạt'), ('k', 'x2', '1.1', '50'), ('k', 'x2', '1.2', 'không'), ('k', 'x3', '1.1', '20');
SELECT count(*) FROM book.refresh();
CREATE FUNCTION tap.page(who text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	said text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	EXECUTE 'SELECT ' || statement INTO said;
	RESET ROLE;
	RETURN said;
EXCEPTION WHEN OTHERS THEN
	RESET ROLE;
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
-- The text of a page, a blank between elements.
CREATE FUNCTION tap.said(who text, statement text) RETURNS text LANGUAGE sql AS $$
	SELECT trim(regexp_replace(replace(replace(regexp_replace(regexp_replace(tap.page(who, statement), '^.*</head>', ''), '<[^>]*>', ' ', 'g'), '&quot;', '"'), '&lt;', '<'), '\s+', ' ', 'g'))$$;
-- A server without libxml cannot tell.
CREATE FUNCTION tap.well_formed(page text) RETURNS boolean LANGUAGE sql AS $$SELECT CASE WHEN (SELECT setting FROM pg_config() WHERE name = 'CONFIGURE') LIKE '%with-libxml%' THEN xml_is_well_formed_document(page) ELSE true END$$;
SELECT ok(tap.well_formed(tap.page(r, f)), r || ': ' || f || ' is well-formed')
FROM unnest(ARRAY['book_council', 'book_boss']) AS r, unnest(ARRAY['book.report(''k'', ''x1'')', 'book.report(''k'', ''x1'', ''en'')', 'book.report(''k'', ''h1'')', 'book.report_all(''k'')', 'book.set_page(''xa-1'')', 'book.set_page(''huyen-1'', ''en'')']) AS f;
SELECT alike(tap.said('book_council', 'book.report(''k'', ''x1'')'), '%Xã 1 Phiếu kết quả · Kỳ 2024 · Cấp xã (Quyết định 1/QĐ ) Số liệu tạm tính, chưa công bố Xếp hạng 1 / 3 Điểm 52,50 trên 100 Xếp loại Tốt So với kỳ trước – không so sánh được%', 'rank, points of the maximum, grade');
SELECT alike(tap.said('book_council', 'book.report(''k'', ''x1'')'), '%Chính quyền số 46,25 60 1 / 3 15,00%', 'a pillar beside the median');
SELECT alike(tap.said('book_council', 'book.report(''k'', ''x1'')'), '% 1.10 Văn bản ký số từ 80 trở lên: 20; từ 50 đến dưới 80: 10; còn lại: 0 60 10,00 / 20 80: 20,00 điểm; tổng khi đó 62,50 %', 'a lost point: rule and result in words, next step, the total then');
SELECT alike(tap.said('book_council', 'book.report(''k'', ''x1'')'), '% 2.2 Ứng dụng AI Tốt: 12,5; Đạt: 6,25; Chưa: 0 Đạt 6,25 / 12,5 Tốt: 12,50 điểm; tổng khi đó 58,75 %', 'a choice in words');
SELECT alike(tap.said('book_council', 'book.report(''k'', ''x1'')'), '% 1.1 Hồ sơ trực tuyến 100 %: 30; dưới mức đó tính theo tỷ lệ Văn phòng 87,5 % 26,25 / 30 %', 'its office, a percentage');
SELECT alike(tap.said('book_council', 'book.report(''k'', ''x1'', ''en'')'), '%Provisional figures, not published Rank 1 / 3 Points 52.50 of 100%80: 20.00 points; total then 62.50%', 'in English');
SELECT alike(tap.said('book_council', 'book.report(''k'', ''x1'')'), '%Điểm mạnh STT Tiêu chí Điểm Trung vị nhóm 1.1 Hồ sơ trực tuyến%', 'strengths');
SELECT alike(tap.said('book_council', 'book.report(''k'', ''x1'')'), '%Hội đồng thay đổi Hội đồng không thay đổi điểm tự chấm.%', 'the council has changed nothing');
SELECT unalike(tap.said('book_council', 'book.report(''k'', ''x1'')'), '%Kỳ trước Nhóm%', 'without a period before nothing is said of it');
SELECT unalike(tap.page('book_a1', 'book.report(''k'', ''x1'')'), '%fill="#b45f06"%', 'no mark where there is no median');
UPDATE book.account SET language = 'en' WHERE role_name = 'book_council';
SELECT alike(tap.said('book_council', 'book.report(''k'', ''x1'')'), '%Provisional figures%', 'in the language of the reader');
SELECT alike(tap.page('book_council', 'book.sheet_csv(''k'', ''x1'')'), U&'\FEFFperiod;unit;%', 'sheets too');
UPDATE book.account SET language = NULL WHERE role_name = 'book_council';
-- rights
SELECT alike(tap.said('book_a1', 'book.report(''k'', ''x1'')'), '%Xếp hạng công bố sau Điểm 52,50 trên 100%', 'a unit sees its own, without a rank');
SELECT alike(tap.said('book_a1', 'book.report(''k'', ''x1'')'), '%Chính quyền số 46,25 60 – –%', 'and without the others'' median');
SELECT is(tap.page('book_a1', 'book.report(''k'', ''x2'')'), '42501 tài khoản "book_a1" không được xem gì của đơn vị "x2" trong kỳ "k"', 'no other');
SELECT is(tap.page('book_a1', 'book.report(''k'', ''x77'')'), '42501 tài khoản "book_a1" không được xem gì của đơn vị "x77" trong kỳ "k"', 'be it there or not');
SELECT is(tap.page('book_reader', 'book.report(''k'', ''x1'')'), 'P0002 không có kỳ "k"', 'viewers none');
SELECT is(tap.page('book_reader', 'book.report_all(''k'')'), 'P0002 không có kỳ "k"', 'nor a ranking');
SELECT alike(tap.said('book_reader', 'book.set_page(''xa-1'')'), '% 1.1 Hồ sơ trực tuyến 30 100 %: 30; dưới mức đó tính theo tỷ lệ Theo trục liên thông (bắt buộc) Văn phòng; Công an 1.2 %', 'the set is for everybody: guidance, evidence, offices');
SELECT is(tap.page('book_reader', 'book.set_page(''none'')'), 'P0002 không có bộ chỉ số "none"', 'if it is there');
SELECT is(tap.page('book_a1', 'book.report(''k'', ''x1'', ''fr'')'), '22023 không có ngôn ngữ "fr"', 'in two languages');
SELECT is(tap.page('book_nobody', 'book.report(''k'', ''x1'')'), '42501 permission denied for schema book', 'nobody else');
-- the council, and the result
UPDATE book.period SET state = 'appraising';
INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, state, note) VALUES ('k', 'x1', '1.1', '20', 'points', 'Thiếu quý IV <b>'), ('k', 'x1', '1.2', 'có', 'result', '');
SELECT count(*) FROM book.refresh();
SELECT is(tap.page('book_a1', 'book.report(''k'', ''x1'')'), '42501 tài khoản "book_a1" không được xem gì của đơn vị "x1" trong kỳ "k"', 'while the council is at work a unit sees nothing');
SELECT alike(tap.said('book_council', 'book.report(''k'', ''x1'')'), '%Hội đồng thay đổi STT Tiêu chí Tự chấm Được tính Lý do 1.1 Hồ sơ trực tuyến 26,25 20,00 Thiếu quý IV <b%', 'what the council changed and why');
UPDATE book.period SET state = 'closed', state_note = 'thử';
INSERT INTO book.publication (period_id, label, doc_number, doc_date, addressee) VALUES ('k', 'Kết quả <năm> 2024', '15/TB-UBND', '2024-12-30', 'Như trên; lưu VT');
SELECT alike(tap.said('book_reader', 'book.report(''k'', ''x1'')'), '%Xếp hạng 1 / 3 Điểm 46,25%Số 15/TB-UBND ngày 30/12/2024 Kính gửi: Như trên; lưu VT Công bố: Kết quả <năm%2024 (lần 1),%Mã kiểm tra nhật ký: %', 'published: document, date, addressee, hash');
SELECT unalike(tap.said('book_reader', 'book.report(''k'', ''x1'')'), '%Hội đồng thay đổi%', 'what the council changed is not for viewers');
SELECT alike(tap.said('book_a1', 'book.report(''k'', ''x1'')'), '%Hội đồng thay đổi%Thiếu quý IV%', 'but for the unit');
SELECT unalike(tap.said('book_a2', 'book.report(''k'', ''x1'')'), '%Thiếu quý IV%', 'and no other unit');
SELECT alike(tap.said('book_reader', 'book.report_all(''k'')'), '%Xã Xếp hạng Đơn vị Điểm Tối đa Chính quyền số Xã hội số Xếp loại So với kỳ trước 1 Xã 1 46,25 100 40,00 6,25 Khá – 2 Xã 2%' || (SELECT audit_hash FROM book.published) || '%', 'the ranking of all, with the hash');
SELECT is((SELECT doc_number || ' ' || doc_date || ' ' || addressee FROM book.published), '15/TB-UBND 2024-12-30 Như trên; lưu VT', 'the document of a publication');
-- last year, and hostile names everywhere
UPDATE book.clock SET stands_at = '2025-12-15 09:00+07';
INSERT INTO book.period (period_id, name, year, previous_period, self_counts) VALUES ('k2', '</title><script>alert(1)</script>', 2025, 'k', 'always');
INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree)
SELECT 'evil', 'evil', '"><img src=x onerror=alert(1)>', '<!--', 'commune', '2025-01-01', dx.tree(code, name, m, rule, o) FROM (VALUES
	('1', ']]></svg><script>alert(1)</script>', 10::float8, NULL, NULL::jsonb), ('1.1', U&'a\202Eb & <b>', 6, 'choice(''<i>'':1, ''"'':0.5, x:0)', '{"guide": "<iframe src=//evil>"}'), ('1.2', '''; DROP TABLE unit; --', 4, 'percent', NULL), ('2', '&lt;', 5, NULL, NULL), ('2.1', '<', 5, 'yesno', NULL)) AS n(code, name, m, rule, o);
INSERT INTO book.criterion (set_id, code, how_vi, evidence_vi, rule_vi) VALUES ('evil', '1.2', '<script>', '<style>*{display:none}</style>', '<a href="javascript:alert(1)">');
INSERT INTO book.responsibility VALUES ('evil', '1.1', 'vp', 'lead');
UPDATE book.office SET name = '<form action="//evil">';
UPDATE book.unit SET name = '<x1 onload="a">&' WHERE unit_id = 'x1';
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k2', 'commune', 'evil');
SELECT book.enrol('k2');
UPDATE book.period SET grades = '''<u>'':0, ''&'':0.4' WHERE period_id = 'k2';
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k2', 'x1', '1.1', '"'), ('k2', 'x1', '1.2', '50');
SELECT count(*) FROM book.refresh();
CREATE TEMP TABLE evil AS SELECT f, tap.page('book_council', f) AS page FROM unnest(ARRAY['book.report(''k2'', ''x1'')', 'book.report(''k2'', ''x1'', ''en'')', 'book.report_all(''k2'')', 'book.set_page(''evil'')', 'book.set_page(''evil'', ''en'')']) AS f;
SELECT ok(tap.well_formed(page), 'well-formed with hostile names: ' || f) FROM evil;
SELECT is_empty($$SELECT f, m[1] FROM evil, regexp_matches(page, '<([a-zA-Z0-9]+)', 'g') AS m WHERE m[1] <> ALL ('{html,head,meta,title,style,body,h1,h2,p,div,span,b,bdi,table,thead,tbody,tr,th,td,svg,rect,br,footer,code}')$$, 'no element that is not ours');
SELECT is_empty($$SELECT f, m[1] FROM evil, regexp_matches(page, '<[a-z0-9]+[^>]* (on[a-z]+|href|src|action|formaction)=', 'gi') AS m$$, 'nothing that runs or loads');
SELECT is_empty($$SELECT f FROM evil WHERE page ~ U&'[\202A-\202E\2066-\2069]'$$, 'nothing that turns the page round');
SELECT alike(tap.said('book_council', 'book.report(''k2'', ''x1'')'), '%Kỳ trước%46,25%', 'the period before');
SELECT alike(tap.said('book_council', 'book.report(''k2'', ''x1'')'), '%So với kỳ trước -12,92 % giữ nguyên bậc Kết quả%', 'like for like: in percent where the maxima differ');
SELECT is((SELECT count(*) FROM evil WHERE page LIKE '%default-src &#39;none&#39;%' OR page LIKE '%default-src ''none''%'), 5::bigint, 'and a policy that lets nothing load');
SELECT * FROM finish();
ROLLBACK;
