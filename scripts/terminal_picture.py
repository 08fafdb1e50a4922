#!/usr/bin/python3
"""Draws a terminal's text as an SVG: terminal_picture.py [--title T] [--last N] < OUTPUT > docs/images/demo.svg"""
import argparse
import html
import re
import sys

WIDTH, LINE, PAD, TOP = 8.4, 19, 18, 46


def screen(text):
    """What is on the screen after `text`: carriage returns overwrite, cursor-up sequences go back, colours are dropped."""
    lines, row = [""], 0
    for token in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", text.replace("\r\n", "\n")):
        if token == "\n":
            row += 1
            if row == len(lines):
                lines.append("")
        elif token == "\r":
            lines[row] = ""
        elif token.startswith("\x1b["):
            if token.endswith("A"):
                row = max(0, row - int(token[2:-1] or 1))
            elif token.endswith("K"):
                lines[row] = ""
            elif token.endswith("J"):
                del lines[row + 1:]
                lines[row] = ""
        else:
            lines[row] += token
    return [line.rstrip() for line in lines]


def colour(line):
    if re.search(r"\b(SUCCESS|equal|same)\b", line):
        return "#7ee787"
    if re.search(r"\b(FAILURE|differ|error)\b", line, re.I):
        return "#ff7b72"
    return "#8b949e" if re.match(r"\s*(#|==|\d{4}-|\d\d:)", line) else "#e6edf3"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--title", default="./dev demo")
    parser.add_argument("--last", type=int, default=60)
    options = parser.parse_args()
    lines = [line for line in screen(sys.stdin.read())]
    while lines and not lines[-1]:
        lines.pop()
    lines = lines[-options.last:]
    width = max(map(len, lines)) * WIDTH + 2 * PAD
    height = TOP + len(lines) * LINE + PAD
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" role="img" '
          f'aria-label="{html.escape(options.title)}">')
    print(f'<rect width="100%" height="100%" rx="10" fill="#0d1117"/>')
    for index, fill in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        print(f'<circle cx="{PAD + 6 + index * 20}" cy="20" r="6" fill="{fill}"/>')
    print(f'<g font-family="ui-monospace, DejaVu Sans Mono, Menlo, monospace" font-size="14">')
    print(f'<text x="{PAD + 74}" y="25" fill="#8b949e">{html.escape(options.title)}</text>')
    for index, line in enumerate(lines):
        print(f'<text x="{PAD}" y="{TOP + 14 + index * LINE}" fill="{colour(line)}" xml:space="preserve">{html.escape(line)}</text>')
    print("</g></svg>")


if __name__ == "__main__":
    main()
