"""The rules of families: plain values in, plain values or an error out."""
