"""Every fault that costs paper is found, wherever in the file it hides; a good file has none."""

import io
import time

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.press import foreign
from tests.press.foreign import MM
from tests.press.pdf.drawing import made, page, rectangle, words
from tests.press.pdfx4 import assert_pdfx4

from makeready.press.displaylist.paint import Cmyk
from makeready.press.findings import PressError, Severity
from makeready.press.impose.marks import draw_crop_marks
from makeready.press.impose.sheet import Plan
from makeready.press.impose.step_and_repeat import impose
from makeready.press.preflight.check import preflight
from makeready.press.preflight.profiles import PROFILES

SAND = Cmyk(5, 10, 25, 0)
ICC = bytes(12) + b"prtr" + b"CMYK" + bytes(16) + b"acsp" + bytes(100)
XMP = (
    b'<x xmp:CreateDate="2026" xmp:ModifyDate="2026"><dc:title>x</dc:title><xmpMM:DocumentID>1</xmpMM:DocumentID>'
    b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion></x>"
)


def x4(*contents: bytes, change=None, resources=None, **page_keys) -> bytes:
    """A PDF/X-4 by another program; `change` gets the file before it is saved."""
    with foreign.opened(foreign.pdf(*contents, resources=resources, **page_keys)) as file:
        intent = Dictionary(
            S=Name.GTS_PDFX, OutputConditionIdentifier="X", DestOutputProfile=file.make_stream(ICC, N=4)
        )
        file.Root.OutputIntents = Array([intent])
        file.Root.Metadata = file.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML)
        file.docinfo["/Trapped"] = Name("/False")
        if change:
            change(file)
        return foreign.saved(file)


def codes(data: bytes, profile: str = "pdfx4") -> list[str]:
    return [finding.code for finding in preflight(data, profile)]


def in_form(file: pikepdf.Pdf, content: bytes, **resources) -> pikepdf.Stream:
    return file.make_stream(content, Subtype=Name.Form, BBox=[0, 0, 99, 99], Resources=Dictionary(**resources))


def draw(file: pikepdf.Pdf, name: str, thing) -> None:
    file.pages[0].Resources["/XObject"] = Dictionary({f"/{name}": thing})


def test_a_good_file_of_another_program_has_no_findings():
    assert codes(x4(foreign.filled(0.1, 0.2, 0.3, 0.4))) == []


def test_our_own_files_have_no_findings():
    file = made(page(rectangle(-3, -3, 91, 61, SAND), words("Anna")), page(words("back")))

    assert assert_pdfx4(file) == ()


def test_our_own_sheets_and_marked_pages_have_no_findings():
    file = made(page(rectangle(-3, -3, 91, 61, SAND), words("Anna")))

    assert_pdfx4(impose(file, Plan(320, 450, gutter=4)).data)
    assert_pdfx4(draw_crop_marks(file))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"1 0 0 rg 0 0 9 9 re f", "areas"),
        (b"1 0 0 RG 0 0 m 9 9 l S", "lines"),
        (b"/DeviceRGB cs 1 0 0 sc 0 0 9 9 re f", "areas"),
        (b"BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI", "pictures"),
        (b"q 1 0 0 rg q Q 0 0 9 9 re B Q", "areas"),
    ],
)
def test_rgb_is_found_on_the_page(content, what):
    (finding,) = [f for f in preflight(x4(content)) if f.code == "device-rgb"]

    assert finding.severity is Severity.ERROR and finding.page == 1
    assert what in finding.message


def test_rgb_that_is_set_but_paints_nothing_is_no_fault():
    assert codes(x4(b"1 0 0 rg 0 0 0 1 k 0 0 9 9 re f")) == []


RGB_AREA = b"1 0 0 rg 0 0 9 9 re f"


def rgb_in_a_form_in_a_form(file):
    inner = in_form(file, RGB_AREA)
    draw(file, "A", in_form(file, b"/B Do", XObject=Dictionary(B=inner)))


def rgb_inherited_by_a_form(file):
    draw(file, "A", in_form(file, b"0 0 9 9 re f"))
    file.pages[0].Contents = file.make_stream(b"1 0 0 rg /A Do")


def rgb_in_a_tile(file):
    tile = file.make_stream(
        RGB_AREA, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9, Resources=Dictionary()
    )
    file.pages[0].Resources["/Pattern"] = Dictionary(T=tile)
    file.pages[0].Contents = file.make_stream(b"/Pattern cs /T scn 0 0 99 99 re f")


def rgb_in_a_gradient(file):
    file.pages[0].Resources["/Shading"] = Dictionary(S=Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB))
    file.pages[0].Contents = file.make_stream(b"/S sh")


def rgb_in_a_gradient_pattern(file):
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB)
    file.pages[0].Resources["/Pattern"] = Dictionary(P=Dictionary(PatternType=2, Shading=shading))
    file.pages[0].Contents = file.make_stream(b"/Pattern cs /P scn 0 0 99 99 re f")


def sharp(file, **keys):
    return file.make_stream(b"abc", Subtype=Name.Image, Width=9, Height=9, **keys)


def rgb_in_a_picture(file):
    draw(file, "A", sharp(file, ColorSpace=Name.DeviceRGB))


def rgb_under_a_palette(file):
    palette = Array([Name.Indexed, Name.DeviceRGB, 1, b"abcdef"])
    draw(file, "A", sharp(file, ColorSpace=palette))


def rgb_behind_a_spot_ink(file):
    tint = file.make_stream(b"{0 0}", FunctionType=4, Domain=[0, 1], Range=[0, 1] * 3)
    spot = Array([Name.Separation, Name.Gold, Name.DeviceRGB, tint])
    file.pages[0].Resources["/ColorSpace"] = Dictionary(G=spot)
    file.pages[0].Contents = file.make_stream(b"/G cs 1 scn 0 0 9 9 re f")


def rgb_in_a_soft_mask(file):
    mask = Dictionary(S=Name.Luminosity, G=in_form(file, RGB_AREA))
    file.pages[0].Resources["/ExtGState"] = Dictionary(M=Dictionary(SMask=mask))
    file.pages[0].Contents = file.make_stream(b"/M gs")


def rgb_in_a_drawn_font(file):
    glyph = file.make_stream(b"9 0 d0 " + RGB_AREA)
    font = Dictionary(Subtype=Name.Type3, CharProcs=Dictionary(a=glyph), Resources=Dictionary(), ToUnicode=glyph)
    file.pages[0].Resources["/Font"] = Dictionary(T=font)
    file.pages[0].Contents = file.make_stream(b"BT /T 9 Tf (a) Tj ET")


def rgb_as_blending_space(file):
    file.pages[0].obj["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


HIDING_PLACES = [value for name, value in list(globals().items()) if name.startswith("rgb_")]


@pytest.mark.parametrize("hide", HIDING_PLACES, ids=lambda hide: hide.__name__)
def test_rgb_is_found_wherever_it_hides(hide):
    assert codes(x4(b"/A Do", change=hide)) == ["device-rgb"]


@pytest.mark.parametrize(
    "space",
    [
        Array([Name.CalRGB, Dictionary(WhitePoint=[1, 1, 1])]),
        Array([Name.Lab, Dictionary(WhitePoint=[1, 1, 1])]),
        "icc",
    ],
    ids=["CalRGB", "Lab", "ICC"],
)
def test_rgb_with_a_meaning_is_legal_but_not_in_our_own_files(space):
    def change(file):
        made = Array([Name.ICCBased, file.make_stream(b"rgb profile", N=3)]) if space == "icc" else space
        file.pages[0].Resources["/ColorSpace"] = Dictionary(C=made)

    data = x4(b"/C cs 1 0 0 sc 0 0 9 9 re f", change=change)

    assert [(f.code, f.severity) for f in preflight(data, "pdfx4")] == [("calibrated-colour", Severity.WARNING)]
    assert [(f.code, f.severity) for f in preflight(data, "pdfx4-cmyk")] == [("calibrated-colour", Severity.ERROR)]


def test_rgb_that_the_page_gives_a_meaning_is_no_device_rgb():
    def change(file):
        srgb = Array([Name.ICCBased, file.make_stream(b"srgb", N=3)])
        file.pages[0].Resources["/ColorSpace"] = Dictionary(DefaultRGB=srgb)

    assert codes(x4(RGB_AREA, change=change)) == ["calibrated-colour"]


def test_cmyk_tagged_with_the_intents_own_profile_is_found():
    def change(file):
        same = Array([Name.ICCBased, file.make_stream(ICC, N=4)])
        file.pages[0].Resources["/ColorSpace"] = Dictionary(C=same)

    assert codes(x4(b"/C cs 1 0 0 0 sc 0 0 9 9 re f", change=change)) == ["profile-is-intent"]


def test_too_much_ink_is_found():
    (finding,) = preflight(x4(foreign.filled(1, 1, 1, 0.5)))

    assert finding.code == "too-much-ink" and "350 %" in finding.message


def with_font(file):
    font = Dictionary(Subtype=Name.Type1, BaseFont=Name.Own)
    font.FontDescriptor = Dictionary(FontFile3=file.make_stream(b"font"))
    file.pages[0].Resources["/Font"] = Dictionary(F1=font)


@pytest.mark.parametrize(
    ("ink", "size", "found"),
    [
        (b"0 0 0 1 k", 9, []),
        (b"0.75 0.68 0.67 0.9 k", 9, ["black-text-in-four-inks"]),
        (b"0.75 0.68 0.67 0.9 k", 40, []),
        (b"0.6 0 0 1 k", 9, []),
        (b"1 0.5 0 0.2 k", 9, []),
        (b"0.85 0.45 0.75 0.55 k", 9, []),
    ],
)
def test_small_black_text_in_four_inks_is_found(ink, size, found):
    assert codes(x4(b"BT /F1 1 Tf %b %d 0 0 %d 9 9 Tm (x) Tj ET" % (ink, size, size), change=with_font)) == found


def test_fonts_that_are_not_embedded_are_named():
    data = x4(foreign.words("x"), resources={"/Font": Dictionary(F1=foreign.HELVETICA)})
    (finding,) = preflight(data)

    assert finding.code == "font-not-embedded" and "Helvetica" in finding.message and finding.page == 1


def test_text_in_a_font_that_is_nowhere_is_found():
    assert codes(x4(b"BT /F9 9 Tf (x) Tj ET")) == ["font-not-in-file"]


def test_invisible_text_and_unused_fonts_need_no_font_file():
    fonts = {"/Font": Dictionary(F1=foreign.HELVETICA, F2=foreign.HELVETICA)}

    assert codes(x4(b"BT 3 Tr /F1 9 Tf (x) Tj ET", resources=fonts)) == []


def test_a_picture_is_measured_as_it_is_placed():
    def change(file):
        picture = file.make_stream(bytes(100), Subtype=Name.Image, Width=10, Height=10, ColorSpace=Name.DeviceGray)
        draw(file, "A", in_form(file, b"q 2 0 0 1 0 0 cm /P Do Q", XObject=Dictionary(P=picture)))

    (finding,) = preflight(x4(b"q 7.2 0 0 3.6 0 0 cm /A Do Q", change=change))

    assert finding.code == "low-resolution" and "50 pixels per inch" in finding.message
    assert finding.path == "A/P"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"0.1 w 0 0 m 9 9 l S", ["hairline"]),
        (b"0 w 0 0 m 9 9 l S", ["hairline"]),
        (b"0.25 w 0 0 m 9 9 l S", []),
        (b"q 0.1 0 0 0.1 0 0 cm 1 w 0 0 m 9 9 l S Q", ["hairline"]),
        (b"q 0.1 0 0 0.1 0 0 cm 10 w 0 0 m 9 9 l S Q", []),
        (b"0.1 w 0 0 9 9 re f", []),
    ],
)
def test_hairlines_are_measured_as_they_print(content, found):
    assert codes(x4(content)) == found


@pytest.mark.parametrize(
    ("boxes", "found"),
    [
        ({"TrimBox": None}, ["no-trim"]),
        ({"ArtBox": [0, 0, 50, 50]}, ["trim-and-art"]),
        ({"TrimBox": [-9, -9, 9, 9]}, ["box-outside", "box-outside"]),
        ({"BleedBox": [0, 0, 9999, 100], "TrimBox": [9, 9, 90, 90]}, ["box-outside"]),
        ({"TrimBox": [1, 2, 3]}, ["box-broken", "no-trim"]),
        ({"TrimBox": [1 * MM, 1 * MM, 90 * MM, 60 * MM]}, ["little-bleed"]),
        ({"BleedBox": None}, []),
    ],
)
def test_boxes_make_sense_together(boxes, found):
    assert codes(x4(b"", **boxes)) == found


def without(*keys):
    def change(file):
        for key in keys:
            del file.Root[key]

    return change


def no_trapped(file):
    del file.docinfo["/Trapped"]


def two_intents(file):
    file.Root.OutputIntents.append(file.Root.OutputIntents[0])


def screen_profile(file):
    file.Root.OutputIntents[0].DestOutputProfile = file.make_stream(ICC.replace(b"prtr", b"mntr"), N=4)


def rgb_press(file):
    file.Root.OutputIntents[0].DestOutputProfile = file.make_stream(ICC.replace(b"CMYK", b"RGB "), N=3)


def script(file):
    file.Root.Names = Dictionary(JavaScript=Dictionary())


def postscript(file):
    draw(file, "A", file.make_stream(b"showpage", Subtype=Name.PS))


def elsewhere(file):
    draw(file, "A", file.make_stream(b"", Subtype=Name.Form, BBox=[0, 0, 9, 9], F="other.pdf"))


def tone_curve(file):
    file.pages[0].Resources["/ExtGState"] = Dictionary(T=Dictionary(TR=Dictionary(FunctionType=2)))
    file.pages[0].Contents = file.make_stream(b"/T gs")


def link(file):
    file.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, Rect=[20, 20, 50, 50])])


def mark_outside(file):
    file.pages[0].MediaBox = Array([-50, -50, 999, 999])
    file.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, Rect=[-40, -40, -20, -20])])


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (without("/Metadata"), ["not-pdfx", "metadata-missing"]),
        (without("/OutputIntents"), ["no-output-intent"]),
        (no_trapped, ["trapped-unknown"]),
        (two_intents, ["no-output-intent"]),
        (screen_profile, ["output-profile-wrong"]),
        (rgb_press, ["output-profile-wrong"]),
        (script, ["script"]),
        (postscript, ["postscript"]),
        (elsewhere, ["external-content"]),
        (tone_curve, ["transfer-function"]),
        (link, ["annotation"]),
        (mark_outside, []),
    ],
)
def test_the_kind_of_file_is_checked(change, found):
    assert codes(x4(b"/A Do", change=change)) == found


def test_encryption_is_found_even_where_it_opens():
    assert "encrypted" in codes(foreign.encrypted(x4(b""), user=""))


def test_forms_that_draw_each_other_do_not_hang_the_check():
    def change(file):
        form = in_form(file, RGB_AREA + b" /A Do")
        form.Resources["/XObject"] = Dictionary(A=form)
        draw(file, "A", form)

    assert codes(x4(b"/A Do", change=change)) == ["device-rgb"]


def test_forms_in_forms_a_million_times_are_walked_once():
    def change(file):
        form = in_form(file, b"0 0 0 1 k 0 0 9 9 re f")
        for _ in range(6):
            form = in_form(file, b"/A Do " * 20, XObject=Dictionary(A=form))
        draw(file, "A", form)

    began = time.monotonic()
    assert codes(x4(b"/A Do " * 20, change=change)) == []
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"<html>", "not-a-pdf"),
        (foreign.truncated(foreign.pdf(b"")), "pdf-broken"),
        (foreign.encrypted(foreign.pdf(b""), user="sesame"), "pdf-protected"),
    ],
)
def test_what_cannot_be_read_is_a_finding_like_others(data, code):
    (finding,) = preflight(data)

    assert (finding.code, finding.severity) == (code, Severity.ERROR)


def test_a_customers_file_is_judged_by_what_would_print_wrong():
    data = foreign.pdf(RGB_AREA + foreign.words("x"), resources={"/Font": Dictionary(F1=foreign.HELVETICA)})

    found = {f.code: f.severity for f in preflight(data, "print-ready")}
    assert found == {
        "font-not-embedded": Severity.ERROR,
        "device-rgb": Severity.WARNING,
        "no-output-intent": Severity.INFO,
    }


def test_an_unknown_profile_is_refused_with_the_known_ones():
    with pytest.raises(PressError) as refusal:
        preflight(b"", "newspaper")

    assert all(name in refusal.value.findings[0].hint for name in PROFILES)


def test_findings_say_where_and_what_to_do():
    for finding in preflight(foreign.pdf(RGB_AREA, b"/F9 9 Tf (x) Tj", TrimBox=None)):
        assert finding.message and finding.hint and finding.code
        assert finding.as_dict()["severity"] in ("error", "warning", "info")


def test_ink_that_only_adds_up_in_a_picture_is_found_with_its_place():
    file = pikepdf.new()
    pixels = bytes([255, 255, 255, 120]) * 100
    image = file.make_stream(pixels, Subtype=Name.Image, Width=10, Height=10, BitsPerComponent=8,
                             ColorSpace=Name.DeviceCMYK)  # fmt: skip
    file.add_blank_page(page_size=(144, 144))
    file.pages[0].Resources = Dictionary(XObject=Dictionary(I=image))
    file.pages[0].Contents = file.make_stream(b"72 0 0 72 0 72 cm /I Do")
    out = io.BytesIO()
    file.save(out)

    (heavy,) = [finding for finding in preflight(out.getvalue(), "print-ready") if finding.code == "ink-limit-exceeded"]
    assert heavy.page == 1 and "347 % of ink, 25 × 25 mm around 13, 13 mm" in heavy.message
