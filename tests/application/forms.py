"""Forms of applications that are filled in, for whoever tests what becomes of them. It judges nothing."""

import os

from pictures import png

PARTS = ("what", "for whom", "promise", "measured", "contact")
TEXTS = ("meaning", "vision", "position", "strengths", "plan")


def whole():
    """What is asked, answered. `item` is a list of blocks."""
    answers = {"name": "Labour by your side", "slogan": "窗口就在你身边", "logo": "logo.png", "answers": "Wang Min, office"}
    answers.update({word: f"The {word},\nin two lines." for word in TEXTS})
    answers["item"] = [{part: f"{part} {i}" for part in PARTS} for i in (1, 2)]
    return answers


def filled(answers):
    lines = []
    for word, answer in answers.items():
        if word == "item":
            for block in answer:
                lines.append("item:")
                lines.extend(f"  {part}: {text}" for part, text in block.items())
        else:
            lines.append(f"{word}:" + "".join(f"\n  {line}" for line in answer.splitlines()))
    return "\n".join(lines) + "\n"


def write_application(folder, called="brand", **answers):
    """A complete application, its logo beside it; gives the form's path."""
    path = os.path.join(folder, f"{called}.txt")
    with open(os.path.join(folder, f"{called}.png"), "wb") as file:
        file.write(png())
    with open(path, "w", encoding="utf-8") as file:
        file.write(filled(dict(whole(), logo=f"{called}.png", **answers)))
    return path
