/* SPDX-License-Identifier: PostgreSQL */
/*
 * card_json.h: a card as a JSON object, by code:
 *
 *   {"1.1": 87.5, "1.2": "có", "1.3": null, "1.4": {"points": 12.5}, "2": {"na": true}}
 *
 * A number is a result, a string an answer as typed (typed.h), true and false answer yes
 * or no, null is missing. Not applicable covers a subtree.
 */
#ifndef DX_CARD_JSON_H
#define DX_CARD_JSON_H

#include "card/card.h"
#include "tree/tree.h"

/*
 * Read such an object into an empty sheet of the tree's criteria with room and others
 * for all. Errors name the code and what was given. Their position is 0, since the text
 * of a jsonb is not what the user wrote.
 */
extern bool dx_read_card_json(const dx_tree *tree, dx_str json, dx_sheet *sheet, dx_error *err);

/*
 * Append the object of a card: a member for each criterion, null where it is missing. Read again
 * it gives the same card.
 */
extern void dx_print_card_json(const dx_tree *tree, const dx_sheet *sheet, dx_buf *out);

#endif /* DX_CARD_JSON_H */
