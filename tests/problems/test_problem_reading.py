"""Files of points that can be read, in every kind and layout."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from ganviz.problems.reading import describe_columns, fingerprint, read_points

X = np.array([[1.0, 2.5], [-3.0, 4.0], [0.25, 1e-3]])
TEXTS = {
    "comma.csv": "1,2.5\n-3,4\n0.25,1e-3\n",
    "header.csv": "x,y\n1,2.5\n-3,4\n0.25,1e-3\n",
    "no_last_newline.csv": "x,y\n1,2.5\n-3,4\n0.25,1e-3",
    "blanks_and_comments.csv": "# made by hand\n\nx, y\n1, 2.5\n\n# half way\n-3, 4\n0.25 , 1e-3\n\n",
    "windows.csv": "x,y\r\n1,2.5\r\n-3,4\r\n0.25,1e-3\r\n",
    "quoted.csv": '"x","y"\n"1","2.5"\n"-3","4"\n"0.25","1e-3"\n',
    "bom.csv": "\ufeffx,y\n1,2.5\n-3,4\n0.25,1e-3\n",
    "semicolon.csv": "x;y\n1;2.5\n-3;4\n0.25;1e-3\n",
    "decimal_comma.csv": "x;y\n1;2,5\n-3;4\n0,25;1e-3\n",
    "tab.tsv": "x\ty\n1\t2.5\n-3\t4\n0.25\t1e-3\n",
    "decimal_comma.tsv": "x\ty\n1\t2,5\n-3\t4\n0,25\t1e-3\n",
    "blanks.txt": "  1   2.5\n -3   4\n0.25 1e-3\n",
    "savetxt.txt": "# x y\n1 2.5\n-3 4\n0.25 1e-3\n",
    "empty_rows.csv": "x,y\n1,2.5\n-3,4\n,\n0.25,1e-3\n,\n",
    "old_mac.csv": "x,y\r1,2.5\r-3,4\r0.25,1e-3\r",
    "mixed_ends.csv": "x,y\r\n1,2.5\n-3,4\r\n0.25,1e-3\n",
    "quoted_semicolon.csv": '"x";"y"\r\n"1";"2,5"\r\n"-3";"4"\r\n"0,25";"1e-3"\r\n',
    "trailing_comma.csv": "x,y,\n1,2.5,\n-3,4,\n0.25,1e-3,\n",
    "counted.csv": ",x,y\n0,1,2.5\n1,-3,4\n2,0.25,1e-3\n",
    "with blanks and ünï ☃.csv": "x,y\n1,2.5\n-3,4\n0.25,1e-3\n",
    "UPPER.CSV": "x,y\n1,2.5\n-3,4\n0.25,1e-3\n",
}


@pytest.mark.parametrize("name", list(TEXTS))
def test_text_layouts(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(TEXTS[name].encode())
    read = read_points(str(path), "", 2)
    np.testing.assert_array_equal(read.values, X)
    headed = "x" in TEXTS[name]
    assert read.names == (("x", "y") if headed else ("column 1", "column 2"))
    assert describe_columns(str(path)) == list(read.names)


def test_encodings(tmp_path):
    for encoding in ("utf-16", "utf-8", "cp1252"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes("durée,énergie\n1,2.5\n-3,4\n0.25,1e-3\n".encode(encoding))
        read = read_points(str(path), "énergie", 1)
        np.testing.assert_array_equal(read.values, X[:, 1:])
        assert read.names == ("énergie",)


def test_a_column_that_counts_the_rows_can_be_chosen_by_its_number(tmp_path):
    path = tmp_path / "counted.csv"
    path.write_text(TEXTS["counted.csv"])
    assert read_points(str(path), "1,x", 2).names == ("column 1", "x")


@pytest.fixture
def flowers(tmp_path):
    path = tmp_path / "flowers.csv"
    path.write_text('id,species,"length, cm",width\n'
                    'a1,iris,5.1,3.5\na2,"iris, blue",4.9,3.0\na3,rose,4.7,3.2\n')
    return str(path)


@pytest.mark.parametrize(("columns", "dim", "expected"), [
    ("", 2, [2, 3]), ("", 1, [2]), ("width", 1, [3]), ('width,"length, cm"', 2, [3, 2]), ("4, 3", 2, [3, 2]),
    ("3,width", 2, [2, 3])])
def test_columns_are_chosen_by_name_or_number(flowers, columns, dim, expected):
    values = np.array([[0, 0, 5.1, 3.5], [0, 0, 4.9, 3.0], [0, 0, 4.7, 3.2]])
    read = read_points(flowers, columns, dim)
    np.testing.assert_array_equal(read.values, values[:, expected])
    assert read.names == tuple(("id", "species", "length, cm", "width")[index] for index in expected)


def test_the_chooser_offers_the_columns_of_numbers(flowers):
    assert describe_columns(flowers) == ["length, cm", "width"]


def test_a_name_goes_before_a_number(tmp_path):
    np.save(tmp_path / "a.npy", np.array([(1.0, 2.0), (3.0, 4.0)], dtype=[("2", "f8"), ("1", "f8")]))
    np.testing.assert_array_equal(read_points(str(tmp_path / "a.npy"), "1", 1).values[:, 0], [2, 4])


def test_a_single_column_may_have_a_name_of_two_words(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("body height\n1.5\n2\n3\n")
    read = read_points(str(path), "", 1)
    assert read.names == ("body height",)
    np.testing.assert_array_equal(read.values, [[1.5], [2], [3]])


def test_a_long_file_is_read_whole(tmp_path):
    values = np.random.default_rng(0).normal(size=(20_000, 3))
    np.savetxt(tmp_path / "long.csv", values, delimiter=",", fmt="%.17g", header="a,b,c", comments="")
    np.testing.assert_array_equal(read_points(str(tmp_path / "long.csv"), "c,a", 2).values, values[:, [2, 0]])


@pytest.mark.parametrize("dtype", ["f8", "f4", ">f8", "i4", "u1", "f2"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_npy_arrays(tmp_path, dtype, order):
    array = np.asarray([[1, 2, 3], [4, 5, 6], [7, 8, 10]], dtype=dtype, order=order)
    np.save(tmp_path / "a.npy", array)
    read = read_points(str(tmp_path / "a.npy"), "", 2)
    np.testing.assert_array_equal(read.values, array[:, :2])
    assert read.values.dtype == np.float64
    np.testing.assert_array_equal(read_points(str(tmp_path / "a.npy"), "3", 1).values, array[:, 2:])
    assert describe_columns(str(tmp_path / "a.npy")) == ["column 1", "column 2", "column 3"]


def test_a_flat_npy_array_is_one_column(tmp_path):
    np.save(tmp_path / "flat.npy", np.arange(5.0))
    np.testing.assert_array_equal(read_points(str(tmp_path / "flat.npy"), "", 1).values[:, 0], np.arange(5))


def test_npy_records_have_named_columns(tmp_path):
    records = np.array([(1.0, "a", 2), (3.0, "b", 5)], dtype=[("x", "f8"), ("name", "U3"), ("n", "i4")])
    np.save(tmp_path / "records.npy", records)
    read = read_points(str(tmp_path / "records.npy"), "", 2)
    np.testing.assert_array_equal(read.values, [[1, 2], [3, 5]])
    assert read.names == ("x", "n")
    assert describe_columns(str(tmp_path / "records.npy")) == ["x", "n"]


def test_npz_takes_the_only_array_that_fits(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", X=X, label=np.arange(3), names=np.array(["a", "b", "c"]))
    read = read_points(str(tmp_path / "a.npz"), "", 2)
    np.testing.assert_array_equal(read.values, X)
    assert read.names == ("X[1]", "X[2]")
    assert describe_columns(str(tmp_path / "a.npz")) == ["X[1]", "X[2]", "label"]


def test_npz_arrays_are_chosen_by_name(tmp_path):
    np.savez(tmp_path / "a.npz", train=X, test=X + 1, weight=[1, 2, 4])
    path = str(tmp_path / "a.npz")
    np.testing.assert_array_equal(read_points(path, "test", 2).values, X + 1)
    np.testing.assert_array_equal(read_points(path, "train[2], weight", 2).values[:, 1], [1, 2, 4])
    np.testing.assert_array_equal(read_points(path, "weight", 1).values[:, 0], [1, 2, 4])


def test_npz_of_two_flat_arrays_is_two_columns(tmp_path):
    np.savez(tmp_path / "xy.npz", x=X[:, 0], y=X[:, 1])
    read = read_points(str(tmp_path / "xy.npz"), "", 2)
    np.testing.assert_array_equal(read.values, X)
    assert read.names == ("x", "y")


def test_the_fingerprint_is_that_of_the_content(tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("1,2\n3,4\n")
    second.write_text("1,2\n3,4\n")
    assert fingerprint(str(first)) == hashlib.sha256(b"1,2\n3,4\n").hexdigest() == fingerprint(str(second))
    second.write_text("1,2\n3,5\n")
    assert fingerprint(str(first)) != fingerprint(str(second))


def test_reading_needs_neither_torch_nor_scipy():
    code = "import sys, ganviz.problems.reading; print({'torch', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
