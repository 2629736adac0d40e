/* The last line before a fault: a page of the mapped store that cannot be read is the store's damage and ends
 * the program with its exit code, not with a signal. */
#ifndef BULLETIN_SERVER_FAULT_H
#define BULLETIN_SERVER_FAULT_H

/* To be called once, before the store is opened. */
void faults_watch(void);

#endif
