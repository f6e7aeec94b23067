"""Where do pages of foreign PDFs stand in our file? Each placed page is a form, once, however often it is shown."""

from __future__ import annotations

from makeready.press.color.condition import OutputCondition
from makeready.press.findings import Finding, PressError
from makeready.press.pdf.conformance.standard import Place, Standard
from makeready.press.pdf.inks import Inks
from makeready.press.pdf.layers import Layers
from makeready.press.pdf.objects import Objects
from makeready.press.pdf.placed import PlacedForm, page_form
from makeready.press.pdf.syntax import Ref
from makeready.press.sources import SourceFile


class ForeignPages:
    """The foreign pages of one file."""

    def __init__(
        self, objects: Objects, inks: Inks, layers: Layers, standard: Standard, condition: OutputCondition
    ) -> None:
        self._condition = condition if inks.mode == "cmyk" else None
        self._objects = objects
        self._inks = inks
        self._layers = layers
        self._standard = standard
        self._numbers: dict[tuple[SourceFile, int], dict[int, Ref]] = {}
        self._written: dict[tuple[SourceFile, int], tuple[Ref, bool]] = {}
        self.findings: list[Finding] = []

    def use(self, file: SourceFile, number: int, place: Place) -> tuple[Ref, bool]:
        """The form of a page, and whether it is transparent.

        Raises:
            PressError: where the file cannot be read, at the place where it is used.
        """
        key = (file, number)
        if key not in self._written:
            form = _read(file, number, place, self._condition)
            self.findings += self._standard.placed(form.facts, place)
            # What a conversion made anew has numbers that another page's may have too.
            shares = (file, number if form.facts.converted else 0)
            self._written[key] = self._take_over(form, shares), form.facts.transparent
        return self._written[key]

    def _take_over(self, form: PlacedForm, shares: tuple[SourceFile, int]) -> Ref:
        """The form under a number of ours; objects that pages of one file share are written once."""
        known = self._numbers.setdefault(shares, {})
        fresh = {number: self._objects.reserve() for number in form.objects if number not in known}
        known.update(fresh)
        self._objects.take_over({number: form.objects[number] for number in fresh}, known)
        for number in form.layers:
            if number in fresh:
                self._layers.adopt(known[number], shown=number not in form.hidden_layers)
        ref = self._objects.reserve()
        self._objects.take_over({0: form.form}, {0: ref, **known})
        return ref


def _read(file: SourceFile, number: int, place: Place, condition: OutputCondition | None) -> PlacedForm:
    try:
        return page_form(file, number, condition)
    except PressError as error:
        for finding in error.findings:
            finding.path, finding.page = place.path, place.page
        raise
