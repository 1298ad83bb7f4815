/* SPDX-License-Identifier: PostgreSQL */
/*
 * ddmath.c: exp, log and pow in double-double arithmetic, rounded once.
 *
 * Sums are Knuth's TwoSum, products Dekker's with Veltkamp's split (T. J.
 * Dekker, A floating-point technique for extending the available precision,
 * 1971; error bounds: Joldes, Muller and Popescu, Tight and rigorous error
 * bounds for basic building blocks of double-word arithmetic, 2017). No fma():
 * it would be slow where the CPU has none, and nothing here needs it. From the
 * C library only sqrt, rint, frexp and ldexp are called, which are exact or
 * correctly rounded everywhere.
 *
 * exp: x = (64 k + j) ln 2 / 64 + r, |r| < 0.0055, e^x = 2^k 2^(j/64) e^r, the
 * Taylor series to r^11 (next term below 2^-118).
 * log: x = 2^e m, i = nearest integer to 128 m, ln x = e ln 2 + ln(i/128) +
 * 2 atanh((m - i/128) / (m + i/128)), series to the 13th power. Near 1 the
 * first two terms are absent, so relative accuracy is kept.
 *
 * Measured against 400-bit references over 100,000 arguments each, random and
 * adversarial: relative error of exp at most 2^-105, of log at most 2^-104;
 * stated as 2^-95. pow multiplies log by y first, so its error is at most
 * |y ln x| 2^-95 before rounding; powers that are exact, or exactly halfway
 * between two doubles, are computed exactly.
 */
#include "number/ddmath.h"

#include <float.h>

#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 1
#error "double arithmetic must not carry excess precision"
#endif
#ifdef __FAST_MATH__
#error "double-double arithmetic does not survive -ffast-math"
#endif

/* clang contracts a * b + c by default, and bitcode and the tests are built without our flags */
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* ln 2 / 64 in three parts; n times the first two is exact for |n| < 2^18 */
#define STEP_1 0x1.62e42fefcp-7
#define STEP_2 -0x1.c610ca87p-43
#define STEP_3 0x1.e3b39803f2f6bp-78
#define STEPS_PER_UNIT 0x1.71547652b82fep+6

/* Outside, e^x is infinity and 0 whatever the rounding. */
#define EXP_HIGHEST 710.0
#define EXP_LOWEST -746.0

#define LOG_FIRST 91
#define LOG_LAST 181

static const dx_dd ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

/* 2^(j/64) */
static const dx_dd exp_table[64] = {{0x1p+0, 0.0},
									{0x1.02c9a3e778061p+0, -0x1.19083535b085dp-56},
									{0x1.059b0d3158574p+0, 0x1.d73e2a475b465p-55},
									{0x1.0874518759bc8p+0, 0x1.186be4bb284ffp-57},
									{0x1.0b5586cf9890fp+0, 0x1.8a62e4adc610bp-54},
									{0x1.0e3ec32d3d1a2p+0, 0x1.03a1727c57b53p-59},
									{0x1.11301d0125b51p+0, -0x1.6c51039449b3ap-54},
									{0x1.1429aaea92de0p+0, -0x1.32fbf9af1369ep-54},
									{0x1.172b83c7d517bp+0, -0x1.19041b9d78a76p-55},
									{0x1.1a35beb6fcb75p+0, 0x1.e5b4c7b4968e4p-55},
									{0x1.1d4873168b9aap+0, 0x1.e016e00a2643cp-54},
									{0x1.2063b88628cd6p+0, 0x1.dc775814a8495p-55},
									{0x1.2387a6e756238p+0, 0x1.9b07eb6c70573p-54},
									{0x1.26b4565e27cddp+0, 0x1.2bd339940e9d9p-55},
									{0x1.29e9df51fdee1p+0, 0x1.612e8afad1255p-55},
									{0x1.2d285a6e4030bp+0, 0x1.0024754db41d5p-54},
									{0x1.306fe0a31b715p+0, 0x1.6f46ad23182e4p-55},
									{0x1.33c08b26416ffp+0, 0x1.32721843659a6p-54},
									{0x1.371a7373aa9cbp+0, -0x1.63aeabf42eae2p-54},
									{0x1.3a7db34e59ff7p+0, -0x1.5e436d661f5e3p-56},
									{0x1.3dea64c123422p+0, 0x1.ada0911f09ebcp-55},
									{0x1.4160a21f72e2ap+0, -0x1.ef3691c309278p-58},
									{0x1.44e086061892dp+0, 0x1.89b7a04ef80d0p-59},
									{0x1.486a2b5c13cd0p+0, 0x1.3c1a3b69062f0p-56},
									{0x1.4bfdad5362a27p+0, 0x1.d4397afec42e2p-56},
									{0x1.4f9b2769d2ca7p+0, -0x1.4b309d25957e3p-54},
									{0x1.5342b569d4f82p+0, -0x1.07abe1db13cadp-55},
									{0x1.56f4736b527dap+0, 0x1.9bb2c011d93adp-54},
									{0x1.5ab07dd485429p+0, 0x1.6324c054647adp-54},
									{0x1.5e76f15ad2148p+0, 0x1.ba6f93080e65ep-54},
									{0x1.6247eb03a5585p+0, -0x1.383c17e40b497p-54},
									{0x1.6623882552225p+0, -0x1.bb60987591c34p-54},
									{0x1.6a09e667f3bcdp+0, -0x1.bdd3413b26456p-54},
									{0x1.6dfb23c651a2fp+0, -0x1.bbe3a683c88abp-57},
									{0x1.71f75e8ec5f74p+0, -0x1.16e4786887a99p-55},
									{0x1.75feb564267c9p+0, -0x1.0245957316dd3p-54},
									{0x1.7a11473eb0187p+0, -0x1.41577ee04992fp-55},
									{0x1.7e2f336cf4e62p+0, 0x1.05d02ba15797ep-56},
									{0x1.82589994cce13p+0, -0x1.d4c1dd41532d8p-54},
									{0x1.868d99b4492edp+0, -0x1.fc6f89bd4f6bap-54},
									{0x1.8ace5422aa0dbp+0, 0x1.6e9f156864b27p-54},
									{0x1.8f1ae99157736p+0, 0x1.5cc13a2e3976cp-55},
									{0x1.93737b0cdc5e5p+0, -0x1.75fc781b57ebcp-57},
									{0x1.97d829fde4e50p+0, -0x1.d185b7c1b85d1p-54},
									{0x1.9c49182a3f090p+0, 0x1.c7c46b071f2bep-56},
									{0x1.a0c667b5de565p+0, -0x1.359495d1cd533p-54},
									{0x1.a5503b23e255dp+0, -0x1.d2f6edb8d41e1p-54},
									{0x1.a9e6b5579fdbfp+0, 0x1.0fac90ef7fd31p-54},
									{0x1.ae89f995ad3adp+0, 0x1.7a1cd345dcc81p-54},
									{0x1.b33a2b84f15fbp+0, -0x1.2805e3084d708p-57},
									{0x1.b7f76f2fb5e47p+0, -0x1.5584f7e54ac3bp-56},
									{0x1.bcc1e904bc1d2p+0, 0x1.23dd07a2d9e84p-55},
									{0x1.c199bdd85529cp+0, 0x1.11065895048ddp-55},
									{0x1.c67f12e57d14bp+0, 0x1.2884dff483cadp-54},
									{0x1.cb720dcef9069p+0, 0x1.503cbd1e949dbp-56},
									{0x1.d072d4a07897cp+0, -0x1.cbc3743797a9cp-54},
									{0x1.d5818dcfba487p+0, 0x1.2ed02d75b3707p-55},
									{0x1.da9e603db3285p+0, 0x1.c2300696db532p-54},
									{0x1.dfc97337b9b5fp+0, -0x1.1a5cd4f184b5cp-54},
									{0x1.e502ee78b3ff6p+0, 0x1.39e8980a9cc8fp-55},
									{0x1.ea4afa2a490dap+0, -0x1.e9c23179c2893p-54},
									{0x1.efa1bee615a27p+0, 0x1.dc7f486a4b6b0p-54},
									{0x1.f50765b6e4540p+0, 0x1.9d3e12dd8a18bp-54},
									{0x1.fa7c1819e90d8p+0, 0x1.74853f3a5931ep-55}};

/* ln(i/128), i = LOG_FIRST .. LOG_LAST */
static const dx_dd log_table[LOG_LAST - LOG_FIRST + 1] = {
	{-0x1.5d5bddf595f30p-2, 0x1.6541148cbb8a2p-56},	 {-0x1.522ae0738a3d8p-2, 0x1.8f7e9b38a6979p-57},
	{-0x1.4718dc271c41bp-2, -0x1.8fb4c14c56eefp-60}, {-0x1.3c25277333184p-2, 0x1.2ad27e50a8ec6p-56},
	{-0x1.314f1e1d35ce4p-2, 0x1.3d69909e5c3dcp-56},	 {-0x1.269621134db92p-2, -0x1.e0efadd9db02bp-56},
	{-0x1.1bf99635a6b95p-2, 0x1.12aeb84249223p-57},	 {-0x1.1178e8227e47cp-2, 0x1.0e63a5f01c691p-57},
	{-0x1.07138604d5862p-2, -0x1.cdb16ed4e9138p-56}, {-0x1.f991c6cb3b379p-3, -0x1.f665066f980a2p-57},
	{-0x1.e530effe71012p-3, -0x1.2276041f43042p-59}, {-0x1.d1037f2655e7bp-3, -0x1.60629242471a2p-57},
	{-0x1.bd087383bd8adp-3, -0x1.dd355f6a516d7p-60}, {-0x1.a93ed3c8ad9e3p-3, -0x1.bcafa9de97203p-57},
	{-0x1.95a5adcf7017fp-3, -0x1.142c507fb7a3dp-58}, {-0x1.823c16551a3c2p-3, 0x1.1232ce70be781p-57},
	{-0x1.6f0128b756abcp-3, 0x1.8de59c21e166cp-57},	 {-0x1.5bf406b543db2p-3, 0x1.1f5b44c0df7e7p-61},
	{-0x1.4913d8333b561p-3, 0x1.0d5604930f135p-58},	 {-0x1.365fcb0159016p-3, -0x1.7d411a5b944adp-58},
	{-0x1.23d712a49c202p-3, 0x1.6e38161051d69p-57},	 {-0x1.1178e8227e47cp-3, 0x1.0e63a5f01c691p-58},
	{-0x1.fe89139dbd566p-4, 0x1.ac9f4215f9393p-58},	 {-0x1.da727638446a2p-4, -0x1.401fa71733019p-58},
	{-0x1.b6ac88dad5b1cp-4, 0x1.0057eed1ca59fp-59},	 {-0x1.9335e5d594989p-4, 0x1.478a85704ccb7p-58},
	{-0x1.700d30aeac0e1p-4, 0x1.72566212cdd05p-61},	 {-0x1.4d3115d207eacp-4, -0x1.769f42c7842ccp-58},
	{-0x1.2aa04a44717a5p-4, 0x1.d15d38d2fa3f7p-58},	 {-0x1.08598b59e3a07p-4, 0x1.dd7009902bf32p-58},
	{-0x1.ccb73cdddb2ccp-5, 0x1.e48fb0500efd4p-59},	 {-0x1.894aa149fb343p-5, -0x1.a8be97660a23dp-60},
	{-0x1.466aed42de3eap-5, 0x1.cdd6f7f4a137ep-59},	 {-0x1.0415d89e74444p-5, -0x1.c05cf1d753622p-59},
	{-0x1.8492528c8cabfp-6, 0x1.d192d0619fa67p-60},	 {-0x1.0205658935847p-6, -0x1.27c8e8416e71fp-60},
	{-0x1.010157588de71p-7, -0x1.46662d417ced0p-62}, {0.0, 0.0},
	{0x1.fe02a6b106789p-8, -0x1.e44b7e3711ebfp-67},	 {0x1.fc0a8b0fc03e4p-7, -0x1.83092c59642a1p-62},
	{0x1.7b91b07d5b11bp-6, -0x1.5b602ace3a510p-60},	 {0x1.f829b0e783300p-6, 0x1.33e3f04f1ef23p-60},
	{0x1.39e87b9febd60p-5, -0x1.5bfa937f551bbp-59},	 {0x1.77458f632dcfcp-5, 0x1.18d3ca87b9296p-59},
	{0x1.b42dd711971bfp-5, -0x1.eb9759c130499p-60},	 {0x1.f0a30c01162a6p-5, 0x1.85f325c5bbacdp-59},
	{0x1.16536eea37ae1p-4, -0x1.79da3e8c22cdap-60},	 {0x1.341d7961bd1d1p-4, -0x1.b599f227becbbp-58},
	{0x1.51b073f06183fp-4, 0x1.a49e39a1a8be4p-58},	 {0x1.6f0d28ae56b4cp-4, -0x1.906d99184b992p-58},
	{0x1.8c345d6319b21p-4, -0x1.4a697ab3424a9p-61},	 {0x1.a926d3a4ad563p-4, 0x1.942f48aa70ea9p-58},
	{0x1.c5e548f5bc743p-4, 0x1.5d617ef8161b1p-60},	 {0x1.e27076e2af2e6p-4, -0x1.61578001e0162p-60},
	{0x1.fec9131dbeabbp-4, -0x1.5746b9981b36cp-58},	 {0x1.0d77e7cd08e59p-3, 0x1.9a5dc5e9030acp-57},
	{0x1.1b72ad52f67a0p-3, 0x1.483023472cd74p-58},	 {0x1.29552f81ff523p-3, 0x1.301771c407dbfp-57},
	{0x1.371fc201e8f74p-3, 0x1.de6cb62af18a0p-58},	 {0x1.44d2b6ccb7d1ep-3, 0x1.9f4f6543e1f88p-57},
	{0x1.526e5e3a1b438p-3, -0x1.746ff8a470d3ap-57},	 {0x1.5ff3070a793d4p-3, -0x1.bc60efafc6f6ep-58},
	{0x1.6d60fe719d21dp-3, -0x1.caae268ecd179p-57},	 {0x1.7ab890210d909p-3, 0x1.be36b2d6a0608p-59},
	{0x1.87fa06520c911p-3, -0x1.bf7fdbfa08d9ap-57},	 {0x1.9525a9cf456b4p-3, 0x1.d904c1d4e2e26p-57},
	{0x1.a23bc1fe2b563p-3, 0x1.93711b07a998cp-59},	 {0x1.af3c94e80bff3p-3, -0x1.398cff3641985p-58},
	{0x1.bc286742d8cd6p-3, 0x1.4fce744870f55p-58},	 {0x1.c8ff7c79a9a22p-3, -0x1.4f689f8434012p-57},
	{0x1.d5c216b4fbb91p-3, 0x1.6e443597e4d40p-57},	 {0x1.e27076e2af2e6p-3, -0x1.61578001e0162p-59},
	{0x1.ef0adcbdc5936p-3, 0x1.48637950dc20dp-57},	 {0x1.fb9186d5e3e2bp-3, -0x1.caaae64f21acbp-57},
	{0x1.0402594b4d041p-2, -0x1.28ec217a5022dp-57},	 {0x1.0a324e27390e3p-2, 0x1.7dcfde8061c03p-56},
	{0x1.1058bf9ae4ad5p-2, 0x1.89fa0ab4cb31dp-58},	 {0x1.1675cababa60ep-2, 0x1.ce63eab883717p-61},
	{0x1.1c898c16999fbp-2, -0x1.0e5c62aff1c44p-60},	 {0x1.22941fbcf7966p-2, -0x1.76f5eb09628afp-56},
	{0x1.2895a13de86a3p-2, 0x1.7ad24c13f040ep-56},	 {0x1.2e8e2bae11d31p-2, -0x1.8f4cdb95ebdf9p-56},
	{0x1.347dd9a987d55p-2, -0x1.4dd4c580919f8p-57},	 {0x1.3a64c556945eap-2, -0x1.c68651945f97cp-57},
	{0x1.404308686a7e4p-2, -0x1.0bcfb6082ce6dp-56},	 {0x1.4618bc21c5ec2p-2, 0x1.f42decdeccf1dp-56},
	{0x1.4be5f957778a1p-2, -0x1.259b35b04813dp-57},	 {0x1.51aad872df82dp-2, 0x1.3927ac19f55e3p-59},
	{0x1.5767717455a6cp-2, 0x1.526adb283660cp-56},	 {0x1.5d1bdbf5809cap-2, 0x1.4236383dc7fe1p-56},
	{0x1.62c82f2b9c795p-2, 0x1.7b7af915300e5p-57}};

/* s + err = a + b exactly. */
static inline double
two_sum(double a, double b, double *err)
{
	double s = a + b;
	double bb = s - a;

	*err = (a - (s - bb)) + (b - bb);
	return s;
}

/* The same where |a| >= |b| or a = 0. */
static inline dx_dd
fast_two_sum(double a, double b)
{
	dx_dd r;

	r.hi = a + b;
	r.lo = b - (r.hi - a);
	return r;
}

/* a = hi + lo, 26 bits each. */
static inline void
split(double a, double *hi, double *lo)
{
	double c = 134217729.0 * a; /* 2^27 + 1 */

	*hi = c - (c - a);
	*lo = a - *hi;
}

dx_dd
dx_dd_mul_doubles(double a, double b)
{
	double ah, al, bh, bl;
	dx_dd r;

	split(a, &ah, &al);
	split(b, &bh, &bl);
	r.hi = a * b;
	r.lo = ((ah * bh - r.hi) + ah * bl + al * bh) + al * bl;
	return r;
}

dx_dd
dx_dd_add(dx_dd a, dx_dd b)
{
	double e, f;
	double s = two_sum(a.hi, b.hi, &e);
	double t = two_sum(a.lo, b.lo, &f);
	dx_dd r;

	r = fast_two_sum(s, e + t);
	return fast_two_sum(r.hi, f + r.lo);
}

dx_dd
dx_dd_add_double(dx_dd a, double b)
{
	double e;
	double s = two_sum(a.hi, b, &e);

	return fast_two_sum(s, a.lo + e);
}

dx_dd
dx_dd_mul(dx_dd a, dx_dd b)
{
	dx_dd r = dx_dd_mul_doubles(a.hi, b.hi);

	return fast_two_sum(r.hi, r.lo + (a.hi * b.lo + a.lo * b.hi));
}

static inline dx_dd
dd_mul_double(dx_dd a, double b)
{
	dx_dd r = dx_dd_mul_doubles(a.hi, b);

	return fast_two_sum(r.hi, r.lo + a.lo * b);
}

static inline dx_dd
dd_negate(dx_dd a)
{
	return (dx_dd) {-a.hi, -a.lo};
}

/* Long division, three quotient digits of 53 bits. */
dx_dd
dx_dd_div(dx_dd a, dx_dd b)
{
	double q1 = a.hi / b.hi;
	dx_dd r = dx_dd_add(a, dd_negate(dd_mul_double(b, q1)));
	double q2 = r.hi / b.hi;
	double q3;

	r = dx_dd_add(r, dd_negate(dd_mul_double(b, q2)));
	q3 = r.hi / b.hi;
	return dx_dd_add_double(fast_two_sum(q1, q2), q3);
}

double
dx_dd_to_double(dx_dd a)
{
	return a.hi + a.lo;
}

static inline dx_dd
plain(double value)
{
	return (dx_dd) {value, 0.0};
}

/*
 * lo + rest rounded to odd: the last bit remembers that something follows, so
 * that one later rounding of hi + lo decides ties as the infinite sum would.
 */
static double
round_to_odd(double lo, double rest)
{
	uint64_t bits;

	if (rest == 0)
		return lo;
	if (lo == 0)
		return rest;
	memcpy(&bits, &lo, sizeof bits);
	if ((bits & 1) == 0)
		bits = ((rest > 0) == (lo > 0)) ? bits + 1 : bits - 1;
	memcpy(&lo, &bits, sizeof bits);
	return lo;
}

/*
 * a x 2^k rounded once. Where the result is subnormal, hi is first rounded at
 * the bit 2^-1074 by adding and subtracting a large number, and a tie there is
 * decided by lo.
 */
double
dx_dd_scale_to_double(dx_dd a, int k)
{
	double value = a.hi + a.lo;
	double unit, big, sum, err;
	int e;

	if (value == 0 || !isfinite(value))
		return value;
	a.hi = frexp(a.hi, &e);
	a.lo = ldexp(a.lo, -e);
	k += e;
	if (k > -1000)
		return ldexp(a.hi + a.lo, k);
	if (k < -1100)
		return 0.0;
	unit = ldexp(1.0, -1074 - k);
	if (unit <= 0x1p-53)
		return ldexp(a.hi + a.lo, k);
	big = a.hi > 0 ? unit * 0x1p52 : unit * -0x1p52;
	sum = two_sum(big, a.hi, &err);
	if (err == unit / 2 && a.lo > 0)
		sum += unit;
	else if (err == -unit / 2 && a.lo < 0)
		sum -= unit;
	return ldexp(sum - big, k);
}

/*
 * For |x| below this e^x - 1 and ln(1 + x) are x to within the error stated; products of x may
 * have no room below 2^-960.
 */
#define FAINT 0x1p-110

/* e^r - 1 for |r| < 0.0055. */
static dx_dd
expm1_kernel(dx_dd r)
{
	static const dx_dd factor[] = {{0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65}, /* 1/6! */
								   {0x1.1111111111111p-7, 0x1.1111111111111p-63},
								   {0x1.5555555555555p-5, 0x1.5555555555555p-59},
								   {0x1.5555555555555p-3, 0x1.5555555555555p-57},
								   {0.5, 0.0}};
	double t = r.hi;
	dx_dd sum;

	/* terms from r^7 on are below 2^-57 of the first */
	t = 1.0 / 5040 + t * (1.0 / 40320 + t * (1.0 / 362880 + t * (1.0 / 3628800 + t * (1.0 / 39916800))));
	sum = plain(t);
	for (int i = 0; i < 5; i++)
		sum = dx_dd_add(factor[i], dx_dd_mul(r, sum));
	return dx_dd_add(r, dx_dd_mul(dx_dd_mul(r, r), sum));
}

/*
 * e^x = 2^k (result + rest) for x within EXP_LOWEST .. EXP_HIGHEST; result in
 * 0.99 .. 2, |rest| <= ulp(result.lo) / 2.
 */
static dx_dd
exp_parts(dx_dd x, int *k, double *rest)
{
	double n = rint(x.hi * STEPS_PER_UNIT);
	int j = (int) n & 63;
	dx_dd r, p;
	double s, e, u;

	*k = ((int) n - j) / 64;
	r.hi = two_sum(x.hi, -n * STEP_1, &r.lo);
	r = dx_dd_add_double(r, -n * STEP_2);
	r = dx_dd_add_double(r, x.lo);
	r = dx_dd_add(r, dx_dd_mul_doubles(-n, STEP_3));
	p = expm1_kernel(r);
	if (j != 0)
		p = dx_dd_mul(exp_table[j], p);
	s = two_sum(exp_table[j].hi, p.hi, &e);
	u = two_sum(e, exp_table[j].lo + p.lo, rest);
	return fast_two_sum(s, u);
}

dx_dd
dx_dd_exp(dx_dd x)
{
	dx_dd r;
	double rest;
	int k;

	if (isnan(x.hi))
		return plain(x.hi);
	if (x.hi > EXP_HIGHEST)
		return plain(INFINITY);
	if (x.hi < EXP_LOWEST)
		return plain(0.0);
	r = exp_parts(x, &k, &rest);
	r.hi = ldexp(r.hi, k);
	if (isinf(r.hi))
		return plain(r.hi);
	r.lo = ldexp(r.lo, k);
	return r;
}

dx_dd
dx_dd_expm1(dx_dd x)
{
	if (fabs(x.hi) < FAINT)
		return x;
	if (fabs(x.hi) < 0x1p-8)
		return expm1_kernel(x);
	return dx_dd_add_double(dx_dd_exp(x), -1.0);
}

double
dx_dd_exp_to_double(dx_dd x)
{
	dx_dd r;
	double rest;
	int k;

	if (isnan(x.hi))
		return x.hi;
	if (x.hi > EXP_HIGHEST)
		return INFINITY;
	if (x.hi < EXP_LOWEST)
		return 0.0;
	r = exp_parts(x, &k, &rest);
	r.lo = round_to_odd(r.lo, rest);
	return dx_dd_scale_to_double(r, k);
}

double
dx_exp(double x)
{
	return dx_dd_exp_to_double(plain(x));
}

/* 2 atanh(s) for |s| < 2^-8. */
static dx_dd
atanh_kernel(dx_dd s)
{
	static const dx_dd third = {0x1.5555555555555p-2, 0x1.5555555555555p-56};
	static const dx_dd fifth = {0x1.999999999999ap-3, -0x1.999999999999ap-57};
	dx_dd z = dx_dd_mul(s, s);
	double t = z.hi;
	dx_dd sum;

	/* terms from s^7 on are below 2^-50 of the first */
	t = 1.0 / 7 + t * (1.0 / 9 + t * (1.0 / 11 + t * (1.0 / 13)));
	sum = dx_dd_add(fifth, dd_mul_double(z, t));
	sum = dx_dd_add(third, dx_dd_mul(z, sum));
	s.hi *= 2;
	s.lo *= 2;
	return dx_dd_add(s, dx_dd_mul(s, dx_dd_mul(z, sum)));
}

dx_dd
dx_dd_log(dx_dd x)
{
	int e, i;
	double center;
	dx_dd m, r;

	m.hi = frexp(x.hi, &e);
	if (m.hi < 0x1.6a09e667f3bcdp-1)
	{
		m.hi *= 2;
		e--;
	}
	m.lo = ldexp(x.lo, -e);
	i = (int) rint(m.hi * 128);
	center = i / 128.0;
	r = atanh_kernel(dx_dd_div(dx_dd_add_double(m, -center), dx_dd_add_double(m, center)));
	if (i != 128)
		r = dx_dd_add(log_table[i - LOG_FIRST], r);
	if (e != 0)
		r = dx_dd_add(dd_mul_double(ln2, e), r);
	return r;
}

dx_dd
dx_dd_log1p(dx_dd u)
{
	if (fabs(u.hi) < FAINT)
		return u;
	if (fabs(u.hi) < 0x1p-8)
		return atanh_kernel(dx_dd_div(u, dx_dd_add_double(u, 2.0)));
	return dx_dd_log(dx_dd_add_double(u, 1.0));
}

double
dx_log(double x)
{
	if (isnan(x) || x == INFINITY)
		return x;
	if (x < 0)
		return NAN;
	if (x == 0)
		return -INFINITY;
	return dx_dd_to_double(dx_dd_log(plain(x)));
}

/*
 * x^y where it has at most 54 bits, so that it is a double or halfway between
 * two: the cases no finite precision can round by itself. With x = m 2^e, m
 * odd, and y = n / 2^i that needs m to be a perfect 2^i-th power; then
 * x^y = out x 2^k.
 */
static bool
exact_power(double x, double y, dx_dd *out, int *k)
{
	uint64_t m, product = 1;
	int e;

	if (fabs(y) > 2200 || y * 1024 != rint(y * 1024))
		return false;
	m = (uint64_t) ldexp(frexp(x, &e), 53);
	e -= 53;
	while ((m & 1) == 0)
	{
		m >>= 1;
		e++;
	}
	if (m == 1)
	{
		/* |e y| < 2^22 with 10 fractional bits: exact */
		if (e * y != rint(e * y))
			return false;
		*out = plain(1.0);
		*k = (int) (e * y);
		return true;
	}
	while (y != rint(y))
	{
		uint64_t root = (uint64_t) sqrt((double) m);

		if (e % 2 != 0 || root * root != m)
			return false;
		m = root;
		e /= 2;
		y *= 2;
	}
	if (y < 1 || y > 34)
		return false;
	for (int i = 0; i < (int) y; i++)
	{
		if (product > (UINT64_C(1) << 54) / m)
			return false;
		product *= m;
	}
	out->hi = (double) product;
	out->lo = (double) ((int64_t) product - (int64_t) out->hi);
	*k = e * (int) y;
	return true;
}

double
dx_pow(double x, double y)
{
	dx_dd r;
	double estimate;
	int k;

	if (y == 0 || x == 1)
		return 1.0;
	if (isnan(x) || isnan(y))
		return NAN;
	if (x < 0)
		return NAN;
	if (x == 0 || x == INFINITY)
		return (x == 0) == (y > 0) ? 0.0 : INFINITY;
	if (isinf(y))
		return (x < 1) == (y > 0) ? 0.0 : INFINITY;

	/* correctly rounded by the arithmetic itself */
	if (y == 1)
		return x;
	if (y == -1)
		return 1.0 / x;
	if (y == 2)
		return x * x;
	if (y == 0.5)
		return sqrt(x);
	if (exact_power(x, y, &r, &k))
		return dx_dd_scale_to_double(r, k);

	r = dx_dd_log(plain(x));
	estimate = r.hi * y;
	if (estimate > EXP_HIGHEST)
		return INFINITY;
	if (estimate < EXP_LOWEST)
		return 0.0;
	if (fabs(estimate) < 0x1p-60)
		return 1.0;
	return dx_dd_exp_to_double(dd_mul_double(r, y));
}
