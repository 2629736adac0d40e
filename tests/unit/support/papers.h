/* What the tests of proofs share: a house's ledger in memory. It has a notice to two departments and what
 * they received and signed, and the proof of it, which passes or is refused. It does not know what any test
 * is after. */
#ifndef BULLETIN_TESTS_PAPERS_H
#define BULLETIN_TESTS_PAPERS_H

#include "client/lib/proof/proof_show.h"
#include "tests/unit/support/client_chain.h"

enum { HEADS_ROOM = 16384, ACT_ROOM = 4096, PAPERS_ROOM = 65536 };
enum { BULLETIN, KEYS, LABOUR, TRANSPORT, CHANNELS };
enum { HOUSE = 1, LI, CHEN, WANG, ZHOU };

#define BEGAN_MS INT64_C(1164848400000)
#define DUE_MS   (BEGAN_MS + 3600000)

extern const char *const papers_names[CHANNELS];

struct papers_channel {
    uint8_t heads_room[HEADS_ROOM];
    struct buffer heads;
    uint64_t number, count, from; /* the proof has the heads from number `from` on */
    uint8_t tip[LIMIT_HASH_BYTES];
};

struct papers_act {
    uint8_t room[ACT_ROOM], signature[LIMIT_SIGNATURE_BYTES], hash[LIMIT_HASH_BYTES];
    struct buffer bytes;
    int64_t time_ms;
    bool erased; /* the proof has nothing in its place */
};

/* A house's ledger in memory, as far as a proof needs it. A test may tell lies in it. */
extern struct papers {
    struct papers_channel channels[CHANNELS];
    struct papers_act acts[16];
    size_t act_count;
    uint64_t seq, revision;
    int64_t time_ms;
    uint8_t revision_head[LIMIT_HASH_BYTES];
    struct chain_checkpoint checkpoints[CHANNELS];
} papers;

extern const char papers_text[];         /* the notice's long text */
extern struct proof_file papers_file;    /* the proof, as papers_sign() left it; a test may alter it */
extern uint8_t papers_room[PAPERS_ROOM]; /* where papers_written() stands */
extern struct failure papers_failure;    /* the last refusal */

/* --- what happens in the house --- */

/* Up to where the departments have it and nobody has done anything. */
void papers_begin(void);

/* The next fact of a channel; `decided` is a struct of that kind of fact. NULL: an act that no proof asks
 * for. */
void papers_add(int channel, int kind, const void *decided, const char *actor, const struct papers_act *act);

void papers_enrol(uint8_t who, const char *account, const char *department, bool signs);

void papers_revoke_key(uint8_t who, const char *account);

/* A receipt of the notice, by a verb and as a kind of fact that need not go together. `other`: over another
 * revision than the one that the house notes. */
void papers_receipt_over(int channel, uint8_t who, const char *actor, int verb, int kind, bool other);
void papers_receipt(int channel, uint8_t who, const char *actor, int verb, int kind);

/* The newest act is gone. */
void papers_erase_newest(void);

/* The house says in this channel that the act of the fact with this seq was erased, as the thing `id`. */
void papers_say_erased(int channel, const char *id, uint64_t seq);

/* The house signs where each channel stands, and papers_file is what it has to show. */
void papers_sign(void);

/* All of it, to a proof that passes. */
void papers_honest(void);

/* One of whose signatures the words were erased. */
void papers_honest_without_a_comment(void);

/* --- the proof --- */

/* papers_file as bytes, in papers_room. */
struct bytes papers_written(void);

/* Whether these bytes are no proof; papers_failure then says why. */
bool papers_refused(struct bytes bytes);

/* papers_file is refused with these words among others. */
void papers_assert_refused(const char *words);

/* papers_file passes. Whoever calls frees the proof. */
struct proof *papers_assert_passes(void);

/* Makes a proof in which one receipt is there but does not count: it is said, and spoils nothing else. */
void papers_assert_fault(enum proof_fault fault, int channel, enum proof_rung_kind which);

#endif
