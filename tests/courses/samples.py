"""Small files made here, byte by byte: good ones and hostile ones."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\nनमस्ते\n".encode()


def upload(name: str, content: bytes, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    """A file as a browser sends it; what the browser says of it means nothing."""
    return SimpleUploadedFile(name, content, content_type)


def _box(name: bytes, *inner: bytes) -> bytes:
    body = b"".join(inner)
    return struct.pack(">I", 8 + len(body)) + name + body


def mp4(seconds: int = 90, handler: bytes = b"vide", *, fragmented: bool = False) -> bytes:
    """An MP4 file with one track and no samples."""
    length = 0 if fragmented else seconds * 1000
    mvhd = _box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, length), bytes(80))
    hdlr = _box(b"hdlr", struct.pack(">II", 0, 0), handler, bytes(13))
    track = _box(b"trak", _box(b"mdia", hdlr))
    extra = [_box(b"mvex")] if fragmented else []
    return _box(b"ftyp", b"isom", bytes(4), b"isommp42") + _box(b"moov", mvhd, track, *extra) + _box(b"mdat", bytes(64))


def mp3(frames: int = 200) -> bytes:
    """Silent MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes and 26 ms a frame."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def png(width: int = 4, height: int = 4) -> bytes:
    """A PNG whose header states these sides."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"".join(b"\x00" + bytes(3 * min(width, 8)) for _row in range(min(height, 8))))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(pages: int = 2, trap: str = "") -> bytes:
    """A PDF of blank pages; `trap`: script, launch, attachment, form, locked."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    if trap == "script":
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if trap == "attachment":
        writer.add_attachment("program.exe", b"MZ")
    if trap in ("launch", "form"):
        kind = "/Launch" if trap == "launch" else "/SubmitForm"
        action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("cmd.exe")})
        note = DictionaryObject({NameObject("/A"): action, NameObject("/Type"): NameObject("/Annot")})
        writer.pages[0][NameObject("/Note")] = note
        writer.pages[0][NameObject("/Number")] = NumberObject(1)
    if trap == "locked":
        writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
