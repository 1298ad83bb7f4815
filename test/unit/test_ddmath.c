/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_ddmath.c: exp, log and pow against correctly rounded results, computed
 * with 300 bits (whole powers with exact fractions). About half of the
 * arguments are those of many thousands whose result lies closest to half way
 * between two doubles.
 */
#include "check.h"
#include "number/ddmath.h"

static const double exp_cases[][2] = {{0x0p+0, 0x1p+0},
									  {0x1p+0, 0x1.5bf0a8b145769p+1},
									  {-0x1p+0, 0x1.78b56362cef38p-2},
									  {0x1p-1, 0x1.a61298e1e069cp+0},
									  {0x1.62e42fefa39efp-1, 0x1p+1},
									  {0x1.4p+3, 0x1.5829dcf95056p+14},
									  {0x1.9p+6, 0x1.3494a9b171bf5p+144},
									  {-0x1.9p+6, 0x1.a8c1f14e2af5dp-145},
									  {0x1p-53, 0x1.0000000000001p+0},
									  {-0x1p-53, 0x1.fffffffffffffp-1},
									  {-0x1p-54, 0x1p+0},
									  {0x1p-54, 0x1p+0},
									  {0x1.8p-52, 0x1.0000000000002p+0},
									  {0x1.4p-51, 0x1.0000000000003p+0},
									  {0x1.56e1fc2f8f359p-997, 0x1p+0},
									  {-0x1.56e1fc2f8f359p-997, 0x1p+0},
									  {0x0.0000000000001p-1022, 0x1p+0},
									  {0x1p-26, 0x1.0000004000001p+0},
									  {-0x1p-26, 0x1.ffffff8000001p-1},
									  {0x1p-27, 0x1.0000002p+0},
									  {0x1.5798ee2308c3ap-27, 0x1.0000002af31dcp+0},
									  {0x1.62e42fefa39efp+9, 0x1.fffffffffff2ap+1023},
									  {0x1.62e42fefa39fp+9, INFINITY},
									  {0x1.62e51eb851eb8p+9, INFINITY},
									  {-0x1.6232bdd7abcd2p+9, 0x1.000000000007cp-1022},
									  {-0x1.6233333333333p+9, 0x0.ff15b469edf89p-1022},
									  {-0x1.63p+9, 0x0.33802fd28b3c3p-1022},
									  {-0x1.684p+9, 0x0.00005cf08fffp-1022},
									  {-0x1.6dp+9, 0x0.00000001c7ea3p-1022},
									  {-0x1.72p+9, 0x0.0000000000055p-1022},
									  {-0x1.74p+9, 0x0.0000000000002p-1022},
									  {-0x1.748p+9, 0x0.0000000000001p-1022},
									  {-0x1.7490a3d70a3d7p+9, 0x0.0000000000001p-1022},
									  {-0x1.74910d52d3051p+9, 0x0.0000000000001p-1022},
									  {-0x1.74910d52d3052p+9, 0x0p+0},
									  {-0x1.749999999999ap+9, 0x0p+0},
									  {-0x1.9p+9, 0x0p+0},
									  {0x1.84c82dd4f6794p+1, 0x1.4d9a0797625e5p+4},
									  {-0x1.8dbbfdfab9828p+2, 0x1.0625774d43e3ep-9},
									  {-0x1.a0c165e4ff1e2p+2, 0x1.857e22d169327p-10},
									  {-0x1.a84bfc8347d42p+2, 0x1.5a32bc77d8836p-10},
									  {0x1.264f88a86785ep+3, 0x1.346c55d0eb8p+13},
									  {-0x1.9759b3b23ea66p+2, 0x1.c32654a77cd52p-10},
									  {-0x1.06d4c766c1808p+3, 0x1.1c24067f370e2p-12},
									  {0x1.e8dc27dc10b3cp+2, 0x1.038fe0f2c97bp+11},
									  {0x1.e1671d95213p+0, 0x1.a3a023a82d4e8p+2},
									  {0x1.1e85985bb22eep+3, 0x1.e394caadf54c3p+12},
									  {0x1.8924c01892c9p+0, 0x1.2942057d32b7p+2},
									  {-0x1.dffbd5d56f1p+0, 0x1.3a174748be391p-3},
									  {-0x1.2347dc96f7f4p+0, 0x1.483600a2ebeeep-2},
									  {-0x1.06450389a34fcp+3, 0x1.212bd708376d5p-12},
									  {0x1.06e2f9092bab8p+2, 0x1.e66815bae8644p+5},
									  {-0x1.b9d86a2e8f107p+2, 0x1.072c8a0f7cd84p-10},
									  {-0x1.ee6ad401653e8p+1, 0x1.58450bbac7b93p-6},
									  {0x1.c27e038ca6eb4p+1, 0x1.0e21e471925bp+5},
									  {0x1.8a3018857a0ap+2, 0x1.d90aea7fe1c78p+8},
									  {0x1.2b5c06d4acd08p+2, 0x1.ae001c9d37b3bp+6},
									  {-0x1.b8b015cddaed8p+0, 0x1.6e336f60545eap-3},
									  {0x1.066f2b862743ep+2, 0x1.e2fb132a64f3ep+5},
									  {-0x1.378e522e9d0f4p+3, 0x1.efd824873d218p-15},
									  {-0x1.1fb32713d2d4ep+3, 0x1.053f95512dbe7p-13},
									  {0x1.e0f4d7790c0f4p+1, 0x1.56b84bda2bf8ep+5},
									  {-0x1.65b34c0d6206ap+9, 0x0.003b8096d235ap-1022},
									  {-0x1.699ba3496f1fdp+9, 0x0.00000625bc6aap-1022},
									  {-0x1.6c05c968e1eb5p+9, 0x0.0000000c93df2p-1022},
									  {-0x1.72f509db681b1p+9, 0x0.000000000000cp-1022},
									  {-0x1.67fe85ea8363cp+9, 0x0.00009b0289ad9p-1022},
									  {-0x1.7377d4eac7ad9p+9, 0x0.0000000000004p-1022},
									  {-0x1.6f5ff7b23223fp+9, 0x0.0000000003f21p-1022},
									  {-0x1.63b4fcee20f6p+9, 0x0.0c8614bdc2a3p-1022},
									  {-0x1.ee48fe2f66ea9p-14, 0x1.fff08df3b3c7ep-1},
									  {0x1.246611ccaef2ep-19, 0x1.0000248cc4d59p+0},
									  {-0x1.159ee3d649af1p-20, 0x1.ffffdd4c24b24p-1},
									  {0x1.3e8e0a2f6b4cep-21, 0x1.000009f470831p+0},
									  {-0x1.a50675a80102ep-19, 0x1.ffff96be6d67bp-1},
									  {-0x1.e608532eae63p-25, 0x1.fffffe19f7adcp-1},
									  {-0x1.3203c4cdee332p-12, 0x1.ffd9c0f52a28ep-1},
									  {0x1.2c10491fcc40dp-5, 0x1.098d03bdadb47p+0},
									  {0x1.c1033b907548cp-23, 0x1.00000382067d5p+0},
									  {-0x1.b0b7e76bce77p-7, 0x1.f94881410be8fp-1},
									  {0x1.67d6e5a0d669p-26, 0x1.00000059f5b98p+0},
									  {-0x1.262158c3f1b8p-23, 0x1.fffffb677aa23p-1},
									  {0x1.db106555f52bap-8, 0x1.01dcca416ac58p+0},
									  {0x1.b0888f07c46cap-10, 0x1.006c38fd62cf5p+0},
									  {-0x1.da9ed15a65254p-6, 0x1.f1618184c802ap-1},
									  {-0x1.0ec206606c8d6p+9, 0x1.b0e07298db714p-782},
									  {-0x1.bb9d3beb8c86bp-6, 0x1.f252b376bba97p-1},
									  {-0x1.62e42fefa39efp-8, 0x1.fd3c22b8f71f1p-1},
									  {0x1.62e42fefa39efp-8, 0x1.0163da9fb3335p+0},
									  {0x1.0a2b23f3bab73p-6, 0x1.04315e86e7f85p+0},
									  {0x1.8429946e1af5dp-3, 0x1.356c55f929ff1p+0},
									  {0x1.b138ef68372b2p+8, 0x1.0163da9fb327ap+625}};

static const double log_cases[][2] = {{0x1p+0, 0x0p+0},
									  {0x1p+1, 0x1.62e42fefa39efp-1},
									  {0x1p-1, -0x1.62e42fefa39efp-1},
									  {0x1.5bf0a8b145769p+1, 0x1p+0},
									  {0x1.4p+3, 0x1.26bb1bbb55516p+1},
									  {0x1.9p+6, 0x1.26bb1bbb55516p+2},
									  {0x1.0000000000001p+0, 0x1.fffffffffffffp-53},
									  {0x1.fffffffffffffp-1, -0x1p-53},
									  {0x1.0000000000002p+0, 0x1.ffffffffffffep-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.00000004p+0, 0x1.fffffffcp-31},
									  {0x1.fffffff8p-1, -0x1.00000002p-30},
									  {0x1.004189374bc6ap+0, 0x1.060354f8c3cc4p-10},
									  {0x1.ff7ced916872bp-1, -0x1.064670d979b73p-10},
									  {0x1.01p+0, 0x1.ff00aa2b10bcp-9},
									  {0x1.fep-1, -0x1.0080559588b35p-8},
									  {0x1.008p+0, 0x1.ff802a9ab10e6p-10},
									  {0x1.ffp-1, -0x1.0040155d5889ep-9},
									  {0x0.0000000000001p-1022, -0x1.74385446d71c3p+9},
									  {0x0.0000000000002p-1022, -0x1.73df9b3adb335p+9},
									  {0x0.012688b70e62bp-1022, -0x1.64e69394d9508p+9},
									  {0x1p-1022, -0x1.6232bdd7abcd2p+9},
									  {0x0.fffffffffffffp-1022, -0x1.6232bdd7abcd2p+9},
									  {0x1.56e1fc2f8f359p-997, -0x1.5963447f87fb5p+9},
									  {0x1.7e43c8800759cp+996, 0x1.5963447f87fb5p+9},
									  {0x1.fffffffffffffp+1023, 0x1.62e42fefa39efp+9},
									  {0x1.6a09e667f3bcdp+0, 0x1.62e42fefa39fp-2},
									  {0x1.6a09e667f3bcdp-1, -0x1.62e42fefa39eep-2},
									  {0x1.6a09e667f3bccp-1, -0x1.62e42fefa39f1p-2},
									  {0x1.8p+0, 0x1.9f323ecbf984cp-2},
									  {0x1.8p-1, -0x1.269621134db92p-2},
									  {0x1.8p+1, 0x1.193ea7aad030bp+0},
									  {0x1.cp+2, 0x1.f2272ae325a57p+0},
									  {0x1.5ep+6, 0x1.1e2f547a415f2p+2},
									  {0x1.9e7e37707ea03p+5, 0x1.f94b6fa11a448p+1},
									  {0x1.a1d32459402eap+4, 0x1.a198baa16b5ebp+1},
									  {0x1.a5faf2b331e8bp+3, 0x1.4a23f7ba3dc15p+1},
									  {0x1.50e294f93e285p+6, 0x1.1bbd9aa99f35cp+2},
									  {0x1.de5e65b900b2ap+3, 0x1.5a31d6b041707p+1},
									  {0x1.4c4f645818fd2p+6, 0x1.1add94f4285aep+2},
									  {0x1.40106541ecf59p+5, 0x1.d833c26f5192fp+1},
									  {0x1.81385ef170c6ap+5, 0x1.efeb79280af22p+1},
									  {0x1.5255314f1eb35p+6, 0x1.1c03dc3fd2e16p+2},
									  {0x1.49a6e04d4f5ffp+5, 0x1.dbfaf0af6a162p+1},
									  {0x1.3910531c9c626p+6, 0x1.170c15788003ep+2},
									  {0x1.1ce46546408dcp+6, 0x1.110322c7d817fp+2},
									  {0x1.20df6aa37379bp+6, 0x1.11e67882c4e99p+2},
									  {0x1.78fd194a6748bp+6, 0x1.22f05da644effp+2},
									  {0x1.745bab219a4d2p+6, 0x1.2225df993ab74p+2},
									  {0x1.504bec47129bdp+4, 0x1.85cfd24ec47b2p+1},
									  {0x1.ed70a2451f553p+4, 0x1.b6e353f81f078p+1},
									  {0x1.3c69eaed93196p+5, 0x1.d6bbe54e06b9p+1},
									  {0x1.a8f5c688228f4p+5, 0x1.fc7ca34f6948p+1},
									  {0x1.75c4a51137e6fp+3, 0x1.3a9c75a38278cp+1},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.ffffffffffffep-1, -0x1.0000000000001p-52},
									  {0x1.29a97e8cbc316p-330, -0x1.c92cf2908e2ffp+7},
									  {0x1.3467b9ecd8f88p-152, -0x1.a4b04403586ecp+6},
									  {0x1.ec4257ee0082p-326, -0x1.c29fd28460ca5p+7},
									  {0x1.32ec668eab325p+64, 0x1.6457bcbb623ecp+5},
									  {0x1.46165579cc458p+657, 0x1.c7a3c267cb6cfp+8},
									  {0x1.20aa4b77a0182p-181, -0x1.f55bb2dfc6cd6p+6},
									  {0x1.055843d152a23p+721, 0x1.f3c79fae59151p+8},
									  {0x1.a54a9ea347c1fp-473, -0x1.475c47b088aep+8},
									  {0x1.6efa5d48c52dp-407, -0x1.19c032fdd957dp+8},
									  {0x1.fd86f1b0980e2p-911, -0x1.3b62673f322fap+9}};

static const double pow_cases[][3] = {{0x1.fffffffffffffp-1, -0x1p+0, 0x1.0000000000001p+0},
									  {0x1.5ep+6, 0x1p+0, 0x1.5ep+6},
									  {0x1.5ep+6, 0x0p+0, 0x1p+0},
									  {0x1.5ep+6, -0x1p+0, 0x1.767dce434a9b1p-7},
									  {0x1.5ep+6, 0x1p-1, 0x1.2b5524ae1278ep+3},
									  {0x1.5ep+6, 0x1p+1, 0x1.de84p+12},
									  {0x1.999999999999ap-4, 0x1p+0, 0x1.999999999999ap-4},
									  {0x1.999999999999ap-4, 0x0p+0, 0x1p+0},
									  {0x1.999999999999ap-4, -0x1p+0, 0x1.4p+3},
									  {0x1.999999999999ap-4, 0x1p-1, 0x1.43d136248490fp-2},
									  {0x1.999999999999ap-4, 0x1p+1, 0x1.47ae147ae147cp-7},
									  {0x0.00000000007e8p-1022, 0x1p+0, 0x0.00000000007e8p-1022},
									  {0x0.00000000007e8p-1022, 0x0p+0, 0x1p+0},
									  {0x0.00000000007e8p-1022, -0x1p+0, INFINITY},
									  {0x0.00000000007e8p-1022, 0x1p-1, 0x1.67e93ddbc0e73p-532},
									  {0x0.00000000007e8p-1022, 0x1p+1, 0x0p+0},
									  {0x1.e42d130773b76p+1023, 0x1p+0, 0x1.e42d130773b76p+1023},
									  {0x1.e42d130773b76p+1023, 0x0p+0, 0x1p+0},
									  {0x1.e42d130773b76p+1023, -0x1p+0, 0x0.43ad882e2107cp-1022},
									  {0x1.e42d130773b76p+1023, 0x1p-1, 0x1.f1e4ca52e6b9ap+511},
									  {0x1.e42d130773b76p+1023, 0x1p+1, INFINITY},
									  {0x1.921fb54442d18p+1, 0x1p+0, 0x1.921fb54442d18p+1},
									  {0x1.921fb54442d18p+1, 0x0p+0, 0x1p+0},
									  {0x1.921fb54442d18p+1, -0x1p+0, 0x1.45f306dc9c883p-2},
									  {0x1.921fb54442d18p+1, 0x1p-1, 0x1.c5bf891b4ef6ap+0},
									  {0x1.921fb54442d18p+1, 0x1p+1, 0x1.3bd3cc9be45dep+3},
									  {0x1p+1, -0x1.0c8p+10, 0x0.0000000000001p-1022},
									  {0x1p+1, -0x1.0ccp+10, 0x0p+0},
									  {0x1p+1, -0x1.0dp+10, 0x0p+0},
									  {0x1p+1, 0x1.ff8p+9, 0x1p+1023},
									  {0x1p+1, 0x1p+10, INFINITY},
									  {0x1.8p+1, 0x1.08p+5, 0x1.3bfefa65abb83p+52},
									  {0x1.8p+1, 0x1.1p+5, 0x1.d9fe779881944p+53},
									  {0x1.8p+1, 0x1.18p+5, 0x1.637ed9b2612f3p+55},
									  {0x1.4p+2, 0x1.7p+4, 0x1.52d02c7e14af6p+53},
									  {0x1.4p+2, 0x1.6p+4, 0x1.0f0cf064dd592p+51},
									  {0x1.cp+2, 0x1.3p+4, 0x1.43f9e0d2d93ecp+53},
									  {0x1.2p+3, 0x1p-1, 0x1.8p+1},
									  {0x1.2p+3, 0x1.8p+0, 0x1.bp+4},
									  {0x1.2p+3, 0x1.08p+4, 0x1.3bfefa65abb83p+52},
									  {0x1.bp+4, 0x1.5555555555555p-2, 0x1.8p+1},
									  {0x1p+4, 0x1p-2, 0x1p+1},
									  {0x1p+4, -0x1p-2, 0x1p-1},
									  {0x1p+16, 0x1p-4, 0x1p+1},
									  {0x1p+100, 0x1.47ae147ae147bp-7, 0x1p+1},
									  {0x1p+1000, -0x1.1p+0, 0x0.0000000000b5p-1022},
									  {0x1.ffffffcp+26, 0x1p+1, 0x1.ffffff8p+53},
									  {0x1.6a09e6cp+26, 0x1p+1, 0x1.0000007c84becp+53},
									  {0x1.965f8p+17, 0x1.8p+1, 0x1.fffe6e1bdd63fp+52},
									  {0x1.96608p+17, 0x1.8p+1, 0x1.00011add69b2p+53},
									  {0x1.4288e66c2p+35, 0x1.8p+0, 0x1.fffcf03468e96p+52},
									  {0x1.ffffc4p+22, 0x1p+1, 0x1.ffff88000708p+45},
									  {0x1.4p+3, 0x1.6p+4, 0x1.0f0cf064dd592p+73},
									  {0x1.4p+3, 0x1.7p+4, 0x1.52d02c7e14af6p+76},
									  {0x1.4p+3, -0x1.6p+4, 0x1.e392010175ee6p-74},
									  {0x1.4p+3, 0x1.34p+8, 0x1.1ccf385ebc8ap+1023},
									  {0x1.4p+3, -0x1.34p+8, 0x0.730d67819e8d2p-1022},
									  {0x1.4p+3, -0x1.43p+8, 0x0.0000000000002p-1022},
									  {0x1.4p+3, 0x1.35p+8, INFINITY},
									  {0x1.4p+3, -0x1.44p+8, 0x0p+0},
									  {0x1.999999999999ap-4, 0x1.8p+1, 0x1.0624dd2f1a9fdp-10},
									  {0x1.199999999999ap+0, 0x1.4p+3, 0x1.4bffc0c03023ep+1},
									  {0x1.0000000000001p+0, 0x1p+52, 0x1.5bf0a8b145769p+1},
									  {0x1.0000000000001p+0, 0x1.c6bf52634p+49, 0x1.3fa60615291eep+0},
									  {0x1.fffffffffffffp-1, 0x1p+53, 0x1.78b56362cef37p-2},
									  {0x1.fffffffffffffp-1, -0x1p+53, 0x1.5bf0a8b14576ap+1},
									  {0x1.0000000000001p+0, 0x1p-2, 0x1p+0},
									  {0x1.ffffffffffffep-1, -0x1p-1, 0x1.0000000000001p+0},
									  {0x1.ffffffffffffcp-1, -0x1p-2, 0x1.0000000000001p+0},
									  {0x1.0000000000001p+0, 0x1.36dcc951d8cp+59, 0x1.2e4dc555425bp+224},
									  {0x1.0000000000001p+0, 0x1.7e43c8800759cp+996, INFINITY},
									  {0x1.fffffffffffffp-1, 0x1.7e43c8800759cp+996, 0x0p+0},
									  {0x1p-1, 0x1.0ccp+10, 0x0p+0},
									  {0x1p-1, 0x1.0c8p+10, 0x0.0000000000001p-1022},
									  {0x1.8p-1, 0x1.43cp+11, 0x0.0000000000001p-1022},
									  {0x1.8p+0, 0x1.b58p+10, 0x1.9b64d0768f358p+1023},
									  {0x1.8p+2, -0x1.9p+8, 0x0.00102aceec91ep-1022},
									  {0x1.000001ad7f29bp+0, 0x1.dcd65p+29, 0x1.349445c228792p+144},
									  {0x0.0000000000001p-1022, 0x1p-1, 0x1p-537},
									  {0x0.0000000000001p-1022, 0x1.999999999999ap-4, 0x1.8406003b2ae4p-108},
									  {0x0.0000000000001p-1022, -0x1.ccccccccccccdp-1, 0x1.8406003b2aecdp+966},
									  {0x1.e42d130773b76p+1023, 0x1.0624dd2f1a9fcp-10, 0x1.04479f2cbbdf3p+1},
									  {0x1.56e1fc2f8f359p-997, 0x1.0cccccccccccdp+0, 0x0.000000c1069cdp-1022},
									  {0x1.5p+5, 0x1.56e1fc2f8f359p-997, 0x1p+0},
									  {0x1.5p+5, -0x1p-70, 0x1p+0},
									  {0x1.9p+4, -0x1p+1, 0x1.a36e2eb1c432dp-10},
									  {0x1.9p+4, 0x1.4p+0, 0x1.bf36ae31d6e46p+5},
									  {0x1.388p+9, 0x1.8p-1, 0x1.f4p+6},
									  {0x1.b95a44b55e1b3p+4, 0x1.483ae1e676a04p+2, 0x1.75582150050f8p+24},
									  {0x1.2f4395ca39793p+6, -0x1.6fc54f1a7b9dep+2, 0x1.159b13d8e3439p-36},
									  {0x1.93ab3d2119e96p+5, -0x1.69d3af97a1e5p+2, 0x1.032a7c7a87a3bp-32},
									  {0x1.a26ab4bc78d7ap+5, -0x1.74fb1f93f88ap+1, 0x1.49b604706a191p-17},
									  {0x1.4e48d12830a9ap+5, 0x1.f3374f25c551cp+2, 0x1.00ade82672cdep+42},
									  {0x1.7042c00d3a47p+5, -0x1.96d06542c5796p+2, 0x1.d82a9e5027e7cp-36},
									  {0x1.0add4305ba277p+5, 0x1.976877b720ff8p+1, 0x1.135ee67daf1c1p+16},
									  {0x1.1e4510cacecf2p+5, 0x1.9f9c89c0b94fep+2, 0x1.6e3f3e4244d87p+33},
									  {0x1.1b49347fa7ea1p+5, 0x1.7e86eb28ee03ap+2, 0x1.b102438bad2b8p+30},
									  {0x1.8f2264c952144p+6, 0x1.1f2f767f55c04p+1, 0x1.dd82200083d34p+14},
									  {0x1.61d83364f4d2dp+5, 0x1.9101b12b34fp-3, 0x1.0ccfeeafd29a4p+1},
									  {0x1.e5bfe0f5ffb81p+5, -0x1.8d803d0b99e18p+2, 0x1.274537dc92d72p-37},
									  {0x1.d857fbba4271ep+4, 0x1.c46f18b2eac6cp+1, 0x1.33003b9eb4381p+17},
									  {0x1.37d9a8d762692p+6, -0x1.1a364041aeeap+2, 0x1.3862f61e65834p-28},
									  {0x1.5425bc6426f83p+5, -0x1.c5e726a86641ep+2, 0x1.8c6caa0e88031p-39},
									  {0x1.e36d27ff52b7ep+5, -0x1.78b6355c80106p+2, 0x1.203313df8b1e7p-35},
									  {0x1.ea12f9aa40942p+4, -0x1.64b14fd0a2faap+2, 0x1.665ef3d9a6876p-28},
									  {0x1.f9fc57b6bdafcp+4, 0x1.250025bd059cp-1, 0x1.cdf1ff54fbde9p+2},
									  {0x1.9167291c49e6cp+5, 0x1.bdaf047d8734p-3, 0x1.2c1a214546ee5p+1},
									  {0x1.6c27ee473424bp+6, 0x1.d1391b1f7430cp+1, 0x1.93274db372b03p+23},
									  {0x1.46eec473b15d1p+6, 0x1.a1cea4e7a1892p+2, 0x1.634dfcdeff661p+41},
									  {0x1.49bc84a1b59eep+4, -0x1.1bd2715eb5418p+0, 0x1.1e1c168c54ff5p-5},
									  {0x1.ad701d0af7503p+1, -0x1.2536bda49dd68p+0, 0x1.fff1707b24c73p-3},
									  {0x1.6f79d2058281ep+6, 0x1.692cd01a9d7cp+1, 0x1.522b632e0df52p+18},
									  {0x1.8b2fbffbeb764p+5, -0x1.7311cbeaa6ea2p+2, 0x1.4cc6c2d057b07p-33},
									  {0x1.8f578641c9f54p+6, 0x1.8980457bd62a8p+1, 0x1.55e5b5cbbaa55p+20},
									  {0x1.224355f626898p+6, 0x1.728f3c2584efap+2, 0x1.ba65c1d7c1a6ap+35},
									  {0x1.1ae5c2f875f36p+4, 0x1.5786b6fbb274p+0, 0x1.79ad903a95255p+5},
									  {0x1.abf005e6a705cp+5, -0x1.22265871d4ebp+0, 0x1.684135369d4b5p-7},
									  {0x1.eb1bff9dc6028p+5, 0x1.1258a6cfb78p+2, 0x1.60b5ca85301e2p+25},
									  {0x1.4666666666666p+2, -0x1.4cccccccccccdp+1, 0x1.d9fcf6e482feep-7},
									  {0x1.7733333333333p+5, 0x1.e666666666666p+1, 0x1.1191a8fbd086fp+21},
									  {0x1.b19999999999ap+5, 0x1.4p+1, 0x1.51ec62ba6c6d7p+14},
									  {0x1.40ccccccccccdp+5, -0x1.2p+2, 0x1.064ea395d71cep-24},
									  {0x1.0333333333333p+3, 0x1.4cccccccccccdp+1, 0x1.cc5a62ddfb898p+7},
									  {0x1.62cccccccccccp+6, 0x1.6666666666666p+0, 0x1.0ab97f5e95b73p+9},
									  {0x1.5733333333333p+6, 0x1.0cccccccccccdp+1, 0x1.6710b17e7c806p+13},
									  {0x1.5199999999999p+6, -0x1.199999999999ap+1, 0x1.e4fe81e5924d7p-15},
									  {0x1.a666666666667p+5, -0x1.3333333333333p+2, 0x1.723354cada6b7p-28},
									  {0x1.cp+4, 0x1.199999999999ap+0, 0x1.3894f7273b96dp+5},
									  {0x1.e19999999999ap+5, -0x1.3333333333333p+2, 0x1.8a7fec978cc4ep-29},
									  {0x1.6p+5, -0x1.999999999999ap+0, 0x1.339979b37455p-9},
									  {0x1.2866666666666p+6, 0x1.3333333333333p-1, 0x1.a7aed06d581fp+3},
									  {0x1.b666666666667p+4, -0x1.b333333333333p+0, 0x1.d756f2e96846p-9},
									  {0x1.9333333333333p+5, 0x1.d99999999999ap+1, 0x1.e5ff12f1643eap+20},
									  {0x1.34cccccccccccp+6, 0x1.3333333333333p+2, 0x1.1218a59feaa2ep+30},
									  {0x1.34cccccccccccp+6, 0x1.3333333333333p+2, 0x1.1218a59feaa2ep+30},
									  {0x1.6333333333333p+6, 0x1.999999999999ap-2, 0x1.811329ae9e1efp+2},
									  {0x1.bp+4, 0x1.999999999999ap-3, 0x1.eee504bc32425p+0},
									  {0x1.bp+4, 0x1.999999999999ap-3, 0x1.eee504bc32425p+0}};

/* Arguments and both halves of the result, good to 106 bits. */
static const struct
{
	dx_dd (*function)(dx_dd);
	double x;
	dx_dd want;
} dd_cases[] = {{dx_dd_exp, 0x1p+0, {0x1.5bf0a8b145769p+1, 0x1.4d57ee2b1013ap-53}},
				{dx_dd_expm1, 0x1p+0, {0x1.b7e151628aed3p+0, -0x1.655023a9dfd8cp-54}},
				{dx_dd_exp, 0x1.999999999999ap-4, {0x1.1aec7b35a00d4p+0, -0x1.77d498b0e382ap-54}},
				{dx_dd_expm1, 0x1.999999999999ap-4, {0x1.aec7b35a00d3ap-4, 0x1.056ce9e38fac8p-59}},
				{dx_dd_exp, -0x1.999999999999ap-4, {0x1.cf46d99d52b3ap-1, 0x1.d255100c4c1e2p-55}},
				{dx_dd_expm1, -0x1.999999999999ap-4, {-0x1.85c933156a62cp-4, -0x1.6d577f9d9f0f3p-58}},
				{dx_dd_exp, 0x1.ep+1, {0x1.542b2d0a266e7p+5, -0x1.75385b2cb4478p-52}},
				{dx_dd_expm1, 0x1.ep+1, {0x1.4c2b2d0a266e7p+5, -0x1.75385b2cb4478p-52}},
				{dx_dd_exp, -0x1.4p+4, {0x1.1b48655f37267p-29, -0x1.9fb4baeafe811p-85}},
				{dx_dd_expm1, -0x1.4p+4, {-0x1.ffffffee4b79bp-1, 0x1.7cdc99b9812d1p-55}},
				{dx_dd_exp, 0x1.4f8b588e368f1p-17, {0x1.0000a7c5e340ep+0, 0x1.bf6ba1f2a2657p-54}},
				{dx_dd_expm1, 0x1.4f8b588e368f1p-17, {0x1.4f8bc681cdfb6p-17, -0x1.7835766a354c2p-72}},
				{dx_dd_exp, 0x1.79ca10c924223p-67, {0x1p+0, 0x1.79ca10c924223p-67}},
				{dx_dd_expm1, 0x1.79ca10c924223p-67, {0x1.79ca10c924223p-67, 0x1.16c262777579cp-134}},
				{dx_dd_exp, 0x1.9p+6, {0x1.3494a9b171bf5p+144, -0x1.4cf76bdb3376fp+90}},
				{dx_dd_expm1, 0x1.9p+6, {0x1.3494a9b171bf5p+144, -0x1.4cf76bdb3376fp+90}},
				{dx_dd_exp, 0x1.62e42fefa39efp-1, {0x1p+1, -0x1.abc9e3b39803fp-55}},
				{dx_dd_expm1, 0x1.62e42fefa39efp-1, {0x1p+0, -0x1.abc9e3b39803fp-55}},
				{dx_dd_exp, 0x1.61e4f765fd8aep-8, {0x1.0162da04e41a9p+0, -0x1.4d19baaf9d3ecp-54}},
				{dx_dd_expm1, 0x1.61e4f765fd8aep-8, {0x1.62da04e41a8adp-8, -0x1.19baaf9d3ebeap-62}},
				{dx_dd_exp, 0x1.0cb295e9e1b09p-8, {0x1.010d3fca7ff9ep+0, 0x1.42bfa07e50511p-54}},
				{dx_dd_expm1, 0x1.0cb295e9e1b09p-8, {0x1.0d3fca7ff9e51p-8, -0x1.405f81afaef37p-62}},
				{dx_dd_exp, 0x1p-8, {0x1.0100802ab5577p+0, 0x1.f4a28a90b49abp-54}},
				{dx_dd_expm1, 0x1p-8, {0x1.00802ab55777dp-8, 0x1.451521693554fp-63}},
				{dx_dd_log1p, 0x1.999999999999ap-4, {0x1.8663f793c46c7p-4, -0x1.c19f63692c23cp-62}},
				{dx_dd_log1p, -0x1.999999999999ap-4, {-0x1.af8e8210a415ep-4, 0x1.fd7bb5034e2b9p-60}},
				{dx_dd_log1p, -0x1p-1, {-0x1.62e42fefa39efp-1, -0x1.abc9e3b39803fp-56}},
				{dx_dd_log1p, 0x1.8p+1, {0x1.62e42fefa39efp+0, 0x1.abc9e3b39803fp-55}},
				{dx_dd_log1p, 0x1.0624dd2f1a9fcp-10, {0x1.060354f8c3ebfp-10, 0x1.701228b8b24a8p-65}},
				{dx_dd_log1p, -0x1.0624dd2f1a9fcp-10, {-0x1.064670d979b6fp-10, -0x1.d404079c5a934p-66}},
				{dx_dd_log1p, 0x1.79ca10c924223p-67, {0x1.79ca10c924223p-67, -0x1.16c262777579cp-134}},
				{dx_dd_log1p, -0x1.ff7ced916872bp-1, {-0x1.ba18a998fff9fp+2, -0x1.112fc120a0a2ap-52}},
				{dx_dd_log1p, 0x1p-8, {0x1.ff00aa2b10bcp-9, 0x1.2821ad5a6d353p-63}},
				{dx_dd_log, 0x1p+1, {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56}},
				{dx_dd_log, 0x1.4p+3, {0x1.26bb1bbb55516p+1, -0x1.f48ad494ea3e9p-53}},
				{dx_dd_log, 0x1.999999999999ap-4, {-0x1.26bb1bbb55515p+1, -0x1.8b752b6b15c17p-53}},
				{dx_dd_log, 0x1.0000000000001p+0, {0x1.fffffffffffffp-53, 0x1.5555555555554p-158}},
				{dx_dd_log, 0x1.00c49ba5e353fp+0, {0x1.88a09a34ca9d6p-9, -0x1.7094bad8a8261p-63}},
				{dx_dd_log, 0x1.0147ae147ae14p+0, {0x1.46dd0fad671fap-8, -0x1.bbc713516c967p-62}},
				{dx_dd_log, 0x1.fae147ae147aep-1, {-0x1.495453e6fd4bcp-7, 0x1.004bec099ed61p-61}},
				{dx_dd_log, 0x1.7e43c8800759cp+996, {0x1.5963447f87fb5p+9, 0x1.abccc0710fcd4p-46}},
				{dx_dd_log, 0x0.0000000000001p-1022, {-0x1.74385446d71c3p+9, -0x1.8e569fa8ee781p-45}}};
#define COUNT(array) ((int) (sizeof(array) / sizeof((array)[0])))

static void
check_rounded(void)
{
	for (int i = 0; i < COUNT(exp_cases); i++)
		CHECK_SAME(dx_exp(exp_cases[i][0]), exp_cases[i][1]);
	for (int i = 0; i < COUNT(log_cases); i++)
		CHECK_SAME(dx_log(log_cases[i][0]), log_cases[i][1]);
	for (int i = 0; i < COUNT(pow_cases); i++)
		CHECK_SAME(dx_pow(pow_cases[i][0], pow_cases[i][1]), pow_cases[i][2]);
}

static void
check_special(void)
{
	CHECK(isnan(dx_exp(NAN)));
	CHECK_SAME(dx_exp(INFINITY), INFINITY);
	CHECK_SAME(dx_exp(-INFINITY), 0.0);
	CHECK(isnan(dx_log(NAN)));
	CHECK(isnan(dx_log(-1.0)));
	CHECK_SAME(dx_log(0.0), -INFINITY);
	CHECK_SAME(dx_log(INFINITY), INFINITY);
	CHECK(isnan(dx_pow(-2.0, 3.0)));
	CHECK(isnan(dx_pow(NAN, 3.0)));
	CHECK(isnan(dx_pow(2.0, NAN)));
	CHECK_SAME(dx_pow(NAN, 0.0), 1.0);
	CHECK_SAME(dx_pow(1.0, NAN), 1.0);
	CHECK_SAME(dx_pow(0.0, 2.0), 0.0);
	CHECK_SAME(dx_pow(0.0, -2.0), INFINITY);
	CHECK_SAME(dx_pow(INFINITY, 0.1), INFINITY);
	CHECK_SAME(dx_pow(INFINITY, -0.1), 0.0);
	CHECK_SAME(dx_pow(2.0, INFINITY), INFINITY);
	CHECK_SAME(dx_pow(2.0, -INFINITY), 0.0);
	CHECK_SAME(dx_pow(0.5, INFINITY), 0.0);
	CHECK_SAME(dx_pow(0.5, -INFINITY), INFINITY);
	CHECK_SAME(dx_pow(1.7, 1e308), INFINITY);
	CHECK_SAME(dx_pow(1.7, -1e308), 0.0);
}

/* Both halves to 2^-95, the stated bound. */
static void
check_double_double(void)
{
	for (int i = 0; i < COUNT(dd_cases); i++)
	{
		dx_dd got = dd_cases[i].function((dx_dd) {dd_cases[i].x, 0.0});
		dx_dd want = dd_cases[i].want;
		double off = (got.hi - want.hi) + (got.lo - want.lo);

		if (fabs(off) > ldexp(fabs(want.hi), -95))
			printf("case %d, x = %a: %a + %a\n", i, dd_cases[i].x, got.hi, got.lo);
		CHECK(fabs(off) <= ldexp(fabs(want.hi), -95));
		CHECK_SAME(got.hi + got.lo, got.hi);
	}
}

/* exp(ln x) = x through every entry of both tables. */
static void
check_tables(void)
{
	for (int i = 0; i < 512; i++)
	{
		double x = 0.625 + i / 512.0;
		dx_dd back = dx_dd_exp(dx_dd_log((dx_dd) {x, 0.0}));

		CHECK(fabs((back.hi - x) + back.lo) <= ldexp(x, -102));
	}
}

static void
check_arithmetic(void)
{
	dx_dd a = dx_dd_mul_doubles(1 + 0x1p-52, 1 - 0x1p-52);
	dx_dd b;

	/* 1 - 2^-104 */
	CHECK_SAME(a.hi, 1.0);
	CHECK_SAME(a.lo, -0x1p-104);
	a = dx_dd_add_double(a, -1.0);
	CHECK_SAME(a.hi, -0x1p-104);
	CHECK_SAME(a.lo, 0.0);

	/* cancellation of the high halves keeps the low ones */
	a = dx_dd_add((dx_dd) {1.0, 0x1p-60}, (dx_dd) {-1.0, 0x1p-100});
	CHECK_SAME(a.hi, 0x1p-60 + 0x1p-100);
	CHECK_SAME(a.lo, 0.0);

	/* (1 / 3) x 3 */
	a = dx_dd_div((dx_dd) {1.0, 0.0}, (dx_dd) {3.0, 0.0});
	CHECK_SAME(a.hi, 0x1.5555555555555p-2);
	CHECK_SAME(a.lo, 0x1.5555555555555p-56);
	b = dx_dd_add_double(dx_dd_mul(a, (dx_dd) {3.0, 0.0}), -1.0);
	CHECK(fabs(b.hi) <= 0x1p-104);
	CHECK_SAME(dx_dd_to_double(a), 1.0 / 3);
}

/* One rounding on the way to a subnormal: lo decides what hi alone cannot. */
static void
check_scale(void)
{
	double tiny = 0x1p-1074;

	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {3.0, 0.0}, 4), 48.0);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {0.0, 0.0}, 4), 0.0);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {1.0, 0.0}, 1024), INFINITY);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {1.0, 0.0}, -1074), tiny);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {1.0, 0.0}, -1075), 0.0);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {1.0, 0x1p-80}, -1075), tiny);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {1.5, 0.0}, -1074), 2 * tiny);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {1.5, -0x1p-80}, -1074), tiny);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {-1.5, 0x1p-80}, -1074), -tiny);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {-2.5, -0x1p-80}, -1074), -3 * tiny);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {2.5, 0.0}, -1074), 2 * tiny);
	/* one bit short of normal */
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {1 + 0x1p-52, 0.0}, -1023), 0x1p-1023);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {1 + 0x1p-52, 0x1p-90}, -1023), 0x1p-1023 + tiny);
	CHECK_SAME(dx_dd_scale_to_double((dx_dd) {2 - 0x1p-52, 0.0}, -1023), 0x1p-1022);
}

int
main(void)
{
	check_rounded();
	check_special();
	check_double_double();
	check_tables();
	check_arithmetic();
	check_scale();
	CHECK_DONE("ddmath");
}
