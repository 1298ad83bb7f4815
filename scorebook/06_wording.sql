-- What the book says, in the reader's language. Views, refusals and lists of bad
-- lines hold codes; the words for a code stand here once, in each language.

CREATE TABLE wording (
	code text PRIMARY KEY CHECK (code ~ '^[a-z_]+([.][a-z_]+)?$'),
	vi text NOT NULL CHECK (NOT blank(vi)),
	en text NOT NULL CHECK (NOT blank(en))
);
COMMENT ON TABLE wording IS 'the words for every code the book has, in Vietnamese and English; %s (or %1$s, where the order is another) stands for what is spoken of';
COMMENT ON COLUMN wording.code IS 'a state, a reason, a refusal, as views and functions know it';
COMMENT ON COLUMN wording.vi IS 'in Vietnamese';
COMMENT ON COLUMN wording.en IS 'in English';

INSERT INTO wording (code, vi, en) VALUES
	-- the codes of columns
	('period.open', 'đang nhập', 'open'),
	('period.appraising', 'đang thẩm định', 'appraising'),
	('period.closed', 'đã chốt', 'closed'),
	('period.published', 'đã công bố', 'published'),
	('period.discarded', 'đã hủy', 'discarded'),
	('sheet.draft', 'đang nhập', 'draft'),
	('sheet.submitted', 'đã nộp', 'submitted'),
	('sheet.approved', 'đã duyệt', 'approved'),
	('sheet.returned', 'bị trả lại', 'returned'),
	('state.result', 'có kết quả', 'result'),
	('state.points', 'cho điểm', 'points awarded'),
	('state.missing', 'chưa có', 'missing'),
	('state.na', 'không áp dụng', 'not applicable'),
	('status.published', 'đã công bố', 'published'),
	('status.provisional', 'tạm tính', 'provisional'),
	('source.self', 'đơn vị tự chấm', 'self-assessed'),
	('source.survey', 'khảo sát', 'survey'),
	('source.measured', 'đo lường', 'measured'),
	('source.derived', 'tính từ đơn vị khác', 'derived from other units'),
	('taken.appraised', 'hội đồng thẩm định', 'appraised'),
	('taken.self', 'đơn vị tự chấm', 'self-assessed'),
	('taken.rule', 'không áp dụng theo quy định', 'not applicable by rule'),
	('taken.correction', 'điều chỉnh sau kiến nghị', 'corrected on appeal'),
	('stage.self', 'tự chấm điểm', 'self-assessment'),
	('stage.appraised', 'thẩm định', 'appraisal'),
	('stage.correction', 'điều chỉnh', 'correction'),
	('stage.evidence', 'tài liệu kiểm chứng: %s', 'evidence: %s'),
	('or', 'hoặc', 'or'),
	-- why an answer is refused
	('answer_moves', 'câu trả lời không thể chuyển sang kỳ, đơn vị hoặc tiêu chí khác', 'an answer cannot move to another period, unit or criterion'),
	('may_not_enter', 'tài khoản "%s" không được nhập câu trả lời của đơn vị "%s" trong kỳ "%s"', 'role "%s" may not enter answers of unit "%s" in period "%s"'),
	('may_not_enter_evidence', 'tài khoản "%s" không được nhập tài liệu kiểm chứng của đơn vị "%s" trong kỳ "%s"', 'role "%s" may not enter evidence of unit "%s" in period "%s"'),
	('other_unit', 'Đó là đơn vị khác, hoặc đơn vị chưa được ghi danh.', 'The unit is another one, or not enrolled.'),
	('not_enrolled', 'đơn vị "%s" chưa được ghi danh trong kỳ "%s"', 'unit "%s" is not enrolled in period "%s"'),
	('no_criterion', 'bộ chỉ số "%s" không có tiêu chí "%s"', 'index set "%s" has no criterion "%s"'),
	('not_applicable', 'tiêu chí "%s" không áp dụng với đơn vị "%s": %s', 'criterion "%s" is not applicable to unit "%s": %s'),
	('no_account', 'tài khoản "%s" không được thẩm định: chưa có tên trong bảng account', 'role "%s" may not appraise: it has no row in account'),
	('whose_account', 'Không rõ tài khoản thuộc đơn vị nào.', 'Nobody would know which unit it belongs to.'),
	('own_unit', 'tài khoản "%s" không được thẩm định đơn vị "%s": đó là đơn vị của mình', 'role "%s" may not appraise unit "%s": it belongs to it'),
	('not_by_unit', 'tiêu chí "%s" không do đơn vị trả lời (nguồn: %s)', 'criterion "%s" is not answered by the unit (source: %s)'),
	('not_led', 'tiêu chí "%s" không do cơ quan "%s" của tài khoản "%s" chủ trì', 'criterion "%s" is not led by office "%s" of role "%s"'),
	('at_appraisal', 'Kết quả được nhập ở bước thẩm định.', 'It is entered in the stage of the council.'),
	('no_office', 'đơn vị "%s" không có cơ quan "%s"', 'unit "%s" has no office or body "%s"'),
	('no_answer_state', 'tiêu chí "%s": không có trạng thái "%s"', 'criterion "%s": there is no state "%s"'),
	('answer_states', 'Trạng thái là result (kết quả), points (điểm chấm trực tiếp) hoặc na (không áp dụng).', 'It is result, points or na.'),
	('na_without_note', 'tiêu chí "%s": không áp dụng mà không ghi lý do', 'criterion "%s": not applicable without a note that says why'),
	('points_without_note', 'tiêu chí "%s": chấm điểm trực tiếp mà không ghi lý do', 'criterion "%s": awarded points without a note that says why'),
	('no_answer', 'tiêu chí "%s": chưa có câu trả lời', 'criterion "%s": no answer is given'),
	('award_nothing', 'Nếu không chấp nhận câu trả lời, hãy chấm 0 điểm và ghi lý do.', 'Award 0 points, with a note, where the answer is not accepted.'),
	('not_quantified', 'tiêu chí "%s" chưa được lượng hóa: chỉ nhận điểm chấm trực tiếp (trạng thái "điểm") kèm lý do', 'criterion "%s" is not quantified yet: it takes awarded points (state points) with a note'),
	('award_points', 'Hãy chấm điểm trực tiếp, trạng thái points, và ghi lý do.', 'Award points instead, with state points and a note.'),
	('answer_refused', 'tiêu chí "%s", câu trả lời "%s": %s', 'criterion "%s", answer "%s": %s'),
	('of_answer', 'Đơn vị "%s", kỳ "%s".', 'Unit "%s", period "%s".'),
	('changed_without_note', 'tiêu chí "%s": thay đổi kết quả tự chấm mà không ghi lý do', 'criterion "%s": the self-assessment is changed without a note that says why'),
	('correction_without_note', 'tiêu chí "%s": điều chỉnh mà không ghi lý do', 'criterion "%s": a correction without a note that says why'),
	('correction_published', 'điều chỉnh này đã công bố ở lần %s, không thể thay đổi', 'the correction was published in revision %s and cannot change'),
	-- when
	('period_forbids', 'kỳ "%s" %s: không thể thay đổi bảng "%s"', 'period "%s" is %s: table "%s" cannot change'),
	('may_change_while', 'Chỉ thay đổi được khi kỳ %s.', 'It may change while the period is %s.'),
	('sheet_forbids', 'phiếu của đơn vị "%s" %s: không thể sửa câu trả lời', 'the sheet of unit "%s" is %s: its answers cannot change'),
	('council_may_return', 'Hội đồng có thể trả lại phiếu.', 'The council may return it.'),
	('appraisal_forbids', 'kỳ "%s" đang thẩm định: không thể sửa câu trả lời của đơn vị "%s"', 'period "%s" is being appraised: answers of unit "%s" cannot change'),
	('returned_may_change', 'Phiếu bị trả lại và được gia hạn thì sửa được.', 'A returned sheet with an extension may be corrected.'),
	('window_forbids', 'câu trả lời của đơn vị "%s" cho kỳ "%s" được nhập từ %s đến %s; hôm nay là %s', 'answers of unit "%s" for period "%s" are entered from %s to %s: today is %s'),
	('window_extends', 'Gia hạn cho đơn vị trong bảng entry_extension.', 'The window is extended for a unit in table entry_extension.'),
	-- states of sheets
	('sheet_moves', 'phiếu không thể chuyển sang đơn vị hoặc kỳ khác', 'a sheet cannot move to another unit or period'),
	('sheet_to_set', 'phiếu của đơn vị "%s" chuyển sang bộ chỉ số khác cùng mọi dữ liệu đã nhập: move_set(%s, %s, %s)', 'the sheet of unit "%s" goes to another index set with all that is entered: move_set(%s, %s, %s)'),
	('sheet_goes', 'phiếu của đơn vị "%s" không thể chuyển từ %s sang %s', 'the sheet of unit "%s" cannot go from %s to %s'),
	('sheet_order', 'Thứ tự: đang nhập, đã nộp, đã duyệt; phiếu đã nộp hoặc đã duyệt có thể bị trả lại rồi nộp lại.', 'It goes from draft to submitted to approved; a submitted or approved one may be returned and submitted again.'),
	('sheet_without_reason', 'phiếu của đơn vị "%s" bị trả lại mà không ghi lý do', 'the sheet of unit "%s" is returned without a reason'),
	('only_head', 'phiếu của đơn vị "%s" do lãnh đạo đơn vị duyệt, tài khoản "%s" chỉ được nộp', 'the sheet of unit "%s" is approved by its head, role "%s" may submit it'),
	('rehearsal_counts', 'kỳ "%s" là kỳ diễn tập, không bao giờ được tính và công bố', 'period "%s" is a rehearsal and never counts'),
	('new_reason', 'Ghi lý do mới trong cùng câu lệnh.', 'Set a new reason in the same statement.'),
	-- lines of a file
	('no_stage', 'không có bước "%s"', 'there is no stage "%s"'),
	('stages', 'Bước là self (tự chấm) hoặc appraised (thẩm định).', 'It is self or appraised.'),
	('file_empty', 'tệp không có câu trả lời nào', 'the file has no answers'),
	('line_fields', 'dòng có %s ô, tiêu đề có %s ô', '%s fields instead of %s'),
	('line_without_code', 'thiếu mã tiêu chí', 'no code'),
	('line_without_answer', 'không có cột "trả lời"', 'no column "answer"'),
	('line_without_unit', 'thiếu mã đơn vị', 'no unit'),
	('line_of_period', 'dòng này thuộc kỳ "%s"', 'the line is of period "%s"'),
	('line_twice', 'tiêu chí xuất hiện hai lần', 'the criterion is given twice'),
	('no_unit', 'không có đơn vị "%s"', 'there is no unit "%s"'),
	('no_kind', 'không có cấp đơn vị "%s"', 'there is no kind of unit "%s"'),
	('no_office_type', 'không có loại cơ quan "%s"', 'there is no type of office "%s"'),
	('no_source', 'không có nguồn "%s": viết đơn vị tự chấm, khảo sát, đo lường hoặc tính từ đơn vị khác', 'there is no source "%s": write self, survey, measured or derived'),
	('no_part', 'không có vai trò "%s": viết chủ trì hoặc phối hợp', 'there is no part "%s": write lead or cooperate'),
	('not_together', 'từng dòng đều đúng, nhưng không thể nhập cùng lúc', 'no line is bad alone, but they cannot be entered together'),
	('date_unreadable', 'không đọc được ngày "%s"', 'cannot read the date "%s"'),
	('date_none', 'không có ngày "%s"', 'there is no such day as "%s"'),
	('date_how', 'Viết ngày trước, 05/12/2025, hoặc 2025-12-05.', 'Write the day first, 05/12/2025, or 2025-12-05.'),
	-- what stands against closing
	('closing_window', 'chưa hết hạn nhập', 'entry window not over'),
	('closing_until', 'đến %s, hôm nay là %s', 'until %s, today is %s'),
	('closing_extension', 'đang được gia hạn', 'extension running'),
	('closing_sheet', 'phiếu chưa được duyệt', 'sheet not approved'),
	('closing_other_set', 'không theo bộ chỉ số đã chọn', 'set not the chosen one'),
	('closing_chosen_set', 'đang theo %s, đã chọn %s', 'on %s, chosen is %s'),
	('closing_nothing', 'chưa có kết quả nào được tính', 'nothing counts'),
	('closing_without_points', 'đơn vị sẽ bị công bố 0 điểm', 'the unit would be published without points'),
	('closing_unanswered', 'không đơn vị nào trả lời', 'nobody answered'),
	('closing_of_units', 'của %s, %s đơn vị', 'of %s, by %s units'),
	('closing_evidence', 'thiếu tài liệu kiểm chứng', 'evidence lacking'),
	('closing_card', 'không lập được phiếu điểm', 'card cannot be made'),
	('closing_not_enrolled', 'chưa được ghi danh', 'not enrolled'),
	('closing_merged', 'đã sáp nhập nhưng chưa kết thúc', 'merged, and not ended'),
	('closing_made_of', 'từ %2$s là một phần của đơn vị "%1$s"', 'unit "%s" is made of it from %s on'),
	('closing_lapsed', 'xác nhận không còn hiệu lực', 'confirmation lapsed'),
	('closing_confirmed', '%2$s đã xác nhận %1$s, câu trả lời là %3$s', '%s was confirmed by %s, the answer is %s'),
	('closing_appraisal', 'chưa thẩm định', 'no appraisal'),
	('closing_self_counts', 'kỳ này không tính kết quả tự chấm (self_counts), và chưa có kết quả thẩm định nào', 'self-assessments do not count in this period (self_counts), and nothing is appraised'),
	('closing_parts', 'các phần cộng lại không bằng tổng', 'parts do not add up'),
	('closing_printed', 'tổng %s, các phần như in ra %s', '%s in all, %s in parts as printed'),
	('not_ready', 'kỳ "%s" chưa thể chốt: %s', 'period "%s" is not ready to be closed: %s'),
	('closing_lists', 'closing_check(%s) liệt kê từng mục.', 'closing_check(%s) lists each.'),
	('closing_all_the_same', 'Nếu vẫn chốt, hãy ghi lý do vào state_note trong cùng câu lệnh.', 'To close it all the same, say why in state_note, in the same statement.'),
	-- why there is no change of rank
	('no_change.unpublished', 'thứ hạng hiện sau khi công bố', 'ranks are shown once they are published'),
	('no_change.no_previous', 'không có kỳ trước', 'there is no previous period'),
	('no_change.previous_unpublished', 'kỳ trước chưa công bố', 'the previous period is not published'),
	('no_change.not_ranked', 'đơn vị không xếp hạng', 'the unit is not ranked'),
	('no_change.nothing_then', 'kỳ trước không xếp hạng nhóm này', 'nothing of this kind and group was ranked then'),
	('no_change.other_list', 'danh sách xếp hạng đã khác: kỳ trước %s đơn vị, kỳ này %s', 'the list of ranked units is another one: %s then, %s now'),
	('no_change.no_value', 'thiếu giá trị kỳ này hoặc kỳ trước', 'there is no value now or then'),
	-- what is wrong with the audit
	('audit.missing', 'thiếu một mục trước đó', 'an entry before it is missing'),
	('audit.unlinked', 'không nối tiếp mục trước đó', 'it does not follow the entry before it'),
	('audit.changed', 'mục đã bị sửa', 'the entry was changed'),
	('audit.cut', 'cuối chuỗi không phải là mục đã ghi sau cùng', 'the end of the chain is not what was written last');

-- Who is at work: the role set, else the login. Also beneath the owner's rights,
-- where current_user is the owner.
CREATE FUNCTION at_work() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE current_setting('role') WHEN 'none' THEN session_user::text ELSE current_setting('role') END;
COMMENT ON FUNCTION at_work() IS 'the role that is at work: the one that was set, else the login';

-- An argument that begins with @ is said too: @sheet.draft, @2024-12-25.
CREATE FUNCTION say_in(language text, code text, VARIADIC args text[] DEFAULT '{}') RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	words text := (SELECT CASE say_in.language WHEN 'en' THEN w.en ELSE w.vi END FROM wording AS w WHERE w.code = say_in.code);
BEGIN
	FOR i IN 1 .. cardinality(args) LOOP
		CONTINUE WHEN args[i] IS NULL OR args[i] NOT LIKE '@%';
		args[i] := coalesce(CASE
			WHEN args[i] !~ '^@[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN (SELECT CASE say_in.language WHEN 'en' THEN w.en ELSE w.vi END FROM wording AS w WHERE w.code = substr(args[i], 2))
			WHEN say_in.language = 'en' THEN substr(args[i], 2)
			ELSE substr(args[i], 10, 2) || '/' || substr(args[i], 7, 2) || '/' || substr(args[i], 2, 4) END, args[i]);
	END LOOP;
	RETURN format(coalesce(words, code), VARIADIC args);
END
$$;
COMMENT ON FUNCTION say_in(text, text, text[]) IS 'the words for a code in a language, vi or en, with what is spoken of in its place: say_in(''en'', ''not_enrolled'', ''x1'', ''2024'')';

CREATE FUNCTION say(code text, VARIADIC args text[] DEFAULT '{}') RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
	RETURN say_in((SELECT i.language FROM sight AS i), code, VARIADIC args);
END
$$;
COMMENT ON FUNCTION say(text, text[]) IS 'the words for a code in the reader''s language: that of the login in account, else the book''s';
