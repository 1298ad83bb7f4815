/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_rule.c: rules as text and image, attainments, and what people type.
 * Attainments of random linear rules and curves come from exact rational
 * arithmetic (Python's fractions), the goalposts from COINr.
 */
#include "check.h"

#include "number/wide.h"
#include "rule/refusal.h"
#include "rule/rule.h"

static dx_error last_error;

static dx_str
str(const char *text)
{
	return (dx_str) {text, strlen(text)};
}

static dx_rule *
parse(const char *text)
{
	memset(&last_error, 0, sizeof(last_error));
	return dx_rule_parse(str(text), &last_error);
}

/* Canonical text of a rule, "error" where it does not parse. */
static const char *
canonical(const char *text)
{
	static char result[DX_RULE_MAX_TEXT + 1];
	dx_rule *rule = parse(text);
	dx_rule *again;
	dx_buf out;

	if (rule == NULL)
		return "error";
	dx_buf_init(&out);
	dx_rule_print(rule, &out);
	memcpy(result, out.data, out.len + 1);
	again = dx_rule_parse((dx_str) {out.data, out.len}, &last_error);
	CHECK(again != NULL && again->size == rule->size && memcmp(again, rule, rule->size) == 0);
	CHECK(rule->size % 8 == 0);
	dx_buf_free(&out);
	dx_free(rule);
	if (again != NULL)
		dx_free(again);
	return result;
}

static void
test_canonical(void)
{
	CHECK_TEXT(canonical("points"), "points");
	CHECK_TEXT(canonical("  YesNo\t"), "yesno");
	CHECK_TEXT(canonical("\302\240ratio\302\240"), "ratio");
	CHECK_TEXT(canonical("PERCENT"), "percent");
	CHECK_TEXT(canonical("unscored"), "unscored");
	CHECK_TEXT(canonical("linear ( +2.50 ,10e0 )"), "linear(2.5, 10)");
	CHECK_TEXT(canonical("linear(10,-0)"), "linear(10, 0)");
	CHECK_TEXT(canonical("target(00100.00)"), "target(100)");
	CHECK_TEXT(canonical("target(.5)"), "target(0.5)");
	CHECK_TEXT(canonical("checklist(7)"), "checklist(7)");
	CHECK_TEXT(canonical("checklist(1e6)"), "checklist(1000000)");
	CHECK_TEXT(canonical("steps(50.0:.5,>80:1)"), "steps(50:0.5, >80:1)");
	CHECK_TEXT(canonical("steps(50:0.2,>50:0.5)"), "steps(50:0.2, >50:0.5)");
	CHECK_TEXT(canonical("steps ( > -1.5 : 10 P , 1e2 : 2.50p , 3E+2:-5p)"), "steps(>-1.5:10p, 100:2.5p, 300:-5p)");
	CHECK_TEXT(canonical("steps(0:1, 5:0)"), "steps(0:1, 5:0)");
	CHECK_TEXT(canonical("curve(0:0, 50 : 1 / 3, 100:1)"), "curve(0:0, 50:1/3, 100:1)");
	/* fractions: lowest terms, whole where they are whole, never a decimal */
	CHECK_TEXT(canonical("steps(1:2/4, 2:0/7, 3:5/5, 4:1/100, 5:2.5/10)"), "steps(1:1/2, 2:0, 3:1, 4:1/100, 5:1/4)");
	/* a bound is a float8 */
	CHECK_TEXT(canonical("target(0.10000000000000001)"), "target(0.1)");
	CHECK_TEXT(canonical("target(9007199254740993)"), "target(9007199254740992)");
	CHECK_TEXT(canonical("target(1e300)"), "target(1e+300)");
	CHECK_TEXT(canonical("target(1e-300)"), "target(1e-300)");
	CHECK_TEXT(canonical("target(0.00000000000000000000000000000000000012)"), "target(1.2e-37)");
	/* labels */
	CHECK_TEXT(canonical("choice(Tốt:1,Khá:0.5)"), "choice(Tốt:1, Khá:0.5)");
	CHECK_TEXT(canonical("choice( Rất tốt :1, 'Khá':0.5)"), "choice('Rất tốt':1, Khá:0.5)");
	CHECK_TEXT(canonical("choice('a''b':1, 'c:d, (e)':0, '\"':0)"), "choice('a''b':1, 'c:d, (e)':0, '\"':0)");
	CHECK_TEXT(canonical("choice('  x ':1)"), "choice(x:1)");
	CHECK_TEXT(canonical("choice(a\302\240b:1)"), "choice('a\302\240b':1)");
	CHECK_TEXT(canonical("choice(1:0, 2:1, a_b-c:0.5)"), "choice(1:0, 2:1, a_b-c:0.5)");
	CHECK_TEXT(canonical("choice(a.b:1)"), "choice('a.b':1)");
	CHECK_TEXT(canonical("choice(A:1, a:0)"), "choice(A:1, a:0)");
	/* bounds in percent */
	CHECK_TEXT(canonical("target ( 100.0 % )"), "target(100%)");
	CHECK_TEXT(canonical("linear(30%,\302\2405 %)"), "linear(30%, 5%)");
	CHECK_TEXT(canonical("steps(50%:.5, >50 %:1p)"), "steps(50%:0.5, >50%:1p)");
	CHECK_TEXT(canonical("curve(-5%:0, 1e2%:1)"), "curve(-5%:0, 100%:1)");
	/* jumps, logarithms, whole numbers */
	CHECK_TEXT(canonical("curve(80:0, 80.0:.8, 100:1)"), "curve(80:0, 80:0.8, 100:1)");
	CHECK_TEXT(canonical("curve(80:0,> 80:.8, 100:1, 100:0)"), "curve(80:0, >80:0.8, 100:1, 100:0)");
	CHECK_TEXT(canonical("curve(0.1:0, 0.10000000000000001:1)"), "curve(0.1:0, 0.1:1)");
	CHECK_TEXT(canonical("LOG(100,75e3)"), "log(100, 75000)");
	CHECK_TEXT(canonical("log(5, 0.5)"), "log(5, 0.5)");
	CHECK_TEXT(canonical("linear(0, 5)WHOLE "), "linear(0, 5) whole");
	CHECK_TEXT(canonical("points\twhole"), "points whole");
	CHECK_TEXT(canonical("percent whole"), "percent whole");
	CHECK_TEXT(canonical("unscored\302\240Whole"), "unscored whole");
	CHECK_TEXT(canonical("steps(0%:1p) whole"), "steps(0%:1p) whole");
	CHECK_TEXT(canonical("target(5)  whole"), "target(5) whole");
	CHECK_TEXT(canonical("curve(0:0, 1:1) whole"), "curve(0:0, 1:1) whole");
	CHECK_TEXT(canonical("log(1, 2) whole"), "log(1, 2) whole");
}

static void
test_errors(void)
{
	static const struct
	{
		const char *text;
		int position;
		const char *what;
	} cases[] = {{"", 1, "it is empty"},
				 {"  ", 3, "it is empty"},
				 {"stairs(1:1)", 1, "unknown kind of rule"},
				 {"50", 1, "unknown kind of rule"},
				 {"percentage", 1, "unknown kind of rule"},
				 {"unscoredunscoredunscored", 1, "unknown kind of rule"},
				 {"points()", 7, "text follows the end of the rule"},
				 {"yesno no", 7, "text follows the end of the rule"},
				 {"linear", 7, "\"(\" is missing at the end"},
				 {"linear(1)", 9, "\",\" is expected"},
				 {"linear(1, 2", 12, "\")\" is missing at the end"},
				 {"linear(1, 2, 3)", 12, "\")\" is expected"},
				 {"linear(5, 5.0)", 11, "the two bounds are equal"},
				 {"linear(0.1, 0.10000000000000001)", 13, "the two bounds are equal"},
				 {"linear(1,5, 2)", 11, "\")\" is expected"},
				 {"target(0)", 8, "a target must be greater than 0"},
				 {"target(-1)", 8, "a target must be greater than 0"},
				 {"target(x)", 8, "a number is expected"},
				 {"target(.)", 8, "a number is expected"},
				 {"target(1e)", 9, "\")\" is expected"},
				 {"target(123456789012345678)", 8, "a number has more than 17 significant digits"},
				 {"target(1.1e300)", 8, "a number is outside 1e-300 to 1e300"},
				 {"target(9e-301)", 8, "a number is outside 1e-300 to 1e300"},
				 {"target(1e99999999999999999999)", 8, "a number is outside 1e-300 to 1e300"},
				 {"target(NaN)", 8, "a number is expected"},
				 {"checklist(0)", 11, "a checklist has a whole number of items, 1 to 1000000"},
				 {"checklist(2.5)", 11, "a checklist has a whole number of items, 1 to 1000000"},
				 {"checklist(1000001)", 11, "a checklist has a whole number of items, 1 to 1000000"},
				 {"steps()", 7, "a number is expected"},
				 {"steps(50)", 9, "\":\" is expected"},
				 {"steps(50;1)", 9, "\":\" is expected"},
				 {"steps(50:0,5, 80:1)", 13, "\":\" is expected"},
				 {"steps(50:0.5; 80:1)", 13, "\")\" is expected"},
				 {"steps(50:1,)", 12, "a number is expected"},
				 {"steps(80:1, 50:0.5)", 13, "bounds must ascend"},
				 {"steps(50:1, 50:0.5)", 13, "bounds must ascend"},
				 {"steps(>50:1, 50:0.5)", 14, "bounds must ascend"},
				 {"steps(>50:1, >50:0.5)", 14, "bounds must ascend"},
				 {"steps(>=50:1)", 8, "\"=\" is not needed"},
				 {"steps(50:1.1)", 10, "an attainment is outside 0 to 1"},
				 {"steps(50:-0.1)", 10, "an attainment is outside 0 to 1"},
				 {"steps(50:4/3)", 10, "an attainment is outside 0 to 1"},
				 {"steps(50:-1/3)", 10, "an attainment is outside 0 to 1"},
				 {"steps(50:1/0)", 10, "a fraction is divided by zero"},
				 {"steps(50:1/-3)", 10, "a fraction is divided by a negative number"},
				 {"steps(50:1/1234567890123456)", 10, "a fraction has more than 15 digits"},
				 {"steps(50:1/1e300)", 10, "a fraction has more than 15 digits"},
				 {"steps(50:0.0000000000000001/1)", 10, "a fraction has more than 15 digits"},
				 {"steps(50:0.0000000000001p)", 10, "points have more than 12 decimals"},
				 {"steps(50:1e16p)", 10, "points are outside -1e15 to 1e15"},
				 {"steps(50:50%)", 12, "an attainment carries no %"},
				 {"curve(0:0)", 10, "a curve needs at least two points"},
				 {"curve(1:0, 0:1)", 12, "points of a curve must ascend"},
				 {"curve(0:0, 0:1, 0:0.5)", 17, "a curve has more than two points at one place"},
				 {"curve(0:0, >0:1, >0:0.5)", 18, "a curve has more than two points at one place"},
				 {"curve(0:0, >0:1, 0:0.5)", 18, "a curve has more than two points at one place"},
				 {"curve(0:0, >1:1)", 12, "\">\" of a curve stands only where it jumps"},
				 {"curve(>0:0, 0:1)", 7, "\">\" of a curve stands only where it jumps"},
				 {"curve(0:0, >=0:1)", 13, "\"=\" is not needed"},
				 {"log(1)", 6, "\",\" is expected"},
				 {"log(0, 1)", 5, "a bound of log must be greater than 0"},
				 {"log(1, -2)", 8, "a bound of log must be greater than 0"},
				 {"log(-1e-9, 2)", 5, "a bound of log must be greater than 0"},
				 {"log(5, 5.0)", 8, "the two bounds are equal"},
				 {"log(5%, 6%)", 6, "\"%\" has no meaning under log"},
				 {"log", 4, "\"(\" is missing at the end"},
				 {"yesno whole", 7, "\"whole\" has no meaning after yesno"},
				 {"ratio  whole", 8, "\"whole\" has no meaning after ratio"},
				 {"checklist(5) whole", 14, "\"whole\" has no meaning after checklist"},
				 {"choice(a:1) whole", 13, "\"whole\" has no meaning after choice"},
				 {"points whole whole", 14, "text follows the end of the rule"},
				 {"points wholes", 8, "text follows the end of the rule"},
				 {"whole", 1, "unknown kind of rule"},
				 {"linear(0, 5 whole)", 13, "\")\" is expected"},
				 {"linear(0, 100%)", 11, "a number with % follows one without"},
				 {"linear(0%, 100)", 12, "a number without % follows one with"},
				 {"steps(0:0, 50%:1)", 12, "a number with % follows one without"},
				 {"steps(5%:0, >50:1)", 14, "a number without % follows one with"},
				 {"curve(0%:0, 50%:1, 90 :1)", 20, "a number without % follows one with"},
				 {"steps(50%:0,5, 80%:1)", 14, "\":\" is expected"},
				 {"curve(0%:0 %, 80%:1)", 12, "an attainment carries no %"},
				 {"choice(a:5p%)", 12, "an attainment carries no %"},
				 {"log(100, 75,000)", 12, "\")\" is expected"},
				 {"checklist(5 %)", 13, "\"%\" has no meaning under checklist"},
				 {"target(50%%)", 11, "\")\" is expected"},
				 {"percent(50%)", 8, "text follows the end of the rule"},
				 {"choice()", 8, "\":\" is expected after a label"},
				 {"choice(:1)", 8, "a label is empty"},
				 {"choice('  ':1)", 8, "a label is empty"},
				 {"choice(a, b:1)", 9, "\":\" is expected after a label"},
				 {"choice(\"a\":1)", 8, "a quote stands within a label"},
				 {"choice(a(b):1)", 9, "\":\" is expected after a label"},
				 {"choice('a:1)", 8, "a quoted label has no end"},
				 {"choice('a'b:1)", 11, "\":\" is expected after a label"},
				 {"choice(a:1, 'a':0)", 13, "label \"a\" stands twice"},
				 {"choice(a\tb:1)", 8, "a label contains a control character"},
				 {"choice(a:1", 11, "\")\" is missing at the end"},
				 {"choice(a", 9, "\":\" is expected after a label"}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char want[400];

		snprintf(want, sizeof(want), "invalid rule \"%s\": %s", cases[i].text, cases[i].what);
		CHECK_TEXT(canonical(cases[i].text), "error");
		CHECK_TEXT(last_error.message, want);
		CHECK(last_error.position == cases[i].position);
		CHECK(last_error.kind == DX_ERR_TEXT);
		if (last_error.position != cases[i].position)
			printf("  %s: position %d\n", cases[i].text, last_error.position);
	}
	CHECK_TEXT(canonical("choice(\377:1)"), "error");
	CHECK(last_error.position == 8);
	CHECK(dx_rule_parse((dx_str) {"ratio\0", 6}, &last_error) == NULL);
	CHECK(last_error.position == 6);
	/* nobody has to ask for the reason */
	CHECK(dx_rule_parse(str("ratio("), NULL) == NULL);
}

static const char *
many(const char *head, const char *format, int n)
{
	static char text[100000];
	int len = sprintf(text, "%s(", head);

	for (int i = 0; i < n; i++)
	{
		if (i > 0)
			text[len++] = ',';
		len += sprintf(text + len, format, i);
	}
	strcpy(text + len, ")");
	return text;
}

static void
test_limits(void)
{
	char label[DX_RULE_MAX_LABEL + 20];

	CHECK(strlen(canonical(many("steps", "%d:1", 512))) > 512 * 6);
	CHECK_TEXT(canonical(many("steps", "%d:1", 513)), "error");
	CHECK(last_error.kind == DX_ERR_LIMIT);
	CHECK_TEXT(last_error.detail, "steps takes at most 512 steps.");
	CHECK_TEXT(canonical(many("choice", "label-%d:1", 513)), "error");
	CHECK(last_error.kind == DX_ERR_LIMIT);
	/* 8 kB of canonical text, however much shorter it was written */
	CHECK_TEXT(canonical(many("steps", "%d.5e20:0.125", 500)), "error");
	CHECK(last_error.kind == DX_ERR_LIMIT);
	CHECK_TEXT(last_error.detail, "A rule takes at most 8192 bytes.");
	memset(label, 'x', sizeof(label));
	memcpy(label, "choice(", 7);
	strcpy(label + 7 + DX_RULE_MAX_LABEL, ":1)");
	CHECK(strcmp(canonical(label), label) == 0);
	memset(label + 7, 'x', DX_RULE_MAX_LABEL + 1);
	strcpy(label + 8 + DX_RULE_MAX_LABEL, ":1)");
	CHECK_TEXT(canonical(label), "error");
	CHECK(last_error.kind == DX_ERR_LIMIT);
}

/* Points of an attainment, rounded to 12 decimals. */
static dx_points
points_of(const dx_attainment *a, dx_maximum max)
{
	dx_limb num[DX_WIDE_LIMBS];
	dx_limb den[DX_WIDE_LIMBS];
	dx_int128 out = 0;

	if (a->den == 0)
		return 0;
	dx_wide_set(num, max.units, DX_WIDE_LIMBS);
	dx_wide_mul(num, num, a->num, DX_WIDE_LIMBS);
	dx_wide_set(den, a->den, DX_WIDE_LIMBS);
	dx_wide_mul(den, den, max.den, DX_WIDE_LIMBS);
	CHECK(dx_wide_rounded(num, den, 1, &out, DX_WIDE_LIMBS));
	return out;
}

/* Attainment in points of `maximum`, or the message and detail of the error. */
static const char *
score(const char *text, double maximum, double r, double *ratio)
{
	static char result[2 * DX_MESSAGE_SIZE];
	dx_rule *rule = parse(text);
	dx_maximum max = {0, 1};
	dx_attainment a;

	memset(&a, 0, sizeof(a));
	dx_maximum_of(maximum, 1, &max);
	if (rule == NULL)
		return "no rule";
	if (dx_rule_bind(rule, max, &last_error) && dx_rule_attain(rule, r, true, max, &a, &last_error))
		dx_points_print(points_of(&a, max), result);
	else
		snprintf(result, sizeof(result), "%s|%s", last_error.message, last_error.detail);
	if (ratio != NULL)
		*ratio = dx_attainment_ratio(&a);
	dx_free(rule);
	return result;
}

#define CHECK_SCORE(rule, maximum, r, want) CHECK_TEXT(score(rule, maximum, r, NULL), want)
#define OUTSIDE(r, takes) "result " r " is outside what the rule allows|" takes

static void
test_attainments(void)
{
	static const struct
	{
		const char *rule;
		double maximum;
		double r;
		double ratio; /* the nearest double to the exact quotient */
		const char *points;
	} exact[] = {
		{"linear(104.4218, -61.6832)", 283.06, -17.09947717, 0x1.76935ffec1f6bp-1, "207.084751908372"},
		{"linear(74.37085, -92.22201)", 163.58, 26.9069, 0x1.23bf69af02a70p-2, "46.605556450619"},
		{"linear(-62.6004, 159.9464)", 229.95, 7.948237, 0x1.449d2e530efefp-2, "72.895494692128"},
		{"linear(61.7, 14.3)", 1.53, 41.745252047, 0x1.af1704939de05p-2, "0.644108952913"},
		{"linear(166.265462, -99.203029)", 288.48, 67.24, 0x1.7df95af43bfaep-2, "107.609250235878"},
		{"linear(31.4178, 144.2338)", 290.0, 74.1, 0x1.836a2775562f7p-2, "109.717043681747"},
		{"linear(104.817, -55.182)", 100.22, 73.58, 0x1.8fd60a951c804p-3, "19.566198163739"},
		{"linear(51.504085, -9.5335)", 92.51, -13.39775, 0x1.0000000000000p+0, "92.51"},
		{"linear(-52.63103, 122.70154)", 7.84, -14.3, 0x1.bfbb509ea03c7p-3, "1.713972909882"},
		{"linear(111.23982, -46.35339)", 173.98, 58.7738304, 0x1.54e913c15f946p-2, "57.921485770916"},
		{"curve(-13.0:7.34p, 94.9:0.8)", 7.68, 24.158798, 0x1.cddfe74dc0887p-1, "6.92811934747"},
		{"curve(-27.9:209.58p, 44.7:2/39, 70.7:3/13, 108.8:46/67)", 268.35, -3.22, 0x1.10dc90c8da7a8p-1,
		 "143.012511972876"},
		{"curve(-34.0:14.47p, -13.7:30.06p, 12.7:1/22, 113.5:0.0318)", 97.17, 72.57119, 0x1.31eca64f10a95p-5,
		 "3.628744528723"},
		{"curve(-43.3:13/44, -38.6:0.63, -20.2:5/15, 80.7:9/49, 137.6:0.2948)", 139.42, 133.162, 0x1.24ffec73c3bedp-2,
		 "39.892596107818"},
		{"curve(15.0:18/37, 49.9:9/53, 91.0:0.8221, 99.4:281.15p, 146.6:274.51p)", 292.92, 92.5130105,
		 0x1.b19da59d9d6ebp-1, "248.075669102252"},
		{"curve(-37.1:75/90, 108.6:2.93p, 110.9:35/48, 112.8:57.03p)", 85.33, 109.20917, 0x1.bf3764c37e367p-3,
		 "18.633287995471"},
		{"curve(-13.5:0.547, 68.9:42/43, 83.0:18/61, 124.4:186.0p)", 287.28, 73.805172, 0x1.7aad6edd723c9p-1,
		 "212.473563318974"},
		{"curve(-14.7:100.15p, 21.6:33/44, 122.6:0.2, 128.1:36/63, 138.8:17.55p)", 222.66, 129.9385463,
		 0x1.f277d12c5165ep-2, "108.387590605113"},
		{"curve(-44.4:41.59p, -17.3:17.04p, -10.0:17.02p, 97.5:3.95p)", 94.29, -10.148, 0x1.71afe173562a3p-3,
		 "17.020405479452"},
		{"curve(-27.4:0.1934, 14.9:0.4653, 148.2:78/86)", 20.97, -2.436, 0x1.6a5bd8f36fc83p-2, "7.420569920851"},
		{"curve(-49.9:7/54, 21.7:180.25p, 33.0:4/6, 144.9:65.34p)", 216.81, 27.860996, 0x1.7baf497a658ddp-1,
		 "160.78016219823"},
		{"curve(-23.6:52/54, 22.0:183.43p, 117.6:9/61, 146.2:0.5639)", 285.58, 20.54, 0x1.4e1e1d4668ffep-1,
		 "186.361941358025"},
		{"curve(-27.9:69/74, 28.2:0.629)", 108.58, -3.8218, 0x1.9ab9cd1376a2fp-1, "87.102745674706"},
		{"curve(27.7:0.741, 28.6:32/65, 95.0:2/4, 146.8:36/64, 149.1:0.0238)", 150.56, 147.4, 0x1.b018ca2a106b7p-2,
		 "63.53173773913"},
		{"percent", 7.77, 1.0, 0x1.47ae147ae147bp-7, "0.0777"},
		{"percent", 7.77, 87.5, 0x1.c000000000000p-1, "6.79875"},
		{"percent", 7.77, 33.333333333333336, 0x1.5555555555556p-2, "2.59"},
		{"percent", 7.77, 0.1, 0x1.0624dd2f1a9fcp-10, "0.00777"},
		{"percent", 7.77, 99.99999999999999, 0x1.fffffffffffffp-1, "7.77"},
		{"checklist(3)", 10, 1, 0x1.5555555555555p-2, "3.333333333333"},
		{"checklist(7)", 10, 5, 0x1.6db6db6db6db7p-1, "7.142857142857"},
		{"checklist(999983)", 10, 123456, 0x1.f9af330b82bedp-4, "1.234580987877"},
		{"points", 3, 0.1, 0x1.1111111111111p-5, "0.1"},
		{"points", 0.7, 0.0000000000000123, 0x1.3c89e955e0e8ap-46, "0"},
		{"points", -2.5, -0.7, 0x1.1eb851eb851ecp-2, "-0.7"},
	};
	double ratio;

	for (size_t i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
	{
		CHECK_SCORE(exact[i].rule, exact[i].maximum, exact[i].r, exact[i].points);
		score(exact[i].rule, exact[i].maximum, exact[i].r, &ratio);
		CHECK_SAME(ratio, exact[i].ratio);
	}

	CHECK_SCORE("points", 10, 8.75, "8.75");
	CHECK_SCORE("points", 10, -0.0, "0");
	CHECK_SCORE("points", 10, 10.1, OUTSIDE("10.1", "points takes 0 to 10."));
	CHECK_SCORE("points", 10, -0.1, OUTSIDE("-0.1", "points takes 0 to 10."));
	CHECK_SCORE("points", 10, -1e-20, OUTSIDE("-0.00000000000000000001", "points takes 0 to 10."));
	CHECK_SCORE("points", 0.3, 0.30000000000000004, OUTSIDE("0.30000000000000004", "points takes 0 to 0.3."));
	CHECK_SCORE("points", 10, 1e300, OUTSIDE("1e+300", "points takes 0 to 10."));
	CHECK_SCORE("points", -5, -5, "-5");
	CHECK_SCORE("points", -5, 0, "0");
	CHECK_SCORE("points", -5, 1, OUTSIDE("1", "points takes -5 to 0."));
	CHECK_SCORE("points", -5, 1e-20, OUTSIDE("0.00000000000000000001", "points takes -5 to 0."));
	CHECK_SCORE("points", -5, -5.5, OUTSIDE("-5.5", "points takes -5 to 0."));
	CHECK_SCORE("points", 0, 0, "0");
	CHECK_SCORE("points", 0, 1e-20, OUTSIDE("0.00000000000000000001", "points takes 0 to 0."));
	CHECK_SCORE("points", 1e15, 1e-300, "0");

	CHECK_SCORE("yesno", 5, 1, "5");
	CHECK_SCORE("yesno", 5, 0, "0");
	CHECK_SCORE("yesno", -5, 1, "-5");
	CHECK_SCORE("yesno", 5, 0.5, OUTSIDE("0.5", "yesno takes 1 or 0."));
	CHECK_SCORE("ratio", 5, 0.85, "4.25");
	CHECK_SCORE("ratio", 5, 85, OUTSIDE("85", "ratio takes 0 to 1."));
	CHECK_SCORE("ratio", 5, -0.1, OUTSIDE("-0.1", "ratio takes 0 to 1."));
	CHECK_SCORE("percent", 8, 87.5, "7");
	CHECK_SCORE("percent", 8, 120, OUTSIDE("120", "percent takes 0 to 100."));
	CHECK_SCORE("percent", 8, NAN, "a result cannot be NaN|");
	CHECK_SCORE("percent", 8, INFINITY, "a result cannot be infinite|");
	CHECK_SCORE("linear(0, 1)", 8, -INFINITY, "a result cannot be infinite|");
	/* below the fractions' 37 places there is nothing */
	score("ratio", 1, 1e-40, &ratio);
	CHECK_SAME(ratio, 0);
	score("percent", 1, 1e-40, &ratio);
	CHECK_SAME(ratio, 0);
	score("ratio", 1, 1e-37, &ratio);
	CHECK_SAME(ratio, 1e-37);
	CHECK_SCORE("ratio", 1e15, 4e-28, "0");
	CHECK_SCORE("linear(0, 1e-30)", 7, 5e-31, "3.5");
	CHECK_SCORE("linear(1e-300, 1e300)", 1e15, 5e299, "500000000000000");
	CHECK_SCORE("linear(1e300, 1e-300)", 10, 1, "10");

	CHECK_SCORE("target(7)", 9, 7, "9");
	CHECK_SCORE("target(7)", 9, 700, "9");
	CHECK_SCORE("target(7)", 9, -1, "0");
	CHECK_SCORE("target(7)", 9, 3.5, "4.5");
	CHECK_SCORE("checklist(9)", 3, 7, "2.333333333333");
	CHECK_SCORE("checklist(9)", 3, 9, "3");
	CHECK_SCORE("checklist(9)", 3, 10, OUTSIDE("10", "checklist takes a whole number, 0 to 9."));
	CHECK_SCORE("checklist(9)", 3, 2.5, OUTSIDE("2.5", "checklist takes a whole number, 0 to 9."));
	CHECK_SCORE("checklist(9)", 3, -1, OUTSIDE("-1", "checklist takes a whole number, 0 to 9."));

	/* từ 50 đến dưới 80; trên 80 */
	CHECK_SCORE("steps(50:0.5, >80:1)", 10, 49.99, "0");
	CHECK_SCORE("steps(50:0.5, >80:1)", 10, 50, "5");
	CHECK_SCORE("steps(50:0.5, >80:1)", 10, 80, "5");
	CHECK_SCORE("steps(50:0.5, >80:1)", 10, 80.00000000000001, "10");
	CHECK_SCORE("steps(50:0.2, >50:0.5)", 10, 50, "2");
	CHECK_SCORE("steps(50:0.2, >50:0.5)", 10, 50.1, "5");
	CHECK_SCORE("steps(0:1, >3:1/3, >5:0)", 10, 4, "3.333333333333");
	CHECK_SCORE("steps(0:1, >3:1/3, >5:0)", 10, 6, "0");
	CHECK_SCORE("steps(0.1:1)", 10, 0.1, "10");
	CHECK_SCORE("steps(1:5p, 2:7.35p)", 10, 1, "5");
	CHECK_SCORE("steps(1:5p, 2:7.35p)", 10, 2, "7.35");
	/* a third of 7 points is 2.333..., but 5 points are 5 whatever the maximum */
	CHECK_SCORE("steps(1:5p)", 7, 1, "5");
	CHECK_SCORE("steps(1:-5p)", -7, 1, "-5");
	CHECK_SCORE("steps(1:5p)", 4, 1,
				"the rule awards 5 points where the maximum is 4|Points in a rule must lie between 0 and 4.");
	CHECK_SCORE("steps(1:5p)", -7, 1,
				"the rule awards 5 points where the maximum is -7|Points in a rule must lie between -7 and 0.");
	CHECK_SCORE("steps(1:0p)", 0, 1, "0");

	CHECK_SCORE("curve(0:0, 50:0.5, 100:1)", 10, -3, "0");
	CHECK_SCORE("curve(0:0.2, 50:0.5, 100:1)", 10, -3, "2");
	CHECK_SCORE("curve(0:0, 50:0.5, 100:1)", 10, 50, "5");
	CHECK_SCORE("curve(0:0, 50:0.5, 100:1)", 10, 87.5, "8.75");
	CHECK_SCORE("curve(0:0, 50:0.5, 100:1)", 10, 1e300, "10");
	CHECK_SCORE("curve(0:0, 1e-300:1)", 10, 5e-301, "5");
	CHECK_SCORE("curve(0:1e-40, 1:1)", 10, 0.5, "5");
	/* dưới 80 %: 0; từ 80 %: theo tỷ lệ */
	CHECK_SCORE("curve(80%:0, 80%:0.8, 100%:1)", 2, 79.9999999995, "0");
	CHECK_SCORE("curve(80%:0, 80%:0.8, 100%:1)", 2, 80, "1.6");
	CHECK_SCORE("curve(80%:0, 80%:0.8, 100%:1)", 2, 90, "1.8");
	CHECK_SCORE("curve(80:0, >80:0.8, 100:1)", 10, 80, "0");
	CHECK_SCORE("curve(80:0, >80:0.8, 100:1)", 10, 80.00000000000001, "8");
	CHECK_SCORE("curve(0:0, 50:0.5, 50:0.2, 90:1, >90:0.1, 100:0.2)", 10, 25, "2.5");
	CHECK_SCORE("curve(0:0, 50:0.5, 50:0.2, 90:1, >90:0.1, 100:0.2)", 10, 50, "2");
	CHECK_SCORE("curve(0:0, 50:0.5, 50:0.2, 90:1, >90:0.1, 100:0.2)", 10, 70, "6");
	CHECK_SCORE("curve(0:0, 50:0.5, 50:0.2, 90:1, >90:0.1, 100:0.2)", 10, 90, "10");
	CHECK_SCORE("curve(0:0, 50:0.5, 50:0.2, 90:1, >90:0.1, 100:0.2)", 10, 95, "1.5");
	CHECK_SCORE("curve(0:0, 50:0.5, 50:0.2, 90:1, >90:0.1, 100:0.2)", 10, 1e9, "2");
	CHECK_SCORE("curve(5:1, 5:0)", 10, 4.999, "10");
	CHECK_SCORE("curve(5:1, 5:0)", 10, 5, "0");
	CHECK_SCORE("curve(5:1, >5:0)", 10, 5, "10");
	/* whole numbers only */
	CHECK_SCORE("linear(0, 5) whole", 10, 2, "4");
	CHECK_SCORE("linear(0, 5) whole", 10, -1e300, "0");
	CHECK_SCORE("linear(0, 5) whole", 10, 2.5, "result 2.5 is not a whole number|The rule ends in whole.");
	CHECK(last_error.kind == DX_ERR_PARAM);
	CHECK_SCORE("points whole", 10, 8.75, "result 8.75 is not a whole number|The rule ends in whole.");
	CHECK_SCORE("points whole", 10, 11, OUTSIDE("11", "points takes 0 to 10."));
	CHECK_SCORE("percent whole", 10, 101, OUTSIDE("101", "percent takes 0 to 100."));
	CHECK_SCORE("steps(0:1, 1:0) whole", 10, 0.5, "result 0.5 is not a whole number|The rule ends in whole.");
	CHECK_SCORE("log(1, 100)", 10, 0, OUTSIDE("0", "log takes numbers greater than 0."));
	CHECK_SCORE("log(1, 100)", 10, -3, OUTSIDE("-3", "log takes numbers greater than 0."));

	CHECK_SCORE("choice(Tốt:1, Khá:2/3, Kém:0p)", 10, 2, "6.666666666667");
	CHECK_SCORE("choice(Tốt:1, Khá:2/3, Kém:0p)", 10, 3, "0");
	CHECK_SCORE("choice(Tốt:1, Khá:0)", 10, 3, OUTSIDE("3", "choice takes the position of a choice, 1 to 2."));
	CHECK_SCORE("choice(Tốt:1, Khá:0)", 10, 0, OUTSIDE("0", "choice takes the position of a choice, 1 to 2."));
	CHECK_SCORE("choice(Tốt:1, Khá:0)", 10, 1.5, OUTSIDE("1.5", "choice takes the position of a choice, 1 to 2."));
}

/*
 * Logarithms: within 0.6 units of the 27th significant digit (at most 37
 * decimals) of the exact quotient, which Python's decimal has with 120 digits.
 */
static void
test_logarithms(void)
{
	static const struct
	{
		const char *rule;
		double r;
		const char *exact; /* x 10^37 */
		int zeros;		   /* so many digits less make a unit */
		double ratio;
	} cases[] = {
		{"log(100.0, 75000.0)", 10000.0, "6956373505726993676161728692538940886", 10, 0x1.642a942d2bf20p-1},
		{"log(100.0, 75000.0)", 1500.5, "4091168472609414240307227148598749462", 10, 0x1.a2ef86dce9da0p-2},
		{"log(1.0, 100.0)", 10.0, "5000000000000000000000000000000000000", 10, 0x1.0000000000000p-1},
		{"log(1.0, 1000.0)", 10.0, "3333333333333333333333333333333333333", 10, 0x1.5555555555555p-2},
		{"log(1.0, 1000.0)", 100.0, "6666666666666666666666666666666666667", 10, 0x1.5555555555555p-1},
		{"log(2.0, 8.0)", 4.0, "5000000000000000000000000000000000000", 10, 0x1.0000000000000p-1},
		{"log(0.5, 1000000000.0)", 0.5000000000000001, "93386320032451073506", 0, 0x1.5888e2b27c06dp-57},
		{"log(5.0, 0.5)", 2.5, "3010299956639811952137388947244930268", 10, 0x1.34413509f79ffp-2},
		{"log(1e-300, 1e+300)", 1.0, "5000000000000000000000000000000000000", 10, 0x1.0000000000000p-1},
		{"log(1e-300, 1e+300)", 1e-299, "16666666666666666666666666666666667", 8, 0x1.b4e81b4e81b4fp-10},
		{"log(1e+300, 1e-300)", 3e+17, "4708714645754672292711749534945748078", 10, 0x1.e22c2113e2908p-2},
		{"log(99999999999999.0, 100000000000000.0)", 99999999999999.5, "5000000000000012500000000000062500000", 10,
		 0x1.000000000000bp-1},
		{"log(123456.789, 1e-05)", 123456.78, "31372959604667860752735183117", 2, 0x1.af2fc9d646d5dp-29},
		{"log(1e-25, 3.0)", 0.001, "8635198529710054186783061458994052993", 10, 0x1.ba1f462fea15bp-1},
		{"log(7.0, 1e+22)", 7.000000000000001, "29327514237916844959", 0, 0x1.b0cc375990dc9p-59},
		{"log(2.52e+17, 1.92e+47)", 5.469e+31, "4797722719287324818151810451940481473", 10, 0x1.eb496c25d89a0p-2},
		{"log(50000.0, 24854.2984)", 27970.0, "8310399173208850146704554492901065694", 10, 0x1.a97e106520a33p-1},
		{"log(2.325092241510127e-24, 1.4111075e-24)", 2.29702429e-24, "243203484969343082988549777519403694", 9,
		 0x1.8e76ef5afc67dp-6},
		{"log(5.079433035665679e-14, 1.26384582e+23)", 0.00088, "2813139221919385517606248162865914974", 10,
		 0x1.2010c1bee53cdp-2},
		{"log(5.42e+30, 8.35e+69)", 4.828e+46, "4070096787795715871442604623513019940", 10, 0x1.a0c7252e0e0dfp-2},
		{"log(1e-16, 1.39831899e+34)", 450000000.0, "4916325547662213129388935494528816193", 10, 0x1.f76e86417ab9dp-2},
		{"log(1.01784214e+55, 1.979783104347275)", 1.5e+54, "151996529668531124270146216105080916", 9,
		 0x1.f20fee339b844p-7},
		{"log(422000000000.0, 1000.0)", 17297.7932, "8564700458414410020837474345951014072", 10, 0x1.b6833de9c9043p-1},
		{"log(92502.5643, 700000.0)", 93577.50718648646, "57087802471112824569096726506659852", 8,
		 0x1.762170761de6bp-8},
		{"log(2.283831478031416e-40, 1.54760295e-15)", 1.326043532794795e-19, "8362086704086101313538791914080526587",
		 10, 0x1.ac238af812c05p-1},
		{"log(5.1, 6.21e+44)", 1942.001459645999, "585380254681261424848312065111309285", 9, 0x1.df8b231ea8130p-5},
		{"log(1.9340461e-26, 1.65e-25)", 1.17e-25, "8396398102007208928061218675350074317", 10, 0x1.ade544ea76a71p-1},
		{"log(1.0445617e+20, 0.434)", 198892614000000.0, "2806629078334177814080116715683704698", 10,
		 0x1.1f6618e961111p-2},
		{"log(4e-07, 2.318675504617094e-07)", 2.88733201e-07, "5977673141441469780025880854989466878", 10,
		 0x1.320e8eb1bbd65p-1},
		{"log(0.657887665, 2.92900182302028e+45)", 2.26255885e+35, "7784789266481199948856736812409778095", 10,
		 0x1.8e94ca3528602p-1},
		{"log(1.07919434917396e-33, 2e+20)", 30250000.0, "7593241461321265011876880116237422933", 10,
		 0x1.84c6226d66b62p-1},
		{"log(4.29e+36, 1.411261519367624e+91)", 3.349165163102461e+73, "6767132752253673957388670087264741664", 10,
		 0x1.5a7a2993b9581p-1},
		{"log(3.18e+34, 7e+33)", 1.904501862413308e+34, "3387127164685523225995237638497508597", 10,
		 0x1.5ad7819fe3133p-2},
		{"log(345000000000000.0, 3e-29)", 1400000000000.0, "555423200121411613827567814209049337", 9,
		 0x1.c700afffe0279p-5},
		{"log(0.01448102783034324, 17100000.0)", 5410.0, "6142280692922349098351761251781351707", 10,
		 0x1.3a7c19fbca6e1p-1},
		{"log(1.23861825e-15, 7.81976759e-15)", 4.185e-15, "6607357427234536097522029367482336921", 10,
		 0x1.524bf48c974c3p-1},
		{"log(8.67, 7325473150000000.0)", 20000000000000.0, "8282416300296087528804163830538409119", 10,
		 0x1.a80f49745367cp-1},
		{"log(1e+23, 7.392752922667601e+64)", 5.384239582215482e+31, "2085353075619076331827771297864094524", 10,
		 0x1.ab148f30514b8p-3},
		{"log(1.65e+30, 3.14542861e-21)", 7.90501275e+24, "1048817412183878741370536810284928795", 10,
		 0x1.ad987a07b02c7p-4},
		{"log(7e+19, 1.4e+26)", 8.63966214e+25, "9667306334996880854843521446553065931", 10, 0x1.eef7514dd854ep-1},
		{"log(0.001, 6000000000.0)", 25470000.0, "8143610715713817106741189196329525113", 10, 0x1.a0f3ef3311b71p-1},
		{"log(13100.0, 1e+53)", 6455000.0, "550833601624898601644695544184976075", 9, 0x1.c33e2dce74305p-5},
		{"log(7.5017158e+21, 77.9)", 37600937.2, "7155840475141572478002531038351492771", 10, 0x1.6e61084339a8cp-1},
		{"log(0.1493925432078182, 0.3)", 0.1921313442342614, "3608720841302683257711395651982398686", 10,
		 0x1.7188739d83f4bp-2},
		{"log(7.691243033438964e+17, 0.000357)", 1390.057429423323, "6910765901732078795124956133906414791", 10,
		 0x1.61d4ca73a6768p-1},
		{"log(3.53e+45, 50000.0)", 9.4e+25, "4791975431115638526358395136571711535", 10, 0x1.eab2c2bff36c1p-2},
		{"log(3413.80713, 9e+40)", 2.810366456690428e+16, "3451410372351930739289645292495881249", 10,
		 0x1.616ca6edbb0e8p-2},
		{"log(4093262090261.603, 21200000000000.0)", 4594000000000.0, "701719191420432887644403744324319404", 9,
		 0x1.1f6c971d008acp-4},
		{"log(6.34222536e+21, 0.1676972785086221)", 381500.0, "7184405798752809909446170981184680276", 10,
		 0x1.6fd771955e01dp-1},
		{"log(5e-25, 1.06e-24)", 9.48573244668476e-25, "8521921731444880720809702594302224499", 10,
		 0x1.b452885320203p-1},
		{"log(1.52e-28, 446743592000000.0)", 1.446e-25, "701306782726341477198070838696555495", 9,
		 0x1.1f41589a09435p-4},
		{"log(19409.8876, 200000.0)", 162600.0, "9112449799395957480512553663759333030", 10, 0x1.d28eb3b6f82fdp-1},
		{"log(7.0, 2.0)", 3.324822696928563, "5942814557293861203046478138029311028", 10, 0x1.3045a8b1f4376p-1},
		{"log(3.54e+40, 0.01849958293894887)", 4.759469935542945, "9429921551498227072956109298349114765", 10,
		 0x1.e2cfde25818f5p-1},
		{"log(2.26896847, 923304071.0)", 3.8, "260125108302749397522025477525143452", 9, 0x1.aa3060d36254dp-6},
		{"log(10.0, 7.35992436e+33)", 1.427120056650118e+28, "8261954284406056715596151391775429682", 10,
		 0x1.a703165283a3ep-1},
		{"log(3e+40, 1e+24)", 1.601e+33, "4413835287348620708299532743689623211", 10, 0x1.c3fa0b33a321ep-2},
		{"log(6000000000000000.0, 4.085052492821275e-25)", 777.6, "3208457162068666711326161668043513705", 10,
		 0x1.488bc788ae463p-2},
		{"log(5.06e-22, 3e-31)", 1.52888686826115e-25, "3814635313672485464810878238311018075", 10,
		 0x1.869e603f5b238p-2},
	};
	dx_maximum ten = {10 * DX_POINTS_ONE, 1};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		dx_rule *rule = parse(cases[i].rule);
		dx_attainment a;
		dx_int128 exact = 0;
		dx_int128 unit = 1;
		dx_int128 got;

		for (const char *p = cases[i].exact; *p; p++)
			exact = exact * 10 + (*p - '0');
		for (int k = 0; k < cases[i].zeros; k++)
			unit *= 10;
		CHECK(rule != NULL && dx_rule_attain(rule, cases[i].r, true, ten, &a, &last_error));
		got = a.num;
		for (dx_int128 den = a.den; den < (dx_int128) 1000000000000000000 * 1000000000000000000 * 10; den *= 10)
			got *= 10;
		CHECK(a.den == 1 || a.num % 10 != 0);
		CHECK((got > exact ? got - exact : exact - got) <= unit * 6 / 10 + 1);
		CHECK_SAME(dx_attainment_ratio(&a), cases[i].ratio);
		dx_free(rule);
	}
	/* what is a short decimal is that; beyond the bounds 0 and 1 */
	CHECK_SCORE("log(1, 100)", 10, 10, "5");
	CHECK_SCORE("log(100, 1)", 10, 10, "5");
	CHECK_SCORE("log(1, 1e10)", 10, 1000, "3");
	CHECK_SCORE("log(2, 32)", 10, 4, "2.5");
	CHECK_SCORE("log(1e-300, 1e300)", 10, 1, "5");
	CHECK_SCORE("log(100, 75000)", 10, 100, "0");
	CHECK_SCORE("log(100, 75000)", 10, 1e-300, "0");
	CHECK_SCORE("log(100, 75000)", 10, 75000, "10");
	CHECK_SCORE("log(100, 75000)", 10, 1e300, "10");
	CHECK_SCORE("log(5, 0.5)", 10, 0.1, "10");
	CHECK_SCORE("log(5, 0.5)", 10, 7, "0");
}

/* Goalposts truncated, in both directions, as COINr computes them. */
static void
test_goalposts(void)
{
	static const double x[] = {3, 7, 7, 12, 1};
	static const double up[] = {12.5, 62.5, 62.5, 100, 0};
	static const double down[] = {87.5, 37.5, 37.5, 0, 100};
	double ratio;

	for (int i = 0; i < 5; i++)
	{
		score("linear(2, 10)", 100, x[i], &ratio);
		CHECK_SAME(ratio * 100, up[i]);
		score("linear(10, 2)", 100, x[i], &ratio);
		CHECK_SAME(ratio * 100, down[i]);
	}
}

static void
test_without_maximum(void)
{
	static const struct
	{
		const char *rule;
		bool needs;
	} cases[] = {{"points", true},			 {"yesno", false},		   {"percent", false},
				 {"linear(0, 2)", false},	 {"steps(1:0.5)", false},  {"steps(0:0.5, 2:5p)", true},
				 {"curve(0:0, 2:1p)", true}, {"choice(a:1/2)", false}, {"choice(a:1/2, b:0p)", true},
				 {"unscored", false}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		dx_rule *rule = parse(cases[i].rule);
		dx_attainment a;
		bool ok;

		CHECK(dx_rule_needs_maximum(rule) == cases[i].needs);
		ok = dx_rule_attain(rule, 1, false, (dx_maximum) {0, 1}, &a, &last_error);
		CHECK(ok != cases[i].needs);
		if (!ok)
			CHECK(last_error.kind == DX_ERR_PARAM && last_error.hint[0] != '\0');
		else if (rule->kind == DX_RULE_UNSCORED)
			CHECK(isnan(dx_attainment_ratio(&a)) && a.den == 0);
		else
			CHECK(a.den > 0);
		dx_free(rule);
	}
}

static void
test_choice(void)
{
	dx_rule *rule = parse("choice('Rất tốt':1, Khá:0.5, 'it''s':0)");
	dx_rule *other = parse("steps(1:1)");

	CHECK(dx_rule_choice(rule, str("Rất tốt")) == 1);
	CHECK(dx_rule_choice(rule, str("it's")) == 3);
	CHECK(dx_rule_choice(rule, str("khá")) == 0);
	CHECK(dx_rule_choice(rule, str("Khá ")) == 0);
	CHECK(dx_rule_choice(rule, str("")) == 0);
	CHECK(dx_rule_choice(other, str("1")) == 0);
	dx_free(rule);
	dx_free(other);
}

/* The result an answer stands for, or its error, as text. */
static const char *
read_answer(const char *text, const char *typed)
{
	static char result[3 * DX_MESSAGE_SIZE];
	dx_rule *rule = parse(text);
	double r = 0;

	if (rule == NULL)
		return "no rule";
	memset(&last_error, 0, sizeof(last_error));
	if (dx_rule_answer(rule, str(typed), NULL, &r, &last_error))
	{
		CHECK(!signbit(r) || r < 0);
		dx_decimal_print(dx_decimal_from_double(r), result);
	}
	else
		snprintf(result, sizeof(result), "%s|%s", last_error.message, last_error.hint);
	dx_free(rule);
	return result;
}

#define CHECK_ANSWER(rule, typed, want) CHECK_TEXT(read_answer(rule, typed), want)
#define UNREAD(typed, what) "cannot read the answer \"" typed "\": " what
#define PLAIN_HINT "Write a plain number in the unit of the rule's bounds."
#define YESNO_HINT "Write yes or no (có, không), 1 or 0."
#define NA_HINT "Give the text itself to dx.card(tree, code, typed), which takes it as the state na."
#define TWO_NUMBERS "one separator and three digits can mean two numbers"
#define SEPARATORS \
	"it has more than one separator|Write the number without thousands separators, with one decimal point or comma."

static void
test_answers(void)
{
	/* both separators, spaces, signs */
	CHECK_ANSWER("linear(0, 10)", "8,5", "8.5");
	CHECK_ANSWER("linear(0, 10)", "8.5", "8.5");
	CHECK_ANSWER("linear(0, 10)", " \302\240-3,2\302\240\n", "-3.2");
	CHECK_ANSWER("linear(0, 10)", "+7", "7");
	CHECK_ANSWER("linear(0, 10)", "-0", "0");
	CHECK_ANSWER("linear(0, 10)", ",5", "0.5");
	CHECK_ANSWER("linear(0, 10)", "1500", "1500");
	CHECK_ANSWER("linear(0, 10)", "1e-05", "0.00001");
	CHECK_ANSWER("linear(0, 10)", "1.5E+2", "150");
	CHECK_ANSWER("unscored", "1234567,5", "1234567.5");
	CHECK_ANSWER("unscored", "33.333333333333333333333", "33.333333333333336");
	CHECK_ANSWER("unscored", "0.000000000000000000000000000000000000000012", "1.2e-41");
	CHECK_ANSWER("linear(0, 10)", "8,", UNREAD("8,", "a digit is expected after the separator|"));
	CHECK_ANSWER("linear(0, 10)", "abc", UNREAD("abc", "a number is expected|"));
	CHECK_ANSWER("linear(0, 10)", "-", UNREAD("-", "a number is expected|"));
	CHECK_ANSWER("linear(0, 10)", "NaN", UNREAD("NaN", "a number is expected|"));
	CHECK_ANSWER("linear(0, 10)", "8 điểm", UNREAD("8 điểm", "text follows the number|"));
	CHECK_ANSWER("linear(0, 10)", "1 500", UNREAD("1 500", "text follows the number|"));
	CHECK_ANSWER("linear(0, 10)", "1e400", UNREAD("1e400", "it is outside 1e-300 to 1e300|"));
	CHECK_ANSWER("linear(0, 10)", "1.2345678901234567890123456789012345678",
				 UNREAD("1.2345678901234567890123456789012345678", "it has more than 36 significant digits|"));
	CHECK_ANSWER("ratio", "0.000000000000000000000000123456789012345678",
				 UNREAD("0.000000000000000000000000123456789012345678", "its digits lie too far apart|"));
	CHECK_ANSWER("linear(0, 10)", "có", UNREAD("có", "a number is expected|"));

	/* thousands or decimals */
	CHECK_ANSWER("unscored", "1.500", UNREAD("1.500", TWO_NUMBERS "|Write 1.5 or 1500."));
	CHECK_ANSWER("unscored", "-1,500", UNREAD("-1,500", TWO_NUMBERS "|Write -1.5 or -1500."));
	CHECK_ANSWER("unscored", "12,345", UNREAD("12,345", TWO_NUMBERS "|Write 12.3450 or 12345."));
	CHECK_ANSWER("unscored", "12.3450", "12.345");
	CHECK_ANSWER("unscored", "5.000", UNREAD("5.000", TWO_NUMBERS "|Write 5 or 5000."));
	CHECK_ANSWER("unscored", "001.005", UNREAD("001.005", TWO_NUMBERS "|Write 1.0050 or 1005."));
	CHECK_ANSWER("percent", "1,500%", "1.5");
	CHECK_ANSWER("ratio", "1/1.500", UNREAD("1/1.500", TWO_NUMBERS "|Write 1.5 or 1500."));
	CHECK_ANSWER("unscored", "0.125", "0.125");
	CHECK_ANSWER("unscored", "0,125", "0.125");
	CHECK_ANSWER("unscored", "000,125", "0.125");
	CHECK_ANSWER("unscored", ".125", "0.125");
	CHECK_ANSWER("unscored", "1234.567", "1234.567");
	CHECK_ANSWER("unscored", "1.5000", "1.5");
	CHECK_ANSWER("unscored", "1.234.567", UNREAD("1.234.567", SEPARATORS));
	CHECK_ANSWER("unscored", "1.234,5", UNREAD("1.234,5", SEPARATORS));
	CHECK_ANSWER("unscored", "1,,5", UNREAD("1,,5", SEPARATORS));

	/* per cent and a/b in the rule's unit */
	CHECK_ANSWER("percent", "87,5%", "87.5");
	CHECK_ANSWER("percent", "87.5 %", "87.5");
	CHECK_ANSWER("percent", "87,5", "87.5");
	CHECK_ANSWER("ratio", "87,5%", "0.875");
	CHECK_ANSWER("ratio", "100%", "1");
	CHECK_ANSWER("percent", "12/15", "80");
	CHECK_ANSWER("percent", "12 / 15", "80");
	CHECK_ANSWER("percent", "1/3", "33.333333333333336");
	CHECK_ANSWER("percent", "0/15", "0");
	CHECK_ANSWER("percent", "29/100", "29"); /* 0.29 * 100 is 28.999999999999996 */
	CHECK_ANSWER("percent", "2,5/12,5", "20");
	CHECK_ANSWER("percent", "0.57/1", "57");
	CHECK_ANSWER("ratio", "12/15", "0.8");
	CHECK_ANSWER("ratio", "2/3", "0.6666666666666666");
	CHECK_ANSWER("ratio", "300000/1000000", "0.3");
	CHECK_ANSWER("checklist(7)", "5/7", "5");
	CHECK_ANSWER("checklist(10)", "5 / 10", "5");
	CHECK_ANSWER("checklist(7)", "5", "5");
	CHECK_ANSWER("target(100%)", "105/100", "105");
	CHECK_ANSWER("target(100%)", "105 %", "105");
	CHECK_ANSWER("steps(50%:0.5, 80%:1)", "45/50", "90");
	CHECK_ANSWER("steps(50%:0.5, 80%:1)", "87,5%", "87.5");
	CHECK_ANSWER("curve(0%:0, 100%:1)", "29/100", "29");
	CHECK_ANSWER("linear(100%, 0%)", "87.5", "87.5");
	CHECK_ANSWER("linear(100%, 0%)", "1/0", UNREAD("1/0", "division by zero|"));
	CHECK_ANSWER("linear(0, 5) whole", "3", "3");
	CHECK_ANSWER("linear(0, 5) whole", "2,5", "answer \"2,5\": result 2.5 is not a whole number|");
	CHECK_ANSWER("log(100, 75000)", "0", "answer \"0\": result 0 is outside what the rule allows|");
	CHECK_ANSWER("percent", "12/0", UNREAD("12/0", "division by zero|"));
	CHECK_ANSWER("percent", "0/0", UNREAD("0/0", "division by zero|"));
	CHECK_ANSWER("yesno", "1/0", UNREAD("1/0", "division by zero|" YESNO_HINT));
	CHECK_ANSWER("percent", "1/-2", UNREAD("1/-2", "division by a negative number|"));
	CHECK_ANSWER("percent", "12/", UNREAD("12/", "a number is expected|"));
	CHECK_ANSWER("percent", "/15", UNREAD("/15", "a number is expected|"));
	CHECK_ANSWER("percent", "1/2/3", UNREAD("1/2/3", "text follows the number|"));
	CHECK_ANSWER("percent", "12/15%", UNREAD("12/15%", "text follows the number|"));
	CHECK_ANSWER("percent", "5%%", UNREAD("5%%", "text follows the number|"));
	CHECK_ANSWER("percent", "1e-30/12345678901234567",
				 UNREAD("1e-30/12345678901234567", "its digits lie too far apart|"));
	CHECK_ANSWER(
		"checklist(7)", "5/8",
		UNREAD("5/8", "\"/\" has no meaning under this rule|Write how many of the 7 items are met, alone or as a/7."));
	CHECK_ANSWER(
		"checklist(7)", "50%",
		UNREAD("50%", "\"%\" has no meaning under this rule|Write how many of the 7 items are met, alone or as a/7."));
	CHECK_ANSWER(
		"points", "8/10",
		UNREAD("8/10",
			   "\"/\" has no meaning under this rule|Write the points awarded as a plain number, such as 8.5."));
	CHECK_ANSWER(
		"points", "80%",
		UNREAD("80%", "\"%\" has no meaning under this rule|Write the points awarded as a plain number, such as 8.5."));
	CHECK_ANSWER("steps(50:1)", "80%", UNREAD("80%", "\"%\" has no meaning under this rule|" PLAIN_HINT));
	CHECK_ANSWER("linear(0, 1)", "1/2", UNREAD("1/2", "\"/\" has no meaning under this rule|" PLAIN_HINT));
	CHECK_ANSWER("yesno", "50%", UNREAD("50%", "\"%\" has no meaning under this rule|" YESNO_HINT));

	/* what the rule can never take fails at once */
	CHECK_ANSWER("percent", "120", "answer \"120\": result 120 is outside what the rule allows|");
	CHECK_ANSWER("percent", "16/15", "answer \"16/15\": result 106.66666666666667 is outside what the rule allows|");
	CHECK_ANSWER("ratio", "87,5", "answer \"87,5\": result 87.5 is outside what the rule allows|");
	CHECK_ANSWER("checklist(7)", "8", "answer \"8\": result 8 is outside what the rule allows|");
	CHECK_ANSWER("checklist(7)", "2,5/7", "answer \"2,5/7\": result 2.5 is outside what the rule allows|");
	CHECK_ANSWER("points", "1000", "1000");

	/* yes and no */
	CHECK_ANSWER("yesno", "có", "1");
	CHECK_ANSWER("yesno", " CÓ ", "1");
	CHECK_ANSWER("yesno", "Co", "1");
	CHECK_ANSWER("yesno", "không", "0");
	CHECK_ANSWER("yesno", "KHÔNG", "0");
	CHECK_ANSWER("yesno", "khong", "0");
	CHECK_ANSWER("yesno", "Yes", "1");
	CHECK_ANSWER("yesno", "NO", "0");
	CHECK_ANSWER("yesno", "true", "1");
	CHECK_ANSWER("yesno", "False", "0");
	CHECK_ANSWER("yesno", "1", "1");
	CHECK_ANSWER("yesno", "0", "0");
	CHECK_ANSWER("yesno", "x", UNREAD("x", "a number is expected|" YESNO_HINT));
	CHECK_ANSWER("yesno", "2", "answer \"2\": result 2 is outside what the rule allows|");

	/* choices */
	CHECK_ANSWER("choice('Rất tốt':1, Khá:0.5, đạt:0)", "Khá", "2");
	CHECK_ANSWER("choice('Rất tốt':1, Khá:0.5, đạt:0)", " rất TỐT ", "1");
	CHECK_ANSWER("choice('Rất tốt':1, Khá:0.5, đạt:0)", "Đạt", "3");
	CHECK_ANSWER("choice(A:1, a:0)", "a", "2");
	CHECK_ANSWER("choice(1:0, 0:1)", "0", "2");
	CHECK_ANSWER("choice(Ab:1, aB:0)", "AB", UNREAD("AB", "several choices differ from it in case only|"));
	CHECK_ANSWER("choice(Tốt:1, Khá:0)", "Kém", UNREAD("Kém", "it is none of the choices|"));
	CHECK_TEXT(last_error.detail, "The choices are: Tốt, Khá.");
	CHECK_ANSWER("choice(Tốt:1, Khá:0)", "1", UNREAD("1", "it is none of the choices|"));
	CHECK_ANSWER("choice(Tốt:1, Khá:0)", "Kha", UNREAD("Kha", "it is none of the choices|"));
	read_answer(many("choice", "label-%d:1", 400), "x");
	CHECK(strlen(last_error.detail) < 600 && strstr(last_error.detail, ", ....") != NULL);

	/* letters and marks apart, as macOS and Windows-1258 write them, on either side */
	CHECK_ANSWER("choice(T\u1ed1t:1, \u0110\u1ea1t:0)", "T\u00f4\u0301t", "1");
	CHECK_ANSWER("choice(T\u1ed1t:1, \u0110\u1ea1t:0)", "\u0111a\u0323T", "2");
	CHECK_ANSWER("choice(To\u0302\u0301t:1, x:0)", "t\u1ed0t", "1");
	CHECK_ANSWER("choice(t\u00f4\u0301t:1, T\u1ed1t:0)", "T\u1ed1t", "2");
	CHECK_ANSWER("choice(t\u00f4\u0301t:1, T\u1ed1t:0)", "to\u0302\u0301t", "1");
	CHECK_ANSWER("yesno", "co\u0301", "1");
	CHECK_ANSWER("yesno", "KHO\u0302NG", "0");

	/* a boolean as text, and what is ticked */
	for (int i = 0; i < 5; i++)
	{
		static const char *const yes[] = {"t", "TRUE", "y", "\u0111\u00fang", "Dung"};
		static const char *const no[] = {"f", "FALSE", "n", "sai", "SAI"};

		CHECK_ANSWER("yesno", yes[i], "1");
		CHECK_ANSWER("yesno", no[i], "0");
	}

	/* not applicable is a state, unless a choice is called so */
	CHECK_ANSWER("yesno", "Kh\u00f4ng  \u00e1p d\u1ee5ng",
				 UNREAD("Kh\u00f4ng  \u00e1p d\u1ee5ng", "not applicable is a state, not a result|" NA_HINT));
	CHECK_ANSWER("percent", "N/A", UNREAD("N/A", "not applicable is a state, not a result|" NA_HINT));
	CHECK_ANSWER("choice(x:1, N/A:0)", "n/a", "2");
	CHECK_ANSWER("choice(x:1, N/A:0)", "na", UNREAD("na", "not applicable is a state, not a result|" NA_HINT));
	CHECK_ANSWER("choice(NA:1, Na:0)", "na", UNREAD("na", "several choices differ from it in case only|"));

	/* positions count from what was typed, spaces included */
	read_answer("percent", "  12 x");
	CHECK(last_error.position == 6);
	read_answer("percent", "1.2.3");
	CHECK(last_error.position == 4);

	CHECK(dx_answer_is_blank(str("")));
	CHECK(dx_answer_is_blank(str(" \t\302\240 ")));
	CHECK(!dx_answer_is_blank(str(" 0")));
	CHECK_ANSWER("percent", "  ", "the answer is empty|");
}

/* The result of an answer where the maximum is known. */
static const char *
read_of(const char *text, const char *typed, dx_maximum max)
{
	static char result[3 * DX_MESSAGE_SIZE];
	dx_rule *rule = parse(text);
	double r = 0;

	if (dx_rule_answer(rule, str(typed), &max, &r, &last_error))
		dx_decimal_print(dx_decimal_from_double(r), result);
	else
		snprintf(result, sizeof(result), "%s|%s", last_error.message, last_error.detail);
	dx_free(rule);
	return result;
}

/* Three digits behind a separator: one reading where the rule leaves one. */
static void
test_readings(void)
{
	dx_maximum ten = {10 * DX_POINTS_ONE, 1};
	dx_maximum many_points = {5000 * DX_POINTS_ONE, 1};
	dx_maximum penalty = {-2 * DX_POINTS_ONE, 1};
	dx_maximum third = {DX_POINTS_ONE, 3};

	CHECK_ANSWER("percent", "98,567", "98.567");
	CHECK_ANSWER("percent", "98.567", "98.567");
	CHECK_ANSWER("percent", "98,567 %", "98.567");
	CHECK_ANSWER("ratio", "98,567%", "0.98567");
	CHECK_ANSWER("ratio", "1.000", "1");
	CHECK_ANSWER("yesno", "1,000", "1");
	CHECK_ANSWER("checklist(5000)", "2.500", "2500"); /* half an item is none */
	CHECK_ANSWER("checklist(5000)", "2.000", UNREAD("2.000", TWO_NUMBERS "|Write 2 or 2000."));
	CHECK_ANSWER("checklist(999)", "2.000", "2");
	CHECK_ANSWER("linear(0, 5000) whole", "2.500", "2500");
	CHECK_ANSWER("log(1, 5000)", "-2,500", "answer \"-2,500\": result -2.5 is outside what the rule allows|");
	/* neither is allowed: what is said is about the one with decimals */
	CHECK_ANSWER("percent", "101,500", "answer \"101,500\": result 101.5 is outside what the rule allows|");
	CHECK_ANSWER("percent", "-1,500", "answer \"-1,500\": result -1.5 is outside what the rule allows|");
	CHECK_ANSWER("yesno", "1.500", "answer \"1.500\": result 1.5 is outside what the rule allows|");
	/* rules without bounds leave both */
	CHECK_ANSWER("target(100)", "98,567", UNREAD("98,567", TWO_NUMBERS "|Write 98.5670 or 98567."));
	CHECK_ANSWER("target(100%)", "98,567%", UNREAD("98,567%", TWO_NUMBERS "|Write 98.5670 or 98567."));
	CHECK_ANSWER("steps(50:1)", "1.500", UNREAD("1.500", TWO_NUMBERS "|Write 1.5 or 1500."));

	/* a/b: the sign means the same in both numbers */
	CHECK_ANSWER("percent", "1.234/1.500", "82.26666666666667");
	CHECK_ANSWER("percent", "1,234/1,500", "82.26666666666667");
	CHECK_ANSWER("percent", "1.234/1.5", "82.26666666666667");
	CHECK_ANSWER("percent", "1.500/2.500,5", UNREAD("1.500/2.500,5", SEPARATORS));
	CHECK_ANSWER("percent", "1.500/2500,5", "59.9880023995201"); /* a decimal comma, so the point is none */
	CHECK_ANSWER("percent", "2500,5/3.000", "83.35");
	CHECK_ANSWER("percent", "1.5/2,5", "60");					   /* two people's signs, and no thousands */
	CHECK_ANSWER("percent", "1.234/1,500", "0.08226666666666667"); /* 82266.67 % it is not */
	CHECK_ANSWER("percent", "1,234/1.500", "0.08226666666666667");
	CHECK_ANSWER("ratio", "1.500/3", "0.5");
	CHECK_ANSWER("ratio", "1/1.500", UNREAD("1/1.500", TWO_NUMBERS "|Write 1.5 or 1500."));
	CHECK_ANSWER("ratio", "0,5/1.500", "0.0003333333333333333");
	CHECK_ANSWER("checklist(1000)", "1.000/1.000", "1000");
	CHECK_ANSWER("checklist(5)", "5.000/5", "5");

	/* the maximum of points */
	CHECK_ANSWER("points", "1.500", UNREAD("1.500", TWO_NUMBERS "|Write 1.5 or 1500."));
	CHECK_TEXT(read_of("points", "1.500", ten), "1.5");
	CHECK_TEXT(read_of("points", "-1,500", penalty), "-1.5");
	CHECK_TEXT(read_of("points", "1.500", many_points), UNREAD("1.500", TWO_NUMBERS "|"));
	CHECK_TEXT(read_of("points", "0,3333333333333333", third), "0.3333333333333333");
	CHECK_TEXT(read_of("points", "11", ten),
			   "answer \"11\": result 11 is outside what the rule allows|points takes 0 to 10.");
	CHECK_TEXT(read_of("points", "11.500", ten),
			   "answer \"11.500\": result 11.5 is outside what the rule allows|points takes 0 to 10.");
	CHECK_TEXT(read_of("points", "1", penalty),
			   "answer \"1\": result 1 is outside what the rule allows|points takes -2 to 0.");
	CHECK_TEXT(read_of("linear(0, 5)", "7", ten), "7");
}

/* Why an answer is refused, or "fine". */
static const char *
problem(const char *text, const char *typed, const dx_maximum *max, dx_language language)
{
	static char result[4 * DX_MESSAGE_SIZE];
	dx_rule *rule = text != NULL ? parse(text) : NULL;
	dx_buf out;
	double r;

	dx_buf_init(&out);
	snprintf(result, sizeof(result), "%s",
			 dx_answer_problem(rule, str(typed), max, language, &out) ? out.data : "fine");
	CHECK((strcmp(result, "fine") == 0) == dx_rule_answer(rule, str(typed), max, &r, &last_error));
	dx_buf_free(&out);
	if (rule != NULL)
		dx_free(rule);
	return result;
}

static void
test_problems(void)
{
	dx_maximum ten = {10 * DX_POINTS_ONE, 1};
	char typed[DX_ANSWER_MAX_TEXT + 2];

	CHECK_TEXT(problem("percent", "87,5", NULL, DX_ENGLISH), "fine");
	CHECK_TEXT(problem("percent", "120", NULL, DX_ENGLISH),
			   "Result 120 is outside what the rule allows. percent takes 0 to 100.");
	CHECK_TEXT(problem("percent", "120,5", NULL, DX_VIETNAMESE),
			   "Kết quả 120,5 nằm ngoài phạm vi của cách chấm. Cách chấm percent nhận từ 0 đến 100.");
	CHECK_TEXT(problem("points", "11", &ten, DX_VIETNAMESE),
			   "Kết quả 11 nằm ngoài phạm vi của cách chấm. Cách chấm points nhận từ 0 đến 10.");
	CHECK_TEXT(problem("points", "11", NULL, DX_VIETNAMESE), "fine");
	CHECK_TEXT(problem("target(5)", "12.345", NULL, DX_VIETNAMESE),
			   "Một dấu ngăn cách và ba chữ số có thể hiểu là hai số khác nhau. Hãy viết 12,3450 hoặc 12345.");
	CHECK_TEXT(problem("choice(Tốt:1, Khá:0)", "Kém", NULL, DX_ENGLISH),
			   "It is none of the choices. The choices are: Tốt, Khá.");
	CHECK_TEXT(problem("steps(50:1)", "5%", NULL, DX_ENGLISH),
			   "\"%\" has no meaning under this rule. The bounds of the rule carry no %. " PLAIN_HINT);
	CHECK_TEXT(
		problem("checklist(7)", "5/8", NULL, DX_VIETNAMESE),
		"\"/\" không có nghĩa với cách chấm này. Hãy viết có bao nhiêu nội dung đạt trong 7 nội dung, chỉ một số "
		"hoặc dạng a/7.");
	CHECK_TEXT(
		problem("yesno", "n/a", NULL, DX_VIETNAMESE),
		"Không áp dụng là một trạng thái, không phải kết quả. Hãy đưa nguyên văn vào dx.card(tree, code, typed): "
		"ở đó nó là trạng thái na.");
	CHECK_TEXT(problem(NULL, "7", NULL, DX_VIETNAMESE),
			   "Không có cách chấm để đọc câu trả lời \"7\". Tiêu chí này chưa được lượng hóa (hãy nhập điểm chấm, với "
			   "trạng thái 'points'), hoặc mã của nó không có trong bộ chỉ số.");
	CHECK_TEXT(problem("percent", " ", NULL, DX_VIETNAMESE), "Chưa có câu trả lời.");
	/* what is quoted is cut between characters */
	memset(typed, 'x', sizeof(typed));
	for (int i = 1; i + 2 <= (int) sizeof(typed); i += 2)
		memcpy(typed + i, "đ", 2);
	typed[DX_ANSWER_MAX_TEXT + 1] = '\0';
	CHECK(strncmp(problem("percent", typed, NULL, DX_ENGLISH), "Answer \"xđđ", 13) == 0);
	CHECK(strstr(problem("percent", typed, NULL, DX_VIETNAMESE), "đđ\" dài hơn 8192 byte.") != NULL);
	CHECK(strstr(problem(many("choice", "đ-đđđđđđ-%d:1", 300), "x", NULL, DX_VIETNAMESE), "Các lựa chọn là: ") != NULL);
}

/* Every text is there in every language, with the same blanks, and looks like what it is. */
static void
test_texts(void)
{
	for (int i = 0; i < DX_REFUSALS; i++)
		for (int language = 0; language < DX_LANGUAGES; language++)
		{
			const char *said = dx_refusal_text((dx_refusal) i, (dx_language) language);
			const char *english = dx_refusal_text((dx_refusal) i, DX_ENGLISH);
			size_t len = said != NULL ? strlen(said) : 0;

			CHECK(len > 0);
			if (len == 0)
				continue;
			for (const char *blank = "12"; *blank != '\0'; blank++)
			{
				char mark[3] = {'$', *blank, '\0'};

				CHECK((strstr(said, mark) != NULL) == (strstr(english, mark) != NULL));
			}
			/* sentences in every language or in none; a message begins in lower case of ASCII */
			CHECK((said[len - 1] == '.') == (english[strlen(english) - 1] == '.'));
			CHECK(said[len - 1] == '.' || said[0] == '"' || said[0] == '$' || (said[0] >= 'a' && said[0] <= 'z') ||
				  i >= DX_TAKES_YESNO);
		}
}

/* "Not applicable" in the words that are documented. */
static void
test_not_applicable(void)
{
	static const char *const words[] = {"n/a",
										"N/A",
										"na",
										"NA",
										"n.a.",
										"not applicable",
										" Not \302\240 Applicable\n",
										"không áp dụng",
										"KHÔNG ÁP DỤNG",
										"kho\u0302ng a\u0301p du\u0323ng",
										"Khong ap dung",
										"không có đối tượng"};
	static const char *const others[] = {"", " ", "n", "không", "-", "n / a", "not applicable yet", "không áp dụngg"};
	dx_rule *rule = parse("choice(Có:1, Không:0, 'Không áp dụng':0)");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		CHECK(dx_answer_is_na(NULL, str(words[i])));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		CHECK(!dx_answer_is_na(NULL, str(others[i])));
	CHECK(!dx_answer_is_na(NULL, str(many("n/a", "%d", 400))));
	CHECK(!dx_answer_is_na(rule, str("không ÁP dụng")));
	CHECK(dx_answer_is_na(rule, str("n/a")));
	dx_free(rule);
}

int
main(void)
{
	test_canonical();
	test_errors();
	test_limits();
	test_attainments();
	test_goalposts();
	test_logarithms();
	test_without_maximum();
	test_choice();
	test_not_applicable();
	test_readings();
	test_problems();
	test_texts();
	test_answers();
	CHECK_DONE("rule");
}
