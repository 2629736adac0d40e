/* Prints the session that protocol/vectors/session.json holds. */
#include "tests/vectors/session.h"

int main(void)
{
    session_print(stdout);
    return 0;
}
