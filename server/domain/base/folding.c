/* Characters that compare, one after the other. It does not know what they are compared with. */
#include "server/domain/base/folding.h"

#include <utf8proc.h>

#include "protocol/wire/utf8.h"

struct folding folding_of(struct bytes text, bool ends)
{
    return (struct folding){.text = text, .ends = ends};
}

static bool is_ideograph(uint32_t character)
{
    return (character >= 0x4e00 && character <= 0x9fff) || (character >= 0x3400 && character <= 0x4dbf) ||
           (character >= 0x3041 && character <= 0x30ff) || (character >= 0x20000 && character <= 0x3ffff) ||
           character == 0x3005 || character == 0x3007;
}

static enum sort sort_of(uint32_t character)
{
    if (is_ideograph(character))
        return SORT_IDEOGRAPH;
    if (character < 0x80)
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ? SORT_LETTER
                                                                                                : SORT_GAP;
    switch (utf8proc_category((utf8proc_int32_t)character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return SORT_LETTER;
    default:
        return SORT_GAP;
    }
}

/* Most characters fold into themselves, which need not be looked up. */
static void unfold(struct folding *folding, uint32_t character)
{
    folding->ahead_at = 0;
    folding->ahead_count = 1;
    folding->ahead[0] = (int32_t)character;
    if (character >= 'A' && character <= 'Z') {
        folding->ahead[0] += 'a' - 'A';
    } else if (character >= 0x80 && !is_ideograph(character)) {
        int boundary = 0;
        utf8proc_ssize_t count = utf8proc_decompose_char(
            (utf8proc_int32_t)character, folding->ahead, UNFOLDED_MOST,
            UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
        folding->ahead_count = count < 0 || count > UNFOLDED_MOST ? 0 : (int)count;
    }
}

/* How many bytes a character has, by its first. */
static size_t size_of(uint8_t first)
{
    return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}

bool folding_next(struct folding *folding)
{
    while (folding_is_between(folding)) {
        struct bytes rest = bytes_skip(folding->text, folding->at);
        uint32_t character;
        if (rest.size == 0 || (!folding->ends && rest.size < size_of(rest.at[0])))
            return false;
        folding->offset = folding->at;
        if (utf8_take(&rest, &character)) {
            unfold(folding, character);
            folding->at = folding->text.size - rest.size;
        } else { /* texts in the ledger have been checked; whatever else comes is passed over */
            folding->at++;
            folding->ahead_at = folding->ahead_count = 0;
        }
    }
    folding->character = (uint32_t)folding->ahead[folding->ahead_at++];
    folding->sort = sort_of(folding->character);
    return true;
}
