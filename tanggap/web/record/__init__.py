"""The record as it is served to readers, witnesses and citizens: c2sp.org/tlog-tiles under `/log/`, and receipts."""
