/* SPDX-License-Identifier: PostgreSQL */
/*
 * letters.h: words compared as people read them: the same letters are equal
 * whichever of Unicode's forms they are written in, and in either case where
 * that is asked for.
 */
#ifndef DX_LETTERS_H
#define DX_LETTERS_H

#include "base/base.h"

/*
 * Are the two the same text once composed (NFC)? (Decomposed, in NFD, they are then the
 * same too.) Known are the letters that Unicode makes of a Latin letter and marks, all
 * those of Vietnamese among them; what else there is compares as it stands, as
 * everything does where text is not UTF-8.
 */
extern bool dx_same_letters(dx_str a, dx_str b);

/* The same with upper and lower case alike: of ASCII, and in UTF-8 of Latin letters with marks and of Æ, Ð, Đ, Ø, Þ. */
extern bool dx_same_word(dx_str a, dx_str b);

#endif /* DX_LETTERS_H */
