import sys
from xml.etree.ElementTree import XMLParser


class Target:
    def start(self, tag, attributes):
        pass

    def end(self, tag):
        pass

    def data(self, text):
        pass

    def close(self):
        pass


parser = XMLParser(target=Target())
with open(sys.argv[1], "rb") as stream:  # noqa: PTH123
    while piece := stream.read(65_536):
        parser.feed(piece)
parser.close()
