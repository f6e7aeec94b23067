"""What does the file say of itself? Info, XMP and output intent; no clock, no chance: the stamp is handed in."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from xml.sax.saxutils import escape

from isal import isal_zlib

from makeready.press.color.condition import OutputCondition
from makeready.press.pdf.syntax import Name, Ref, Value

PRODUCER = "Makeready"


@dataclass(frozen=True, slots=True)
class Stamp:
    """When the artwork was made and what it is: a design revision's date and identity. Same stamp, same bytes."""

    created: datetime
    identifier: str


def file_identifier(stamp: Stamp, title: str) -> bytes:
    """16 bytes that stay the same over all versions of a file of this artwork."""
    return hashlib.md5(f"{stamp.identifier}\0{title}".encode(), usedforsecurity=False).digest()


def info(title: str, stamp: Stamp) -> dict[str, Value]:
    """The Info dictionary (ISO 32000-1, 14.3.3)."""
    date = _pdf_date(stamp.created)
    return {
        "Title": title,
        "Creator": PRODUCER,
        "Producer": PRODUCER,
        "CreationDate": date.encode(),
        "ModDate": date.encode(),
        "Trapped": Name("False"),
    }


def xmp(title: str, stamp: Stamp, standard: str, variable_data: str = "") -> bytes:
    """The XMP packet.

    standard: what `pdfxid:GTS_PDFXVersion` says (`PDF/X-4`), variable_data: what `pdfvtid:GTS_PDFVTVersion` says
    (`PDF/VT-1`; ISO 16612-2 wants the date beside it); "" for none.
    """
    date = _utc(stamp.created).strftime("%Y-%m-%dT%H:%M:%SZ")
    document = uuid.UUID(bytes=file_identifier(stamp, title), version=4)
    marker = f"<pdfxid:GTS_PDFXVersion>{escape(standard)}</pdfxid:GTS_PDFXVersion>" if standard else ""
    if variable_data:
        marker += (
            f'<pdfvtid:GTS_PDFVTVersion xmlns:pdfvtid="http://www.npes.org/pdfvt/ns/id/">{escape(variable_data)}'
            f'</pdfvtid:GTS_PDFVTVersion><pdfvtid:GTS_PDFVTModDate xmlns:pdfvtid="http://www.npes.org/pdfvt/ns/id/">'
            f"{date}</pdfvtid:GTS_PDFVTModDate>"
        )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_xml(title)}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{PRODUCER}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>{marker}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


def output_intent(condition: OutputCondition, profile: Ref) -> dict[str, Value]:
    """The output intent of PDF/X: for which printing condition the file is made."""
    entries: dict[str, Value] = {
        "Type": Name("OutputIntent"),
        "S": Name("GTS_PDFX"),
        "OutputConditionIdentifier": condition.identifier,
        "OutputCondition": condition.name,
        "Info": condition.name,
        "DestOutputProfile": profile,
    }
    if condition.registered:
        entries["RegistryName"] = "http://www.color.org"
    return entries


@lru_cache(maxsize=16)
def deflated_profile(condition: OutputCondition) -> bytes:
    """The ICC profile packed: half a megabyte to a megabyte that every file carries, so it is done once."""
    return bytes(isal_zlib.compress(condition.icc, 3))


def _pdf_date(moment: datetime) -> str:
    return _utc(moment).strftime("D:%Y%m%d%H%M%SZ")


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _xml(words: str) -> str:
    """Text for XML 1.0, which has no place for most control characters, not even escaped."""
    return escape("".join(c for c in words if c >= " " or c in "\t\n"))
