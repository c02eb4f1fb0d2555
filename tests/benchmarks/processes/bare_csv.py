import csv
import sys

with open(sys.argv[1], newline="", encoding="utf-8") as stream:  # noqa: PTH123
    for _row in csv.reader(stream):
        pass
