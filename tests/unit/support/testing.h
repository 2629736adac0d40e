/* cmocka, behind the headers that it needs before it. */
#ifndef BULLETIN_TESTS_TESTING_H
#define BULLETIN_TESTS_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
