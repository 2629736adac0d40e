"""Runs the tests of a file, each for itself: one that fails is named, and the others are still seen."""


def tests_of(named):
    """The functions of a module's globals() whose names begin with test_, by the rest of the name."""
    return {name[len("test_"):]: test for name, test in named.items() if name.startswith("test_")}


def each(tests, names, run):
    """Gives every test, or those that are named, to `run`; whether any failed."""
    failed = 0
    for name in names or tests:
        try:
            run(tests[name])
            print(f"ok     {name}", flush=True)
        except Exception as failure:  # whatever it is, the others are still worth seeing
            failed += 1
            print(f"FAILED {name}: {failure!r}", flush=True)
    return failed != 0
