#!/usr/bin/python3
"""Screens as people see them, 80 and 120 columns wide, against what they should be.

usage: run.py [--write] BULLETIND BULLETIN

With --write the expected screens beside this file are made anew: read them before they are committed. The clock is set,
so that every screen is the same each time; each must fit its columns.
"""
import difflib, importlib.util, os, signal, subprocess, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location('script', f'{HERE}/../script/run.py')
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)

PREPARE = f'{HERE}/town.txt'  # who is there and what was said, in the form of the scenarios
SCREENS = [                   # name, whose, and the command
    ('forum-show', 'wang', ['forum', 'show', 'forum/2']),
    ('forum-threads', 'zhou', ['forum', 'threads', 'forum']),
    ('theme-current', 'zhou', ['theme', 'current']),
    ('theme-list', 'li', ['theme', 'list', '--year', '2006']),
    ('theme-closed', 'zhou', ['theme', 'show', '2006-11']),
    ('search', 'zhou', ['search', '承诺']),
    ('watch', 'zhou', ['watch', 'themes', 'forum', '--since', 'all', '--count', '9', '--wait', '30s']),
    ('activity-list', 'wang', ['activity', 'list', '--from', '2006-11-01']),
    ('activity-show', 'wang', ['activity', 'show', 'programme/2']),
    ('activity-replies', 'li', ['activity', 'replies', 'programme/2']),
    ('glance', 'wang', []),
]


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in 'WF' else 0 if unicodedata.combining(c) else 1 for c in line)


class Town(script.Scenario):
    def screen(self, name, words, columns):
        env = dict(self.env(name), COLUMNS=str(columns), TZ=self.zone)
        done = subprocess.run([self.command, *words], env=env, cwd=self.home(name), capture_output=True, text=True,
                              encoding='utf-8', timeout=script.LONG_S)
        if done.returncode != 0:
            raise script.Failed(f'{" ".join(words)}: exit {done.returncode}\n{done.stderr}')
        return done.stdout

    def compare(self, name, who, words, columns, write):
        path, got = f'{HERE}/{name}-{columns}.txt', self.screen(who, words, columns)
        wide = [line for line in got.splitlines() if width(line) > columns]
        if wide:
            raise script.Failed(f'{name}: wider than {columns} columns: {wide[0]}')
        if write:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(got)
            return True
        with open(path, encoding='utf-8') as file:
            wanted = file.read()
        if got == wanted:
            return True
        sys.stderr.writelines(difflib.unified_diff(wanted.splitlines(True), got.splitlines(True), path, 'shown'))
        return False


def main():
    words = [word for word in sys.argv[1:] if word != '--write']
    town = Town(words[0], words[1], PREPARE)
    different = 0
    try:
        town.clock = script.Clock(os.path.dirname(town.daemon) + '/clock.so', town.folder + '/clock')
        with open(PREPARE, encoding='utf-8') as file:
            for line in map(str.strip, file):
                if line and not line.startswith('#'):
                    town.step(line)
        town.settle()
        for name, who, command in SCREENS:
            for columns in (80, 120):
                different += not town.compare(name, who, command, columns, '--write' in sys.argv)
        town.serve_again(signal.SIGTERM)
        town.server = None
    except (script.Failed, OSError, subprocess.TimeoutExpired) as failure:
        print(f'FAILED: {failure}', file=sys.stderr)
        return 1
    finally:
        town.end()
    print(f'{2 * len(SCREENS)} screens, {different} of them other than expected')
    return different != 0


if __name__ == '__main__':
    sys.exit(main())
