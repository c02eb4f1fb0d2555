"""The demo's story on the emulator of Google: the same exports, the register a spreadsheet, the folders in Drive.

Plugins know nothing of each other, so what needs three of them stands here.
"""
