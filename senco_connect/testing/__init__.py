"""What a plugin's author and the engine's own tests stand on; shipped with the library.

``contracts`` is the conformance kit, ``memory`` has the three kinds of adapter
without a disk, ``faults`` breaks any adapter on purpose, ``strategies`` invents
pupils and edits.  Only ``contracts`` and ``plugin`` need pytest, only
``strategies`` needs hypothesis.
"""
