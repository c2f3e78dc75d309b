"""Photos made byte by byte (*sintetis*), with everything a camera writes beside a picture."""

import base64
import struct
import zlib

POSITION = b"3 27 5.1 LS 115 33 4.4 BT"
MAKER = b"Kamera Sintetis X1 serial 12345"
MARKS = (POSITION, MAKER, b"http://ns.adobe.com/xap", b"8BIM", b"Difoto oleh Ani")


def tiff(orientation=1, order="<"):
    """Return the inside of EXIF: a maker, a position, and which way up the picture is."""
    entries = [(0x010F, 2, len(MAKER), 0), (0x0112, 3, 1, orientation), (0x8825, 4, 1, 200)]
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, len(entries))
    body = b""
    for tag, kind, count, value in entries:
        packed = struct.pack(f"{order}HH", value, 0) if kind == 3 else struct.pack(f"{order}I", value)
        body += struct.pack(f"{order}HHI", tag, kind, count) + packed
    return head + body + b"\0\0\0\0" + MAKER + POSITION


def segment(marker, content):
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


# A grey picture of eight by eight points, as small as JPEG goes.
_TINY = base64.b64decode(
    "/9j/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAAIAAgB"
    "AREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEI"
    "I0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZ"
    "mqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AD//2Q=="
)
JPEG_PICTURE = _TINY[2:]
JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
PROFILE = segment(0xE2, b"ICC_PROFILE\0\1\1" + b"p" * 40)


def jpeg(orientation=1, order="<", *, trailer=b"ftypmp42" + POSITION):
    """Return a JPEG with EXIF, XMP, IPTC, previews, a comment, and a film behind its end."""
    return b"".join(
        (
            b"\xff\xd8",
            JFIF,
            segment(0xE0, b"JFXX\0\x10" + MAKER),
            segment(0xE1, b"Exif\0\0" + tiff(orientation, order)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + POSITION),
            PROFILE,
            segment(0xE2, b"MPF\0" + MAKER),
            segment(0xED, b"Photoshop 3.0\x008BIM" + POSITION),
            segment(0xFE, b"Difoto oleh Ani"),
            b"\xff",
            JPEG_PICTURE,
            trailer,
        )
    )


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


IHDR = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
IDAT = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0\0\0\xff"))


def png(orientation=1):
    """Return a PNG with EXIF, texts of every kind, a time, something private, and a trailer."""
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            IHDR,
            chunk(b"sRGB", b"\0"),
            chunk(b"eXIf", tiff(orientation, ">")),
            chunk(b"tEXt", b"Comment\0Difoto oleh Ani"),
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0http://ns.adobe.com/xap" + POSITION),
            chunk(b"tIME", b"\x07\xea\x0b\x16\x08\0\0"),
            chunk(b"prVt", POSITION),
            IDAT,
            chunk(b"IEND", b""),
            POSITION,
        )
    )


def riff(kind, content):
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


VP8L = riff(b"VP8L", base64.b64decode("LwAAAAAHEP0PRET/Aw=="))


def webp(orientation=1):
    """Return a WebP with EXIF, XMP, something private, and a trailer."""
    body = b"".join(
        (
            riff(b"VP8X", bytes([0x08 | 0x04, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
            VP8L,
            riff(b"EXIF", tiff(orientation)),
            riff(b"XMP ", b"http://ns.adobe.com/xap" + POSITION),
            riff(b"prVt", MAKER + b"!"),
        )
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body + POSITION
