/* The facts and records of each noun. It stands in for the vocabularies of protocol/nouns/ and goes when they
 * are there. */
#ifndef BULLETIN_CLIENT_VOCABULARY_H
#define BULLETIN_CLIENT_VOCABULARY_H
/* clang-format off */

#define ACCOUNT_FACTS(FACT)                                                                                  \
    FACT(account_invited, )                                                                                  \
    FACT(key_invited, )                                                                                      \
    FACT(key_enrolled, ) FACT(account_changed, ) FACT(key_revoked, ) FACT(account_revoked, )                 \
        FACT(account_left, )
#define ACCOUNT_RECORDS(RECORD) RECORD(account, ) RECORD(key, )
#define ACTIVITY_FACTS(FACT)                                                                                 \
    FACT(activity_announced, )                                                                               \
    FACT(activity_changed, )                                                                                 \
    FACT(activity_cancelled, ) FACT(activity_attended, ) FACT(activity_invited, ) FACT(activity_uninvited, ) \
        FACT(activity_replied, )
#define ACTIVITY_RECORDS(RECORD) RECORD(activity, ) RECORD(reply, )
#define BULLETIN_FACTS(FACT)                                                                                 \
    FACT(bulletin_published, )                                                                               \
    FACT(bulletin_imported, )                                                                                \
    FACT(bulletin_withdrawn, ) FACT(bulletin_revised, ) FACT(bulletin_effective, ) FACT(bulletin_expired, )
#define BULLETIN_RECORDS(RECORD)   RECORD(headline, ) RECORD(bulletin, )
#define CHANNEL_FACTS(FACT)        FACT(channel_created, ) FACT(channel_changed, )
#define CHANNEL_RECORDS(RECORD)    RECORD(channel, )
#define DEPARTMENT_FACTS(FACT)     FACT(department_created, ) FACT(department_changed, )
#define DEPARTMENT_RECORDS(RECORD) RECORD(department, )
#define ERASURE_FACTS(FACT)        FACT(thing_erased, )
#define ERASURE_RECORDS(RECORD)
#define FORUM_FACTS(FACT)                                                                                    \
    FACT(thread_opened, )                                                                                    \
    FACT(thread_locked, ) FACT(thread_pinned, ) FACT(post_made, ) FACT(post_edited, ) FACT(post_hidden, )
#define FORUM_RECORDS(RECORD) RECORD(thread, ) RECORD(post, )
#define HOUSE_FACTS(FACT)     FACT(house_founded, ) FACT(clock_confirmed, )
#define HOUSE_RECORDS(RECORD)
#define RECEIPT_FACTS(FACT)                                                                                  \
    FACT(duty_assigned, )                                                                                    \
    FACT(duty_ended, )                                                                                       \
    FACT(duty_reminded, ) FACT(duty_counted, ) FACT(receipt_delivered, ) FACT(receipt_opened, )              \
        FACT(receipt_signed, )
#define RECEIPT_RECORDS(RECORD) RECORD(receipt, ) RECORD(duty, ) RECORD(overdue, )
#define SCHEDULE_FACTS(FACT)                                                                                 \
    FACT(bulletin_scheduled, )                                                                               \
    FACT(bulletin_rescheduled, ) FACT(bulletin_cancelled, ) FACT(bulletin_released, )
#define SCHEDULE_RECORDS(RECORD) RECORD(draft, )
#define SEARCH_FACTS(FACT)
#define SEARCH_RECORDS(RECORD) RECORD(hit, ) RECORD(searched, )
#define SESSION_FACTS(FACT)
#define SESSION_RECORDS(RECORD)                                                                              \
    RECORD(nothing, )                                                                                        \
    RECORD(status, )                                                                                         \
    RECORD(pong, ) RECORD(done, ) RECORD(count, ) RECORD(anchor, ) RECORD(following, ) RECORD(staged, )      \
        RECORD(chunk, ) RECORD(fact, ) RECORD(error, )
#define THEME_FACTS(FACT)                                                                                    \
    FACT(theme_planned, )                                                                                    \
    FACT(theme_amended, )                                                                                    \
    FACT(theme_cancelled, ) FACT(theme_checked, ) FACT(theme_turned, ) FACT(theme_opened, )                  \
        FACT(theme_corrected, ) FACT(theme_closing, ) FACT(theme_closed, )
#define THEME_RECORDS(RECORD) RECORD(theme, )

#define NOUNS(NOUN, EACH)                                                                                    \
    NOUN(SESSION, session, EACH)                                                                             \
    NOUN(HOUSE, house, EACH)                                                                                 \
    NOUN(ACCOUNT, account, EACH) NOUN(DEPARTMENT, department, EACH) NOUN(CHANNEL, channel, EACH)             \
        NOUN(BULLETIN, bulletin, EACH) NOUN(RECEIPT, receipt, EACH) NOUN(SCHEDULE, schedule, EACH)           \
            NOUN(FORUM, forum, EACH) NOUN(THEME, theme, EACH) NOUN(ACTIVITY, activity, EACH)                 \
                NOUN(SEARCH, search, EACH) NOUN(ERASURE, erasure, EACH)

#endif
