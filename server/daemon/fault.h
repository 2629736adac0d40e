/* The last line before a fault: a page of the store that cannot be read ends the program with its exit code.
 * Without it that would be a signal. */
#ifndef BULLETIN_SERVER_FAULT_H
#define BULLETIN_SERVER_FAULT_H

/* To be called once, before the store is opened. */
void faults_watch(void);

#endif
