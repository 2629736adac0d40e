/* Any bytes as a text: every word that it is indexed by must find it, and a query of any bytes ends. */
#include <string.h>

#include "server/domain/search/tokens.h"
#include "tests/fuzz/target.h"

static struct bytes text;

/* In pieces, as a search does it. */
static bool match(const struct query *query, struct match *found)
{
    static struct matching matching;
    memset(&matching, 0, sizeof matching);
    while (!matching.ended) {
        struct bytes rest = bytes_skip(text, (size_t)matching.offset);
        const bool ends = rest.size <= 16;
        matching_on(&matching, query, bytes_of(rest.at, ends ? rest.size : 16), ends, 100);
    }
    *found = matching.match;
    return matching_has_all(&matching, query);
}

static void look_for(void *context, const struct token *token)
{
    static struct query query;
    struct match found;
    (void)context;
    if (token->size > TOKEN_BYTES - 4) /* it may have been cut: then the word as a whole is looked for */
        return;
    require(query_read(token_bytes(token), &query));
    require(match(&query, &found));
    require(found.places > 0 && found.offset < text.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct query query;
    struct match found;
    text = bytes_of(at, size < 400 ? size : 400);
    tokens_each(text, look_for, NULL);
    if (query_read(text, &query))
        require(query.term_count > 0 && query.token_count <= LIMIT_SEARCH_WORDS);
    match(&query, &found);
    return 0;
}
