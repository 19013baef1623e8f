"""What a picture says, without where it stands: for comparing pictures."""

from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def words(element: ET.Element) -> str:
    """Return all words of an element, in their order."""
    said = " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text"))
    return " ".join(said.split())


def groups(root: ET.Element, word: str) -> dict[str, ET.Element]:
    """Return the groups of a class, by their ids."""
    return {
        group.get("id", ""): group
        for group in root.iter(f"{SVG}g")
        if word in (group.get("class") or "").split()
    }


def structure(root: ET.Element) -> list[str]:
    """Return a line for each group with a class: its class, its codes, its words, its tooltip."""
    lines = []
    for group in root.iter(f"{SVG}g"):
        name = group.get("class", "")
        if name in ("", "graph"):
            continue
        title = group.find(f"{SVG}title")
        ends = [
            group.get(f"data-{end}", "")
            for end in ("code", "prerequisite", "dependent")
            if group.get(f"data-{end}")
        ]
        tooltip = "" if title is None else f" ({title.text})"
        lines.append(f"{name}: {' -> '.join(ends)} {words(group)}{tooltip}".replace("  ", " "))
    return sorted(lines)
