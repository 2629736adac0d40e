/* `receipts`: how far each department has come with a bulletin, as a table, as CSV or as JSON. With --proof
 * it writes a file that proves it to whoever has no account. */
#include "client/shell/kept_rows.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/thing.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/proof/proof_make.h"
#include "client/lib/show/csv.h"
#include "client/lib/show/width.h"
#include "client/nouns/receipt/show.h"
#include "client/shell/usage.h"
#include "protocol/wire/text.h"

struct input {
    const struct options *options;
    bool csv, force;
    const char *proof;
};

static const struct option_row option_list[] = {
    OPTION_FLAG(struct input, csv, "csv",
                "Print the table as CSV (UTF-8 with a byte order mark), for spreadsheets"),
    OPTION_WORD(struct input, proof, "proof", "FILE", "Write a file that proves it, for `bulletin verify`"),
    OPTION_FLAG(struct input, force, "force", "With --proof: replace the file if it is there"),
    {0},
};

static void check(struct command *command)
{
    const struct input *input = command->input;
    if (input->csv && command->options->json)
        usage_end("Either --csv or --json.");
}

static struct record_receipt receipt_at(const struct rows *rows, size_t index)
{
    struct record_receipt receipt = {.has = {0}};
    rows_read(rows, index, &shape_record_receipt, &receipt);
    return receipt;
}

/* A person's table. */
static void print_table(const struct rows *rows)
{
    char room[4096];
    size_t widest = sizeof "DEPARTMENT" - 1, signed_for = 0, late = 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct record_receipt receipt = receipt_at(rows, i);
        if (width_of(receipt.department) > widest)
            widest = width_of(receipt.department);
        signed_for += receipt.has.signed_for;
        late += receipt.has.late && receipt.late;
    }
    for (size_t i = 0; i <= rows->count && rows->count > 0; i++) {
        struct buffer line = buffer_over(room, sizeof room);
        struct record_receipt receipt = i > 0 ? receipt_at(rows, i - 1) : (struct record_receipt){0};
        if (i == 0)
            receipt_title(&line, widest, width_of_terminal());
        else
            receipt_row(&line, &receipt, widest, width_of_terminal());
        print_line(buffer_bytes(&line));
    }
    int size = rows->count == 0
                   ? snprintf(room, sizeof room, "No department that you may see has it to sign.")
                   : snprintf(room, sizeof room, "%zu of %zu %s signed; %zu %s late.", signed_for,
                              rows->count, rows->count == 1 ? "has" : "have", late, late == 1 ? "is" : "are");
    print_line(bytes_of(room, (size_t)size));
}

static void add_time_cell(struct buffer *out, bool has, int64_t time_ms)
{
    char room[40];
    struct buffer time = buffer_over(room, sizeof room);
    if (has)
        text_from_time(time_ms, 0, &time);
    csv_cell(out, has, buffer_bytes(&time), false);
}

static void print_csv(const struct rows *rows)
{
    uint8_t room[8192];
    fputs(CSV_MARK "id,revision,department,committed,delivered,opened,opened_by,signed,signed_by,due,late,"
                   "comment\r\n",
          stdout);
    for (size_t i = 0; i < rows->count; i++) {
        struct record_receipt receipt = receipt_at(rows, i);
        struct buffer line = buffer_over(room, sizeof room);
        char revision[24];
        snprintf(revision, sizeof revision, "%llu", (unsigned long long)receipt.revision);
        csv_cell(&line, true, receipt.id, false);
        csv_cell(&line, true, bytes_of_text(revision), false);
        csv_cell(&line, true, receipt.department, false);
        add_time_cell(&line, true, receipt.committed);
        add_time_cell(&line, receipt.has.delivered, receipt.delivered);
        add_time_cell(&line, receipt.has.opened, receipt.opened);
        csv_cell(&line, receipt.has.opened_by, receipt.opened_by, false);
        add_time_cell(&line, receipt.has.signed_for, receipt.signed_for);
        csv_cell(&line, receipt.has.signed_by, receipt.signed_by, false);
        add_time_cell(&line, receipt.has.due, receipt.due);
        csv_cell(&line, true, bytes_of_text(receipt.has.late && receipt.late ? "yes" : "no"), false);
        csv_cell(&line, receipt.has.comment, receipt.comment, true);
        fwrite(line.at, 1, line.size, stdout);
    }
    fflush(stdout);
}

static void print_rows(const struct input *input, const struct rows *rows)
{
    if (input->csv) {
        print_csv(rows);
    } else if (input->options->json) {
        for (size_t i = 0; i < rows->count; i++) {
            struct record_receipt receipt = receipt_at(rows, i);
            print_row((void *)(uintptr_t)input->options, &shape_record_receipt, &receipt);
        }
    } else {
        pager_begin(input->options);
        print_table(rows);
        pager_end();
    }
}

struct revision {
    uint64_t number;
    bool erased;
};

static void take_revision(void *context, const struct shape *shape, const void *values)
{
    struct revision *revision = context;
    const struct record_bulletin *bulletin = values;
    (void)shape;
    revision->number = bulletin->revision;
    revision->erased = bulletin->has.erased;
}

/* A proof is about one revision: the newest one gets its number before anything else is asked. */
static enum error fix_revision(struct client *client, struct args_receipts *args, struct failure *failure)
{
    struct revision revision = {0};
    struct args_read read = {
        .has = {.revision = args->has.revision}, .id = args->id, .revision = args->revision};
    struct answer answer = {.row = take_revision, .context = &revision};
    enum error code = client_call_values(client, VERB_read, &read, &answer, failure);
    if (code == OK && revision.erased)
        return failure_refuse(failure, ERR_ERASED, NULL, args->id, 0);
    args->has.revision = true;
    args->revision = revision.number;
    return code;
}

static void say_waits(void *context, uint64_t at_most_ms)
{
    say_note(context, "Waiting until the house signs its list of keys again, at most %llu seconds.",
             (unsigned long long)(at_most_ms + 999) / 1000);
}

static void say_left_out(const struct options *options, const struct proof_wish *wish)
{
    for (size_t i = 0; i < wish->count; i++) {
        char room[2048];
        struct buffer why = buffer_over(room, sizeof room - 1);
        if (!wish->addressees[i].left_out)
            continue;
        failure_text(&wish->addressees[i].why, &why);
        room[why.size] = '\0';
        say_note(options, "The proof does not include the department '%s': %s",
                 wish->addressees[i].department, room);
    }
}

static enum error already_there(const struct input *input, struct failure *failure)
{
    return failure_say(failure, ERR_BAD_VALUE, "There is a file %s already. Use --force to replace it.",
                       input->proof);
}

static enum error save_proof(const struct input *input, struct bytes content, struct failure *failure)
{
    bool existed = false;
    enum error code = input->force ? files_replace(input->proof, content, 0644, failure)
                                   : files_write_new(input->proof, content, 0644, &existed, failure);
    return code == OK && existed ? already_there(input, failure) : code;
}

static void say_discounted(const struct options *options, const struct proof *proof)
{
    size_t discounted = proof_discounted(proof), erased = proof_erased(proof);
    if (discounted > 0)
        say_note(options, "Of the receipts in it %zu %s not count: `bulletin verify` says which.", discounted,
                 discounted == 1 ? "does" : "do");
    if (erased > 0)
        say_note(options, "Of those %zu had a comment that was erased, and the signature went with it.",
                 erased);
}

/* Judges what was written, as whoever gets it will: `bulletin verify` must not be the first to say. */
static enum error check_written(const struct input *input, struct failure *failure)
{
    struct proof *proof = NULL;
    uint8_t *content = NULL;
    size_t size = 0;
    enum error code = files_read(input->proof, PROOF_BYTES, &content, &size, failure);
    if (code == OK)
        code = proof_read(bytes_of(content, size), &proof, failure);
    if (code == OK && !proof_holds(proof))
        code = failure_refuse(failure, ERR_PROOF_BROKEN, NULL,
                              bytes_of_text("the signature of its author does not count"), 0);
    if (code != OK)
        say_note(input->options, "The file %s was written, but it will not verify.", input->proof);
    else
        say_discounted(input->options, proof);
    proof_free(proof);
    free(content);
    return code;
}

/* What this home has seen of the house. */
static enum error open_check(const struct session *session, struct check **check, struct failure *failure)
{
    char checkpoints[PATH_MAX];
    const uint8_t *house = client_house(session->client);
    if (client_address(session->client)->control)
        return failure_say(failure, ERR_BAD_VALUE,
                           "Nothing is signed over the control socket. Ask over bulletin://HOST:PORT/KEY.");
    enum error code = home_checkpoints_folder(&session->home, house, checkpoints, failure);
    if (code != OK)
        return code;
    *check = check_new(house, checkpoints);
    return *check != NULL ? OK : failure_say(failure, ERR_INTERNAL, "There is no memory left.");
}

static enum error export_proof(const struct input *input, const struct session *session,
                               const struct args_receipts *args, const struct rows *rows,
                               struct failure *failure)
{
    uint8_t *content = NULL;
    size_t size = 0;
    struct proof_wish wish = {
        .id = args->id,
        .revision = args->revision,
        .addressees = calloc(rows->count + 1, sizeof *wish.addressees),
        .count = rows->count,
        .waits = say_waits,
        .context = (void *)(uintptr_t)input->options,
    };
    if (wish.addressees == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    enum error code = open_check(session, &wish.check, failure);
    for (size_t i = 0; i < rows->count && code == OK; i++) {
        struct record_receipt receipt = receipt_at(rows, i);
        struct bytes channel;
        snprintf(wish.addressees[i].department, sizeof wish.addressees[i].department, "%.*s",
                 (int)receipt.department.size, (const char *)receipt.department.at);
        if (!id_split(receipt.committed_id, &channel, &wish.addressees[i].committed_number))
            code = failure_refuse(failure, ERR_MALFORMED, NULL, receipt.committed_id, 0);
    }
    if (code == OK)
        code = proof_make(session->client, &wish, &content, &size, failure);
    if (code == OK)
        code = save_proof(input, bytes_of(content, size), failure);
    if (code == OK) {
        say_left_out(input->options, &wish);
        code = check_written(input, failure);
    }
    if (code == OK)
        say_note(input->options, "The proof is %s: %zu bytes. Check it with `bulletin verify`.", input->proof,
                 size);
    free(content);
    free(wish.addressees);
    check_free(wish.check);
    return code;
}

/* A file that is there already is noticed before anything is asked. */
static enum error begin(struct command *command)
{
    const struct input *input = command->input;
    enum error code = request_finish(command->request, &command->failure);
    if (code == OK && input->proof != NULL && !input->force && access(input->proof, F_OK) == 0)
        code = already_there(input, &command->failure);
    return code == OK ? command_open(command) : code;
}

static enum error run(struct command *command)
{
    struct input *input = command->input;
    struct args_receipts *args = command_args(command);
    struct failure *failure = &command->failure;
    struct rows rows = {0};
    input->options = command->options;
    enum error code = begin(command);
    if (code == OK && input->proof != NULL)
        code = fix_revision(command->session.client, args, failure);
    if (code == OK)
        code = rows_ask(&rows, command->session.client, VERB_receipts, args, failure);
    if (code == OK)
        print_rows(input, &rows);
    if (code == OK && input->proof != NULL)
        code = export_proof(input, &command->session, args, &rows, failure);
    rows_free(&rows);
    return code;
}

static const char *const hidden[] = {"limit", NULL};

const struct command_plan plan_receipts = {
    .verb = &verbs[VERB_receipts],
    .own.hidden = hidden,
    .help = "Say who has received a bulletin and signed for it; export a proof.",
    COMMAND_OPTIONS(option_list, struct input),
    .check = check,
    .run = run,
    .instead = thing_instead,
    .lists_answers = true,
};
