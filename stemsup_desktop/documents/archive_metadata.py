"""What a file says of itself, twice and alike: as document information and as XMP (ISO 19005-3, 6.6)."""

from datetime import datetime
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf, String

from stemsup_desktop.documents.archive_tree import LANGUAGE_TAGS
from stemsup_desktop.documents.document_model import Description, DocumentRequest

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{optional}<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{made_at}</xmp:CreateDate>
<xmp:ModifyDate>{made_at}</xmp:ModifyDate>
<xmp:MetadataDate>{made_at}</xmp:MetadataDate>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_AUTHOR = "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n"
_SUBJECT = '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>\n'
_KEYWORDS = "<pdf:Keywords>{}</pdf:Keywords>\n"


def write_date(moment: datetime) -> str:
    """Return an aware moment as a PDF date (ISO 32000-1, 7.9.4)."""
    offset = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"


def describe_file(pdf: Pdf, description: Description, request: DocumentRequest) -> None:
    """Write document information and XMP; the clock is the request's."""
    date = write_date(request.made_at)
    entries = {
        "/Title": description.title,
        "/Author": description.author,
        "/Subject": description.subject,
        "/Keywords": description.keywords,
        "/Creator": description.producer,
        "/Producer": description.producer,
        "/CreationDate": date,
        "/ModDate": date,
    }
    pdf.trailer.Info = pdf.make_indirect(Dictionary({key: String(value) for key, value in entries.items() if value}))
    del pdf.trailer.ID  # ReportLab's is the same for all; a new one is made from what the file holds
    xmp = _write_xmp(description, request).encode("utf-8")
    pdf.Root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)


def _escape(text: str) -> str:
    """Return text for XMP, which is not compressed: a reader in search of the stream's end must not find it here."""
    return escape(text).replace("endstream", "end&#115;tream").replace("xpacket", "&#120;packet")


def _write_xmp(description: Description, request: DocumentRequest) -> str:
    optional = ((_AUTHOR, description.author), (_SUBJECT, description.subject), (_KEYWORDS, description.keywords))
    return _XMP.format(
        title=_escape(description.title),
        language=LANGUAGE_TAGS[request.language],
        optional="".join(form.format(_escape(value)) for form, value in optional if value),
        producer=_escape(description.producer),
        made_at=request.made_at.isoformat(timespec="seconds"),
    )
