# SPDX-License-Identifier: PostgreSQL
# Sheets that were mailed back: a folder of them entered by one command, bad ones
# named with their lines; and the manual's way to a workbook and from it.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my $node = dx_node('sheets', extra => [ '--encoding=UTF8', '--locale=C' ]);
my $book = $ENV{DX_SCOREBOOK};
my $dir = $node->basedir;

sub spew { my ($file, $bytes) = @_; open(my $out, '>:raw', $file) or die "$file: $!"; print $out $bytes; close $out }
sub enter
{
	my ($folder, @options) = @_;
	local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port, PGDATABASE => 'b');
	IPC::Run::run([ "$book/enter-folder", '-s', 'dti', @options, $folder ], '<', \undef, '>', \my $out, '2>', \my $err);
	return ($? >> 8) . "\n$out$err";
}

$node->safe_psql('postgres', 'CREATE DATABASE b');
$node->command_ok([ 'psql', '-X', '-q', '-d', $node->connstr('b'), '-v', 'schema=dti', '-f', "$book/install.sql" ], 'a book');
$node->safe_psql('b', <<'SQL');
INSERT INTO dti.index_set (set_id, family, name, decision, unit_kind, valid_from, tree)
SELECT 's', 's', 'Bộ chỉ số', '1/QĐ', 'commune', '2024-01-01', dx.tree(code, 'Tiêu chí ' || code, 10, rule) FROM (VALUES ('1.2', 'percent'), ('1.10', 'yesno'), ('2', 'linear(0, 3)')) AS n(code, rule);
INSERT INTO dti.unit (unit_id, kind, name) VALUES ('01', 'commune', '=HYPERLINK("x")'), ('02', 'commune', 'Xã "Hai"; --');
INSERT INTO dti.clock (stands_at) VALUES ('2024-12-12 12:00+07');
INSERT INTO dti.period (period_id, name, year) VALUES ('2024', 'Năm 2024', 2024);
INSERT INTO dti.set_choice (period_id, unit_kind, set_id) VALUES ('2024', 'commune', 's');
SELECT dti.enrol('2024');
SQL

my $sheet = $node->safe_psql('b', "SELECT dti.sheet_csv('2024', '01')");
my $filled = $sheet;
$filled =~ s/('1\.2;.*?25\/12\/2024);;/$1;87,5%;/;
my $other = $node->safe_psql('b', "SELECT dti.sheet_csv('2024', '02')");
(my $bad = $other) =~ s/('1\.10;.*?25\/12\/2024);;/$1;có lẽ;/;
(my $last_year = $filled) =~ s/^2024;/2023;/gm;

mkdir "$dir/in" or die;
spew("$dir/in/a b'1.csv", "$filled\r\n");
spew("$dir/in/bad.csv", "$bad\r\n");
spew("$dir/in/blank.csv", "$other\r\n");
spew("$dir/in/old font.csv", "unit;code;answer\n01;1.2;h\xe5 s\xac tr\xb8ch nhi\xd6m \xae\xad\xeec giao, \xae\xb9t\n");
spew("$dir/in/last-year.csv", "$last_year\r\n");
spew("$dir/in/sheet.xlsx", "PK\x03\x04");
is(enter("$dir/in"), <<'OUT', 'a folder: what is good is in, what is bad is named, each file whole or not at all');
1
a b'1.csv: đã nhập
bad.csv: chưa nhập
    dòng 3 (02 1.10): tiêu chí "1.10", câu trả lời "có lẽ": Cần một số. Hãy viết có hoặc không, 1 hoặc 0.
blank.csv: đã nhập
last-year.csv: chưa nhập
    dòng 2 (01 1.2): đơn vị "01" chưa được ghi danh trong kỳ "2023"
old font.csv: chưa nhập
    tệp không viết bằng UTF-8 mà là TCVN3 (ABC), phông .VnTime
sheet.xlsx: chưa nhập: không phải tệp CSV (trong Excel: Save As, CSV UTF-8)
OUT
is($node->safe_psql('b', 'SELECT unit_id, code, answer, value FROM dti.self_answer'), '01|1.2|87,5%|87.5', 'one answer is in');
mkdir "$dir/good" or die;
spew("$dir/good/1.csv", "code;answer;unit\n2;2;01\n");
is(enter("$dir/good", '-p', '2024'), "0\n1.csv: đã nhập\n", 'a file without a period, the period told');
is(enter("$dir/good"), "1\n1.csv: chưa nhập\n    phiếu không ghi kỳ nào\n", 'or not');
$node->safe_psql('b', "UPDATE dti.book_version SET language = 'en'");
is(enter("$dir/good", '-p', '2024') . enter("$dir/in") =~ s/.*(?=last-year)//sr, <<'OUT', 'in the language of who enters it');
0
1.csv: entered
last-year.csv: not entered
    line 2 (01 1.2): unit "01" is not enrolled in period "2023"
old font.csv: not entered
    the file is not written in UTF-8: it is TCVN3 (ABC)
sheet.xlsx: not entered: it is no CSV file (in Excel: Save As, CSV UTF-8)
OUT
$node->safe_psql('b', "UPDATE dti.book_version SET language = 'vi'");
mkdir "$dir/empty" or die;
is(enter("$dir/empty"), "2\n$dir/empty: thư mục trống\n", 'an empty folder');
is(enter("$dir/none"), "2\nkhông có thư mục $dir/none | there is no folder $dir/none\n", 'none');

# The manual's two lines of Python, as they stand there.
SKIP:
{
	skip 'python3-openpyxl is not installed', 3 if system('python3 -c "import openpyxl" 2>/dev/null') != 0;
	my ($to, $from) = slurp_file("$book/README.md") =~ /<!-- to and from a workbook -->\n```sh\n(.*?)\n\n(.*?)\n```/s;
	spew("$dir/phieu.csv", $node->safe_psql('b', "SELECT dti.sheet_csv('2024')") . "\r\n");
	is(system("cd $dir && $to"), 0, 'to a workbook');
	# as a person fills it in: a number, a percentage, a date
	spew("$dir/fill.py", <<'PY');
import datetime, openpyxl
b = openpyxl.load_workbook('phieu.xlsx'); s = b.active
assert all(c.data_type != 'f' for r in s for c in r), 'no formulas'
at = {c.value: c.column for c in s[1]}
for r in s.iter_rows(min_row=2):
	code = r[at['Mã'] - 1].value
	if r[at['Đơn vị'] - 1].value == "'02":
		c = r[at['Trả lời'] - 1]
		if code == "'1.2": c.value = 0.625; c.number_format = '0.0%'
		if code == "'1.10": c.value = 'có'; r[at['Ngày số liệu'] - 1].value = datetime.date(2024, 12, 5)
		if str(code) == '2': c.value = 1.5
b.save('phieu.xlsx')
PY
	is(system("cd $dir && python3 fill.py && $from"), 0, 'and from it');
	mkdir "$dir/back" or die;
	rename("$dir/phieu.csv", "$dir/back/phieu.csv");
	is(enter("$dir/back") . $node->safe_psql('b', 'SELECT unit_id, code, value, data_date FROM dti.self_answer ORDER BY unit_id, code'),
		"0\nphieu.csv: đã nhập\n01|1.2|87.5|\n01|2|2|\n02|1.2|62.5|\n02|1.10|1|2024-12-05\n02|2|1.5|", 'what was typed there is in');
}
# The same with LibreOffice: out and back unchanged, then filled in.
SKIP:
{
	skip 'libreoffice-calc is not installed', 4 if system('soffice --version >/dev/null 2>&1') != 0;
	my ($to, $from) = slurp_file("$book/README.md") =~ /<!-- to and from a workbook with LibreOffice -->\n```sh\n(.*?)\n\n(.*?)\n```/s;
	s/^soffice /soffice -env:UserInstallation=file:\/\/$dir\/office / for $to, $from;
	mkdir "$dir/office_in" or die;
	$node->safe_psql('b', q{UPDATE dti.self_answer SET note = '  =1+1; "a"  ' WHERE unit_id = '02' AND code = '2'});
	my $said = $node->safe_psql('b', "SELECT dti.sheet_csv('2024')");
	my $entries = $node->safe_psql('b', 'SELECT count(*) FROM dti.audit');
	spew("$dir/phieu.csv", "$said\r\n");
	is(system("cd $dir && $to >/dev/null 2>&1 && rm phieu.csv && $from >/dev/null 2>&1 && cp phieu.csv office_in/"), 0, 'to a workbook and back with LibreOffice');
	is(enter("$dir/office_in") . $node->safe_psql('b', 'SELECT count(*) FROM dti.audit'), "0\nphieu.csv: đã nhập\n$entries", 'unchanged, it changes nothing');
	SKIP:
	{
		skip 'python3-openpyxl is not installed', 2 if system('python3 -c "import openpyxl" 2>/dev/null') != 0;
		$node->safe_psql('b', "DELETE FROM dti.self_answer WHERE unit_id = '02'");
		spew("$dir/phieu.csv", $node->safe_psql('b', "SELECT dti.sheet_csv('2024')") . "\r\n");
		is(system("cd $dir && $to >/dev/null 2>&1 && python3 fill.py && $from >/dev/null 2>&1 && cp phieu.csv office_in/"), 0, 'filled in');
		is(enter("$dir/office_in") . $node->safe_psql('b', q{SELECT code, value, data_date FROM dti.self_answer WHERE unit_id = '02' ORDER BY code}),
			"0\nphieu.csv: đã nhập\n1.2|62.5|\n1.10|1|2024-12-05\n2|1.5|", 'what was typed there is in');
	}
}
done_testing();
