"""What a PDF holds, read by poppler: text in reading order, structure, fonts, pages, and what lies in its pictures."""

import subprocess
import tempfile
from pathlib import Path


def text(pdf):
    return _run("pdftotext", "-raw", pdf, "-")


def facts(pdf):
    """Return what pdfinfo says, by its own names."""
    return _run("pdfinfo", "-meta", pdf) + _run("pdfinfo", "", pdf)


def pages(pdf):
    return int(next(line for line in facts(pdf).splitlines() if line.startswith("Pages:")).split()[1])


def structure(pdf):
    """Return the kinds of the tagged tree, in order: Document, H1, P, Table ..."""
    return [
        line.split()[0].strip('":') for line in _run("pdfinfo", "-struct", pdf).splitlines() if line.strip()
    ]


def bookmarks(pdf):
    """Return the titles of the outline that a reader shows beside the pages, in order."""
    lines = _run("pdftohtml", "-xml", pdf, "-i", "-stdout").splitlines()
    return [line.partition(">")[2].partition("</item>")[0] for line in lines if line.startswith("<item ")]


def fonts(pdf):
    return _run("pdffonts", "", pdf)


def colours(pdf):
    """Return the dots that are not grey, of every page, drawn small."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.pdf"
        path.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", "18", str(path), str(path)], capture_output=True, check=True)
        found = 0
        for picture in sorted(Path(folder).glob("*.ppm")):
            dots = picture.read_bytes().split(b"\n", 3)[3]
            found += sum(
                dots[at] != dots[at + 1] or dots[at] != dots[at + 2] for at in range(0, len(dots) - 2, 3)
            )
    return found


def _run(tool, option, pdf, *more):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.pdf"
        path.write_bytes(pdf)
        options = [option] if option else []
        done = subprocess.run([tool, *options, str(path), *more], capture_output=True, check=True, text=True)
    return done.stdout
