/* Which characters a text may have, each range once, by what it does to whoever reads. It does not know what
 * a text is for; protocol/wire/readable.c holds texts to it. */
#ifndef BULLETIN_PROTOCOL_CHARACTERS_H
#define BULLETIN_PROTOCOL_CHARACTERS_H

/* CLASS(SYMBOL, what a text may have of them) */
#define CHARACTER_CLASSES(CLASS)                                                                             \
    CLASS(HIDDEN, "never; a text, but not a line, may have newlines (U+000A) and tabs (U+0009)")             \
    CLASS(FILLER, "none in what is said now: drawn as nothing, too")                                         \
    CLASS(NON_JOINER, "only between two letters of a script that joins")                                     \
    CLASS(JOINER, "only after a letter of a script that joins, or between two emoji")                        \
    CLASS(TAG, "only to spell a flag: one to six letters or digits after U+1F3F4, then U+E007F")             \
    CLASS(UNSEEN, "any, but a text of nothing else is none")                                                 \
    CLASS(BLANK, "any, but a text of nothing else is none")                                                  \
    CLASS(JOINED, "any: letters of scripts that join")                                                       \
    CLASS(EMOJI, "any: emoji, and U+FE0F within one")

/* CHARACTER(SYMBOL of the class, first, last, what they are) */
#define CHARACTERS(CHARACTER)                                                                                \
    CHARACTER(HIDDEN, 0x00, 0x1f, "controls")                                                                \
    CHARACTER(HIDDEN, 0x7f, 0x9f, "controls")                                                                \
    CHARACTER(HIDDEN, 0x61c, 0x61c, "a mark of direction")                                                   \
    CHARACTER(HIDDEN, 0x200b, 0x200b, "the space of no width")                                               \
    CHARACTER(HIDDEN, 0x200e, 0x200f, "marks of direction")                                                  \
    CHARACTER(HIDDEN, 0x2028, 0x202e, "other ends of lines, and changes of direction")                       \
    CHARACTER(HIDDEN, 0x2060, 0x206f, "word joiners, invisible signs, changes of direction")                 \
    CHARACTER(HIDDEN, 0xfeff, 0xfeff, "the byte order mark")                                                 \
    CHARACTER(HIDDEN, 0xfff9, 0xfffb, "annotations")                                                         \
    CHARACTER(HIDDEN, 0xe0000, 0xe001f, "language tags")                                                     \
    CHARACTER(FILLER, 0xad, 0xad, "the soft hyphen")                                                         \
    CHARACTER(FILLER, 0x34f, 0x34f, "the grapheme joiner")                                                   \
    CHARACTER(FILLER, 0x115f, 0x1160, "Hangul fillers")                                                      \
    CHARACTER(FILLER, 0x17b4, 0x17b5, "Khmer vowels that are not drawn")                                     \
    CHARACTER(FILLER, 0x180b, 0x180f, "Mongolian selectors")                                                 \
    CHARACTER(FILLER, 0x3164, 0x3164, "a Hangul filler")                                                     \
    CHARACTER(FILLER, 0xffa0, 0xffa0, "a Hangul filler")                                                     \
    CHARACTER(NON_JOINER, 0x200c, 0x200c, "the non-joiner of no width")                                      \
    CHARACTER(JOINER, 0x200d, 0x200d, "the joiner of no width")                                              \
    CHARACTER(TAG, 0xe0020, 0xe007f, "tags")                                                                 \
    CHARACTER(UNSEEN, 0x2800, 0x2800, "the empty Braille pattern")                                           \
    CHARACTER(UNSEEN, 0xfe00, 0xfe0f, "variation selectors")                                                 \
    CHARACTER(UNSEEN, 0xe0100, 0xe01ef, "variation selectors")                                               \
    CHARACTER(BLANK, 0x09, 0x0a, "tab and newline")                                                          \
    CHARACTER(BLANK, 0x20, 0x20, "the space")                                                                \
    CHARACTER(BLANK, 0xa0, 0xa0, "the space that does not break")                                            \
    CHARACTER(BLANK, 0x1680, 0x1680, "the Ogham space")                                                      \
    CHARACTER(BLANK, 0x2000, 0x200a, "spaces of many widths")                                                \
    CHARACTER(BLANK, 0x202f, 0x202f, "the narrow space that does not break")                                 \
    CHARACTER(BLANK, 0x205f, 0x205f, "the mathematical space")                                               \
    CHARACTER(BLANK, 0x3000, 0x3000, "the ideographic space")                                                \
    CHARACTER(JOINED, 0x600, 0x77f, "Arabic, Syriac")                                                        \
    CHARACTER(JOINED, 0x7c0, 0x7ff, "N'Ko")                                                                  \
    CHARACTER(JOINED, 0x840, 0xdff, "Mandaic, Syriac, Arabic, the scripts of India, Sinhala")                \
    CHARACTER(JOINED, 0xf00, 0x109f, "Tibetan, Burmese")                                                     \
    CHARACTER(JOINED, 0x1780, 0x18af, "Khmer, Mongolian")                                                    \
    CHARACTER(JOINED, 0x1b00, 0x1b7f, "Balinese")                                                            \
    CHARACTER(JOINED, 0xa8e0, 0xa9df, "Devanagari, Javanese and others")                                     \
    CHARACTER(EMOJI, 0x2190, 0x21ff, "arrows")                                                               \
    CHARACTER(EMOJI, 0x2600, 0x27bf, "signs")                                                                \
    CHARACTER(EMOJI, 0x2b00, 0x2bff, "signs and arrows")                                                     \
    CHARACTER(EMOJI, 0x1f000, 0x1faff, "pictures")

#define CHARACTER_CLASS_SYMBOL(symbol, words) CHARACTER_##symbol,
enum character_class { CHARACTER_CLASSES(CHARACTER_CLASS_SYMBOL) CHARACTER_CLASS_COUNT };
#undef CHARACTER_CLASS_SYMBOL

#endif
