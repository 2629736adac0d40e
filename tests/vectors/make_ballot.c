/* Prints the ballots that protocol/vectors/ballot.json holds. */
#include "tests/vectors/ballot.h"

int main(void)
{
    ballot_print(stdout);
    return 0;
}
