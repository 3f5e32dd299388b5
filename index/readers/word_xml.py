"""The XML of a Word package: its parts parsed within bounds, and short ways to what elements hold."""

from __future__ import annotations

import zipfile
from typing import TypeAlias

from lxml import etree

from index.errors import UnreadableFile
from index.readers.limits import read_part

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE_DOCUMENT = "/officeDocument"
_STRICT = (  # a "Strict Open XML" document differs in its namespaces only
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATION[1:-1].encode()),
)
_OFF = frozenset({"0", "false", "off"})


class WordPackage:
    """The parts of a .docx that hold text, read on demand."""

    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self._package = package
        self._entries = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in package.infolist()}
        self.name = name
        self.main = self._main_part()

    def part(self, path: str) -> Element | None:
        """The root element of a part; None when the package has none of this name. Raises `UnreadableFile` when it is no sound XML."""
        info = self._entries.get(path.lower())
        if info is None:
            return None
        content = read_part(self._package, info, self.name)
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return parse_xml(content, f"{self.name} (phần {path})")

    def related(self, kind: str) -> Element | None:
        """The part that the document relates to as `kind` ("styles", "numbering", "footnotes")."""
        folder, _, file = self.main.rpartition("/")
        for relation in self._relations(f"{folder}/_rels/{file}.rels"):
            if str(relation.get("Type", "")).endswith("/" + kind) and relation.get("TargetMode") != "External":
                target = str(relation.get("Target", ""))
                return self.part(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/"))
        return None

    def _main_part(self) -> str:
        for relation in self._relations("_rels/.rels"):
            if str(relation.get("Type", "")).endswith(_OFFICE_DOCUMENT):
                return str(relation.get("Target", "")).lstrip("/")
        return "word/document.xml"

    def _relations(self, path: str) -> list[Element]:
        root = self.part(path.lstrip("/"))
        return [] if root is None else [element for element in root if isinstance(element.tag, str)]


def parse_xml(content: bytes, name: str) -> Element:
    """The root of XML that may be hostile: no entities, no network, bounded depth. Raises `UnreadableFile`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(
            f"Tệp {name} bị hỏng hoặc có cấu trúc XML bất thường. Hãy mở bằng Word, lưu lại thành .docx rồi nạp lại."
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile(
            f"Tệp {name} bị từ chối: có khai báo DTD, điều mà văn bản Word không bao giờ có (có thể là tệp độc hại). Hãy kiểm tra nguồn của tệp."
        )
    return root


def local(element: Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child of this name in Word's namespace."""
    return None if element is None else element.find(W + name)


def children(element: Element | None, name: str) -> list[Element]:
    """The children of this name in Word's namespace."""
    return [] if element is None else element.findall(W + name)


def attribute(element: Element | None, name: str) -> str:
    """An attribute in Word's namespace; "" when there is none."""
    return "" if element is None else str(element.get(W + name, ""))


def value(element: Element | None) -> str:
    """An element's w:val."""
    return attribute(element, "val")


def flag(element: Element | None) -> bool:
    """Whether an on/off property is set: the element stands there and doesn't say otherwise."""
    return element is not None and value(element).lower() not in _OFF
