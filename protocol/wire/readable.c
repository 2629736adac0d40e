/* Holds texts to the table of characters, one after the other, and guesses at what is not UTF-8. It does not
 * know which field a text is for. */
#include "protocol/wire/readable.h"

#include "protocol/wire/utf8.h"

enum {
    BLACK_FLAG = 0x1f3f4,
    TAG_ASCII = 0xe0000,
    TAG_END = 0xe007f,
    TAGS_MOST = 6, /* of a region of a country, such as England: gbeng */
    EMOJI_FORM = 0xfe0f,
};

static bool has(unsigned classes, enum character_class class)
{
    return (classes >> class & 1) != 0;
}

static enum error refuse_character(struct readable *readable, uint32_t character)
{
    readable->character = character;
    return ERR_CONTROL_CHARACTER;
}

/* What stood before must go with what comes now, if it has to. */
static enum error take_waiting(struct readable *readable, unsigned classes)
{
    const bool joins = readable->joiner == 0 ||
                       has(classes, readable->joiner == 0x200c ? CHARACTER_JOINED : CHARACTER_EMOJI);
    if (!joins)
        return refuse_character(readable, readable->joiner);
    readable->joiner = 0;
    if (readable->tags > 0 && !has(classes, CHARACTER_TAG))
        return refuse_character(readable, readable->before);
    return OK;
}

static enum error take_joiner(struct readable *readable, uint32_t joiner)
{
    const uint32_t before = readable->before;
    const unsigned classes = utf8_classes(before);
    if (has(classes, CHARACTER_JOINED)) {
        readable->joiner = joiner == 0x200c ? joiner : 0;
        return OK;
    }
    if (joiner == 0x200c || !(has(classes, CHARACTER_EMOJI) || before == EMOJI_FORM))
        return refuse_character(readable, joiner);
    readable->joiner = joiner;
    return OK;
}

/* A flag is spelt out behind the black one, and ends. */
static enum error take_tag(struct readable *readable, uint32_t tag)
{
    const uint32_t letter = tag - TAG_ASCII;
    const bool spells = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    if (readable->tags == 0 && readable->before == BLACK_FLAG)
        readable->tags = 1;
    if (tag == TAG_END && readable->tags > 1) {
        readable->tags = 0;
        return OK;
    }
    if (!spells || readable->tags == 0 || readable->tags > TAGS_MOST)
        return refuse_character(readable, tag);
    readable->tags++;
    return OK;
}

static enum error take_character(struct readable *readable, uint32_t character)
{
    const unsigned classes = utf8_classes(character);
    const bool breaks = readable->breaks && (character == '\n' || character == '\t');
    enum error error = OK;
    if (readable->said)
        error = take_waiting(readable, classes);
    if (error != OK)
        return error;
    if (has(classes, CHARACTER_HIDDEN) && !breaks)
        return refuse_character(readable, character);
    readable->newlines += character == '\n';
    if (!readable->said) {
        readable->visible = readable->visible || !has(classes, CHARACTER_BLANK);
        return OK;
    }
    if (has(classes, CHARACTER_FILLER))
        error = refuse_character(readable, character);
    else if (has(classes, CHARACTER_JOINER) || has(classes, CHARACTER_NON_JOINER))
        error = take_joiner(readable, character);
    else if (has(classes, CHARACTER_TAG))
        error = take_tag(readable, character);
    else if (!readable->visible && !utf8_is_mark(character))
        readable->visible = !has(classes, CHARACTER_BLANK) && !has(classes, CHARACTER_UNSEEN);
    readable->before = character;
    return error;
}

enum error readable_on(struct readable *readable, struct bytes piece)
{
    enum error error = OK;
    while (error == OK && piece.size > 0) {
        uint32_t character;
        if (readable->visible && readable->joiner == 0 && readable->tags == 0) {
            struct bytes rest = utf8_skip_plain(piece);
            if (rest.size < piece.size)
                readable->before = ' '; /* plain: nothing goes with it */
            piece = rest;
        }
        if (piece.size == 0)
            break;
        error = utf8_take(&piece, &character) ? take_character(readable, character) : ERR_NOT_UTF8;
    }
    return error;
}

enum error readable_end(struct readable *readable)
{
    if (readable->joiner != 0)
        return refuse_character(readable, readable->joiner);
    if (readable->tags > 0)
        return refuse_character(readable, readable->before);
    return readable->visible ? OK : ERR_EMPTY;
}

enum error readable_refuse(const struct readable *readable, enum error error, const char *field,
                           struct refusal *why)
{
    refuse(why, error, field, (struct bytes){0}, 0);
    if (error != ERR_EMPTY)
        why->line = readable->newlines + 1;
    if (error == ERR_CONTROL_CHARACTER)
        why->character = readable->character;
    return error;
}

enum error readable_check(struct readable *readable, struct bytes text, const char *field,
                          struct refusal *why)
{
    struct encoding encoding = {.begun = false};
    enum error error = readable_on(readable, text);
    if (error == OK)
        error = readable_end(readable);
    if (error == OK)
        return OK;
    encoding_on(&encoding, text);
    const char *guess = error == ERR_CONTROL_CHARACTER ? NULL : encoding_guess(&encoding);
    if (guess != NULL)
        return refuse(why, ERR_OTHER_ENCODING, field, bytes_of_text(guess), 0);
    return readable_refuse(readable, error, field, why);
}

/* --- what is not UTF-8 --- */

static void encoding_take(struct encoding *encoding, uint8_t byte)
{
    const uint8_t lead = encoding->lead;
    encoding->lead = 0;
    if (lead != 0) {
        const bool han = lead >= 0xb0 && lead <= 0xf7 && byte >= 0xa1;
        const bool sign = lead >= 0xa1 && lead <= 0xa3 && byte >= 0xa1;
        encoding->otherwise = encoding->otherwise || byte < 0x40 || byte == 0x7f || byte == 0xff;
        encoding->pairs++;
        encoding->common += han || sign;
    } else if (byte >= 0x80) {
        encoding->otherwise = encoding->otherwise || byte == 0x80 || byte == 0xff;
        encoding->lead = byte;
    } else if (byte < ' ' && byte != '\n' && byte != '\t' && byte != '\r') {
        encoding->otherwise = true;
    }
}

void encoding_on(struct encoding *encoding, struct bytes piece)
{
    if (!encoding->begun && piece.size >= 2) {
        encoding->begun = true;
        encoding->marked =
            (piece.at[0] == 0xff && piece.at[1] == 0xfe) || (piece.at[0] == 0xfe && piece.at[1] == 0xff);
    }
    for (size_t i = 0; i < piece.size && !encoding->otherwise; i++)
        encoding_take(encoding, piece.at[i]);
}

const char *encoding_guess(const struct encoding *encoding)
{
    if (encoding->marked)
        return "UTF-16";
    const bool whole = !encoding->otherwise && encoding->lead == 0 && encoding->pairs > 0;
    return whole && encoding->common * 5 >= encoding->pairs * 4 ? "GBK" : NULL;
}
