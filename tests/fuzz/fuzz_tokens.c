/* Any bytes as a text: every word that it is indexed by must find it, and a query of any bytes ends. */
#include <stdlib.h>

#include "server/domain/tokens.h"

static struct bytes text;

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void look_for(void *context, const struct token *token)
{
    static struct query query;
    struct match above, below;
    (void)context;
    if (token->size > TOKEN_BYTES - 4) /* it may have been cut: then the word as a whole is looked for */
        return;
    require(query_read(token_bytes(token), &query));
    require(query_match(&query, (struct bytes){0}, text, &above, &below));
    require(below.places > 0 && below.offset < text.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct query query;
    struct match above, below;
    text = bytes_of(at, size < 400 ? size : 400);
    tokens_each(text, look_for, NULL);
    if (query_read(text, &query))
        require(query.term_count > 0 && query.token_count <= LIMIT_SEARCH_WORDS);
    query_match(&query, text, text, &above, &below);
    return 0;
}
