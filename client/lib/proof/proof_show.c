/* The words for a judged proof. Every text in it has passed the checks of its kind, but the long text, which
 * is named by its hash and not shown. */
#include "client/lib/proof/proof_show.h"

#include <stdio.h>

#include "client/lib/show/json.h"
#include "client/lib/show/lines.h"
#include "protocol/tables.h"
#include "protocol/wire/text.h"

enum { LINE_ROOM = 1024, FIXED_ROOM = 64 * 1024, RUNG_ROOM = 4096 };

static const char *const rung_words[PROOF_RUNGS] = {"delivered", "opened", "signed"};

static const char *const house_sentences[] = {
    [HOUSE_NOT_COMPARED] = ("Nothing here says whose key that is: compare it with the one the operator gives "
                            "out, or use --house."),
    [HOUSE_IS_JOINED] = "It is the house that this machine has joined.",
    [HOUSE_IS_NOT_JOINED] = "It is NOT the house that this machine has joined.",
    [HOUSE_IS_GIVEN] = "It is the house that was asked for.",
    [HOUSE_IS_NOT_GIVEN] = "It is NOT the house that was asked for.",
};

static const char *const result_sentences[] = {
    [HOUSE_NOT_COMPARED] = "The proof holds. Whose house it is must be known from elsewhere.\n",
    [HOUSE_IS_JOINED] = "The proof holds.\n",
    [HOUSE_IS_NOT_JOINED] = "It holds for that other house only.\n",
    [HOUSE_IS_GIVEN] = "The proof holds.\n",
    [HOUSE_IS_NOT_GIVEN] = "It holds for that other house only.\n",
};

static const char *const house_words[] = {
    [HOUSE_NOT_COMPARED] = "not-compared", [HOUSE_IS_JOINED] = "joined",
    [HOUSE_IS_NOT_JOINED] = "other",       [HOUSE_IS_GIVEN] = "given",
    [HOUSE_IS_NOT_GIVEN] = "other",
};

static void add(struct buffer *out, const char *text)
{
    buffer_add_text(out, text);
}

static void add_bytes(struct buffer *out, struct bytes bytes)
{
    buffer_add(out, bytes.at, bytes.size);
}

static void add_number(struct buffer *out, uint64_t number)
{
    char room[24];
    snprintf(room, sizeof room, "%llu", (unsigned long long)number);
    add(out, room);
}

/* A field of which there is one on a line of its own. */
static void add_hex(struct buffer *out, const char *what, struct bytes bytes)
{
    add(out, what);
    text_from_hex(bytes, out);
    add(out, "\n");
}

/* Every line of a text with a bar before it, so that nothing in it passes for ours. */
static void add_quoted(struct buffer *out, struct bytes text)
{
    while (text.size > 0) {
        const uint8_t *end = memchr(text.at, '\n', text.size);
        size_t size = end != NULL ? (size_t)(end - text.at) : text.size;
        add(out, "      | ");
        add_bytes(out, bytes_of(text.at, size));
        add(out, "\n");
        text = bytes_skip(text, end != NULL ? size + 1 : size);
    }
}

static void add_text(struct buffer *out, const struct proof *proof)
{
    const struct bytes *headline = proof_arg(proof, "headline");
    const struct bytes *text = proof_arg(proof, "text");
    const struct bytes *files = proof_arg(proof, "attach");
    if (headline != NULL) {
        add(out, "    headline  ");
        add_bytes(out, *headline);
        add(out, "\n");
    }
    if (text != NULL) {
        add(out, "    text\n");
        add_quoted(out, *text);
    }
    if (proof->file.has_text) {
        add(out, "    text      ");
        add_number(out, proof->file.text.size);
        add_hex(out, " bytes, which are in this file; hash ",
                *(const struct bytes *)proof_arg(proof, "text_hash"));
    }
    struct file_named file;
    size_t at = 0;
    while (files != NULL && files_next(*files, &at, &file)) {
        add(out, "    file      ");
        add_bytes(out, file.name);
        add(out, ", ");
        add_number(out, file.size);
        add_hex(out, " bytes, hash ", file.hash);
    }
}

static void add_mathematics(struct buffer *out, const struct proof *proof)
{
    add(out, "WHAT MATHEMATICS PROVES. Nobody has to be believed for it.\n\n  The key\n");
    add_hex(out, "    ", proof->act.author);
    add(out, "  signed these bytes:\n");
    add_text(out, proof);
    add(out, "  They stand as ");
    add_bytes(out, proof->channel);
    add(out, "/");
    add_number(out, proof->head.number);
    add(out, " (");
    add_bytes(out, proof->head.kind);
    add(out, "): revision ");
    add_number(out, proof->file.revision);
    add(out, " of ");
    add_bytes(out, proof->file.id);
    add(out, ", chained without a hole to\n  what the house signed about this channel.");
    add_hex(out, " The hash of its head is\n    ", bytes_of(proof->hash, LIMIT_HASH_BYTES));
    for (size_t i = 0; i < proof->department_count; i++) {
        const struct proof_department *department = &proof->departments[i];
        for (size_t which = 0; which < PROOF_RUNGS; which++) {
            const struct proof_rung *rung = &department->rungs[which];
            if (!rung->there || rung->fault == PROOF_ERASED)
                continue;
            add(out, "  ");
            add_bytes(out, department->channel);
            add(out, "/");
            add_number(out, rung->number);
            add(out, ": \"");
            add(out, rung_words[which]);
            add_hex(out, "\", over exactly this revision, by the key\n    ", rung->signer.key);
        }
    }
}

static void add_signer(struct buffer *out, const struct proof_signer *signer)
{
    if (!signer->known) {
        add(out, "a key that was not enrolled");
        return;
    }
    add_bytes(out, signer->account);
    add(out, " (");
    add(out, role_words[signer->role]);
    if (signer->department.size > 0) {
        add(out, " of ");
        add_bytes(out, signer->department);
    }
    add(out, signer->signs ? ", may sign for it; key since " : "; key since ");
    lines_time(out, signer->since_ms);
    if (signer->revoked) {
        add(out, ", revoked ");
        lines_time(out, signer->revoked_ms);
    }
    add(out, ")");
}

static void add_fault(struct buffer *out, const char *what, enum proof_fault fault)
{
    if (fault == PROOF_FITS)
        return;
    add(out, what);
    add(out, proof_fault_text(fault));
    add(out, ".\n");
}

/* Times are the house's word in any case, also that of a receipt whose words were erased. */
static bool is_late(const struct proof_department *department)
{
    const struct proof_rung *rung = &department->rungs[PROOF_SIGNED];
    bool taken = proof_rung_counts(rung) || rung->fault == PROOF_ERASED;
    int64_t until_ms = taken ? rung->time_ms : department->known_ms;
    return department->has_due && until_ms > department->due_ms;
}

static void add_rung(struct buffer *out, const struct proof_rung *rung, const char *word, bool late)
{
    bool erased = rung->fault == PROOF_ERASED;
    add(out, word);
    add(out, " ");
    lines_time(out, rung->time_ms);
    add(out, late ? ", late, by " : " by ");
    if (erased) {
        add_bytes(out, rung->actor);
        add(out, ", as the house says; erased ");
        lines_time(out, rung->erased_ms);
    } else {
        add_signer(out, &rung->signer);
    }
    add(out, "\n");
    if (rung->comment.size > 0)
        add_quoted(out, rung->comment);
    add_fault(out,
              erased ? "    DOES NOT COUNT: " : "    DOES NOT COUNT, as if it were not there: ", rung->fault);
}

static void add_department(struct buffer *out, const struct proof_department *department)
{
    add(out, "  ");
    add_bytes(out, department->name);
    add(out, "\n    addressed ");
    lines_time(out, department->committed_ms);
    if (department->has_due) {
        add(out, ", due ");
        lines_deadline(out, department->due_ms);
    }
    add(out, "\n");
    for (size_t which = 0; which < PROOF_RUNGS; which++) {
        const struct proof_rung *rung = &department->rungs[which];
        add(out, "    ");
        if (!rung->there) {
            add(out, "not ");
            add(out, rung_words[which]);
            add(out, which == PROOF_SIGNED && is_late(department) ? ", and late\n" : "\n");
            continue;
        }
        add_rung(out, rung, rung_words[which], which == PROOF_SIGNED && is_late(department));
    }
    add(out, "    That is all up to ");
    lines_time(out, department->known_ms);
    add(out, ".\n");
}

static void add_later(struct buffer *out, const struct proof *proof)
{
    const struct {
        const char *what;
        int64_t time_ms;
    } later[] = {{.what = "It was revised again",
                  .time_ms = proof->newest_revision > proof->file.revision ? proof->revised_ms : 0},
                 {.what = "It was withdrawn", .time_ms = proof->withdrawn_ms},
                 {.what = "Its text was erased", .time_ms = proof->erased_ms}};
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++) {
        if (later[i].time_ms == 0)
            continue;
        add(out, "  ");
        add(out, later[i].what);
        add(out, " ");
        lines_time(out, later[i].time_ms);
        add(out, ".\n");
    }
}

static void add_house(struct buffer *out, const struct proof *proof, enum proof_house house)
{
    add_hex(out, "\nWHAT RESTS ON THE HOUSE KEY\n    ", proof->file.house);
    add(out, "  ");
    add(out, house_sentences[house]);
    add(out, "\n  This house says:\n  The bulletin is by ");
    if (bytes_equal(proof->act.author, proof->file.house))
        add(out, "the house itself");
    else
        add_signer(out, &proof->author);
    add(out, ".\n");
    add_fault(out, "    NOT VALID: ", proof->author_fault);
    add(out, "  It was taken ");
    lines_time(out, proof->head.time_ms);
    add(out, " as fact ");
    add_number(out, proof->head.seq);
    add(out, " of its ledger.\n");
    add_later(out, proof);
    for (size_t i = 0; i < proof->department_count; i++)
        add_department(out, &proof->departments[i]);
    add(out, "  The bulletin's channel is told up to ");
    lines_time(out, proof->known_ms);
    add(out, ", whose the keys are up to ");
    lines_time(out, proof->keys_known_ms);
    add(out, ".\n");
}

static void add_result(struct buffer *out, const struct proof *proof, enum proof_house house)
{
    size_t signed_for = 0, discounted = proof_discounted(proof), erased = proof_erased(proof);
    for (size_t i = 0; i < proof->department_count; i++)
        signed_for += proof_rung_counts(&proof->departments[i].rungs[PROOF_SIGNED]);
    add(out, "\n");
    if (proof->department_count > 0) {
        add_number(out, signed_for);
        add(out, " of the ");
        add_number(out, proof->department_count);
        add(out, " departments in this file have signed.");
        if (proof->has_addressed && proof->addressed != proof->department_count) {
            add(out, " It was first addressed to ");
            add_number(out, proof->addressed);
            add(out, ".");
        }
        add(out, "\n");
    }
    if (discounted > 0) {
        add_number(out, discounted);
        add(out, discounted == 1 ? " receipt does not count; the rest stands.\n"
                                 : " receipts do not count; the rest stands.\n");
    }
    if (erased > 0) {
        add_number(out, erased);
        add(out, " of them because what was signed was erased: the house says that it was there, and nobody "
                 "else can.\n");
    }
    add(out, proof_holds(proof) ? result_sentences[house] : "The signature of its author is NOT VALID.\n");
}

size_t proof_show_room(const struct proof *proof)
{
    return FIXED_ROOM + proof->department_count * (PROOF_RUNGS * RUNG_ROOM + LINE_ROOM);
}

void proof_show_lines(struct buffer *out, const struct proof *proof, enum proof_house house)
{
    add_mathematics(out, proof);
    add_house(out, proof, house);
    add_result(out, proof, house);
}

static json_t *json_of_hex(struct bytes bytes)
{
    char room[2 * LIMIT_SIGNATURE_BYTES];
    struct buffer hex = buffer_over(room, sizeof room);
    text_from_hex(bytes, &hex);
    return json_from_text(buffer_bytes(&hex));
}

static json_t *json_of_id(struct bytes channel, uint64_t number)
{
    char room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    id_write(&id, channel, number);
    return json_from_text(buffer_bytes(&id));
}

static void set_signer(json_t *object, const struct proof_signer *signer, enum proof_fault fault)
{
    if (fault != PROOF_ERASED)
        json_object_set_new(object, "key", json_of_hex(signer->key));
    json_object_set_new(object, "valid", json_boolean(fault == PROOF_FITS));
    if (fault != PROOF_FITS)
        json_object_set_new(object, "why", json_string(proof_fault_text(fault)));
    if (!signer->known)
        return;
    json_object_set_new(object, "account", json_from_text(signer->account));
    json_object_set_new(object, "role", json_string(role_words[signer->role]));
    if (signer->department.size > 0)
        json_object_set_new(object, "department", json_from_text(signer->department));
    json_object_set_new(object, "signs", json_boolean(signer->signs));
    json_object_set_new(object, "since", json_from_time(signer->since_ms));
    if (signer->revoked)
        json_object_set_new(object, "revoked", json_from_time(signer->revoked_ms));
}

static json_t *json_of_rung(const struct proof_department *department, const struct proof_rung *rung)
{
    json_t *object = json_object();
    json_object_set_new(object, "id", json_of_id(department->channel, rung->number));
    json_object_set_new(object, "time", json_from_time(rung->time_ms));
    json_object_set_new(object, "act_time", json_from_time(rung->act_time_ms));
    json_object_set_new(object, "actor", json_from_text(rung->actor));
    if (rung->comment.size > 0)
        json_object_set_new(object, "comment", json_from_text(rung->comment));
    set_signer(object, &rung->signer, rung->fault);
    if (rung->fault == PROOF_ERASED) {
        json_object_set_new(object, "erased", json_from_time(rung->erased_ms));
        json_object_set_new(object, "erased_id", json_of_id(department->channel, rung->erased_number));
    }
    return object;
}

static json_t *json_of_department(const struct proof_department *department)
{
    json_t *object = json_object();
    json_object_set_new(object, "department", json_from_text(department->name));
    json_object_set_new(object, "committed", json_from_time(department->committed_ms));
    json_object_set_new(object, "committed_id",
                        json_of_id(department->channel, department->committed_number));
    if (department->has_due)
        json_object_set_new(object, "due", json_from_time(department->due_ms));
    json_object_set_new(object, "late", json_boolean(is_late(department)));
    json_object_set_new(object, "complete_to", json_from_time(department->known_ms));
    for (size_t which = 0; which < PROOF_RUNGS; which++) {
        if (department->rungs[which].there)
            json_object_set_new(object, rung_words[which],
                                json_of_rung(department, &department->rungs[which]));
    }
    return object;
}

json_t *proof_show_json(const struct proof *proof, enum proof_house house)
{
    json_t *object = json_object(), *author = json_object(), *departments = json_array();
    json_object_set_new(object, "valid", json_boolean(proof_holds(proof)));
    json_object_set_new(object, "house", json_of_hex(proof->file.house));
    json_object_set_new(object, "house_is", json_string(house_words[house]));
    json_object_set_new(object, "id", json_from_text(proof->file.id));
    json_object_set_new(object, "revision", json_integer((json_int_t)proof->file.revision));
    json_object_set_new(object, "fact", json_of_id(proof->channel, proof->head.number));
    json_object_set_new(object, "seq", json_integer((json_int_t)proof->head.seq));
    json_object_set_new(object, "kind", json_from_text(proof->head.kind));
    json_object_set_new(object, "head", json_of_hex(bytes_of(proof->hash, LIMIT_HASH_BYTES)));
    json_object_set_new(object, "time", json_from_time(proof->head.time_ms));
    json_object_set_new(object, "act_time", json_from_time(proof->act.time_ms));
    json_object_set_new(object, "actor", json_from_text(proof->head.actor));
    json_object_set_new(object, "act", json_from_values(proof->verb->args, proof->args));
    if (proof->file.has_text)
        json_object_set_new(object, "text", json_from_text(proof->file.text));
    set_signer(author, &proof->author, proof->author_fault);
    json_object_set_new(object, "author", author);
    if (proof->has_addressed)
        json_object_set_new(object, "addressed", json_integer((json_int_t)proof->addressed));
    if (proof->newest_revision > proof->file.revision)
        json_object_set_new(object, "revised", json_from_time(proof->revised_ms));
    if (proof->withdrawn_ms != 0)
        json_object_set_new(object, "withdrawn", json_from_time(proof->withdrawn_ms));
    if (proof->erased_ms != 0)
        json_object_set_new(object, "erased", json_from_time(proof->erased_ms));
    json_object_set_new(object, "complete_to", json_from_time(proof->known_ms));
    json_object_set_new(object, "keys_complete_to", json_from_time(proof->keys_known_ms));
    for (size_t i = 0; i < proof->department_count; i++)
        json_array_append_new(departments, json_of_department(&proof->departments[i]));
    json_object_set_new(object, "departments", departments);
    json_object_set_new(object, "discounted", json_integer((json_int_t)proof_discounted(proof)));
    return object;
}
