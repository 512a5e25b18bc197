"""Composes synthetic reports of every kind, each with the record that a reader should make of it.

The order of work: ``figures`` draws numbers that keep the form's identities, ``printing`` prints them,
``faults`` breaks one thing, ``prose`` writes the text around them, ``pages`` lays it all out after a
``layout``, a ``render_*`` module makes the file, ``truth`` says what stands in it.
"""
