/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_letters.c: letters in Unicode's forms and in either case.
 */
#include "check.h"
#include "base/letters.h"

static dx_str
str(const char *text)
{
	return (dx_str) {text, strlen(text)};
}

#define SAME(a, b) (dx_same_letters(str(a), str(b)) && dx_same_letters(str(b), str(a)))
#define WORD(a, b) (dx_same_word(str(a), str(b)) && dx_same_word(str(b), str(a)))

static void
test_forms(void)
{
	CHECK(SAME("", ""));
	CHECK(SAME("Tốt", "Tốt"));
	/* composed; o with two marks; ô with one, as Windows-1258 has it */
	CHECK(SAME("T\u1ed1t", "To\u0302\u0301t"));
	CHECK(SAME("T\u1ed1t", "T\u00f4\u0301t"));
	CHECK(!SAME("T\u1ed1t", "To\u0301\u0302t")); /* two marks above are in the order of reading */
	/* below, then above, whichever is written first; composed from either side */
	CHECK(SAME("\u1ec7", "\u00ea\u0323"));
	CHECK(SAME("\u1ec7", "e\u0302\u0323"));
	CHECK(SAME("\u1ec7", "e\u0323\u0302"));
	CHECK(SAME("\u1ec7", "\u1eb9\u0302"));
	CHECK(SAME("\u1ee3", "o\u0323\u031b"));
	CHECK(SAME("\u1ee3", "\u01a1\u0323"));
	CHECK(SAME("o\u0301\u0323\u0302", "o\u0323\u0301\u0302"));
	/* tone marks of their own, and other signs that are letters */
	CHECK(SAME("\u00e1", "a\u0341"));
	CHECK(SAME("\u00e0", "a\u0340"));
	CHECK(SAME("\u00c5", "\u212b"));
	CHECK(SAME("K", "\u212a"));
	CHECK(SAME("\u01df", "a\u0308\u0304")); /* three levels deep */
	/* đ is no d with a mark; what has no mark is another letter; compatible is not canonical */
	CHECK(!SAME("\u0111", "d\u0335"));
	CHECK(!SAME("To", "T\u1ed1"));
	CHECK(!SAME("To\u0302", "T\u00f4\u0301"));
	CHECK(!SAME("T\u1ed1t", "T\u1ed1"));
	CHECK(!SAME("\ufb01", "fi"));
	CHECK(!SAME("a", "b"));
	CHECK(!SAME("a", "A"));
	CHECK(!SAME("a\u0301", "A\u0301"));
	/* marks that begin a text, and that no letter is made with */
	CHECK(SAME("\u0323\u0302a", "\u0302\u0323a"));
	CHECK(SAME("x\u0302\u0323", "x\u0323\u0302"));
	CHECK(!SAME("x\u0302\u034f\u0323", "x\u0323\u034f\u0302")); /* the joiner between keeps the order */
}

static void
test_case(void)
{
	CHECK(WORD("KHÔNG", "không"));
	CHECK(WORD("Kho\u0302ng", "KHÔNG"));
	CHECK(WORD("\u1ec6", "e\u0302\u0323"));
	CHECK(WORD("ĐÚNG", "đúng"));
	CHECK(WORD("ÆÐØÞ", "æðøþ"));
	CHECK(WORD("Ř\u0323", "ř\u0323"));
	CHECK(!WORD("\u00d7", "\u00f7"));
	CHECK(!WORD("ß", "\u1e9e"));
	CHECK(!WORD("khong", "không"));
	CHECK(!WORD("\u0131", "i"));
	CHECK(!WORD("ab", "abc"));
	CHECK(!WORD("@", "`"));
}

/* What is no text at all: nothing is read past its end, and nothing but itself is equal. */
static void
test_bytes(void)
{
	char marks[400];
	dx_str broken = {"a\xe1\xbb", 3};
	dx_str zero = {"a\0b", 3};

	CHECK(dx_same_letters(broken, broken));
	CHECK(!dx_same_letters(broken, str("a\u00e1\u00bb")));
	CHECK(!dx_same_letters(str("\xc3"), str("\u00c3")));
	CHECK(!dx_same_letters(zero, str("a")));
	CHECK(!dx_same_letters(zero, (dx_str) {"a\0c", 3}));
	/* more marks than are put into order, longer than what waits */
	for (int i = 0; i + 2 <= (int) sizeof(marks); i += 2)
		memcpy(marks + i, "\u0301", 2);
	CHECK(dx_same_letters((dx_str) {marks, 400}, (dx_str) {marks, 400}));
	CHECK(!dx_same_letters((dx_str) {marks, 400}, (dx_str) {marks, 398}));
	for (int i = 0; i + 3 <= (int) sizeof(marks); i += 3)
		memcpy(marks + i, "\u1ed1", 3);
	CHECK(!dx_same_letters((dx_str) {marks, 399}, (dx_str) {marks, 396}));
	memcpy(marks + 396, "\u1ed0", 3);
	CHECK(dx_same_word((dx_str) {marks, 399}, (dx_str) {marks, 399}));
	memcpy(marks, "\u1ed0", 3);
	CHECK(!dx_same_letters((dx_str) {marks, 399}, (dx_str) {marks + 3, 396}));
}

int
main(void)
{
	test_forms();
	test_case();
	test_bytes();
	CHECK_DONE("letters");
}
