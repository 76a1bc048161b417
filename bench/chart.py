"""One chart of the batch benchmark: CPU time a clip of ours and of each peer, on a logarithmic axis. Plain SVG."""

import html
import math

WIDTH, LEFT, BAR, GAP = 860, 330, 20, 8
INK, QUIET, OURS, THEIRS = "#1f2933", "#7b8794", "#0b7a75", "#c2ccd6"


def bars(rows, tier):
    """(label, milliseconds, is ours), cheapest first; ours is the median of all its rows of that tier and class."""
    chosen = [row for row in rows if row["tier"] == tier and "peer" in row and row["clips"].startswith("2 s")]
    if not chosen:
        return []
    mine = sorted(row["ours"]["cpu_ms"] for row in chosen)
    found = [("Fotograma", mine[len(mine) // 2], True)]
    found += [(row["peer"], row["theirs"]["cpu_ms"], False) for row in chosen]
    return sorted(found, key=lambda bar: bar[1])


def svg(rows):
    groups = [("Key frames measured (T4), 2 s clips of 320x180", bars(rows, "T4")),
              ("Every frame measured (T7), the same clips", bars(rows, "T7"))]
    groups = [(title, group) for title, group in groups if group]
    values = [value for _, group in groups for _, value, _ in group]
    low = 10 ** math.floor(math.log10(min(values)))
    high = 10 ** math.ceil(math.log10(max(values)))
    span = math.log10(high / low)

    def x(value):
        return LEFT + (WIDTH - LEFT - 70) * math.log10(value / low) / span

    parts, y = [], 16
    for title, group in groups:
        parts.append(f'<text x="8" y="{y + 12}" fill="{INK}" font-weight="600">{html.escape(title)}</text>')
        y += 26
        for label, value, is_ours in group:
            colour = OURS if is_ours else THEIRS
            parts.append(f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end" fill="{INK}">{html.escape(label)}</text>')
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{max(x(value) - LEFT, 1):.1f}" height="{BAR}" fill="{colour}"/>')
            parts.append(f'<text x="{x(value) + 6:.1f}" y="{y + 14}" fill="{QUIET}">{value:.3g} ms</text>')
            y += BAR + GAP
        y += 14
    decade = low
    while decade <= high:
        parts.insert(0, f'<line x1="{x(decade):.1f}" y1="34" x2="{x(decade):.1f}" y2="{y - 14}" stroke="#e4e7eb"/>')
        parts.append(f'<text x="{x(decade):.1f}" y="{y}" text-anchor="middle" fill="{QUIET}">{decade:g}</text>')
        decade *= 10
    parts.append(f'<text x="8" y="{y + 18}" fill="{QUIET}">milliseconds of CPU a clip, start of the program '
                 f'included; each step to the right is ten times as much</text>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 30}" font-family="sans-serif" '
            f'font-size="13"><rect width="100%" height="100%" fill="white"/>{"".join(parts)}</svg>\n')
