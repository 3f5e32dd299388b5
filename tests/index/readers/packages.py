"""Word packages made by hand, so that a test says exactly what is in them."""

import zipfile
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(body: str, **parts: str) -> bytes:
    """A .docx whose body and parts (styles, numbering, footnotes, endnotes) hold this XML."""
    relations = "".join(f'<Relationship Id="{n}" Type="{_RELATION}/{n}" Target="{n}.xml"/>' for n in parts)
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
        **{f"word/{n}.xml": f"<w:{n} {_NAMESPACES}>{xml}</w:{n}>" for n, xml in parts.items()},
    }
    return package(files)


def package(files: dict[str, str | bytes]) -> bytes:
    """A zip of these files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return buffer.getvalue()


def run(text: str, properties: str = "") -> str:
    """A w:r with text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    """A w:p; plain text becomes a run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{content if content.startswith('<') else run(content)}</w:p>"


def item(text: str, level: int = 0, list_id: str = "1") -> str:
    """A numbered paragraph."""
    return p(
        run(text) if text else "<w:r/>",
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>',
    )


def level(place: int, form: str, text: str, extra: str = "") -> str:
    """A level of a list; `extra` holds more XML, and may hold a w:start of its own."""
    start = "" if "w:start " in extra else '<w:start w:val="1"/>'
    return f'<w:lvl w:ilvl="{place}">{start}<w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, nums: str = "") -> str:
    """One list definition with these levels; list 1 uses it, and `nums` may hold more lists."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}'
    )


def tc(content: str, properties: str = "") -> str:
    """A table cell; plain text becomes a paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content or '<w:r/>')}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A table row of w:tc elements or plain texts."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<w:tc') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"
