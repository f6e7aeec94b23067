"""What a design refers to, resolved; and what is remembered of files."""

from makeready.press.sources import SourceFile, remembered


def test_results_are_remembered_by_content_and_the_oldest_forgotten():
    asked: list[bytes] = []

    @remembered(2)
    def length(file: SourceFile) -> int:
        asked.append(file.data)
        return len(file.data)

    for data in (b"one", b"one", b"three", b"one", b"fourth", b"three"):
        assert length(SourceFile(data)) == len(data)

    assert asked == [b"one", b"three", b"fourth", b"three"]
