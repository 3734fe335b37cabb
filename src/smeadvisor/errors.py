"""Everything that can go wrong, as a tree. Each message says what happened and what to do next.

SmeAdvisorError
├── SettingsError            a setting has a value that cannot be used
├── CorpusError              the folder of documents cannot be used
│   └── UnreadableDocument   one file in it cannot be read
├── IndexingError            the index cannot be used
│   ├── IndexMissing         there is none yet
│   ├── IndexMismatch        it was built by another model or version
│   ├── IndexDamaged         it is there but incomplete
│   └── IndexBusy            another process is writing it
├── ModelError               a model, for embedding or chat, is absent or cannot be used
├── QuoteError               a citation whose quote is not in its passage
├── DatasetError             a line of an evaluation set cannot be used
├── RunError                 the folder of an evaluation run cannot be used
├── BundleError              a saved conversation cannot be read or written
├── FeedbackError            the store of feedback cannot be used, or one entry not kept
├── CrowdError               no page answers where a crowd was to ask it
├── MissingExtra             an optional package is not installed
└── AddressInUse             the web address is taken
"""


class SmeAdvisorError(Exception):
    """The base of all errors that are meant for a person to read."""


class SettingsError(SmeAdvisorError):
    """A setting has a value that cannot be used."""


class CorpusError(SmeAdvisorError):
    """The folder of documents is absent, empty or not a folder."""


class UnreadableDocument(CorpusError):
    """One document cannot be read; the others are not affected."""


class IndexingError(SmeAdvisorError):
    """The index cannot be used."""


class IndexMissing(IndexingError):
    """There is no index yet."""


class IndexMismatch(IndexingError):
    """The index was built by another model or another version of the splitter."""


class IndexDamaged(IndexingError):
    """The index is there, but a part of it is missing or does not agree with the rest."""


class IndexBusy(IndexingError):
    """Another process is writing the index."""


class ModelError(SmeAdvisorError):
    """A model is absent, lacks its package or key, cannot be loaded or is not the expected one."""


class QuoteError(SmeAdvisorError):
    """A citation was asked for with a quote that is not in its passage."""


class DatasetError(SmeAdvisorError):
    """A line of an evaluation set cannot be used; the message names file and line."""


class RunError(SmeAdvisorError):
    """The folder of an evaluation run is missing, damaged or of another version."""


class BundleError(SmeAdvisorError):
    """A conversation that was saved as JSON cannot be read, or not be written."""


class FeedbackError(SmeAdvisorError):
    """The store of feedback cannot be used, or an entry cannot be kept in it."""


class CrowdError(SmeAdvisorError):
    """No page answers at the address that a crowd was to ask."""


class MissingExtra(SmeAdvisorError):
    """An optional package is not installed; the message has the pip line."""


class AddressInUse(SmeAdvisorError):
    """The address the page should be served at is taken."""
