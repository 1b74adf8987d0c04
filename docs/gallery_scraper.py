"""What the gallery shows of an example: every matplotlib figure it made, pyplot or not."""

from typing import Any

from matplotlib.figure import Figure
from sphinx_gallery.scrapers import figure_rst


def figures(_block: Any, variables: dict[str, Any], settings: dict[str, Any]) -> str:
    """Save the figures that no earlier block of the example has made; return the text for them."""
    names = variables["example_globals"]
    shown = names.setdefault("__shown__", [])
    found = [value for value in names.values() if isinstance(value, Figure)]
    new = [figure for figure in found if not any(figure is other for other in shown)]
    shown.extend(new)
    paths = []
    for figure, path in zip(new, variables["image_path_iterator"], strict=False):
        figure.savefig(path, dpi=150)
        paths.append(path)
    titles = ", ".join(getattr(figure, "title", "") or figure.get_suptitle() for figure in new)
    return str(figure_rst(paths, settings["src_dir"], titles))
