/* A file opened in the person's editor, on their terminal. It does not know what stands in the file. */
#ifndef BULLETIN_CLIENT_EDITOR_H
#define BULLETIN_CLIENT_EDITOR_H

#include <stdbool.h>

/* Runs $EDITOR (vi by default) on the file and waits for it. What is typed there is for it: Ctrl-C and
 * Ctrl-\ do not end us under it, and the terminal is ours again, as it was, however the editor ended. False
 * when it could not be started, exited with anything but 0, or died. */
bool editor_run(const char *path);

#endif
