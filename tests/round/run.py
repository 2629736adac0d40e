#!/usr/bin/python3
"""Plays a whole round of service brands on a clock that is set.

What is shown on the way, 80 and 120 columns wide, is held against what it should be; at the end once more after the
views have been dropped and folded again.

usage: run.py [--write] BULLETIND BULLETIN

year.txt is in the form of the scenarios (../script/run.py), with these lines besides:

  let VARIABLE TEXT            keeps TEXT, to the end of the line
  logo NAME                    NAME uploads a small PNG; $(logo) is what an application then names
  form WHO FILE FIELD=VALUE... writes the form of an application in WHO's home, whose logo is that PNG beside it
  screen NAME WHO WORDS...     what the command shows WHO is what stands in screens/NAME-80.txt and screens/NAME-120.txt
  again                        the same for every screen since the last `clock`

With --write the expected screens are made anew: read them before they are committed.
"""
import hashlib, importlib.util, os, re, struct, subprocess, sys, zlib

HERE = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location('screens', f'{HERE}/../screens/run.py')
screens = importlib.util.module_from_spec(spec)
spec.loader.exec_module(screens)

PLAY = f'{HERE}/year.txt'
ZONE = ('screens', 'Asia/Shanghai')  # the folder of the expected screens, and the zone of who reads them


def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


# One red pixel.
LOGO = (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, 2, 0, 0, 0)) +
        chunk(b'IDAT', zlib.compress(b'\0\xc0\x20\x20')) + chunk(b'IEND', b''))


class Year(screens.Town):
    def __init__(self, daemon, command, write):
        super().__init__(daemon, command, PLAY)
        self.write, self.shown = write, []
        self.different = self.count = 0

    def direct(self, words):
        verb, rest = words[0], words[1:]
        if verb == 'logo':
            self.logo(rest[0])
        elif verb == 'form':
            self.form(*rest)
        elif verb == 'screen':
            self.shown.append(rest)
            self.hold(*rest)
        elif verb == 'again':
            for one in self.shown:
                self.hold(*one)
        else:
            if verb == 'clock':
                self.shown = []
            super().direct(words)

    def step(self, line):
        verb, _, rest = line.partition(' ')
        if verb == 'let':
            self.settle()
            name, _, text = rest.partition(' ')
            self.variables[name] = self.fill(text)
        else:
            super().step(line)

    def hold(self, name, who, *words):
        for columns in (80, 120):
            self.different += not self.compare(name, who, list(words), columns, ZONE, self.write, HERE)
            self.count += 1

    def logo(self, name):
        """The server looks at its first bytes; that it is a picture, the client sees to."""
        hash_ = hashlib.blake2b(LOGO, digest_size=32).hexdigest()
        self.say(name, f'blob.put hash={hash_} size={len(LOGO)} offset=0 bytes={LOGO.hex()}')
        self.expect('ok *', self.expected.pop(0))
        self.variables['logo'] = f'logo.png:{len(LOGO)}:{hash_}'


    def form(self, name, path, *fields):
        """As a person would fill it in: what is not said stays empty."""
        self.bulletin(name, ['brand', 'new', path])
        with open(f'{self.home(name)}/logo.png', 'wb') as file:
            file.write(LOGO)
        with open(f'{self.home(name)}/{path}', 'r+', encoding='utf-8') as file:
            form = file.read()
            for field in ('logo=logo.png', *fields):
                title, _, value = field.partition('=')
                form = re.sub(rf'^( *{title}:).*$', lambda found: f'{found.group(1)} {value}', form, count=1, flags=re.M)
            file.seek(0)
            file.write(form)
            file.truncate()


def main():
    words = [word for word in sys.argv[1:] if word != '--write']
    year = Year(words[0], words[1], '--write' in sys.argv)
    if not year.play():
        return 1
    print(f'{year.count} screens, {year.different} of them other than expected')
    return year.different != 0


if __name__ == '__main__':
    sys.exit(main())
