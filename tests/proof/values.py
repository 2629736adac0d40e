"""What a field of each kind cannot be, and some of what it can, for whoever alters proofs. It knows kinds and bounds, and
nothing of what a field is for.
"""

# Values that a field of this kind cannot have, and some that it can.
NEVER = {"a name": ["", "A", "-a", "a" * 33, "a b", 7], "a channel": ["", "a//b", "a/b/c/d", "a" * 33], "an id": [
    "a", "a/", "a/0", "a/01", "/1", "a/18446744073709551616", b"a/1"], "a line of text": [
        "", "  ", "\u3000", "a\nb", "a\x00", "a\u200bb", "a\u202eb", "\ufeffa", b"a", 1], "text": [
            "", "\n\t", "a\r", "a\u2067", "a\U000e0001"], "a date": ["", "06", "2006-13", "2006-02-30", "2006-1-1"],
         "a moment": ["2006", "2006-11", "2006-11-31", "2006-11-30T25:00", "2006-11-30 10:00"],
         "a hash": [b"", bytes(31), bytes(33), "x" * 32], "a key": [bytes(31), bytes(33)],
         "a number": [-1, "1", True, 1.0], "a time": ["1", 253402214400000, -62135596800001, True],
         "yes or no": [0, 1, "yes"], "a role": ["mayor", "", 1], "a priority": ["high", 2], "a roster": ["all"],
         "names": ["a", ["a", "a"], ["A"], [1], [""]], "ids": ["a/1", ["a"], ["a/1", "a/1"], [1]],
         "numbers": [1, ["1"], [-1], [True]], "files": [[["a", 0, bytes(32)]], [["a/b", 1, bytes(32)]], [
             [".a", 1, bytes(32)]], [["a", 1, bytes(31)]], [["a", 1]], [["a", 1, bytes(32)], ["a", 2, bytes(32)]], [
                 ["a", 16777217, bytes(32)]]], "lines of text": ["a", [""], [1], ["a\nb"], ["a" * 1001]], "items": [
                     "a", [], ["a"], [["a"] * 4], [["a"] * 6], [["a", "b", "c", "d", ""]], [["a" * 601] * 5]]}
ALWAYS = {"a name": ["a", "0-.", "a" * 32], "a channel": ["a/b/c"], "an id": ["a/1", "a/18446744073709551615"],
          "a line of text": ["=x", "各\u00adx", "a\u200db"], "text": ["a\n\tb", "a\U000e0041"],
          "a date": ["2006", "2006-02-28", "0476-09-04"],
          "a moment": ["2006-11-30", "2006-11-30T10:00", "2006-11-30T10:00:00+08:00"], "a hash": [bytes(32)],
          "a key": [bytes(32)], "a number": [0, 18446744073709551615], "a time": [0, -1, 253402214399999],
          "yes or no": [True, False], "a role": ["office"], "a priority": ["urgent"], "a roster": ["open"],
          "names": [[], ["a", "b"]], "ids": [["a/1", "a/2"]], "numbers": [[], [1, 1]],
          "files": [[["a.txt", 1, bytes(32)]]], "lines of text": [[], ["a", "a"]], "items": [[["a" * 600] * 5]]}
LONG = {"a line of text": lambda most: "a" * (most + 1), "text": lambda most: "a" * (most + 1),
        "names": lambda most: [f"a{i}" for i in range(most + 1)], "ids": lambda most: [
            f"a/{i + 1}" for i in range(most + 1)], "numbers": lambda most: [1] * (most + 1),
        "files": lambda most: [[f"a{i}", 1, bytes(32)] for i in range(most + 1)],
        "lines of text": lambda most: ["a"] * (most + 1), "items": lambda most: [["a"] * 5] * (most + 1)}
