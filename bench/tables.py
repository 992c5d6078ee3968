"""Plain tables for a terminal or a log."""

from collections.abc import Sequence

from bench.inside import Profile


def show(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table: the first column to the left, figures to the right."""
    cells = [[_cell(value) for value in row] for row in (heads, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(heads))]
    print(f"\n{title}")
    for row in cells:
        first, *rest = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join((first, *rest)).rstrip())
    print(flush=True)


def show_profile(what: str, profile: Profile) -> None:
    """Print where the time of something goes, by own time."""
    took = f"{profile.milliseconds:.1f} ms and {profile.calls:,} calls each under the profiler, in one process"
    show(f"Where {what} goes ({took})", ("part", "% of time", "calls each"), profile.parts)
    show(f"The functions that take most in {what}", ("function", "% of time", "calls each"), profile.functions)
    show(f"The statements of {what}", ("statement", "times"), profile.statements)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return str(value)


def verdict(figure: float, bar: float, *, most: bool = False) -> str:
    """Return the figure with its bar and whether it is kept; `most` for bars that are a ceiling."""
    kept = figure <= bar if most else figure >= bar
    return f"{figure:.2f} ({'at most' if most else 'at least'} {bar:g}: {'kept' if kept else 'MISSED'})"
