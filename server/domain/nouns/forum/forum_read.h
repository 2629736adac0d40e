/* What the two files share that show a forum: who asks, and small steps of reading. */
#ifndef BULLETIN_DOMAIN_FORUM_READ_H
#define BULLETIN_DOMAIN_FORUM_READ_H

/* Who asks, and in which forum. */
struct forum_reader {
    struct txn *txn;
    struct bytes channel, account;
    bool moderates;
};

struct forum_reader forum_reader_of(struct txn *txn, struct bytes channel, const struct actor *actor);
/* How far the reader has read a thread: its own marker or that of the forum, whichever is further. */
uint64_t forum_reader_marker(const struct forum_reader *reader, struct bytes thread_id);
/* The department that the author had then, by the head; false without one. */
bool forum_read_department(struct txn *txn, const struct fact *made, struct bytes *department);

#endif
