"""The page of results: a section a figure, with its command, its date and its machine, and a chart of all that have a
target. A section is written as soon as its figure is measured; the others stay as they are, and so do a section's
notes, the lines that begin with '>'."""

import datetime
import os
import pathlib
import platform
import re
import subprocess

import peers

HEAD = """# Results

What `tests/bench/run` measured, beside floors of the same machine in the same run; README.md says what each figure is.
Every value is the median of the runs that its section counts, but for `restart-answer`, the longest of all, and for
how a grown ledger was made, once. Ratios belong to the idea, values to one machine and one hour: a
section names its own. A target is a ratio: at most so much, or for what is counted a second (`/s`) at least so much.
A line beginning with `peer-` is another server doing the same, over TLS 1.3.

![Ratios against their targets]({chart})
"""
TITLES = '| what | value | unit | ratio | target | |\n|---|---:|---|---:|---:|---|\n'
ROW = re.compile(r'^\| `([^`]+)` \| ([\d.]+) \| ([^|]+) \| ([\d.]+|-) \| (?:at (?:most|least) ([\d.]+)|-) '
                 r'\| ([^|]+) \|')
LIBRARIES = ['libsodium', 'libuv', 'msgpack', 'lmdb']
BAR, LABEL, LINE, WIDTH = 300, 250, 22, 760  # of the chart, in pixels


def is_rate(unit):
    return re.search(r'/s(/|$)', unit) is not None


def is_met(unit, ratio, target):
    return ratio >= target if is_rate(unit) else ratio <= target


def first_line(words):
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=10)
    except OSError:
        return None
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines else None


def field_of(path, name):
    for line in open(path, encoding='utf-8'):
        if line.startswith(name):
            return line.split(':', 1)[1].strip()
    return 'unknown'


def machine():
    memory_gb = int(field_of('/proc/meminfo', 'MemTotal').split()[0]) / 1e6
    return (f'{field_of("/proc/cpuinfo", "model name")}, {len(os.sched_getaffinity(0))} cores, {memory_gb:.0f} GB, '
            f'Linux {platform.release().split("-")[0]}')


def versions(build):
    found = [first_line([build / 'bulletind', '--version']), first_line(['cc', '--version'])]
    for library in LIBRARIES:
        version = first_line(['pkg-config', '--modversion', library])
        found.append(version and f'{library} {version}')
    return ', '.join(one for one in found if one)


def read_sections(path):
    """The sections of a page as they stand, by figure."""
    sections, name = {}, None
    if path.exists():
        for line in path.read_text(encoding='utf-8').splitlines():
            if line.startswith('## '):
                name = line[3:]
                sections[name] = []
            elif name is not None:
                sections[name].append(line)
    return sections


def row(shown):
    digits = 0 if shown.value >= 1000 else 1 if shown.value >= 100 else 3
    ratio = '-' if shown.ratio is None else f'{shown.ratio:.2f}'
    target = said = '-'
    if shown.target is not None:
        said = MET if is_met(shown.unit, shown.ratio, shown.target) else MISSED
        target = bound(shown.unit, shown.target)
    return f'| `{shown.name}` | {shown.value:.{digits}f} | {shown.unit} | {ratio} | {target} | {said} |'


def section(bench, figure, foreign):
    more = ''.join(f', {one}' for one in peers.versions()) if any(
        shown.figure == figure and shown.name.startswith('peer-') for shown in bench.shown) else ''
    rows = [row(shown) for shown in bench.shown if shown.figure == figure]
    runs = f'{bench.counted} run{"" if bench.counted == 1 else "s"}'
    noise = f'; others took {foreign:.0%} of the two cores' if foreign is not None else ''
    return (f'\n`tests/bench/run {figure}` on {datetime.date.today().isoformat()}, {runs}{noise}.  \n'
            f'{machine()}.  \n{versions(bench.build)}{more}.\n\n' + TITLES + '\n'.join(rows)).splitlines()


def targets(sections):
    """Of every row with a target: which figure it stands in, its name, unit, ratio, target, and the verdict, which was
    given before the ratio was rounded."""
    for figure, lines in sections.items():
        for match in filter(None, map(ROW.match, lines)):
            name, _, unit, ratio, target, said = match.groups()
            if target:
                yield figure, name, unit, float(ratio), float(target), said


def bound(unit, target):
    return f'at {"least" if is_rate(unit) else "most"} {target:g}'


MET, MISSED = 'met', '**missed**'


def glance(sections):
    """All targets on one screen, each a way to its section."""
    return '\n| target of | ratio | | |\n|---|---:|---|---|\n' + ''.join(
        f'| [`{name}`](#{figure}) | {ratio:.2f} | {bound(unit, target)} | {said} |\n'
        for figure, name, unit, ratio, target, said in targets(sections))


def chart(sections):
    """A bar for each target: how far the ratio is from it, the target at the line."""
    rows = list(targets(sections))
    height = LINE * (len(rows) + 2)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" '
           f'font-size="12">', f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
           f'<text x="{LABEL}" y="{LINE * 0.7:.0f}">shorter is better; the line is the target</text>']
    for i, (_, name, unit, ratio, target, said) in enumerate(rows):
        share = target / max(ratio, 1e-9) if is_rate(unit) else ratio / target
        y, length = LINE * (i + 1), min(share, 1.9) * BAR / 1.5
        label_x = LABEL + max(length, BAR / 1.5) + 6  # clear of the line
        colour = '#3a7d44' if said == MET else '#b5482f'
        out += [f'<text x="{LABEL - 8}" y="{y + 15}" text-anchor="end">{name}</text>',
                f'<rect x="{LABEL}" y="{y + 3}" width="{length:.0f}" height="{LINE - 6}" fill="{colour}"/>',
                f'<text x="{label_x:.0f}" y="{y + 15}">{ratio:.2f} ({bound(unit, target)})</text>']
    line_x = round(LABEL + BAR / 1.5)
    out += [f'<line x1="{line_x}" x2="{line_x}" y1="{LINE}" y2="{height - LINE}" stroke="black"/>', '</svg>']
    return '\n'.join(out) + '\n'


def write(path, bench, order, figure, foreign):
    """Puts the section of a figure that was just measured in its place, in the order of the figures."""
    path = pathlib.Path(path)
    sections = read_sections(path)
    notes = [line for line in sections.get(figure, []) if line.startswith('>')]
    sections[figure] = section(bench, figure, foreign) + ([''] + notes if notes else [])
    known = {name: sections[name] for name in order if name in sections}
    page = HEAD.format(chart=path.with_suffix('.svg').name) + glance(known) + ''.join(
        f'\n## {name}\n' + '\n'.join(lines).rstrip('\n') + '\n' for name, lines in known.items())
    path.write_text(page, encoding='utf-8')
    path.with_suffix('.svg').write_text(chart(known), encoding='utf-8')
