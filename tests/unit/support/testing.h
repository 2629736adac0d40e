/* cmocka, behind the headers that it needs before it; and whether a test has less time than it wants. */
#ifndef BULLETIN_TESTS_TESTING_H
#define BULLETIN_TESTS_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Under a sanitizer everything takes ten times as long, and each step is looked at harder: what a test does
 * over and over it does less often then, and every kind of it still once. */
#ifdef TESTS_SANITIZED
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

#endif
