"""Files of points that can't be read: each with its sentence."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from ganviz.problems.points import points
from ganviz.problems.reading import describe_columns, fingerprint, read_points
from ganviz.settings.errors import UserError

ROWS = "; give every row the same number of cells"
CELL = "; correct or delete that row, or choose other columns"
NANS = "; delete or fill them"
MORE = "; choose a file that has 2, or the 1-D game"
# What the file holds, the columns, the dimensions, and what is said after its name.
TEXTS = {
    "blank": ("\n \n", "", 2, "the file is empty; choose one with a row for each point"),
    "comments": ("# nothing\n# here\n", "", 2, "the file is empty; choose one with a row for each point"),
    "header_alone": ("x,y\n", "1,2", 2, "no rows of numbers; at least 2 are needed"),
    "one_row": ("x,y\n1,2\n", "", 2, "1 row of numbers; at least 2 are needed"),
    "short_row": ("x,y\n1,2\n3\n5,6\n", "", 2, "line 3 has 1 cell where the first row has 2" + ROWS),
    "long_row": ("1,2\n3,4,5\n5,6\n", "", 2, "line 2 has 3 cells where the first row has 2" + ROWS),
    "ragged_blanks": ("1 2\n\n3 4\n5 6 7\n8 9\n", "", 2,
                      "line 4 has 3 cells where the first row has 2" + ROWS),
    "word": ("x,y\n1,2\n3,abc\n5,6\n", "", 2, "line 3, column 'y': 'abc' is not a number" + CELL),
    "word_unnamed": ("1,2\n3,4\noops,6\n", "", 2, "line 3, column 'column 1': 'oops' is not a number" + CELL),
    "missing_cell": ("x,y\n1,2\n3,\n5,6\n", "", 2, "line 3, column 'y': the cell is empty" + CELL),
    "comment_behind": ("x,y\n1,2\n3,4 # half way\n5,6\n", "", 2,
                       "line 3, column 'y': '4 # half way' is not a number" + CELL),
    "two_headers": ("x,y\nm,s\n1,2\n3,4\n", "", 2, "line 2, column 'x': 'm' is not a number" + CELL),
    "open_quote": ("x,y\n1,\"2\n3,4\n5,6\n", "", 2, "only 1 column of numbers ('x') where 2 are needed" + MORE),
    "pipes": ("x|y\n1|2\n3|4\n", "", 2, "no column of numbers where 2 are needed; choose a file that has 2"),
    "short_header": ("x,y\n1,2,\n3,4,\n", "", 2, "line 2 has 3 cells where the first row has 2" + ROWS),
    "not_available": ("x,y\n1,2\nNA,3\n4,5\n", "", 2, "line 3, column 'x': 'NA' is not a number" + CELL),
    "thousands": ("x,y\n1,2\n3,\"1,000.5\"\n5,6\n", "", 2,
                  "line 3, column 'y': '1,000.5' is not a number" + CELL),
    "mixed_decimals": ("x;y\n1,5;2\n" + "3,5;4\n" * 300 + "1.5;6\n", "", 2,
                       "line 303, column 'x': '1.5' is not a number" + CELL),
    "text_column_chosen": ("x,y,kind\n1,2,a\n3,4,b\n", "x,kind", 2,
                           "line 2, column 'kind': 'a' is not a number" + CELL),
    "nan": ("x,y\n1,2\n\n3,nan\n5,6\n", "", 2, "1 row holds NaN or infinity (the first is line 4)" + NANS),
    "infinite": ("x,y\n1,2\n-inf,4\n5,6\n7,inf\n", "", 2,
                 "2 rows hold NaN or infinity (the first is line 3)" + NANS),
    "one_column": ("x\n1\n2\n3\n", "", 2, "only 1 column of numbers ('x') where 2 are needed" + MORE),
    "one_column_of_numbers": ("name,x\na,1\nb,2\n", "", 2,
                              "only 1 column of numbers ('x') where 2 are needed" + MORE),
    "words": ("first,last\nAda,Lovelace\nAlan,Turing\n", "", 2,
              "no column of numbers where 2 are needed; choose a file that has 2"),
    "words_1d": ("name\nAda\nAlan\n", "", 1,
                 "no column of numbers where 1 is needed; choose a file that has 1"),
    "unknown_column": ("x,y\n1,2\n3,4\n", "x,z", 2,
                       "there is no column 'z'; choose from 'x', 'y', or by number from 1 to 2"),
    "unknown_number": ("x,y\n1,2\n3,4\n", "1,7", 2,
                       "there is no column '7'; choose from 'x', 'y', or by number from 1 to 2"),
    "number_zero": ("x,y\n1,2\n3,4\n", "0,1", 2,
                    "there is no column '0'; choose from 'x', 'y', or by number from 1 to 2"),
    "too_few_columns": ("x,y\n1,2\n3,4\n", "y", 2,
                        "the columns 'y' name 1 column where 2 are needed; choose from 'x', 'y'"),
    "too_many_columns": ("x,y\n1,2\n3,4\n", "x,y", 1,
                         "the columns 'x,y' name 2 columns where 1 is needed; choose from 'x', 'y'"),
    "a_column_twice": ("x,y\n1,2\n3,4\n", "x,1", 2,
                       "the columns 'x,1' name 1 column where 2 are needed; choose from 'x', 'y'"),
    "constant": ("x,y\n1,0.1\n2,0.1\n3,0.1\n", "", 2,
                 "column 'y' has the same value in every row; choose another column"),
    "all_but_constant": ("1e-300\n2e-300\n", "", 1,
                         "column 'column 1' has the same value in every row; choose another column"),
    "too_large": ("1,2\n1e200,3\n", "", 2,
                  "column 'column 1' holds values beyond 1e+100; give them in a larger unit"),
}


def complaint(path, columns="", dim=2):
    """What is said, without the file's name that it begins with."""
    with pytest.raises(UserError) as caught:
        points(str(path), columns, dim)
    text = str(caught.value)
    assert text.startswith(f"{path}: ")
    assert "\n" not in text
    return text.removeprefix(f"{path}: ")


@pytest.mark.parametrize("name", list(TEXTS))
def test_text(tmp_path, name):
    content, columns, dim, expected = TEXTS[name]
    path = tmp_path / f"{name}.csv"
    path.write_text(content)
    assert complaint(path, columns, dim) == expected


def test_from_outside(tmp_path):
    assert complaint(tmp_path / "none.csv") == "there is no such file; check the name"
    assert complaint(tmp_path) == "this is a folder; choose a file of points"
    (tmp_path / "zero.csv").touch()
    assert complaint(tmp_path / "zero.csv") == "the file is empty; choose one with a row for each point"
    (tmp_path / "points.xlsx").write_bytes(b"PK")
    assert complaint(tmp_path / "points.xlsx") == (
        "files that end in '.xlsx' are not known; save the points as CSV, TSV, NPY or NPZ")
    (tmp_path / "points").write_bytes(b"1,2")
    assert complaint(tmp_path / "points") == "its name has no ending; save the points as CSV, TSV, NPY or NPZ"
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)))
    assert complaint(tmp_path / "binary.csv") == (
        "this is not a text file; choose a CSV, TSV, NPY or NPZ file")


@pytest.mark.parametrize(("error", "expected"), [
    (PermissionError(13, "Permission denied"),
     "the file may not be read; allow it, or copy the file elsewhere"),
    (OSError(5, "Input/output error"),
     "the file can't be read (Input/output error); check the disk and the name")])
def test_what_the_system_refuses(tmp_path, monkeypatch, error, expected):
    path = tmp_path / "a.csv"
    path.write_text("1,2\n3,4\n")

    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    assert complaint(path) == expected
    for look in (describe_columns, fingerprint):
        with pytest.raises(UserError, match="the file"):
            look(str(path))


def test_a_name_too_long_for_the_system(tmp_path):
    said = complaint(tmp_path / ("a" * 300 + ".csv"))
    assert said.startswith(("the file can't be read (", "there is no such file"))


def test_huge_files(tmp_path):
    limit = "the limit of 20,000,000; keep a random part of the rows"
    (tmp_path / "lines.csv").write_bytes(b"1\n2\n" * 10_000_001)
    assert complaint(tmp_path / "lines.csv", dim=1) == f"20,000,002 values are more than {limit}"
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(1_500_000_000)
    assert complaint(huge) == "1.5 GB are more than the limit of 1 GB; keep a random part of the rows"
    long = tmp_path / "long.npy"
    np.save(long, np.zeros((0, 2), dtype="u1"))
    header = long.read_bytes().replace(b"(0, 2), }", b"(15000000, 2), }")[:128]
    with long.open("wb") as file:
        file.write(header[:127] + b"\n")
        file.truncate(128 + 30_000_000)
    assert complaint(long) == f"30,000,000 values are more than {limit}"


def test_npy(tmp_path):
    path = tmp_path / "a.npy"
    cases = [
        (np.array([{"x": 1}, None], dtype=object),
         "the array holds Python objects, which are not loaded for safety; save it as an array of numbers"),
        (np.array(["a", "b"]), "the array holds <U1 values; save it as an array of real numbers"),
        (np.zeros((4, 2), dtype=complex),
         "the array holds complex128 values; save it as an array of real numbers"),
        (np.zeros((3, 2, 2)),
         "the array has the shape (3, 2, 2); save it with a row for each point, as (points, columns)"),
        (np.float64(3),
         "the array has the shape (); save it with a row for each point, as (points, columns)"),
        (np.zeros((5, 0)),
         "the array has the shape (5, 0); save it with a row for each point, as (points, columns)"),
        (np.zeros((2, 50)), "the array has the shape (2, 50), 2 points of 50 columns; "
                            "save it transposed, with a row for each point"),
        (np.zeros((0, 2)), "no rows of numbers; at least 2 are needed"),
        (np.ones((1, 2)), "1 row of numbers; at least 2 are needed"),
        (np.arange(4.0), "only 1 column of numbers ('column 1') where 2 are needed" + MORE),
        (np.array([[1, 2], [np.nan, 3], [np.inf, 4]]),
         "2 rows hold NaN or infinity (the first is row 2)" + NANS),
    ]
    for array, expected in cases:
        np.save(path, array, allow_pickle=True)
        assert complaint(path) == expected


def test_damaged_npy(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, np.arange(20.0).reshape(10, 2))
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    assert complaint(path) == "the file is cut off (288 bytes were announced, 248 are there); write it again"
    negative = whole.replace(b"(10, 2), }", b"(-9, 2), }")
    for content in (whole[:40], b"1,2\n3,4\n", whole[:10] + b"\xff" * 118, negative):
        path.write_bytes(content)
        assert complaint(path) == "this is not a whole NPY array; write it again with numpy.save"


def test_npz(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, train=np.eye(3), test=np.eye(3), n=np.arange(3))
    assert complaint(path) == "several arrays fit ('train', 'test'); name the one to read in the columns"
    assert complaint(path, "valid") == (
        "there is no column 'valid'; choose from 'train[1]', 'train[2]', 'train[3]', 'test[1]', 'test[2]', "
        "'test[3]', 'n', or by number from 1 to 7")
    np.savez(path, x=np.arange(3), y=np.arange(3), z=np.arange(3))
    assert complaint(path) == "no array has 2 columns; name 2 of these in the columns: 'x', 'y', 'z'"
    np.savez(path, x=np.arange(3), y=np.arange(4))
    assert complaint(path) == ("the arrays have unlike numbers of rows ('x' has 3, 'y' has 4); "
                               "choose arrays of one length")
    np.savez(path, a=np.zeros((0, 2)))
    assert complaint(path) == "no rows of numbers; at least 2 are needed"
    np.savez(path, a=np.array([{}], dtype=object))
    assert complaint(path) == ("a: the array holds Python objects, which are not loaded for safety; "
                               "save it as an array of numbers")
    np.savez(path, a=np.array(["x"]), b=np.zeros((2, 2, 2)))
    assert complaint(path) == ("the archive has no array of numbers with a row for each point; "
                               "save one with numpy.savez")


def test_damaged_npz(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, a=np.random.default_rng(0).normal(size=(50, 2)))
    whole, sentence = path.read_bytes(), "this is not a whole NPZ archive; write it again with numpy.savez"
    for content in (whole[:200], b"1,2\n3,4\n", whole[:400] + b"\0\0\0\0" + whole[404:]):
        path.write_bytes(content)
        assert complaint(path) == sentence
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.npy", b"nothing of the kind")
    assert complaint(path) == "a.npy: this is not a whole NPY array; write it again with numpy.save"


def test_describing_and_reading_complain_alike(tmp_path):
    path = tmp_path / "none.npy"
    with pytest.raises(UserError, match="there is no such file"):
        describe_columns(str(path))
    with pytest.raises(UserError, match="there is no such file"):
        fingerprint(str(path))
    with pytest.raises(UserError, match="there is no such file"):
        read_points(str(path), "", 1)
