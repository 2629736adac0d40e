/* Fetching, showing and opening one bulletin. It does not know what is done with it next. */
#include "client/shell/shown.h"

#include <stdlib.h>

#include "client/lib/connect/transfer.h"
#include "client/lib/follow/revision.h"
#include "client/shell/kept_rows.h"
#include "client/shell/print.h"
#include "client/shell/read_mark.h"

struct shown {
    struct record_bulletin bulletin;
    bool checked;
    uint8_t *long_text;
    size_t long_text_size;
    struct rows rows; /* the one that it is */
};

enum error shown_fetch(struct client *client, struct request *request, struct shown **shown,
                       struct failure *failure)
{
    struct shown *made = calloc(1, sizeof *made);
    if (made == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    struct answer answer = {.row = rows_take, .context = &made->rows};
    enum error code = request_call(request, client, &answer, NULL, NULL, failure);
    if (code == OK)
        code = rows_first(&made->rows, &shape_record_bulletin, &made->bulletin, failure);
    if (code == OK && made->bulletin.has.text_hash)
        code = blob_download(client, made->bulletin.id, made->bulletin.text_hash, &made->long_text,
                             &made->long_text_size, failure);
    if (code != OK) {
        shown_free(made);
        return code;
    }
    *shown = made;
    return OK;
}

void shown_free(struct shown *shown)
{
    if (shown == NULL)
        return;
    rows_free(&shown->rows);
    free(shown->long_text);
    free(shown);
}

const struct record_bulletin *shown_bulletin(const struct shown *shown)
{
    return &shown->bulletin;
}

enum error shown_check(struct shown *shown, struct client *client, struct failure *failure)
{
    enum error code = shown->checked ? OK : revision_check(client, &shown->bulletin, failure);
    shown->checked = code == OK;
    return code;
}

void shown_print(const struct shown *shown, const struct options *options)
{
    const struct record_bulletin *bulletin = &shown->bulletin;
    print_bulletin(options, bulletin,
                   bulletin->has.text ? bulletin->text : bytes_of(shown->long_text, shown->long_text_size));
}

static void send_open(struct shown *shown, struct session *session)
{
    const struct record_bulletin *bulletin = &shown->bulletin;
    struct failure failure;
    struct record_done done;
    struct args_open args = {.id = bulletin->id, .revision_head = bulletin->revision_head};
    struct answer answer = {.ok = &done};
    if (shown_check(shown, session->client, &failure) == OK &&
        client_call_values(session->client, VERB_open, &args, &answer, &failure) == OK)
        return;
    say_note(session->options, "It was not recorded that your department opened it:");
    say_failure(&failure);
}

void shown_tell(struct shown *shown, struct session *session)
{
    const struct record_bulletin *bulletin = &shown->bulletin;
    struct failure failure;
    /* Over the control socket there is no house key and nobody's home. */
    if (client_address(session->client)->control || print_failed())
        return;
    if (home_mark_opened(&session->home, client_house(session->client), bulletin->id, bulletin->revision,
                         &failure) != OK)
        say_failure(&failure);
    seen_tell(session, bulletin->id);
    bool newest = bulletin->revision == bulletin->revisions;
    bool over = bulletin->has.withdrawn || bulletin->has.erased;
    if (bulletin->has.mine && bulletin->mine && !bulletin->has.opened && newest && !over)
        send_open(shown, session);
}
