"""Forms from data: one definition, held as JSON, asks the same questions on site, at desk and by phone.

It knows no business nouns. `definition` is the front door: read a definition, make a Django form of it, read
answers back. `rendering` gives every Django form of the project the look of the U.S. Web Design System.
"""
